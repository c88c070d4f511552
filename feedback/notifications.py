"""What is said to people about questionnaires and what came of their words."""

import datetime as dt
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import links
from coproduction.core.notifications import Facts, Notification, Unneeded, register
from feedback.models import Outcome, Questionnaire
from feedback.queries import after_meetings
from groups.enums import MeetingState
from groups.models import Meeting


@register
class MeetingFeedback(Notification):
    """To the people of a meeting, the day after: tell us how it was."""

    kind: ClassVar[str] = after_meetings.KIND
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
