"""File what people said under what it is about, so that it can be answered together."""

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, WrongState
from coproduction.core.services import audit
from engagements.models import Project
from feedback.enums import PUBLIC_OUTCOMES, ResponseState
from feedback.models import Response, Theme
from feedback.services import triage, ways_to_tell
from groups.models import Body


@transaction.atomic
def create(*, title: str, by: Acting, project: Project | None = None, body: Body | None = None) -> Theme:
    """Open a theme. It has no date and no answer yet."""
    if not title.strip():
        raise Missing(_("Say what it is about, in a few words."))
    theme = Theme.objects.create(title=title.strip()[:200], project=project, body=body, origin=by.origin)
    audit.record(verb="opened theme", target=theme, by=by)
    return theme


@transaction.atomic
def code(*, response: Response, theme: Theme, by: Acting) -> Response:
    """File a response that was read under a theme. Its receipt remembers the theme after the words are gone.

    Where the theme has its answer already, the response has it too.
    """
    response = Response.objects.select_for_update().get(pk=response.pk)
    theme = Theme.objects.select_for_update().get(pk=theme.pk)
    if response.is_held:
        raise WrongState(str(triage.WITH_THE_LEADS))
    triage.move(response=response, to=ResponseState.FILED)
    response.themes.add(theme)
    receipt = getattr(response, "receipt", None)
    if receipt is not None:
        receipt.themes.add(theme)
    answers = list(theme.outcomes.filter(state__in=PUBLIC_OUTCOMES))
    if answers:
        triage.move(response=response, to=ResponseState.ANSWERED)
    if receipt is not None:
        for outcome in answers:
            ways_to_tell.tell(outcome=outcome, receipts=[receipt.pk])
    audit.record(verb="filed response", target=response, by=by, theme=theme.pk)
    return response
