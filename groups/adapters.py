"""How allauth signs people in here: by invitation only, in plain words, and never a made-up person outside a demonstration."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from groups.models import User

# How to show once more that it is you.
WAYS = {
    "reauthenticate": _("Use your password"),
    "mfa_reauthenticate": _("Use a code from your app, or a spare code"),
    "mfa_reauthenticate:webauthn": _("Use a passkey"),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account cannot sign in now. Ask the person who invited you."),
        "email_password_mismatch": _("The email address or the password is not right. Check both and try again."),
        "enter_current_password": _("Enter the password you use now"),
        "incorrect_code": _("That code is not right. Look at it again, or ask for a new one."),
        "incorrect_password": _("That password is not right. Try again."),
        "invalid_password_reset": _("This link has been used or is too old. Ask for a new one."),
        "too_many_login_attempts": _("That was tried too many times. Wait five minutes, then try again."),
        "rate_limited": _("That was tried too many times. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """People come by invitation."""
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Every way of signing in comes through here: code, password, passkey and reset."""
        if user.is_demonstration and not settings.DEMO:
            clear_login(request)
            return redirect("account_inactive")
        return super().pre_login(request, user, **kwargs)

    def get_reauthentication_methods(self, user: User | AnonymousUser) -> list[dict[str, Any]]:
        methods: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return [method | {"description": WAYS.get(method["id"], method["description"])} for method in methods]

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Codes and account mail go straight out and never enter the outbox. A demonstration sends nothing out."""
        if not settings.DEMO:
            super().send_mail(template_prefix, email, context | {"site_name": f"{settings.SITE_NAME}, {settings.SITE_PLACE}"})


class MFAAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Your role needs a second factor. Set up another one before you remove this one."),
        "cannot_generate_recovery_codes": _("Set up an app or a passkey first. Then you can get spare codes."),
        "incorrect_code": _("That code is not right. Wait for the next one in your app, then type that."),
    }
