"""One form for each act on an evaluation or on one of its points."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist import policies
from checklist.enums import PointClosed, Verdict
from checklist.forms.acts import ActForm
from checklist.services.evaluations import LONGEST
from coproduction.core import clock
from coproduction.core.forms.fields import DayField
from groups.forms.seen import SeenMixin
from groups.models import Meeting

# The record of coproduction begins after this; an earlier day is a slip of the keyboard.
_EARLIEST = dt.date(2015, 1, 1)


class EvaluationForm(SeenMixin, ActForm):  # type: ignore[misc]  # `seen` is a stamp here, not a number
    """`about` is the number of a point, or the name of the act."""

    @property
    def typed(self) -> str:
        """What the person wrote, to be given back where the form itself cannot be shown any more."""
        return str(self.data.get(self.main, "")) if self.main else ""


class PointForm(EvaluationForm):
    """One point in the partner's words."""

    main = "words"
    submit = gettext_lazy("Add this point")
    words = forms.CharField(
        label=gettext_lazy("What do you want to say?"),
        help_text=gettext_lazy("One thing in each point. What went well counts as much as what did not."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Write what you want to say")},
    )


class PointEditForm(PointForm):
    submit = gettext_lazy("Save")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Point %(number)s, in your words") % {"number": self.about}
        self.fields["words"].help_text = ""


class PointRemoveForm(EvaluationForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = _("Take point %(number)s away") % {"number": self.about}


class PointMoveForm(EvaluationForm):
    """Only read: the page draws its two buttons itself."""


class LockForm(EvaluationForm):
    submit = gettext_lazy("Lock it")
    sure = forms.BooleanField(label=gettext_lazy("I have read it through. I know that nobody can ever change it."))

    def __init__(self, *args: Any, who: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sure"].error_messages["required"] = _("Tick the box if you want to lock it for %(who)s") % {"who": who}


class PointAnswerForm(EvaluationForm):
    """The council's answer to one point."""

    main = "answer"
    submit = gettext_lazy("Save this answer")
    verdict = forms.ChoiceField(choices=Verdict.choices, widget=forms.RadioSelect)
    answer = forms.CharField(
        help_text=gettext_lazy("You can leave this empty if you agree. Everyone will read it beside their words."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verdict"].label = _("Do you agree with point %(number)s?") % {"number": self.about}
        self.fields["verdict"].error_messages["required"] = _("Say whether you agree with point %(number)s") % {
            "number": self.about
        }
        self.fields["answer"].label = _("Why? Your answer to point %(number)s") % {"number": self.about}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if policies.needs_reason(data.get("verdict") or "") and not data.get("answer") and "answer" not in self.errors:
            self.add_error("answer", _("Say why you do not fully agree with point %(number)s") % {"number": self.about})
        return data


class SendForm(EvaluationForm):
    submit = gettext_lazy("Send all answers")


class TalkForm(EvaluationForm):
    """The two sides talked."""

    main = "words"
    submit = gettext_lazy("Write it down")
    on = DayField(label=gettext_lazy("When did you talk?"), what=gettext_lazy("the day you talked"), earliest=_EARLIEST)
    meeting = forms.ChoiceField(label=gettext_lazy("Was it at a meeting?"), required=False)
    words = forms.CharField(
        label=gettext_lazy("What came of it?"),
        help_text=gettext_lazy("Both sides read this, and everyone once the evaluation is closed. Please name no one."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, meetings: list[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(meeting.pk): meeting for meeting in meetings}
        on, meeting = self.fields["on"], self.fields["meeting"]
        assert isinstance(on, DayField)  # noqa: S101 - tells the type checker what was declared above
        assert isinstance(meeting, forms.ChoiceField)  # noqa: S101 - as above
        on.latest = clock.today()
        named = [(key, f"{date_format(each.local_day, 'j F Y')}: {each.title}") for key, each in self.meetings.items()]
        meeting.choices = [("", _("No, or it is not in this list")), *named]
        if not named:
            del self.fields["meeting"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["meeting"] = self.meetings.get(data.get("meeting") or "")
        if not data["meeting"] and not data.get("words") and "words" not in self.errors:
            self.add_error("words", _("Write what came of it, or choose the meeting"))
        return data


class PointEndForm(EvaluationForm):
    """How a point ends: one button for each way. The name of the button that was pressed is the answer."""

    def __init__(
        self, *args: Any, ways: tuple[PointClosed, ...] = tuple(PointClosed), suggest: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.ways = ways
        buttons = [(str(way), _words_on_button(way, self.about, suggest=suggest)) for way in ways]
        if buttons:
            (self.submit_name, self.submit), *rest = buttons
            self.also = tuple(rest)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        return data | {"closed": next((str(way) for way in PointClosed if way in self.data), "")}


def _words_on_button(way: PointClosed, number: str, *, suggest: bool) -> str:
    if suggest:
        words = {
            PointClosed.AGREED: _("Suggest that point %(number)s is agreed"),
            PointClosed.STILL_DIFFER: _("Suggest that we still differ on point %(number)s"),
        }
    else:
        words = {
            PointClosed.AGREED: _("Point %(number)s is agreed now"),
            PointClosed.STILL_DIFFER: _("We still differ on point %(number)s"),
        }
    return words[way] % {"number": number}
