"""Versions of the checklist template: the list, what one holds, what changed between two, and what keeps a draft from being published."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checklist.enums import Confirms, Hold, Live, Mandatory, Scale
from checklist.models import TemplateItem, TemplateStage, TemplateVersion
from checklist.queries import words
from engagements.models.projects import FIRST_STAGE, LAST_STAGE

# What nobody may leave out: the law of consultation and the report to the committee both ask for it.
_NEVER_LEFT_OUT = (Hold.LIMITS_RECORDED, Hold.DECISION_RECORDED)


@dataclass(frozen=True)
class VersionLine:
    """One version in the list."""

    version: TemplateVersion
    when: str
    items: int
    walks: int

    @property
    def is_draft(self) -> bool:
        return self.version.published_at is None


@dataclass(frozen=True)
class Change:
    """One field that changed, in words."""

    field: str
    old: str
    new: str


@dataclass(frozen=True)
class ItemChange:
    """An item or a stage that is new, gone or different."""

    title: str
    words: str
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True)
class Comparison:
    old: TemplateVersion
    new: TemplateVersion
    stages: tuple[ItemChange, ...]
    added: tuple[ItemChange, ...]
    removed: tuple[ItemChange, ...]
    changed: tuple[ItemChange, ...]
    same: int

    @property
    def is_empty(self) -> bool:
        return not (self.stages or self.added or self.removed or self.changed)


def versions() -> list[VersionLine]:
    """All versions, the newest first, in one query."""
    items, walks = Count("stages__items", distinct=True), Count("checklists", distinct=True)
    rows = TemplateVersion.objects.annotate(item_count=items, walk_count=walks).order_by("-number")
    return [
        VersionLine(row, words.moment(row.published_at) if row.published_at else "", row.item_count, row.walk_count)
        for row in rows
    ]


def whole() -> QuerySet[TemplateVersion]:
    """Versions with their stages and items, in three queries."""
    items = TemplateItem.objects.order_by("order", "pk")
    stages = TemplateStage.objects.prefetch_related(Prefetch("items", items))
    return TemplateVersion.objects.select_related("based_on").prefetch_related(Prefetch("stages", stages))


def notes_of(item: TemplateItem) -> list[str]:
    """What an item asks for besides its question, in few words."""
    found = [str(item.get_confirms_display()), duty_words(item)]
    if item.hold:
        found.append(_("The portal checks that %(hold)s") % {"hold": item.get_hold_display()})
    if item.live:
        found.append(_("Shows: %(what)s") % {"what": ", ".join(str(Live(key).label) for key in item.live.split())})
    if not item.may_not_apply:
        found.append(_("Can never be left out"))
    if item.in_light_version:
        found.append(_("In the light version"))
    if item.consultation_prompt:
        found.append(_("When we only ask: %(question)s") % {"question": item.consultation_prompt})
    return found


def next_code(stage: TemplateStage) -> str:
    """The first free code of a stage that is loaded with its items."""
    taken = {item.code for item in stage.items.all()}
    return next(code for number in range(1, 100) if (code := f"{stage.number}.{number}") not in taken)


# --- What changed ---------------------------------------------------------------------------------------------------------


def compare(old: TemplateVersion, new: TemplateVersion) -> Comparison:
    """What changed between two versions that are loaded whole. Items are the same when their code is."""
    before, after = _by_code(old), _by_code(new)
    changed = [
        ItemChange(code, after[code].prompt, changes)
        for code in after
        if code in before and (changes := tuple(_changes(_facts(before[code]), _facts(after[code]))))
    ]
    kept = len(before.keys() & after.keys())
    return Comparison(
        old=old,
        new=new,
        stages=tuple(_stage_changes(old, new)),
        added=tuple(ItemChange(code, item.prompt) for code, item in after.items() if code not in before),
        removed=tuple(ItemChange(code, item.prompt) for code, item in before.items() if code not in after),
        changed=tuple(changed),
        same=kept - len(changed),
    )


def _by_code(version: TemplateVersion) -> dict[str, TemplateItem]:
    return {item.code: item for stage in version.stages.all() for item in stage.items.all()}


def _changes(old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    for field, value in new.items():
        if old[field] != value:
            yield Change(field, old[field], value)


def _facts(item: TemplateItem) -> dict[str, str]:
    """What an item says, field by field, as people read it."""
    yes, no = _("yes"), _("no")
    return {
        _("Question"): item.prompt,
        _("Guidance"): item.guidance,
        _("What shows it"): item.evidence,
        _("Who confirms"): str(item.get_confirms_display()),
        _("When it must be done"): duty_words(item),
        _("What the portal checks first"): str(item.get_hold_display()) if item.hold else "",
        _("What the portal shows"): ", ".join(str(Live(key).label) for key in item.live.split()),
        _("May be left out with a reason"): yes if item.may_not_apply else no,
        _("In the light version"): yes if item.in_light_version else no,
        _("Question when we only ask"): item.consultation_prompt,
        _("Source"): item.source,
    }


def duty_words(item: TemplateItem) -> str:
    """Must be done; can be done; or must be done under a condition."""
    if item.mandatory == Mandatory.CONDITION:
        return _("Must be done %(condition)s") % {"condition": item.get_predicate_display()}
    return str(item.get_mandatory_display())


def _stage_changes(old: TemplateVersion, new: TemplateVersion) -> Iterator[ItemChange]:
    before = {stage.number: stage for stage in old.stages.all()}
    for stage in new.stages.all():
        other = before.get(stage.number)
        if other is None:
            continue
        changes = list(_changes(_stage_facts(other), _stage_facts(stage)))
        codes = [[item.code for item in each.items.all()] for each in (other, stage)]
        common = set(codes[0]) & set(codes[1])
        orders = [[code for code in each if code in common] for each in codes]
        if orders[0] != orders[1]:
            changes.append(Change(_("Order"), ", ".join(orders[0]), ", ".join(orders[1])))
        if changes:
            yield ItemChange(_("Stage %(number)s") % {"number": stage.number}, stage.plain_title, tuple(changes))


def _stage_facts(stage: TemplateStage) -> dict[str, str]:
    return {_("Title for children"): stage.plain_title, _("Title"): stage.title, _("What it is for"): stage.intro}


# --- What keeps a draft from being published ----------------------------------------------------------------------------------

_SCALES = {
    Scale.FULL: gettext_lazy("the full version"),
    Scale.LIGHT: gettext_lazy("the light version"),
    Scale.CONSULTATION: gettext_lazy("the consultation version"),
}


def problems_of(version: TemplateVersion) -> list[str]:
    """What is wrong with a version that is loaded whole, one line each; empty when it can be published."""
    stages = {stage.number: list(stage.items.all()) for stage in version.stages.all()}
    items = [item for each in stages.values() for item in each]
    return [*_gaps(stages), *_faults(items), *_missing_holds(items)]


def _gaps(stages: dict[int, list[TemplateItem]]) -> Iterator[str]:
    for scale, name in _SCALES.items():
        of_scale = {number: [item for item in items if _is_of(item, scale)] for number, items in stages.items()}
        if scale != Scale.FULL and not any(of_scale.values()):
            continue
        for number in range(FIRST_STAGE, LAST_STAGE + 1):
            if number not in stages:
                yield _("Stage %(number)s is missing.") % {"number": number}
            elif not of_scale[number]:
                yield _("Stage %(number)s has no item in %(version)s.") % {"number": number, "version": name}


def _is_of(item: TemplateItem, scale: str) -> bool:
    if scale == Scale.LIGHT:
        return item.in_light_version
    return scale == Scale.FULL or bool(item.consultation_prompt)


def _faults(items: Iterable[TemplateItem]) -> Iterator[str]:
    items = list(items)
    for code, number in Counter(item.code for item in items).items():
        if number > 1:
            yield _("%(code)s stands twice.") % {"code": code}
    for item in items:
        if not item.prompt.strip():
            yield _("%(code)s has no question.") % {"code": item.code}
        if item.hold and item.confirms == Confirms.FORUM_PARTNER:
            yield _("%(code)s: the portal checks when the council confirms, and here only the forum does.") % {"code": item.code}


def _missing_holds(items: list[TemplateItem]) -> Iterator[str]:
    for scale, name in _SCALES.items():
        of_scale = [item for item in items if _is_of(item, scale)]
        if not of_scale:
            continue
        for hold in Hold if scale == Scale.FULL else _NEVER_LEFT_OUT:
            holding = [item for item in of_scale if item.hold == hold]
            facts = {"hold": Hold(hold).label, "version": name}
            if not holding:
                yield _("No item of %(version)s has the portal check that %(hold)s.") % facts
            for item in holding:
                if hold in _NEVER_LEFT_OUT and scale == Scale.FULL and (item.may_not_apply or item.mandatory != Mandatory.YES):
                    yield _("%(code)s must always be done and never be left out: it checks that %(hold)s.") % (
                        facts | {"code": item.code}
                    )
