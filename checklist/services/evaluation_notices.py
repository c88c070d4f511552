"""Who is told what happens with an evaluation: written into the outbox in the transaction of the act."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from checklist import notifications, policies
from checklist.enums import Side
from checklist.models import Evaluation, EvaluationTalk
from coproduction.core import clock
from coproduction.core.models.base import ref_of
from coproduction.core.notifications import Notification
from coproduction.core.services import outbox
from groups.actors import Actor
from groups.enums import SIGNING_ROLES, Role
from groups.models import Capacity, User


def locked(evaluation: Evaluation, by: Actor) -> None:
    """The lead officer hears that a partner's evaluation waits for an answer."""
    _tell_council(notifications.EvaluationLocked, evaluation, by)


def answered(evaluation: Evaluation, by: Actor) -> None:
    """The partner's people hear that the council has answered."""
    _tell_partner(notifications.EvaluationAnswered, evaluation, by)


def talk_recorded(talk: EvaluationTalk, by: Actor) -> None:
    """The other side hears that a talk is written down."""
    tell = _tell_partner if talk.side == Side.COUNCIL else _tell_council
    tell(notifications.EvaluationTalkRecorded, talk.evaluation, by, key=f":{talk.pk}")


def closed(evaluation: Evaluation, by: Actor) -> None:
    """Both sides hear that it is closed and public."""
    _tell_council(notifications.EvaluationClosed, evaluation, by)
    _tell_partner(notifications.EvaluationClosed, evaluation, by)


def _tell_council(notification: type[Notification], evaluation: Evaluation, by: Actor, key: str = "") -> None:
    project = evaluation.project
    lead = project and (project.lead or project.cover)
    if lead and lead != by.user:
        _tell(notification, evaluation, [lead], _("you lead this project"), key)


def _tell_partner(notification: type[Notification], evaluation: Evaluation, by: Actor, key: str = "") -> None:
    body = evaluation.body
    if body is None:
        return
    roles = {*SIGNING_ROLES, Role.FACILITATOR} if policies.is_childrens_forum(body) else SIGNING_ROLES
    writers = Capacity.objects.live(clock.today()).filter(body=body, role__in=roles).exclude(user=by.user)
    people = User.objects.filter(pk__in=writers.values("user")).order_by("pk")
    _tell(notification, evaluation, people, _("you write for %(body)s") % {"body": body.outside_name}, key)


def _tell(notification: type[Notification], evaluation: Evaluation, people: Iterable[User], why: str, key: str) -> None:
    for person in people:
        outbox.enqueue(
            notification=notification,
            recipient=person,
            dedupe_key=f"{notification.kind}:{evaluation.pk}{key}:{person.ref}",
            reason=why,
            facts={"evaluation": evaluation.pk},
            about=ref_of(evaluation),
            is_demonstration=evaluation.is_demonstration,
        )
