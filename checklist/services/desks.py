"""The desk at which a chapter is signed: its stages locked with their walk, where everyone stands, and what is still owed."""

import uuid
from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import CLOSED_STAGES, Confirms, ItemState, Position, Side
from checklist.models import ChecklistItem, ChecklistStage, ItemEvent, SignOff
from checklist.policies import ProjectFacts
from checklist.queries.facts import facts_about
from checklist.queries.turns import whose_turn
from checklist.services import acts
from checklist.services.acts import Walk
from coproduction.core import clock
from coproduction.core.errors import WrongState
from coproduction.core.services import audit, publication
from groups.actors import Actor
from groups.models import Body
from groups.services import words


def at(stage: ChecklistStage, by: Actor, *, by_hands: bool = False, disputes: bool = False) -> "Desk":
    """The desk of the chapter that this stage is in, for this actor; `acts.begin` says who is let."""
    return Desk(acts.begin(stage.checklist_id, by, by_hands=by_hands, disputes=disputes), stage.number)


class Desk:
    """One chapter, mostly one stage. `stage` is its first, at whose address its page stands."""

    def __init__(self, walk: Walk, number: int) -> None:
        self.walk = walk
        self.chapter = acts.chapter_of(walk, number)
        self.stage = self.chapter[0]
        self.act = uuid.uuid4()
        self.look_again()

    def look_again(self) -> None:
        """Read where everyone stands, after something in this act may have changed it."""
        self.stood = policies.positions(self.stage.sign_offs.all())

    @property
    def position(self) -> str:
        return self.stood.of(self.walk.side, self.walk.by.capacity.body_id)

    @property
    def side_name(self) -> str:
        return _("the council") if self.walk.side == Side.COUNCIL else self.walk.by.body.name

    @property
    def is_closed(self) -> bool:
        return self.stage.state in CLOSED_STAGES

    # --- What must be so --------------------------------------------------------------------------------------------------

    def must_be_current(self) -> None:
        acts.must_be_open(self.stage)
        if self.walk.project.stage is not None and self.walk.project.stage != self.stage.number:
            raise WrongState(_("Stage %(number)s comes first: it was opened again.") % {"number": self.walk.project.stage})

    def must_have_seen(self, seen: int | None) -> None:
        if seen is not None and seen != ItemEvent.objects.filter(item__stage__in=self.chapter).count():
            raise WrongState(_("Something changed at this stage while you had it open. Read it again, then sign."))

    # --- What is owed -----------------------------------------------------------------------------------------------------

    def items(self) -> list[ChecklistItem]:
        """The items of the chapter, in order, with their history."""
        found = ChecklistItem.objects.filter(stage__in=self.chapter).select_related("template", "stage__checklist")
        return list(found.prefetch_related("events").order_by("stage__number", "template__order"))

    @cached_property
    def facts(self) -> ProjectFacts:
        """What is true of the project now, on which it depends what a stage waits for."""
        return facts_about(self.walk.project)

    def is_needed(self, item: ChecklistItem) -> bool:
        """Whether the stage waits for this item."""
        return policies.must_be_settled(item.template.mandatory, item.template.predicate, self.facts)

    def is_owed(self, item: ChecklistItem) -> bool:
        """What the stage waits for, and what nobody may leave out: limits, and who decides."""
        return self.is_needed(item) or not item.template.may_not_apply

    def unsettled_codes(self, papers: frozenset[int] | None = None) -> list[str]:
        """Codes of the items that must be settled before anyone signs; what stands on paper is settled by it.

        `papers`: the forums whose paper counts, when it is not those that stand now.
        """
        counted = self.stood.on_paper if papers is None else papers
        needed = [item for item in self.items() if self.is_needed(item)]
        return [item.template.code for item in needed if whose_turn(item, self.facts, counted) is not None]

    def codes_without_an_answer(self) -> list[str]:
        """Codes of the items that the council has still to do itself; what waits for the forum does not hold it."""
        own = [item for item in self.items() if item.template.confirms != Confirms.FORUM_PARTNER and self.is_owed(item)]
        return [item.template.code for item in own if item.state in (ItemState.NOT_STARTED, ItemState.IN_PROGRESS)]

    def waits_for_the_forum_only(self) -> bool:
        """Whether the council has done everything it must, and something waits for a forum to confirm it."""
        turns = {item: whose_turn(item, self.facts, self.stood.on_paper) for item in self.items()}
        owed = any(turn == Side.COUNCIL and self.is_needed(item) for item, turn in turns.items())
        return Side.FORUM in turns.values() and not owed

    # --- What is done -----------------------------------------------------------------------------------------------------

    def take(
        self, position: Position, reason: str = "", *, side: Side | None = None, body: Body | None = None, **how: Any
    ) -> SignOff:
        """Add a position for every stage of the chapter, bring them in line, and note it. Returns the row of the first stage."""
        side, body = side or self.walk.side, body or self.walk.by.body
        if side == Side.FORUM and body.pk in self.stood.on_paper:
            self._give_up_the_paper(body)
        was = self.stage.state
        first = self._write(position, reason, side=side, body=body, **how)
        words.wrote(first, by=self.walk.by)
        self.follow(position, was)
        return first

    def answer(self, answered: SignOff, words: str) -> SignOff:
        """Add the council's answer to an objection, beside each of its rows in the chapter."""
        was, first = self.stage.state, None
        for objection in SignOff.objects.filter(act=answered.act, position=answered.position).order_by("stage__number"):
            row = self._row(
                objection.stage, Position.ANSWERED, words, side=Side.COUNCIL, body=self.walk.by.body, answers=objection
            )
            first = first or row
        self.follow(Position.ANSWERED, was)
        return first or answered

    def take_signatures_back(self, reason: str) -> None:
        """Signatures stood under something else, so everyone signs again; a refusal stands until it is answered."""
        if self.stood.anyone_signed:
            self._write(Position.REOPENED, reason, side=self.walk.side, body=self.walk.by.body)
            acts.follow(self.walk, self.chapter)

    def follow(self, position: Position, was: str) -> None:
        acts.follow(self.walk, self.chapter)
        audit.record(
            verb=f"checklist.stage_{position}", target=self.stage, by=self.walk.by, old=was, new=self.stage.state,
            number=self.stage.number,
        )  # fmt: skip
        publication.bump()

    def _give_up_the_paper(self, body: Body) -> None:
        """A forum leaves what it signed on paper. Others signed with that paper beside them; where it settled something, they sign anew."""
        others = self.stood.on_paper - {body.pk}
        if self.stood.council != Position.WENT_ON and self.unsettled_codes(papers=others):
            reason = _("What %(forum)s signed on paper no longer stands, so everyone signs again.") % {"forum": body.outside_name}
            self._write(Position.REOPENED, reason, side=self.walk.side, body=self.walk.by.body)

    def _write(self, position: Position, reason: str, *, side: Side, body: Body, **how: Any) -> SignOff:
        rows = [self._row(stage, position, reason, side=side, body=body, **how) for stage in self.chapter]
        return rows[0]

    def _row(self, stage: ChecklistStage, position: Position, reason: str, *, side: Side, body: Body, **how: Any) -> SignOff:
        by = self.walk.by
        return SignOff.objects.create(
            stage=stage, at=clock.now(), side=side, body=body, position=position, reason=reason, act=self.act,
            capacity=by.capacity, by_ref=by.ref, by_label=by.label, **how,
        )  # fmt: skip
