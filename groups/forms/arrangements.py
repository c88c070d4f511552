"""What is arranged for each need of a meeting: one small form a need, all sent at once."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import PortalForm
from groups.enums import ArrangementState
from groups.queries.arrangements import Needed

BEFORE = (ArrangementState.ASKED, ArrangementState.ARRANGED)


class ArrangementForm(PortalForm):
    state = forms.ChoiceField(label=gettext_lazy("How does it stand?"), widget=forms.RadioSelect)
    note = forms.CharField(label=gettext_lazy("What is arranged, or what was missing"), max_length=300, required=False)

    def __init__(self, *args: Any, has_begun: bool, needed: Needed, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.needed = needed
        # Whether it was there can be said only once the meeting has begun.
        offered = ArrangementState if has_begun else BEFORE
        self.fields["state"].choices = [(state.value, state.label) for state in offered]  # type: ignore[attr-defined]  # a field with choices, declared above


def arrangement_forms(needed: Iterable[Needed], *, has_begun: bool, data: Any = None) -> list[ArrangementForm]:
    """One form for each need, with how it stands now."""
    return [
        ArrangementForm(
            data,
            prefix=f"need-{each.need.pk}",
            initial={"state": each.state, "note": each.note},
            has_begun=has_begun,
            needed=each,
        )
        for each in needed
    ]
