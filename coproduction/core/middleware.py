"""What holds for every answer of the portal."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed

from coproduction.core.views import errors
from coproduction.core.views.public import FOR_ONE_PERSON

Respond = Callable[[HttpRequest], HttpResponse]


class UnkeptMiddleware:
    """A page that says nothing about caches is kept by none: neither on the way nor in a browser that others use next."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", FOR_ONE_PERSON)
        return response


class PlainAddressMiddleware:
    """No address holds a NUL, and nobody looks one up: the database takes none, and would break over it."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\x00" in request.path:
            raise Http404
        return self.get_response(request)


class WholePageMiddleware:
    """Whoever opens an address that only a form leads to gets a page with a way on, never an empty window."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        page = errors.not_allowed(request)
        # Which ways there are, and what was said of caches and search engines, stays.
        for name, value in response.items():
            if name != "Content-Type":
                page.headers[name] = value
        return page
