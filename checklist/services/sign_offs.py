"""The door to the signing of a stage. A position is a row that is only ever added; the newest of each side is its position now.

Stages of a chapter are signed together: each act adds one row to every stage of the chapter, all of the same `act`.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import Manner, Paper, Position, Side, Unsigned
from checklist.models import ChecklistItem, ChecklistStage, SignOff
from checklist.policies import ItemAct
from checklist.services import desks, drafts, holds, items, notices
from checklist.services.desks import Desk
from coproduction.core import clock
from coproduction.core.enums import Audience
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.services import files
from groups.actors import Actor
from groups.models import Body


@dataclass(frozen=True)
class Reviewed:
    """What one act on a whole stage came to: the position taken, if one was, and the codes of what was asked and confirmed."""

    sign_off: SignOff | None
    asked: tuple[str, ...]
    confirmed: tuple[str, ...]


# --- One position ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def sign(*, stage: ChecklistStage, by: Actor, seen: int | None = None) -> SignOff:
    """Sign for the actor's side. When the council and the forums have signed, the stage is done and the next begins.

    `seen` is the number of events of the stage's items that the person had before them: nobody signs words they have not seen.
    """
    desk = _desk_in_person(stage, by, seen)
    return _sign(desk)


@transaction.atomic
def refuse(*, stage: ChecklistStage, reason: str, by: Actor, seen: int | None = None) -> SignOff:
    """Do not sign, with a reason that is public. The stage is contested until it is answered, or this side signs after all."""
    return _refuse(_desk_in_person(stage, by, seen), reason)


@transaction.atomic
def abstain(*, stage: ChecklistStage, by: Actor, reason: str = "", seen: int | None = None) -> SignOff:
    """A forum neither signs nor refuses, with or without a reason. It does not hold the stage, and it does not carry it alone."""
    return _abstain(_desk_in_person(stage, by, seen), reason)


# --- A whole stage in one act ---------------------------------------------------------------------------------------------


@transaction.atomic
def review(
    *, stage: ChecklistStage, by: Actor, position: str = "", reason: str = "", queries: Mapping[str, str] | None = None,
    answers: Mapping[str, str] | None = None, seen: int | None = None,
) -> Reviewed:  # fmt: skip
    """A forum reads a whole stage and answers in one act: it confirms what it does not ask about, and signs, refuses or abstains.

    `queries` and `answers` hold words by the code of an item. With a question it confirms the rest and does not sign. A forum
    that refuses or abstains confirms nothing but its own answers. Without a position it confirms and asks only.
    """
    return _review(_desk_in_person(stage, by, seen), position, reason, queries, answers)


@transaction.atomic
def show_of_hands(
    *, stage: ChecklistStage, yes: int, no: int, not_sure: int, by: Actor, reason: str = "",
    queries: Mapping[str, str] | None = None, answers: Mapping[str, str] | None = None, seen: int | None = None,
) -> Reviewed:  # fmt: skip
    """Write down how a children's forum voted by hands; the same act confirms what waited for it.

    More yes than no signs, more no than yes refuses and needs a reason, as many of each abstains until it is counted anew.
    With a question nobody signs: hands are counted again when it is answered. Without hands it asks, and confirms nothing.
    """
    desk = desks.at(stage, by, by_hands=True)
    if desk.walk.side != Side.FORUM or not policies.is_childrens_forum(by.body):
        raise NotAllowed(_("A show of hands is how a forum of children and young people signs."))
    desk.must_be_current()
    desk.must_have_seen(seen)
    counted = yes + no + not_sure > 0
    if min(yes, no, not_sure) < 0 or not (counted or _written(queries)) or (_written(answers) and not counted):
        raise Missing(_("Count the hands: how many said yes, no and not sure"))
    if not counted:
        return _review(desk, _ASKS_ONLY, reason, queries, None)
    hands = {"manner": Manner.SHOW_OF_HANDS, "hands_yes": yes, "hands_no": no, "hands_not_sure": not_sure}
    return _review(desk, policies.of_hands(yes=yes, no=no), reason, queries, answers, **hands)


# --- On paper, and what a forum says to it --------------------------------------------------------------------------------


@transaction.atomic
def sign_on_paper(
    *, stage: ChecklistStage, body: Body, paper: str, on: dt.date, signer: str, upload: UploadedFile, by: Actor,
    seen: int | None = None,
) -> SignOff:  # fmt: skip
    """An officer enters what a forum signed on paper. `on` is the day on the paper, `signer` the capacity it was signed in.

    It stands for the forum's confirmation of what waits for nothing else; no confirmation is written in its name. A copy goes back.
    """
    desk = desks.at(stage, by)
    if desk.walk.side != Side.COUNCIL:
        raise NotAllowed(_("Only an officer enters what was signed on paper. You can sign here yourself."))
    desk.must_be_current()
    desk.must_have_seen(seen)
    if body.pk not in desk.walk.signing:
        raise WrongState(_("%(forum)s does not sign this project.") % {"forum": body.name})
    if desk.stood.of(Side.FORUM, body.pk) == Position.SIGNED:
        raise WrongState(_("%(forum)s has signed this already.") % {"forum": body.name})
    if on > clock.today():
        raise Missing(_("The day on the paper must be today or earlier"))
    if not signer.strip():
        raise Missing(_("Say in which part it was signed, like “chair”"))
    _must_be_settled(desk, papers=desk.stood.on_paper | {body.pk})
    kept = files.keep(upload=upload, name=upload.name or "paper", audience=Audience.CHECKLIST, by=by, target=desk.stage)
    row = desk.take(
        Position.SIGNED, side=Side.FORUM, body=body, manner=Manner.ON_PAPER, paper=Paper(paper), paper_on=on,
        paper_signer=signer.strip(), paper_file=kept,
    )  # fmt: skip
    notices.signed_on_paper(walk=desk.walk, stage=desk.stage, sign_off=row)
    return row


@transaction.atomic
def dispute(*, stage: ChecklistStage, reason: str, by: Actor) -> SignOff:
    """Someone of a forum says that what is written down for it is not what it decided. Contested until answered or signed anew."""
    desk = desks.at(stage, by, disputes=True)
    standing = policies.standing(desk.stage.sign_offs.all()).get((Side.FORUM, by.capacity.body_id))
    if desk.walk.side != Side.FORUM:
        raise NotAllowed(_("Only people of the forum can say that this is not what it decided."))
    if standing is None or standing.manner == Manner.IN_PORTAL or standing.position == Position.DISPUTED:
        raise WrongState(_("Nothing was written down for your forum here that it could dispute."))
    if not reason.strip():
        raise Missing(_("Say what is not right. Everyone can read this."))
    row = desk.take(Position.DISPUTED, reason.strip())
    notices.stage_disputed(walk=desk.walk, stage=desk.stage, sign_off=row)
    return row


@transaction.atomic
def answer_refusal(*, refusal: SignOff, words: str, by: Actor) -> SignOff:
    """The council answers, in public, a forum that refused or disputed. Both stay readable; the forum signs, or refuses again."""
    desk = desks.at(refusal.stage, by)
    if desk.walk.side != Side.COUNCIL:
        raise NotAllowed(_("Only an officer answers for the council."))
    standing = policies.standing(desk.stage.sign_offs.all()).get((Side.FORUM, refusal.body_id))
    if refusal.side != Side.FORUM or standing is None or standing.act != refusal.act:
        raise WrongState(_("This does not stand any more. Read the stage again."))
    if not desk.stood.objects(refusal.body_id):
        raise WrongState(_("This is answered already, or it does not need an answer."))
    if not words.strip():
        raise Missing(_("Write your answer. Everyone can read this."))
    row = desk.answer(standing, words.strip())
    notices.refusal_answered(walk=desk.walk, stage=desk.stage, sign_off=row, body=refusal.body)
    return row


# --- Without a signature, and again ---------------------------------------------------------------------------------------


@transaction.atomic
def go_on_unsigned(*, stage: ChecklistStage, reason: str, by: Actor, because: str = Unsigned.OFFICER_DECIDED) -> SignOff:
    """The council goes on without a forum's signature, with a reason that is public and goes in the report to the committee.

    It goes on without their signature, never without its own answers, nor without what cannot change and who decides.
    """
    desk = desks.at(stage, by)
    if desk.walk.side != Side.COUNCIL:
        raise NotAllowed(_("Only an officer can go on without a signature."))
    desk.must_be_current()
    if not reason.strip():
        raise Missing(_("Say why you go on without their signature. Everyone can read this."))
    if desk.walk.signing and desk.stood.forums_agree(desk.walk.signing):
        raise WrongState(_("%(forum)s has signed. Sign for the council instead.") % {"forum": desk.walk.forum_name})
    if not policies.fits(because, desk.stood, desk.walk.signing):
        raise WrongState(
            _("A forum has answered, so “there was no reply” is not the reason.")
            if because == Unsigned.NO_REPLY
            else _("No forum has said that it does not sign, so that is not the reason.")
        )
    if waiting := desk.codes_without_an_answer():
        raise Missing(
            _("You can go on without their signature, not without your own answers. Still open: %(codes)s.")
            % {"codes": ", ".join(waiting)}
        )
    _holds_must_be_met(desk)
    return desk.take(Position.WENT_ON, reason.strip(), unsigned_because=Unsigned(because))


@transaction.atomic
def reopen(*, stage: ChecklistStage, reason: str, by: Actor) -> SignOff:
    """Open a finished stage again, with a reason. Officers open any; a forum opens what it has signed."""
    desk = desks.at(stage, by)
    if not desk.is_closed:
        raise WrongState(_("Stage %(number)s is not finished, so it need not be opened again.") % {"number": desk.stage.number})
    if not reason.strip():
        raise Missing(_("Say why this stage is opened again."))
    if desk.walk.side == Side.FORUM and desk.position != Position.SIGNED:
        raise NotAllowed(_("You can open a stage again that you have signed. Tell the council what you think about this one."))
    return desk.take(Position.REOPENED, reason.strip())


# What a children's forum sends that has a question and has not counted hands.
_ASKS_ONLY = "asks"

# --- Steps that several acts share ----------------------------------------------------------------------------------------


def _desk_in_person(stage: ChecklistStage, by: Actor, seen: int | None) -> Desk:
    """The desk of the open stage, for someone who takes a position for their side by themselves."""
    desk = desks.at(stage, by)
    if desk.walk.side == Side.FORUM and policies.is_childrens_forum(by.body):
        raise WrongState(_("%(forum)s signs by a show of hands. Count the hands and write them down.") % {"forum": by.body.name})
    desk.must_be_current()
    desk.must_have_seen(seen)
    return desk


def _sign(desk: Desk, **how: Any) -> SignOff:
    if not desk.walk.signing:
        raise Missing(_("Add a forum that signs this project first. The council does not sign alone."))
    if desk.position == Position.SIGNED:
        raise WrongState(
            _("Stage %(number)s is signed for %(side)s already.") % {"number": desk.stage.number, "side": desk.side_name}
        )
    _must_be_settled(desk, papers=_papers_without_own(desk))
    signed = desk.take(Position.SIGNED, **how)
    notices.stage_signed(walk=desk.walk, stage=desk.stage, sign_off=signed)
    return signed


def _refuse(desk: Desk, reason: str, **how: Any) -> SignOff:
    if not reason.strip():
        raise Missing(_("Say why you do not sign. Everyone can read this."))
    unanswered = desk.walk.side == Side.COUNCIL or desk.stood.objects(desk.walk.by.capacity.body_id)
    if desk.position == Position.REFUSED and unanswered:
        raise WrongState(
            _("Your side has said already that it does not sign. The reason stands until it is answered or you sign.")
        )
    refused = desk.take(Position.REFUSED, reason.strip(), **how)
    notices.stage_refused(walk=desk.walk, stage=desk.stage, sign_off=refused)
    return refused


def _abstain(desk: Desk, reason: str, **how: Any) -> SignOff:
    if desk.walk.side == Side.COUNCIL:
        raise NotAllowed(_("The council signs or does not sign. Only a forum can abstain."))
    if desk.position == Position.ABSTAINED and not how:
        raise WrongState(_("Your forum has abstained already. It can still sign."))
    abstained = desk.take(Position.ABSTAINED, reason.strip(), **how)
    notices.stage_abstained(walk=desk.walk, stage=desk.stage, sign_off=abstained)
    return abstained


def _review(
    desk: Desk, position: str, reason: str, queries: Mapping[str, str] | None, answers: Mapping[str, str] | None, **how: Any
) -> Reviewed:
    if desk.walk.side != Side.FORUM:
        raise NotAllowed(_("This page is for the forum. The council answers and signs on the page of the stage."))
    asked, own = _written(queries), _written(answers)
    found = {item.template.code: item for item in desk.items()}
    for code in [*asked, *own]:
        if code not in found:
            raise WrongState(_("There is no item %(code)s at this stage.") % {"code": code})
    for code, words in own.items():
        items.answer_in(desk.walk, found[code], words=words)
    confirmed = [code for code in found if code not in asked and (code in own or position in (Position.SIGNED, ""))]
    confirmed = [code for code in confirmed if _confirmed(desk, found[code])]
    for code, words in asked.items():
        items.query_in(desk.walk, found[code], words=words)
    desk.look_again()
    drafts.empty(stage=desk.stage, body=desk.walk.by.body)
    row = None
    if position == Position.REFUSED:
        row = _refuse(desk, reason, **how)
    elif position == Position.ABSTAINED:
        row = _abstain(desk, reason, **how)
    elif position == Position.SIGNED and not asked:
        row = _sign(desk, **how)
    elif not (asked or confirmed):
        raise Missing(_("Say whether you sign, or write a question"))
    return Reviewed(row, tuple(asked), tuple(confirmed))


def _written(words: Mapping[str, str] | None) -> dict[str, str]:
    return {code: said.strip() for code, said in (words or {}).items() if said.strip()}


def _confirmed(desk: Desk, item: ChecklistItem) -> bool:
    """Confirm an item for the forum, if it is its turn and there is something to confirm. A question that waits is left alone."""
    item.refresh_from_db(fields=["answer", "reason"])
    confirms, body_id = item.template.confirms, desk.walk.by.capacity.body_id
    facts = policies.item_facts(item.events.order_by("at", "pk"), confirms)
    possible = policies.item_acts(side=Side.FORUM, body_id=body_id, confirms=confirms, facts=facts)
    is_our_turn = policies.waits_for_forum(confirms=confirms, facts=facts) and ItemAct.CONFIRM in possible
    if not is_our_turn or not (item.answer or item.reason):
        return False
    items.confirm_in(desk.walk, item)
    return True


def _papers_without_own(desk: Desk) -> frozenset[int]:
    """The papers that count for who signs now: a forum that signs here leaves what it signed on paper."""
    return desk.stood.on_paper - ({desk.walk.by.capacity.body_id} if desk.walk.side == Side.FORUM else set())


def _must_be_settled(desk: Desk, papers: frozenset[int]) -> None:
    if waiting := desk.unsettled_codes(papers=papers):
        raise Missing(_("Before anyone signs, these must be settled: %(codes)s.") % {"codes": ", ".join(waiting)})
    _holds_must_be_met(desk)


def _holds_must_be_met(desk: Desk) -> None:
    """What was there when an item was confirmed may be gone by now."""
    holds.must_all_be_met([item for item in desk.items() if item.template.hold and desk.is_needed(item)], desk.walk.project)
