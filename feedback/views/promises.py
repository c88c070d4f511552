"""Every promise, late first."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from coproduction.core.views.public import PublicPageMixin
from feedback.queries import promises


class PromisesView(PublicPageMixin, TemplateView):
    template_name = "feedback/promises.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate()
        everything = promises.public()
        return super().get_context_data(**kwargs) | {
            "groups": promises.grouped(everything, today),
            "summary": promises.summary(everything, today),
        }
