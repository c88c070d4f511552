"""A person's own account."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from groups.actors import person_of


class AccountView(TemplateView):
    """What belongs to one's own sign-in. The email address is the login: only an administrator changes it."""

    template_name = "account/account.html"
    http_method_names = ["get", "head", "options"]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = person_of(self.request)
        password = "account_change_password" if user.has_usable_password() else "account_set_password"
        rows = [
            {"key": _("Email address"), "value": user.email},
            {
                "key": _("Messages and calendar"),
                "value": _("How often we write, what about, and a calendar of your own"),
                "change_url": reverse("account_messages"),
            },
            {
                "key": _("Password"),
                "value": _("Set") if user.has_usable_password() else _("None: you sign in with a code"),
                "change_url": reverse(password),
            },
            {
                "key": _("Second lock"),
                "value": _("An app, a passkey and spare codes"),
                "change_url": reverse("mfa_index"),
            },
            {
                "key": _("Where you are signed in"),
                "value": _("Every browser, and a way to sign out of the others"),
                "change_url": reverse("usersessions_list"),
            },
        ]
        return super().get_context_data(**kwargs) | {"rows": rows, "capacities": user.live_capacities}
