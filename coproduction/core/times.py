"""Times of day in words."""

from datetime import time

from django.utils.translation import gettext as _


def plain_clock(value: time) -> str:
    """4:30pm, 4pm, 12pm; 0:00 is midnight, since 12am is read both ways."""
    if (value.hour, value.minute) == (0, 0):
        return _("midnight")
    minutes = f":{value.minute:02}" if value.minute else ""
    hour = f"{value.hour % 12 or 12}{minutes}"
    return (_("%(hour)spm") if value.hour >= 12 else _("%(hour)sam")) % {"hour": hour}
