"""Where feedback meets the checklist: what people said and heard stands beside the items, no theme is left without an answer, and
people are asked how a stage was once it is done.
"""

import datetime as dt
from collections.abc import Collection, Iterator

from django.db.models import Max, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklist.enums import CLOSED_STAGES, Hold, Live, Position
from checklist.live import Fact
from checklist.live import register as shows
from checklist.models import ChecklistStage
from checklist.queries import words
from checklist.services.holds import register as checks
from engagements.models import Project
from feedback.enums import ThemeState
from feedback.models import Outcome, Theme, ToldBack
from feedback.queries import promises as all_promises
from feedback.stages import StageOf
from feedback.stages import register as knows_stages


@checks(Hold.EVERY_THEME_ANSWERED)
def themes_without_an_answer(project: Project) -> str:
    waiting = Theme.objects.filter(project=project, state=ThemeState.OPEN).count()
    if not waiting:
        return ""
    return ngettext(
        "%(number)s theme has no answer yet. Publish an outcome that answers it, even if the answer is “we can’t, because”.",
        "%(number)s themes have no answer yet. Publish outcomes that answer them, even if the answer is “we can’t, because”.",
        waiting,
    ) % {"number": waiting}


@shows(Live.THEMES)
def themes(project: Project) -> Iterator[Fact]:
    states = list(Theme.objects.filter(project=project).values_list("state", flat=True))
    if not states:
        return
    waiting = states.count(ThemeState.OPEN)
    told = ngettext("%(number)s theme.", "%(number)s themes.", len(states)) % {"number": len(states)}
    if waiting:
        rest = ngettext("%(number)s waits for an answer.", "%(number)s wait for an answer.", waiting) % {"number": waiting}
    else:
        rest = _("All are answered.")
    yield Fact(f"{told} {rest}")


@shows(Live.OUTCOMES)
def outcomes(project: Project) -> Iterator[Fact]:
    for outcome in Outcome.objects.filter(project=project).public():
        when = words.day(outcome.published_at) if outcome.published_at else outcome.happened.in_words()
        yield Fact(f"{outcome.topic}: {outcome.get_answer_display()}", when, outcome.get_absolute_url())


@shows(Live.PROMISES)
def promises(project: Project) -> Iterator[Fact]:
    for promise in all_promises.public().filter(project=project):
        due = promise.due.in_words()
        when = _("due %(day)s") % {"day": due} if due else _("no date yet")
        yield Fact(f"{promise.words}: {promise.get_state_display()}", when, promise.get_absolute_url())


@shows(Live.TOLD_BACK)
def told_back(project: Project) -> Iterator[Fact]:
    public = Outcome.objects.filter(project=project).public()
    for told in ToldBack.objects.filter(outcome__in=public).select_related("outcome"):
        yield Fact(
            f"{told.audience}: {told.get_route_display()}", words.day(told.at), reverse("outcome", args=[told.outcome.ref])
        )


@knows_stages
def stages_done_at(wanted: Collection[StageOf]) -> dict[StageOf, dt.datetime]:
    """When stages were done: with the last signature, or when the council went on without one."""
    projects, numbers = {project for project, _number in wanted}, {number for _project, number in wanted}
    closing = Q(sign_offs__position__in=(Position.SIGNED, Position.WENT_ON))
    done = ChecklistStage.objects.filter(state__in=CLOSED_STAGES, checklist__project__in=projects, number__in=numbers)
    found = done.annotate(at=Max("sign_offs__at", filter=closing)).values_list("checklist__project", "number", "at")
    return {(project, number): at for project, number, at in found if at is not None and (project, number) in wanted}
