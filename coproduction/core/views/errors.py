"""Error pages: plain words that say what to do. They need no database."""

import sys
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve

from coproduction.core.views.tokens import token_holds

# Seconds after which a browser may ask again when the database is down.
RETRY_AFTER = 30
# What reading a posted form may raise: too much of it, or nothing that anyone could read.
UNREADABLE = (RequestDataTooBig, SuspiciousOperation, MultiPartParserError, UnicodeError)
# What a database raises that cannot be reached, went away, or has too much to do.
DATABASE_TROUBLE = (OperationalError, InterfaceError)


def _page(request: HttpRequest, template: str, status: int, **context: object) -> HttpResponse:
    return render(request, template, context, status=status)


def words_typed(request: HttpRequest) -> list[str]:
    """What a signed-in person wrote into a form of ours, in the order of the form: everything of more than one word.

    A form that another site made them send is not read back to them: its words are not theirs.
    """
    if not (getattr(request, "csrf_processing_done", False) and request.user.is_authenticated):
        return []
    return _written(request)


def _written(request: HttpRequest) -> list[str]:
    """Everything of more than one word that was posted, but passwords."""
    try:
        sent = [value for name in request.POST if "password" not in name for value in request.POST.getlist(name)]
    except UNREADABLE:
        return []
    return [value for value in sent if len(value.split()) > 1]


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "400.html", 400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "403.html", 403, unsaved=words_typed(request))


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _page(request, "404.html", 404, unsaved=words_typed(request))


def not_allowed(request: HttpRequest) -> HttpResponse:
    """For an address that takes no request of this kind."""
    return _page(request, "405.html", 405)


@login_not_required
def server_error(request: HttpRequest) -> HttpResponse:
    """Drawn without a request: who is signed in would be asked of the database, which may be what is broken."""
    if isinstance(sys.exc_info()[1], DATABASE_TROUBLE):
        return database_down(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def database_down(request: HttpRequest) -> HttpResponse:
    """The page while the database is down, with what was typed.

    A view whose words are given back in a way of its own has `when_database_is_down(request)`, which may also give none.
    """
    own: Any = getattr(_view_class(request), "when_database_is_down", None)
    response = own(request) if own else None
    if response is None:
        unsaved = _written(request) if request.method == "POST" and not own and _is_ours(request) else []
        response = HttpResponse(render_to_string("503.html", {"unsaved": unsaved}), status=503)
        response["Retry-After"] = str(RETRY_AFTER)
        response["Cache-Control"] = "no-store"
    return response


def _view_class(request: HttpRequest) -> type | None:
    try:
        return getattr(resolve(request.path_info).func, "view_class", None)
    except Resolver404:
        return None


def _is_ours(request: HttpRequest) -> bool:
    try:
        return token_holds(request)
    except UNREADABLE:
        return False


@login_not_required
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, "403_csrf.html", 403)
