"""One stage of one project as a page shows it to one person: what waits for whom, and what that person can do."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklist import policies
from checklist.enums import OPEN_STAGES, Confirms, ItemEventKind, ItemState, Mandatory, Side
from checklist.live import Look, Shown
from checklist.models import Checklist, ChecklistItem, ChecklistStage, ItemEvent, ItemEvidence, SignOff, TemplateItem
from checklist.models.walks import ChecklistQuerySet
from checklist.queries import facts, words
from checklist.queries.signing import Objection, PastAct, Signing, SignSide, Viewer, covered_by
from checklist.queries.turns import whose_turn
from coproduction.core.words import listed
from engagements.models import ProjectPart
from groups.models import Body
from groups.queries.chips import Chip


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
    """Something that shows an item: what it is, who put it there, and where the viewer can take it away."""

    words: str
    url: str
    who: str = ""
    remove_url: str = ""


@dataclass(frozen=True)
class ItemOnPage:
    """One item; `possible` holds what the viewer can do with it, `waits_for` whose turn it is."""

    pk: int
    stage_number: int
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
    evidence: tuple[Proof, ...]
    evidence_hint: str
    shows: tuple[Shown, ...]
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
class Part:
    """One stage of those that are signed together, as a heading with its items below."""

    number: int
    name: str
    intro: str
    items: tuple[ItemOnPage, ...]


@dataclass(frozen=True)
class StagePage:
    """The page of a stage, or of those that are signed together: `number` is the first, `parts` are all of them."""

    checklist: Checklist
    stage: ChecklistStage
    number: int
    place: str
    name: str
    intro: str
    state: str
    forums: tuple[Chip, ...]
    forum_names: str
    parts: tuple[Part, ...]
    items: tuple[ItemOnPage, ...]
    desks: tuple[tuple[SignSide, SignSide], ...]
    objections: tuple[Objection, ...]
    history: tuple[PastAct, ...]
    seen: int
    unsettled: tuple[str, ...]
    possible: frozenset[str]
    resting: str

    @property
    def is_chapter(self) -> bool:
        return len(self.parts) > 1

    @property
    def settled(self) -> int:
        return sum(1 for item in self.items if item.waits_for == "nobody")

    def waiting_for(self, side: str) -> list[ItemOnPage]:
        """Items whose turn it is on this side: questions first, then in the order of the checklist."""
        return sorted((item for item in self.items if item.waits_for == side), key=lambda item: not item.queried)


def stage_page(checklist: Checklist, number: int, viewer: Viewer) -> StagePage | None:
    """The page of the stage with this number and those signed with it, or None when there is none.

    The number of queries does not depend on what it holds.
    """
    chapter = policies.chapter_of(checklist.scale, number)
    stages = list(
        # By its first and last, which stand one after the other: a number that no database holds is then simply not found.
        checklist.stages.filter(number__gte=chapter[0], number__lte=chapter[-1])
        .select_related("template")
        .prefetch_related(
            Prefetch("sign_offs", queryset=SignOff.objects.select_related("body", "paper_file")),
            Prefetch(
                "items",
                queryset=ChecklistItem.objects.select_related("template").prefetch_related(
                    Prefetch("events", queryset=ItemEvent.objects.select_related("body")),
                    Prefetch("evidence", queryset=ItemEvidence.objects.select_related("file")),
                ),
            ),
        )
    )
    return _Page(checklist, stages, viewer).made() if stages else None


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
    def __init__(self, checklist: Checklist, chapter: Sequence[ChecklistStage], viewer: Viewer) -> None:
        self.checklist, self.chapter, self.stage, self.viewer = checklist, chapter, chapter[0], viewer
        self.bodies = signing_bodies(checklist)
        self.looks = {body.pk: body.mark for body in self.bodies}
        self.is_resting = checklist.project.status in policies.RESTING
        is_current = checklist.project.stage in (None, self.stage.number)
        self.signing = Signing(self.stage, self.bodies, viewer, is_current=is_current)
        self.papers = self.signing.stood.on_paper
        self.forum_names = listed([body.name for body in self.bodies]) or _("a forum")
        self.is_open = self.stage.state in OPEN_STAGES
        self.facts = facts.facts_about(checklist.project)
        self.look = Look(checklist.project)

    def made(self) -> StagePage:
        stage, scale, signing = self.stage, self.checklist.scale, self.signing
        parts = tuple(self.part(each) for each in self.chapter)
        items = tuple(item for part in parts for item in part.items)
        return StagePage(
            checklist=self.checklist,
            stage=stage,
            number=stage.number,
            place=words.place_of(scale, stage.number),
            name=words.name(scale, stage.number, stage.template.plain_title),
            intro=stage.template.intro if len(parts) == 1 else _("These stages are read and signed together."),
            state=stage.state,
            forums=tuple(checked_with(body) for body in self.bodies),
            forum_names=self.forum_names,
            parts=parts,
            items=items,
            desks=signing.desks(),
            objections=tuple(signing.objections()),
            history=tuple(signing.past()),
            seen=sum(item.seen for item in items),
            unsettled=tuple(item.code for item in items if item.must_be_settled and item.waits_for != "nobody"),
            possible=frozenset() if self.is_resting else signing.possible(),
            resting=str(self.checklist.project.get_status_display()) if self.is_resting else "",
        )

    def part(self, stage: ChecklistStage) -> Part:
        items = tuple(self.item(item) for item in stage.items.all())
        return Part(stage.number, stage.template.plain_title, stage.template.intro, items)

    # --- Items ------------------------------------------------------------------------------------------------------------

    def item(self, item: ChecklistItem) -> ItemOnPage:
        template, events = item.template, list(item.events.all())
        stands = policies.item_facts(events, template.confirms)
        asking = next((body for body in self.bodies if body.pk in stands.asked), None)
        state, state_words = self.item_state(item, template.confirms, asking)
        return ItemOnPage(
            pk=item.pk,
            stage_number=item.stage.number,
            code=template.code,
            question=item.prompt,
            guide=self.guide(item),
            state=state,
            state_words=state_words,
            queried=item.state == ItemState.QUERIED,
            asking=asking.name if asking else "",
            look=asking.mark if asking else (self.bodies[0].mark if self.bodies else ""),
            answer=item.answer,
            because=item.reason,
            evidence=tuple(self.proof(item, shown) for shown in item.evidence.all()),
            evidence_hint=template.evidence,
            shows=self.look.at(template.live),
            signs=tuple(self.signs(item, events)),
            turns=tuple(self.turns(events)),
            seen=len(events),
            waits_for=whose_turn(item, self.facts, self.papers) or "nobody",
            must_be_settled=policies.must_be_settled(template.mandatory, template.predicate, self.facts),
            possible=self.item_acts(template, stands),
            can_confirm_own_answer=template.confirms != Confirms.FORUM_PARTNER or self.viewer.side == Side.FORUM,
        )

    def proof(self, item: ChecklistItem, shown: ItemEvidence) -> Proof:
        told = shown.words or _("What shows it: %(link)s") % {"link": _short(shown.link)}
        remove = ""
        may_go = self.is_open and not self.is_resting and not self.signing.stood.anyone_signed
        if may_go and shown.side == self.viewer.side:
            where = [self.checklist.project.slug, item.stage.number, item.template.code, shown.pk]
            remove = reverse("evidence_remove", args=where)
        url = reverse("file", args=[shown.file.key]) if shown.file else shown.link
        return Proof(told, url, f"{words.who(shown.added_by_label)}, {words.moment(shown.added_at)}", remove)

    def guide(self, item: ChecklistItem) -> str:
        template = item.template
        parts = [template.guidance]
        if template.mandatory == Mandatory.NO:
            parts.append(_("You may leave this one out."))
        elif template.mandatory == Mandatory.CONDITION:
            holds = policies.holds_for(template.predicate, self.facts)
            wording = _("Needed here: %(condition)s.") if holds else _("Not needed here: only %(condition)s.")
            parts.append(wording % {"condition": template.get_predicate_display()})
        if template.hold:
            parts.append(_("The portal checks that %(hold)s.") % {"hold": template.get_hold_display()})
        return " ".join(part for part in parts if part)

    def item_state(self, item: ChecklistItem, confirms: str, asking: Body | None) -> tuple[str, str]:
        if item.state == ItemState.QUERIED:
            return "contested", _("%(forum)s asks") % {"forum": asking.name if asking else _("The forum")}
        if self.is_on_paper(item):
            return "did", _("Signed on paper")
        if item.state == ItemState.OFFICER_CONFIRMED:
            mine = self.viewer.side == Side.FORUM
            return "doing", _("With you") if mine else _("With %(forum)s") % {"forum": self.forum_names}
        if item.state == ItemState.CONFIRMED:
            return "did", _("Both confirmed") if confirms == Confirms.BOTH else _("Confirmed")
        if item.state == ItemState.NOT_APPLICABLE:
            return "none", _("Does not apply")
        if item.state == ItemState.IN_PROGRESS:
            return "notyet", _("Written, not confirmed") if item.answer else _("Open again")
        if policies.is_not_needed(item.template.predicate, item.state, self.facts):
            return "none", _("Not needed here")
        return "notyet", _("Not started")

    def is_on_paper(self, item: ChecklistItem) -> bool:
        """Whether this item is settled by what a forum signed on paper, and by nothing else."""
        return bool(self.papers) and whose_turn(item, self.facts) == Side.FORUM and not whose_turn(item, self.facts, self.papers)

    def item_acts(self, template: TemplateItem, stands: policies.ItemFacts) -> frozenset[str]:
        if self.viewer.side is None or not self.is_open or self.is_resting:
            return frozenset()
        possible = policies.item_acts(
            side=self.viewer.side,
            body_id=self.viewer.body_id,
            confirms=template.confirms,
            facts=stands,
            may_not_apply=template.may_not_apply,
        )
        return frozenset(map(str, possible | {policies.ItemAct.EVIDENCE}))

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
        if self.is_on_paper(item):
            names = listed([row.body.name for row in self.signing.papers])
            found.append(Sign(names, covered_by(self.signing.papers), True))
        elif asks_forum:
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
