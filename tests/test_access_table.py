"""Who gets what at every address. A page that is missing from the table fails here: add one line for it.

A line says who gets the page (`by` whom) and what the others get; visitors who do not get it are led to sign in. GET is
asked, unless the line says `post`: an empty form is sent then, so 200 means "shown again with errors".
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from coproduction.core import links
from coproduction.core.models import Notification, StoredFile
from feedback.services import triage
from groups.actors import Actor
from groups.models import Action, AgendaItem, CalendarKey, Minutes, Term, User
from groups.queries import answers, calendar_keys
from groups.queries.invitations import token_of
from groups.services import invitations
from tests.factories import feedback
from tests.factories.checklist import scene
from tests.factories.engagements import ProjectFactory
from tests.factories.forums import CharterFactory, ElectionFactory
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory, UserFactory
from tests.factories.members import JoinRequestFactory

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


def slug(world: World) -> str:
    return world.project.slug


def stage(**more: Any) -> Any:
    return {"slug": slug, "number": 1, **more}


ITEM = stage(code="1.2")
# May see the checklist and writes nothing on it.
WITHOUT_SIGNATURE: dict[str, int | str] = dict.fromkeys((MEMBER, BOARD, SAFEGUARDING, ADMIN), 403)

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
    # Without answers of one's own these lead back to the beginning.
    "questionnaire_question": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug, number=1),
    "questionnaire_age": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
    "questionnaire_permission": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
    "questionnaire_check": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
    "questionnaire_discard": line(EVERYONE, found=302, method="post", slug=lambda w: w.questionnaire.slug),
    "questionnaire_sent": line(EVERYONE, found=302, slug=lambda w: w.questionnaire.slug),
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
    "safeguarding_concern": line(SAFEGUARDING, ref=lambda w: w.held.ref),
    "safeguarding_close": line(SAFEGUARDING, method="post", ref=lambda w: w.held.ref),
    "safeguarding_release": line(SAFEGUARDING, found=302, method="post", ref=lambda w: w.held.ref),
    "administration": line(ADMIN),
    "audit": line(ADMIN),
    "outbox": line(ADMIN, OFFICER),
    "outbox_not_sent": line(ADMIN, OFFICER),
    "outbox_message": line(ADMIN, OFFICER, pk=lambda w: w.message.pk),
    "outbox_send_again": line(ADMIN, OFFICER, found=302, method="post", pk=lambda w: w.message.pk),
    "job_health": line(ADMIN),
    "people": line(ADMIN),
    "person_invite": line(ADMIN),
    "person": line(ADMIN, pk=lambda w: w.people[MEMBER].pk),
    "person_close": line(ADMIN, found=302, method="post", pk=lambda w: w.spare.user_id),
    "person_reopen": line(ADMIN, found=302, method="post", pk=lambda w: w.spare.user_id),
    "capacity_end": line(ADMIN, pk=lambda w: w.spare.pk),
    # Checklists
    "project_checklist": line(PROJECT, others=404, slug=slug),
    "checklist_start": line(OFFICER, slug=lambda w: w.fresh.slug),
    "project_start": line(OFFICER),
    "checklist_stage": line(PROJECT, others=404, **stage()),
    "stage_sign": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **stage()),
    "stage_refuse": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **stage()),
    "stage_go_on": line(OFFICER, method="post", odd=WITHOUT_SIGNATURE | {CHAIR: 403}, others=404, **stage()),
    "stage_reopen": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **stage()),
    "item_answer": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **ITEM),
    "item_confirm": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **ITEM),
    "item_query": line(CHAIR, method="post", odd=WITHOUT_SIGNATURE | {OFFICER: 403}, others=404, **ITEM),
    "item_reply": line(OFFICER, method="post", odd=WITHOUT_SIGNATURE | {CHAIR: 403}, others=404, **ITEM),
    "item_skip": line(OFFICER, CHAIR, method="post", odd=WITHOUT_SIGNATURE, others=404, **ITEM),
    # Officers: reading, themes, outcomes, promises, questionnaires, meetings
    "officers": line(OFFICER, BOARD),
    "my": line(SIGNED_IN - {STRANGER}),
    "reading_queue": line(OFFICER, SAFEGUARDING),
    "response": line(OFFICER, SAFEGUARDING, ref=lambda w: w.response.ref),
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
    meeting = MeetingFactory(body=forum)
    return SimpleNamespace(
        people=people,
        browsers=browsers,
        forum=forum,
        charter=(CharterFactory(body=forum), CharterFactory(body=forum, draft=True, version=2)),
        election=ElectionFactory(office__body=forum),
        project=walk.project,
        fresh=ProjectFactory(lead=officer.user),
        meeting=meeting,
        term=Term.objects.create(name="Autumn", first_day=dt.date(2026, 9, 1), last_day=dt.date(2026, 12, 18)),
        minutes=Minutes.objects.create(meeting=meeting, text="What was said", written_by_label="officer"),
        action=Action.objects.create(body=forum, words="Find a room"),
        agenda_item=AgendaItem.objects.create(meeting=meeting, title="Welcome", minutes=10),
        outcome=feedback.OutcomeFactory(project=walk.project),
        silent=silent,
        draft=feedback.OutcomeFactory(project=walk.project, draft=True),
        promise=feedback.PromiseFactory(),
        questionnaire=questionnaire,
        unopened=feedback.QuestionnaireFactory(draft=True),
        response=sent.response,
        code=sent.code,
        held=held,
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


@pytest.mark.parametrize("name", TABLE)
def test_access(world, settings, name):
    # In a demonstration nobody has to set up a second factor first.
    settings.DEMO = True
    default_storage.save(FILE, ContentFile(b"x"))
    wanted = {person: TABLE[name].expected(person) for person in PEOPLE}
    assert {person: answer(world, name, person) for person in PEOPLE} == wanted
