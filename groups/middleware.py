"""Which hat a person acts in, and whether their account has the second factor that their role needs."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.sites.requests import RequestSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from groups import policies
from groups.actors import picked_actor

Respond = Callable[[HttpRequest], HttpResponse]

# What a person may reach before the second factor is set up: that page itself, the ways there, and the way out.
SETTING_UP = ("/accounts/2fa/", "/accounts/reauthenticate/", "/accounts/logout/", "/help-now/", settings.STATIC_URL)

# Spare codes alone are no second factor.
FACTORS = ["totp", "webauthn"]


def has_session(request: HttpRequest) -> bool:
    """Whether the browser brought a session. Asking the session itself would make every public page vary by cookie."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


class ActingMiddleware:
    """Sets `request.actor`: the person in the capacity they picked, or in their only one; otherwise None."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None  # type: ignore[attr-defined]  # put there by ActingMiddleware
        if has_session(request) and request.user.is_authenticated:
            if request.user.is_demonstration and not settings.DEMO:
                # The installation was a demonstration once: its made-up people are out from the next click on.
                logout(request)
            else:
                request.actor = picked_actor(request)  # type: ignore[attr-defined]  # put there by ActingMiddleware
        return self.get_response(request)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        """allauth puts a `site` of its own into the context of its pages, in the place of the one that our layout shows."""
        context = response.context_data
        if context and isinstance(context.get("site"), RequestSite):
            del context["site"]
        return response


class SecondFactorMiddleware:
    """Leads people whose role needs a second factor to set one up before anything else; not in a demonstration."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.must_set_up(request):
            if request.method == "GET":
                messages.warning(request, _("Your role needs a second way to prove that it is you. Set one up to go on."))
            return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def must_set_up(request: HttpRequest) -> bool:
        if settings.DEMO or request.path.startswith(SETTING_UP) or not has_session(request):
            return False
        user = request.user
        return user.is_authenticated and policies.needs_second_factor(user) and not is_mfa_enabled(user, types=FACTORS)
