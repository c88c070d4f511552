"""A charter: what a forum and those who work with it promise each other, in versions, each signed."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coproduction.core.models.base import Originated, one_of
from groups.enums import CharterStatus
from groups.models.bodies import Body
from groups.models.users import User


class Charter(Originated):
    """Six parts, of which the last is an inventory (source: the paper of 2016 on coproduction, "The charter has key areas")."""

    body = models.ForeignKey(Body, on_delete=models.CASCADE, related_name="charters")
    version = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=8, choices=CharterStatus.choices, default=CharterStatus.DRAFT)
    vision = models.TextField(_("what we want to reach together"), blank=True)
    principles = models.TextField(_("what we stand by"), blank=True)
    membership = models.TextField(_("who belongs to the group"), blank=True)
    behaviours = models.TextField(_("how we behave and work"), blank=True)
    governance = models.TextField(_("how it is run, and who answers for it"), blank=True)
    # The inventory.
    resources = models.TextField(_("money, people, rooms and other help there is"), blank=True)
    timescales = models.TextField(_("by when things happen"), blank=True)
    powers = models.TextField(_("what we can decide"), blank=True)
    process = models.TextField(_("how we decide"), blank=True)
    people = models.TextField(_("who takes part, by role"), blank=True)
    law = models.TextField(_("what the law asks for"), blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.CharField(max_length=80)
    written_by_label = models.CharField(max_length=200)
    agreed_on = models.DateField(null=True, blank=True)
    review_on = models.DateField(_("when to look at it again"), null=True, blank=True)

    class Meta:
        ordering = ("body", "-version")
        constraints = [
            one_of("status", CharterStatus),
            models.UniqueConstraint(fields=["body", "version"], name="groups_charter_version_once"),
            models.UniqueConstraint(fields=["body"], condition=Q(status=CharterStatus.DRAFT), name="groups_charter_one_draft"),
            models.UniqueConstraint(fields=["body"], condition=Q(status=CharterStatus.AGREED), name="groups_charter_one_agreed"),
        ]

    def __str__(self) -> str:
        return _("Charter of %(body)s, version %(version)s") % {"body": self.body, "version": self.version}


class CharterSignature(models.Model):
    """One person signs one version: for themselves as a member, or for an organisation they have a part in."""

    charter = models.ForeignKey(Charter, on_delete=models.CASCADE, related_name="signatures")
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="charter_signatures")
    # The organisation or team that is bound; None when a member signs for themselves.
    body = models.ForeignKey(Body, null=True, blank=True, on_delete=models.PROTECT, related_name="charter_signatures")
    label = models.CharField("in which capacity, as it was then", max_length=200)
    signed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("signed_at", "pk")
        constraints = [
            models.UniqueConstraint(
                fields=["charter", "user"], condition=Q(body__isnull=True), name="groups_charter_member_once"
            ),
            models.UniqueConstraint(
                fields=["charter", "body"], condition=Q(body__isnull=False), name="groups_charter_organisation_once"
            ),
        ]

    def __str__(self) -> str:
        return self.label
