"""Put something beside an item that shows it: words, a link or a file."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist import policies
from checklist.enums import EvidenceKind
from checklist.forms.acts import ActForm
from coproduction.core.errors import Refused

_NOT_A_LINK = gettext_lazy("This is not a link. Write one like https://www.lbhf.gov.uk/page")


class EvidenceForm(ActForm):
    main = "words"
    submit = gettext_lazy("Add it")
    words = forms.CharField(max_length=300, required=False)
    # A text field: a browser must not refuse an address before we can say what is wrong with it.
    link = forms.CharField(max_length=600, required=False)
    upload = forms.FileField(
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.webp"}),
        help_text=gettext_lazy("A PDF or a picture, at most 10 MB. No names of children in it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("What shows %(code)s?") % {"code": self.about}
        self.fields["link"].label = _("Link, if there is one")
        self.fields["upload"].label = _("Or a file")

    def refuse(self, refused: Refused) -> None:
        """What is wrong with a file stands at the file."""
        self.add_error("upload" if self.cleaned_data.get("upload") else self.main, refused.message)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        link, upload = said.get("link", ""), said.get("upload")
        if link and not policies.as_link(link):
            self.add_error("link", str(_NOT_A_LINK))
        elif link and upload:
            self.add_error("upload", _("Give a link or a file, one at a time"))
        elif not (link or upload or said.get("words") or self.errors):
            self.add_error("words", _("Write what shows %(code)s, or give a link or a file") % {"code": self.about})
        said["kind"] = EvidenceKind.FILE if upload else EvidenceKind.LINK if link else EvidenceKind.NOTE
        return said
