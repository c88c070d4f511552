"""What an officer who builds a questionnaire needs to know: what it still lacks, who reads on which day, and what easy read there is."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coproduction.core import clock, file_access
from coproduction.core.enums import Audience
from coproduction.core.models import StoredFile
from coproduction.core.queries.turns import days_without_cover
from coproduction.core.words import listed
from feedback.enums import QuestionKind, QuestionnaireState
from feedback.languages import ENGLISH
from feedback.models import Option, Question, Questionnaire, QuestionWords, Revision, Trial
from feedback.queries import asking
from feedback.queries.after_meetings import GRACE
from groups import policies

DETAILS = (
    "title", "why", "what_next", "audience", "privacy", "data_reference", "project_id", "body_id", "meeting_id", "session_id", "stage",
    "invited_only", "opens_at", "closes_at", "answer_by", "asks_equality", "under_18s_send_files",
)  # fmt: skip
# So many stretches of days without cover are named one by one.
MOST_STRETCHES = 3


@dataclass(frozen=True)
class Needed:
    """One thing that must be there before anyone is asked. `missing` says in words what to do; empty when it is there."""

    name: str
    title: str
    hint: str
    missing: str = ""

    @property
    def is_done(self) -> bool:
        return not self.missing


@dataclass(frozen=True)
class EasyRead:
    """How many questions have words in easy read."""

    questions: int
    easy: int

    @property
    def is_whole(self) -> bool:
        return self.easy == self.questions


def draft_revision(questionnaire: Questionnaire) -> Revision | None:
    """The questions that are being written and that nobody is asked yet."""
    return questionnaire.revisions.filter(published_at__isnull=True).order_by("-number").first()


def stamp(questionnaire: Questionnaire) -> str:
    """A mark of how the first page stands: another one as soon as anything of it was changed."""
    return salted_hmac("feedback.questionnaire", repr([getattr(questionnaire, name) for name in DETAILS])).hexdigest()[:32]


def needed_to_open(questionnaire: Questionnaire, now: dt.datetime | None = None) -> tuple[Needed, ...]:
    """Everything that must be there before a questionnaire is opened, in the order of the task list."""
    now = now or clock.now()
    revision = questionnaire.revisions.order_by("-number").first()
    return (
        Needed(
            "what_next", _("What happens next"), _("What becomes of what people say."),
            "" if questionnaire.what_next.strip() else _("Say what happens next with what people tell us."),
        ),
        Needed(
            "privacy", _("Privacy notice"), _("What we keep, why, and for how long."),
            "" if questionnaire.privacy.strip() else _("Write the privacy notice."),
        ),
        Needed(
            "data_reference", _("Data-protection reference"), _("The number your data-protection team gave it."),
            "" if questionnaire.data_reference.strip() else _("Give the data-protection reference."),
        ),
        Needed("closes", _("Last day to answer"), _("A day that is still to come."), _closing(questionnaire, now)),
        Needed(
            "questions", _("Questions"), _("At least one that people can answer."),
            "" if revision and can_be_answered(revision) else _("Add a question that people can answer."),
        ),
        needed_trial(revision),
        *_needed_invited(questionnaire, now),
        Needed("cover", _("Someone reads, every day"), _("A reader and a safeguarding lead for each day it is open."), _cover(questionnaire, now)),
    )  # fmt: skip


def _needed_invited(questionnaire: Questionnaire, now: dt.datetime) -> Iterator[Needed]:
    """Of one that only people with a link answer: that there is somebody to send it to, and still time to."""
    if not questionnaire.invited_only:
        return
    found = asking.of(questionnaire, now)
    missing = ""
    if found is None:
        missing = _("Choose a meeting, a session or a stage that it asks about, or the forum whose members get the link.")
    elif found.is_cancelled or (found.due_at and found.about != asking.FORUM and now >= found.due_at + GRACE):
        missing = found.why_not(now) or _("Its links went out before. Copy it, and let the copy ask about something else.")
    yield Needed("invited_only", _("Who gets a link"), _("The people to whom we send a link of their own."), missing)


def needed_trial(revision: Revision | None) -> Needed:
    """That somebody else went through the questions as they stand."""
    trial = trial_of(revision)
    return Needed(
        "trial", _("Tested by someone else"),
        _("Tested by %(who)s.") % {"who": trial.by_label} if trial else _("Another officer goes through the questions once."),
        "" if trial else _("Ask someone else to go through the questions."),
    )  # fmt: skip


def trial_of(revision: Revision | None) -> Trial | None:
    return Trial.objects.filter(revision=revision).first() if revision else None


def can_be_answered(revision: Revision) -> bool:
    """Whether there is anything to answer for everyone: a statement asks nothing, and a file is asked of some people only."""
    return revision.questions.exclude(kind__in=(QuestionKind.STATEMENT, QuestionKind.FILE)).exists()


def cover_gaps(questionnaire: Questionnaire, now: dt.datetime | None = None) -> list[dt.date]:
    """The working days, from the day it opens to the last day to answer, on which nobody reads or nobody takes concerns; one query."""
    if questionnaire.closes_at is None:
        return []
    now = now or clock.now()
    first = timezone.localtime(max(now, questionnaire.opens_at or now)).date()
    last = timezone.localtime(questionnaire.closes_at).date()
    return days_without_cover(first, last)


def easy_read(revision: Revision | None) -> EasyRead:
    """How much of it has easy read; one query."""
    words = QuestionWords.objects.filter(question__revision=revision, language=ENGLISH).values_list("easy", flat=True)
    found = list(words) if revision else []
    return EasyRead(len(found), sum(1 for each in found if each.strip()))


@file_access.register(Audience.QUESTIONNAIRE)
def may_have_picture(user: object, stored: StoredFile) -> bool:
    """A picture of a question is for everyone once its questions were published; before, for those who write them."""
    shown = Q(revision__published_at__isnull=False) & ~Q(revision__questionnaire__state=QuestionnaireState.DRAFT)
    beside = Q(question__revision__published_at__isnull=False) & ~Q(
        question__revision__questionnaire__state=QuestionnaireState.DRAFT
    )
    if Question.objects.filter(shown, picture=stored).exists() or Option.objects.filter(beside, picture=stored).exists():
        return True
    if not policies.is_council(user):
        return False
    return Question.objects.filter(picture=stored).exists() or Option.objects.filter(picture=stored).exists()


def _closing(questionnaire: Questionnaire, now: dt.datetime) -> str:
    if questionnaire.closes_at is None or questionnaire.closes_at <= now:
        return _("Give a last day to answer that is still to come.")
    if questionnaire.opens_at is not None and questionnaire.closes_at <= questionnaire.opens_at:
        return _("Give a last day to answer that is not before the day it opens.")
    return ""


def _cover(questionnaire: Questionnaire, now: dt.datetime) -> str:
    if questionnaire.closes_at is None:
        return _("Give the last day to answer first, so that we know which days need cover.")
    gaps = cover_gaps(questionnaire, now)
    return _("Nobody is on turn to read, or to take concerns, %(days)s.") % {"days": in_words(gaps)} if gaps else ""


def in_words(days: Sequence[dt.date]) -> str:
    """Days as stretches: on 3 May 2026, from 5 May 2026 to 9 May 2026 and on 4 more days."""
    stretches = list(_stretches(days))
    words = [
        _("on %(day)s") % {"day": _day(first)}
        if first == last
        else _("from %(first)s to %(last)s") % {"first": _day(first), "last": _day(last)}
        for first, last in stretches[:MOST_STRETCHES]
    ]
    more = sum((last - first).days + 1 for first, last in stretches[MOST_STRETCHES:])
    if more:
        words.append(ngettext("on %(number)s more day", "on %(number)s more days", more) % {"number": more})
    return listed(words)


def _stretches(days: Iterable[dt.date]) -> Iterator[tuple[dt.date, dt.date]]:
    first = last = None
    for day in days:
        if first is None or last is None:
            first = last = day
        elif day == last + dt.timedelta(days=1):
            last = day
        else:
            yield first, last
            first = last = day
    if first is not None and last is not None:
        yield first, last


def _day(day: dt.date) -> str:
    return date_format(day, "j F Y")
