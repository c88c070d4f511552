"""Filters of the public lists of outcomes and promises."""

import datetime as dt
from functools import reduce
from operator import and_, or_
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Origin
from coproduction.core.filters import ChoiceFilter, ManyFilter, TextFilter
from coproduction.core.forms.filters import LONGEST_TEXT, MOST_WORDS, FilterForm
from coproduction.core.partial_dates import overlaps
from engagements.models import Project
from feedback.enums import AnswerKind
from feedback.models import Outcome
from feedback.models.outcomes import OutcomeQuerySet
from feedback.queries import outcomes
from groups.models import Body

NO_YEAR = "unknown"
HOLDS = (("words", _("Has people’s words")), ("date", _("Has a date")))
# Where words are looked for.
SEARCHED = (
    "title",
    "you_said",
    "said_about",
    "we_did",
    "because",
    "note",
    "they_then_said",
    "project__title",
    "contributors__words",
    "contributors__body__name",
)


class OutcomeFilter(django_filters.FilterSet):
    """Filters /you-said-we-did/ and its files: the same address gives the same rows in each of them."""

    text = TextFilter(label=_("Words"), method="with_text", max_length=LONGEST_TEXT)
    status = ManyFilter(
        label=_("The answer"), method="with_status", choices=AnswerKind.choices, widget=forms.CheckboxSelectMultiple
    )
    forum = ChoiceFilter(label=_("Who said it"), method="with_forum")
    project = ChoiceFilter(label=_("Project"), method="with_project")
    year = ChoiceFilter(label=_("Year"), method="with_year")
    has = ManyFilter(label=_("The record"), method="with_parts", choices=HOLDS, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Outcome
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["forum"].extra["choices"] = [("", _("Anyone")), *forum_choices()]
        self.filters["project"].extra["choices"] = [("", _("Any project")), *project_choices()]
        years = [(str(year), str(year)) for year in outcomes.years(timezone.localdate())]
        self.filters["year"].extra["choices"] = [("", _("Any year")), *years, (NO_YEAR, _("No date in the record"))]

    def with_text(self, rows: QuerySet[Outcome], _name: str, value: str) -> QuerySet[Outcome]:
        words = value.split()[:MOST_WORDS]
        if not words:
            return rows
        every = reduce(and_, (reduce(or_, (Q(**{f"{field}__icontains": word}) for field in SEARCHED)) for word in words))
        # By key: an outcome with two contributors is still one outcome, and its order stays.
        return rows.filter(pk__in=Outcome.objects.filter(every).order_by().values("pk"))

    def with_status(self, rows: QuerySet[Outcome], _name: str, value: list[str]) -> QuerySet[Outcome]:
        return rows.filter(answer__in=value) if value else rows

    def with_forum(self, rows: OutcomeQuerySet, _name: str, value: str) -> OutcomeQuerySet:
        return outcomes.credited_to_all(rows, Body.objects.filter(slug=value).values_list("pk", flat=True)) if value else rows

    def with_project(self, rows: QuerySet[Outcome], _name: str, value: str) -> QuerySet[Outcome]:
        return rows.filter(project__slug=value) if value else rows

    def with_year(self, rows: QuerySet[Outcome], _name: str, value: str) -> QuerySet[Outcome]:
        if value == NO_YEAR:
            return rows.filter(happened_from__isnull=True)
        if not value:
            return rows
        return rows.filter(overlaps("happened", dt.date(int(value), 1, 1), dt.date(int(value), 12, 31)))

    def with_parts(self, rows: QuerySet[Outcome], _name: str, value: list[str]) -> QuerySet[Outcome]:
        if "words" in value:
            rows = rows.exclude(you_said="")
        if "date" in value:
            rows = rows.filter(happened_from__isnull=False)
        return rows


def labelled(name: str, origin: str) -> str:
    """A choice that is made up says so in the list too."""
    return str(_("%(name)s (demonstration)") % {"name": name}) if origin == Origin.DEMONSTRATION else name


def forum_choices() -> list[tuple[str, str]]:
    """Every public forum, the real ones first; one query."""
    rows = Body.objects.forums().public().record_first().values_list("slug", "name", "origin")
    return [(slug, labelled(name, origin)) for slug, name, origin in rows]


def project_choices() -> list[tuple[str, str]]:
    """Public projects that have a published answer, the real ones first; one query."""
    answered = Outcome.objects.public().values("project")
    rows = Project.objects.public().filter(pk__in=answered).record_first().values_list("slug", "title", "origin")
    return [(slug, labelled(title, origin)) for slug, title, origin in rows]
