"""One page that gives back what was posted and could not be taken: closed, too often, or no database.

It asks no database, no session and nothing of the person, so that it comes when nothing else does.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

from django.forms import BaseForm, Field
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from coproduction.core.forms.fields import DayWidget, PlacesWidget
from coproduction.core.order import in_order
from coproduction.core.views.errors import RETRY_AFTER, UNREADABLE
from coproduction.core.views.tokens import token_holds
from coproduction.core.words import typed
from feedback import languages
from feedback.languages import ENGLISH
from feedback.models import Questionnaire

# Characters of everything that is shown: several times what the longest answer may have, and little enough for a page.
MOST_SHOWN = 40_000
# Not words: the token, a box that no person sees, and buttons.
NOT_TYPED = frozenset({"csrfmiddlewaretoken", "website", "read", "later", "do", "in", "language"})


@dataclass(frozen=True)
class Piece:
    """Something that was typed or chosen, under the words that stood over it."""

    label: str
    words: str


@dataclass(frozen=True)
class Reason:
    """Why it was not taken, and what to do. `retry_after` is in seconds; `may_repeat` is whether sending it again can help."""

    status: int
    title: str
    lead: str
    advice: str
    retry_after: int | None = None
    may_repeat: bool = True


def closed(questionnaire: Questionnaire, title: str, now: dt.datetime) -> Reason:
    """It came after the last half hour, or before the day it opens. `title` is in the language of the person."""
    if questionnaire.opens_later(now):
        return Reason(
            409,
            _("This is not open yet"),
            _("“%(title)s” opens on %(day)s.")
            % {"title": title, "day": date_format(timezone.localtime(questionnaire.opens_at), "j F Y")},
            _("Come back on that day to send it. Copy it if you want to keep it."),
            may_repeat=False,
        )
    return Reason(
        410,
        _("This is closed"),
        _("“%(title)s” does not take answers just now.") % {"title": title},
        _("It came too late to be sent. Copy it if you want to keep it."),
        may_repeat=False,
    )


def not_invited(title: str) -> Reason:
    """It came from a browser that has begun nothing, and only people with a link of their own answer."""
    return Reason(
        403,
        _("Open your link again"),
        _("“%(title)s” is for the people who were sent a link. Each link is for one person.") % {"title": title},
        _("This is not saved. Copy it, open the link in the message that we sent you, and put it in there."),
        may_repeat=False,
    )


def wait() -> Reason:
    """Too much came from one address."""
    return Reason(
        429,
        _("Please wait a little"),
        _("Very many people sent something from the same place."),
        _("Nothing is lost: what you sent stands below. Wait a quarter of an hour, then press the button."),
        retry_after=15 * 60,
    )


def no_database() -> Reason:
    """Nothing can be read or kept just now."""
    return Reason(
        503,
        _("Send it again"),
        _("We could not take what you sent just now. It is our fault, not yours."),
        _("Nothing is lost: what you sent stands below, and what you sent before is kept. Wait a minute, then press the button."),
        retry_after=RETRY_AFTER,
    )


class GivesBack:
    """A view whose posted words are given back when the database is down.

    ``given_back_as``  the form that names its fields; none where that follows from the database
    ``needs_token``    whether what is sent again needs a token that holds
    """

    given_back_as: ClassVar[type[BaseForm] | None] = None
    needs_token: ClassVar[bool] = True

    @classmethod
    def when_database_is_down(cls, request: HttpRequest) -> HttpResponse | None:
        """The page with what was posted; none when nothing was, or when another site made the browser send it."""
        if request.method != "POST" or request.headers.get("Sec-Fetch-Site") == "cross-site":
            return None
        try:
            posted = request.POST
        except UNREADABLE:
            return None
        holds = not cls.needs_token or token_holds(request)
        # In the language of the page that it came from, for nothing else can be asked now.
        with translation.override(came_in if languages.of(came_in := posted.get("in", "")) else ENGLISH):
            form = cls.given_back_as() if cls.given_back_as else None
            return page(request, no_database(), pieces(posted, form), may_send=holds)


def pieces(posted: Any, form: BaseForm | None = None) -> tuple[Piece, ...]:
    """What was typed or chosen, in the order of the page. `form`, when there is one, gives the words of fields and choices."""
    if not isinstance(posted, QueryDict):
        return ()
    found = (Piece(label, typed(words)) for label, words in _named(posted, form.fields if form else {}))
    return tuple(piece for piece in found if piece.words.strip())


def _named(posted: QueryDict, fields: dict[str, Field]) -> Iterator[tuple[str, str]]:
    """Label and words of each field that was posted; the three boxes of a day are one."""
    for name, values in posted.lists():
        if name in NOT_TYPED:
            continue
        stem, _underscore, part = name.partition("_")
        field = fields.get(name) or fields.get(stem)
        if stem == "answer" and part in DayWidget.names:
            if part == DayWidget.first_part:
                yield _label(field), " ".join(filter(None, DayWidget().value_from_datadict(posted, {}, stem)))
        elif stem == "answer" and part:
            place = in_order(int(values[0])) if re.fullmatch(r"[0-9]{1,2}", values[0]) else values[0]
            yield _places(field).get(part, part), place
        else:
            labels = dict(_flat(field))
            yield _label(field), "\n".join(labels.get(value, value) for value in values)


def _label(field: Field | None) -> str:
    return str(field.label) if field is not None and field.label else _("Your answer")


def _flat(field: Field | None) -> Iterator[tuple[str, str]]:
    for value, label in getattr(field, "choices", None) or ():
        yield str(value), str(label)


def _places(field: Field | None) -> dict[str, str]:
    return dict(field.widget.choices) if field is not None and isinstance(field.widget, PlacesWidget) else {}


def page(request: HttpRequest, reason: Reason, shown: tuple[Piece, ...], *, may_send: bool = False) -> HttpResponse:
    """The page. `may_send` offers the button that sends the same once more, where that can help and all of it fits."""
    fitting, is_whole = _fitting(shown)
    fields = _fields(request)
    room = MOST_SHOWN - sum(len(name) + len(value) for name, value in fields)
    repeats = reason.may_repeat and may_send and is_whole and room >= 0 and not request.FILES
    context = {
        "reason": reason,
        "pieces": fitting,
        "is_whole": is_whole,
        "had_files": bool(request.FILES),
        "fields": fields if repeats else (),
        "action": request.get_full_path() if repeats else "",
        "back": request.path if reason.may_repeat else reverse("questionnaires"),
    }
    response = HttpResponse(render_to_string("feedback/send_again.html", context), status=reason.status)
    response["Cache-Control"] = "no-store"
    # Browsers that say nothing of where a form came from fail the check of its token, so the button needs this much.
    response["Referrer-Policy"] = "same-origin" if repeats else "no-referrer"
    if reason.retry_after is not None:
        response["Retry-After"] = str(reason.retry_after)
    return response


def _fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Everything that was posted, name by name, to be posted in the same way."""
    return [(name, typed(value)) for name, values in request.POST.lists() for value in values]


def _fitting(shown: tuple[Piece, ...]) -> tuple[tuple[Piece, ...], bool]:
    """As much as fits on a page, and whether that is all."""
    left, kept = MOST_SHOWN, []
    for piece in shown:
        words = piece.words[: max(left, 0)]
        left -= len(piece.words) + len(piece.label)
        if words:
            kept.append(Piece(piece.label[:200], words))
    return tuple(kept), left >= 0
