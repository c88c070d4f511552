"""What people gave and got, who took part, and how it was looked back on: evaluations, lessons, and what it felt like."""

from decimal import Decimal

from checklist.models import Evaluation
from checklist.services import evaluations, felt, lessons
from coproduction.core import clock
from coproduction.portal.demonstration import projects
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content, Entry
from engagements.models import Project
from engagements.services import heard, plans, thanks
from groups.actors import Actor


def build(content: Content, cast: Cast, made: dict[str, Project]) -> None:
    """Everything about the projects that comes after the work itself."""
    back = _LookingBack(content, cast, made)
    back.give_thanks()
    back.say_who_took_part()
    for entry in content.list("felt"):
        back.say_how_it_felt(entry)
    for entry in content.list("lessons"):
        with clock.standing_at(content.moment(entry["in_days"])):
            lessons.add(
                project=made[entry["project"]], topic=entry["topic"], words=entry["words"], next_time=entry["next"], by=cast.actor(entry["by"])
            )  # fmt: skip
    for entry in content.list("evaluations"):
        back.evaluate(entry)
    back.say_how_far_it_went()
    projects.finish(content, cast, made)


class _LookingBack:
    def __init__(self, content: Content, cast: Cast, made: dict[str, Project]) -> None:
        self.content, self.cast, self.made = content, cast, made
        self.entries = {entry["id"]: entry for entry in content.list("projects")}

    def lead(self, project: str) -> Actor:
        return self.cast.actor(self.entries[project]["lead"])

    def give_thanks(self) -> None:
        given = self.content.section("thanks")
        for each in given["time"]:
            thanks.write_time(
                project=self.made[each["project"]], hours=Decimal(each["hours"]), rate=Decimal(each["rate"]), basis=each["basis"],
                given=self.content.date(each["in_days"]), by=self.lead(each["project"]),
            )  # fmt: skip
        for each in given["things"]:
            thanks.write_thing(
                project=self.made[each["project"]], form=each["form"], kind=each.get("kind", ""), number=each["number"],
                each=Decimal(each["each"]) if "each" in each else None, given_to=each["to"], thanked=self.content.date(each["in_days"]),
                by=self.lead(each["project"]),
            )  # fmt: skip
        for each in given["words"]:
            thanks.write_words(
                project=self.made[each["project"]], words=each["words"], said_by=each["who"], permission=each["permission"],
                by=self.lead(each["project"]),
            )  # fmt: skip
        for each in given["claims"]:
            self.claim(each)

    def claim(self, each: Entry) -> None:
        """A claim, and as far as it went: approved, and paid."""
        by = self.lead(each["project"])
        expense = thanks.write_claim(
            project=self.made[each["project"]], kind=each["kind"], amount=Decimal(each["amount"]), reference=each["form"],
            claimed_on=self.content.day(each["claimed"]), by=by,
        )  # fmt: skip
        if "approved" in each:
            thanks.approve(expense=expense, on=self.content.day(each["approved"]), by=by)
        if "paid" in each:
            thanks.pay(expense=expense, on=self.content.day(each["paid"]), by=by)

    def say_who_took_part(self) -> None:
        for entry in self.content.list("projects"):
            self.say_whom_it_heard(entry)
        for entry in self.content.list("turnout"):
            for table, numbers in entry["tables"].items():
                heard.count(
                    project=self.made[entry["project"]], table=table, numbers=numbers, seen=heard.numbers_stamp({}), by=self.lead(entry["project"])
                )  # fmt: skip

    def say_whom_it_heard(self, entry: Entry) -> None:
        said = {group["words"]: group for group in entry.get("intended", ()) if "heard" in group or "tried" in group}
        for group in self.made[entry["id"]].intended_groups.filter(words__in=said):
            each = said[group.words]
            heard.change_group(
                group=group, words=group.words, why=group.why, heard=each.get("heard", group.heard), tried=each.get("tried", ""),
                seen=heard.group_stamp(group), by=self.lead(entry["id"]),
            )  # fmt: skip

    def say_how_it_felt(self, entry: Entry) -> None:
        stage = self.made[entry["project"]].checklist.stages.get(number=entry["stage"])
        felt.say(
            stage=stage, face=entry["face"], degree=entry["degree"], number=entry.get("number", 1),
            by=self.cast.actor(entry["by"], self.cast.bodies[entry["forum"]]),
        )  # fmt: skip

    def evaluate(self, entry: Entry) -> None:
        """The partner writes and locks; where the content goes on, the council answers, both talk, and each point ends."""
        partner, officer = self.cast.actor(entry["by"], self.cast.bodies[entry["forum"]]), self.lead(entry["project"])
        with clock.standing_at(self.content.moment(entry["in_days"])):
            evaluation = evaluations.begin(project=self.made[entry["project"]], by=partner)
            for point in entry["points"]:
                evaluations.add_point(evaluation=evaluation, words=point["words"], by=partner)
            evaluation = evaluations.lock(evaluation=evaluation, by=partner)
        if "talk" not in entry:
            return
        with clock.standing_at(self.content.moment(entry["in_days"] + 10)):
            self.answer(evaluation, entry, officer)
        with clock.standing_at(self.content.moment(entry["talk"]["in_days"])):
            evaluations.record_talk(evaluation=evaluation, on=clock.today(), words=entry["talk"]["words"], by=officer)
            for point, said in self.points(evaluation, entry):
                if "closed" in said:
                    evaluations.close_point(point=point, closed=said["closed"], by=partner)

    def answer(self, evaluation: Evaluation, entry: Entry, officer: Actor) -> None:
        for point, said in self.points(evaluation, entry):
            evaluations.answer_point(point=point, verdict=said["verdict"], answer=said.get("answer", ""), by=officer)
        evaluations.send_answers(evaluation=evaluation, by=officer)

    def points(self, evaluation: Evaluation, entry: Entry) -> list:
        return list(zip(evaluation.points.select_related("evaluation"), entry["points"], strict=True))

    def say_how_far_it_went(self) -> None:
        for entry in self.content.list("projects"):
            if "degree_achieved" in entry:
                plans.change(
                    project=self.made[entry["id"]], degree_achieved=entry["degree_achieved"], by=self.cast.actor(entry["lead"])
                )
