"""Links of one's own: made anew from a request and this installation's secret key, read, and what has come of them."""

import datetime as dt
from dataclasses import dataclass

from django.core import signing
from django.db.models import Count, Q
from django.urls import reverse

from coproduction.core import links
from feedback.models import Draft, FeedbackRequest, Questionnaire

# Both kinds of message that ask. Whoever stopped one that fits gets no link of their own either.
MEETING_KIND, KIND = "feedback.meeting_feedback", "feedback.request"
# From fewer people nobody is told how many answered: it would say who did.
FEWEST_ASKED = 5
_SALT = "feedback-request"


@dataclass(frozen=True)
class Asked:
    """How many people were sent a link of their own, and how many of them answered; None while it would say who did."""

    people: int
    answered: int | None

    @property
    def are_few(self) -> bool:
        """Whether somebody was asked, but so few that no number is shown."""
        return 0 < self.people < FEWEST_ASKED


def path(request: FeedbackRequest, questionnaire: Questionnaire) -> str:
    """The address that is this person's alone. Nothing stands in it but a random reference, signed."""
    token = signing.Signer(salt=_SALT).sign(request.ref)
    return reverse("questionnaire_for_you", args=[questionnaire.slug, token])


def link(questionnaire: Questionnaire, user: int) -> str:
    """The whole address for a message; empty when nobody asked this person, or they have answered."""
    request = FeedbackRequest.objects.filter(questionnaire=questionnaire, user=user, is_answered=False).first()
    return links.absolute(path(request, questionnaire)) if request else ""


def read(token: str, questionnaire: Questionnaire) -> FeedbackRequest | None:
    """The request behind a link, if it is one to this questionnaire; None for anything else."""
    try:
        ref = signing.Signer(salt=_SALT).unsign(token)
    except signing.BadSignature:
        return None
    return FeedbackRequest.objects.select_related("user").filter(ref=ref, questionnaire=questionnaire).first()


def draft_of(request: FeedbackRequest, now: dt.datetime) -> Draft | None:
    """The unfinished answer that was begun with this link, on whichever device."""
    found = Draft.objects.select_related("revision__questionnaire").filter(asked_by=request, expires_at__gt=now)
    return found.order_by("pk").first()


def asked(questionnaire: Questionnaire) -> Asked:
    """How many have a link of their own, and how many used it; one query."""
    found = FeedbackRequest.objects.filter(questionnaire=questionnaire).aggregate(
        people=Count("pk"), answered=Count("pk", filter=Q(is_answered=True))
    )
    return Asked(found["people"], found["answered"] if found["people"] >= FEWEST_ASKED else None)
