"""Write down a session: what kind, about what, when and where, who came, what came out of it, what people said; and its photos."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Precision
from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import DayField
from coproduction.core.forms.partial_days import PartialDayField
from coproduction.core.partial_dates import PartialDate
from engagements.enums import SessionKind, SessionState
from engagements.models import Session
from engagements.queries.sessions import Account
from groups.forms.seen import SeenMixin

_FROM_THE_MEETING = ("topic", "held", "venue")


class SessionForm(SeenMixin, PortalForm):
    """A new session is planned or was held; of one that stands already, and of a meeting, that is said elsewhere."""

    says_optional = False

    state = forms.ChoiceField(
        label=_("Did it take place, or is it planned?"),
        choices=[(SessionState.HELD, _("It took place")), (SessionState.PLANNED, _("It is planned"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose whether it took place or is planned")},
    )
    kind = forms.ChoiceField(
        label=_("What kind of session?"),
        choices=[("", ""), *SessionKind.choices],
        error_messages={"required": _("Choose what kind of session it was")},
    )
    format = forms.CharField(
        label=_("In your own words, if the list does not say it"), max_length=120, required=False,
        help_text=_("Like: story afternoon. Everyone can read this."),
    )  # fmt: skip
    topic = forms.CharField(
        label=_("What was it about?"), max_length=200, error_messages={"required": _("Say what the session was about")}
    )
    held = PartialDayField(
        label=_("When?"), what=_("the date of the session"), required=False,
        help_text=_("Like 27 3 2026. If you do not know the day, enter the month and the year, or only the year."),
    )  # fmt: skip
    venue = forms.CharField(
        label=_("Where?"), max_length=120, required=False, help_text=_("Everyone can read this. Leave out where children live.")
    )
    access = forms.CharField(
        label=_("What helped people to take part?"), max_length=300, required=False, help_text=_("Like: an interpreter, a crèche")
    )
    run_by = forms.CharField(
        label=_("Who ran it?"), max_length=200, required=False, help_text=_("A group or a role, like youth workers. No names.")
    )
    output = forms.CharField(
        label=_("What came out of it?"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences that everyone can read."),
    )  # fmt: skip

    def __init__(self, *args: Any, session: Session | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.session = session
        if session is not None:
            del self.fields["state"]
            if session.meeting is not None:
                for name in _FROM_THE_MEETING:
                    del self.fields[name]

    @staticmethod
    def of(session: Session) -> dict[str, Any]:
        own_words = "" if session.format == str(SessionKind(session.kind).label) else session.format
        names = ("kind", "topic", "venue", "access", "run_by", "output", "held")
        return {name: getattr(session, name) for name in names} | {"format": own_words}

    def clean_held(self) -> PartialDate:
        """A date that the boxes cannot show, such as two years or the source's own words, stays when they are left empty."""
        typed: PartialDate = self.cleaned_data["held"]
        before = self.session.held if self.session else PartialDate.unknown()
        is_hidden = bool(before) and before.precision not in (Precision.DAY, Precision.MONTH, Precision.YEAR)
        return before if is_hidden and not typed else typed

    def account(self, **rows: Any) -> Account:
        data = self.cleaned_data
        names = ("kind", "format", "topic", "held", "venue", "access", "run_by", "output")
        return Account(**{name: data[name] for name in names if name in data}, **rows)


class CancelSessionForm(PortalForm):
    submit = _("Cancel the session")
    submit_name = "cancel"

    reason = forms.CharField(
        label=_("Why does it not take place?"), max_length=300, help_text=_("Everyone can read this."),
        error_messages={"required": _("Say why it does not take place. People read this.")},
    )  # fmt: skip


class PhotoForm(PortalForm):
    submit = _("Add the photo")

    file = forms.FileField(
        label=_("The photo"),
        help_text=_("JPEG, PNG or WebP, up to 10 MB. We take away the place and the camera that are hidden in the file."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    alt = forms.CharField(
        label=_("What does it show?"), max_length=300,
        help_text=_("For those who cannot see it. No names. Like: six young people paint a wall together."),
        error_messages={"required": _("Say what the photo shows, for those who cannot see it")},
    )  # fmt: skip
    consent_words = forms.CharField(
        label=_("Who agreed, and to what?"), max_length=300,
        help_text=_(
            "Everyone in the photo has to agree. Under 16, ask the young person and a parent. "
            "For a child who is looked after, ask the social worker too. "
            "Write who agreed by role, never by name, and what for. Like: six young people and their parents, for this website."
        ),
        error_messages={"required": _("Say who agreed, and to what. Without that we keep no photo.")},
    )  # fmt: skip
    consent_on = DayField(label=_("When did they agree?"), what=_("the day on which they agreed"))
    consent_until = DayField(
        label=_("Until when?"), what=_("the last day to which they agreed"), required=False,
        help_text=_("From the next day on the photo is gone, by itself. Leave it empty when they set no end."),
    )  # fmt: skip
