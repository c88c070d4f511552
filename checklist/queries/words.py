"""How the checklist's pages say things."""

import datetime as dt

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

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
