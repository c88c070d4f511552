"""The WSGI application that gunicorn serves."""

import os
from collections.abc import Callable, Iterable
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coproduction.settings")

django = get_wsgi_application()
# In digits: just under a terabyte.
LONGEST_LENGTH = 12


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Django, after what a sender says of its own letters was taken away."""
    return django(readable(environ), start_response)


def readable(environ: dict[str, Any]) -> dict[str, Any]:
    """The same request, without what it says of itself and Django would believe, to fail before any page of ours can answer.

    It is read as UTF-8: every page is, and so is every form that comes from one. A length that is no number, or one that no
    request has, is none.
    """
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or len(length) > LONGEST_LENGTH:
        environ = environ | {"CONTENT_LENGTH": "0"}
    kind = environ.get("CONTENT_TYPE") or ""
    try:
        plain, parameters = parse_header_parameters(kind)
    except ValueError:
        return environ | {"CONTENT_TYPE": "application/octet-stream"}
    if "charset" not in parameters:
        return environ
    boundary = parameters.get("boundary")
    return environ | {"CONTENT_TYPE": f"{plain}; boundary={boundary}" if boundary else plain}
