"""The record: what it is, where it comes from, what it is missing."""

from typing import Any

from django.views.generic import TemplateView

from coproduction.core.views.public import PublicPageMixin
from coproduction.portal.queries import record


class RecordView(PublicPageMixin, TemplateView):
    template_name = "portal/record.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"record": record.record()}
