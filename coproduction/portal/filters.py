"""The filter of the officers' list of all projects."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from coproduction.core.filters import ChoiceFilter
from coproduction.portal.queries import all_projects
from coproduction.portal.queries.all_projects import Known
from engagements.enums import ProjectStatus
from engagements.filters import ProjectFilter
from engagements.models import Project
from engagements.queries.kinds import Kind
from groups.models import User

MINE, NOBODY = "mine", "nobody"
PRESSING = [
    ("", _("Everything")),
    (all_projects.LATE, _("What is late")),
    (all_projects.CONTESTED, _("Where we don’t agree yet")),
    (all_projects.COUNCIL, _("What waits for the council")),
    (all_projects.FORUMS, _("What waits for forums")),
]
_TURNED = {"title": _("last to first"), "stage": _("last stage first"), "since": _("newest first"), "next": _("latest first")}


def _orders() -> Iterable[tuple[str, Any]]:
    yield "", _("What presses first")
    for key, (words, _value) in all_projects.ORDERS.items():
        yield key, words
        yield f"-{key}", f"{words}, {_TURNED[key]}"


class AllProjectsFilter(ProjectFilter):
    """As on the public list, with drafts, who leads it, what presses, and the order of the rows.

    What presses and the order follow from more than columns: `queries.all_projects` narrows and sorts the lines by them.
    """

    status = ChoiceFilter(label=_("How it stands"), method="with_status", choices=[("", _("Any")), *ProjectStatus.choices])
    lead = ChoiceFilter(label=_("Who leads it"), method="with_lead")
    late = ChoiceFilter(label=_("What presses"), method="unchanged", choices=PRESSING)
    order = ChoiceFilter(label=_("Order"), method="unchanged", choices=lambda: list(_orders()))

    def __init__(self, *args: Any, known: Known, user: User, **kwargs: Any) -> None:
        self.known, self.user = known, user
        super().__init__(*args, **kwargs)
        leads = ((str(lead.pk), str(lead)) for lead in known.leads if lead != user)
        self.filters["lead"].extra["choices"] = [
            ("", _("Anyone")),
            (MINE, _("I lead it or stand in")),
            (NOBODY, _("Nobody yet")),
            *leads,
        ]

    def forum_choices(self) -> list[tuple[str, str]]:
        return [(body.slug, body.name) for body in self.known.forums]

    def kinds(self) -> Iterable[Kind]:
        return self.known.kinds.values()

    def with_lead(self, rows: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        if value == MINE:
            return rows.filter(Q(lead=self.user) | Q(cover=self.user))
        if value == NOBODY:
            return rows.filter(lead=None)
        return rows.filter(lead=int(value)) if value else rows

    def unchanged(self, rows: QuerySet[Project], _name: str, _value: str) -> QuerySet[Project]:
        return rows
