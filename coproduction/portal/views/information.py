"""Help now, and the pages about this site."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView

from coproduction.core.views.public import PublicPageMixin


class HelpNowView(PublicPageMixin, TemplateView):
    template_name = "portal/help_now.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"lines": settings.HELP_LINES}


class AccessibilityView(PublicPageMixin, TemplateView):
    template_name = "portal/accessibility.html"


class PrivacyView(PublicPageMixin, TemplateView):
    template_name = "portal/privacy.html"


# Name, when and why, when it goes.
COOKIES = (
    (
        "sessionid",
        _("When you sign in, so that the next page knows you. Also while you answer, to hold your place."),
        _("When you sign out, and after 12 hours"),
    ),
    ("csrftoken", _("When you sign in or send something, so that nobody else can send it in your name."), _("After one year")),
    ("messages", _("When you have sent something, to tell you once that it worked."), _("When you have read it")),
    (
        "draft",
        _("When you begin to answer, so that nothing is lost if your battery dies."),
        _("When you have sent your answers, and after 14 days"),
    ),
    ("kiosk", _("On a shared screen only, so that nothing stays from one person to the next."), _("When the browser is closed")),
    (
        "counted",
        _(
            "When you answer the questions about you after sending, so that you are counted once. It does not hold what you ticked."
        ),
        _("After half an hour"),
    ),
)


class CookiesView(PublicPageMixin, TemplateView):
    template_name = "portal/cookies.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"cookies": COOKIES}
