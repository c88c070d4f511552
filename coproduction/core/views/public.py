"""Pages that anyone may read: no cookie is set, an unchanged page is not sent again, and a page is rendered once.

A visitor without a session gets the page that everyone else gets. It is kept under a key made of the publication version,
the address with its query, the language, the local date and the build; publishing anything raises the version, so that
what is published shows at once. Whoever is signed in always gets a render of their own, for them alone.
"""

import functools
import gzip
import hashlib
import pickle
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.decorators import method_decorator
from redis.exceptions import RedisError

from coproduction.core.services import publication

log = structlog.get_logger(__name__)

FOR_EVERYONE = "public, max-age=0, must-revalidate"
FOR_ONE_PERSON = "private, no-store"
KEPT_SECONDS = 6 * 60 * 60
# A longer query is nobody's link: it is answered, and not kept.
LONGEST_QUERY = 300
# What a cache that is down, full or holds rubbish may raise.
CACHE_TROUBLE = (OSError, DatabaseError, RedisError, pickle.UnpicklingError)
_KEPT_HEADERS = ("Content-Type", "Content-Disposition", "X-Robots-Tag", "Content-Encoding", "Vary")
_TAKES_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|\s|$))", re.IGNORECASE)


@method_decorator(login_not_required, name="dispatch")
class PublicPageMixin:
    """Comes first among the bases of a view. Sign-in is not asked for: a view opts out by naming this class.

    ``changes_every``  "day", or "hour" for a page that shows what is coming up or open now
    ``is_kept``        False for a page whose content follows from more than its address
    """

    changes_every: Literal["day", "hour"] = "day"
    is_kept = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: Callable[..., HttpResponseBase] = super().dispatch  # type: ignore[misc]  # the view that takes this mixin has it
        if request.method not in ("GET", "HEAD"):
            return answer(request, *args, **kwargs)
        if carries_session(request):
            response = answer(request, *args, **kwargs)
            response.headers.setdefault("Cache-Control", FOR_ONE_PERSON)
            return response
        if not self.is_kept:
            return _for_everyone(request, _rendered(answer(request, *args, **kwargs)))
        return self._kept_answer(request, functools.partial(answer, request, *args, **kwargs))

    def _kept_answer(self, request: HttpRequest, answer: Callable[[], HttpResponseBase]) -> HttpResponseBase:
        key = self._key(request)
        is_small = bool(_TAKES_GZIP.search(request.META.get("HTTP_ACCEPT_ENCODING", "")))
        etag = f'"{key}-small"' if is_small else f'"{key}"'
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            unchanged.headers["ETag"] = etag
            patch_vary_headers(unchanged, ["Accept-Encoding"])
            return _for_everyone(request, unchanged)
        may_keep = not settings.DEBUG and len(request.META.get("QUERY_STRING", "")) <= LONGEST_QUERY
        kept = _from_cache(key, is_small=is_small) if may_keep else None
        response = kept or _rendered(answer())
        if kept is None and may_keep and response.status_code == 200 and isinstance(response, HttpResponse):
            response = _into_cache(key, response, is_small=is_small)
        if response.status_code == 200:
            response.headers["ETag"] = etag
        return _for_everyone(request, response)

    def _key(self, request: HttpRequest) -> str:
        now = timezone.localtime()
        moment = now.strftime("%Y-%m-%d %H" if self.changes_every == "hour" else "%Y-%m-%d")
        parts = (publication.current(), request.get_full_path(), translation.get_language(), moment, build_stamp())
        return hashlib.sha256("\n".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]


def carries_session(request: HttpRequest) -> bool:
    """Whether this visitor may be someone in particular: signed in, half-way through a form, or with a message waiting."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES or "messages" in request.COOKIES


@functools.cache
def build_stamp() -> str:
    """What tells one build of the portal from the next: its static files, its templates, its code."""
    base = Path(settings.BASE_DIR)
    folders = ("templates", "locale", "coproduction", "groups", "engagements", "checklist", "feedback")
    newest = max(
        path.stat().st_mtime_ns
        for folder in folders
        for path in (base / folder).rglob("*")
        if path.suffix in {".html", ".py", ".txt", ".mo"}
    )
    return f"{getattr(staticfiles_storage, 'manifest_hash', '')}-{newest:x}"


def _rendered(response: HttpResponseBase) -> HttpResponseBase:
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    return response


def _for_everyone(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    response.headers.setdefault("Cache-Control", FOR_EVERYONE)
    # Reading "is anyone signed in" found no session, and the page is the same for all who have none.
    if hasattr(request, "session") and not request.session.modified:
        request.session.accessed = False
    return response


def _from_cache(key: str, *, is_small: bool) -> HttpResponse | None:
    try:
        kept = cache.get(f"page:{key}:{'small' if is_small else 'plain'}")
    except CACHE_TROUBLE as error:
        log.warning("page_cache_unavailable", error=type(error).__name__)
        return None
    if kept is None:
        return None
    body, headers = kept
    return HttpResponse(body, headers=headers)


def _into_cache(key: str, response: HttpResponse, *, is_small: bool) -> HttpResponse:
    """Keep the page as this browser takes it, and give it in that form.

    It is the same for everyone and holds no secret, so nothing can be learnt from how small it became.
    """
    if is_small:
        response.content = gzip.compress(response.content, 6, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    headers = {name: response.headers[name] for name in _KEPT_HEADERS if name in response.headers}
    try:
        cache.set(f"page:{key}:{'small' if is_small else 'plain'}", (response.content, headers), KEPT_SECONDS)
    except CACHE_TROUBLE as error:
        log.warning("page_cache_unavailable", error=type(error).__name__)
    return response
