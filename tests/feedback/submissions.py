"""Whatever can be sent to the public pages of having one's say, as a Hypothesis strategy.

`SUBMISSIONS` says how many are thrown: 150, the same each time, unless the environment asks for more (see docs/testing.md).
"""

import os
from dataclasses import dataclass
from urllib.parse import quote_plus

from django.urls import get_resolver
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from feedback.enums import QuestionKind

FEW = 150
ASKED_FOR = int(os.environ.get("SUBMISSIONS", FEW))

settings.register_profile(
    "submissions",
    max_examples=ASKED_FOR,
    # The gate says the same twice of the same code; whoever asks for more looks for what nobody has seen yet.
    derandomize=ASKED_FOR <= FEW,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)

# Below these everything is for anyone.
PUBLIC = ("have-your-say/", "what-happened/", "messages/forget/")
MEGABYTE = 1_000_000
KINDS = len(QuestionKind.values) + 1


@dataclass(frozen=True)
class Body:
    content: bytes
    kind: str


@dataclass(frozen=True)
class Submission:
    """Who sends (what they did before), and what is sent where."""

    stage: str
    method: str
    address: str
    query: bytes
    body: Body
    headers: tuple[tuple[str, str], ...]
    cookies: str


# What went before: nothing; answers begun, ready to be sent, or sent just now; and the same on a shared screen.
STAGES = ("nothing", "begun", "begun", "ready", "ready", "sent", "shared screen")

MARKS = "\x00\x07\x1b\u200f\u202e\u2066\ufeff😀👨‍👩‍👧é\r\n\t<>&\"'{}%;\ud800\udfff"
ODD = [
    "", "1", "4", "0", "9", "-1", "swimming", "art", "bus", "use_words", "13-15", "not-there", "organisation", "yes", "easy",
    "plain", "share", "end", "email", "text", "a@demo.example", "07700900123", "NaN", "-inf", "1e999", "9" * 400, "0.001",
    "٣", "½", "²", "31", "02", "2026", "\x00", "\ud800", "\u202eabc", "😀" * 50, "BLUE-OTTER-4207", "blue otter green river",
]  # fmt: skip
_words = st.one_of(st.sampled_from(ODD), st.text(alphabet=MARKS + "ab ", max_size=40), st.text(max_size=40), st.just("x" * 5000))
_names = st.one_of(
    st.sampled_from([
        "answer", "answer_day", "answer_month", "answer_year", "answer_art", "answer_swimming", "answer_not-there", "age_band",
        "permission", "website", "code", "words", "do", "read", "later", "easy", "speaks_for", "organisation", "told_by",
        "address", "email", "csrfmiddlewaretoken", "answer_\x00", "question_999", "page", "next",
    ]),
    st.text(min_size=1, max_size=12),
)  # fmt: skip
_pairs = st.lists(st.tuples(_names, _words), max_size=6)
# So many fields, or so much text, that reading them must be refused.
_many = st.sampled_from([("answer", 600), ("answer", 3000), ("field{}", 501), ("field{}", 2000)]).map(
    lambda each: [(each[0].format(number), "x") for number in range(each[1])]
)
_much = st.tuples(
    st.sampled_from(["answer", "words", "code", "organisation", "website", "not-there"]),
    st.sampled_from(
        ["x" * MEGABYTE, "\u202e" * (MEGABYTE // 3), "😀" * (MEGABYTE // 4), "x" * (3 * MEGABYTE), "\x00" * MEGABYTE]
    ),
).map(lambda pair: [pair])
_fields = st.one_of(_pairs, _pairs, _pairs, _pairs, _pairs, _pairs, _many, _much)

# No header holds a NUL: the web server in front refuses it before the portal is asked.
FORM = "application/x-www-form-urlencoded"
_kinds = st.sampled_from([
    FORM, FORM, FORM, FORM, "", "text/plain", "application/json", "application/xml", f"{FORM}; charset=utf-16",
    f"{FORM}; charset=no-such-one", "multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary=x y",
    "multipart/mixed; boundary=x", "image/png", "nonsense", "é", ";;;", "application/x-www-form-urlencoded; charset=hex",
])  # fmt: skip


def _encoded(pairs: list[tuple[str, str]]) -> bytes:
    """Fields as a browser sends them; a half of a character becomes bytes that are no UTF-8."""
    return "&".join("=".join(quote_plus(part, errors="surrogatepass") for part in pair) for pair in pairs).encode()


def _in_parts(pairs: list[tuple[str, str]], extra: str, cut: int) -> bytes:
    parts = [
        f'--x\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n{words}\r\n'.encode("utf-8", "surrogatepass")
        for name, words in pairs
    ]
    whole = b"".join(parts) + b"--x--\r\n"
    return whole[: len(whole) - cut] if cut else whole


_extras = st.sampled_from([
    "", "", '; filename="a.png"\r\nContent-Type: image/png', '; filename=""', "\r\nContent-Transfer-Encoding: base64",
    "\r\nContent-Type: text/plain; charset=utf-7", "; filename*=UTF-8''%ff", "\r\nContent-Length: -5",
])  # fmt: skip
bodies = st.one_of(
    _fields.map(lambda pairs: Body(_encoded(pairs), FORM)),
    _fields.map(lambda pairs: Body(_encoded(pairs), FORM)),
    st.builds(lambda pairs, kind: Body(_encoded(pairs), kind), _pairs, _kinds),
    st.builds(
        lambda pairs, extra, cut: Body(_in_parts(pairs, extra, cut), "multipart/form-data; boundary=x"),
        _fields, _extras, st.sampled_from([0, 0, 1, 4, 9, 30]),
    ),
    st.builds(Body, st.binary(max_size=60), _kinds),
    st.sampled_from([b"answer=%ff%fe", b"answer=\xff\xfe", b"%00=%00", b"&&&===", b"answer", b"%", b'{"answer": [', b"--x\r\nbroken"])
    .flatmap(lambda content: _kinds.map(lambda kind: Body(content, kind))),
)  # fmt: skip

slugs = st.sampled_from(["every", "every", "every", "every", "every", "closed", "not-opened", "not-there"])
# The words in these places stand for the real code and token of whoever sends; see the test.
secrets = st.one_of(
    st.sampled_from(["THE-CODE", "THE-CODE", "THE-TOKEN"]),
    st.sampled_from(["blue-otter-4207", "%00", "%ff%fe", "😀", "x" * 3000, "..%2f..", "%E2%80%AE", "' OR 1=1", "%0a", "-"]),
)
numbers = st.one_of(st.integers(1, KINDS), st.sampled_from([0, KINDS + 1, 10**9, 10**20, 10**400]))


def routes() -> list[str]:
    """The addresses of everything for anyone, as they are written in the list of addresses, with their places to fill."""
    found = [route for name, route in _known() if name and route.startswith(PUBLIC)]
    return sorted(set(found))


def _known() -> list[tuple[str, str]]:
    return [
        (str(name), possibility)
        for name, entries in get_resolver().reverse_dict.lists()
        if isinstance(name, str)
        for possibilities, *_rest in entries
        for possibility, _parameters in possibilities
    ]


def _filled(route: str) -> st.SearchStrategy[str]:
    """An address of this form, with something in each of its places."""
    places = {"slug": slugs, "number": numbers.map(str)}
    text = "/" + route
    names = [part.split(")s")[0] for part in text.split("%(")[1:]]
    return st.fixed_dictionaries({name: places.get(name, secrets) for name in names}).map(lambda filled: text % filled)


addresses = st.deferred(lambda: st.sampled_from(routes()).flatmap(_filled))
queries = st.one_of(
    st.just(b""), st.just(b""), st.just(b"change=1"), st.binary(max_size=20),
    st.sampled_from([b"change=%00", b"change=%ff", b"page=-1", b"lang=../../etc", b"a" * 5000, b"&=&=", b"%", b"change[]=1", b"x=\xf0\x9f"]),
)  # fmt: skip
methods = st.sampled_from(
    ["GET", "GET", "GET", *["POST"] * 8, "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "post"]
)
_languages = st.sampled_from(
    ["", "*", "ar", "xx-yy;q=nan", "en-gb" * 400, "../../etc/passwd", ";q=,,,", "en;q=9999999999", "\x01", "ч,😀"]
)
_hosts = st.sampled_from(
    ["localhost", "evil.example", "", "a b", "[::1", "localhost:99999999", "localhost\x01", "xn--", "LOCALHOST"]
)
headers = st.lists(
    st.one_of(
        st.tuples(st.just("Accept-Language"), _languages),
        st.tuples(st.just("Host"), _hosts),
        st.tuples(st.just("X-Forwarded-For"), st.sampled_from(["", ",,,", "not an address", "::1", "1.2.3.4, 5", "\x01", "9" * 3000])),
        st.tuples(st.just("Sec-Fetch-Site"), st.sampled_from(["cross-site", "same-origin", "\x01"])),
        st.tuples(st.sampled_from(["Referer", "Origin"]), st.sampled_from(["null", "http://evil.example", "http://[", "😀"])),
        st.tuples(st.sampled_from(["If-None-Match", "If-Modified-Since", "Range"]), st.sampled_from(["*", '"x"', "x", "\x01", "bytes=9-1"])),
        st.tuples(st.just("Content-Length"), st.sampled_from(["", "-1", "0", "1", "x", "9" * 30])),
        st.tuples(st.just("X-Requested-With"), st.just("XMLHttpRequest")),
    ),
    max_size=2,
    unique_by=lambda header: header[0],
).map(tuple)  # fmt: skip
cookies = st.sampled_from([
    "", "", "", "draft=", "draft=" + "x" * 4000, "draft=\x01", "draft=é", "kiosk=1", "kiosk=\x01", "csrftoken=short", "sessionid=x",
    "sessionid=\x01", "messages=broken", "counted=x", "=;=;", "draft", ";;;", 'draft="\\000"', "django_language=xx", "language=ar",
])  # fmt: skip

submissions = st.builds(Submission, st.sampled_from(STAGES), methods, addresses, queries, bodies, headers, cookies)
