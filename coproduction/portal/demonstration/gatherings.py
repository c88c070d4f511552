"""When people came together: sessions of every kind, with what a kind needs besides, and what was decided."""

from decimal import Decimal
from typing import Any

from coproduction.core import clock
from coproduction.core.figures import Number
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content, Entry
from engagements.enums import PANEL_KINDS, SessionKind, TriedState
from engagements.models import Project, Session
from engagements.queries import findings as finding_queries
from engagements.queries import panels as panel_queries
from engagements.queries.lines import Line
from engagements.services import decisions, findings, panels, sessions
from groups.actors import Actor
from groups.models import Meeting


def build(content: Content, cast: Cast, projects: dict[str, Project], meetings: dict[str, Meeting]) -> None:
    """Sessions that are meetings, sessions of their own, and decisions; each on its own day."""
    gatherings = _Gatherings(content, cast, projects)
    for entry in content.list("sessions"):
        gatherings.record(entry, meetings.get(entry.get("meeting", "")))
    for entry in content.list("special_sessions"):
        with clock.standing_at(content.moment(entry["in_days"], hour=19)):
            gatherings.record_special(entry)
    for entry in content.list("decisions"):
        with clock.standing_at(content.moment(entry["in_days"], hour=20)):
            gatherings.decide(entry)


class _Gatherings:
    def __init__(self, content: Content, cast: Cast, projects: dict[str, Project]) -> None:
        self.content, self.cast, self.projects = content, cast, projects
        self.leads = {entry["id"]: entry["lead"] for entry in content.list("projects")}

    def lead(self, entry: Entry) -> Actor:
        return self.cast.actor(self.leads[entry["project"]])

    def record(self, entry: Entry, meeting: Meeting | None = None) -> Session:
        details = {name: entry[name] for name in ("topic", "run_by", "access") if name in entry}
        heads = [Number(Decimal(head["number"]), head.get("qualifier", "exact"), head["who"]) for head in entry["heads"]]
        return sessions.record(
            project=self.projects[entry["project"]], meeting=meeting, held=None if meeting else self.content.date(entry["in_days"]),
            kind=SessionKind(entry.get("kind", SessionKind.OTHER)), format=entry["format"], heads=heads, by=self.lead(entry), **details,
        )  # fmt: skip

    def record_special(self, entry: Entry) -> None:
        session = self.record(entry)
        for order, saying in enumerate(entry.get("sayings", ())):
            session.sayings.create(order=order, words=saying["words"], said_by=saying["who"], permission=saying["permission"])
        if session.kind in PANEL_KINDS:
            self.hold_panel(session, entry["panel"], self.lead(entry))
        if "inspection" in entry:
            self.inspect(session, entry["inspection"], self.lead(entry))
        if "tried_out" in entry:
            self.try_out(session, entry["tried_out"], self.lead(entry))
        if "vote" in entry:
            self.vote(session, entry["vote"], self.lead(entry))

    def hold_panel(self, session: Session, entry: Entry, lead: Actor) -> None:
        """Set up, fixed, scored by every seat through the scribe, and released where the content says so."""
        scribe = self.cast.actor(entry["scribe"])
        seats = [
            _line("label", label=f"Young person {number}", user=None, is_scribe=False) for number in range(1, entry["seats"] + 1)
        ]
        panel = panels.set_up(
            session=session, weight=entry["weight"], highest=entry["highest"],
            criteria=[_line("words", **each) for each in entry["criteria"]],
            candidates=[_line("name", name=name) for name in entry["candidates"]],
            seats=[_line("label", label="Scribe", user=scribe.user, is_scribe=True), *seats], seen="", by=lead,
        )  # fmt: skip
        panel = panels.begin(panel=panel, by=lead)
        places = [(candidate.pk, criterion.pk) for candidate in panel.candidates.all() for criterion in panel.criteria.all()]
        panels.declare(seat=panel.seats.get(user=scribe.user), interest="", stands_back=False, by=scribe)
        for seat, values in zip(panel.seats.filter(user=None), [*entry["scores"], None], strict=False):
            interest = entry.get("stands_back", "") if values is None else ""
            panels.declare(seat=seat, interest=interest, stands_back=values is None, by=scribe)
            if values is not None:
                panels.score(
                    seat=seat, sheet=dict(zip(places, values, strict=True)), seen=panel_queries.sheet_stamp(seat), by=scribe
                )
        if entry["release"]:
            panels.lock(panel=panel, by=scribe)
            panels.release(panel=panel, result_words=entry["result"], by=lead)

    def inspect(self, session: Session, points: list[Entry], lead: Actor) -> None:
        findings.write_points(
            session=session, points=[_line("words", kind=each["kind"], words=each["words"]) for each in points], seen=finding_queries.points_stamp(session), by=lead,
        )  # fmt: skip
        rows = {row.words: row for row in session.inspection_points.all()}
        for each in points:
            if "answer" in each:
                with clock.standing_at(self.content.moment(each["answered_in_days"])):
                    findings.answer_points(
                        session=session, answers={rows[each["words"]].pk: each["answer"]}, seen=finding_queries.points_stamp(session), by=lead,
                    )  # fmt: skip

    def try_out(self, session: Session, things: list[Entry], lead: Actor) -> None:
        lines = [
            _line(
                "scenario", scenario=each["scenario"], page=each["page"], link="", before=each["before"], after=each["after"],
                state=TriedState.LIVE if each.get("live") else TriedState.DRAFT,
            )
            for each in things
        ]  # fmt: skip
        findings.write_tried_out(session=session, things=lines, seen=finding_queries.tried_stamp(session), by=lead)

    def vote(self, session: Session, entry: Entry, lead: Actor) -> None:
        findings.write_vote(
            session=session, question=entry["question"], method=entry["method"], who_could_vote=entry["who"], result=entry["result"],
            options=[_line("words", **each) for each in entry["options"]], seen=finding_queries.vote_stamp(session), by=lead,
        )  # fmt: skip

    def decide(self, entry: Entry) -> None:
        options = [
            _line(
                "words", words=each["words"], origin_of_idea=each["idea"], is_chosen=each.get("chosen", False),
                body=self.cast.bodies.get(each.get("forum", "")),
            )
            for each in entry["options"]
        ]  # fmt: skip
        decisions.record(
            project=self.projects[entry["project"]], question=entry["question"], decided=self.content.date(entry["in_days"]), options=options,
            method=entry["method"], forum_weight=entry["weight"], result=entry["result"], disagreement=entry.get("disagreement", ""),
            by=self.lead(entry),
        )  # fmt: skip


def _line(main: str, **facts: Any) -> Line:
    return Line(facts, main)
