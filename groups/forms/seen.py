"""For forms that two people may have open at once."""

from django import forms
from django.http import QueryDict


class SeenMixin(forms.Form):
    """Carries the stamp of what stood when the page was opened, so that whoever comes second is told."""

    seen = forms.CharField(widget=forms.HiddenInput, max_length=40, required=False)

    def show_seen(self, stamp: str) -> None:
        """Put another stamp into a form that is shown again: whoever sends it once more knows what stands now."""
        data = self.data.copy() if isinstance(self.data, QueryDict) else QueryDict(mutable=True)
        data["seen"] = stamp
        self.data = data
