"""What was asked, what people said, what was done about it, and what was promised."""

from coproduction.core import clock
from coproduction.core.figures import Number
from coproduction.core.partial_dates import PartialDate
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content, Entry
from engagements.models import Project
from feedback.enums import WITH_WORDS, PromiseState, TriageDecision
from feedback.models import Outcome, Questionnaire, Response, Theme
from feedback.services import asks, drafts, outcomes, promises, questionnaires, responses, themes, triage
from groups.models import Meeting


class Words:
    """The feedback of the year, on the projects and meetings that stand."""

    def __init__(self, content: Content, cast: Cast, projects: dict[str, Project], meetings: dict[str, Meeting]) -> None:
        self.content, self.cast, self.projects, self.meetings = content, cast, projects, meetings
        self.officer = cast.actor("officer@demo.example")
        self.themes: dict[str, Theme] = {}

    def build(self) -> None:
        made = {entry["id"]: self.questionnaire(entry) for entry in self.content.list("questionnaires")}
        for entry in self.content.list("responses"):
            self.response(entry, made[entry["questionnaire"]])
        for entry in self.content.list("outcomes"):
            self.published(entry)
        for entry in self.content.list("draft_outcomes"):
            self.outcome(entry)
        for entry in self.content.list("kept_promises"):
            self.kept_promise(entry)
        for entry in self.content.list("asks"):
            asks.record(
                body=self.cast.bodies[entry["body"]], asked_by=entry["asked_by"], words=entry["words"],
                asked=self.content.day(entry["in_days"]), by=self.officer,
            )  # fmt: skip

    def questionnaire(self, entry: Entry) -> Questionnaire:
        with clock.standing_at(self.content.moment(-14)):
            questionnaire = questionnaires.draft(
                slug=entry["id"],
                title=entry["title"],
                why=entry["why"],
                what_next=entry["what_next"],
                project=self.projects[entry["project"]],
                body=self.cast.bodies[entry["body"]],
                meeting=self.meetings.get(entry.get("meeting", "")),
                answer_by=self.content.day(entry["answer_in_days"]),
                closes_at=self.content.moment(entry["closes_in_days"], hour=20),
                questions=[questionnaires.Asked(**question) for question in entry["questions"]],
                by=self.officer,
            )
            return questionnaires.open(questionnaire=questionnaire, by=self.officer)

    def response(self, entry: Entry, questionnaire: Questionnaire) -> None:
        with clock.standing_at(min(self.content.moment(entry["days"], hour=16), clock.now())):
            draft, _token = drafts.begin(questionnaire=questionnaire)
            for question in draft.revision.questions.prefetch_related("options"):
                given = entry["answers"].get(question.key, "")
                if question.kind in WITH_WORDS:
                    drafts.answer(draft=draft, question=question, words=given)
                else:
                    keys = given if isinstance(given, list) else [given]
                    drafts.answer(
                        draft=draft, question=question, options=[each for each in question.options.all() if each.key in keys]
                    )
            drafts.say_age(draft=draft, age_band=entry.get("age", ""))
            drafts.permit(draft=draft, permission=entry["permission"])
            response = responses.submit(draft=draft).response
        if "theme" in entry:
            with clock.standing_at(self.content.moment(entry["days"] + 1, hour=9)):
                self.file(response, entry["theme"], questionnaire)

    def file(self, response: Response, title: str, questionnaire: Questionnaire) -> None:
        """Read a response and file it under a theme, as officers do."""
        triage.decide(response=response, decision=TriageDecision.CLEAR, by=self.officer)
        if title not in self.themes:
            self.themes[title] = themes.create(
                title=title, project=questionnaire.project, body=questionnaire.body, by=self.officer
            )
        response.refresh_from_db()
        themes.code(response=response, theme=self.themes[title], by=self.officer)

    def outcome(self, entry: Entry) -> Outcome:
        figure = None
        if "figure" in entry:
            numbers = [Number(part["number"], unit=part["unit"]) for part in entry["parts"]]
            figure = outcomes.FigureWords(entry["figure"], numbers)
        return outcomes.draft(
            title=entry["title"],
            project=self.projects[entry["project"]],
            you_said=entry["you_said"],
            said_basis=entry["basis"],
            answer=entry["answer"],
            we_did=entry["we_did"],
            because_kind=entry.get("because_kind", ""),
            because=entry.get("because", ""),
            would_change=entry.get("would_change", ""),
            happened=self.content.date(entry["in_days"]) if "in_days" in entry else PartialDate(),
            credited=[self.cast.bodies[body] for body in entry["credits"]],
            figure=figure,
            by=self.officer,
        )

    def published(self, entry: Entry) -> None:
        with clock.standing_at(self.content.moment(entry["in_days"])):
            outcome = outcomes.publish(outcome=self.outcome(entry), by=self.officer)
        if "promise" in entry:
            self.promise(entry["promise"], outcome, entry)

    def promise(self, entry: Entry, outcome: Outcome, about: Entry) -> None:
        """A promise, and each time its date was moved."""
        made_to = self.cast.bodies[about["credits"][0]]
        moves = entry.get("moves", [])
        made_in_days = min([about["in_days"], *(move["on_in_days"] - 30 for move in moves)])
        with clock.standing_at(self.content.moment(made_in_days)):
            promise = promises.make(
                words=entry["words"],
                made_by=self.cast.bodies[entry["made_by"]],
                made_to=made_to,
                overseen_by=made_to,
                project=outcome.project,
                outcome=outcome,
                owner=self.officer.user,
                due=self.content.date(entry["due_in_days"]),
                by=self.officer,
            )
        for move in moves:
            with clock.standing_at(self.content.moment(move["on_in_days"])):
                due = self.content.date(move["due_in_days"])
                promises.move_date(promise=promise, due=due, reason=move["reason"], by=self.officer)

    def kept_promise(self, entry: Entry) -> None:
        with clock.standing_at(self.content.moment(entry["due_in_days"] - 60)):
            promise = promises.make(
                words=entry["words"],
                made_by=self.cast.bodies[entry["made_by"]],
                made_to=self.cast.bodies[entry["made_to"]],
                project=self.projects[entry["project"]],
                owner=self.officer.user,
                due=self.content.date(entry["due_in_days"]),
                by=self.officer,
            )
        with clock.standing_at(self.content.moment(entry["kept_in_days"])):
            promises.settle(promise=promise, state=PromiseState.KEPT, words=entry["how"], by=self.officer)
