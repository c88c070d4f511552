"""Requests for feedback: how long it is kept that somebody was asked."""

import datetime as dt

from django.utils import timezone

from coproduction.core.services import purge
from feedback.models import FeedbackRequest


@purge.register
def feedback_requests(now: dt.datetime) -> int:
    """Whom we asked, and whether they answered, two years after we asked."""
    old = FeedbackRequest.objects.filter(asked_on__lt=timezone.localdate(now - purge.TWO_YEARS))
    count = old.count()
    old.delete()
    return count
