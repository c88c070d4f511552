"""The forms of an action: done, dropped, changed."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core.forms.base import PortalForm
from coproduction.core.forms.fields import DayField
from groups.models import Action, User


class ActionDoneForm(PortalForm):
    submit = gettext_lazy("Mark as done")
    submit_name = "done"

    reason = forms.CharField(label=gettext_lazy("What came of it?"), max_length=300, required=False)


class ActionDropForm(PortalForm):
    submit = gettext_lazy("Drop it")
    submit_name = "drop"

    reason = forms.CharField(
        label=gettext_lazy("Why is it dropped?"),
        help_text=gettext_lazy("The forum reads this."),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why it is dropped. The forum reads this.")},
    )


class ActionReopenForm(PortalForm):
    submit = gettext_lazy("Open it again")
    submit_name = "reopen"


class ActionChangeForm(PortalForm):
    """What, who and by when. Whoever may not know the members' names gives the owner by role."""

    submit = gettext_lazy("Save the changes")
    submit_name = "change"

    words = forms.CharField(label=gettext_lazy("What will be done?"), max_length=300)
    owner = forms.ChoiceField(label=gettext_lazy("Who does it?"), required=False)
    owner_words = forms.CharField(label=gettext_lazy("Or who, by role?"), max_length=120, required=False)
    due = DayField(label=gettext_lazy("By when?"), what=gettext_lazy("the date by which it is done"), required=False)

    def __init__(self, *args: Any, action: Action, owners: Iterable[User] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action
        self.people = {user.pk: user for user in (*(owners or ()), *([action.owner] if action.owner else []))}
        if owners is None:
            del self.fields["owner"]
            return
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)  # noqa: S101 - tells the type checker what was declared above
        owner.choices = [("", _("Nobody by name")), *((str(pk), str(user)) for pk, user in self.people.items())]

    @property
    def given(self) -> dict[str, Any]:
        """What the service takes."""
        data = self.cleaned_data
        owner = self.people.get(int(data["owner"] or 0)) if "owner" in self.fields else self.action.owner
        return {"words": data["words"], "owner": owner, "owner_words": data["owner_words"], "due": data["due"]}

    @staticmethod
    def of(action: Action) -> dict[str, Any]:
        return {"words": action.words, "owner": action.owner_id or "", "owner_words": action.owner_words, "due": action.due}
