"""Minutes: drafted, agreed by the forum, published. The council writes them down and never agrees them."""

import hashlib

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, NotAllowed, Problems, WrongState
from coproduction.core.services import audit, publication
from coproduction.core.times import plain_clock
from groups import policies
from groups.enums import MINUTES_STEPS, MeetingState, MinutesState
from groups.models import Meeting, Minutes
from groups.queries import minutes as queries
from groups.services import words


def stamp(minutes: Minutes | None) -> str:
    """A short sign of what is written now; empty while there are no minutes."""
    if minutes is None:
        return ""
    return hashlib.sha256(f"{minutes.text}\0{minutes.public_text}".encode()).hexdigest()[:20]


@transaction.atomic
def write(*, meeting: Meeting, text: str, public_text: str, seen: str, by: Acting) -> Minutes:
    """Draft the minutes, or change them: then they are a draft again, and the public version is off until the next time.

    `seen` is the stamp of what stood when the writer opened the page.
    """
    text, public_text = text.strip(), public_text.strip()
    meeting = Meeting.objects.select_for_update(of=("self",)).select_related("body").get(pk=meeting.pk)
    _must_run(meeting, by)
    if meeting.state != MeetingState.HELD:
        raise WrongState(_("Note first that the meeting took place."))
    if not text:
        raise Missing(_("Write the minutes for the forum."))
    stands = Minutes.objects.select_for_update().filter(meeting=meeting).first()
    if stands and (stands.text, stands.public_text) == (text, public_text):
        return stands
    if stamp(stands) != seen:
        raise WrongState(_came_second(stands))
    minutes = stands or Minutes(meeting=meeting)
    was = minutes.state
    if was != MinutesState.DRAFT:
        _step(minutes, MinutesState.DRAFT)
    minutes.text, minutes.public_text = text, public_text
    minutes.written_at, minutes.written_by_label = clock.now(), by.label
    minutes.agreed_at = minutes.published_at = None
    minutes.agreed_by_label = minutes.agreed_how = minutes.published_by_label = ""
    minutes.save()
    audit.record(verb="wrote minutes", target=meeting, by=by, was=was)
    words.wrote(minutes, by=by, inside=meeting.body)
    if was == MinutesState.PUBLISHED:
        publication.bump()
    return minutes


@transaction.atomic
def agree(*, minutes: Minutes, how: str, by: Acting, seen: str = "") -> Minutes:
    """Note that the forum agreed its minutes. Whoever signs for it does so; its facilitator says how the forum did.

    `seen` is the stamp of what they read: nobody agrees to words that were changed meanwhile.
    """
    minutes = _locked(minutes)
    if not policies.agrees_minutes(by, minutes.meeting.body):
        raise NotAllowed(_("Only the forum agrees its minutes: whoever signs for it, or its facilitator after a show of hands."))
    if seen and seen != stamp(minutes):
        raise WrongState(_("The minutes were changed while you had this page open. Read them again before you agree."))
    if not policies.signs_for(by, minutes.meeting.body) and not how.strip():
        raise Missing(_("Say how the forum agreed, like: a show of hands at the meeting in June."))
    _step(minutes, MinutesState.AGREED)
    minutes.agreed_at, minutes.agreed_by_label, minutes.agreed_how = clock.now(), by.label, how.strip()
    minutes.save()
    audit.record(verb="agreed minutes", target=minutes.meeting, by=by)
    if minutes.agreed_how:
        words.wrote(minutes, by=by, inside=minutes.meeting.body)
    return minutes


@transaction.atomic
def publish(*, minutes: Minutes, by: Acting) -> Minutes:
    """Publish the version without names. Refused while a member's name stands in it, and before the forum agreed."""
    minutes = _locked(minutes)
    _must_run(minutes.meeting, by)
    if minutes.state == MinutesState.DRAFT:
        raise WrongState(_("The forum has not agreed these minutes yet."))
    if not minutes.public_text:
        raise Missing(_("Write the version for everyone first. It names nobody."))
    problems = queries.what_must_go(minutes.meeting, minutes.public_text)
    if problems:
        raise Problems(problems)
    _step(minutes, MinutesState.PUBLISHED)
    minutes.published_at, minutes.published_by_label = clock.now(), by.label
    minutes.save()
    audit.record(verb="published minutes", target=minutes.meeting, by=by)
    if minutes.meeting.body.is_independent:
        # Nobody outside read them before: now everyone does.
        words.wrote(minutes, by=by)
    publication.bump()
    return minutes


def _locked(minutes: Minutes) -> Minutes:
    rows = Minutes.objects.select_for_update(of=("self",)).select_related("meeting", "meeting__body")
    return rows.get(pk=minutes.pk)


def _must_run(meeting: Meeting, by: Acting) -> None:
    if not policies.runs(by, meeting.body):
        raise NotAllowed(_("Only whoever runs the meetings of this forum can do this."))


def _step(minutes: Minutes, state: MinutesState) -> None:
    if state not in MINUTES_STEPS[minutes.state]:
        raise WrongState(_("These minutes have moved on: %(state)s.") % {"state": minutes.get_state_display().lower()})
    minutes.state = state


def _came_second(minutes: Minutes | None) -> str:
    if minutes is None:
        return _("These minutes have changed since you opened the page. Open it again.")
    at = localtime(minutes.written_at)
    return _(
        "%(who)s changed the minutes on %(day)s at %(time)s, while you had this page open. What you typed is still here. "
        "Look at theirs in another window, and save again to put yours in their place."
    ) % {
        "who": minutes.written_by_label[:1].upper() + minutes.written_by_label[1:],
        "day": date_format(at, "j F Y"),
        "time": plain_clock(at.time()),
    }
