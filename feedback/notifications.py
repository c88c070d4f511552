"""What is said to people about questionnaires and what came of their words."""

import datetime as dt
from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import links, recipients
from coproduction.core.notifications import Facts, Notification, Unneeded, register
from engagements.enums import SessionState
from feedback.models import Outcome, Questionnaire, WayToTell
from feedback.queries import asking, requests, ways_to_tell
from groups.enums import MeetingState
from groups.models import Meeting


@register
class MeetingFeedback(Notification):
    """To the people of a meeting, the day after: tell us how it was."""

    kind: ClassVar[str] = requests.MEETING_KIND
    title = gettext_lazy("Request for feedback after a meeting")
    may_be_gathered = True

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        questionnaire = Questionnaire.objects.filter(pk=facts["questionnaire"]).first()
        if questionnaire is None or not questionnaire.is_open(now):
            raise Unneeded(_("The questionnaire about this meeting is not open."))
        meeting = Meeting.objects.select_related("body").get(pk=facts["meeting"])
        if meeting.state == MeetingState.CANCELLED:
            raise Unneeded(_("The meeting was cancelled."))
        return {
            "forum": meeting.body.outside_name,
            "starts_at": meeting.starts_at,
            "link": links.absolute(questionnaire.get_absolute_url()),
        }

    @classmethod
    def useless_from(cls, facts: Facts) -> dt.datetime | None:
        return dt.datetime.fromisoformat(facts["too_late_from"])

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return {
            "forum": "Riverside Youth Council",
            "starts_at": dt.datetime(2026, 11, 24, 16, 30, tzinfo=dt.UTC),
            "link": "https://portal.example/have-your-say/autumn-meeting/",
        }


@register
class FeedbackRequested(Notification):
    """To the people of a session, a stage or a forum, and to whoever gets a link of their own: please answer. Once more after a week."""

    kind: ClassVar[str] = requests.KIND
    title = gettext_lazy("Request for feedback")
    may_be_gathered = True
    holds_a_key = True

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        found = Questionnaire.objects.select_related(
            "meeting__body", "session__meeting__body", "session__body", "project", "body"
        )
        questionnaire = found.filter(pk=facts["questionnaire"]).first()
        if questionnaire is None or not questionnaire.is_open(now):
            raise Unneeded(_("The questionnaire is not open."))
        link = links.absolute(questionnaire.get_absolute_url())
        if questionnaire.invited_only and not (link := requests.link(questionnaire, facts["user"])):
            raise Unneeded(_("There is nothing to ask any more."))
        return cls._about(questionnaire) | {
            "link": link,
            "is_own": questionnaire.invited_only,
            "again": facts.get("again", False),
            "closes_at": questionnaire.closes_at,
        }

    @classmethod
    def _about(cls, questionnaire: Questionnaire) -> dict[str, Any]:
        """What it asks about, by names that may stand in mail."""
        about: dict[str, Any] = {"about": asking.about_of(questionnaire), "name": "", "project": "", "day": None}
        if questionnaire.meeting is not None:
            if questionnaire.meeting.state == MeetingState.CANCELLED:
                raise Unneeded(_("The meeting was cancelled."))
            return about | {"name": questionnaire.meeting.body.outside_name, "day": questionnaire.meeting.local_day}
        if questionnaire.session is not None:
            if questionnaire.session.stands == SessionState.CANCELLED:
                raise Unneeded(_("The session was cancelled."))
            return about | {"name": asking.name_of(questionnaire.session), "day": asking.day_of(questionnaire.session)}
        if questionnaire.stage and questionnaire.project is not None:
            return about | {"name": asking.stage_of(questionnaire), "project": questionnaire.project.title}
        return about | {"name": questionnaire.body.outside_name if questionnaire.body else ""}

    @classmethod
    def useless_from(cls, facts: Facts) -> dt.datetime | None:
        return dt.datetime.fromisoformat(facts["too_late_from"])

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return {
            "about": asking.SESSION,
            "name": "Planning evening",
            "project": "",
            "day": dt.date(2026, 11, 24),
            "link": "https://portal.example/have-your-say/planning-evening/for-you/signed/",
            "is_own": True,
            "again": False,
            "closes_at": dt.datetime(2026, 12, 24, 16, 30, tzinfo=dt.UTC),
        }


@register
class OutcomePublished(Notification):
    """To the members of the groups that are credited: there is an answer to what your group said."""

    kind: ClassVar[str] = "feedback.outcome_published"
    title = gettext_lazy("There is an answer")
    may_be_gathered = True

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        outcome = Outcome.objects.public().filter(pk=facts["outcome"]).first()
        if outcome is None:
            raise Unneeded(_("The answer was taken back."))
        return {
            "topic": outcome.topic,
            "answer": outcome.get_answer_display(),
            "link": links.absolute(outcome.get_absolute_url()),
        }

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return {"topic": "Short breaks", "answer": "We did", "link": "https://portal.example/you-said-we-did/k7m2p9qa/"}


@register
class WhatCameOfIt(Notification):
    """To someone who asked to hear what came of what they said. Neither their code nor any words stand in it, nor what it is about."""

    kind: ClassVar[str] = ways_to_tell.KIND
    title = gettext_lazy("There is an answer to what someone told us")
    # The way to stop it is to have the address thrown away: each message has a link that does so.
    can_be_stopped = False

    @classmethod
    def words(cls, facts: Facts, now: dt.datetime) -> dict[str, Any]:
        if not Outcome.objects.public().filter(pk=facts["outcome"]).exists():
            raise Unneeded(_("The answer was taken back."))
        if not WayToTell.objects.filter(pk=facts["way"]).exclude(receipt__response__is_held=True).exists():
            raise Unneeded(_("Nothing is said about this just now."))
        return {
            "link": links.absolute(reverse("what_happened")),
            "forget_link": links.absolute(ways_to_tell.forget_path(facts["way"])),
        }

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return {
            "link": "https://portal.example/what-happened/",
            "forget_link": "https://portal.example/messages/forget/signed/",
        }


recipients.register_many(ways_to_tell.PREFIX, ways_to_tell.recipients)
