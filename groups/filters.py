"""Filters of lists for those who plan meetings."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from coproduction.core import clock
from coproduction.core.filters import ChoiceFilter
from coproduction.core.forms.filters import FilterForm
from groups.enums import MeetingKind, MeetingState
from groups.models import Body, Meeting

PAST, CANCELLED = "past", "cancelled"
WHEN = (("", _("Coming")), (PAST, _("Past")), (CANCELLED, _("Cancelled")))


class OfficersMeetingFilter(django_filters.FilterSet):
    """The meetings of those forums that this person runs; the coming ones when nothing is asked for."""

    when = ChoiceFilter(label=_("When"), choices=WHEN)
    forum = ChoiceFilter(label=_("Forum"), field_name="body__slug")
    kind = ChoiceFilter(label=_("Kind of meeting"), choices=[("", _("Any kind")), *MeetingKind.choices])

    class Meta:
        model = Meeting
        form = FilterForm
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bodies = Body.objects.filter(pk__in=self.queryset.order_by().values("body")).order_by("name").values_list("slug", "name")
        self.filters["forum"].extra["choices"] = [("", _("Any forum")), *bodies]

    def filter_queryset(self, queryset: QuerySet[Meeting]) -> QuerySet[Meeting]:
        asked = self.form.cleaned_data
        found = by_time(queryset, asked["when"])
        if asked["forum"]:
            found = found.filter(body__slug=asked["forum"])
        return found.filter(kind=asked["kind"]) if asked["kind"] else found


def by_time(meetings: QuerySet[Meeting], when: str = "") -> QuerySet[Meeting]:
    """Those still to come (also the one that is on now), soonest first; those that are over or cancelled, latest first."""
    now = clock.now()
    if when == CANCELLED:
        return meetings.filter(state=MeetingState.CANCELLED).order_by("-starts_at")
    held = meetings.exclude(state=MeetingState.CANCELLED)
    if when == PAST:
        return held.filter(ends_at__lt=now).order_by("-starts_at")
    return held.filter(ends_at__gte=now).order_by("starts_at")
