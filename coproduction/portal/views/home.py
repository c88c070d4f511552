"""The first page."""

from typing import Any

from django.utils import timezone
from django.views.generic import TemplateView

from coproduction.core.views.public import PublicPageMixin
from coproduction.portal.queries import home


class HomeView(PublicPageMixin, TemplateView):
    template_name = "portal/home.html"
    changes_every = "hour"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"home": home.home(timezone.now(), timezone.localdate())}
