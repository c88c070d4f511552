"""The filter of the public list of lessons."""

from functools import reduce
from operator import and_, or_
from typing import Any

import django_filters
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from checklist.enums import LessonTopic
from checklist.models import Lesson
from coproduction.core.filters import ChoiceFilter, TextFilter
from coproduction.core.forms.filters import LONGEST_TEXT, MOST_WORDS, FilterForm
from engagements.queries import kinds

SEARCHED = ("words", "next_time", "project__title")


class LessonFilter(django_filters.FilterSet):
    text = TextFilter(label=_("Words"), method="with_text", max_length=LONGEST_TEXT)
    topic = ChoiceFilter(label=_("What it is about"), method="with_topic", choices=[("", _("Anything")), *LessonTopic.choices])
    kind = ChoiceFilter(label=_("Kind of work"), method="with_kind", choices=[("", _("Any kind"))])

    class Meta:
        model = Lesson
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = kinds.everything().values()
        self.filters["kind"].extra["choices"] = [("", _("Any kind")), *((kind.key, kind.words) for kind in known)]

    def with_text(self, rows: QuerySet[Lesson], _name: str, value: str) -> QuerySet[Lesson]:
        words = value.split()[:MOST_WORDS]
        if not words:
            return rows
        return rows.filter(
            reduce(and_, (reduce(or_, (Q(**{f"{field}__icontains": word}) for field in SEARCHED)) for word in words))
        )

    def with_topic(self, rows: QuerySet[Lesson], _name: str, value: str) -> QuerySet[Lesson]:
        return rows.filter(topic=value) if value else rows

    def with_kind(self, rows: QuerySet[Lesson], _name: str, value: str) -> QuerySet[Lesson]:
        return rows.filter(project__kind=value) if value else rows
