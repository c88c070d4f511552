"""The forms of the register: put someone in, change their part, how to reach them, consent, what helps, and leaving."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core import clock
from coproduction.core.forms.base import Group, PortalForm
from coproduction.core.forms.fields import DayField
from coproduction.core.forms.filters import FilterForm, ListChoiceField
from groups import policies
from groups.enums import (
    MEMBERSHIP_ROLES,
    UNDER_13,
    AgeBand,
    Authority,
    ConsentAbout,
    Hat,
    Reach,
    Reply,
    Role,
    Standing,
)
from groups.models import Body, Capacity, User
from groups.people_lists import LONGEST_CONTACT, LONGEST_NAME

REACHES = [(reach.value, reach.label) for reach in Reach]
# Written by the person themselves.
OWN_REACHES = [
    (Reach.EMAIL.value, _("By email")),
    (Reach.RING.value, _("Ring me")),
    (Reach.LETTER.value, _("Write me a letter")),
    (Reach.TELL.value, _("Tell me at the next session")),
]
PHONE_HINT = _("A telephone number with its first 0, or an address for letters")


def roles(*more: str) -> list[tuple[str, Any]]:
    """The parts that whoever keeps the register can give, and those that somebody has already."""
    return [(role.value, str(role.label).capitalize()) for role in Role if role in MEMBERSHIP_ROLES or role in more]


def hats() -> list[tuple[str, Any]]:
    return [(hat.value, str(hat.label).capitalize()) for hat in (Hat.OWN_EXPERIENCE, Hat.REPRESENTATIVE, Hat.STAFF)]


def ages() -> list[tuple[str, Any]]:
    return [("", _("Not said")), *((band.value, band.label) for band in AgeBand if band)]


class RegisterForm(PortalForm):
    """Someone new. With an email address they are invited; without one they are in the register at once."""

    submit = _("Put them into the register")
    groups = (
        Group(_("Who"), ("name", "age_band")),
        Group(_("How to reach them"), ("reach", "email", "contact")),
        Group(_("Their part"), ("role", "hat")),
        Group(_("From when until when"), ("since", "until"), folded=True),
    )

    name = forms.CharField(label=_("What people call them"), max_length=LONGEST_NAME, required=False)
    age_band = forms.ChoiceField(label=_("How old are they?"), required=False)
    reach = forms.ChoiceField(label=_("How do they want to hear from us?"), widget=forms.RadioSelect, choices=REACHES)
    email = forms.EmailField(
        label=_("Their email address"),
        required=False,
        help_text=_("They get an invitation, and come in by themselves. It must be their own address."),
    )
    contact = forms.CharField(label=_("Telephone or address"), max_length=LONGEST_CONTACT, required=False, help_text=PHONE_HINT)
    role = forms.ChoiceField(label=_("What do they do?"), widget=forms.RadioSelect, initial=Role.MEMBER)
    hat = forms.ChoiceField(
        label=_("How do they speak?"), required=False, help_text=_("Leave it open when you are not sure."), initial=""
    )
    since = DayField(label=_("First day"), what=_("the first day"), required=False, help_text=_("Today, when you leave it empty"))
    until = DayField(label=_("Last day"), what=_("the last day"), required=False, help_text=_("Only when it is known already"))

    def __init__(self, *args: Any, body: Body, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, role=roles(), hat=[("", _("Not said")), *hats()], age_band=ages())
        self.fields["age_band"].required = policies.must_know_age(body)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("reach") == Reach.EMAIL and not data.get("email") and "email" not in self.errors:
            self.add_error("email", str(_("Enter their email address, or choose another way to reach them")))
        return data


class PartChangeForm(PortalForm):
    submit = _("Save the part")
    submit_name = "change"

    role = forms.ChoiceField(label=_("What do they do?"))
    hat = forms.ChoiceField(label=_("How do they speak?"))
    since = DayField(label=_("First day"), what=_("the first day"))
    until = DayField(label=_("Last day"), what=_("the last day"), required=False, help_text=_("Empty: it goes on"))

    def __init__(self, *args: Any, capacity: Capacity, **kwargs: Any) -> None:
        now = {name: getattr(capacity, name) for name in ("role", "hat", "since", "until")}
        super().__init__(*args, **{"initial": now, "prefix": "part"} | kwargs)
        _offer(self, role=roles(capacity.role), hat=hats())


class PersonForm(PortalForm):
    """How to reach someone. The name only of people who have no account: everyone else says their own."""

    submit = _("Save")
    submit_name = "person"

    name = forms.CharField(label=_("What people call them"), max_length=LONGEST_NAME)
    reach = forms.ChoiceField(label=_("How do they want to hear from us?"), choices=REACHES)
    contact = forms.CharField(label=_("Telephone or address"), max_length=LONGEST_CONTACT, required=False, help_text=PHONE_HINT)
    age_band = forms.ChoiceField(label=_("How old are they?"), required=False)
    do_not_contact = forms.BooleanField(
        label=_("Do not contact"),
        required=False,
        help_text=_("We write to them about nothing any more, and nobody rings. They stay a member."),
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        names = ("name", "reach", "contact", "age_band", "do_not_contact")
        now = {name: getattr(person, name) for name in names}
        super().__init__(*args, **{"initial": now, "prefix": "person"} | kwargs)
        _offer(self, age_band=ages())
        if person.email:
            del self.fields["name"]
        else:
            _offer(self, reach=REACHES[1:])


class OwnPersonForm(PersonForm):
    """The same, said by the person. Under 13 nobody makes themselves older."""

    submit = _("Save how to reach me")

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, person=person, **kwargs)
        if "name" in self.fields:
            del self.fields["name"]
        _offer(self, reach=OWN_REACHES)
        words: dict[str, tuple[Any, Any]] = {
            "reach": (_("How do you want to hear from us?"), ""),
            "contact": (_("Your telephone number or address"), PHONE_HINT),
            "age_band": (_("How old are you?"), _("You do not have to say. Under 13, we ask your parent or carer first.")),
            "do_not_contact": (_("Do not contact me"), _("We write to you about nothing any more. You stay a member.")),
        }
        for name, (label, hint) in words.items():
            self.fields[name].label, self.fields[name].help_text = label, hint
        if person.age_band in UNDER_13:
            del self.fields["age_band"]


class ConsentForm(PortalForm):
    submit = _("Write it down")
    submit_name = "consent"

    about = forms.ChoiceField(label=_("What is it about?"), choices=ConsentAbout.choices, widget=forms.RadioSelect)
    authority = forms.ChoiceField(label=_("By what right do they say it?"), choices=Authority.choices, widget=forms.RadioSelect)
    holder = forms.CharField(label=_("Who said it?"), max_length=120, help_text=_("Like “her mother” or a name"))
    is_given = forms.TypedChoiceField(
        label=_("What did they say?"),
        widget=forms.RadioSelect,
        choices=[("yes", _("They agree")), ("no", _("They do not agree"))],
        coerce=lambda value: value == "yes",
    )
    said_on = DayField(label=_("When did they say it?"), what=_("the day they said it"), help_text=_("Like 27 3 2026"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        now = {"about": ConsentAbout.MEMBERSHIP, "said_on": clock.today()}
        super().__init__(*args, **{"initial": now, "prefix": "consent"} | kwargs)


class NeedForm(PortalForm):
    submit = _("Add this")
    submit_name = "need"

    words = forms.CharField(
        label=_("What helps?"), max_length=300, help_text=_("Like: step-free, a signer, a break every half hour")
    )
    agreed_on = DayField(
        label=_("When did they agree that we keep it?"),
        what=_("the day they agreed"),
        help_text=_("Ask them first. We keep it only when they agree, and tell only those who arrange meetings."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "need"} | kwargs)


class OwnNeedForm(PortalForm):
    submit = _("Add this")
    submit_name = "need"

    words = forms.CharField(
        label=_("What helps you?"), max_length=300, help_text=_("Like: step-free, a signer, a break every half hour")
    )
    agreed = forms.BooleanField(
        label=_("Keep this, and tell the people who arrange my meetings"),
        error_messages={"required": _("Tick the box if we may keep this. Without it we cannot.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "need"} | kwargs)

    @property
    def agreed_on(self) -> dt.date | None:
        return clock.today() if self.cleaned_data["agreed"] else None


class LeaveForm(PortalForm):
    submit = _("End the membership")
    submit_name = "leave"

    last_day = DayField(
        label=_("Last day"), what=_("the last day"), required=False, help_text=_("At once, when you leave it empty")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "leave"} | kwargs)


class StandingFilterForm(FilterForm):
    submit = _("Show")

    standing = ListChoiceField(
        label=_("Who to show"), required=False, choices=[("", _("Everyone")), *((each.value, each.label) for each in Standing)]
    )


class ToldForm(PortalForm):
    submit = _("I told them")

    reply = forms.ChoiceField(
        label=_("Are they coming?"),
        choices=[(Reply.COMING, _("Yes")), (Reply.NOT_COMING, _("No"))],
        widget=forms.RadioSelect,
        required=False,
    )
    on = DayField(label=_("On which day?"), what=_("the day you told them"), help_text=_("Like 27 3 2026"))

    def __init__(self, *args: Any, asks_for_a_reply: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not asks_for_a_reply:
            del self.fields["reply"]


def _offer(form: forms.Form, **choices: list[tuple[str, Any]]) -> None:
    for name, offered in choices.items():
        field = form.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        field.choices = offered
