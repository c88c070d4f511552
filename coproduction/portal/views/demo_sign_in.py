"""Sign-in to the demonstration: one button for each made-up person. There is no such page on a real installation."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from groups.models import User
from groups.sign_in import let_in


@dataclass(frozen=True)
class DemoPerson:
    email: str
    who: Any


PEOPLE = (
    DemoPerson("officer@demo.example", _("A council officer who leads several projects")),
    DemoPerson("officer2@demo.example", _("A council officer on other projects")),
    DemoPerson("chair@demo.example", _("Chairs a parent carer forum and signs for it; also sits on the committee")),
    DemoPerson("rep@demo.example", _("Speaks for a parent forum")),
    DemoPerson("young@demo.example", _("A member of the Youth Council")),
    DemoPerson("facilitator@demo.example", _("Runs sessions for a partner organisation")),
    DemoPerson("board@demo.example", _("Looks after the Corporate Parenting Board")),
    DemoPerson("committee@demo.example", _("A councillor on the committee")),
    DemoPerson("safeguarding@demo.example", _("A safeguarding lead")),
    DemoPerson("admin@demo.example", _("Looks after the portal: people, messages and jobs")),
)


@method_decorator([login_not_required, never_cache], name="dispatch")
class DemoSignInView(TemplateView):
    template_name = "portal/demo.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not settings.DEMO:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        email = request.POST.get("email", "")
        if email not in {person.email for person in PEOPLE}:
            raise Http404
        user = get_object_or_404(User, email=email, is_demonstration=True, is_active=True)
        let_in(request, user)
        return redirect("start")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        there = set(User.objects.filter(is_demonstration=True, is_active=True).values_list("email", flat=True))
        return super().get_context_data(**kwargs) | {"people": [person for person in PEOPLE if person.email in there]}
