"""Meetings of a body, and who was asked and came."""

import datetime as dt
import secrets
import uuid
from typing import Self

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import Originated, one_of
from groups import policies
from groups.enums import BodyStatus, MeetingKind, MeetingState, Reply, Rhythm
from groups.models.bodies import Body
from groups.models.users import User

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"


def short_ref() -> str:
    """A short reference without letters that look alike."""
    return "".join(secrets.choice(_LETTERS) for _place in range(8))


def calendar_uid() -> str:
    return str(uuid.uuid4())


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def coming(self, now: dt.datetime) -> Self:
        return self.filter(state=MeetingState.PLANNED, starts_at__gte=now).order_by("starts_at")

    def past(self, now: dt.datetime) -> Self:
        return self.exclude(state=MeetingState.CANCELLED).filter(ends_at__lt=now).order_by("-starts_at")

    def on_day(self, day: dt.date) -> Self:
        """Meetings whose local date is this day."""
        return self.filter(starts_at__date=day)

    def public(self) -> Self:
        return self.filter(is_private=False, body__is_discreet=False).exclude(body__status=BodyStatus.FORMING)

    def visible_to(self, user: object) -> Self:
        """Public meetings for everyone; others for the body's own people and for those who look after it."""
        return self.filter(
            models.Q(pk__in=self.model._default_manager.public().values("pk"))
            | models.Q(body__in=policies.body_ids_of(user))
            | models.Q(body__in=Body.objects.served_by(user).values("pk"))
        )

    def known_to(self, user: object) -> Self:
        """Meetings of which this person may know the month: of bodies that they may know of. See `Body.objects.visible_to`."""
        return self.filter(body__in=Body.objects.visible_to(user).values("pk"))

    def run_by(self, user: object) -> Self:
        """Meetings that this person plans and writes down."""
        return self.filter(body__in=Body.objects.run_by(user).values("pk"))


class MeetingSeries(models.Model):
    """The rule by which meetings were planned together: "every second Tuesday of the month"."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="series")
    rhythm = models.CharField(max_length=12, choices=Rhythm.choices)
    rule_words = models.CharField("the rule, in words", max_length=200)
    workshop_days_before = models.PositiveSmallIntegerField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    made_by_label = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "series"
        constraints = [one_of("rhythm", Rhythm)]

    def __str__(self) -> str:
        return self.rule_words


class Meeting(Originated):
    ref = models.CharField(max_length=12, unique=True, default=short_ref, editable=False)
    uid = models.CharField("stable identity in calendars", max_length=64, unique=True, default=calendar_uid, editable=False)
    sequence = models.PositiveIntegerField("raised with every change that calendars must know", default=0)
    body = models.ForeignKey(Body, verbose_name=_("forum"), on_delete=models.PROTECT, related_name="meetings")
    kind = models.CharField(_("kind of meeting"), max_length=8, choices=MeetingKind.choices, default=MeetingKind.MEETING)
    series = models.ForeignKey(MeetingSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="meetings")
    # A workshop prepares a board; when the board moves, the planner is asked whether its workshop moves too.
    prepares = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="workshops")
    # Whoever planned it is asked for its minutes.
    planned_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="planned_meetings")
    title = models.CharField(_("what it is about"), max_length=200)
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link to join online"), blank=True)
    access = models.CharField(_("access"), max_length=300, blank=True)
    is_private = models.BooleanField(_("where it is held is not public"), default=False)
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PLANNED)
    # Since when its time and place stand: whoever was told after this needs no reminder that fell due before it.
    arranged_at = models.DateTimeField(default=timezone.now)
    cancelled_because = models.CharField(max_length=300, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ("-starts_at",)
        constraints = [
            one_of("state", MeetingState),
            one_of("kind", MeetingKind),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="groups_meeting_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meeting", args=[self.ref])

    @property
    def local_day(self) -> dt.date:
        return timezone.localtime(self.starts_at).date()

    @property
    def place_is_public(self) -> bool:
        return not (self.is_private or self.body.is_discreet)


class Attendance(models.Model):
    """One person asked to one meeting: what they answered, and whether they came."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendances")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="attendances")
    reply = models.CharField(max_length=12, choices=Reply.choices, default=Reply.INVITED)
    came = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            one_of("reply", Reply),
            models.UniqueConstraint(fields=["meeting", "user"], name="groups_attendance_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_reply_display()}"
