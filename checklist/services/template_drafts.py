"""Administrators write the next version of the checklist template as a draft, and publish it. What is published never changes.

There is one draft at a time. Its fingerprint says what it holds: whoever changes it sends along the one they had before them,
and is told when somebody else was quicker.
"""

import hashlib
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.forms import model_to_dict
from django.utils.translation import gettext as _

from checklist import policies
from checklist.enums import Mandatory
from checklist.models import TemplateItem, TemplateStage, TemplateVersion
from checklist.queries import templates as queries
from checklist.services import template_file, templates
from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, Problems, WrongState
from coproduction.core.services import audit
from engagements.models.projects import FIRST_STAGE, LAST_STAGE
from groups.actors import Actor
from groups.enums import Role

_NOT_COPIED = {"id", "stage", "version"}


@transaction.atomic
def begin(*, by: Actor) -> TemplateVersion:
    """Copy the newest published version into a draft. Raises `WrongState` while there is one, `Missing` without a version."""
    newest = _newest(by)
    if newest is None:
        raise Missing(_("There is no checklist yet. Upload a file with one."))
    source = queries.whole().get(pk=newest.pk)
    draft = TemplateVersion.objects.create(
        name=source.name, number=templates.next_number(), note=source.note, stage_gate=source.stage_gate, based_on=newest,
        made_by_label=by.label, fingerprint=f"draft {newest.pk}", loaded_at=clock.now(),
    )  # fmt: skip
    for stage in source.stages.all():
        copy = TemplateStage.objects.create(version=draft, **_columns(stage))
        TemplateItem.objects.bulk_create(TemplateItem(stage=copy, **_columns(item)) for item in stage.items.all())
    return _changed(draft, by, "begun")


@transaction.atomic
def upload(*, content: bytes, by: Actor) -> TemplateVersion:
    """Read a file as the draft. Raises `Problems` with every fault, each with its line, and saves nothing."""
    newest = _newest(by)
    draft = templates.write(
        template_file.parsed(content), based_on=newest, made_by_label=by.label, fingerprint="draft", loaded_at=clock.now()
    )
    return _changed(draft, by, "uploaded")


@transaction.atomic
def rename(*, name: str, note: str, seen: str, by: Actor) -> TemplateVersion:
    """Change what the draft is called and what is said about it."""
    draft = _draft(by, seen)
    if not name.strip():
        raise Missing(_("Write what this checklist is called"))
    draft.name, draft.note = name.strip(), note.strip()
    draft.save(update_fields=["name", "note"])
    return _changed(draft, by, "renamed")


@transaction.atomic
def change_stage(*, number: int, plain_title: str, title: str, intro: str, seen: str, by: Actor) -> TemplateVersion:
    """Change the words of a stage."""
    draft = _draft(by, seen)
    stage = _stage(draft, number)
    if not (plain_title.strip() and title.strip()):
        raise Missing(_("Write both titles of the stage"))
    stage.plain_title, stage.title, stage.intro = plain_title.strip(), title.strip(), intro.strip()
    stage.save(update_fields=["plain_title", "title", "intro"])
    return _changed(draft, by, "stage_changed", stage=number)


@transaction.atomic
def add_item(*, seen: str, by: Actor, **said: Any) -> TemplateVersion:
    """Add an item at the end of the stage that its code names, like 4 in 4.9."""
    draft = _draft(by, seen)
    item = TemplateItem()
    _fill(draft, item, said)
    return _changed(draft, by, "item_added", code=item.code)


@transaction.atomic
def change_item(*, was: str, seen: str, by: Actor, **said: Any) -> TemplateVersion:
    """Change the item whose code `was` this. With a code of another stage it goes to the end of that stage."""
    draft = _draft(by, seen)
    item = _item(draft, was)
    _fill(draft, item, said)
    return _changed(draft, by, "item_changed", code=item.code)


@transaction.atomic
def remove_item(*, code: str, seen: str, by: Actor) -> TemplateVersion:
    """Take an item out of the draft. Projects that walk on other versions keep theirs."""
    draft = _draft(by, seen)
    _item(draft, code).delete()
    return _changed(draft, by, "item_removed", code=code)


@transaction.atomic
def move_item(*, code: str, up: bool, seen: str, by: Actor) -> TemplateVersion:
    """Put an item one place up or down in its stage."""
    draft = _draft(by, seen)
    item = _item(draft, code)
    items = list(item.stage.items.order_by("order", "pk"))
    place = items.index(item)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(items):
        raise WrongState(_("%(code)s is at the end of its stage already.") % {"code": code})
    items[place], items[other] = items[other], items[place]
    for order, each in enumerate(items, start=1):
        each.order = order
    TemplateItem.objects.bulk_update(items, ["order"])
    return _changed(draft, by, "item_moved", code=code)


@transaction.atomic
def publish(*, seen: str, by: Actor) -> TemplateVersion:
    """Make the draft the version that projects start with. Raises `Problems` with everything that is wrong with it.

    From then on it never changes. Projects that have begun stay on the version they began with.
    """
    draft = _draft(by, seen)
    if problems := queries.problems_of(queries.whole().get(pk=draft.pk)):
        raise Problems(problems)
    newest = TemplateVersion.objects.published().first()
    if newest is not None and newest.number > draft.number:
        raise WrongState(
            _("Version %(number)s was published after this draft was begun. Throw the draft away and begin again from that.")
            % {"number": newest.number}
        )
    draft.published_at, draft.made_by_label = clock.now(), by.label
    draft.save(update_fields=["published_at", "made_by_label"])
    audit.record(verb="checklist.template_published", target=draft, by=by, number=draft.number)
    return draft


@transaction.atomic
def discard(*, seen: str, by: Actor) -> None:
    """Throw the draft away."""
    draft = _draft(by, seen)
    audit.record(verb="checklist.template_discarded", target=draft, by=by, number=draft.number)
    draft.delete()


# --- Steps that several acts share ----------------------------------------------------------------------------------------


def _must_manage(by: Actor) -> None:
    by.must_be_live(clock.now())
    if by.capacity.role != Role.ADMINISTRATOR:
        raise NotAllowed(_("Only an administrator changes the checklist."))


def _newest(by: Actor) -> TemplateVersion | None:
    """The newest published version, locked, for someone who begins a draft; refused while there is one."""
    _must_manage(by)
    # All versions are locked: of two who begin at once, the second finds the first one's draft.
    known = list(TemplateVersion.objects.select_for_update(of=("self",)))
    if any(version.published_at is None for version in known):
        raise WrongState(_("There is a draft already. Publish it or throw it away first."))
    return known[0] if known else None


def _draft(by: Actor, seen: str) -> TemplateVersion:
    """The draft, locked, as the person had it before them."""
    _must_manage(by)
    draft = TemplateVersion.objects.drafts().select_for_update(of=("self",)).first()
    if draft is None:
        raise WrongState(_("There is no draft any more. It was published or thrown away."))
    if draft.fingerprint != seen:
        raise WrongState(_("Someone else changed the draft while you had it open. Read it again, then decide."))
    return draft


def _stage(draft: TemplateVersion, number: int) -> TemplateStage:
    stage = draft.stages.filter(number=number).first()
    if stage is None:
        raise Missing(_("There is no stage %(number)s.") % {"number": number})
    return stage


def _item(draft: TemplateVersion, code: str) -> TemplateItem:
    item = TemplateItem.objects.select_related("stage").filter(stage__version=draft, code=code).first()
    if item is None:
        raise WrongState(_("%(code)s is not in the draft any more.") % {"code": code})
    return item


def _fill(draft: TemplateVersion, item: TemplateItem, said: dict[str, Any]) -> None:
    """Put what was said into an item, in the stage that its code names."""
    code = said["code"].strip()
    number = policies.stage_of_code(code)
    if number is None:
        raise Missing(
            _("A code is the number of its stage, a point and a number, like 4.9. Stages are %(first)s to %(last)s.")
            % {"first": FIRST_STAGE, "last": LAST_STAGE}
        )
    if TemplateItem.objects.filter(stage__version=draft, code=code).exclude(pk=item.pk).exists():
        raise Missing(_("%(code)s is in the checklist already. Choose another code.") % {"code": code})
    for field, value in said.items():
        setattr(item, field, value.strip() if isinstance(value, str) else value)
    item.condition = str(item.get_predicate_display()) if item.mandatory == Mandatory.CONDITION else ""
    stage = _stage(draft, number)
    if item.stage_id != stage.pk:
        last = stage.items.aggregate(last=Max("order"))["last"] or 0
        item.stage, item.order = stage, last + 1
    item.save()


def _changed(draft: TemplateVersion, by: Actor, what: str, **facts: Any) -> TemplateVersion:
    """Give the draft the fingerprint of what it holds now, and note what was done."""
    stages = draft.stages.order_by("number").values_list("number", "plain_title", "title", "intro")
    items = TemplateItem.objects.filter(stage__version=draft).order_by("stage__number", "order", "pk")
    held = [draft.number, draft.name, draft.note, list(stages), [_columns(item) for item in items]]
    draft.fingerprint = hashlib.sha256(repr(held).encode()).hexdigest()
    draft.save(update_fields=["fingerprint"])
    audit.record(verb=f"checklist.template_{what}", target=draft, by=by, number=draft.number, **facts)
    return draft


def _columns(row: TemplateStage | TemplateItem) -> dict[str, Any]:
    return {name: value for name, value in model_to_dict(row).items() if name not in _NOT_COPIED}
