"""A person comes in by their link. Opening it shows one button: mail scanners open links, too, and must not use it up."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from coproduction.core.errors import Refused
from groups.models import User
from groups.queries.invitations import find_open
from groups.services import invitations
from groups.sign_in import let_in


@method_decorator(login_not_required, name="dispatch")
@method_decorator(never_cache, name="dispatch")
class InvitationView(TemplateView):
    template_name = "groups/invitation.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.invitation = find_open(kwargs["token"])
        response = super().dispatch(request, *args, **kwargs)
        # The link is a key: no other site learns it.
        response["Referrer-Policy"] = "no-referrer"
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        other = (
            user.is_authenticated and self.invitation is not None and (user.email or "").lower() != self.invitation.email.lower()
        )
        return super().get_context_data(**kwargs) | {"invitation": self.invitation, "signed_in_as_other": other}

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(), status=200 if self.invitation else 410)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        if self.invitation is None:
            return self.get(request)
        is_new = not User.objects.filter(email__iexact=self.invitation.email).exists()
        try:
            user = invitations.accept(token=token)
        except Refused as refused:
            messages.error(request, refused.message)
            return redirect("account_login")
        if is_new:
            let_in(request, user)
            return redirect("start")
        if request.user.pk != user.pk:
            logout(request)
        # Someone with an account signs in as always, with their second factor.
        messages.success(request, _("You have a new part here. Sign in to see it."))
        return redirect("start")
