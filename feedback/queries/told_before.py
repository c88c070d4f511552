"""What people already told us about something, across forums, projects, meetings and questionnaires.

PostgreSQL looks for the words in all their forms and puts the best match first; elsewhere the words must occur as they are
typed. The rows themselves are searched: a second copy of people's words, such as rows of `core.SearchEntry` would be, would
have to follow every hold, redaction and deletion to the letter, and nothing of what is found here is public.

Never found: what is held; what nobody has read; personal cases; words given with “do not use it in public”; and meetings that
are not the reader's to know.
"""

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from coproduction.core.enums import ReadingState
from coproduction.core.models import ReadingItem
from coproduction.core.partial_dates import PartialDate
from engagements.models import SessionSaying
from feedback.models import Answer, Outcome, Questionnaire, Quote, Response, Theme
from feedback.queries.tallies import READ
from groups.enums import Permission
from groups.models import Body, Meeting, Saying

# How many of each kind are looked through for the best, and how many are shown.
BEST, SHOWN = 20, 30
# Answers of questionnaires are looked through back to this many responses.
NEWEST_RESPONSES = 10_000
MOST_WORDS = 8
SHORTEST_WORD = 4
EXCERPT = 320
CONFIG = "english"
# Words of a question that say nothing of what it is about.
_ABOUT_NOTHING = frozenset(
    re.findall(
        r"\w+",
        """
    about again also always because been being better come could does done each even ever every find from give have having here
    hear help into just keep know less like made make many more most much need next only other over people please said same should
    some such tell than that their them then there these they thing things think this those time told very want were what when
    where which while will with work would year years young your
    """,
    )
)


@dataclass(frozen=True)
class Found:
    """One thing that people told us, where, and when."""

    kind: str
    words: str
    where: str
    when: str
    url: str
    # The better the match, the higher; then the newest.
    rank: float = 0.0
    day: dt.date = dt.date.min


@dataclass(frozen=True)
class _Source:
    rows: "QuerySet[Any]"
    fields: tuple[str, ...]
    shown: Callable[[Any], Found]


@dataclass(frozen=True)
class _Wanted:
    """What is looked for: all of it as it was typed, or any of some words."""

    words: tuple[str, ...]
    typed: str
    join: Callable[[Q, Q], Q]


def search(typed: str, user: object) -> list[Found]:
    """What matches everything that an officer typed; a word after a minus must not occur, and “quoted words” stand together."""
    words = tuple(re.findall(r"[^\s\"“”]+", typed))[:MOST_WORDS]
    typed = typed.replace("“", '"').replace("”", '"')
    return _found(_Wanted(words, typed, and_), user) if words else []


def search_any(topic: Sequence[str], user: object) -> list[Found]:
    """What matches one of these words or more, the most first."""
    return _found(_Wanted(tuple(topic), " OR ".join(topic), or_), user) if topic else []


def topic_of(questionnaire: Questionnaire) -> tuple[str, ...]:
    """The words that say what a questionnaire is about: of its title first, then of why it asks."""
    words = re.findall(r"[^\W\d_]+", f"{questionnaire.title} {questionnaire.why}".casefold())
    telling = (word for word in words if len(word) >= SHORTEST_WORD and word not in _ABOUT_NOTHING)
    return tuple(dict.fromkeys(telling))[:MOST_WORDS]


def _found(wanted: _Wanted, user: object) -> list[Found]:
    """The best of every kind; one query each."""
    matching = _in_postgres if connection.vendor == "postgresql" else _plainly
    found = [each for source in _sources(user) for each in matching(source, wanted)]
    return sorted(found, key=lambda each: (each.rank, each.day), reverse=True)[:SHOWN]


def _in_postgres(source: _Source, wanted: _Wanted) -> list[Found]:
    vector = SearchVector(*source.fields, config=CONFIG)
    query = SearchQuery(wanted.typed, config=CONFIG, search_type="websearch")
    rows = source.rows.annotate(searched=vector, rank=SearchRank(vector, query)).filter(searched=query).order_by("-rank", "-pk")
    return [_ranked(source.shown(row), row.rank) for row in rows[:BEST]]


def _plainly(source: _Source, wanted: _Wanted) -> list[Found]:
    occurs = [reduce(or_, (Q(**{f"{field}__icontains": word}) for field in source.fields)) for word in wanted.words]
    rows = source.rows.filter(reduce(wanted.join, occurs)).order_by("-pk")[: BEST * 5]
    found = []
    for row in rows:
        text = " ".join(getattr(row, field) for field in source.fields).casefold()
        found.append(_ranked(source.shown(row), float(sum(word.casefold() in text for word in wanted.words))))
    return sorted(found, key=lambda each: (each.rank, each.day), reverse=True)[:BEST]


def _ranked(found: Found, rank: float) -> Found:
    return Found(found.kind, found.words, found.where, found.when, found.url, rank, found.day)


def _sources(user: object) -> tuple[_Source, ...]:
    """Where people told us something, as far as this reader may know of it."""
    hidden = _not_read()
    served = Body.objects.served_by(user).values("pk")
    open_body = Q(session__body__isnull=True) | Q(session__body__is_discreet=False) | Q(session__body__in=served)
    open_meeting = Q(session__meeting__isnull=True) | Q(session__meeting__in=Meeting.objects.visible_to(user).values("pk"))
    may_tell = Response.objects.filter(is_held=False, state__in=READ).exclude(permission=Permission.NOT_AT_ALL)
    newest = may_tell.order_by("-received_at", "-pk").values("pk")[:NEWEST_RESPONSES]
    return (
        _Source(
            Outcome.objects.public().select_related("project"),
            ("title", "you_said", "we_did"),
            lambda row: _one(
                _("You said, we did"), row.you_said or row.we_did, row.project, row.happened, row.get_absolute_url()
            ),
        ),
        _Source(
            Theme.objects.select_related("project", "body"),
            ("title", "note"),
            lambda row: _one(_("Theme"), row.title, row.project or row.body, None, reverse("themes")),
        ),
        _Source(
            Quote.objects.public().select_related("project", "body"),
            ("words",),
            lambda row: _one(
                _("Published words"), row.words, row.project or row.body, row.said_on, _address(row.project or row.body)
            ),
        ),
        _Source(
            Saying.objects.filter(meeting__in=Meeting.objects.visible_to(user).values("pk"))
            .exclude(permission=Permission.NOT_AT_ALL)
            .exclude(pk__in=hidden(Saying))
            .select_related("meeting__body"),
            ("words",),
            lambda row: _one(
                _("Said at a meeting"),
                row.words,
                row.meeting.body,
                PartialDate.day(row.meeting.local_day),
                row.meeting.get_absolute_url(),
            ),
        ),
        _Source(
            SessionSaying.objects.filter(open_body, open_meeting, session__project__isnull=False)
            .exclude(permission=Permission.NOT_AT_ALL)
            .exclude(pk__in=hidden(SessionSaying))
            .select_related("session__project", "session__meeting__body"),
            ("words",),
            lambda row: _one(
                _("Said at a session"), row.words, row.session.project, row.session.when, _address(row.session.project)
            ),
        ),
        _Source(
            Answer.objects.filter(response__in=newest).exclude(words="").select_related("response__revision__questionnaire"),
            ("words",),
            lambda row: _one(
                _("Answered in a questionnaire"),
                row.words,
                row.response.revision.questionnaire,
                PartialDate.day(timezone.localtime(row.response.received_at).date()),
                reverse("response", args=[row.response.ref]),
            ),
        ),
    )


def _not_read() -> "Callable[[type[Model]], list[int]]":
    """The rows of a table that wait to be read or are held, when its words go through the reading queue; one query for all."""
    labels: dict[type[Model], str] = {model: f"{model._meta.label_lower}:" for model in (Saying, SessionSaying)}
    about = reduce(or_, (Q(target__startswith=label) for label in labels.values()))
    targets = list(ReadingItem.objects.filter(about).exclude(state=ReadingState.CLEARED).values_list("target", flat=True))

    def pks(model: type[Model]) -> list[int]:
        label = labels[model]
        return [int(target.removeprefix(label)) for target in targets if target.startswith(label)]

    return pks


def _one(kind: str, words: str, where: Any, when: PartialDate | None, url: str) -> Found:
    """A discreet forum is named by its neutral name."""
    name = getattr(where, "outside_name", "") or (str(where) if where else "")
    day = when.last if when and when.last else dt.date.min
    return Found(kind, Truncator(" ".join(words.split())).chars(EXCERPT), name, str(when) if when else "", url, day=day)


def _address(about: Any) -> str:
    """The page of a project or a forum; none of a discreet forum."""
    if about is None or getattr(about, "is_discreet", False):
        return ""
    return str(about.get_absolute_url())
