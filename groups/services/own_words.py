"""What a forum says of itself: its own words, its theme of the year, its priorities. Only its own people write here."""

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.partial_dates import PartialDate, columns
from coproduction.core.services import audit, publication
from groups import policies
from groups.enums import PRIORITY_STEPS, PriorityStatus
from groups.models import Body, Priority, Theme
from groups.services import words as arrived


@transaction.atomic
def write(*, body: Body, words: str, by: Acting) -> Body:
    """Say, in the forum's own words, who it is and what it does. Empty words take them away."""
    body = _locked(body, by)
    body.own_words = words.strip()
    body.save(update_fields=["own_words"])
    audit.record(verb="wrote own words", target=body, by=by, length=len(body.own_words))
    arrived.wrote(body, by=by)
    publication.bump()
    return body


@transaction.atomic
def set_theme(*, body: Body, title: str, period: PartialDate, by: Acting) -> Theme:
    """Set the theme of a year. A second theme for the same time takes the place of the first."""
    body = _locked(body, by)
    if not title.strip():
        raise Missing(_("Write the theme in a few words."))
    if not period.is_known:
        raise Missing(_("Say for which year it is, like 2026 or 2026-27."))
    theme = body.themes_of_year.filter(period_from=period.first, period_to=period.last).first() or Theme(body=body)
    theme.title, theme.period = title.strip(), period
    theme.save()
    audit.record(verb="set theme of the year", target=theme, by=by, period=period.iso())
    arrived.wrote(theme, by=by)
    publication.bump()
    return theme


@transaction.atomic
def drop_theme(*, theme: Theme, by: Acting) -> None:
    """Take a theme away that was set by mistake."""
    _locked(theme.body, by)
    audit.record(verb="dropped theme of the year", target=theme, by=by)
    Theme.objects.filter(pk=theme.pk).delete()
    publication.bump()


@transaction.atomic
def propose(*, body: Body, title: str, period: PartialDate, by: Acting, used_in: str = "") -> Priority:
    """Propose a priority, at the end of the forum's list."""
    body = _locked(body, by)
    if not title.strip():
        raise Missing(_("Write the priority in a few words."))
    last = body.priorities.order_by("-order").first()
    priority = Priority(body=body, title=title.strip(), status=PriorityStatus.PROPOSED, used_in=used_in.strip(), origin=by.origin)
    priority.period, priority.order = period, last.order + 1 if last else 0
    priority.save()
    audit.record(verb="proposed priority", target=priority, by=by)
    arrived.wrote(priority, by=by)
    publication.bump()
    return priority


@transaction.atomic
def change(*, priority: Priority, title: str, period: PartialDate, by: Acting, used_in: str = "") -> Priority:
    """Change the words of a priority, or for when it is."""
    _locked(priority.body, by)
    if not title.strip():
        raise Missing(_("Write the priority in a few words."))
    priority = Priority.objects.select_for_update().get(pk=priority.pk)
    priority.title, priority.period, priority.used_in = title.strip(), period, used_in.strip()
    priority.save(update_fields=["title", "used_in", *columns("period")])
    audit.record(verb="changed priority", target=priority, by=by)
    arrived.wrote(priority, by=by)
    publication.bump()
    return priority


@transaction.atomic
def step(*, priority: Priority, status: str, by: Acting) -> Priority:
    """Adopt a priority, retire it, or propose it again."""
    _locked(priority.body, by)
    priority = Priority.objects.select_for_update().get(pk=priority.pk)
    if status not in PRIORITY_STEPS[priority.status]:
        raise WrongState(_("This priority has moved on. Look at the list again."))
    was, priority.status = priority.status, PriorityStatus(status)
    priority.save(update_fields=["status"])
    audit.record(verb="moved priority on", target=priority, by=by, was=was, status=priority.status)
    publication.bump()
    return priority


@transaction.atomic
def move(*, priority: Priority, up: bool, by: Acting) -> None:
    """Move a priority one place up or down in its forum's list; the retired ones stand behind all others."""
    body = _locked(priority.body, by)
    rows = sorted(body.priorities.select_for_update(), key=lambda row: (row.status == PriorityStatus.RETIRED, row.order, row.pk))
    shown = [row for row in rows if row.status != PriorityStatus.RETIRED]
    place = next((place for place, row in enumerate(shown) if row.pk == priority.pk), None)
    other = None if place is None else place + (-1 if up else 1)
    if place is None or other is None or not 0 <= other < len(shown):
        raise WrongState(_("This priority cannot go further in that direction."))
    rows[place], rows[other] = rows[other], rows[place]
    for order, row in enumerate(rows):
        row.order = order
    Priority.objects.bulk_update(rows, ["order"])
    audit.record(verb="reordered priorities", target=priority, by=by, place=other)
    publication.bump()


def _locked(body: Body, by: Acting) -> Body:
    """The forum, locked, when whoever acts belongs to those who write for it. Nobody from the council does."""
    if not policies.holds_the_pen(by, body):
        raise NotAllowed(_("Only people of this group write here."))
    return Body.objects.select_for_update().get(pk=body.pk)
