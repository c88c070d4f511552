"""One project at each stage: everything before its stage answered, confirmed and signed, at believable dates."""

import datetime as dt

from checklist.enums import Confirms, Mandatory
from checklist.models import ChecklistItem, ChecklistStage
from checklist.services import items, sign_offs, walks
from coproduction.core import clock
from coproduction.core.figures import Number
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content, Entry
from engagements.enums import Degree, Part
from engagements.models import Project
from engagements.services import projects, sessions
from groups.models import Meeting


def build(content: Content, cast: Cast) -> dict[str, Project]:
    """Every project of the year, by its id, walked up to its stage."""
    return {entry["id"]: _Walk(content, cast, entry).build() for entry in content.list("projects")}


def build_sessions(content: Content, cast: Cast, made: dict[str, Project], meetings: dict[str, Meeting]) -> None:
    """The sessions at which people worked on them."""
    for entry in content.list("sessions"):
        project = made[entry["project"]]
        lead = next(each["lead"] for each in content.list("projects") if each["id"] == entry["project"])
        meeting = meetings.get(entry.get("meeting", ""))
        sessions.record(
            project=project,
            meeting=meeting,
            held=None if meeting else content.date(entry["in_days"]),
            format=entry["format"],
            heads=[Number(head["number"], head.get("qualifier", "exact"), head["who"]) for head in entry["heads"]],
            by=cast.actor(lead),
            **({"topic": entry["topic"]} if "topic" in entry else {}),
        )


class _Walk:
    """One project on its way from stage 1 to where it stands."""

    def __init__(self, content: Content, cast: Cast, entry: Entry) -> None:
        self.content, self.cast, self.entry = content, cast, entry
        self.officer = cast.actor(entry["lead"])
        self.forum = cast.bodies[entry["signs"]]
        self.partner = cast.signer_for(self.forum)
        self.answers, self.skipped = content.words("answers"), content.words("does_not_apply")

    def build(self) -> Project:
        with clock.standing_at(self.moment_of_stage(1)):
            project = self.start()
        for stage in project.checklist.stages.select_related("template").order_by("number"):
            if stage.number > self.entry["stage"]:
                break
            with clock.standing_at(self.moment_of_stage(stage.number)):
                self.finish(stage) if stage.number < self.entry["stage"] else self.begin(stage)
        project.refresh_from_db()
        return project

    def start(self) -> Project:
        entry = self.entry
        project = projects.start(
            title=entry["title"], kind=entry["kind"], why=entry["why"], degree_planned=entry["degree"], by=self.officer
        )
        projects.add_part(project=project, part=Part.GROUP, body=self.forum, signs=True, by=self.officer)
        for partner in entry.get("partners", ()):
            projects.add_part(project=project, part=Part.PARTNER, body=self.cast.bodies[partner], by=self.officer)
        for limit in entry.get("limits", ()):
            projects.add_limit(project=project, kind=limit["kind"], words=limit["words"], by=self.officer)
        walks.start(project=project, by=self.officer)
        return project

    def moment_of_stage(self, number: int) -> dt.datetime:
        """Stages are spread evenly from the day the project began to three days before the day of loading."""
        first, last = self.entry["started"], -3
        steps = max(self.entry["stage"], 1)
        return self.content.moment(round(first + (last - first) * (number - 1) / steps), hour=11)

    def finish(self, stage: ChecklistStage) -> None:
        """Answer and settle every item, and sign on both sides."""
        for item in self.items_of(stage):
            self.settle(item)
        sign_offs.sign(stage=stage, by=self.partner)
        sign_offs.sign(stage=stage, by=self.officer)

    def begin(self, stage: ChecklistStage) -> None:
        """The stage where the project stands: some of it done, a question or a refusal where the content has one."""
        items_here = self.items_of(stage)
        if "refused" in self.entry:
            for item in items_here:
                self.settle(item)
            refused = self.entry["refused"]
            sign_offs.refuse(stage=stage, reason=refused["reason"], by=self.cast.actor(refused["by"], self.forum))
            return
        asked = self.entry.get("query")
        for item in items_here[: len(items_here) // 2]:
            self.settle(item)
        if asked:
            item = next(item for item in items_here if item.template.code == asked["item"])
            items.query(item=item, words=asked["words"], by=self.partner)

    def items_of(self, stage: ChecklistStage) -> list[ChecklistItem]:
        return list(stage.items.select_related("template", "stage").order_by("template__order"))

    def settle(self, item: ChecklistItem) -> None:
        """Answer and confirm as the item asks: the council, the forum alone, or one after the other."""
        template = item.template
        forum_alone = template.confirms == Confirms.FORUM_PARTNER
        author = self.partner if forum_alone else self.officer
        if template.mandatory == Mandatory.CONDITION and self.does_not_apply(template.code):
            items.does_not_apply(item=item, reason=self.skipped[template.code], by=author)
            return
        items.answer_and_confirm(item=item, words=self.answer(template.code), by=author)
        if template.confirms == Confirms.BOTH:
            items.confirm(item=item, by=self.partner)

    def does_not_apply(self, code: str) -> bool:
        together = self.entry["degree"] == Degree.COPRODUCTION
        panel = self.entry["kind"] == "tender_panel"
        applies = {
            "2.4": not together,
            "2.5": together,
            "3.6": panel,
            "6.6": panel,
            "9.1": together,
            "9.2": together,
            "9.3": together,
        }
        return not applies.get(code, True)

    def answer(self, code: str) -> str:
        words = self.answers[code]
        return words.format(why=self.entry["why"], title=self.entry["title"], forum=self.forum.name)
