"""What people of a forum said they would do."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups import policies
from groups.enums import ActionState
from groups.models import Action, Body, Capacity, User


@dataclass(frozen=True)
class ActionRow:
    """One action as a list shows it. `late` says how late it is, in words; empty when it is not."""

    ref: str
    words: str
    who: str
    is_mine: bool
    due: str
    late: str
    state: str
    state_words: str
    priority: str
    meeting: str
    reason: str
    is_open: bool
    made_up: str


@dataclass(frozen=True)
class Actions:
    open: tuple[ActionRow, ...]
    settled: tuple[ActionRow, ...]

    @property
    def late(self) -> int:
        return sum(bool(row.late) for row in self.open)


def of_body(body: Body, *, user: User, today: dt.date) -> Actions:
    """The actions of a body: open ones by the day they are due, then the settled ones, newest first. Two queries."""
    found = list(body.actions.select_related("owner", "priority", "meeting").order_by(F("due").asc(nulls_last=True), "pk"))
    rows = dict(zip(found, _rows(found, body, user=user, today=today), strict=True))
    settled = sorted(((action.settled_at, action.pk, row) for action, row in rows.items() if action.settled_at), reverse=True)
    return Actions(
        open=tuple(row for row in rows.values() if row.is_open),
        settled=tuple(row for _at, _key, row in settled),
    )


def one(action: Action, *, user: User, today: dt.date) -> ActionRow:
    return _rows([action], action.body, user=user, today=today)[0]


def _rows(actions: Iterable[Action], body: Body, *, user: User, today: dt.date) -> list[ActionRow]:
    actions = list(actions)
    knows_names = policies.knows_members(user, body)
    parts = Capacity.objects.filter(body=body, user__in={action.owner_id for action in actions if action.owner_id})
    here: dict[int, bool] = {}
    for part in parts:
        here[part.user_id] = here.get(part.user_id, False) or part.is_live(today)
    gone = {key for key, is_here in here.items() if not is_here}
    return [
        ActionRow(
            ref=action.ref,
            words=action.words,
            who=_who(action, user, knows_names=knows_names, has_left=action.owner_id in gone),
            is_mine=action.owner_id == user.pk,
            due=date_format(action.due, "j F Y") if action.due else "",
            late=late_words(action, today),
            state=_state(action, today),
            state_words=str(action.get_state_display()),
            priority=action.priority.title if action.priority else "",
            meeting=action.meeting.title if action.meeting else "",
            reason=action.reason,
            is_open=action.state == ActionState.OPEN,
            made_up=_("Demonstration") if action.is_demonstration else "",
        )
        for action in actions
    ]


def late_words(action: Action, today: dt.date) -> str:
    """Late by 3 days; empty when it is not late."""
    if action.state != ActionState.OPEN or action.due is None or action.due >= today:
        return ""
    days = (today - action.due).days
    return ngettext("Late by %(days)s day", "Late by %(days)s days", days) % {"days": days}


def _who(action: Action, user: User, *, knows_names: bool, has_left: bool) -> str:
    if action.owner_id is None:
        return action.owner_words or _("Nobody yet")
    if action.owner_id == user.pk:
        name = _("You")
    elif not knows_names:
        name = _("a member")
    else:
        name = str(action.owner)
    if has_left:
        name = _("%(name)s, who has left the forum") % {"name": name}
    return _("%(name)s (%(role)s)") % {"name": name, "role": action.owner_words} if action.owner_words else name


def _state(action: Action, today: dt.date) -> str:
    if action.state == ActionState.OPEN:
        return "late" if late_words(action, today) else "doing"
    return "did" if action.state == ActionState.DONE else "cant"
