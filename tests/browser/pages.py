"""Every type of page once, as the person it is made for."""

from dataclasses import dataclass

from django.urls import reverse

from checklist.models import ChecklistStage
from engagements.models import Project
from feedback.enums import PROMISE_OPEN
from feedback.models import Outcome, Promise, Questionnaire, Response
from groups.models import Action, Body, Capacity, Meeting, Minutes, Term, User
from groups.queries import answers


@dataclass(frozen=True)
class PageType:
    """An address, and the demonstration sign-in that opens it; none means without signing in."""

    name: str
    path: str
    as_: str = ""


def page_types() -> list[PageType]:
    """The page types of the portal, with rows of the record and of the demonstration year behind them."""
    forum = Body.objects.get(slug="youth-council")
    assembly = "thameswick-youth-assembly"
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
    member = Capacity.objects.active().get(user__email="young@demo.example")

    # What stands of the forum whose facilitator is one of the sign-ins: minutes of every state, and actions.
    stands = Minutes.objects.filter(meeting__body__capacities__user__email="facilitator@demo.example").order_by("pk")
    noted, drafted = (stands.filter(state=state).first().meeting for state in ("published", "draft"))
    action = Action.objects.filter(body=noted.body, state="open").earliest("pk")

    term = Term.objects.earliest("pk")

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
        at("forum", "thameswick-care-panel"),
        at("charter", assembly),
        at("meeting", meeting.ref),
        at("questionnaire", questionnaire.slug),
        PageType("meeting_answer", answers.path(planned, planned.body.capacities.active().of_members().earliest("pk").user_id, "coming")),
        at("forum_join", member.body.slug),
        at("forum_join_sent", member.body.slug),
        PageType("no such page", "/no-such-page/"),
    ]  # fmt: skip
    signed_in = [
        at("officers", as_="officer@demo.example"),
        at("officers_forums", as_="officer2@demo.example"),
        at("forum_create", as_="officer2@demo.example"),
        at("forum_update", assembly, as_="officer2@demo.example"),
        at("elections", assembly, as_="officer2@demo.example"),
        at("office_create", assembly, as_="officer2@demo.example"),
        at("forum_desk", assembly, as_="officer2@demo.example"),
        at("forum_desk", "riverside-parent-carers", as_="chair@demo.example"),
        at("own_words", "riverside-parent-carers", as_="chair@demo.example"),
        at("charter_write", "riverside-parent-carers", as_="chair@demo.example"),
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
        *(at(name, planned.ref, as_="officer@demo.example") for name in ("meeting_agenda", "meeting_papers", "meeting_arrangements")),
        *(at(name, as_="officer@demo.example") for name in ("officers_meetings", "meeting_series", "terms")),
        at("term_update", term.pk, as_="officer@demo.example"),
        at("meeting", planned.ref, as_="young@demo.example"),
        at("agenda_propose", planned.ref, as_="young@demo.example"),
        at("meeting_after", noted.ref, as_="officer@demo.example"),
        at("meeting_after", drafted.ref, as_="facilitator@demo.example"),
        at("meeting_project", noted.ref, as_="officer@demo.example"),
        at("minutes", noted.ref, as_="facilitator@demo.example"),
        at("minutes_update", drafted.ref, as_="facilitator@demo.example"),
        at("minutes_agree", drafted.ref, as_="facilitator@demo.example"),
        at("minutes_publish", drafted.ref, as_="officer@demo.example"),
        at("minutes_overdue", as_="officer@demo.example"),
        at("actions", noted.body.slug, as_="facilitator@demo.example"),
        at("action", noted.body.slug, action.ref, as_="officer@demo.example"),
        at("project_checklist", walked.slug, as_="officer2@demo.example"),
        at("checklist_stage", stage.checklist.project.slug, stage.number, as_="officer@demo.example"),
        at("checklist_stage", stage.checklist.project.slug, stage.number, as_="rep@demo.example"),
        at("my", as_="rep@demo.example"),
        at("my", as_="young@demo.example"),
        at("hat", as_="chair@demo.example"),
        at("my_taking_part", as_="young@demo.example"),
        at("members", member.body.slug, as_="officer@demo.example"),
        at("member", member.body.slug, member.pk, as_="officer@demo.example"),
        at("member_create", member.body.slug, as_="officer@demo.example"),
        at("members_invite", member.body.slug, as_="officer@demo.example"),
        at("members", member.body.slug, as_="admin@demo.example"),
        at("tell_list", as_="officer@demo.example"),
        at("account_messages", as_="young@demo.example"),
        at("reminder_plans", as_="officer@demo.example"),
        at("reminder_plan", "board", as_="officer@demo.example"),
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
