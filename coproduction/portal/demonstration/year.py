"""Build the whole year, or bring one that was built on an earlier day up to date."""

from dataclasses import dataclass

from django.db import transaction

from checklist.models import TemplateVersion
from coproduction.core import clock
from coproduction.core.enums import NotificationState
from coproduction.core.errors import Missing
from coproduction.core.models import Notification
from coproduction.core.services import delivery, reminders
from coproduction.portal.demonstration import forums, gatherings, looking_back, meetings, people, projects, reading, series
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content
from coproduction.portal.demonstration.words import Words
from groups.models import Body, User

# How many days of the schedule are lived through, so that the outbox tells what it would have told.
_LIVED = 21


@dataclass(frozen=True)
class Done:
    """What `load` did: the whole year, or only the meetings that had to be there."""

    built: bool
    new_meetings: int


@transaction.atomic
def load() -> Done:
    """Build the demonstration year, all or nothing. When it is there already, only tomorrow's and yesterday's meetings are added.

    Raises `Missing` when no checklist is loaded, since the projects of the year walk through it.
    """
    content = Content(clock.today())
    if is_there(content):
        return Done(built=False, new_meetings=len(meetings.keep_current(content, _cast_again(content))))
    if not TemplateVersion.objects.exists():
        raise Missing("Load the checklist first: ./manage.py load_checklist checklist/data/checklist-template.yaml")
    cast = people.build(content)
    made_projects = projects.build(content, cast)
    made_meetings = meetings.build(content, cast)
    forums.build(content, cast)
    series.build(content, cast)
    gatherings.build(content, cast, made_projects, made_meetings)
    looking_back.build(content, cast, made_projects)
    reading.plan_turns(content, cast)
    words = Words(content, cast, made_projects, made_meetings)
    words.build()
    reading.read_what_is_due(cast)
    _deliver_what_was_written()
    _live_through_the_last_weeks(content)
    words.answer_by_link()
    return Done(built=True, new_meetings=len(made_meetings))


def _deliver_what_was_written() -> None:
    """Deliver each message of the year on its own day. In a demonstration nothing goes out: its words stand in the outbox."""
    waiting = Notification.objects.filter(state=NotificationState.WAITING, due_at__lte=clock.now())
    for moment in waiting.order_by("due_at").values_list("due_at", flat=True).distinct():
        with clock.standing_at(moment):
            delivery.sweep()


def _live_through_the_last_weeks(content: Content) -> None:
    """Invitations, reminders and requests of the last weeks go out each on its own morning, as if the schedule had run."""
    for days_ago in range(_LIVED, 0, -1):
        with clock.standing_at(content.moment(-days_ago)):
            reminders.send()
            delivery.sweep()


def is_there(content: Content) -> bool:
    """Whether the year was built already: its first body stands."""
    return Body.objects.filter(slug=content.list("bodies")[0]["id"]).exists()


def _cast_again(content: Content) -> Cast:
    slugs = [entry["id"] for entry in content.list("bodies")]
    emails = [entry["email"] for entry in content.list("people")]
    return Cast(
        bodies={body.slug: body for body in Body.objects.filter(slug__in=slugs)},
        people={str(user.email): user for user in User.objects.filter(email__in=emails)},
    )
