"""allauth's forms in our look and in plain words."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django.urls import reverse_lazy
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from coproduction.core.forms.base import PortalFormMixin

EMAIL = _("Email address")
PASSWORD_HINT = _("12 characters or more. Three words in a row are easy to remember and hard to guess.")
FORGOT = lazy(format_html, str)('<a href="{}">{}</a>', reverse_lazy("account_reset_password"), _("I do not know my password"))
WORDS: dict[str, tuple[Any, Any]] = {
    "login": (EMAIL, ""),
    "email": (EMAIL, ""),
    "password": (_("Password"), FORGOT),
    "oldpassword": (_("The password you use now"), ""),
    "password1": (_("New password"), PASSWORD_HINT),
    "password2": (_("The new password again"), ""),
    "code": (_("Code"), ""),
    "name": (_("Name of the passkey"), _("So that you can tell your passkeys apart, like “My phone”.")),
    "passwordless": (_("Sign in with this passkey alone"), _("Your device then asks for your face, finger or PIN.")),
}


class PlainWords:
    """Our labels and hints on the fields of a form that allauth wrote; before `PortalFormMixin` words the errors."""

    words: dict[str, tuple[Any, Any]] = {}
    # Those of allauth's form, which this class comes before.
    fields: dict[str, Any]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label, field.help_text = self.words.get(name) or WORDS.get(name, (field.label, ""))
            field.widget.attrs.pop("placeholder", None)
            if name == "code":
                field.widget.attrs |= {"class": "govuk-input--width-10", "autocapitalize": "none", "spellcheck": "false"}


class SignInForm(PortalFormMixin, PlainWords, account.LoginForm):
    """By emailed code; with `?way=password` in the address, by password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        request = kwargs.get("request")
        self.by_password = bool(request and request.GET.get("way") == "password")
        super().__init__(*args, **kwargs)
        self.submit = _("Sign in") if self.by_password else _("Send me a code")

    def _setup_password_field(self) -> None:
        if not self.by_password:
            del self.fields["password"]


class RequestCodeForm(PortalFormMixin, PlainWords, account.RequestLoginCodeForm):
    submit = _("Send me a code")


class ConfirmCodeForm(PortalFormMixin, PlainWords, account.ConfirmLoginCodeForm):
    submit = _("Sign in")
    words = {"code": (_("The code from the email"), _("Like GWRX-ZHLQ. It works for 10 minutes."))}


class ChangePasswordForm(PortalFormMixin, PlainWords, account.ChangePasswordForm):
    submit = _("Change my password")


class SetPasswordForm(PortalFormMixin, PlainWords, account.SetPasswordForm):
    submit = _("Set my password")


class ResetPasswordForm(PortalFormMixin, PlainWords, account.ResetPasswordForm):
    submit = _("Send me a link")


class ResetPasswordKeyForm(PortalFormMixin, PlainWords, account.ResetPasswordKeyForm):
    submit = _("Set my password")


class ReauthenticateForm(PortalFormMixin, PlainWords, account.ReauthenticateForm):
    submit = _("Go on")


_APP_CODE = {"code": (_("Code"), _("The 6 figures that your app shows now, or one of your spare codes."))}


class SecondFactorForm(PortalFormMixin, PlainWords, mfa.AuthenticateForm):
    submit = _("Sign in")
    words = _APP_CODE


class SecondFactorAgainForm(PortalFormMixin, PlainWords, mfa.ReauthenticateForm):
    submit = _("Go on")
    words = _APP_CODE


class ActivateAppForm(PortalFormMixin, PlainWords, totp.ActivateTOTPForm):
    submit = _("Turn it on")
    words = {"code": (_("Code from the app"), _("The 6 figures that your app shows now."))}


class DeactivateAppForm(PortalFormMixin, PlainWords, totp.DeactivateTOTPForm):
    submit = _("Turn it off")


class SpareCodesForm(PortalFormMixin, PlainWords, GenerateRecoveryCodesForm):
    submit = _("Get new spare codes")


class AddPasskeyForm(PortalFormMixin, PlainWords, webauthn.AddWebAuthnForm):
    submit = _("Add a passkey")


class RenamePasskeyForm(PortalFormMixin, PlainWords, webauthn.EditWebAuthnForm):
    submit = _("Save")


class PasskeyForm(PortalFormMixin, PlainWords, webauthn.AuthenticateWebAuthnForm):
    submit = _("Use a passkey")


class PasskeySignInForm(PortalFormMixin, PlainWords, webauthn.LoginWebAuthnForm):
    submit = _("Use a passkey")


class PasskeyAgainForm(PortalFormMixin, PlainWords, webauthn.ReauthenticateWebAuthnForm):
    submit = _("Use a passkey")
