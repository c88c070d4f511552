"""Places in an order, in words."""

from django.utils.translation import gettext as _


def in_order(place: int) -> str:
    """1st, 2nd, 3rd, 4th."""
    names = {1: _("1st"), 2: _("2nd"), 3: _("3rd")}
    return names.get(place) or _("%(number)sth") % {"number": place}
