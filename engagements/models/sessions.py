"""Sessions: when people came together on a project, and how many they were."""

from decimal import Decimal
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Qualifier
from coproduction.core.figures import Number, in_words
from coproduction.core.models import Unheld
from coproduction.core.models.base import Originated, one_of
from coproduction.core.partial_dates import PartialDate, PartialDateField
from engagements.enums import SessionKind, SessionState
from engagements.models.projects import Project
from groups.enums import Permission
from groups.models import Body, Meeting
from groups.models.meetings import short_ref


class SessionQuerySet(models.QuerySet["Session"]):
    def held(self) -> Self:
        return self.filter(state=SessionState.HELD)


class Session(Originated):
    """A session belongs to a project, a forum, or both; a meeting linked to a project is its session."""

    project = models.ForeignKey(Project, null=True, blank=True, on_delete=models.CASCADE, related_name="sessions")
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="sessions")
    meeting = models.OneToOneField(Meeting, null=True, blank=True, on_delete=models.PROTECT, related_name="session")
    ref = models.CharField(max_length=12, unique=True, default=short_ref, editable=False)
    kind = models.CharField(_("what kind of session"), max_length=18, choices=SessionKind.choices, default=SessionKind.OTHER)
    held = PartialDateField(_("when"))
    format = models.CharField(_("kind, in its own words"), max_length=120)
    topic = models.CharField(_("what it was about"), max_length=200, blank=True)
    venue = models.CharField(_("where"), max_length=120, blank=True)
    access = models.CharField(_("what helped people to take part"), max_length=300, blank=True)
    run_by = models.CharField(_("who ran it"), max_length=200, blank=True)
    participants = models.CharField(_("who took part"), max_length=200, blank=True)
    output = models.CharField(_("what came out of it"), max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)
    has_incentive = models.BooleanField(null=True, blank=True)
    # False where the make-up of a small group would tell who they are: then only what is printed here is shown.
    publish_makeup = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.HELD)

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = (models.F("held_to").desc(nulls_last=True), "pk")
        constraints = [one_of("state", SessionState), one_of("kind", SessionKind)]

    def __str__(self) -> str:
        return self.about or self.format

    # A meeting that is linked *is* the session, so these are read from it and never typed twice.
    @property
    def when(self) -> PartialDate:
        """The day; of a meeting whose place is not public, only the month."""
        if self.meeting is None:
            return self.held
        day = self.meeting.local_day
        return PartialDate.day(day) if self.meeting.place_is_public else PartialDate.parse(f"{day:%Y-%m}")

    @property
    def about(self) -> str:
        return self.topic or (self.meeting.title if self.meeting else "")

    @property
    def where(self) -> str:
        if self.meeting is None:
            return self.venue
        return self.meeting.place if self.meeting.place_is_public else ""

    @property
    def stands(self) -> str:
        """Planned, held or cancelled."""
        return SessionState(self.meeting.state if self.meeting else self.state)


class HeadCount(models.Model):
    """How many people of one role took part. `not_stated`: they were there, and nobody wrote down how many."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="head_counts")
    order = models.PositiveSmallIntegerField(default=0)
    number = models.PositiveIntegerField(null=True, blank=True)
    qualifier = models.CharField(max_length=12, choices=Qualifier.choices, default=Qualifier.EXACT)
    who = models.CharField(_("who"), max_length=80, blank=True)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            one_of("qualifier", Qualifier),
            models.CheckConstraint(
                condition=models.Q(number__isnull=False) | models.Q(qualifier=Qualifier.NOT_STATED),
                name="engagements_headcount_number_or_not_stated",
            ),
        ]

    def __str__(self) -> str:
        return in_words(self.as_number())

    def as_number(self) -> Number:
        return Number(None if self.number is None else Decimal(self.number), self.qualifier, self.who)


class SessionSaying(models.Model):
    """What someone said at a session, word for word, with what we may do with it. Never who it was by name."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="sayings")
    order = models.PositiveSmallIntegerField(default=0)
    words = models.TextField(_("what was said, word for word"))
    said_by = models.CharField(_("who said it: a young person, a parent"), max_length=80, blank=True)
    permission = models.CharField(max_length=14, choices=Permission.choices)

    # What is with the safeguarding leads is hidden wherever it would stand.
    objects = Unheld()

    class Meta:
        ordering = ("order", "pk")
        constraints = [one_of("permission", Permission)]

    def __str__(self) -> str:
        return self.words


class SessionPhoto(models.Model):
    """A photo of a session. It is kept only with a consent that is written down, and shown only while that holds.

    Whoever takes consent back takes the photo away: neither the row nor the file stays.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="photos")
    file = models.OneToOneField("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    alt = models.CharField(_("what it shows, for those who cannot see it"), max_length=300)
    consent_words = models.CharField(_("who agreed, and to what"), max_length=300)
    consent_on = models.DateField(_("when they agreed"))
    consent_until = models.DateField(_("until when they agreed"), null=True, blank=True)

    objects = Unheld()

    class Meta:
        ordering = ("pk",)
        constraints = [
            models.CheckConstraint(condition=~models.Q(consent_words=""), name="engagements_sessionphoto_with_consent"),
        ]

    def __str__(self) -> str:
        return self.alt
