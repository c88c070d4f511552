"""What gunicorn hands over, before Django makes a request of it."""

import pytest

from coproduction.wsgi import readable
from tests.door import Door


@pytest.mark.parametrize(
    "said",
    [
        {"CONTENT_TYPE": "text/plain; charset=hex"},
        {"CONTENT_TYPE": "text/plain; charset=idna"},
        {"CONTENT_TYPE": "text/plain; charset=no-such-letters"},
        {"CONTENT_TYPE": f"text/plain; {'a' * 20_000}"},
        {"CONTENT_LENGTH": "x"},
        {"CONTENT_LENGTH": "-1"},
        {"CONTENT_LENGTH": "9" * 30},
    ],
    ids=("hex", "idna", "unknown", "endless", "no number", "negative", "absurd"),
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_request_that_says_nonsense_of_itself_gets_its_page(db, method, said):
    page = Door().generic(method, "/what-happened/", QUERY_STRING="a=..", **said)
    assert (page.status_code, page.content.count(b"<h1")) == (200, 1)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ("", ""),
        ("text/html", "text/html"),
        ("text/html; charset=utf-8", "text/html"),
        ("multipart/form-data; boundary=part; charset=hex", "multipart/form-data; boundary=part"),
        ("multipart/form-data; boundary=part", "multipart/form-data; boundary=part"),
    ],
)
def test_only_what_it_says_of_its_letters_is_taken_away(said, read):
    assert readable({"CONTENT_TYPE": said, "CONTENT_LENGTH": "12"}) == {"CONTENT_TYPE": read, "CONTENT_LENGTH": "12"}
