"""The officers' forms of a forum: what it is, how it works, who stands behind it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import Group, PortalForm
from coproduction.core.words import plain
from groups.enums import BodyKind, BodyStatus, Frequency, Mark
from groups.forms.texts import Text, paragraphs
from groups.models import Body

OLDEST = 120


class ForumForm(PortalForm):
    """A forum. `changed` holds only what differs from what stands, so that the record's own words stay as they are."""

    groups = (
        Group(_("What it is"), ("name", "kind_words", "purpose", "audience", "age_from", "age_to", "status", "mark")),
        Group(_("How it works"), ("frequency", "rhythm_words", "can_decide", "how_to_join")),
        Group(_("Who stands behind it"), ("lead_body", "chair_body", "parent_body", "is_independent")),
        Group(_("Where children meet is not public"), ("is_discreet", "neutral_name")),
    )

    name = forms.CharField(label=_("Name"), max_length=200)
    kind_words = forms.CharField(
        label=_("What kind of group is it?"),
        help_text=_("Like: youth council, parent carer forum, panel"),
        max_length=60,
        required=False,
    )
    purpose = Text(label=_("What is it for?"), help_text=_("One or two plain sentences. Everyone can read this."), required=False)
    audience = forms.CharField(label=_("Who is it for?"), help_text=_("Like: young people"), max_length=300, required=False)
    age_from = forms.IntegerField(label=_("Youngest age"), min_value=0, max_value=OLDEST, required=False)
    age_to = forms.IntegerField(label=_("Oldest age"), min_value=0, max_value=OLDEST, required=False)
    status = forms.ChoiceField(label=_("How does it stand now?"), widget=forms.RadioSelect)
    mark = forms.ChoiceField(label=_("Sign and colour"), choices=Mark.choices, initial=Mark.OTHER)
    frequency = forms.ChoiceField(label=_("How often does it meet?"), choices=Frequency.choices, required=False)
    rhythm_words = forms.CharField(
        label=_("When does it meet, in words?"),
        help_text=_("Like: on the first Tuesday, after school"),
        max_length=300,
        required=False,
    )
    can_decide = Text(label=_("What can it decide, and how?"), required=False)
    how_to_join = Text(label=_("How can someone join?"), required=False)
    lead_body = forms.ModelChoiceField(
        label=_("Which team or organisation leads it?"), queryset=Body.objects.none(), required=False, empty_label=_("None")
    )
    chair_body = forms.ModelChoiceField(
        label=_("Which team or organisation chairs it?"), queryset=Body.objects.none(), required=False, empty_label=_("None")
    )
    parent_body = forms.ModelChoiceField(
        label=_("Which forum is it part of?"), queryset=Body.objects.none(), required=False, empty_label=_("None")
    )
    is_independent = forms.BooleanField(
        label=_("It is independent of the council"),
        help_text=_("Then only its own organisers see who its members are, and they plan its meetings."),
        required=False,
    )
    is_discreet = forms.BooleanField(
        label=_("It is discreet"),
        help_text=_("Everyone else sees only the month and the topic of its meetings, at once and for all meetings."),
        required=False,
    )
    neutral_name = forms.CharField(
        label=_("Neutral name"),
        help_text=_(
            "It stands in messages, calendars and files, like “Willow Room group”. Nobody should guess from it what the forum is."
        ),
        max_length=80,
        required=False,
    )

    def __init__(self, *args: Any, user: object, body: Body | None = None, **kwargs: Any) -> None:
        super().__init__(*args, initial=_standing(body) if body else {"status": BodyStatus.ACTIVE}, **kwargs)
        self.body = body
        statuses = [
            choice for choice in BodyStatus.choices if choice[0] != BodyStatus.UNKNOWN or self.initial["status"] == choice[0]
        ]
        self.fields["status"].choices = statuses  # type: ignore[attr-defined]  # a field with choices, declared above
        # Whoever does not look after a discreet body does not find it in a list either.
        shown = Body.objects.edited_by(user).order_by("name")
        if body:
            shown = shown.exclude(pk=body.pk) | Body.objects.filter(pk__in=_named_by(body))
        self.fields["lead_body"].queryset = self.fields["chair_body"].queryset = shown  # type: ignore[attr-defined]  # a field with choices, declared above
        self.fields["parent_body"].queryset = shown.filter(kind__in=[BodyKind.FORUM, BodyKind.COMMITTEE])  # type: ignore[attr-defined]  # a field with choices, declared above

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        youngest, oldest = data.get("age_from"), data.get("age_to")
        if youngest is not None and oldest is not None and oldest < youngest:
            self.add_error("age_to", _("Enter an oldest age that is not below the youngest."))
        return data

    @property
    def changed(self) -> dict[str, Any]:
        """What differs from what stands."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


def _standing(body: Body) -> dict[str, Any]:
    kept = {name: getattr(body, name) for name in ForumForm.base_fields}
    texts = {name: paragraphs(kept[name]) for name in ("purpose", "can_decide", "how_to_join")}
    return kept | texts | {"kind_words": plain(body.kind_words)}


def _named_by(body: Body) -> list[int]:
    return [pk for pk in (body.lead_body_id, body.chair_body_id, body.parent_body_id) if pk]
