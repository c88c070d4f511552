"""The door to a checklist item: answer it, confirm it, ask about it, reply, say that it does not apply, open it again.

Each act adds an event, which is never changed, and sets the state that the whole history implies. `seen` is the number of
events the person had before them: when there are more by now, someone else was quicker, and nothing is saved.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import ITEM_STEPS, Confirms, EvidenceKind, ItemEventKind, ItemState, Mandatory, Side
from checklist.models import ChecklistItem, ItemEvent, ItemEvidence
from checklist.policies import ItemAct
from checklist.services import acts, holds, notices
from checklist.services.acts import Walk
from checklist.services.desks import Desk
from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import audit
from groups.actors import Actor
from groups.services import words as arrived


@transaction.atomic
def answer(*, item: ChecklistItem, words: str, by: Actor, link: str = "", seen: int | None = None) -> ChecklistItem:
    """Write or change the answer. A changed answer takes back the signatures of its stage: both sides sign again."""
    return answer_in(acts.begin(item.stage.checklist_id, by), item, words=words, link=link, seen=seen)


@transaction.atomic
def answer_and_confirm(*, item: ChecklistItem, words: str, by: Actor, link: str = "", seen: int | None = None) -> ChecklistItem:
    """Write the answer and confirm it for the actor's own side, in one act."""
    walk = acts.begin(item.stage.checklist_id, by)
    return confirm_in(walk, answer_in(walk, item, words=words, link=link, seen=seen))


@transaction.atomic
def confirm(*, item: ChecklistItem, by: Actor, seen: int | None = None) -> ChecklistItem:
    """Confirm an item for the actor's side: an officer for the council, a signer for the forum. Never one for the other."""
    return confirm_in(acts.begin(item.stage.checklist_id, by), item, seen=seen)


@transaction.atomic
def query(*, item: ChecklistItem, words: str, by: Actor, seen: int | None = None) -> ChecklistItem:
    """A forum asks about an item; the lead officer is told."""
    return query_in(acts.begin(item.stage.checklist_id, by), item, words=words, seen=seen)


@transaction.atomic
def reply(*, item: ChecklistItem, words: str, by: Actor, seen: int | None = None) -> ChecklistItem:
    """The council replies to a forum's question; the item waits for the forum again, whose people are told."""
    door = _Door(acts.begin(item.stage.checklist_id, by), item, ItemAct.REPLY, seen)
    if not words.strip():
        raise Missing(_("Write your reply"))
    replied = door.close(ItemEventKind.REPLIED, words.strip())
    notices.council_replied(walk=door.walk, item=replied, asked=door.facts.asked)
    return replied


@transaction.atomic
def does_not_apply(*, item: ChecklistItem, reason: str, by: Actor, seen: int | None = None) -> ChecklistItem:
    """Say that an item does not apply, with a reason that the forum sees. Limits, and who decides, always apply."""
    door = _Door(acts.begin(item.stage.checklist_id, by), item, ItemAct.SKIP, seen)
    if not reason.strip():
        raise Missing(_("Say why it does not apply. The forum reads this."))
    door.item.reason = reason.strip()
    done = door.close(ItemEventKind.NOT_APPLICABLE, reason.strip())
    _tell_when_it_waits_for_the_forum(door)
    return done


@transaction.atomic
def reopen(*, item: ChecklistItem, by: Actor, words: str = "", seen: int | None = None) -> ChecklistItem:
    """Open a settled item again; signatures of its stage are taken back."""
    door = _Door(acts.begin(item.stage.checklist_id, by), item, ItemAct.REOPEN, seen)
    door.item.reason = ""
    return door.close(ItemEventKind.REOPENED, words.strip())


# --- In a walk that is locked already: what one act does to several items ---------------------------------------------------


def answer_in(walk: Walk, item: ChecklistItem, *, words: str, link: str = "", seen: int | None = None) -> ChecklistItem:
    door = _Door(walk, item, ItemAct.ANSWER, seen)
    words, link = words.strip(), link.strip()
    if not words:
        raise Missing(_("Write an answer to “%(question)s”") % {"question": item.prompt})
    door.item.answer, door.item.reason = words, ""
    if link and not policies.as_link(link):
        raise Missing(_("This is not a link. Write one like https://www.lbhf.gov.uk/page"))
    if link and not door.item.evidence.filter(link=link).exists():
        door.add_evidence(kind=EvidenceKind.LINK, link=link)
    return door.close(ItemEventKind.ANSWERED, words)


def confirm_in(walk: Walk, item: ChecklistItem, *, seen: int | None = None) -> ChecklistItem:
    door = _Door(walk, item, ItemAct.CONFIRM, seen)
    if not (door.item.answer or door.item.reason):
        raise Missing(_("Write an answer before you confirm it."))
    if walk.side == Side.FORUM:
        return door.close(ItemEventKind.PARTNER_CONFIRMED)
    holds.must_be_met(door.item, walk.project)
    confirmed = door.close(ItemEventKind.OFFICER_CONFIRMED)
    _tell_when_it_waits_for_the_forum(door)
    return confirmed


def query_in(walk: Walk, item: ChecklistItem, *, words: str, seen: int | None = None) -> ChecklistItem:
    door = _Door(walk, item, ItemAct.QUERY, seen)
    if not words.strip():
        raise Missing(_("Write what you want to ask"))
    asked = door.close(ItemEventKind.QUERIED, words.strip())
    notices.forum_asks(walk=walk, item=asked)
    return asked


def _tell_when_it_waits_for_the_forum(door: "_Door") -> None:
    """The forums are told once, when the council has done all it must and the rest of the stage is theirs."""
    if door.walk.side != Side.COUNCIL or _council_has_more_to_answer(door):
        return
    desk = Desk(door.walk, door.item.stage.number)
    if door.walk.project.stage == desk.stage.number and desk.waits_for_the_forum_only():
        notices.stage_waits(walk=door.walk, stage=desk.stage)


def _council_has_more_to_answer(door: "_Door") -> bool:
    """Whether something that is always needed still waits for the council here: then nothing else need be looked at."""
    chapter = policies.chapter_of(door.item.stage.checklist.scale, door.item.stage.number)
    here = ChecklistItem.objects.filter(stage__checklist=door.item.stage.checklist_id, stage__number__in=chapter)
    unanswered = [ItemState.NOT_STARTED, ItemState.IN_PROGRESS, ItemState.QUERIED]
    needed = here.filter(template__mandatory=Mandatory.YES, state__in=unanswered)
    return needed.exclude(template__confirms=Confirms.FORUM_PARTNER).exists()


class _Door:
    """One act on one item: locked, permitted and possible; `close` writes what happened."""

    def __init__(self, walk: Walk, item: ChecklistItem, act: ItemAct, seen: int | None) -> None:
        self.walk = walk
        self.item = (
            ChecklistItem.objects.select_for_update(of=("self",)).select_related("stage__checklist", "template").get(pk=item.pk)
        )
        acts.must_be_open(self.item.stage)
        history = list(self.item.events.all())
        if seen is not None and seen != len(history):
            raise WrongState(_("Someone else changed this while you had it open. Read it again, then decide."))
        self.facts = policies.item_facts(history, self.item.template.confirms)
        self._must_be_possible(act)

    def _must_be_possible(self, act: ItemAct) -> None:
        confirms, by = self.item.template.confirms, self.walk.by
        if act == ItemAct.SKIP and not self.item.template.may_not_apply:
            raise WrongState(_("%(code)s can never be left out. Answer it.") % {"code": self.item.template.code})
        possible = policies.item_acts(
            side=self.walk.side, body_id=by.capacity.body_id, confirms=confirms, facts=self.facts,
            may_not_apply=self.item.template.may_not_apply,
        )  # fmt: skip
        if act in possible:
            return
        if self.walk.side == Side.COUNCIL and act == ItemAct.QUERY:
            raise NotAllowed(_("Only the forum asks here. You can change the answer."))
        if self.walk.side == Side.COUNCIL and (
            confirms == Confirms.FORUM_PARTNER or self.facts.state == ItemState.OFFICER_CONFIRMED
        ):
            raise NotAllowed(
                _("Only %(forum)s can do this. Nobody at the council can do it for them.") % {"forum": self.walk.forum_name}
            )
        if (
            self.walk.side == Side.FORUM
            and confirms != Confirms.FORUM_PARTNER
            and act in (ItemAct.ANSWER, ItemAct.REPLY, ItemAct.SKIP, ItemAct.REOPEN)
        ):
            raise NotAllowed(_("The council does this. You can ask about it instead."))
        if self.walk.side == Side.FORUM and self.facts.asked and act == ItemAct.CONFIRM:
            raise NotAllowed(_("Another forum’s question is still open. Only they can say that it is answered."))
        raise WrongState(
            _("This cannot be done now: %(code)s is “%(state)s”. Someone may have been quicker.")
            % {"code": self.item.template.code, "state": ItemState(self.facts.state).label}
        )

    def add_evidence(self, **shown: Any) -> ItemEvidence:
        """Keep something that shows it, beside the answer."""
        by = self.walk.by
        return ItemEvidence.objects.create(
            item=self.item, added_at=clock.now(), added_by_label=by.label, side=self.walk.side, **shown
        )

    def close(self, kind: ItemEventKind, words: str = "") -> ChecklistItem:
        by = self.walk.by
        event = ItemEvent.objects.create(
            item=self.item, at=clock.now(), kind=kind, side=self.walk.side, body=by.body, capacity=by.capacity,
            by_ref=by.ref, by_label=by.label, words=words,
        )  # fmt: skip
        arrived.wrote(event, by=by)
        was, state = self.item.state, policies.item_after(self.facts, event, self.item.template.confirms).state
        if was != state and state not in ITEM_STEPS[was]:
            raise WrongState(_("This item cannot go from “%(old)s” to “%(new)s”.") % {"old": was, "new": state})
        self.item.state = state
        self.item.save(update_fields=["state", "answer", "reason"])
        if kind in _TAKES_SIGNATURES_BACK and self.item.stage.sign_offs.exists():
            reason = _("Item %(code)s changed, so both sides sign again.") % {"code": self.item.template.code}
            Desk(self.walk, self.item.stage.number).take_signatures_back(reason)
        audit.record(verb=f"checklist.item_{kind}", target=self.item, by=by, old=was, new=state, code=self.item.template.code)
        return self.item


# What changes the words that were signed, or opens the item: all but a reply, and a confirmation, which changes no words.
_TAKES_SIGNATURES_BACK = frozenset(
    {ItemEventKind.ANSWERED, ItemEventKind.QUERIED, ItemEventKind.NOT_APPLICABLE, ItemEventKind.REOPENED}
)
