"""What a forum writes about itself."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalForm
from groups.forms.texts import PeriodField, Text
from groups.models import Priority

_YEAR = _("Like 2026, or 2026-27")


class OwnWordsForm(PortalForm):
    submit = _("Save our words")
    submit_name = "words"

    own_words = Text(
        label=_("Who we are and what we do"),
        help_text=_(
            "Everyone can read this. Name nobody, and do not say where children meet. An empty line begins a new paragraph."
        ),
        rows=8,
        required=False,
    )


class ThemeForm(PortalForm):
    submit = _("Save the theme")
    submit_name = "theme"

    title = forms.CharField(label=_("Theme of the year"), max_length=200)
    period = PeriodField(label=_("For which year?"), help_text=_YEAR)


class PriorityForm(PortalForm):
    """The words of a priority, to propose one or to change one."""

    submit = _("Propose this priority")
    submit_name = "propose"

    title = forms.CharField(label=_("What matters to us"), max_length=200)
    period = PeriodField(label=_("For when?"), help_text=_YEAR, required=False)
    used_in = forms.CharField(
        label=_("What will it be used for?"), help_text=_("Like: choosing who gets a grant"), max_length=200, required=False
    )

    @property
    def given(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("title", "period", "used_in")}


class PriorityChangeForm(PriorityForm):
    submit = _("Save the change")
    submit_name = "change"

    priority = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, of: Priority, **kwargs: Any) -> None:
        standing = {"title": of.title, "period": of.period, "used_in": of.used_in, "priority": of.pk}
        super().__init__(*args, initial=standing, auto_id=f"id_{of.pk}_%s", **kwargs)
        self.of = of

    @property
    def given(self) -> dict[str, Any]:
        """What was said about the time in words stays, unless another time was written."""
        return super().given | ({} if "period" in self.changed_data else {"period": self.of.period})
