"""The projects of the year, each walked up to where it stands, at believable dates and in every way that a forum can sign."""

import datetime as dt
from decimal import Decimal

from checklist import policies
from checklist.enums import Confirms, ItemState, Mandatory, Position, Scale
from checklist.models import ChecklistItem, ChecklistStage
from checklist.queries.facts import facts_about
from checklist.services import items, sign_offs, walks
from coproduction.core import clock
from coproduction.core.figures import Number
from coproduction.portal.demonstration import paper
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content, Entry
from engagements.enums import Part, ProjectStatus, SessionKind
from engagements.models import Project
from engagements.queries.plans import GroupLine, LimitLine, PartLine, ResourceLine
from engagements.services import plans, projects, sessions
from groups.models import Body, Priority


def build(content: Content, cast: Cast) -> dict[str, Project]:
    """Every project of the year, by its id, walked up to its stage; and one that is still being planned."""
    made = {entry["id"]: _Walk(content, cast, entry).build() for entry in content.list("projects")}
    for entry in content.list("planned_projects"):
        with clock.standing_at(content.moment(entry["started"], hour=11)):
            made[entry["id"]] = _Plan(content, cast, entry).build(status=ProjectStatus.DRAFT)
    return made


def finish(content: Content, cast: Cast, made: dict[str, Project]) -> None:
    """Sign the last stage of what is finished, once it was looked back on, and close it."""
    for entry in content.list("projects"):
        if entry.get("finished"):
            walk, project = _Walk(content, cast, entry), made[entry["id"]]
            last = policies.chapters(walk.scale)[-1]
            with clock.standing_at(content.moment(entry["finished"])):
                walk.finish(list(project.checklist.stages.filter(number__in=last).order_by("number")))
                projects.close(project=project, by=walk.officer)


class _Plan:
    """What is planned about one project, as the guided pages save it."""

    def __init__(self, content: Content, cast: Cast, entry: Entry) -> None:
        self.content, self.cast, self.entry = content, cast, entry
        self.officer = cast.actor(entry["lead"])
        self.forums = [cast.bodies[each] for each in (entry["signs"], *entry.get("also_signs", ()))]

    def build(self, status: ProjectStatus = ProjectStatus.OPEN) -> Project:
        entry, by = self.entry, self.officer
        project = projects.start(title=entry["title"], kind=entry["kind"], why=entry["why"], status=status, by=by)
        grid = entry.get("grid", {})
        cover = self.cast.people[entry["cover"]] if "cover" in entry else None
        plans.change(
            project=project, degree_planned=entry["degree"], grid_planning=grid.get("planning", ""), grid_delivery=grid.get("delivery", ""),
            treseder=entry.get("treseder", ""), open_words=entry.get("open", ""), cover=cover, by=by,
        )  # fmt: skip
        partners = [PartLine(Part.PARTNER, self.cast.bodies[each]) for each in entry.get("partners", ())]
        plans.set_parts(
            project=project, lines=[*(PartLine(Part.GROUP, forum, signs=True) for forum in self.forums), *partners], by=by
        )
        if "decides" in entry:
            self.say_who_decides(project, entry["decides"])
        limits = [LimitLine(limit["kind"], limit["words"]) for limit in entry.get("limits", ())]
        plans.set_limits(project=project, lines=limits, nothing_is_fixed=entry.get("nothing_fixed", False), by=by)
        plans.serve(
            project=project, priorities=self.priorities(), wards=entry.get("wards", ""),
            lines=[ResourceLine(each["words"], Decimal(each["amount"])) for each in entry.get("resources", ())], by=by,
        )  # fmt: skip
        groups = [GroupLine(group["words"], group.get("why", "")) for group in entry.get("intended", ())]
        plans.mean_to_hear(project=project, lines=groups, by=by)
        project.refresh_from_db()
        return project

    def say_who_decides(self, project: Project, decides: Entry) -> None:
        body = self.cast.bodies[decides["body"]] if "body" in decides else None
        plans.decide_when(
            project=project,
            when=self.content.date(decides["in_days"]),
            body=body,
            words=decides.get("words", ""),
            by=self.officer,
        )

    def priorities(self) -> list[Priority]:
        return list(Priority.objects.filter(body__in=self.forums, title__in=self.entry.get("priorities", ())))


class _Walk(_Plan):
    """One project on its way from stage 1 to where it stands."""

    def __init__(self, content: Content, cast: Cast, entry: Entry) -> None:
        super().__init__(content, cast, entry)
        self.answers = content.words("answers")
        self.scale = Scale(entry.get("scale", Scale.FULL))

    def build(self, status: ProjectStatus = ProjectStatus.OPEN) -> Project:
        with clock.standing_at(self.moment_of_stage(1)):
            project = super().build(status)
            self.come_together(project)
            walk = walks.start(project=project, scale=self.scale, by=self.officer)
        reached = self.entry["stage"]
        for chapter in policies.chapters(self.scale):
            if chapter[0] > reached:
                break
            stages = list(walk.stages.filter(number__in=chapter).order_by("number"))
            is_behind = chapter[-1] < reached
            with clock.standing_at(self.moment_of_stage(chapter[-1] if is_behind else reached)):
                self.finish(stages) if is_behind else self.begin(stages)
        project.refresh_from_db()
        return project

    def come_together(self, project: Project) -> None:
        """The evening on which it was planned: working together never rests on a survey alone."""
        planned = self.entry.get("planning")
        if planned:
            sessions.record(
                project=project, kind=SessionKind(planned["kind"]), format=planned["format"], topic=planned["topic"],
                held=self.content.date(self.entry["started"] + 2), venue=planned.get("place", ""),
                heads=[Number(Decimal(head["number"]), head.get("qualifier", "exact"), head["who"]) for head in planned["heads"]],
                by=self.officer,
            )  # fmt: skip

    def moment_of_stage(self, number: int) -> dt.datetime:
        """Stages are spread evenly from the day the project began to three days before the day of loading."""
        first, last = self.entry["started"], -3
        steps = max(self.entry["stage"], 1)
        return self.content.moment(round(first + (last - first) * (number - 1) / steps), hour=11)

    def finish(self, stages: list[ChecklistStage]) -> None:
        """The council answers, each forum reads and signs in its own way, the council signs, or goes on because a forum did not."""
        for item in self.items_of(stages):
            self.answer_for_the_council(item)
        unsigned = self.entry.get("unsigned", {})
        if unsigned.get("stage") == stages[-1].number:
            sign_offs.go_on_unsigned(stage=stages[0], reason=unsigned["reason"], because=unsigned["because"], by=self.officer)
            return
        for forum in self.forums:
            self.sign_for(forum, stages)
        sign_offs.sign(stage=stages[0], by=self.officer)

    def begin(self, stages: list[ChecklistStage]) -> None:
        """Where the project stands: some of it done, a question or a refusal where the content has one."""
        items_here = self.items_of(stages)
        if "refused" in self.entry:
            for item in items_here:
                self.answer_for_the_council(item)
            refused = self.entry["refused"]
            sign_offs.refuse(stage=stages[0], reason=refused["reason"], by=self.cast.actor(refused["by"], self.forums[0]))
            return
        for item in items_here[: len(items_here) // 2]:
            self.answer_for_the_council(item)
        if asked := self.entry.get("query"):
            item = next(item for item in items_here if item.template.code == asked["item"])
            items.query(item=item, words=asked["words"], by=self.cast.signer_for(self.forums[0]))

    def sign_for(self, forum: Body, stages: list[ChecklistStage]) -> None:
        """A forum reads the whole stage, confirms, writes what only it can say, and signs: here, by hands, or on paper."""
        own = {
            item.template.code: self.answer(item)
            for item in self.items_of(stages)
            if item.template.confirms == Confirms.FORUM_PARTNER and not item.answer and self.is_needed(item)
        }
        on_paper = self.content.section("on_paper").get(forum.slug)
        if on_paper:
            sign_offs.sign_on_paper(
                stage=stages[0], body=forum, paper=on_paper["kind"], on=clock.today(), signer=on_paper["signer"],
                upload=paper.sheet(self.entry["title"], stages[0].number), by=self.officer,
            )  # fmt: skip
        elif "hands" in self.entry and forum == self.forums[0]:
            yes, no, not_sure = self.entry["hands"]
            sign_offs.show_of_hands(
                stage=stages[0], yes=yes, no=no, not_sure=not_sure, answers=own, by=self.cast.facilitator_of(forum)
            )
        else:
            sign_offs.review(stage=stages[0], position=Position.SIGNED, answers=own, by=self.cast.signer_for(forum))

    def items_of(self, stages: list[ChecklistStage]) -> list[ChecklistItem]:
        found = ChecklistItem.objects.filter(stage__in=stages).select_related("template", "stage__checklist__project")
        return list(found.order_by("stage__number", "template__order"))

    def answer_for_the_council(self, item: ChecklistItem) -> None:
        """Answer what the council answers; what only a forum can say waits for it, unless it will never sign here."""
        template = item.template
        if item.state != ItemState.NOT_STARTED or not self.is_needed(item):
            return
        if template.confirms == Confirms.FORUM_PARTNER:
            if self.all_on_paper():
                items.answer(item=item, words=self.answer(item), by=self.officer)
            return
        items.answer_and_confirm(item=item, words=self.answer(item), by=self.officer)

    def all_on_paper(self) -> bool:
        return all(forum.slug in self.content.section("on_paper") for forum in self.forums)

    def is_needed(self, item: ChecklistItem) -> bool:
        template = item.template
        if template.mandatory == Mandatory.CONDITION:
            facts = facts_about(item.stage.checklist.project)
            return policies.must_be_settled(template.mandatory, template.predicate, facts)
        return True

    def answer(self, item: ChecklistItem) -> str:
        words = self.answers[item.template.code]
        return words.format(why=self.entry["why"], title=self.entry["title"], forum=self.forums[0].name)
