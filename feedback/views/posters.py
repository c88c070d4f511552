"""To hang up and to hand out, in every language in which people can answer: a poster with a code for phones, and the same
questions in large print on paper."""

import re
from dataclasses import dataclass
from typing import Any

import segno
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from coproduction.core import links
from engagements.enums import SessionState
from engagements.models import Session
from feedback.forms.answers import AgeForm, PermissionForm, StartForm
from feedback.languages import IN_ENGLISH, Language
from feedback.queries import questionnaires as queries
from feedback.queries import translations
from feedback.queries.walks import AskedQuestion
from feedback.views.entering import PERMISSION, EnteringView
from feedback.views.first_page import address_in

EASY = "easy"
# A sentence of a poster is read in passing.
LONGEST_WHY = 180
# How many of the newest sessions are looked through for those to come.
RECENT = 30
# A longer title is set smaller, so that everything stays on one sheet.
LONG_TITLE = 60


@dataclass(frozen=True)
class PaperQuestion:
    """One question of the paper: its words, and what is ticked or written."""

    asked: AskedQuestion
    # "Only if you ticked …", for a question that waits for another answer; empty for all others.
    only_if: str

    @property
    def scale(self) -> range:
        """The numbers of a rating scale."""
        question = self.asked.question
        return range(question.lowest or 0, (question.highest if question.highest is not None else 10) + 1)


def qr_code(address: str) -> SafeString:
    """The address as a drawing that a phone reads. Nothing in it comes from outside: it is made of squares."""
    drawing = segno.make(address, error="m", boost_error=False).svg_inline(
        svgclass="cp-qr", lineclass=None, omitsize=True, border=2
    )
    hidden = drawing.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1)
    return mark_safe(hidden)  # noqa: S308 - drawn by the library from an address of this portal


def readable(address: str) -> str:
    """The address as one types it."""
    return address.partition("://")[2].rstrip("/")


def one_line(text: str) -> str:
    """The first sentence of a text, for people who pass by."""
    whole = " ".join(text.split())
    sentence = re.split(r"(?<=[.!?])\s", whole, maxsplit=1)[0]
    return sentence if len(sentence) <= LONGEST_WHY else f"{sentence[:LONGEST_WHY].rsplit(' ', 1)[0]}…"


class _SheetView(EnteringView):
    """What is printed. `?in=` says in which language: in English where people cannot answer in that one (any more)."""

    @cached_property
    def offered(self) -> tuple[Language, ...]:
        return translations.offered(self.questionnaire)

    @cached_property
    def language(self) -> Language:
        chosen = self.request.GET.get("in", "")
        return next((each for each in self.offered if each.code == chosen), IN_ENGLISH)

    def sheet(self) -> dict[str, Any]:
        """What both sheets say of the questionnaire, in their language."""
        code = self.language.code
        return {
            "questionnaire": self.questionnaire,
            "words": translations.first_page_words(self.questionnaire, code),
            "language": self.language,
            "other_languages": [each for each in (IN_ENGLISH, *self.offered) if each.code != code],
            "who_asks": queries.who_asks(self.questionnaire),
            "address": readable(self.address),
            "back": self.back(),
        }

    @property
    def address(self) -> str:
        """The first page, in the language of the sheet."""
        return links.absolute(address_in(self.questionnaire, self.language.code))


class PosterView(_SheetView):
    """A sheet of A4 to hang up: what is asked and why, until when, and how to get there. `?look=easy` has fewer and larger words."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.actor(PERMISSION, self.questionnaire)
        if self.questionnaire.invited_only:
            # Nobody could begin where it leads.
            raise Http404
        wanted = request.GET.get("session", "")
        session, sheet = self._session(wanted), self.sheet()
        context = sheet | {
            "why": one_line(sheet["words"].why),
            "qr": qr_code(self.address),
            "is_long": len(sheet["words"].title) > LONG_TITLE,
            "is_easy": request.GET.get("look") == EASY,
            "session": session,
            "coming": self._coming(),
            "is_hidden": bool(wanted) and session is None,
        }
        return render(request, "feedback/poster.html", context)

    def _session(self, ref: str) -> Session | None:
        """The session whose place and day stand on the poster: one of the project or the forum that asks, and no other."""
        if not ref:
            return None
        found = self._sessions().filter(ref=ref).first()
        if found is None:
            raise Http404
        return found if _hangs_on_a_wall(found) else None

    def _coming(self) -> list[Session]:
        """The sessions that are still to come and may hang on a wall, to choose one from."""
        newest = self._sessions()[:RECENT]
        return [each for each in newest if each.stands == SessionState.PLANNED and _hangs_on_a_wall(each)]

    def _sessions(self) -> QuerySet[Session]:
        asks = self.questionnaire
        of_project = Q(project=asks.project_id) if asks.project_id else Q(pk__in=[])
        of_forum = Q(body=asks.body_id) | Q(meeting__body=asks.body_id) if asks.body_id else Q(pk__in=[])
        return Session.objects.filter(of_project | of_forum).select_related("meeting__body", "body")


class PaperView(_SheetView):
    """The same questions in large print, with boxes to tick and lines to write on."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponse:
        self.actor(PERMISSION, self.questionnaire)
        with override(self.language.code):
            questions = self.questions(self.language.code)
            labels = {choice.pk: choice.label for asked in questions for choice in asked.choices}
            number_of = {choice.pk: asked.number for asked in questions for choice in asked.choices}
            context = self.sheet() | {
                "questions": [PaperQuestion(asked, _only_if(asked, labels, number_of)) for asked in questions],
                "speaks_for": _choices(StartForm, "speaks_for"),
                "ages": _choices(AgeForm, "age_band"),
                "permissions": _choices(PermissionForm, "permission"),
                "what_happened": readable(links.absolute("/what-happened/")),
            }
        return render(request, "feedback/paper.html", context)


def _hangs_on_a_wall(session: Session) -> bool:
    """Whether everyone may know where and when it is: where some children meet must not be read by whoever passes by."""
    if session.meeting is not None and not session.meeting.place_is_public:
        return False
    return not (session.body is not None and session.body.is_discreet)


def _choices(form_class: Any, name: str) -> list[tuple[str, Any]]:
    """The answers of one of the pages that every questionnaire has, in the same words as there."""
    return [(value, label) for value, label in form_class().fields[name].choices if value]


def _only_if(asked: AskedQuestion, labels: dict[int, str], number_of: dict[int, int]) -> str:
    waits_for = sorted(pk for pk in asked.shown_if if pk in labels)
    if not waits_for:
        return ""
    answers = [f"“{labels[pk]}”" for pk in waits_for]
    return _("Only if you chose %(answers)s in question %(number)s") % {
        "answers": _(" or ").join(answers),
        "number": number_of[waits_for[0]],
    }
