"""What the checklist says to people. A message holds references; the words are read when it goes."""

import datetime as dt
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist import policies
from checklist.enums import CLOSED_STAGES, EvaluationState, ItemState, Position
from checklist.models import ChecklistItem, ChecklistStage, Evaluation
from checklist.queries import words
from coproduction.core import links
from coproduction.core.notifications import Facts, Notification, Unneeded, register


def _stage_words(stage: ChecklistStage) -> dict[str, Any]:
    project, scale = stage.checklist.project, stage.checklist.scale
    return {
        "project": project.title,
        "place": words.place(scale, stage.number),
        "stage": words.name(scale, stage.number, stage.template.plain_title),
        "link": links.absolute(reverse("checklist_stage", args=[project.slug, stage.number])),
    }


def _review_link(stage: ChecklistStage) -> str:
    return links.absolute(reverse("stage_review", args=[stage.checklist.project.slug, stage.number]))


def _stage(facts: Facts) -> ChecklistStage:
    stage = ChecklistStage.objects.select_related("template", "checklist__project").filter(pk=facts["stage"]).first()
    if stage is None:
        raise Unneeded(_("The stage is no longer there."))
    return stage


def _item_words(facts: Facts) -> tuple[ChecklistItem, dict[str, Any]]:
    item = (
        ChecklistItem.objects.select_related("template", "stage__template", "stage__checklist__project")
        .filter(pk=facts["item"])
        .first()
    )
    if item is None:
        raise Unneeded(_("The item is no longer there."))
    said = _stage_words(item.stage)
    code = item.template.code
    return item, said | {"code": code, "question": item.prompt, "link": f"{said['link']}#item-{code}"}


_SAMPLE = {
    "project": "Short breaks",
    "place": "stage 2",
    "stage": "Be honest",
    "link": "https://portal.example/projects/short-breaks/checklist/2/",
}
_SAMPLE_ITEM = _SAMPLE | {"code": "2.2", "question": "What cannot change, and why?"}


@register
class StageWaits(Notification):
    """To a forum's signers: the council has done its part of a stage, and now it waits for you."""

    kind: ClassVar[str] = "checklist.stage_waits"
    title = gettext_lazy("A stage waits for a signature")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        stage = _stage(facts)
        if stage.state in CLOSED_STAGES:
            raise Unneeded(_("The stage is finished."))
        if policies.positions(stage.sign_offs.all()).forums.get(facts["body"]) == Position.SIGNED:
            raise Unneeded(_("Your forum has signed already."))
        return _stage_words(stage) | {"link": _review_link(stage)}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return dict(_SAMPLE)


@register
class StageSigned(Notification):
    """To the other side: this side has signed."""

    kind: ClassVar[str] = "checklist.stage_signed"
    title = gettext_lazy("A stage was signed")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        stage = _stage(facts)
        return _stage_words(stage) | {"who": facts["who"], "is_done": stage.state in CLOSED_STAGES}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | {"who": "chair, Riverside Parent Carers", "is_done": True}


class _SideSaid(Notification):
    """What one side said of a stage, and who said it."""

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        return _stage_words(_stage(facts)) | {"who": facts["who"]}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | {"who": "chair, Riverside Parent Carers"}


@register
class StageRefused(_SideSaid):
    """To the other side: this side does not sign, and why."""

    kind: ClassVar[str] = "checklist.stage_refused"
    title = gettext_lazy("A stage was not signed")


@register
class StageAbstained(_SideSaid):
    """To the lead officer: a forum neither signs nor refuses."""

    kind: ClassVar[str] = "checklist.stage_abstained"
    title = gettext_lazy("A forum abstained at a stage")


@register
class RefusalAnswered(Notification):
    """To a forum's signers: the council has answered why you did not sign, or what you disputed."""

    kind: ClassVar[str] = "checklist.refusal_answered"
    title = gettext_lazy("The council answered a refusal")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        stage = _stage(facts)
        if policies.positions(stage.sign_offs.all()).forums.get(facts["body"]) == Position.SIGNED:
            raise Unneeded(_("Your forum has signed already."))
        return _stage_words(stage) | {"link": _review_link(stage)}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return dict(_SAMPLE)


@register
class SignedOnPaper(Notification):
    """To a forum's signers, as their copy: an officer entered what you signed on paper. It can be disputed."""

    kind: ClassVar[str] = "checklist.signed_on_paper"
    title = gettext_lazy("A signature on paper was entered")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        stage = _stage(facts)
        row = stage.sign_offs.filter(pk=facts["sign_off"]).first()
        if row is None or row.paper_on is None:
            raise Unneeded(_("It is no longer there."))
        return _stage_words(stage) | {
            "forum": row.body.outside_name,
            "signer": row.paper_signer,
            "paper": row.get_paper_display(),
            "on": words.day(row.paper_on),
        }

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | {
            "forum": "Riverside Parent Carers",
            "signer": "chair",
            "paper": "A signed stage sheet",
            "on": "3 June 2026",
        }


@register
class StageDisputed(Notification):
    """To the lead officer: a forum says that what was written down for it is not what it decided."""

    kind: ClassVar[str] = "checklist.stage_disputed"
    title = gettext_lazy("A forum disputes what was written down for it")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        return _stage_words(_stage(facts)) | {"who": facts["who"]}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | {"who": "member, Riverside Youth Forum"}


@register
class ForumAsks(Notification):
    """To the lead officer: a forum asks about an item."""

    kind: ClassVar[str] = "checklist.forum_asks"
    title = gettext_lazy("A forum asks about a checklist item")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        item, said = _item_words(facts)
        if item.state != ItemState.QUERIED:
            raise Unneeded(_("The question is answered already."))
        return said | {"forum": facts["forum"]}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE_ITEM | {"forum": "Riverside Parent Carers"}


@register
class CouncilReplied(Notification):
    """To the signers of the forum that asked: there is a reply."""

    kind: ClassVar[str] = "checklist.council_replied"
    title = gettext_lazy("The council replied about a checklist item")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        item, said = _item_words(facts)
        if item.is_settled:
            raise Unneeded(_("The forum has confirmed it already."))
        return said

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return dict(_SAMPLE_ITEM)


def _evaluation_words(facts: Facts, *states: str) -> dict[str, Any]:
    """What a message says about an evaluation; it is no longer needed in another state than these."""
    evaluation = Evaluation.objects.select_related("project").filter(pk=facts["evaluation"]).first()
    if evaluation is None or evaluation.project is None:
        raise Unneeded(_("The evaluation is no longer there."))
    if evaluation.state not in states:
        raise Unneeded(_("It has gone on since then."))
    address = reverse("evaluation", args=[evaluation.project.slug, evaluation.ref])
    return {"project": evaluation.project.title, "who": evaluation.written_by, "link": links.absolute(address)}


_SAMPLE_EVALUATION = {
    "project": "Short breaks",
    "who": "Riverside Parent Carers",
    "link": "https://portal.example/projects/short-breaks/evaluations/k3v9x2p7/",
}


class _OfEvaluation(Notification):
    """About an evaluation that stands at `stands`; once it has gone on, there is no point in it."""

    stands: ClassVar[EvaluationState]

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        return _evaluation_words(facts, cls.stands)

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return dict(_SAMPLE_EVALUATION)


@register
class EvaluationLocked(_OfEvaluation):
    """To the lead officer: a partner has locked its evaluation, which waits for the council's answer."""

    kind: ClassVar[str] = "checklist.evaluation_locked"
    title = gettext_lazy("A partner has written an evaluation")
    stands = EvaluationState.LOCKED


@register
class EvaluationAnswered(_OfEvaluation):
    """To those who write for the partner: the council has answered each point."""

    kind: ClassVar[str] = "checklist.evaluation_answered"
    title = gettext_lazy("The council answered an evaluation")
    stands = EvaluationState.ANSWERED


@register
class EvaluationTalkRecorded(_OfEvaluation):
    """To the other side: it is written down that both talked about where they differ."""

    kind: ClassVar[str] = "checklist.evaluation_talk_recorded"
    title = gettext_lazy("A talk about an evaluation was written down")
    stands = EvaluationState.ANSWERED


@register
class EvaluationClosed(_OfEvaluation):
    """To both sides: every point is closed, and everyone can read it."""

    kind: ClassVar[str] = "checklist.evaluation_closed"
    title = gettext_lazy("An evaluation is closed and public")
    stands = EvaluationState.CLOSED
