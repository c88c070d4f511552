"""One meeting, as the public sees it."""

from typing import Any

from django.db.models import QuerySet
from django.views.generic import DetailView

from coproduction.core.views.public import PublicPageMixin
from groups.models import Meeting
from groups.queries import forums


class MeetingView(PublicPageMixin, DetailView):
    """A private meeting, or one of a discreet forum, shows its month and its topic; its own people see the rest."""

    template_name = "groups/meeting.html"
    context_object_name = "meeting"
    slug_field = slug_url_kwarg = "ref"

    def get_queryset(self) -> QuerySet[Meeting]:
        return Meeting.objects.known_to(getattr(self.request, "user", None)).select_related("body")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = getattr(self.request, "user", None)
        may_know = Meeting.objects.visible_to(user).filter(pk=self.object.pk).exists()
        line = forums.line(self.object, may_know=may_know)
        return super().get_context_data(**kwargs) | {"line": line, "may_know": may_know}
