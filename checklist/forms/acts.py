"""One form for each act on an item or a stage. Several stand on one page, so each says where it goes and whose it is."""

from typing import Any, ClassVar

from crispy_forms.helper import FormHelper
from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist.enums import Unsigned
from coproduction.core.errors import Refused
from coproduction.core.forms.base import PortalForm

_LONGEST = 4000


class ActForm(PortalForm):
    """`about` is the item's code or the stage's number: it tells the forms of a page apart, for eyes, ears and labels."""

    # The field at which a refusal of the service is shown.
    main: ClassVar[str | None] = None
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, act: str, about: str, action: str, **kwargs: Any) -> None:
        self.action, self.about = action, about
        super().__init__(*args, auto_id=f"{act}-{about.replace('.', '-')}-%s", **kwargs)

    @cached_property
    def helper(self) -> FormHelper:
        helper: FormHelper = super().helper
        helper.form_action = self.action
        return helper

    def refuse(self, refused: Refused) -> None:
        """Show why the service did not do it, where the person wrote."""
        self.add_error(self.main, refused.message)


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class AnswerForm(ActForm):
    main = "words"
    submit = gettext_lazy("Save and confirm")
    also = (("later", gettext_lazy("Save, confirm later")),)
    words = forms.CharField(widget=_area(4), max_length=_LONGEST)
    link = forms.URLField(required=False, max_length=600, assume_scheme="https")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words, link = self.fields["words"], self.fields["link"]
        words.label = _("Your answer to %(code)s") % {"code": self.about}
        words.error_messages["required"] = _("Write your answer to %(code)s") % {"code": self.about}
        link.label = _("Link to something that shows it")


class ConfirmForm(ActForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.submit = _("Confirm %(code)s") % {"code": self.about}


class QueryForm(ActForm):
    main = "words"
    submit = gettext_lazy("Ask")
    words = forms.CharField(widget=_area(), max_length=_LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What do you want to ask about %(code)s?") % {"code": self.about}
        self.fields["words"].error_messages["required"] = _("Write what you want to ask about %(code)s") % {"code": self.about}


class ReplyForm(ActForm):
    main = "words"
    submit = gettext_lazy("Send reply")
    words = forms.CharField(widget=_area(), max_length=_LONGEST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("Your reply about %(code)s") % {"code": self.about}
        self.fields["words"].error_messages["required"] = _("Write your reply about %(code)s") % {"code": self.about}


class SkipForm(ActForm):
    main = "reason"
    submit = gettext_lazy("It does not apply")
    reason = forms.CharField(widget=_area(2), max_length=1000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why does %(code)s not apply?") % {"code": self.about}
        self.fields["reason"].help_text = _("The other side reads this.")
        self.fields["reason"].error_messages["required"] = _("Say why %(code)s does not apply") % {"code": self.about}


class SignForm(ActForm):
    submit = gettext_lazy("Sign")


class _ReasonForm(ActForm):
    main = "reason"
    label: ClassVar[Any] = ""
    missing: ClassVar[Any] = ""
    hint: ClassVar[Any] = gettext_lazy("Everyone can read this.")
    reason = forms.CharField(widget=_area(), max_length=2000)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = self.label
        self.fields["reason"].help_text = self.hint
        self.fields["reason"].error_messages["required"] = self.missing


class RefuseForm(_ReasonForm):
    submit = gettext_lazy("Do not sign")
    label = gettext_lazy("Why do you not sign?")
    missing = gettext_lazy("Say why you do not sign")


class AbstainForm(_ReasonForm):
    submit = gettext_lazy("Abstain")
    label = gettext_lazy("Why do you abstain?")
    hint = gettext_lazy("You need not say why. If you do, everyone can read it.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class DisputeForm(_ReasonForm):
    submit = gettext_lazy("This is not what we decided")
    label = gettext_lazy("What is not right?")
    missing = gettext_lazy("Say what is not right")
    hint = gettext_lazy("Everyone can read this, and the council must answer it. Do not name anyone.")


class RefusalAnswerForm(_ReasonForm):
    submit = gettext_lazy("Answer in public")
    label = gettext_lazy("Your answer")
    missing = gettext_lazy("Write your answer")
    hint = gettext_lazy("Everyone can read this beside their words. Then they can sign, or say again what is wrong.")


class GoOnForm(_ReasonForm):
    submit = gettext_lazy("Go on without their signature")
    label = gettext_lazy("Say it in your own words")
    missing = gettext_lazy("Say why you go on without their signature")
    hint = gettext_lazy("Everyone can read this, and it goes in the report to the committee.")
    because = forms.ChoiceField(
        label=gettext_lazy("Why do you go on without their signature?"),
        choices=Unsigned.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose why you go on without their signature")},
    )
    field_order = ("because", "reason", "seen")


class ReopenStageForm(_ReasonForm):
    submit = gettext_lazy("Open this stage again")
    label = gettext_lazy("Why is this stage opened again?")
    missing = gettext_lazy("Say why this stage is opened again")
    hint = gettext_lazy("Both sides sign again afterwards. The reason stays in the history of the stage.")
