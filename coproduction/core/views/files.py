"""The one way to a stored file: asks permission by its audience, and gives it as a download."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views import View

from coproduction.core import file_access
from coproduction.core.enums import Audience, ScanState
from coproduction.core.models import StoredFile

SERVED = (ScanState.CLEAN, ScanState.NOT_CONFIGURED)


@method_decorator(login_not_required, name="dispatch")
class FileView(View):
    """Sign-in is asked for by audience. Who may not have a file is told that there is none."""

    def get(self, request: HttpRequest, key: str) -> HttpResponseBase:
        stored = get_object_or_404(StoredFile, key=key, scan__in=SERVED)
        is_public = stored.audience == Audience.PUBLIC
        if stored.audience not in file_access.OPEN | file_access.UNSPOKEN and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not file_access.may_have(request.user, stored):
            raise Http404
        response = FileResponse(
            stored.file.open("rb"), as_attachment=True, filename=stored.name, content_type=stored.content_type
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        # Wherever it is opened all the same, it runs nothing and asks for nothing.
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["Cache-Control"] = "public, max-age=3600" if is_public else "private, no-store"
        return response
