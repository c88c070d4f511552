"""The three bare views: a greeting, one indexed SELECT with a 20 KB page, one INSERT."""

import datetime as dt
import secrets

from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

ROWS = 40
PAGE = Engine().from_string(
    "<!doctype html><html lang=en><title>{{ title }}</title><table>{% for row in rows %}"
    "<tr><th scope=row>{{ row.name }}</th><td>{{ row.words }}</td><td>{{ row.number|add:1 }}</td></tr>"
    "{% endfor %}</table></html>"
)
WORDS = "What people said, what was done about it, and who was told & when: about one line of a page, again and again. " * 4
KNOWN_KEY = "bench-known-row"
LATER = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)


def hello(_request: HttpRequest) -> HttpResponse:
    return HttpResponse("hello")


def select(_request: HttpRequest) -> HttpResponse:
    row = Session.objects.get(session_key=KNOWN_KEY)
    rows = [{"name": f"Row {number}", "words": WORDS, "number": number} for number in range(ROWS)]
    return HttpResponse(PAGE.render(Context({"title": row.session_data, "rows": rows})))


def insert(_request: HttpRequest) -> HttpResponse:
    Session.objects.create(session_key=secrets.token_hex(16), session_data="bench", expire_date=LATER)
    return HttpResponse("inserted")


urlpatterns = [path("bare/hello", hello), path("bare/select", select), path("bare/insert", insert)]
