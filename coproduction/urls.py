"""Every address of the portal, room by room. The public ones are a contract: add to them, do not rename them."""

from django.urls import include, path

urlpatterns = [
    path("", include("coproduction.portal.urls")),
    # Addresses are tried in their order, and having one's say is what very many do at the same moment.
    path("", include("feedback.urls")),
    path("", include("coproduction.core.urls")),
    path("", include("groups.urls")),
    path("", include("engagements.urls")),
    path("", include("checklist.urls")),
    path("accounts/", include("allauth.urls")),
]

handler400 = "coproduction.core.views.errors.bad_request"
handler403 = "coproduction.core.views.errors.forbidden"
handler404 = "coproduction.core.views.errors.not_found"
handler500 = "coproduction.core.views.errors.server_error"
