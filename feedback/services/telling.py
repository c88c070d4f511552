"""What follows when an answer becomes public: themes, responses and receipts move on, and people are told."""

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.models.base import ref_of
from coproduction.core.services import outbox
from feedback.enums import PUBLIC_OUTCOMES, ResponseState, ThemeState
from feedback.models import Outcome, Receipt, Response, Theme
from feedback.notifications import OutcomePublished
from feedback.services import ways_to_tell
from groups.models import Capacity, User


@transaction.atomic
def answer_themes(outcome: Outcome) -> int:
    """Mark the themes of a public answer as answered, and what was filed under them. Gives how many people can read it.

    What is with the safeguarding leads stays as it is: its page says nothing more.
    """
    themes = list(outcome.themes.select_for_update())
    Theme.objects.filter(pk__in=[theme.pk for theme in themes]).update(state=ThemeState.ANSWERED)
    filed = Response.objects.filter(themes__in=themes, state=ResponseState.FILED, is_held=False)
    responses = list(filed.values_list("pk", flat=True).distinct())
    Response.objects.filter(pk__in=responses).update(state=ResponseState.ANSWERED)
    # A receipt outlives its response, so it is found by its own themes.
    reached = Receipt.objects.filter(themes__in=themes).exclude(response__is_held=True)
    receipts = list(reached.values_list("pk", flat=True).distinct())
    Receipt.objects.filter(pk__in=receipts, state=ResponseState.FILED).update(state=ResponseState.ANSWERED)
    ways_to_tell.tell(outcome=outcome, receipts=receipts)
    return len(receipts)


@transaction.atomic
def reopen_themes(outcome: Outcome) -> None:
    """Themes that have no other public answer wait again, and so does what was filed under them."""
    waiting = [
        theme
        for theme in outcome.themes.select_for_update()
        if not theme.outcomes.filter(state__in=PUBLIC_OUTCOMES).exclude(pk=outcome.pk).exists()
    ]
    Theme.objects.filter(pk__in=[theme.pk for theme in waiting]).update(state=ThemeState.OPEN)
    still_answered = Theme.objects.filter(outcomes__state__in=PUBLIC_OUTCOMES).exclude(pk__in=[theme.pk for theme in waiting])
    for model in (Response, Receipt):
        rows = model._default_manager.filter(themes__in=waiting, state=ResponseState.ANSWERED).exclude(themes__in=still_answered)
        keys = list(rows.values_list("pk", flat=True).distinct())
        model._default_manager.filter(pk__in=keys).update(state=ResponseState.FILED)


@transaction.atomic
def tell_groups(outcome: Outcome) -> None:
    """Write to the members of the groups that are credited: there is an answer to what your group said. Once each."""
    bodies = outcome.contributors.filter(body__isnull=False).values("body")
    capacities = Capacity.objects.live().of_members().filter(body__in=bodies).select_related("user", "body").order_by("pk")
    told: set[int] = set()
    for capacity in capacities:
        if capacity.user_id in told:
            continue
        told.add(capacity.user_id)
        _write_to(capacity.user, outcome, _("you belong to %(group)s") % {"group": capacity.body.outside_name})


def _write_to(user: User, outcome: Outcome, reason: str) -> None:
    outbox.enqueue(
        notification=OutcomePublished,
        recipient=user,
        dedupe_key=f"{OutcomePublished.kind}:{outcome.pk}:{user.ref}",
        reason=reason,
        facts={"outcome": outcome.pk},
        about=ref_of(outcome),
        is_demonstration=outcome.is_demonstration,
    )
