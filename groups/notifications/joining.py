"""What is said about asking to join: to those who look after the members, and to whoever gets no place now."""

from typing import Any, ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coproduction.core import links
from coproduction.core.notifications import Facts, Notification, Unneeded, register
from groups.enums import JoinState
from groups.models import JoinRequest


def _request(facts: Facts) -> JoinRequest:
    request = JoinRequest.objects.select_related("body").filter(pk=facts["request"]).first()
    if request is None:
        raise Unneeded(_("The request is no longer kept."))
    return request


@register
class JoinAsked(Notification):
    """To those who keep the register of a forum: someone wants to join. Who it is stands behind the sign-in."""

    kind: ClassVar[str] = "groups.join_asked"
    title = gettext_lazy("Someone asks to join")

    @classmethod
    def words(cls, facts: Facts, now: Any) -> dict[str, Any]:
        request = _request(facts)
        if request.state != JoinState.WAITING:
            raise Unneeded(_("Somebody answered already."))
        # The address of a discreet forum's register would give its name away.
        path = reverse("start") if request.body.is_discreet else reverse("members", args=[request.body.slug])
        return {"forum": request.body.outside_name, "link": links.absolute(path)}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return {"forum": "Riverside Youth Council", "link": "https://portal.example/forums/riverside-youth-council/members/"}


@register
class JoinDeclined(Notification):
    """To someone who asked to join and gets no place now."""

    kind: ClassVar[str] = "groups.join_declined"
    title = gettext_lazy("Not now")
    can_be_stopped = False

    @classmethod
    def words(cls, facts: Facts, now: Any) -> dict[str, Any]:
        request = _request(facts)
        return {"name": request.name, "forum": request.body.outside_name, "link": links.absolute("/have-your-say/")}

    @classmethod
    def sample(cls) -> dict[str, Any]:
        return {"name": "Ada", "forum": "Riverside Youth Council", "link": "https://portal.example/have-your-say/"}
