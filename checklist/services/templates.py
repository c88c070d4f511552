"""Templates of the checklist: a file becomes a new version, and no version is ever changed."""

import hashlib
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from checklist.models import TemplateItem, TemplateStage, TemplateVersion
from checklist.services import template_file
from checklist.services.template_file import Template
from coproduction.core import clock
from coproduction.core.actors import PORTAL, Acting
from coproduction.core.services import audit


@dataclass(frozen=True)
class Loaded:
    version: TemplateVersion
    is_new: bool
    stages: int
    items: int


@transaction.atomic
def load(*, content: bytes, by: Acting = PORTAL) -> Loaded:
    """Make a new version of a file's content; content that is a version already changes nothing.

    Raises `Problems` with every fault of the file, each with its line, and saves nothing.
    """
    fingerprint = hashlib.sha256(content).hexdigest()
    known = TemplateVersion.objects.filter(fingerprint=fingerprint).first()
    if known is not None:
        return _loaded(known, is_new=False)
    version = write(template_file.parsed(content), fingerprint=fingerprint, published_at=clock.now(), made_by_label=by.label)
    audit.record(verb="checklist.template_loaded", target=version, by=by, number=version.number)
    return _loaded(version, is_new=True)


def write(template: Template, **about: Any) -> TemplateVersion:
    """Write down what a file holds as the next version; `about` are further columns of it."""
    version = TemplateVersion.objects.create(
        name=template.name, number=next_number(), note=template.note, stage_gate=template.stage_gate, **about
    )
    for lines in template.stages:
        stage = TemplateStage.objects.create(
            version=version, number=lines.number, plain_title=lines.plain_title, title=lines.title, intro=lines.intro
        )
        TemplateItem.objects.bulk_create(
            TemplateItem(stage=stage, order=order, **asdict(item)) for order, item in enumerate(lines.items, start=1)
        )
    return version


def next_number() -> int:
    newest: int = TemplateVersion.objects.aggregate(newest=Max("number"))["newest"] or 0
    return newest + 1


def _loaded(version: TemplateVersion, *, is_new: bool) -> Loaded:
    items = TemplateItem.objects.filter(stage__version=version).count()
    return Loaded(version, is_new, version.stages.count(), items)
