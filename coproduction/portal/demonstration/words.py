"""What was asked, what people said, what was done about it, and what was promised."""

from decimal import Decimal
from typing import Any

from coproduction.core import clock
from coproduction.core.figures import Number
from coproduction.core.partial_dates import PartialDate
from coproduction.portal.demonstration import drawings
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content, Entry
from engagements.models import Project, Session
from feedback.enums import ENTERED, WITH_WORDS, Channel, PromiseState, QuestionKind, TriageDecision
from feedback.languages import ENGLISH
from feedback.models import Outcome, Question, Questionnaire, Response, Theme
from feedback.policies import TAKEN_OUT
from feedback.queries.translations import OPTION
from feedback.services import (
    asks,
    drafts,
    entering,
    outcomes,
    promises,
    questionnaires,
    questions,
    redactions,
    responses,
    themes,
    translations,
    triage,
)
from groups.models import Meeting


class Words:
    """The feedback of the year, on the projects and meetings that stand."""

    def __init__(self, content: Content, cast: Cast, projects: dict[str, Project], meetings: dict[str, Meeting]) -> None:
        self.content, self.cast, self.projects, self.meetings = content, cast, projects, meetings
        self.officer, self.other = cast.actor("officer@demo.example"), cast.actor("officer2@demo.example")
        self.themes: dict[str, Theme] = {}

    def build(self) -> None:
        made = {entry["id"]: self.questionnaire(entry) for entry in self.content.list("questionnaires")}
        for entry in self.content.list("responses"):
            self.response(entry, made[entry["questionnaire"]])
        for entry in self.content.list("questionnaires"):
            if "closed_in_days" in entry:
                with clock.standing_at(self.content.moment(entry["closed_in_days"], hour=17)):
                    questionnaires.close(questionnaire=made[entry["id"]], by=self.officer)
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
        """Written by one officer, gone through by another one, opened."""
        with clock.standing_at(self.content.moment(entry["opened_in_days"])):
            questionnaire = questionnaires.draft(
                slug=entry["id"],
                title=entry["title"],
                why=entry["why"],
                what_next=entry["what_next"],
                audience=entry["audience"],
                privacy=self.content.section("asking")["privacy"],
                data_reference=entry["data_reference"],
                project=self.projects[entry["project"]],
                body=self.cast.bodies[entry["body"]],
                meeting=self.meetings.get(entry.get("meeting", "")),
                session=self.session(entry),
                invited_only=entry.get("invited_only", False),
                answer_by=self.content.day(entry["answer_in_days"]),
                closes_at=self.content.moment(entry["closes_in_days"], hour=20),
                by=self.officer,
            )
            for question in entry["questions"]:
                self.question(question, questionnaire)
            for language in entry.get("languages", []):
                self.language(language, questionnaire)
            questionnaires.try_out(questionnaire=questionnaire, by=self.other)
            return questionnaires.open(questionnaire=questionnaire, by=self.officer)

    def session(self, entry: Entry) -> Session | None:
        """The session of its project that it asks about, by what that was about."""
        return self.projects[entry["project"]].sessions.get(topic=entry["session"]) if "session" in entry else None

    def answer_by_link(self) -> None:
        """What came by links of one's own, once the schedule of the last weeks has sent them."""
        for entry in self.content.list("answers_by_link"):
            self.response(entry, Questionnaire.objects.get(slug=entry["questionnaire"]))

    def question(self, entry: Entry, questionnaire: Questionnaire) -> None:
        """One question, with the pictures that are drawn for it."""
        facts = dict(entry)
        beside = {place: drawings.drawn(name) for place, name in enumerate(facts.pop("drawings", []))}
        waits = facts.pop("shown_if", None)
        shown_if = questions.ShownIf(waits["question"], tuple(waits["options"])) if waits else None
        asked = questions.Asked(**facts, shown_if=shown_if)
        questions.add(questionnaire=questionnaire, asked=asked, uploads=questions.Uploads(beside=beside), by=self.officer)

    def language(self, entry: Entry, questionnaire: Questionnaire) -> None:
        """The same in another language: written by one officer, read by somebody who speaks it, opened by another one."""
        asks: dict[str, Any] = {"questionnaire": questionnaire, "language": entry["language"]}
        translations.begin(**asks, by=self.officer)
        translations.write(**asks, key="", words=entry["first_page"], by=self.officer)
        for key, words in entry["questions"].items():
            options = {f"{OPTION}{option}": label for option, label in words.get("options", {}).items()}
            translations.write(**asks, key=key, words={**words, **options}, by=self.officer)
        translations.open(**asks, has_been_read=True, by=self.other)

    def response(self, entry: Entry, questionnaire: Questionnaire) -> None:
        with clock.standing_at(min(self.content.moment(entry["days"], hour=16), clock.now())):
            response = self.sent(entry, questionnaire)
        if "take_out" in entry:
            self.take_out(response, entry["take_out"])
        if "worry" in entry:
            with clock.standing_at(self.content.moment(entry["days"] + 1, hour=9)):
                triage.decide(response=response, decision=TriageDecision.HOLD, reason=entry["worry"], by=self.officer)
        if "theme" in entry:
            with clock.standing_at(self.content.moment(entry["days"] + 1, hour=9)):
                self.file(response, entry["theme"], questionnaire)
        elif entry.get("read"):
            with clock.standing_at(self.content.moment(entry["days"] + 1, hour=9)):
                triage.decide(response=response, decision=TriageDecision.CLEAR, by=self.officer)

    def sent(self, entry: Entry, questionnaire: Questionnaire) -> Response:
        """Sent by who says it; typed in by an officer when it came on paper, by phone or from a group."""
        asked = questionnaire.revisions.get().questions.prefetch_related("options")
        given = {each.pk: self.given(each, entry["answers"][each.key]) for each in asked if each.key in entry["answers"]}
        channel, age, permission = entry.get("channel", Channel.WEB), entry.get("age", ""), entry["permission"]
        if channel in ENTERED:
            return entering.enter(
                questionnaire=questionnaire, key=f"{channel} {entry['days']}", given=given, channel=channel, permission=permission,
                age_band=age, group_size=entry.get("people", 1), by=self.officer,
            ).response  # fmt: skip
        asked_by = questionnaire.requests.get(user=self.cast.people[entry["person"]]) if "person" in entry else None
        draft, _token = drafts.begin(questionnaire=questionnaire, language=entry.get("language", ENGLISH), asked_by=asked_by)
        for question in asked:
            # A file is given, or there is nothing to say about it.
            if question.kind not in {QuestionKind.STATEMENT, QuestionKind.FILE} or question.pk in given:
                drafts.answer(draft=draft, question=question, **given.get(question.pk, {}))
        drafts.say_age(draft=draft, age_band=age)
        drafts.permit(draft=draft, permission=permission)
        return responses.submit(draft=draft, channel=channel).response

    @staticmethod
    def given(question: Question, said: Any) -> dict[str, Any]:
        """What `drafts.answer` takes; a ranking comes in its order."""
        if question.kind in WITH_WORDS:
            return {"words": said}
        if question.kind in {QuestionKind.SCALE, QuestionKind.NUMBER}:
            return {"number": Decimal(said)}
        if question.kind == QuestionKind.FILE:
            return {"upload": drawings.drawn(said)}
        options = {option.key: option for option in question.options.all()}
        return {"options": [options[key] for key in (said if isinstance(said, list) else [said])]}

    def take_out(self, response: Response, name: str) -> None:
        """Take a name out of the words of an answer, as whoever reads it does."""
        answer = response.answers.get(words__contains=name)
        words = answer.words.replace(name, TAKEN_OUT)
        redactions.redact(answer=answer, words=words, reason="The name of another child", by=self.officer)

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
