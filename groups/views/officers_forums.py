"""Officers look after the forums: all of them in a list, a new one, what the council says about one."""

from typing import Any

import rules
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from coproduction.core import clock
from coproduction.core.errors import Refused
from groups.enums import BodyKind
from groups.forms.forums import ForumForm
from groups.models import Body
from groups.queries import officers_forums
from groups.services import bodies
from groups.views.access import NeedsPermission
from groups.views.acting import ActingMixin
from groups.views.of_forum import OfForumMixin

MANAGE = "groups.manage_forums"


class OfficersForumsView(NeedsPermission, TemplateView):
    permission = "groups.list_forums"
    template_name = "groups/officers_forums.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "forums": officers_forums.rows(self.request.user, clock.now()),
            "can_add": rules.has_perm(MANAGE, self.request.user),
        }


class ForumCreateView(ActingMixin, NeedsPermission, FormView):
    permission = acting_permission = MANAGE
    template_name = "groups/forum_create.html"
    form_class = ForumForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor()
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["initial"]
        return kwargs | {"user": self.request.user}

    def form_valid(self, form: ForumForm) -> HttpResponse:
        try:
            forum = bodies.create(kind=BodyKind.FORUM, by=self.actor(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        return saved(self.request, forum, _("“%(forum)s” is there.") % {"forum": forum.name})


class ForumUpdateView(OfForumMixin, FormView):
    permission = acting_permission = MANAGE
    template_name = "groups/forum_update.html"
    form_class = ForumForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.actor(MANAGE, self.forum)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        del kwargs["initial"]
        return kwargs | {"user": self.request.user, "body": self.forum}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "may_open_desk": rules.has_perm("groups.open_desk", self.request.user, self.forum),
        }

    def form_valid(self, form: ForumForm) -> HttpResponse:
        try:
            forum = bodies.update(body=self.forum, by=self.actor(MANAGE, self.forum), **form.changed)
        except Refused as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        return saved(self.request, forum, _("Saved. Everyone can see it."))


def saved(request: HttpRequest, forum: Body, words: str) -> HttpResponse:
    """Back to the forum, or to the list when it is discreet now and another team looks after it."""
    messages.success(request, words)
    if rules.has_perm(MANAGE, request.user, forum):
        return redirect("forum_update", slug=forum.slug)
    return redirect("officers_forums")
