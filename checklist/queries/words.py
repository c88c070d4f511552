"""How the checklist's pages say things."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from checklist import policies
from coproduction.core.times import plain_clock


def moment(value: dt.datetime) -> str:
    """3 June 2026, 4:30pm."""
    local = timezone.localtime(value)
    return f"{date_format(local, 'j F Y')}, {plain_clock(local.time())}"


def day(value: dt.date | dt.datetime) -> str:
    """3 June 2026."""
    local = timezone.localtime(value) if isinstance(value, dt.datetime) else value
    return date_format(local, "j F Y")


def who(label: str) -> str:
    """The capacity that acted: "Chair, Riverside Parent Carers"."""
    return str(capfirst(label)) or _("Someone")


def place(scale: str, number: int) -> str:
    """Where something is signed: "stage 3", or "part 1 (stages 1 to 4)" where stages are signed together."""
    chapters = policies.chapters(scale)
    chapter = policies.chapter_of(scale, number)
    if len(chapter) == 1:
        return _("stage %(number)s") % {"number": number}
    facts = {"part": chapters.index(chapter) + 1, "first": chapter[0], "last": chapter[-1]}
    return _("part %(part)s (stages %(first)s to %(last)s)") % facts


def place_of(scale: str, number: int) -> str:
    """ "stage 3 of 9", or "part 1 of 3, stages 1 to 4"."""
    chapters = policies.chapters(scale)
    chapter = policies.chapter_of(scale, number)
    if len(chapter) == 1:
        return _("stage %(number)s of %(total)s") % {"number": number, "total": len(chapters)}
    facts = {"part": chapters.index(chapter) + 1, "total": len(chapters), "first": chapter[0], "last": chapter[-1]}
    return _("part %(part)s of %(total)s, stages %(first)s to %(last)s") % facts


def name(scale: str, number: int, title: str) -> str:
    """What it is called: the title of the stage, or before, during, after."""
    chapter = policies.chapter_of(scale, number)
    if len(chapter) == 1:
        return title
    return [_("Before"), _("During"), _("After")][policies.chapters(scale).index(chapter)]


def short_title(scale: str, number: int, title: str) -> str:
    """ "3 Find the right people", or "1–4 Before"."""
    chapter = policies.chapter_of(scale, number)
    numbers = str(number) if len(chapter) == 1 else f"{chapter[0]}–{chapter[-1]}"
    return f"{numbers} {name(scale, number, title)}"
