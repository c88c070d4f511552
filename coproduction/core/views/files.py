"""The one way to a stored file: asks permission by its audience, and gives it as a download."""

import rules
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View

from coproduction.core.enums import Audience, ScanState
from coproduction.core.models import StoredFile

SERVED = (ScanState.CLEAN, ScanState.NOT_CONFIGURED)


@method_decorator(login_not_required, name="dispatch")
class FileView(View):
    """Sign-in is asked for by audience. Who may not have a file is told that there is none."""

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        stored = get_object_or_404(StoredFile, key=key, scan__in=SERVED)
        is_public = stored.audience == Audience.PUBLIC
        if not is_public and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not may_have(request.user, stored):
            raise Http404
        response = FileResponse(
            stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Cache-Control"] = "public, max-age=3600" if is_public else "private, no-store"
        return response


def may_have(user: object, stored: StoredFile) -> bool:
    """Everyone, everyone signed in, or those whom the rule `core.see_<audience>_files` names."""
    if stored.audience == Audience.PUBLIC:
        return True
    if stored.audience == Audience.SIGNED_IN:
        return bool(getattr(user, "is_authenticated", False))
    return rules.has_perm(f"core.see_{stored.audience}_files", user, stored)
