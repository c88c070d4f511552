"""Forums, organisations, council teams and committees: one table, since each can be credited, promise and sign."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Origin
from coproduction.core.models.base import Originated, one_of
from coproduction.core.partial_dates import PartialDateField
from groups import policies
from groups.enums import BodyKind, BodyStatus, Frequency, Mark, PriorityStatus, Relation


class BodyQuerySet(models.QuerySet["Body"]):
    def forums(self) -> Self:
        return self.filter(kind=BodyKind.FORUM)

    def committees(self) -> Self:
        return self.filter(kind=BodyKind.COMMITTEE)

    def public(self) -> Self:
        """Bodies that have a public page: a forum that is being set up has none yet."""
        return self.exclude(status=BodyStatus.FORMING)

    def visible_to(self, user: object) -> Self:
        """A body that is being set up is known to its own people and the council; a discreet one only to those who look after it."""
        own = policies.body_ids_of(user)
        known = models.Q(pk__in=own)
        if policies.is_council(user):
            known |= models.Q(is_discreet=False) | models.Q(lead_body__in=own)
        return self.filter(~models.Q(status=BodyStatus.FORMING) | known)

    def served_by(self, user: object) -> Self:
        """Bodies that this person looks after for the council. See `policies.serves`."""
        if not policies.serves_forums(user):
            return self.none()
        teams = policies.body_ids_of(user)
        theirs = models.Q(is_discreet=False) | models.Q(pk__in=teams) | models.Q(lead_body__in=teams)
        return self.filter(theirs, is_independent=False)

    def edited_by(self, user: object) -> Self:
        """Bodies about which this person, as an officer, changes what the council says. See `policies.edits`."""
        if not policies.is_officer(user):
            return self.none()
        own = policies.body_ids_of(user)
        return self.filter(models.Q(is_discreet=False) | models.Q(pk__in=own) | models.Q(lead_body__in=own))

    def run_by(self, user: object) -> Self:
        """Bodies whose meetings this person plans. See `policies.runs`."""
        own = [capacity.body_id for capacity in policies.live_capacities(user) if policies.runs_in(capacity)]
        return self.filter(models.Q(pk__in=own) | models.Q(pk__in=self.model._default_manager.served_by(user).values("pk")))

    def kept_by(self, user: object) -> Self:
        """Bodies in whose register this person sees names, contacts and needs. See `policies.keeps_register`."""
        own = [capacity.body_id for capacity in policies.live_capacities(user) if policies.keeps_in(capacity)]
        return self.filter(models.Q(pk__in=own) | models.Q(pk__in=self.model._default_manager.served_by(user).values("pk")))

    def record_first(self) -> Self:
        """The real bodies before the invented ones, then by name."""
        return self.annotate(
            is_invented=models.Case(
                models.When(origin=Origin.DEMONSTRATION, then=1), default=0, output_field=models.IntegerField()
            )
        ).order_by("is_invented", "name")


class Body(Originated):
    slug = models.SlugField(max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(_("kind"), max_length=12, choices=BodyKind.choices)
    kind_words = models.CharField(_("kind, in the record's words"), max_length=60, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=BodyStatus.choices, default=BodyStatus.ACTIVE)
    status_words = models.CharField(max_length=60, blank=True)
    purpose = models.TextField(_("what it is for"), blank=True)
    audience = models.CharField(_("who it is for"), max_length=300, blank=True)
    age_from = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    age_to = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    own_words = models.TextField(_("in our own words"), blank=True)
    note = models.CharField(max_length=300, blank=True)
    web_note = models.CharField(max_length=500, blank=True)
    mark = models.CharField(_("colour and sign"), max_length=20, choices=Mark.choices, default=Mark.OTHER)
    is_independent = models.BooleanField(_("independent of the council"), default=False)
    # A discreet body is known by a neutral name in mail, calendars, links and files.
    is_discreet = models.BooleanField(_("discreet"), default=False)
    neutral_name = models.CharField(_("neutral name"), max_length=80, blank=True)
    lead_body = models.ForeignKey(
        "self", verbose_name=_("led by"), null=True, blank=True, on_delete=models.PROTECT, related_name="leads"
    )
    chair_body = models.ForeignKey(
        "self", verbose_name=_("chaired by"), null=True, blank=True, on_delete=models.PROTECT, related_name="chairs"
    )
    parent_body = models.ForeignKey(
        "self", verbose_name=_("part of"), null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )

    frequency = models.CharField(_("how often it meets"), max_length=12, choices=Frequency.choices, blank=True, default="")
    rhythm_words = models.CharField(_("when it meets, in its own words"), max_length=300, blank=True)
    times_a_year = models.PositiveSmallIntegerField(null=True, blank=True)
    meets_in_holidays = models.BooleanField(null=True, blank=True)
    has_workshop_before = models.BooleanField(null=True, blank=True)
    meetings_held = models.OneToOneField("core.Figure", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    participants_recent = models.OneToOneField("core.Figure", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    other_channels = models.TextField(_("other ways to take part, one a line"), blank=True)
    members_words = models.TextField(_("who belongs to it, in words, one a line"), blank=True)
    can_decide = models.TextField(_("what it can decide, and how"), blank=True)
    how_to_join = models.TextField(_("how to join"), blank=True)

    objects = BodyQuerySet.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ("name",)
        constraints = [
            one_of("kind", BodyKind),
            one_of("status", BodyStatus),
            one_of("mark", Mark),
            models.CheckConstraint(
                condition=models.Q(is_discreet=False) | ~models.Q(neutral_name=""), name="groups_body_discreet_has_neutral_name"
            ),
            models.CheckConstraint(
                condition=models.Q(age_from__isnull=True)
                | models.Q(age_to__isnull=True)
                | models.Q(age_to__gte=models.F("age_from")),
                name="groups_body_ages_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("forum", args=[self.slug]) if self.kind == BodyKind.FORUM else ""

    @property
    def outside_name(self) -> str:
        """The name that may stand in mail, calendars, links and file names."""
        return self.neutral_name if self.is_discreet else self.name


class BodyLink(models.Model):
    """How one body stands to another: Parentsactive sits on the SEND delivery group."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="links")
    relation = models.CharField(max_length=12, choices=Relation.choices)
    other = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="linked_from")

    class Meta:
        constraints = [
            one_of("relation", Relation),
            models.UniqueConstraint(fields=["body", "relation", "other"], name="groups_bodylink_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.body} {self.get_relation_display()} {self.other}"


class Priority(Originated):
    """What a forum says matters, in its own words."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="priorities")
    title = models.CharField(_("priority"), max_length=200)
    status = models.CharField(max_length=10, choices=PriorityStatus.choices, default=PriorityStatus.ADOPTED)
    period = PartialDateField(_("for when"))
    order = models.PositiveSmallIntegerField(default=0)
    used_in = models.CharField(_("what it is used for"), max_length=200, blank=True)

    class Meta:
        ordering = ("body", "order", "pk")
        constraints = [one_of("status", PriorityStatus)]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """A forum's theme of the year."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="themes_of_year")
    title = models.CharField(max_length=200)
    period = PartialDateField()

    def __str__(self) -> str:
        return self.title


class Resolution(Originated):
    """What a committee was asked to decide, and what it decided."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="resolutions")
    taken = PartialDateField()
    recommendation = models.TextField()
    resolved = models.TextField()

    def __str__(self) -> str:
        return self.resolved
