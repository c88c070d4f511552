"""The desk of a forum, for those who run it, keep its register or write its words."""

from typing import Any

from django.views.generic import TemplateView

from coproduction.core import clock
from groups.actors import person_of
from groups.queries import desk
from groups.views.of_forum import OfForumMixin


class ForumDeskView(OfForumMixin, TemplateView):
    permission = "groups.open_desk"
    template_name = "groups/forum_desk.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person_of(self.request)
        return super().get_context_data(**kwargs) | {"desk": desk.of(self.forum, user, clock.now())}
