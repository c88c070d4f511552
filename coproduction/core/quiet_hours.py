"""No message at night: what is due between 8pm and 8am waits until 8am, here."""

import datetime as dt

from django.utils import timezone

BEGIN = dt.time(20)
END = dt.time(8)


def hold(moment: dt.datetime, *, useless_from: dt.datetime | None = None) -> dt.datetime:
    """The moment itself by day; at night the next 8am, unless the message would be useless by then."""
    local = timezone.localtime(moment)
    if END <= local.time() < BEGIN:
        return moment
    morning = local.date() if local.time() < END else local.date() + dt.timedelta(days=1)
    wake = timezone.make_aware(dt.datetime.combine(morning, END))
    return moment if useless_from is not None and wake >= useless_from else wake
