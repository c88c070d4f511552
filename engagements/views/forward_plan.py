"""What is planned next."""

from typing import Any

from django.db.models import Q
from django.views.generic import TemplateView

from coproduction.core.views.public import PublicPageMixin
from engagements.enums import ProjectStatus
from engagements.models import ForwardPlanItem
from engagements.queries import projects


class ForwardPlanView(PublicPageMixin, TemplateView):
    template_name = "engagements/forward_plan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        shown = ForwardPlanItem.objects.filter(Q(project__isnull=True) | ~Q(project__status=ProjectStatus.DRAFT))
        lines = projects.plan(shown)
        return super().get_context_data(**kwargs) | {
            "items": [line for line in lines if not line.made_up],
            "made_up": [line for line in lines if line.made_up],
        }
