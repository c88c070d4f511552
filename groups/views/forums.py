"""Forums: who speaks, and where."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils import timezone
from django.views.generic import DetailView, TemplateView
from rules import has_perm

from coproduction.core.views.public import PublicPageMixin
from groups import exports
from groups.models import Body, Meeting
from groups.queries import forums, joining


class ForumsView(PublicPageMixin, TemplateView):
    template_name = "groups/forums.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        everything = forums.tiles(Body.objects.forums().public().order_by("kind_words", "name"))
        real = [tile for tile in everything if not tile.made_up]
        featured = set(forums.featured())
        return super().get_context_data(**kwargs) | {
            "marked": forums.by_mark(tile for tile in real if tile.pk in featured),
            "others": [tile for tile in real if tile.pk not in featured],
            "made_up": forums.by_mark(tile for tile in everything if tile.made_up),
        }


class ForumView(PublicPageMixin, DetailView):
    template_name = "groups/forum.html"
    context_object_name = "body"
    changes_every = "hour"

    def get_queryset(self) -> QuerySet[Body]:
        user = getattr(self.request, "user", None)
        return forums.loaded(Body.objects.forums().visible_to(user))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        now = timezone.now()
        user = getattr(self.request, "user", None)
        return super().get_context_data(**kwargs) | {
            "page": forums.page(self.object, timezone.localtime(now).date()),
            "meetings": forums.of_forum(self.object, forums.coming(Meeting.objects.filter(body=self.object), now, user)),
            "minuted": forums.of_forum(self.object, forums.minuted(self.object, user)),
            "can_ask": joining.can_be_asked(self.object),
            "may_count_members": has_perm("groups.count_members", user, self.object),
            "may_open_desk": has_perm("groups.open_desk", user, self.object),
            "may_edit": has_perm("groups.manage_forums", user, self.object),
            "has_calendar": not self.object.is_discreet,
        }


class ForumCalendarView(PublicPageMixin, DetailView):
    """Only public meetings. A discreet forum has no calendar that everyone can subscribe to."""

    changes_every = "hour"

    def get_queryset(self) -> QuerySet[Body]:
        return Body.objects.forums().public().filter(is_discreet=False)

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponse:
        meetings = Meeting.objects.public().filter(body=self.object).select_related("body").order_by("starts_at")
        response = HttpResponse(exports.as_calendar(self.object, meetings), content_type="text/calendar; charset=utf-8")
        made_up = "-demonstration" if self.object.is_demonstration else ""
        response["Content-Disposition"] = f'inline; filename="{self.object.slug}{made_up}.ics"'
        return response
