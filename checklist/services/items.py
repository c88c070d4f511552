"""The door to a checklist item: answer it, confirm it, ask about it, reply, say that it does not apply, open it again.

Each act adds an event, which is never changed, and sets the state that the whole history implies. `seen` is the number of
events the person had before them: when there are more by now, someone else was quicker, and nothing is saved.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import ITEM_STEPS, Confirms, ItemEventKind, ItemState, Position, Side
from checklist.models import ChecklistItem, ItemEvent, SignOff
from checklist.policies import ItemAct
from checklist.services import acts, notices
from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import audit
from groups.actors import Actor


@transaction.atomic
def answer(*, item: ChecklistItem, words: str, by: Actor, link: str = "", seen: int | None = None) -> ChecklistItem:
    """Write or change the answer. A changed answer takes back the signatures of its stage: both sides sign again."""
    door = _Door(item, by, ItemAct.ANSWER, seen)
    words, link = words.strip(), link.strip()
    if not words:
        raise Missing(_("Write an answer to “%(question)s”") % {"question": item.template.prompt})
    door.item.answer, door.item.evidence_link, door.item.reason = words, link, ""
    return door.close(ItemEventKind.ANSWERED, words)


@transaction.atomic
def answer_and_confirm(*, item: ChecklistItem, words: str, by: Actor, link: str = "", seen: int | None = None) -> ChecklistItem:
    """Write the answer and confirm it for the actor's own side, in one act."""
    answered = answer(item=item, words=words, link=link, by=by, seen=seen)
    return confirm(item=answered, by=by)


@transaction.atomic
def confirm(*, item: ChecklistItem, by: Actor, seen: int | None = None) -> ChecklistItem:
    """Confirm an item for the actor's side: an officer for the council, a signer for the forum. Never one for the other."""
    door = _Door(item, by, ItemAct.CONFIRM, seen)
    if not (door.item.answer or door.item.reason):
        raise Missing(_("Write an answer before you confirm it."))
    if door.walk.side == Side.COUNCIL:
        return door.close(ItemEventKind.OFFICER_CONFIRMED)
    return door.close(ItemEventKind.PARTNER_CONFIRMED)


@transaction.atomic
def query(*, item: ChecklistItem, words: str, by: Actor, seen: int | None = None) -> ChecklistItem:
    """A forum asks about an item; the lead officer is told."""
    door = _Door(item, by, ItemAct.QUERY, seen)
    if not words.strip():
        raise Missing(_("Write what you want to ask"))
    asked = door.close(ItemEventKind.QUERIED, words.strip())
    notices.forum_asks(walk=door.walk, item=asked)
    return asked


@transaction.atomic
def reply(*, item: ChecklistItem, words: str, by: Actor, seen: int | None = None) -> ChecklistItem:
    """The council replies to a forum's question; the item waits for the forum again, whose people are told."""
    door = _Door(item, by, ItemAct.REPLY, seen)
    if not words.strip():
        raise Missing(_("Write your reply"))
    replied = door.close(ItemEventKind.REPLIED, words.strip())
    notices.council_replied(walk=door.walk, item=replied, asked=door.facts.asked)
    return replied


@transaction.atomic
def does_not_apply(*, item: ChecklistItem, reason: str, by: Actor, seen: int | None = None) -> ChecklistItem:
    """Say that an item does not apply, with a reason that the forum sees."""
    door = _Door(item, by, ItemAct.SKIP, seen)
    if not reason.strip():
        raise Missing(_("Say why it does not apply. The forum reads this."))
    door.item.reason = reason.strip()
    return door.close(ItemEventKind.NOT_APPLICABLE, reason.strip())


@transaction.atomic
def reopen(*, item: ChecklistItem, by: Actor, words: str = "", seen: int | None = None) -> ChecklistItem:
    """Open a settled item again; signatures of its stage are taken back."""
    door = _Door(item, by, ItemAct.REOPEN, seen)
    door.item.reason = ""
    return door.close(ItemEventKind.REOPENED, words.strip())


class _Door:
    """One act on one item: locked, permitted and possible; `close` writes what happened."""

    def __init__(self, item: ChecklistItem, by: Actor, act: ItemAct, seen: int | None) -> None:
        self.walk = acts.begin(item.stage.checklist_id, by)
        self.item = ChecklistItem.objects.select_for_update(of=("self",)).select_related("stage", "template").get(pk=item.pk)
        acts.must_be_open(self.item.stage)
        acts.stay_on_one_side(self.walk, self.item.stage)
        history = list(self.item.events.all())
        if seen is not None and seen != len(history):
            raise WrongState(_("Someone else changed this while you had it open. Read it again, then decide."))
        self.facts = policies.item_facts(history, self.item.template.confirms)
        self._must_be_possible(act)

    def _must_be_possible(self, act: ItemAct) -> None:
        confirms, by = self.item.template.confirms, self.walk.by
        possible = policies.item_acts(side=self.walk.side, body_id=by.capacity.body_id, confirms=confirms, facts=self.facts)
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

    def close(self, kind: ItemEventKind, words: str = "") -> ChecklistItem:
        by = self.walk.by
        event = ItemEvent.objects.create(
            item=self.item, at=clock.now(), kind=kind, side=self.walk.side, body=by.body, capacity=by.capacity,
            by_ref=by.ref, by_label=by.label, words=words,
        )  # fmt: skip
        was, state = self.item.state, policies.item_after(self.facts, event, self.item.template.confirms).state
        if was != state and state not in ITEM_STEPS[was]:
            raise WrongState(_("This item cannot go from “%(old)s” to “%(new)s”.") % {"old": was, "new": state})
        self.item.state = state
        self.item.save(update_fields=["state", "answer", "evidence_link", "reason"])
        if kind in _TAKES_SIGNATURES_BACK:
            self._take_signatures_back()
        audit.record(verb=f"checklist.item_{kind}", target=self.item, by=by, old=was, new=state, code=self.item.template.code)
        return self.item

    def _take_signatures_back(self) -> None:
        """Signatures stood under other words, so both sides sign again; a refusal stands until it is answered."""
        stage, by = self.item.stage, self.walk.by
        if not policies.positions(stage.sign_offs.all()).anyone_signed:
            return
        SignOff.objects.create(
            stage=stage, side=self.walk.side, body=by.body, position=Position.REOPENED, capacity=by.capacity, by_ref=by.ref,
            by_label=by.label, reason=_("Item %(code)s changed, so both sides sign again.") % {"code": self.item.template.code},
        )  # fmt: skip
        acts.follow(self.walk, stage)


# What changes the words that were signed, or opens the item: all but a reply, and a confirmation, which changes no words.
_TAKES_SIGNATURES_BACK = frozenset(
    {ItemEventKind.ANSWERED, ItemEventKind.QUERIED, ItemEventKind.NOT_APPLICABLE, ItemEventKind.REOPENED}
)
