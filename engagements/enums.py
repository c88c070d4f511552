"""Choices of engagements: kinds of project, degrees, states; and the transition table of a project's status."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProjectKind(TextChoices):
    """What kind of work it is. The record's own word stands beside it in `kind_words`."""

    POLICY = "policy", _("Policy")
    SERVICE_DESIGN = "service_design", _("Designing a service")
    RECOMMISSIONING = "recommissioning", _("Buying a service again")
    STRATEGY = "strategy", _("Strategy")
    WEB_CONTENT = "web_content", _("Web page")
    TENDER_PANEL = "tender_panel", _("Panel that picks a provider")
    RECRUITMENT_PANEL = "recruitment_panel", _("Panel that picks staff")
    INSPECTION = "inspection", _("Inspection by young people")
    USER_TESTING = "user_testing", _("Trying something out")
    EVENT = "event", _("Event")
    REPORT = "report", _("Report")
    TRAINING = "training", _("Training")
    MEDIA = "media", _("Media")
    GOVERNANCE = "governance", _("How we decide things")
    FRAMEWORK = "framework", _("Framework")
    OTHER = "other", _("Other work")


class ProjectStatus(TextChoices):
    DRAFT = "draft", _("Draft")
    OPEN = "open", _("Going on")
    PAUSED = "paused", _("Paused")
    STOPPED = "stopped", _("Stopped")
    CLOSED = "closed", _("Finished")
    # The record tells where it stood once, long ago, and nothing since.
    UNKNOWN = "unknown", _("The record does not say")


PROJECT_STEPS: dict[str, set[str]] = {
    ProjectStatus.DRAFT: {ProjectStatus.OPEN, ProjectStatus.STOPPED},
    ProjectStatus.OPEN: {ProjectStatus.PAUSED, ProjectStatus.STOPPED, ProjectStatus.CLOSED},
    ProjectStatus.PAUSED: {ProjectStatus.OPEN, ProjectStatus.STOPPED},
    ProjectStatus.STOPPED: set(),
    ProjectStatus.CLOSED: {ProjectStatus.OPEN},
    ProjectStatus.UNKNOWN: {ProjectStatus.OPEN, ProjectStatus.PAUSED, ProjectStatus.STOPPED, ProjectStatus.CLOSED},
}


class Degree(TextChoices):
    """Telling, asking, or working together."""

    INFORMATION = "information", _("Telling: we share what is happening")
    CONSULTATION = "consultation", _("Asking: you tell us what you think, we decide")
    COPRODUCTION = "coproduction", _("Working together: we plan it and do it with you")
    UNKNOWN = "", _("Not in the record")


class Part(TextChoices):
    """A body's part in a project."""

    GROUP = "group", _("Works on it")
    PARTNER = "partner", _("Partner")
    LEAD = "lead", _("Leads it")
    DECIDES = "decides", _("Makes the final decision")
    RESOURCE = "resource", _("Gives resources")


class LimitKind(TextChoices):
    """What can stop us, or cannot change."""

    LAW = "law", _("Law")
    MONEY = "money", _("Money")
    TIME = "time", _("Time")
    SAFETY = "safety", _("Safety")
    PROCUREMENT = "procurement", _("Buying rules")
    PRIORITY = "priority", _("Other priorities")
    OTHER = "other", _("Something else")


class MilestoneKind(TextChoices):
    START = "start", _("Started")
    END = "end", _("Ended")
    OPENED = "opened", _("Opened")
    OPERATING_SINCE = "operating_since", _("Working since")
    PERIOD = "period", _("When")
    DURATION = "duration", _("How long it took")
    DECISION = "decision", _("Decision")


class SessionState(TextChoices):
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    CANCELLED = "cancelled", _("Cancelled")


class DetailKind(TextChoices):
    """Lists that the record keeps about a project, each in its own words."""

    ITEM = "item", _("Part of this")
    TOPIC = "topic", _("Topics")
    GUIDE_TESTED = "guide_tested", _("Tried out")
