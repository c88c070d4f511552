"""Ask to join on the public page, and the answer of those who keep the register."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView, TemplateView, View

from coproduction.core import limits
from coproduction.core.errors import Refused
from coproduction.core.views.public import PublicPageMixin
from groups.forms.joining import JoinForm
from groups.models import Body, JoinRequest
from groups.queries import joining as queries
from groups.services import joining
from groups.views.members import KEEP
from groups.views.of_forum import OfForumMixin

# From one address in a quarter of an hour: a whole class may ask, a program may not.
ASKS_EACH = 30


class OfPublicForum(PublicPageMixin):
    kwargs: dict[str, Any]

    @cached_property
    def forum(self) -> Body:
        return get_object_or_404(Body.objects.forums().public().select_related("lead_body"), slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"forum": self.forum}  # type: ignore[misc]  # the view that takes this mixin has it


# Opening the page sets no cookie, so the form carries no token: it signs nobody in and shows nothing, and what it sends is
# answered by a person. A form that another site sent is not taken.
@method_decorator(csrf_exempt, name="dispatch")
class ForumJoinView(OfPublicForum, FormView):
    # The moment at which it was opened stands in the form.
    is_kept = False
    template_name = "groups/forum_join.html"
    form_class = JoinForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.headers.get("Sec-Fetch-Site") == "cross-site":
            return redirect("forum_join", slug=kwargs["slug"])
        return super().post(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"body": self.forum}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"can_ask": queries.can_be_asked(self.forum)}

    def form_valid(self, form: JoinForm) -> HttpResponse:
        if limits.count("join", limits.address_of(self.request)) > ASKS_EACH:
            form.add_error(None, _("Very many people asked from the same place. Wait a quarter of an hour, then press again."))
            return self.render_to_response(self.get_context_data(form=form), status=429)
        try:
            joining.ask(body=self.forum, **form.given)
        except Refused as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        return redirect("forum_join_sent", slug=self.forum.slug)


class ForumJoinSentView(OfPublicForum, TemplateView):
    template_name = "groups/forum_join_sent.html"


class JoinAnswerView(OfForumMixin, View):
    """Yes, or not now."""

    permission = KEEP

    def post(self, request: HttpRequest, slug: str, ref: str) -> HttpResponse:
        by = self.actor(KEEP, self.forum)
        asked = get_object_or_404(JoinRequest, body=self.forum, ref=ref)
        try:
            if "invite" in request.POST:
                joining.invite(request=asked, by=by)
                messages.success(request, _("They are invited. Someone without email stands in the register now."))
            elif "decline" in request.POST:
                joining.decline(request=asked, by=by)
                messages.success(request, _("They get a kind message. Without email, it stands on your tell list."))
        except Refused as refusal:
            messages.error(request, refusal.message)
        return redirect("members", slug=slug)
