"""What the checklist says to people. A message holds references; the words are read when it goes."""

import datetime as dt
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist import policies
from checklist.enums import CLOSED_STAGES, ItemState, Position
from checklist.models import ChecklistItem, ChecklistStage
from coproduction.core import links
from coproduction.core.notifications import Facts, Notification, Unneeded, register


def _stage_words(stage: ChecklistStage) -> dict[str, Any]:
    project = stage.checklist.project
    return {
        "project": project.title,
        "number": stage.number,
        "stage": stage.template.plain_title,
        "link": links.absolute(reverse("checklist_stage", args=[project.slug, stage.number])),
    }


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
    words = _stage_words(item.stage)
    code = item.template.code
    return item, words | {"code": code, "question": item.template.prompt, "link": f"{words['link']}#item-{code}"}


_SAMPLE = {
    "project": "Short breaks",
    "number": 2,
    "stage": "Be honest",
    "link": "https://portal.example/projects/short-breaks/checklist/2/",
}
_SAMPLE_ITEM = _SAMPLE | {"code": "2.2", "question": "What cannot change, and why?"}


@register
class StageWaits(Notification):
    """To a forum's signers: a stage waits for your signature."""

    kind: ClassVar[str] = "checklist.stage_waits"
    title = gettext_lazy("A stage waits for a signature")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        stage = _stage(facts)
        if stage.state in CLOSED_STAGES:
            raise Unneeded(_("The stage is finished."))
        if policies.positions(stage.sign_offs.all()).forums.get(facts["body"]) == Position.SIGNED:
            raise Unneeded(_("Your forum has signed already."))
        return _stage_words(stage)

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


@register
class StageRefused(Notification):
    """To the other side: this side does not sign, and why."""

    kind: ClassVar[str] = "checklist.stage_refused"
    title = gettext_lazy("A stage was not signed")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        return _stage_words(_stage(facts)) | {"who": facts["who"]}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return _SAMPLE | {"who": "chair, Riverside Parent Carers"}


@register
class ForumAsks(Notification):
    """To the lead officer: a forum asks about an item."""

    kind: ClassVar[str] = "checklist.forum_asks"
    title = gettext_lazy("A forum asks about a checklist item")

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        item, words = _item_words(facts)
        if item.state != ItemState.QUERIED:
            raise Unneeded(_("The question is answered already."))
        return words | {"forum": facts["forum"]}

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
        item, words = _item_words(facts)
        if item.is_settled:
            raise Unneeded(_("The forum has confirmed it already."))
        return words

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return dict(_SAMPLE_ITEM)
