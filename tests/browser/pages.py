"""Every type of page once, as the person it is made for."""

from dataclasses import dataclass

from django.urls import reverse

from checklist.models import ChecklistStage
from engagements.models import Project
from feedback.enums import PROMISE_OPEN
from feedback.models import Outcome, Promise, Questionnaire, Response
from groups.models import Body, Meeting, User


@dataclass(frozen=True)
class PageType:
    """An address, and the demonstration sign-in that opens it; none means without signing in."""

    name: str
    path: str
    as_: str = ""


def page_types() -> list[PageType]:
    """The page types of the portal, with rows of the record and of the demonstration year behind them."""
    forum = Body.objects.get(slug="youth-council")
    project = Project.objects.get(slug="employment-guide")
    walked = Project.objects.get(title="A welcome pack for new foster families")
    questionnaire = Questionnaire.objects.get(slug="holiday-club-spring")
    stage = ChecklistStage.objects.filter(checklist__project__title="Short breaks in the holidays", number=2).get()
    response = Response.objects.filter(is_held=False).earliest("pk")
    meeting = Meeting.objects.public().earliest("pk")
    planned = Meeting.objects.get(title="Planning the spring holiday club")
    draft = Outcome.objects.filter(state="draft").earliest("pk")
    promise = Promise.objects.filter(origin="demonstration", state__in=PROMISE_OPEN).earliest("pk")
    person = User.objects.get(email="chair@demo.example")

    def at(name: str, *args: object, as_: str = "") -> PageType:
        return PageType(name, reverse(name, args=args), as_)

    public = [
        *(
            at(name)
            for name in (
                "home", "forums", "projects", "outcomes", "promises", "forward_plan", "questionnaires", "what_happened", "help_now",
                "accessibility", "privacy", "cookies", "record", "account_login", "account_request_login_code", "demo",
            )
        ),
        at("forum", forum.slug),
        at("project", project.slug),
        at("project", walked.slug),
        at("outcome", "o-easy-read"),
        at("outcome", "o-suha"),
        at("meeting", meeting.ref),
        at("questionnaire", questionnaire.slug),
        PageType("no such page", "/no-such-page/"),
    ]  # fmt: skip
    signed_in = [
        at("officers", as_="officer@demo.example"),
        at("reading_queue", as_="officer@demo.example"),
        at("response", response.ref, as_="officer@demo.example"),
        at("outcome_create", as_="officer@demo.example"),
        at("outcome_update", draft.ref, as_="officer@demo.example"),
        at("outcome_publish", draft.ref, as_="officer@demo.example"),
        *(
            at(name, as_="officer@demo.example")
            for name in (
                "officers_outcomes", "officers_promises", "officers_questionnaires", "questionnaire_create",
                "themes", "meeting_create", "project_start",
            )
        ),
        at("officers_promise", promise.ref, as_="officer@demo.example"),
        at("officers_questionnaire", questionnaire.slug, as_="officer@demo.example"),
        at("questionnaire_update", questionnaire.slug, as_="officer@demo.example"),
        at("meeting_update", planned.ref, as_="officer@demo.example"),
        at("project_checklist", walked.slug, as_="officer2@demo.example"),
        at("checklist_stage", stage.checklist.project.slug, stage.number, as_="officer@demo.example"),
        at("checklist_stage", stage.checklist.project.slug, stage.number, as_="rep@demo.example"),
        at("my", as_="rep@demo.example"),
        at("my", as_="young@demo.example"),
        at("hat", as_="chair@demo.example"),
        at("committee", as_="committee@demo.example"),
        at("safeguarding", as_="safeguarding@demo.example"),
        at("administration", as_="admin@demo.example"),
        *(
            at(name, as_="admin@demo.example")
            for name in (
                "people", "person_invite", "audit", "outbox", "outbox_not_sent", "job_health", "account",
                "usersessions_list", "mfa_index", "style_guide",
            )
        ),
        at("person", person.pk, as_="admin@demo.example"),
    ]  # fmt: skip
    return public + signed_in
