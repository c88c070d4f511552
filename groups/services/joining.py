"""Ask to join a forum, and answer whoever asks."""

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core import clock
from coproduction.core.actors import PORTAL, Acting
from coproduction.core.errors import Missing, Refused, WrongState
from coproduction.core.models.base import ref_of
from coproduction.core.recipients import Ref
from coproduction.core.services import audit, outbox
from groups import policies
from groups.enums import JOIN_STEPS, UNDER_13, AgeBand, JoinState, Reach
from groups.models import Body, JoinRequest
from groups.notifications.joining import JoinAsked, JoinDeclined
from groups.queries import joining as queries
from groups.services import members, words


@transaction.atomic
def ask(*, body: Body, name: str, email: str = "", phone: str = "", age_band: str = "") -> JoinRequest:
    """Keep that someone wants to join, and tell those who keep the register. Asking twice changes nothing."""
    name, email, phone = name.strip(), email.strip().lower(), phone.strip()
    if not name:
        raise Missing(_("Write what we should call you."))
    if not email and not phone:
        raise Missing(_("Write an email address or a telephone number, so that we can answer."))
    if phone and not policies.has_phone(phone):
        raise Refused(_("Write the telephone number with its first 0, like 020 7946 0000."))
    if policies.must_know_age(body) and not age_band:
        raise Missing(_("Say how old you are. Children under 13 take part in this group, and we speak with their parents first."))
    if age_band in UNDER_13 and not phone:
        raise Missing(_("Write the telephone number of your parent or carer. We speak with them first."))
    body = Body.objects.select_for_update(of=("self",)).get(pk=body.pk)
    keepers = queries.keepers_of(body)
    if not keepers or not queries.can_be_asked(body):
        raise WrongState(_("This group takes no new members here now."))
    asked = JoinRequest.objects.filter(body=body, state=JoinState.WAITING, email=email, phone=phone, name__iexact=name).first()
    if asked is not None:
        return asked
    asked = JoinRequest.objects.create(
        body=body,
        name=name,
        email=email,
        phone=phone,
        age_band=AgeBand(age_band),
        asked_at=clock.now(),
        is_demonstration=body.is_demonstration,
    )
    audit.record(verb="asked to join", target=asked, by=PORTAL, body=body.pk)
    words.wrote(asked, by=PORTAL, inside=body)
    for keeper in keepers:
        outbox.enqueue(
            notification=JoinAsked,
            recipient=keeper,
            dedupe_key=f"groups.join:{asked.ref}:asked:{keeper.ref}",
            reason=_("you look after the members of %(forum)s") % {"forum": body.outside_name},
            facts={"request": asked.pk},
            about=ref_of(asked),
            is_demonstration=asked.is_demonstration,
        )
    return asked


@transaction.atomic
def invite(*, request: JoinRequest, by: Acting) -> JoinRequest:
    """Say yes: by an invitation to the email address; without one, the person stands in the register at once.

    A child under 13 waits there until a person who may decide for them agrees.
    """
    request = _answered(request, JoinState.INVITED, by)
    by_email = bool(request.email) and request.age_band not in UNDER_13
    members.register(
        body=request.body,
        by=by,
        name=request.name,
        age_band=request.age_band,
        email=request.email if by_email else "",
        reach=Reach.EMAIL if by_email else Reach.RING,
        contact="" if by_email else request.phone,
    )
    return request


@transaction.atomic
def decline(*, request: JoinRequest, by: Acting) -> JoinRequest:
    """Say not now, in kind words: by email, or by whoever ticks the tell list."""
    request = _answered(request, JoinState.DECLINED, by)
    outbox.enqueue(
        notification=JoinDeclined,
        recipient=Ref(request.recipient_ref),
        dedupe_key=f"groups.join:{request.ref}:declined",
        reason=_("you asked to join a group"),
        facts={"request": request.pk},
        about=ref_of(request),
        is_demonstration=request.is_demonstration,
    )
    return request


def _answered(request: JoinRequest, state: JoinState, by: Acting) -> JoinRequest:
    pk = request.pk
    request = JoinRequest.objects.select_for_update(of=("self",)).select_related("body").get(pk=pk)
    if state not in JOIN_STEPS[request.state]:
        raise WrongState(_("Somebody answered this already."))
    request.state, request.answered_at, request.answered_by_label = state, clock.now(), by.label
    request.save(update_fields=["state", "answered_at", "answered_by_label"])
    audit.record(verb="answered join request", target=request, by=by, body=request.body_id, state=request.state)
    return request
