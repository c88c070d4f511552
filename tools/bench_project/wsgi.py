"""One WSGI application for both: addresses below /bare/ meet no middleware, all others meet the portal."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.test import override_settings

from coproduction.wsgi import application as portal


class BareHandler(WSGIHandler):
    """Django without any middleware, with the bare views only."""

    def load_middleware(self, is_async: bool = False) -> None:
        with override_settings(MIDDLEWARE=[]):
            super().load_middleware(is_async)

    def get_response(self, request: HttpRequest) -> HttpResponseBase:
        request.urlconf = "tools.bench_project.urls"
        return super().get_response(request)


bare = BareHandler()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    chosen = bare if environ.get("PATH_INFO", "").startswith("/bare/") else portal
    return chosen(environ, start_response)
