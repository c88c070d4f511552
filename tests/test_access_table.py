"""Who gets what at every address. A page that is missing from the table fails here: add one line for it.

A line says who gets the page (`by` whom) and what the others get; visitors who do not get it are led to sign in. GET is
asked, unless the line says `post`: an empty form is sent then, so 200 means "shown again with errors".
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from checklist.services import evaluations, evidence, lessons, template_drafts
from coproduction.core import links
from coproduction.core.enums import Audience
from coproduction.core.models import Notification, ReadingItem, SafeguardingRecord, SheetImport, StoredFile, Turn
from coproduction.core.spreadsheets import sheets_of_text
from coproduction.portal.services import sheets
from coproduction.portal.sheets.meanings import Meaning
from engagements.enums import Part
from engagements.models import Expense, IntendedGroup
from feedback.models import FeedbackRequest, Translation
from feedback.queries import requests, summaries
from feedback.services import triage
from groups.actors import Actor
from groups.models import Action, AgendaItem, CalendarKey, Minutes, Term, User
from groups.queries import answers, calendar_keys
from groups.queries.invitations import token_of
from groups.services import invitations
from tests.factories import feedback
from tests.factories.checklist import at_last_stage, evaluation, scene
from tests.factories.engagements import ProjectFactory, SessionFactory
from tests.factories.forums import CharterFactory, ElectionFactory
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory
from tests.factories.members import JoinRequestFactory
from tests.factories.sessions import DecisionFactory, PanelFactory, PanelSeatFactory

pytestmark = pytest.mark.django_db

VISITOR = "visitor"
# Signed in, and holds no part in anything.
STRANGER = "stranger"
# Of the forum that signs for the project.
MEMBER, CHAIR = "member", "chair"
# Speaks for another forum.
ELSEWHERE = "representative elsewhere"
# Runs sessions for an organisation that has no part in the project.
FACILITATOR = "facilitator"
OFFICER, BOARD = "officer", "board administrator"
COMMITTEE, SAFEGUARDING, ADMIN = "committee member", "safeguarding lead", "administrator"
PEOPLE = (VISITOR, STRANGER, MEMBER, CHAIR, ELSEWHERE, FACILITATOR, OFFICER, BOARD, COMMITTEE, SAFEGUARDING, ADMIN)
EVERYONE = frozenset(PEOPLE)
SIGNED_IN = EVERYONE - {VISITOR}
COUNCIL = frozenset({OFFICER, BOARD, SAFEGUARDING, ADMIN})
PROJECT = frozenset({MEMBER, CHAIR}) | COUNCIL

World = SimpleNamespace
SIGN_IN = "sign in"
FILE = "kept/plan.pdf"


@dataclass(frozen=True)
class Line:
    """One address: who gets it, with which status; what the others get."""

    by: frozenset[str]
    found: int
    others: int | str
    visitor: int | str
    method: str
    args: Callable[[World], dict[str, Any]]
    odd: dict[str, int | str] = field(default_factory=dict)

    def expected(self, person: str) -> int | str:
        if person in self.odd:
            return self.odd[person]
        if person in self.by:
            return self.found
        return self.visitor if person == VISITOR else self.others


def line(
    *by: str | Iterable[str],
    found: int = 200,
    others: int | str = 403,
    visitor: int | str = SIGN_IN,
    method: str = "get",
    odd: dict[str, int | str] | None = None,
    **args: Callable[[World], Any] | Any,
) -> Line:
    who = frozenset(name for each in by for name in ([each] if isinstance(each, str) else each))
    return Line(
        by=who,
        found=found,
        others=others,
        visitor=visitor,
        method=method,
        args=lambda world: {name: value(world) if callable(value) else value for name, value in args.items()},
        odd=odd or {},
    )


def begun_in(world: World, code: str) -> str:
    """A language that was begun for the questionnaire and is not open: its page leads to the English one."""
    world.questionnaire.translations.get_or_create(language=code)
    return code


def slug(world: World) -> str:
    return world.project.slug


def stage(**more: Any) -> Any:
    return {"slug": slug, "number": 1, **more}


ITEM = stage(code="1.2")
# May see the checklist and writes nothing on it.
WITHOUT_SIGNATURE: dict[str, int | str] = dict.fromkeys((MEMBER, BOARD, SAFEGUARDING, ADMIN), 403)
NOT_AN_OFFICER: dict[str, int | str] = WITHOUT_SIGNATURE | {CHAIR: 403}
WRITING: Any = {"slug": lambda w: w.looking_back.slug, "ref": lambda w: w.written.ref}
LEARNT: Any = {"slug": lambda w: w.last.project.slug, "ref": lambda w: w.learnt.ref}
LOCKED: Any = {"slug": slug, "ref": lambda w: w.locked.ref}

TABLE: dict[str, Line] = {
    # Public pages
    "home": line(EVERYONE),
    "forums": line(EVERYONE),
    "forum": line(EVERYONE, slug=lambda w: w.forum.slug),
    "forum_calendar": line(EVERYONE, slug=lambda w: w.forum.slug),
    "charter": line(EVERYONE, slug=lambda w: w.forum.slug),
    "charter_version": line(EVERYONE, slug=lambda w: w.forum.slug, version=1),
    "meeting": line(EVERYONE, ref=lambda w: w.meeting.ref),
    "projects": line(EVERYONE),
    "project": line(EVERYONE, slug=slug),
    "project_turnout_csv": line(EVERYONE, slug=slug),
    "outcomes": line(EVERYONE),
    "outcome": line(EVERYONE, ref=lambda w: w.outcome.ref),
    "outcomes_csv": line(EVERYONE),
    "outcomes_json": line(EVERYONE),
    "outcomes_atom": line(EVERYONE),
    "promises": line(EVERYONE),
    "forward_plan": line(EVERYONE),
    "record": line(EVERYONE),
    "help_now": line(EVERYONE),
    "accessibility": line(EVERYONE),
    "privacy": line(EVERYONE),
    "cookies": line(EVERYONE),
    "questionnaires": line(EVERYONE),
    "questionnaire": line(EVERYONE, slug=lambda w: w.questionnaire.slug),
    "questionnaire_in": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug, language=lambda w: begun_in(w, "ar")),
    # A link of one's own is the proof; one that is made up gets a plain page.
    "questionnaire_for_you": line(EVERYONE, slug=lambda w: w.asked.questionnaire.slug, token=lambda w: requests.path(w.asked, w.asked.questionnaire).rstrip("/").rsplit("/", 1)[1]),
    # Without answers of one's own these lead back to the beginning.
    "questionnaire_question": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug, number=1),
    "questionnaire_go_on": line(EVERYONE),
    "questionnaire_later": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
    "questionnaire_age": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
    "questionnaire_permission": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
    "questionnaire_check": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
    "questionnaire_discard": line(EVERYONE, found=302, method="post", slug=lambda w: w.questionnaire.slug),
    "questionnaire_sent": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
    # After sending: only the browser that sent goes on from here; a link in a message needs nobody to sign in.
    "about_you": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
    "way_to_tell": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
    "way_to_tell_drop": line(EVERYONE, found=302, method="post", slug=lambda w: w.questionnaire.slug),
    "what_happened_forget": line(EVERYONE, found=302, method="post", code=lambda w: w.code),
    "way_to_tell_forget": line(EVERYONE, token="made-up"),
    "questionnaire_equality": line(OFFICER, slug=lambda w: w.questionnaire.slug),
    # This questionnaire belongs to no forum, so nobody facilitates the forum that asks: see `tests/feedback/test_entering.py`.
    **{name: line(OFFICER, slug=lambda w: w.questionnaire.slug) for name in ("response_enter", "questionnaire_poster", "questionnaire_paper")},
    "to_ring": line(OFFICER),
    "rung": line(OFFICER, found=404, method="post", pk=0),
    "what_happened": line(EVERYONE),
    "what_happened_code": line(EVERYONE, code=lambda w: w.code),
    "message_stop": line(EVERYONE, token=lambda w: links.stop_link(w.people[MEMBER].ref, "groups.meeting_reminder").rstrip("/").rsplit("/", 1)[1]),
    "meeting_answer": line(EVERYONE, token=lambda w: answers.path(w.meeting, w.people[MEMBER].pk, "coming").rstrip("/").rsplit("/", 1)[1]),
    "own_calendar": line(EVERYONE, token=lambda w: calendar_keys.token_of(w.calendar)),
    "healthz": line(EVERYONE),
    "readyz": line(EVERYONE),
    # Only in a demonstration
    "demo": line(EVERYONE),
    "style_guide": line(EVERYONE),
    # One's own account
    "start": line(SIGNED_IN, found=302),
    "account": line(SIGNED_IN),
    "account_email": line(SIGNED_IN),
    "account_messages": line(SIGNED_IN),
    "hat": line(SIGNED_IN),
    "invitation": line(EVERYONE, token=lambda w: token_of(w.invitation)),
    # Files by audience; this one is the officers'
    "file": line(OFFICER, BOARD, others=404, key=lambda w: w.file.key),
    # Spaces
    "committee": line(COMMITTEE, OFFICER),
    "safeguarding": line(SAFEGUARDING),
    "safeguarding_concern": line(SAFEGUARDING, pk=lambda w: w.concern.pk),
    "safeguarding_close": line(SAFEGUARDING, method="post", pk=lambda w: w.concern.pk),
    "safeguarding_release": line(SAFEGUARDING, found=302, method="post", pk=lambda w: w.concern.pk),
    "administration": line(ADMIN),
    "audit": line(ADMIN),
    "outbox": line(ADMIN, OFFICER),
    "outbox_not_sent": line(ADMIN, OFFICER),
    "outbox_message": line(ADMIN, OFFICER, pk=lambda w: w.message.pk),
    "outbox_send_again": line(ADMIN, OFFICER, found=302, method="post", pk=lambda w: w.message.pk),
    "job_health": line(ADMIN),
    "checklist_templates": line(ADMIN),
    "template_upload": line(ADMIN, method="post"),
    "template_version": line(ADMIN, number=lambda w: w.template.number),
    "template_compare": line(ADMIN, number=lambda w: w.template.number, other=lambda w: w.template.based_on.number),
    "template_rename": line(ADMIN, method="post", number=lambda w: w.template.number),
    "template_publish": line(ADMIN, method="post", number=lambda w: w.template.number),
    "template_discard": line(ADMIN, method="post", number=lambda w: w.template.number),
    "template_stage": line(ADMIN, method="post", number=lambda w: w.template.number, stage=1),
    "template_item_add": line(ADMIN, method="post", number=lambda w: w.template.number, stage=1),
    "template_item": line(ADMIN, number=lambda w: w.template.number, code="1.2"),
    "template_item_remove": line(ADMIN, number=lambda w: w.template.number, code="1.2"),
    "people": line(ADMIN),
    "person_invite": line(ADMIN),
    "person": line(ADMIN, pk=lambda w: w.people[MEMBER].pk),
    "person_close": line(ADMIN, found=302, method="post", pk=lambda w: w.spare.user_id),
    "person_reopen": line(ADMIN, found=302, method="post", pk=lambda w: w.spare.user_id),
    "capacity_end": line(ADMIN, pk=lambda w: w.spare.pk),
    # Checklists
    "project_checklist": line(PROJECT, others=404, slug=slug),
    "checklist_start": line(OFFICER, slug=lambda w: w.fresh.slug),
    # A project's own facts. What cannot be done to a project that goes on leads back to its desk.
    "project_start": line(OFFICER),
    "project_quick": line(OFFICER),
    "project_desk": line(OFFICER, slug=slug),
    "project_plan_step": line(OFFICER, slug=slug, step="about"),
    "project_close": line(OFFICER, slug=slug),
    "project_pause": line(OFFICER, slug=slug),
    "project_resume": line(OFFICER, found=302, slug=slug),
    "project_reopen": line(OFFICER, found=302, slug=slug),
    "project_stop": line(OFFICER, slug=slug),
    "project_publish": line(OFFICER, found=302, slug=slug),
    "project_discard": line(OFFICER, found=302, slug=slug),
    "kinds": line(ADMIN),
    "kind_update": line(ADMIN, key="policy"),
    "officers_projects": line(OFFICER, BOARD),
    "officers_projects_table": line(OFFICER, BOARD),
    "officers_projects_csv": line(OFFICER, BOARD),
    "checklist_stage": line(PROJECT, others=404, **stage()),
    "stage_sign": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **stage()),
    "stage_refuse": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **stage()),
    "stage_abstain": line(CHAIR, found=302, method="post", odd=WITHOUT_SIGNATURE | {OFFICER: 403}, others=404, **stage()),
    "stage_review": line(CHAIR, odd=WITHOUT_SIGNATURE | {OFFICER: 403}, others=404, **stage()),
    "stage_paper": line(OFFICER, odd=WITHOUT_SIGNATURE | {CHAIR: 403}, others=404, **stage()),
    "stage_sheet": line(PROJECT, others=404, **stage()),
    "stage_dispute": line(CHAIR, MEMBER, method="post", odd=dict.fromkeys((OFFICER, BOARD, SAFEGUARDING, ADMIN), 403), others=404, **stage()),
    "refusal_answer": line(OFFICER, method="post", odd=NOT_AN_OFFICER, others=404, **stage(act=UUID(int=1))),
    "stage_go_on": line(OFFICER, method="post", odd=WITHOUT_SIGNATURE | {CHAIR: 403}, others=404, **stage()),
    "stage_reopen": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **stage()),
    "item_answer": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **ITEM),
    "item_confirm": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **ITEM),
    "item_query": line(CHAIR, method="post", odd=WITHOUT_SIGNATURE | {OFFICER: 403}, others=404, **ITEM),
    "item_reply": line(OFFICER, method="post", odd=WITHOUT_SIGNATURE | {CHAIR: 403}, others=404, **ITEM),
    "evidence_add": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **ITEM),
    "evidence_remove": line(OFFICER, CHAIR, odd=WITHOUT_SIGNATURE, others=404, **ITEM, pk=lambda w: w.proof.pk),
    "item_skip": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **ITEM),
    # Who took part in a project
    "project_heard": line(OFFICER, slug=slug),
    "intended_group": line(OFFICER, slug=slug, pk=lambda w: w.intended.pk),
    "project_turnout": line(OFFICER, slug=slug, table="ages"),
    # Partners' evaluations: this one waits for the council's answers, the other is still being written.
    "project_evaluations": line(EVERYONE, slug=slug),
    "evaluation_begin": line(CHAIR, found=302, method="post", slug=slug),
    "evaluation": line(PROJECT, others=404, **LOCKED),
    "evaluation_point_add": line(CHAIR, method="post", others=404, odd={MEMBER: 403}, **WRITING),
    "evaluation_point_edit": line(CHAIR, method="post", others=404, odd={MEMBER: 403}, number=1, **WRITING),
    "evaluation_point_move": line(CHAIR, found=302, method="post", others=404, odd={MEMBER: 403}, number=1, **WRITING),
    "evaluation_point_remove": line(CHAIR, found=302, method="post", others=404, odd={MEMBER: 403}, number=1, **WRITING),
    "evaluation_lock": line(CHAIR, others=404, odd={MEMBER: 403}, **WRITING),
    "evaluation_point_answer": line(OFFICER, method="post", others=404, odd=NOT_AN_OFFICER, number=1, **LOCKED),
    "evaluation_send": line(OFFICER, method="post", others=404, odd=NOT_AN_OFFICER, **LOCKED),
    "evaluation_point_suggest": line(OFFICER, method="post", others=404, odd=NOT_AN_OFFICER, number=1, **LOCKED),
    "evaluation_point_close": line(OFFICER, CHAIR, method="post", others=404, odd=WITHOUT_SIGNATURE, number=1, **LOCKED),
    "evaluation_talk": line(OFFICER, CHAIR, method="post", others=404, odd=WITHOUT_SIGNATURE, **LOCKED),
    # Time and thanks of a project
    "project_thanks": line(OFFICER, slug=slug),
    "thanks_add": line(OFFICER, slug=slug, what="claims"),
    "thanks_change": line(OFFICER, slug=slug, what="claims", pk=lambda w: w.claim.pk),
    # What was learnt, and what a stage felt like. Stage nine of this project has not begun, so a form of lessons is refused there.
    "lessons": line(EVERYONE),
    "project_lessons": line(PROJECT, others=404, slug=slug),
    "lesson_update": line(CHAIR, others=404, **LEARNT),
    "stage_felt": line(MEMBER, CHAIR, odd=dict.fromkeys(COUNCIL, 403), others=404, **stage()),
    # Officers: reading, themes, outcomes, promises, questionnaires, meetings
    "officers": line(OFFICER, BOARD),
    # Last year's work from a spreadsheet. A file between its steps is only its bringer's: this one is the officer's.
    "sheet_imports": line(OFFICER),
    "sheet_template": line(OFFICER),
    "sheet_match": line(OFFICER, pk=lambda w: w.sheet_job.pk),
    "sheet_preview": line(OFFICER, pk=lambda w: w.sheet_job.pk),
    "sheet_faults": line(OFFICER, pk=lambda w: w.sheet_job.pk),
    "sheet_import": line(OFFICER, pk=lambda w: w.sheet_import.pk),
    "my": line(SIGNED_IN - {STRANGER}),
    "reading_queue": line(OFFICER, SAFEGUARDING),
    "reading_item": line(OFFICER, SAFEGUARDING, pk=lambda w: w.words.pk),
    "reading_item_read": line(OFFICER, SAFEGUARDING, method="post", pk=lambda w: w.words.pk),
    "reading_item_hold": line(OFFICER, SAFEGUARDING, method="post", pk=lambda w: w.words.pk),
    "turns": line(OFFICER, SAFEGUARDING, ADMIN),
    "turn_update": line(OFFICER, SAFEGUARDING, ADMIN, pk=lambda w: w.turn.pk),
    "turn_cancel": line(OFFICER, SAFEGUARDING, ADMIN, found=302, method="post", pk=lambda w: w.turn.pk),
    "redact_answer": line(OFFICER, ref=lambda w: w.response.ref, pk=lambda w: w.response.answers.get().pk),
    "response_originals": line(SAFEGUARDING, ref=lambda w: w.response.ref),
    "response": line(OFFICER, SAFEGUARDING, ref=lambda w: w.response.ref),
    "response_file": line(OFFICER, SAFEGUARDING, ref=lambda w: w.photo.response.ref, pk=lambda w: w.photo.pk),
    "response_file_stop": line(OFFICER, found=302, method="post", ref=lambda w: w.photo.response.ref, pk=lambda w: w.photo.pk),
    "triage_response": line(OFFICER, method="post", ref=lambda w: w.response.ref),
    "code_response": line(OFFICER, method="post", ref=lambda w: w.response.ref),
    "themes": line(OFFICER),
    "officers_outcomes": line(OFFICER),
    "outcome_create": line(OFFICER),
    "outcome_update": line(OFFICER, ref=lambda w: w.draft.ref),
    "outcome_publish": line(OFFICER, found=302, method="post", ref=lambda w: w.draft.ref),
    "outcome_withdraw": line(OFFICER, method="post", ref=lambda w: w.outcome.ref),
    "outcome_redraft": line(OFFICER, found=302, method="post", ref=lambda w: w.outcome.ref),
    "outcome_words": line(CHAIR, ref=lambda w: w.silent.ref),
    "officers_promises": line(OFFICER),
    "officers_promise": line(OFFICER, ref=lambda w: w.promise.ref),
    "act_on_promise": line(OFFICER, method="post", ref=lambda w: w.promise.ref, act="report"),
    "officers_questionnaires": line(OFFICER),
    "officers_questionnaire": line(OFFICER, slug=lambda w: w.questionnaire.slug),
    "questionnaire_create": line(OFFICER),
    "questionnaire_update": line(OFFICER, slug=lambda w: w.unopened.slug),
    "questionnaire_open": line(OFFICER, found=302, method="post", slug=lambda w: w.unopened.slug),
    "questionnaire_close": line(OFFICER, found=302, method="post", slug=lambda w: w.questionnaire.slug),
    "questionnaire_kiosk": line(EVERYONE, slug=lambda w: w.questionnaire.slug),
    "questionnaire_try": line(OFFICER, slug=lambda w: w.unopened.slug),
    "questionnaire_publish": line(OFFICER, found=302, method="post", slug=lambda w: w.questionnaire.slug),
    "questionnaire_throw_away": line(OFFICER, found=302, method="post", slug=lambda w: w.questionnaire.slug),
    **{
        name: line(OFFICER, slug=lambda w: w.questionnaire.slug, code="ar")
        for name in ("questionnaire_language", "language_preview", "translate_first_page")
    },
    **{
        name: line(OFFICER, found=302, method="post", slug=lambda w: w.questionnaire.slug, code="ar")
        for name in ("language_close", "language_remove")
    },
    "language_open": line(OFFICER, found=302, slug=lambda w: w.questionnaire.slug, code="ar"),
    "translate_question": line(OFFICER, slug=lambda w: w.questionnaire.slug, code="ar", key="your-words"),
    "questionnaire_languages": line(OFFICER, slug=lambda w: w.questionnaire.slug),
    "questionnaire_delete": line(OFFICER, slug=lambda w: w.unopened.slug),
    "questionnaire_copy": line(OFFICER, found=302, method="post", slug=lambda w: w.unopened.slug),
    "question_create": line(OFFICER, slug=lambda w: w.unopened.slug),
    "question_update": line(OFFICER, slug=lambda w: w.unopened.slug, key="how-was-it"),
    "question_remove": line(OFFICER, slug=lambda w: w.unopened.slug, key="how-was-it"),
    "question_move": line(OFFICER, found=302, method="post", slug=lambda w: w.unopened.slug, key="how-was-it"),
    # See the answers; what people told before. The counts are for whoever has the link.
    "questionnaire_answers": line(OFFICER, slug=lambda w: w.questionnaire.slug),
    "questionnaire_answers_words": line(OFFICER, slug=lambda w: w.questionnaire.slug, key="your-words"),
    "questionnaire_answers_csv": line(OFFICER, slug=lambda w: w.questionnaire.slug),
    "questionnaire_answers_xlsx": line(OFFICER, slug=lambda w: w.questionnaire.slug),
    "questionnaire_groups_csv": line(OFFICER, slug=lambda w: w.questionnaire.slug),
    "questionnaire_share": line(OFFICER, slug=lambda w: w.questionnaire.slug),
    "questionnaire_unshare": line(OFFICER, found=302, method="post", slug=lambda w: w.questionnaire.slug),
    "answers_summary": line(EVERYONE, token=lambda w: summaries.path(w.questionnaire).rstrip("/").rsplit("/", 1)[1]),
    "questionnaire_told_before": line(OFFICER, slug=lambda w: w.unopened.slug),
    "told_before": line(OFFICER),
    # Forums: what the council says, what they say themselves, their desk
    "officers_forums": line(OFFICER, BOARD),
    "forum_create": line(OFFICER),
    "forum_update": line(OFFICER, slug=lambda w: w.forum.slug),
    "elections": line(OFFICER, slug=lambda w: w.forum.slug),
    "office_create": line(OFFICER, slug=lambda w: w.forum.slug),
    "office_update": line(OFFICER, slug=lambda w: w.forum.slug, office=lambda w: w.election.office_id),
    "vote_create": line(OFFICER, slug=lambda w: w.forum.slug, office=lambda w: w.election.office_id),
    "vote_update": line(OFFICER, slug=lambda w: w.forum.slug, office=lambda w: w.election.office_id, pk=lambda w: w.election.pk),
    "forum_desk": line(CHAIR, OFFICER, BOARD, slug=lambda w: w.forum.slug),
    "own_words": line(CHAIR, slug=lambda w: w.forum.slug),
    # Members. Administrators see how many there are.
    "forum_join": line(EVERYONE, slug=lambda w: w.forum.slug),
    "forum_join_sent": line(EVERYONE, slug=lambda w: w.forum.slug),
    "members": line(OFFICER, BOARD, ADMIN, slug=lambda w: w.forum.slug),
    "member_create": line(OFFICER, BOARD, slug=lambda w: w.forum.slug),
    "members_invite": line(OFFICER, BOARD, slug=lambda w: w.forum.slug),
    "member": line(OFFICER, BOARD, slug=lambda w: w.forum.slug, pk=lambda w: w.spare.pk),
    "join_answer": line(OFFICER, BOARD, found=302, method="post", slug=lambda w: w.forum.slug, ref=lambda w: w.joining.ref),
    "tell_list": line(OFFICER, BOARD),
    "my_taking_part": line(SIGNED_IN),
    "charter_write": line(CHAIR, OFFICER, BOARD, slug=lambda w: w.forum.slug),
    "charter_agree": line(CHAIR, slug=lambda w: w.forum.slug, version=2),
    "charter_sign": line(MEMBER, CHAIR, FACILITATOR, OFFICER, SAFEGUARDING, ADMIN, found=302, method="post", slug=lambda w: w.forum.slug, version=1),
    "meeting_create": line(OFFICER, BOARD),
    "officers_meetings": line(OFFICER, BOARD),
    "meeting_series": line(OFFICER, BOARD),
    "terms": line(OFFICER, BOARD),
    "term_update": line(OFFICER, BOARD, pk=lambda w: w.term.pk),
    "meeting_agenda": line(OFFICER, BOARD, ref=lambda w: w.meeting.ref),
    "agenda_item": line(OFFICER, BOARD, ref=lambda w: w.meeting.ref, pk=lambda w: w.agenda_item.pk),
    "meeting_papers": line(OFFICER, BOARD, ref=lambda w: w.meeting.ref),
    "meeting_arrangements": line(OFFICER, BOARD, ref=lambda w: w.meeting.ref),
    "agenda_propose": line(MEMBER, CHAIR, ref=lambda w: w.meeting.ref),
    # Whoever runs it has a page of it too; asked themselves they are not, and are told so there.
    "meeting_reply": line(MEMBER, CHAIR, OFFICER, BOARD, found=302, method="post", ref=lambda w: w.meeting.ref),
    "reminder_plans": line(OFFICER, BOARD),
    "reminder_plan": line(OFFICER, BOARD, kind="board"),
    "meeting_update": line(OFFICER, BOARD, ref=lambda w: w.meeting.ref),
    # After a meeting. These minutes are a draft, which only the forum and whoever runs its meetings read.
    "meeting_after": line(OFFICER, BOARD, ref=lambda w: w.meeting.ref),
    "meeting_project": line(OFFICER, ref=lambda w: w.meeting.ref),
    "minutes": line(MEMBER, CHAIR, OFFICER, BOARD, others=404, visitor=404, ref=lambda w: w.meeting.ref),
    "minutes_update": line(OFFICER, BOARD, ref=lambda w: w.meeting.ref),
    "minutes_agree": line(CHAIR, ref=lambda w: w.meeting.ref),
    "minutes_publish": line(OFFICER, BOARD, ref=lambda w: w.meeting.ref),
    "minutes_overdue": line(OFFICER, BOARD),
    "actions": line(MEMBER, CHAIR, OFFICER, BOARD, slug=lambda w: w.forum.slug),
    "action": line(MEMBER, CHAIR, OFFICER, BOARD, slug=lambda w: w.forum.slug, ref=lambda w: w.action.ref),
    # Sessions and decisions of a project. Whoever runs sessions for one of its groups writes them down too.
    "session": line(EVERYONE, slug=slug, ref=lambda w: w.panel.session.ref),
    "decision": line(EVERYONE, slug=slug, ref=lambda w: w.decision.ref),
    "project_sessions": line(OFFICER, slug=slug),
    "session_create": line(OFFICER, slug=slug),
    "session_update": line(OFFICER, slug=slug, ref=lambda w: w.panel.session.ref),
    "session_photos": line(OFFICER, slug=slug, ref=lambda w: w.panel.session.ref),
    "panel_update": line(OFFICER, slug=slug, ref=lambda w: w.panel.session.ref),
    "panel_begin": line(OFFICER, slug=slug, ref=lambda w: w.panel.session.ref),
    # The member has a seat; nobody else learns that there is one.
    "panel": line(MEMBER, OFFICER, others=404, slug=slug, ref=lambda w: w.panel.session.ref),
    "panel_seat": line(MEMBER, others=404, slug=slug, ref=lambda w: w.panel.session.ref, number=1),
    "inspection_update": line(OFFICER, slug=slug, ref=lambda w: w.inspection.ref),
    "inspection_answers": line(OFFICER, slug=slug, ref=lambda w: w.inspection.ref),
    "tried_out_update": line(OFFICER, slug=slug, ref=lambda w: w.tried.ref),
    "session_vote": line(OFFICER, slug=slug, ref=lambda w: w.voted.ref),
    "decision_create": line(OFFICER, slug=slug),
    "decision_update": line(OFFICER, slug=slug, ref=lambda w: w.decision.ref),
    # Sign-in. People who are signed in already are led on.
    "account_login": line(VISITOR, others=302),
    "account_request_login_code": line(VISITOR, others=302),
    "account_confirm_login_code": line(others=302, visitor=302),
    "account_logout": line(SIGNED_IN, visitor=302),
    "account_inactive": line(EVERYONE),
    "account_signup": line(VISITOR, others=302),
    "account_reauthenticate": line(SIGNED_IN),
    "account_email_verification_sent": line(EVERYONE),
    "account_confirm_email": line(EVERYONE, key="x"),
    "account_change_password": line(SIGNED_IN),
    "account_set_password": line(others=302),
    "account_reset_password": line(EVERYONE),
    "account_reset_password_done": line(EVERYONE),
    "account_reset_password_from_key": line(EVERYONE, uidb36="1", key="x-y"),
    "account_reset_password_from_key_done": line(EVERYONE),
    # The second factor. Changing it asks once more who one is.
    "mfa_index": line(SIGNED_IN),
    "mfa_authenticate": line(others=302, visitor=302),
    "mfa_reauthenticate": line(SIGNED_IN, found=302),
    "mfa_reauthenticate_webauthn": line(SIGNED_IN, found=302),
    "mfa_login_webauthn": line(EVERYONE, found=302),
    "mfa_activate_totp": line(SIGNED_IN, found=302),
    "mfa_deactivate_totp": line(others=404),
    "mfa_view_recovery_codes": line(others=404),
    "mfa_generate_recovery_codes": line(SIGNED_IN, found=302),
    "mfa_download_recovery_codes": line(others=404),
    "mfa_list_webauthn": line(SIGNED_IN),
    "mfa_add_webauthn": line(SIGNED_IN, found=302),
    "mfa_edit_webauthn": line(SIGNED_IN, found=302, pk=1),
    "mfa_remove_webauthn": line(SIGNED_IN, found=302, pk=1),
    "usersessions_list": line(SIGNED_IN),
}  # fmt: skip


def every_name() -> Iterator[str]:
    def walk(resolver: URLResolver) -> Iterator[str]:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLPattern):
                yield entry.name or str(entry.pattern)
            else:
                yield from walk(entry)

    return walk(get_resolver())


def test_access_table_names_every_address():
    assert sorted(set(every_name())) == sorted(TABLE)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world is made once, since every request is taken back."""
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        with transaction.atomic():
            yield make_world()
            transaction.set_rollback(True)


def make_world() -> World:
    """One of everything, and one browser for each kind of person."""
    walk = scene()
    forum, officer, chair = walk.forums[0], walk.officer, walk.chair
    team = officer.body
    parts = {
        MEMBER: CapacityFactory(role="member", body=forum),
        CHAIR: chair.capacity,
        ELSEWHERE: CapacityFactory(role="representative"),
        FACILITATOR: CapacityFactory(role="facilitator", body=BodyFactory(organisation=True)),
        OFFICER: officer.capacity,
        BOARD: CapacityFactory(role="board_administrator", body=BodyFactory()),
        COMMITTEE: CapacityFactory(role="committee_member", body=BodyFactory(committee=True)),
        SAFEGUARDING: CapacityFactory(role="safeguarding_lead", body=team),
        ADMIN: CapacityFactory(role="administrator", body=team),
    }
    people: dict[str, User] = {STRANGER: UserFactory()} | {name: part.user for name, part in parts.items()}
    questionnaire = feedback.QuestionnaireFactory(project=walk.project)
    Translation.objects.create(questionnaire=questionnaire, language="ar")
    sent = feedback.send_response(questionnaire)
    held = feedback.send_response(questionnaire).response
    triage.decide(response=held, decision="hold", reason="A worry.", by=officer)
    for person in people.values():
        person.__dict__.pop("live_capacities", None)
    silent = feedback.OutcomeFactory(project=walk.project, without_words=True)
    silent.contributors.create(body=forum)
    browsers = {VISITOR: Client()} | {name: Client() for name in people}
    for name, person in people.items():
        browsers[name].force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    file = StoredFile.objects.create(
        file=FILE, name="plan.pdf", content_type="application/pdf", size=1, sha256="0" * 64, added_by=officer.ref
    )
    with_photo = feedback.send_response(questionnaire).response
    photo = StoredFile.objects.create(
        file=FILE,
        name="photo.jpg",
        content_type="image/jpeg",
        size=1,
        sha256="0" * 64,
        added_by="portal",
        audience=Audience.RESPONSE,
    )
    meeting = MeetingFactory(body=forum)
    last = at_last_stage(walk)
    looking_back = ProjectFactory()
    looking_back.parts.create(part=Part.GROUP, body=forum)
    written = evaluations.begin(project=looking_back, by=chair)
    evaluations.add_point(evaluation=written, words="We were asked early.", by=chair)
    panel = PanelFactory(session__project=walk.project)
    PanelSeatFactory(panel=panel, user=people[MEMBER])
    return SimpleNamespace(
        panel=panel,
        inspection=SessionFactory(project=walk.project, kind="inspection"),
        tried=SessionFactory(project=walk.project, kind="user_testing"),
        voted=SessionFactory(project=walk.project, kind="vote"),
        decision=DecisionFactory(project=walk.project),
        people=people,
        browsers=browsers,
        forum=forum,
        looking_back=looking_back,
        written=written,
        last=last,
        learnt=lessons.add(project=last.project, topic="access", words="Ask early.", next_time="", by=chair),
        locked=evaluation(walk, locked=True),
        charter=(CharterFactory(body=forum), CharterFactory(body=forum, draft=True, version=2)),
        election=ElectionFactory(office__body=forum),
        project=walk.project,
        template=template_drafts.begin(by=Actor(people[ADMIN], parts[ADMIN])),
        proof=evidence.add(item=walk.item("1.2"), kind="note", words="A note", by=officer),
        fresh=ProjectFactory(lead=officer.user),
        claim=Expense.objects.create(project=walk.project, kind="travel", amount=5, claimed_on=dt.date(2026, 1, 5)),
        intended=IntendedGroup.objects.create(project=walk.project, words="Young carers"),
        meeting=meeting,
        sheet_job=sheets.match(
            job=sheets.bring(name="last year.csv", sheets=sheets_of_text("Project\nBus passes"), by=officer), sheet=0, heading=1, columns=[Meaning.TITLE], by=officer
        ),
        sheet_import=SheetImport.objects.create(kind="past work", name="last year.csv", made_by=officer.ref, made_by_label="officer"),
        term=Term.objects.create(name="Autumn", first_day=dt.date(2026, 9, 1), last_day=dt.date(2026, 12, 18)),
        minutes=Minutes.objects.create(meeting=meeting, text="What was said", written_by_label="officer"),
        action=Action.objects.create(body=forum, words="Find a room"),
        agenda_item=AgendaItem.objects.create(meeting=meeting, title="Welcome", minutes=10),
        outcome=feedback.OutcomeFactory(project=walk.project),
        silent=silent,
        draft=feedback.OutcomeFactory(project=walk.project, draft=True),
        promise=feedback.PromiseFactory(),
        questionnaire=questionnaire,
        asked=FeedbackRequest.objects.create(
            questionnaire=feedback.QuestionnaireFactory(invited_only=True), user=people[MEMBER], asked_on=dt.date(2026, 1, 5)
        ),
        unopened=feedback.QuestionnaireFactory(draft=True),
        response=sent.response,
        code=sent.code,
        held=held,
        photo=with_photo.answers.create(question=with_photo.answers.get().question, file=photo),
        concern=SafeguardingRecord.objects.get(),
        words=ReadingItem.objects.filter(kind="What someone learnt").get(),
        turn=Turn.objects.create(
            duty="reading", first_day=dt.date(2050, 1, 3), last_day=dt.date(2050, 1, 7), person=officer.ref, person_label="officer",
            cover=people[SAFEGUARDING].ref, cover_label="officer",
        ),
        file=file,
        spare=CapacityFactory(role="member", body=forum),
        joining=JoinRequestFactory(body=forum),
        calendar=CalendarKey.objects.create(user=people[MEMBER]),
        message=Notification.objects.create(
            kind="groups.meeting_reminder", dedupe_key="one", recipient=officer.ref, recipient_label="officer", reason="…", state="handed_over"
        ),
        invitation=invitations.invite(email="new@tests.example", body=forum, role="member", by=Actor(people[ADMIN], parts[ADMIN])),
    )  # fmt: skip


def answer(world: World, name: str, person: str) -> int | str:
    """What this person gets: the status, or that they are led to sign in. Nothing that is done here stays."""
    entry = TABLE[name]
    with transaction.atomic():
        response = getattr(world.browsers[person], entry.method)(reverse(name, kwargs=entry.args(world)))
        transaction.set_rollback(True)
    if response.streaming:
        # Read to its end, the file is closed by itself.
        b"".join(response)
    to_sign_in = response.status_code == 302 and response["Location"].startswith(f"{reverse('account_login')}?")
    return SIGN_IN if to_sign_in else response.status_code


@pytest.mark.sweep
@pytest.mark.parametrize("name", TABLE)
def test_access(world, settings, name):
    # In a demonstration nobody has to set up a second factor first.
    settings.DEMO = True
    default_storage.save(FILE, ContentFile(b"x"))
    wanted = {person: TABLE[name].expected(person) for person in PEOPLE}
    assert {person: answer(world, name, person) for person in PEOPLE} == wanted
