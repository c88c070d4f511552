"""The first page of a questionnaire, as an officer writes it."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import Group, PortalForm
from coproduction.core.forms.fields import DayField
from engagements.enums import SessionState
from engagements.models import Project, Session
from engagements.models.projects import FIRST_STAGE, LAST_STAGE
from engagements.queries import sessions as session_queries
from engagements.queries.projects import stage_words
from feedback.models import Questionnaire
from groups.models import Body, Meeting

CLOSES_AT = dt.time(23, 59)
STAGES = range(FIRST_STAGE, LAST_STAGE + 1)
# Offered to whoever writes a new one; they change it to what is true of theirs.
PRIVACY = _(
    "We never ask your name. We keep what you say for two years at most, so that we can make things better.\n\n"
    "A person reads it. We may tell other people the idea, but not who said it. You choose whether we may use your own words.\n\n"
    "If you tell us that someone is in danger, we must tell people who can help."
)
_NEEDED = _("You can fill this in later. It is needed before it opens.")


class SeenMixin:
    """A form that knows what stood when its page was opened, so that two people do not overwrite each other."""

    data: Any

    def show_seen(self, stamp: str) -> None:
        """From now on the form is about what stands now: sending it again puts it in its place."""
        if self.data:
            self.data = self.data.copy()
            self.data["seen"] = stamp


class SessionChoice(forms.ModelChoiceField):
    """Sessions by what they were about, with their day and their project."""

    def label_from_instance(self, obj: Any) -> str:
        return ", ".join(str(part) for part in (obj, obj.when.in_words(), obj.project) if part)


class DatesForm(SeenMixin, PortalForm):
    """What can still change once it was open: the last day, and the day of the answer."""

    submit = _("Save the days")
    names: tuple[str, ...] = ("answer_by",)

    closes = DayField(label=_("Last day to answer"), what=_("the last day to answer"))
    answer_by = DayField(
        label=_("By when do you say what came of it?"), what=_("the day by which you say what came of it"), required=False
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: object, questionnaire: Questionnaire | None = None, **kwargs: Any) -> None:
        if questionnaire is not None:
            kwargs["initial"] = self.initial_of(questionnaire) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    @classmethod
    def initial_of(cls, questionnaire: Questionnaire) -> dict[str, Any]:
        closes = questionnaire.closes_at
        initial = {name: getattr(questionnaire, name) for name in cls.names}
        return initial | {"closes": timezone.localtime(closes).date() if closes else None}

    @property
    def seen_stamp(self) -> str | None:
        """What the page showed; None for a form that says nothing of it."""
        return self.cleaned_data.get("seen") or None

    def facts(self) -> dict[str, Any]:
        """What the service takes: the last day ends at its last minute."""
        data = {name: value for name, value in self.cleaned_data.items() if name != "seen"}
        closes = data.pop("closes")
        return data | {"closes_at": timezone.make_aware(dt.datetime.combine(closes, CLOSES_AT)) if closes else None}


class QuestionnaireForm(DatesForm):
    submit = _("Save and go on")
    # Much can wait until it is opened, and the hints say what.
    says_optional = False
    names = (
        "title", "why", "what_next", "audience", "privacy", "data_reference", "project", "body", "invited_only", "meeting", "session", "stage",
        "answer_by", "asks_equality", "under_18s_send_files",
    )  # fmt: skip
    groups = (
        Group(_("What people read first"), ("title", "why", "what_next", "audience")),
        Group(_("What it belongs to"), ("project", "body")),
        Group(_("Who can answer, and what it asks about"), ("invited_only", "meeting", "session", "stage")),
        Group(_("From when, until when"), ("opens", "closes", "answer_by")),
        Group(_("What we keep"), ("privacy", "data_reference", "asks_equality", "under_18s_send_files")),
    )

    title = forms.CharField(label=_("Title"), max_length=160)
    why = forms.CharField(label=_("Why do you ask?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    what_next = forms.CharField(
        label=_("What happens next with what people say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )
    audience = forms.CharField(
        label=_("Who is it for?"),
        help_text=_("Like: anyone who came to the club this summer. You can leave it out."),
        max_length=200,
        required=False,
    )
    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), required=False, empty_label=_("No project")
    )
    body = forms.ModelChoiceField(label=_("Forum"), queryset=Body.objects.none(), required=False, empty_label=_("No forum"))
    invited_only = forms.TypedChoiceField(
        label=_("Who can answer?"),
        choices=[(False, _("Anyone")), (True, _("Only people we send a link to"))],
        coerce=lambda value: value == "True",
        required=False,
        initial=False,
        widget=forms.RadioSelect,
    )
    meeting = forms.ModelChoiceField(
        label=_("Meeting"),
        help_text=_("The people of this meeting get the link the day after."),
        queryset=Meeting.objects.none(),
        required=False,
        empty_label=_("No meeting"),
    )
    session = SessionChoice(
        label=_("Session of the project"),
        help_text=_("Those who speak for its forums and partners get the link the day after. So does a panel."),
        queryset=Session.objects.none(),
        required=False,
        empty_label=_("No session"),
    )
    stage = forms.TypedChoiceField(
        label=_("Stage of the project"),
        help_text=_("Those who may sign it get the link the day after it is done."),
        choices=[("", _("No stage")), *((number, stage_words(number)) for number in STAGES)],
        coerce=int,
        empty_value=None,
        required=False,
    )
    opens = DayField(
        label=_("Opens on"),
        what=_("the day it opens"),
        help_text=_("Leave it empty to open it as soon as you press the button."),
        required=False,
    )
    closes = DayField(label=_("Last day to answer"), what=_("the last day to answer"), help_text=_NEEDED, required=False)
    privacy = forms.CharField(
        label=_("Privacy notice"),
        help_text=_(
            "What we keep and why, in words that a child of nine can read. This is a beginning: change what is not true of yours."
        ),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 6}),
        required=False,
    )
    data_reference = forms.CharField(
        label=_("Data-protection reference"),
        help_text=_(
            "The number that your data-protection team gave when they looked at it, like DPIA-2026-014. It is needed before it opens."
        ),
        max_length=80,
        required=False,
    )
    asks_equality = forms.BooleanField(
        label=_("Offer the equality questions after sending"),
        help_text=_("Nobody has to answer them, and the answers are kept apart."),
        required=False,
        initial=True,
    )
    under_18s_send_files = forms.BooleanField(
        label=_("People under 18 may send photos and documents"),
        help_text=_(
            "Off: a question for a photo or a document is left out for them, and for anyone whose age we do not know. "
            "Turn it on only when you agreed it with your safeguarding lead. The public is never asked for files."
        ),
        required=False,
    )

    def __init__(self, *args: Any, user: object, questionnaire: Questionnaire | None = None, **kwargs: Any) -> None:
        if questionnaire is None:
            kwargs["initial"] = {"privacy": PRIVACY} | kwargs.get("initial", {})
        super().__init__(*args, user=user, questionnaire=questionnaire, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["project"].queryset = Project.objects.visible_to(user).record_first()
        fields["body"].queryset = Body.objects.forums().record_first()
        recent = Meeting.objects.visible_to(user).filter(ends_at__gte=timezone.now() - dt.timedelta(days=60))
        kept = Meeting.objects.visible_to(user).filter(questionnaires=questionnaire) if questionnaire else Meeting.objects.none()
        self.fields["invited_only"].choice_hints = {  # type: ignore[attr-defined]  # read by the kit that draws the choices
            True: _("Each person gets a link that works once. It stands in no list. Without a meeting, session or stage, the members of the forum get it when it opens."),
        }  # fmt: skip
        fields["session"].queryset = sessions_to_ask_about(user, questionnaire)
        fields["meeting"].queryset = Meeting.objects.filter(Q(pk__in=recent.values("pk")) | Q(pk__in=kept.values("pk"))).order_by(
            "-starts_at"
        )

    @classmethod
    def initial_of(cls, questionnaire: Questionnaire) -> dict[str, Any]:
        opens = questionnaire.opens_at
        return super().initial_of(questionnaire) | {"opens": timezone.localtime(opens).date() if opens else None}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["invited_only"] = bool(cleaned.get("invited_only"))
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and closes < opens:
            self.add_error("closes", _("Give a last day to answer that is not before the day it opens"))
        self._asks_about_one_thing(cleaned)
        return cleaned

    def _asks_about_one_thing(self, cleaned: dict[str, Any]) -> None:
        chosen = [name for name in ("meeting", "session", "stage") if cleaned.get(name)]
        if len(chosen) > 1:
            self.add_error(chosen[1], _("Choose one thing to ask about: a meeting, a session or a stage"))
        session, project = cleaned.get("session"), cleaned.get("project")
        if session is not None and session.project is not None:
            if project is None:
                cleaned["project"] = session.project
            elif project != session.project:
                self.add_error("session", _("Choose a session of this project, or change the project"))
        if cleaned.get("stage") and project is None:
            self.add_error("project", _("Choose the project whose stage you ask about"))

    def facts(self) -> dict[str, Any]:
        """What the service takes: it opens at the first minute of its day, and the last day ends at its last."""
        data = super().facts()
        opens = data.pop("opens")
        return data | {"opens_at": timezone.make_aware(dt.datetime.combine(opens, dt.time())) if opens else None}


def sessions_to_ask_about(user: object, questionnaire: Questionnaire | None = None) -> QuerySet[Session]:
    """Planned ones, those of the last two months, and the one it asks about already: as far as this person may know of them."""
    recent = Q(state=SessionState.PLANNED) | Q(held_to__gte=timezone.localdate() - dt.timedelta(days=60))
    recent |= Q(meeting__ends_at__gte=timezone.now() - dt.timedelta(days=60))
    kept = Q(questionnaires=questionnaire) if questionnaire else Q(pk__in=[])
    found = session_queries.visible_to(user).filter(recent | kept, ~Q(state=SessionState.CANCELLED))
    known = Q(body__isnull=True) | Q(body__is_discreet=False) | Q(body__in=Body.objects.edited_by(user))
    return found.filter(known).select_related("project", "meeting__body").distinct()
