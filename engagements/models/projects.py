"""An engagement project: what it is, who works on it, what is fixed, and how far it has come."""

from typing import Self

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coproduction.core.enums import Origin
from coproduction.core.models.base import Originated, one_of
from coproduction.core.partial_dates import PartialDateField
from engagements.enums import Degree, DetailKind, Hand, Heard, LimitKind, MilestoneKind, Part, ProjectStatus, Treseder
from groups import policies
from groups.models import Body, Priority, User

FIRST_STAGE, LAST_STAGE = 1, 9


class ProjectQuerySet(models.QuerySet["Project"]):
    def public(self) -> Self:
        return self.exclude(status=ProjectStatus.DRAFT)

    def visible_to(self, user: object) -> Self:
        """Everyone sees what is public; council staff and the bodies that work on a project see its draft too."""
        if policies.is_council(user):
            return self
        own = self.filter(parts__body__in=policies.body_ids_of(user)).values("pk")
        return self.filter(~models.Q(status=ProjectStatus.DRAFT) | models.Q(pk__in=own))

    def led_by(self, user: User) -> Self:
        return self.filter(lead=user)

    def of_body(self, body: Body) -> Self:
        return self.filter(pk__in=ProjectPart.objects.filter(body=body).values("project"))

    def record_first(self) -> Self:
        """The real projects before the invented ones, then by title."""
        invented = models.Case(models.When(origin=Origin.DEMONSTRATION, then=1), default=0, output_field=models.IntegerField())
        return self.order_by(invented, "title")


class Project(Originated):
    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    # A key of the list of kinds, which officers edit: see `KindEntry` and `queries.kinds`.
    kind = models.SlugField(_("kind"), max_length=30)
    kind_words = models.CharField(_("kind, in the record's words"), max_length=60, blank=True)
    why = models.TextField(_("what we want to make better"), blank=True)
    what_happened = models.TextField(_("what happened"), blank=True)
    status = models.CharField(_("status"), max_length=8, choices=ProjectStatus.choices, default=ProjectStatus.DRAFT)
    status_words = models.CharField(_("status, in the record's words"), max_length=60, blank=True)
    status_reason = models.TextField(_("why it is paused or stopped; public"), blank=True)
    # One to nine, kept here by the checklist; none means "not on the checklist".
    stage = models.PositiveSmallIntegerField(_("stage"), null=True, blank=True)
    lead = models.ForeignKey(
        User, verbose_name=_("lead officer"), null=True, blank=True, on_delete=models.SET_NULL, related_name="led_projects"
    )
    cover = models.ForeignKey(
        User, verbose_name=_("who stands in"), null=True, blank=True, on_delete=models.SET_NULL, related_name="covered_projects"
    )

    degree_planned = models.CharField(max_length=12, choices=Degree.choices, blank=True, default="")
    degree_achieved = models.CharField(max_length=12, choices=Degree.choices, blank=True, default="")
    degree_stated = models.CharField(_("how the source calls it"), max_length=120, blank=True)
    degree_suggested = models.CharField(_("an analyst's reading, to be confirmed"), max_length=160, blank=True)
    # Optional detail beside the degree: who plans and who delivers, and Treseder's five.
    grid_planning = models.CharField(_("who plans it"), max_length=8, choices=Hand.choices, blank=True, default="")
    grid_delivery = models.CharField(_("who does it"), max_length=8, choices=Hand.choices, blank=True, default="")
    treseder = models.CharField(max_length=14, choices=Treseder.choices, blank=True, default="")
    nothing_is_fixed = models.BooleanField(_("nothing is fixed"), default=False)
    fixed_words = models.TextField(_("what was fixed"), blank=True)
    open_words = models.TextField(_("what people could change"), blank=True)
    participants = models.CharField(_("who took part"), max_length=200, blank=True)
    resources_words = models.TextField(_("what it had to work with"), blank=True)
    wards = models.CharField(_("wards"), max_length=300, blank=True)
    chosen_by = models.CharField(_("chosen by"), max_length=120, blank=True)
    has_incentive = models.BooleanField(_("people got something back"), null=True, blank=True)
    figure = models.OneToOneField("core.Figure", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    web_note = models.CharField(max_length=500, blank=True)
    priorities = models.ManyToManyField(Priority, blank=True, related_name="projects")

    objects = ProjectQuerySet.as_manager()

    class Meta:
        ordering = ("title",)
        constraints = [
            one_of("status", ProjectStatus),
            one_of("degree_planned", Degree),
            one_of("degree_achieved", Degree),
            models.CheckConstraint(
                condition=models.Q(stage__isnull=True) | models.Q(stage__range=(FIRST_STAGE, LAST_STAGE)),
                name="engagements_project_stage_1_to_9",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("project", args=[self.slug])


class KindEntry(models.Model):
    """A kind of work in officers' own words: one of the built-in kinds worded anew or no longer offered, or one more."""

    key = models.SlugField(max_length=30, unique=True)
    words = models.CharField(_("what it is called"), max_length=60)
    hint = models.CharField(_("what belongs here"), max_length=160, blank=True)
    order = models.PositiveSmallIntegerField(default=100)
    is_offered = models.BooleanField(_("can be chosen for new projects"), default=True)

    class Meta:
        ordering = ("order", "pk")

    def __str__(self) -> str:
        return self.words


class ProjectPart(models.Model):
    """A body's part in a project; a contributor without a record of its own is words only."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="parts")
    part = models.CharField(max_length=8, choices=Part.choices)
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="project_parts")
    words = models.CharField(max_length=200, blank=True)
    role = models.CharField(_("what they do in it"), max_length=200, blank=True)
    # The forum whose people confirm and sign this project's checklist.
    signs = models.BooleanField(_("signs the checklist"), default=False)

    class Meta:
        ordering = ("pk",)
        constraints = [
            one_of("part", Part),
            models.CheckConstraint(
                condition=models.Q(body__isnull=False) | ~models.Q(words=""), name="engagements_projectpart_body_or_words"
            ),
            models.CheckConstraint(
                condition=models.Q(signs=False) | models.Q(body__isnull=False), name="engagements_projectpart_signer_is_a_body"
            ),
            models.UniqueConstraint(
                fields=["project", "part", "body"], condition=models.Q(body__isnull=False), name="engagements_projectpart_unique"
            ),
        ]

    def __str__(self) -> str:
        return self.body.name if self.body else self.words


class Milestone(models.Model):
    """A date of a project, as precisely as it is known."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="milestones")
    kind = models.CharField(max_length=16, choices=MilestoneKind.choices)
    on = PartialDateField()

    class Meta:
        ordering = (models.F("on_from").asc(nulls_last=True), "pk")
        constraints = [
            one_of("kind", MilestoneKind),
            models.UniqueConstraint(fields=["project", "kind"], name="engagements_milestone_unique"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.on}"


class ProjectDetail(models.Model):
    """One line of a list that the record keeps about a project."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="details")
    kind = models.CharField(max_length=16, choices=DetailKind.choices)
    order = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=200)

    class Meta:
        ordering = ("kind", "order")
        constraints = [one_of("kind", DetailKind)]

    def __str__(self) -> str:
        return self.words


class Limit(models.Model):
    """Something that cannot change in a project, and why."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="limits")
    kind = models.CharField(max_length=12, choices=LimitKind.choices)
    words = models.CharField(max_length=300)

    class Meta:
        ordering = ("pk",)
        constraints = [one_of("kind", LimitKind)]

    def __str__(self) -> str:
        return self.words


class IntendedGroup(models.Model):
    """A group of people whom the project means to hear from; whether it did, and what was tried."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="intended_groups")
    order = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(_("whom we want to hear from"), max_length=120)
    why = models.CharField(_("how we know that they matter here"), max_length=300, blank=True)
    heard = models.CharField(_("did they take part?"), max_length=6, choices=Heard.choices, default=Heard.NO)
    tried = models.TextField(_("what we tried"), blank=True)

    class Meta:
        ordering = ("order", "pk")
        constraints = [
            one_of("heard", Heard),
            models.UniqueConstraint(fields=["project", "words"], name="engagements_intendedgroup_unique"),
        ]

    def __str__(self) -> str:
        return self.words


class TurnoutCount(models.Model):
    """How many of those who took part in a project fall in one row of a declared table. Never who they are; see `turnout`."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="turnout")
    table = models.SlugField(max_length=30)
    row = models.SlugField(max_length=40)
    number = models.PositiveIntegerField()

    class Meta:
        ordering = ("pk",)
        constraints = [models.UniqueConstraint(fields=["project", "table", "row"], name="engagements_turnoutcount_unique")]

    def __str__(self) -> str:
        return f"{self.table}: {self.row}"
