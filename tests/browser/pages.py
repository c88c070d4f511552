"""Every type of page once, as the person it is made for."""

import io
from dataclasses import dataclass

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from checklist.models import ChecklistStage, Evaluation, Lesson, TemplateVersion
from checklist.services import evaluations, template_drafts
from coproduction.core.actors import PORTAL
from coproduction.core.enums import Audience
from coproduction.core.models import Job, ReadingItem, SafeguardingRecord, SheetImport, Turn
from coproduction.core.models.base import ref_of
from coproduction.core.services import files
from coproduction.core.spreadsheets import sheets_of_text
from coproduction.portal.queries.sheets import OF_PAST_WORK
from coproduction.portal.services import sheets
from coproduction.portal.sheets.meanings import Meaning
from engagements.enums import PlanStep
from engagements.models import Expense, IntendedGroup, Project, Session
from engagements.services import projects
from feedback.enums import PROMISE_OPEN, WITH_WORDS
from feedback.models import Answer, FeedbackRequest, Outcome, Promise, Question, Questionnaire, Receipt, Redaction, Response
from feedback.queries import receipts, requests, summaries
from feedback.services import questionnaires
from groups.actors import Actor
from groups.models import Action, Body, Capacity, Meeting, Minutes, Term, User
from groups.queries import answers
from tests.factories.feedback import ThemeFactory


@dataclass(frozen=True)
class PageType:
    """An address, and the demonstration sign-in that opens it; none means without signing in."""

    name: str
    path: str
    as_: str = ""


def brought_sheet(officer: User) -> Job:
    """A spreadsheet between its steps, with a good line and a bad one."""
    by = Actor(officer, officer.live_capacities[0])
    read = sheets_of_text(
        "Last year\nProject,Session date,How many came\nBus passes,12/3/2025,11 young people\nBus passes,31.2.2025,about 20"
    )
    columns = [Meaning.TITLE, Meaning.SESSION_DATE, Meaning.COUNT]
    return sheets.match(job=sheets.bring(name="last year.csv", sheets=read, by=by), sheet=0, heading=2, columns=columns, by=by)


def taken_in(project: Project) -> SheetImport:
    """A spreadsheet that was taken in, and what one of its lines became."""
    sheet = SheetImport.objects.create(kind=OF_PAST_WORK, name="last year.csv", made_by="user:1", made_by_label="officer")
    sheet.lines.create(line=3, fingerprint="0" * 64, target=ref_of(project))
    return sheet


def actor_of(email: str) -> Actor:
    """One of the made-up people, in the part that came first."""
    person = User.objects.get(email=email)
    return Actor(person, person.live_capacities[0])


def evaluation_begun() -> Evaluation:
    """What partners have begun to write, and have not locked."""
    by = actor_of("rep@demo.example")
    evaluation = evaluations.begin(project=Project.objects.get(title="Short breaks in the holidays"), by=by)
    evaluations.add_point(evaluation=evaluation, words="We were asked before the dates were set.", by=by)
    return evaluation


def paused() -> Project:
    """A project that rests."""
    project = Project.objects.get(title="Opening the hubs on Sundays")
    return projects.pause(project=project, reason="The hub is closed for repairs.", by=actor_of("officer@demo.example"))


def sits_on(panel: Session, email: str) -> int:
    """The number of the seat that one of the made-up people takes on a panel, in place of a label."""
    seat = panel.panel.seats.filter(user=None).earliest("order")
    seat.user = User.objects.get(email=email)
    seat.save(update_fields=["user"])
    return seat.order + 1


def with_photo(response: Response) -> Answer:
    """A photo that came with an answer, so that there is one to open."""
    made = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(made, "JPEG")
    upload = SimpleUploadedFile("photo.jpg", made.getvalue())
    stored = files.keep(upload=upload, name="photo", audience=Audience.RESPONSE, target=response, by=PORTAL)
    return response.answers.create(question=response.answers.earliest("pk").question, file=stored)


def unasked() -> Questionnaire:
    """A draft that nobody was asked yet."""
    by = actor_of("officer@demo.example")
    return questionnaires.draft(title="The new bus stop", why="It has no roof.", what_next="We read it.", by=by)


def code_with_an_answer(response: Response) -> str:
    """The code of a response, on whose page the council's answer stands."""
    theme = ThemeFactory()
    Outcome.objects.public().earliest("pk").themes.add(theme)
    response.receipt.themes.add(theme)
    Receipt.objects.filter(response=response).update(state="answered")
    return receipts.code_of(response, response.receipt).lower()


def draft_of_checklist() -> TemplateVersion:
    """The next version of the checklist, while it is being written."""
    return template_drafts.begin(by=actor_of("admin@demo.example"))


def page_types() -> list[PageType]:
    """The page types of the portal, with rows of the record and of the demonstration year behind them."""
    forum = Body.objects.get(slug="youth-council")
    assembly = "thameswick-youth-assembly"
    project = Project.objects.get(slug="employment-guide")
    walked = Project.objects.get(title="A welcome pack for new foster families")
    questionnaire = Questionnaire.objects.get(slug="holiday-club-spring")
    stage = ChecklistStage.objects.filter(checklist__project__title="Short breaks in the holidays", number=2).get()
    response = Response.objects.filter(is_held=False).earliest("pk")
    answered = response.revision.questionnaire
    by_link = FeedbackRequest.objects.filter(is_answered=False).select_related("questionnaire").earliest("pk")
    in_words = Question.objects.filter(revision=response.revision, kind__in=WITH_WORDS).earliest("order")
    worded = response.answers.exclude(words="").earliest("pk")
    photo = with_photo(Response.objects.filter(is_held=False).latest("pk"))
    redacted = Redaction.objects.earliest("pk")
    waits = ReadingItem.objects.exclude(target__startswith="feedback.response").filter(kind="Words on a checklist").earliest("pk")
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
    held = Session.objects.filter(origin="demonstration", meeting=None, project__isnull=False).earliest("pk")
    # A panel of the demonstration year that nobody has set up yet.
    panel = Session.objects.filter(origin="demonstration", kind="tender_panel").earliest("pk")
    sheet = brought_sheet(User.objects.get(email="officer@demo.example"))

    # The project of the demonstration year in which the most happened, one that is still planned and one that is finished.
    fullest = Project.objects.get(title="The summer holiday club")
    planned_project = Project.objects.get(title="A bus stop at the new school")
    finished = Project.objects.get(title="The pages for families with a new diagnosis")
    resting = paused()
    light = ChecklistStage.objects.filter(checklist__project__title="A mural in the station underpass", number=5).get()
    scored, inspected = (fullest.sessions.get(kind=kind) for kind in ("recruitment_panel", "inspection"))
    tried_out = finished.sessions.get(kind="user_testing")
    voted = Session.objects.filter(origin="demonstration", kind="vote").get()
    decided = fullest.decisions.earliest("pk")
    locked = Evaluation.objects.get(project=fullest)
    written = evaluation_begun()
    version = draft_of_checklist()
    claim = Expense.objects.filter(project=fullest).earliest("pk")
    intended = IntendedGroup.objects.filter(project=fullest).earliest("pk")
    learnt = Lesson.objects.filter(project=fullest).earliest("pk")

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
        PageType("what_happened", f"{reverse('what_happened')}?in=ar"),
        PageType("what_happened_code", f"{reverse('what_happened_code', args=[code_with_an_answer(response)])}?in=ar"),
        at("forum", forum.slug),
        at("project", project.slug),
        at("project", walked.slug),
        at("session", held.project.slug, held.ref),
        at("project", fullest.slug),
        at("project", finished.slug),
        at("session", fullest.slug, inspected.ref),
        at("session", fullest.slug, scored.ref),
        at("session", finished.slug, tried_out.ref),
        at("session", voted.project.slug, voted.ref),
        at("decision", fullest.slug, decided.ref),
        at("lessons"),
        at("project_evaluations", walked.slug),
        at("outcome", "o-easy-read"),
        at("outcome", "o-suha"),
        at("forum", "thameswick-care-panel"),
        at("charter", assembly),
        at("meeting", meeting.ref),
        at("questionnaire", questionnaire.slug),
        at("questionnaire", by_link.questionnaire.slug),
        PageType("questionnaire_for_you", requests.path(by_link, by_link.questionnaire)),
        at("questionnaire_go_on"),
        at("questionnaire_kiosk", questionnaire.slug),
        PageType("answers_summary", summaries.path(answered)),
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
        at("response_file", photo.response.ref, photo.pk, as_="officer@demo.example"),
        at("redact_answer", response.ref, worded.pk, as_="officer@demo.example"),
        at("reading_item", waits.pk, as_="officer@demo.example"),
        at("turns", as_="officer@demo.example"),
        at("turn_update", Turn.objects.earliest("pk").pk, as_="officer@demo.example"),
        at("response_originals", redacted.answer.response.ref, as_="safeguarding@demo.example"),
        at("outcome_create", as_="officer@demo.example"),
        at("outcome_update", draft.ref, as_="officer@demo.example"),
        at("outcome_publish", draft.ref, as_="officer@demo.example"),
        *(
            at(name, as_="officer@demo.example")
            for name in (
                "officers_outcomes", "officers_promises", "officers_questionnaires", "questionnaire_create",
                "themes", "meeting_create", "project_start", "project_quick", "officers_projects", "officers_projects_table",
            )
        ),
        at("project_desk", walked.slug, as_="officer@demo.example"),
        *(at("project_plan_step", walked.slug, step, as_="officer@demo.example") for step in PlanStep.values),
        *(at(name, walked.slug, as_="officer@demo.example") for name in ("project_close", "project_pause", "project_stop")),
        at("project_desk", planned_project.slug, as_="officer@demo.example"),
        at("checklist_start", planned_project.slug, as_="officer@demo.example"),
        *(at(name, planned_project.slug, as_="officer@demo.example") for name in ("project_publish", "project_discard")),
        at("project_resume", resting.slug, as_="officer@demo.example"),
        at("project_reopen", finished.slug, as_="officer2@demo.example"),
        at("kinds", as_="admin@demo.example"),
        at("kind_update", "policy", as_="admin@demo.example"),
        at("sheet_imports", as_="officer@demo.example"),
        at("sheet_match", sheet.pk, as_="officer@demo.example"),
        at("sheet_preview", sheet.pk, as_="officer@demo.example"),
        at("sheet_import", taken_in(project).pk, as_="officer@demo.example"),
        at("officers_promise", promise.ref, as_="officer@demo.example"),
        at("officers_questionnaire", questionnaire.slug, as_="officer@demo.example"),
        at("officers_questionnaire", by_link.questionnaire.slug, as_="officer@demo.example"),
        at("questionnaire_update", questionnaire.slug, as_="officer@demo.example"),
        at("questionnaire_delete", unasked().slug, as_="officer@demo.example"),
        *(at(name, "garden-morning", as_="officer2@demo.example") for name in ("officers_questionnaire", "questionnaire_try", "question_create")),
        *(at("question_update", "garden-morning", key, as_="officer@demo.example") for key in ("first-bed", "first-things", "would-help", "why-not")),
        PageType("question_create", f"{reverse('question_create', args=['garden-morning'])}?kind=file", "officer@demo.example"),
        at("question_remove", "garden-morning", "to-the-garden", as_="officer@demo.example"),
        *(
            at(name, questionnaire.slug, as_="officer@demo.example")
            for name in ("response_enter", "questionnaire_poster", "questionnaire_paper", "questionnaire_equality", "questionnaire_languages")
        ),
        *(
            PageType(name, f"{reverse(name, args=[questionnaire.slug])}?in=ar", "officer@demo.example")
            for name in ("questionnaire_poster", "questionnaire_paper")
        ),
        *(
            at(name, questionnaire.slug, "ar", as_="officer@demo.example")
            for name in ("questionnaire_language", "language_preview", "translate_first_page")
        ),
        at("translate_question", questionnaire.slug, "ar", "what-to-do", as_="officer@demo.example"),
        at("to_ring", as_="officer@demo.example"),
        *(
            at(name, answered.slug, as_="officer@demo.example")
            for name in ("questionnaire_answers", "questionnaire_share", "questionnaire_told_before")
        ),
        at("questionnaire_answers_words", answered.slug, in_words.key, as_="officer@demo.example"),
        at("told_before", as_="officer@demo.example"),
        at("meeting_update", planned.ref, as_="officer@demo.example"),
        *(at(name, planned.ref, as_="officer@demo.example") for name in ("meeting_agenda", "meeting_papers", "meeting_arrangements")),
        *(at(name, as_="officer@demo.example") for name in ("officers_meetings", "meeting_series", "terms")),
        at("term_update", term.pk, as_="officer@demo.example"),
        at("meeting", planned.ref, as_="young@demo.example"),
        at("agenda_propose", planned.ref, as_="young@demo.example"),
        at("meeting_after", noted.ref, as_="officer@demo.example"),
        at("meeting_after", drafted.ref, as_="facilitator@demo.example"),
        at("meeting_project", noted.ref, as_="officer@demo.example"),
        at("project_sessions", held.project.slug, as_="officer@demo.example"),
        at("session_create", held.project.slug, as_="officer@demo.example"),
        at("session_update", held.project.slug, held.ref, as_="officer@demo.example"),
        at("session_photos", held.project.slug, held.ref, as_="officer@demo.example"),
        at("decision_create", held.project.slug, as_="officer@demo.example"),
        at("panel", panel.project.slug, panel.ref, as_="officer@demo.example"),
        at("panel_update", panel.project.slug, panel.ref, as_="officer@demo.example"),
        at("panel_begin", panel.project.slug, panel.ref, as_="officer@demo.example"),
        at("panel", fullest.slug, scored.ref, as_="officer@demo.example"),
        at("panel_seat", panel.project.slug, panel.ref, sits_on(panel, "young@demo.example"), as_="young@demo.example"),
        at("inspection_update", fullest.slug, inspected.ref, as_="officer@demo.example"),
        at("inspection_answers", fullest.slug, inspected.ref, as_="officer@demo.example"),
        at("tried_out_update", finished.slug, tried_out.ref, as_="officer2@demo.example"),
        at("session_vote", voted.project.slug, voted.ref, as_="officer@demo.example"),
        at("decision_update", fullest.slug, decided.ref, as_="officer@demo.example"),
        at("minutes", noted.ref, as_="facilitator@demo.example"),
        at("minutes_update", drafted.ref, as_="facilitator@demo.example"),
        at("minutes_agree", drafted.ref, as_="facilitator@demo.example"),
        at("minutes_publish", drafted.ref, as_="officer@demo.example"),
        at("minutes_overdue", as_="officer@demo.example"),
        at("actions", noted.body.slug, as_="facilitator@demo.example"),
        at("action", noted.body.slug, action.ref, as_="officer@demo.example"),
        at("project_heard", walked.slug, as_="officer2@demo.example"),
        at("project_turnout", walked.slug, "ages", as_="officer2@demo.example"),
        at("project_thanks", walked.slug, as_="officer2@demo.example"),
        *(at("thanks_add", walked.slug, what, as_="officer2@demo.example") for what in ("time", "things", "words", "claims")),
        at("intended_group", fullest.slug, intended.pk, as_="officer@demo.example"),
        at("project_thanks", fullest.slug, as_="officer@demo.example"),
        at("thanks_change", fullest.slug, "claims", claim.pk, as_="officer@demo.example"),
        at("evaluation", fullest.slug, locked.ref, as_="officer@demo.example"),
        at("evaluation", written.project.slug, written.ref, as_="rep@demo.example"),
        at("evaluation_lock", written.project.slug, written.ref, as_="rep@demo.example"),
        at("project_lessons", fullest.slug, as_="officer@demo.example"),
        at("lesson_update", fullest.slug, learnt.ref, as_="officer@demo.example"),
        at("project_checklist", walked.slug, as_="officer2@demo.example"),
        at("project_checklist", light.checklist.project.slug, as_="officer@demo.example"),
        at("checklist_stage", light.checklist.project.slug, light.number, as_="officer@demo.example"),
        at("checklist_stage", walked.slug, 7, as_="officer2@demo.example"),
        # A show of hands: the facilitator counts it for the young people.
        at("stage_review", fullest.slug, 9, as_="facilitator@demo.example"),
        at("stage_felt", fullest.slug, 9, as_="young@demo.example"),
        at("checklist_stage", stage.checklist.project.slug, stage.number, as_="officer@demo.example"),
        at("checklist_stage", stage.checklist.project.slug, stage.number, as_="rep@demo.example"),
        at("stage_review", stage.checklist.project.slug, stage.number, as_="rep@demo.example"),
        at("stage_paper", stage.checklist.project.slug, stage.number, as_="officer@demo.example"),
        at("stage_sheet", stage.checklist.project.slug, stage.number, as_="rep@demo.example"),
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
        at("safeguarding_concern", SafeguardingRecord.objects.earliest("pk").pk, as_="safeguarding@demo.example"),
        at("administration", as_="admin@demo.example"),
        *(
            at(name, as_="admin@demo.example")
            for name in (
                "people", "person_invite", "audit", "outbox", "outbox_not_sent", "job_health", "account",
                "usersessions_list", "mfa_index", "style_guide",
            )
        ),
        at("person", person.pk, as_="admin@demo.example"),
        *(at(name, as_="admin@demo.example") for name in ("checklist_templates", "template_upload")),
        at("template_version", 1, as_="admin@demo.example"),
        at("template_version", version.number, as_="admin@demo.example"),
        at("template_compare", version.number, 1, as_="admin@demo.example"),
        *(at(name, version.number, "1.2", as_="admin@demo.example") for name in ("template_item", "template_item_remove")),
    ]  # fmt: skip
    return public + signed_in
