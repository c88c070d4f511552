"""Who reads and who takes concerns in the demonstration year, and what of its words is read already."""

import datetime as dt

from coproduction.core import clock, reading_register
from coproduction.core.enums import Duty
from coproduction.core.models import ReadingItem
from coproduction.core.services import reading, turns
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content
from feedback.models import Response

FORTNIGHT = dt.timedelta(days=14)
_WHO = {
    Duty.READING: ("officer@demo.example", "officer2@demo.example"),
    Duty.SAFEGUARDING: ("safeguarding@demo.example", "safeguarding2@demo.example"),
}


def plan_turns(content: Content, cast: Cast) -> None:
    """Who reads and who takes concerns, two weeks each, so that no questionnaire is open on a day without them."""
    by = cast.actor("officer@demo.example")
    monday = content.today - dt.timedelta(days=content.today.weekday())
    turns_each_way = content.section("asking")["turns_for_weeks"] // 2
    with clock.standing_at(content.moment(-14 * turns_each_way)):
        for number in range(-turns_each_way, turns_each_way):
            day = monday + number * FORTNIGHT
            for duty, emails in _WHO.items():
                person, cover = (cast.people[email] for email in (emails if number % 2 == 0 else reversed(emails)))
                turns.plan(
                    duty=duty, first_day=day, last_day=day + FORTNIGHT - dt.timedelta(days=1), person=person, cover=cover, by=by
                )


def read_what_is_due(cast: Cast) -> None:
    """Answers are read and decided about one by one elsewhere; everything else by when it was due."""
    by = cast.actor("officer2@demo.example")
    for item in ReadingItem.objects.waiting().filter(due_at__lt=clock.now()):
        row = reading_register.row_of(item.target)
        if row is not None and not isinstance(row, Response):
            reading.clear(target=row, by=by, now=item.due_at)
