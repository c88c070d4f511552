"""The check of a form's token, for views that answer for themselves what happens when it does not hold."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware


def _checked(_request: HttpRequest) -> HttpResponse:
    """What the check of the token believes it guards: a view that is not exempt."""
    return HttpResponse()


class _TokenCheck(CsrfViewMiddleware):
    """Django's own check of the form's token, giving its reason instead of an error page."""

    def _reject(self, request: HttpRequest, reason: str) -> Any:
        return reason


def token_holds(request: HttpRequest) -> bool:
    """Whether what was posted came with a token of ours. It asks no database; what cannot be read raises as reading it does."""
    check = _TokenCheck(_checked)
    check.process_request(request)
    return not check.process_view(request, _checked, (), {})
