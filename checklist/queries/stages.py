"""One stage of one project as a page shows it to one person: what waits for whom, and what that person can do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklist import policies
from checklist.enums import CLOSED_STAGES, OPEN_STAGES, Confirms, ItemEventKind, ItemState, Mandatory, Position, Side
from checklist.models import Checklist, ChecklistItem, ChecklistStage, ItemEvent, SignOff
from checklist.models.walks import ChecklistQuerySet
from checklist.queries import words
from coproduction.core.words import listed
from engagements.models import ProjectPart
from engagements.models.projects import LAST_STAGE
from groups.models import Body
from groups.queries.chips import Chip


@dataclass(frozen=True)
class Viewer:
    """The person who looks: as whom they act, if they do. `side` is None for someone who only reads."""

    ref: str = ""
    side: Side | None = None
    body_id: int = 0


@dataclass(frozen=True)
class Sign:
    who: str
    words: str
    signed: bool


@dataclass(frozen=True)
class Turn:
    side: str
    who: str
    when: str
    words: str
    look: str = ""


@dataclass(frozen=True)
class Proof:
    words: str
    url: str


@dataclass(frozen=True)
class ItemOnPage:
    """One item; `possible` holds what the viewer can do with it, `waits_for` whose turn it is."""

    pk: int
    code: str
    question: str
    guide: str
    state: str
    state_words: str
    queried: bool
    asking: str
    look: str
    answer: str
    because: str
    link: str
    evidence: tuple[Proof, ...]
    evidence_hint: str
    signs: tuple[Sign, ...]
    turns: tuple[Turn, ...]
    seen: int
    waits_for: str
    must_be_settled: bool
    possible: frozenset[str]
    # Whether the viewer, having written an answer, may confirm it too.
    can_confirm_own_answer: bool
    acts: tuple[object, ...] = ()


@dataclass(frozen=True)
class SignSide:
    name: str
    look: str
    signed: bool
    words: str
    note: str


@dataclass(frozen=True)
class PastAct:
    """One line of the history of sign-offs."""

    who: str
    what: str
    when: str
    reason: str


@dataclass(frozen=True)
class StagePage:
    checklist: Checklist
    stage: ChecklistStage
    number: int
    total: int
    name: str
    title: str
    intro: str
    state: str
    forums: tuple[Chip, ...]
    forum_names: str
    items: tuple[ItemOnPage, ...]
    desks: tuple[tuple[SignSide, SignSide], ...]
    history: tuple[PastAct, ...]
    seen: int
    unsettled: tuple[str, ...]
    possible: frozenset[str]
    resting: str

    @property
    def settled(self) -> int:
        return sum(1 for item in self.items if item.waits_for == "nobody")

    def waiting_for(self, side: str) -> list[ItemOnPage]:
        """Items whose turn it is on this side: questions first, then in the order of the checklist."""
        return sorted((item for item in self.items if item.waits_for == side), key=lambda item: not item.queried)


def stage_page(checklist: Checklist, number: int, viewer: Viewer) -> StagePage | None:
    """The page of one stage, or None when there is no such stage. The number of queries does not depend on what it holds."""
    stage = (
        checklist.stages.filter(number=number)
        .select_related("template")
        .prefetch_related(
            Prefetch("sign_offs", queryset=SignOff.objects.select_related("body")),
            Prefetch(
                "items",
                queryset=ChecklistItem.objects.select_related("template").prefetch_related(
                    Prefetch("events", queryset=ItemEvent.objects.select_related("body"))
                ),
            ),
        )
        .first()
    )
    if stage is None:
        return None
    return _Page(checklist, stage, viewer).made()


def signing_bodies(checklist: Checklist) -> list[Body]:
    """The forums that sign, from parts that are loaded with their bodies."""
    return [part.body for part in checklist.project.parts.all() if part.signs and part.body]


def visible_with_project(user: object) -> ChecklistQuerySet:
    """The checklists this user may see, with what the pages need of their projects."""
    parts = Prefetch("project__parts", queryset=ProjectPart.objects.select_related("body"))
    return Checklist.objects.visible_to(user).select_related("project", "project__lead", "version").prefetch_related(parts)


def checked_with(body: Body) -> Chip:
    """A forum that signs, as the head of a page names it."""
    return Chip(_("Checked with %(forum)s") % {"forum": body.name}, body.mark)


class _Page:
    def __init__(self, checklist: Checklist, stage: ChecklistStage, viewer: Viewer) -> None:
        self.checklist, self.stage, self.viewer = checklist, stage, viewer
        self.signing = signing_bodies(checklist)
        self.looks = {body.pk: body.mark for body in self.signing}
        self.sign_offs = list(stage.sign_offs.all())
        self.standing = policies.standing(self.sign_offs)
        self.stood = policies.positions(self.sign_offs)
        self.forum_names = listed([body.name for body in self.signing]) or _("a forum")
        self.is_open = stage.state in OPEN_STAGES
        self.is_resting = checklist.project.status in policies.RESTING

    def made(self) -> StagePage:
        stage, project = self.stage, self.checklist.project
        items = tuple(self.item(item) for item in stage.items.all())
        return StagePage(
            checklist=self.checklist,
            stage=stage,
            number=stage.number,
            total=LAST_STAGE,
            name=stage.template.plain_title,
            title=stage.template.title,
            intro=stage.template.intro,
            state=stage.state,
            forums=tuple(checked_with(body) for body in self.signing),
            forum_names=self.forum_names,
            items=items,
            desks=self.desks(),
            history=tuple(self.past()),
            seen=sum(item.seen for item in items),
            unsettled=tuple(item.code for item in items if item.must_be_settled and item.waits_for != "nobody"),
            possible=self.possible(),
            resting=str(project.get_status_display()) if self.is_resting else "",
        )

    # --- Items ------------------------------------------------------------------------------------------------------------

    def item(self, item: ChecklistItem) -> ItemOnPage:
        template, events = item.template, list(item.events.all())
        facts = policies.item_facts(events, template.confirms)
        asking = next((body for body in self.signing if body.pk in facts.asked), None)
        state, state_words = self.item_state(item, template.confirms, asking)
        return ItemOnPage(
            pk=item.pk,
            code=template.code,
            question=template.prompt,
            guide=self.guide(item),
            state=state,
            state_words=state_words,
            queried=item.state == ItemState.QUERIED,
            asking=asking.name if asking else "",
            look=asking.mark if asking else (self.signing[0].mark if self.signing else ""),
            answer=item.answer,
            because=item.reason,
            link=item.evidence_link,
            evidence=(Proof(_("What shows it: %(link)s") % {"link": _short(item.evidence_link)}, item.evidence_link),)
            if item.evidence_link
            else (),
            evidence_hint=template.evidence,
            signs=tuple(self.signs(item, events)),
            turns=tuple(self.turns(events)),
            seen=len(events),
            waits_for=self.waits_for(item, template.confirms),
            must_be_settled=item.must_be_settled,
            possible=self.item_acts(template.confirms, facts),
            can_confirm_own_answer=template.confirms != Confirms.FORUM_PARTNER or self.viewer.side == Side.FORUM,
        )

    def guide(self, item: ChecklistItem) -> str:
        template = item.template
        parts = [template.guidance]
        if template.mandatory == Mandatory.NO:
            parts.append(_("You may leave this one out."))
        elif template.mandatory == Mandatory.CONDITION:
            parts.append(_("Needed only %(condition)s. If not, say that it does not apply.") % {"condition": template.condition})
        return " ".join(part for part in parts if part)

    def item_state(self, item: ChecklistItem, confirms: str, asking: Body | None) -> tuple[str, str]:
        if item.state == ItemState.QUERIED:
            return "contested", _("%(forum)s asks") % {"forum": asking.name if asking else _("The forum")}
        if item.state == ItemState.OFFICER_CONFIRMED:
            mine = self.viewer.side == Side.FORUM
            return "doing", _("With you") if mine else _("With %(forum)s") % {"forum": self.forum_names}
        if item.state == ItemState.CONFIRMED:
            return "did", _("Both confirmed") if confirms == Confirms.BOTH else _("Confirmed")
        if item.state == ItemState.NOT_APPLICABLE:
            return "none", _("Does not apply")
        if item.state == ItemState.IN_PROGRESS:
            return "notyet", _("Written, not confirmed") if item.answer else _("Open again")
        return "notyet", _("Not started")

    @staticmethod
    def waits_for(item: ChecklistItem, confirms: str) -> str:
        if item.is_settled:
            return "nobody"
        if item.state == ItemState.OFFICER_CONFIRMED or (confirms == Confirms.FORUM_PARTNER and item.state != ItemState.QUERIED):
            return Side.FORUM
        return Side.COUNCIL

    def item_acts(self, confirms: str, facts: policies.ItemFacts) -> frozenset[str]:
        if self.viewer.side is None or not self.is_open or self.is_resting:
            return frozenset()
        return frozenset(
            map(str, policies.item_acts(side=self.viewer.side, body_id=self.viewer.body_id, confirms=confirms, facts=facts))
        )

    def signs(self, item: ChecklistItem, events: Sequence[ItemEvent]) -> list[Sign]:
        """Who has confirmed the words as they stand now, and who has still to."""
        if item.state == ItemState.NOT_APPLICABLE or not item.answer:
            return []
        council = forum = None
        for event in events:
            if event.kind in (ItemEventKind.ANSWERED, ItemEventKind.REOPENED):
                council = forum = None
            elif event.kind == ItemEventKind.OFFICER_CONFIRMED:
                council = event
            elif event.kind == ItemEventKind.PARTNER_CONFIRMED:
                forum = event
        asks_forum = (
            item.template.confirms != Confirms.OFFICER or forum or item.state in (ItemState.OFFICER_CONFIRMED, ItemState.QUERIED)
        )
        found = []
        if item.template.confirms != Confirms.FORUM_PARTNER:
            found.append(self.sign(_("The council"), council))
        if asks_forum:
            found.append(self.sign(forum.body.name if forum else self.forum_names, forum))
        return found

    @staticmethod
    def sign(name: str, event: ItemEvent | None) -> Sign:
        if event is None:
            return Sign(name, _("Not yet"), False)
        return Sign(name, f"{words.who(event.by_label)}, {words.moment(event.at)}", True)

    def turns(self, events: Sequence[ItemEvent]) -> list[Turn]:
        """Questions and replies; from the first question on, what else happened stands between them."""
        found: list[Turn] = []
        for event in events:
            when = words.moment(event.at)
            if event.kind in (ItemEventKind.QUERIED, ItemEventKind.REPLIED):
                name = words.who(event.by_label)
                if event.by_ref == self.viewer.ref:
                    name = _("You, %(capacity)s") % {"capacity": event.by_label}
                found.append(Turn(event.side, name, when, event.words, self.looks.get(event.body_id, "")))
            elif found:
                what = _("%(when)s: %(who)s %(what)s") % {"when": when, "who": event.by_label, "what": event.get_kind_display()}
                found.append(Turn("event", "", "", what))
        return found

    # --- Signing ----------------------------------------------------------------------------------------------------------

    def desks(self) -> tuple[tuple[SignSide, SignSide], ...]:
        """The council and each signing forum, one pair for each forum."""
        council = self.desk(_("The council"), "", Side.COUNCIL, 0)
        return tuple((council, self.desk(body.name, body.mark, Side.FORUM, body.pk)) for body in self.signing)

    def desk(self, name: str, look: str, side: Side, body_id: int) -> SignSide:
        row = self.standing.get((side, body_id))
        if row is None:
            return SignSide(name, look, False, "", "")
        who, when = words.who(row.by_label), words.moment(row.at)
        if row.position == Position.SIGNED:
            return SignSide(name, look, True, who, when)
        if row.position == Position.WENT_ON:
            return SignSide(
                name,
                look,
                False,
                _("Went on without the other signature. Because: %(reason)s") % {"reason": row.reason},
                f"{who}, {when}",
            )
        return SignSide(name, look, False, _("Because: %(reason)s") % {"reason": row.reason}, f"{who}, {when}")

    def past(self) -> list[PastAct]:
        return [
            PastAct(words.who(row.by_label), str(row.get_position_display()), words.moment(row.at), row.reason)
            for row in self.sign_offs
        ]

    def possible(self) -> frozenset[str]:
        """What the viewer can do with the stage as a whole."""
        viewer, project = self.viewer, self.checklist.project
        if viewer.side is None or self.is_resting:
            return frozenset()
        mine = self.stood.of(viewer.side, viewer.body_id)
        found = set()
        if self.stage.state in CLOSED_STAGES and (viewer.side == Side.COUNCIL or mine == Position.SIGNED):
            found.add("reopen")
        if self.is_open and project.stage == self.stage.number:
            if mine != Position.SIGNED and self.signing:
                found.add("sign")
            if mine != Position.REFUSED:
                found.add("refuse")
            if viewer.side == Side.COUNCIL and (not self.signing or self.stood.missing(self.looks)):
                found.add("go_on")
        return frozenset(found)


def _short(link: str) -> str:
    """The address without its scheme, cut to what fits on a phone."""
    bare = link.split("://", 1)[-1].rstrip("/")
    return bare if len(bare) <= 48 else f"{bare[:47]}…"


def progress_words(page: StagePage, side: Side | None) -> str:
    """ "4 of 6 done. One is waiting for you." in plain words."""
    council, forum = len(page.waiting_for(Side.COUNCIL)), len(page.waiting_for(Side.FORUM))
    parts = [_("%(done)s of %(total)s done.") % {"done": page.settled, "total": len(page.items)}]
    for number, whose, name in ((council, Side.COUNCIL, _("the council")), (forum, Side.FORUM, page.forum_names)):
        if number:
            who = _("you") if side == whose else name
            parts.append(
                ngettext("%(number)s is waiting for %(who)s.", "%(number)s are waiting for %(who)s.", number)
                % {"number": number, "who": who}
            )
    return " ".join(parts)
