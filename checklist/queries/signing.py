"""The signing of a stage as its page shows it: where each side stands, how it came to that, and what one person can do about it."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import CLOSED_STAGES, OPEN_STAGES, Manner, Position, Side
from checklist.models import ChecklistStage, SignOff
from checklist.queries import words
from groups.models import Body


@dataclass(frozen=True)
class Viewer:
    """The person who looks: as whom they act, if they do. `side` is None for someone who only reads.

    `reviews`: may read the whole stage for a forum and send one answer, be it by a show of hands. `disputes`: the forums whose
    positions this person may dispute.
    """

    ref: str = ""
    side: Side | None = None
    body_id: int = 0
    reviews: bool = False
    disputes: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True)
class SignSide:
    """One side of a desk. `head` says in two words where it stands, when that is neither signed nor not signed."""

    name: str
    look: str
    signed: bool
    words: str
    note: str
    head: str = ""
    url: str = ""
    link_words: str = ""


@dataclass(frozen=True)
class Objection:
    """A refusal or a dispute that waits for the council's answer."""

    act: str
    who: str
    reason: str
    disputes: bool


@dataclass(frozen=True)
class PastAct:
    """One line of the history of sign-offs."""

    who: str
    what: str
    when: str
    reason: str


class Signing:
    """Made from a stage that is loaded with its sign-offs and their bodies and papers; the stages of a chapter have one history."""

    def __init__(self, stage: ChecklistStage, signing: Sequence[Body], viewer: Viewer, *, is_current: bool) -> None:
        self.stage, self.signing, self.viewer = stage, signing, viewer
        self.is_current = is_current and stage.state in OPEN_STAGES
        self.history = list(stage.sign_offs.all())
        self.standing = policies.standing(self.history)
        self.answers = policies.answers_to(self.history)
        self.stood = policies.positions(self.history)

    @cached_property
    def papers(self) -> list[SignOff]:
        """The signatures on paper that stand now."""
        return [row for row in self.standing.values() if row.side == Side.FORUM and row.body_id in self.stood.on_paper]

    # --- Where everyone stands --------------------------------------------------------------------------------------------

    def desks(self) -> tuple[tuple[SignSide, SignSide], ...]:
        """The council and each signing forum, one pair for each forum."""
        council = self.desk(_("The council"), "", Side.COUNCIL, 0)
        return tuple((council, self.desk(body.name, body.mark, Side.FORUM, body.pk)) for body in self.signing)

    def desk(self, name: str, look: str, side: Side, body_id: int) -> SignSide:
        row = self.standing.get((side, body_id))
        if row is None:
            return SignSide(name, look, False, "", "")
        who, when = words.who(row.by_label), words.moment(row.at)
        signed = row.position == Position.SIGNED
        note = _("Entered by %(who)s, %(when)s") if row.manner != Manner.IN_PORTAL else "%(who)s, %(when)s"
        url = reverse("file", args=[row.paper_file.key]) if row.paper_file else ""
        if signed and row.manner == Manner.IN_PORTAL:
            return SignSide(name, look, True, who, when)
        return SignSide(
            name, look, signed, " ".join(self.said(row)), note % {"who": who, "when": when}, head=_head(row), url=url,
            link_words=_("See the paper") if url else "",
        )  # fmt: skip

    def said(self, row: SignOff) -> Iterable[str]:
        """How a side came to its position, why, and what the council answered."""
        if row.manner != Manner.IN_PORTAL:
            yield how(row)
        if row.unsigned_because:
            yield f"{row.get_unsigned_because_display()}."
        if row.reason:
            yield _("Because: %(reason)s") % {"reason": row.reason}
        if answer := self.answers.get(row.pk):
            yield _("The council answered: %(words)s") % {"words": answer.reason}

    def objections(self) -> list[Objection]:
        """What the council has still to answer."""
        rows = [row for row in self.standing.values() if row.side == Side.FORUM and self.stood.objects(row.body_id)]
        return [Objection(str(row.act), row.body.name, row.reason, row.position == Position.DISPUTED) for row in rows]

    def past(self) -> list[PastAct]:
        return [_past(row) for row in self.history]

    # --- What one person can do -------------------------------------------------------------------------------------------

    def possible(self) -> frozenset[str]:
        """What the viewer can do with the stage as a whole."""
        return frozenset([*self._for_members(), *self._for_the_council(), *self._for_a_forum()])

    def disputed_body(self) -> int | None:
        """The forum for which this person can dispute what was written down."""
        rows = (self.standing.get((Side.FORUM, body)) for body in sorted(self.viewer.disputes))
        return next((row.body_id for row in rows if row and _can_be_disputed(row)), None)

    def _for_members(self) -> Iterable[str]:
        if self.disputed_body() is not None:
            yield "dispute"

    def _for_the_council(self) -> Iterable[str]:
        if self.viewer.side != Side.COUNCIL:
            return
        signing = [body.pk for body in self.signing]
        if self.stage.state in CLOSED_STAGES:
            yield "reopen"
        if self.objections():
            yield "answer"
        if not self.is_current:
            return
        if self.stood.council != Position.SIGNED and signing:
            yield "sign"
        if self.stood.council != Position.REFUSED:
            yield "refuse"
        if not signing or not self.stood.forums_agree(signing):
            yield "go_on"
        if self.stood.missing(signing):
            yield "paper"

    def _for_a_forum(self) -> Iterable[str]:
        viewer = self.viewer
        mine = self.stood.of(Side.FORUM, viewer.body_id)
        if self.is_current and viewer.reviews:
            yield "review"
        if viewer.side != Side.FORUM:
            return
        if self.stage.state in CLOSED_STAGES and mine == Position.SIGNED:
            yield "reopen"
        own = next((body for body in self.signing if body.pk == viewer.body_id), None)
        if not self.is_current or own is None or policies.is_childrens_forum(own):
            return
        if mine != Position.SIGNED:
            yield "sign"
        if mine != Position.REFUSED or not self.stood.objects(viewer.body_id):
            yield "refuse"
        if mine != Position.ABSTAINED:
            yield "abstain"


def how(row: SignOff) -> str:
    """How a position was taken: by hands with their number, or on paper with what it stands on."""
    if row.manner == Manner.SHOW_OF_HANDS:
        counts = {"yes": row.hands_yes, "no": row.hands_no, "not_sure": row.hands_not_sure}
        return _("By a show of hands: %(yes)s yes, %(no)s no, %(not_sure)s not sure.") % counts
    if row.manner == Manner.ON_PAPER and row.paper_on:
        paper = {"signer": row.paper_signer, "paper": row.get_paper_display(), "on": words.day(row.paper_on)}
        return _("Signed on paper, entered by an officer. Signed as: %(signer)s. %(paper)s, %(on)s.") % paper
    return ""


def covered_by(papers: Collection[SignOff]) -> str:
    """The day or days of the papers that stand for a forum's confirmation."""
    days = [words.day(row.paper_on) for row in papers if row.paper_on]
    return _("On paper, %(days)s") % {"days": ", ".join(days)}


def _head(row: SignOff) -> str:
    return {Position.ABSTAINED: _("Abstained."), Position.DISPUTED: _("Disputed.")}.get(Position(row.position), "")


def _can_be_disputed(row: SignOff) -> bool:
    return row.manner != Manner.IN_PORTAL and row.position != Position.DISPUTED


def _past(row: SignOff) -> PastAct:
    reason = " ".join(part for part in (how(row), row.reason) if part)
    what = str(row.get_position_display())
    if row.side == Side.FORUM and row.manner == Manner.ON_PAPER:
        what = _("%(forum)s: %(what)s") % {"forum": row.body.name, "what": what}
    return PastAct(words.who(row.by_label), what, words.moment(row.at), reason)
