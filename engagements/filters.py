"""The filter of the public list of projects."""

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Origin
from coproduction.core.filters import ChoiceFilter, TextFilter
from coproduction.core.forms.filters import LONGEST_TEXT, MOST_WORDS, FilterForm
from engagements.enums import Part, ProjectStatus
from engagements.models import Project, ProjectPart
from engagements.models.projects import FIRST_STAGE, LAST_STAGE
from engagements.queries import kinds
from engagements.queries.kinds import Kind
from engagements.queries.projects import STAGE_NAMES
from groups.models import Body

NO_STAGE = "none"
SEARCHED = ("title", "why", "what_happened", "kind_words", "parts__words", "parts__body__name", "details__words")


def stages() -> list[tuple[str, Any]]:
    numbered = [(str(number), f"{number} {STAGE_NAMES[number]}") for number in range(FIRST_STAGE, LAST_STAGE + 1)]
    return [("", _("Any stage")), *numbered, (NO_STAGE, _("Not on the checklist"))]


class ProjectFilter(django_filters.FilterSet):
    text = TextFilter(label=_("Words"), method="with_text", max_length=LONGEST_TEXT)
    forum = ChoiceFilter(label=_("Forum"), method="with_forum")
    stage = ChoiceFilter(label=_("Stage"), method="with_stage", choices=stages)
    kind = ChoiceFilter(label=_("Kind of work"), method="with_kind", choices=[("", _("Any kind"))])
    status = ChoiceFilter(
        label=_("How it stands"),
        method="with_status",
        choices=[("", _("Any")), *(choice for choice in ProjectStatus.choices if choice[0] != ProjectStatus.DRAFT)],
    )

    class Meta:
        model = Project
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["forum"].extra["choices"] = [("", _("Any forum")), *self.forum_choices()]
        self.filters["kind"].extra["choices"] = [("", _("Any kind")), *((kind.key, kind.words) for kind in self.kinds())]

    def forum_choices(self) -> list[tuple[str, str]]:
        return forum_choices()

    def kinds(self) -> Iterable[Kind]:
        return kinds.everything().values()

    def with_text(self, rows: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        words = value.split()[:MOST_WORDS]
        if not words:
            return rows
        every = reduce(and_, (reduce(or_, (Q(**{f"{field}__icontains": word}) for field in SEARCHED)) for word in words))
        return rows.filter(pk__in=Project.objects.filter(every).order_by().values("pk"))

    def with_forum(self, rows: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        works_on = ProjectPart.objects.filter(body__slug=value, part=Part.GROUP).values("project")
        return rows.filter(pk__in=works_on) if value else rows

    def with_stage(self, rows: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        if value == NO_STAGE:
            return rows.filter(stage__isnull=True)
        return rows.filter(stage=int(value)) if value else rows

    def with_kind(self, rows: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        return rows.filter(kind=value) if value else rows

    def with_status(self, rows: QuerySet[Project], _name: str, value: str) -> QuerySet[Project]:
        return rows.filter(status=value) if value else rows


def forum_choices() -> list[tuple[str, str]]:
    """Every public forum, the real ones first; one query."""
    rows = Body.objects.forums().public().record_first().values_list("slug", "name", "origin")
    made_up = _("%(name)s (demonstration)")
    return [(slug, str(made_up % {"name": name}) if origin == Origin.DEMONSTRATION else name) for slug, name, origin in rows]
