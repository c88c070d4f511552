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
    # What was finished before it was written down is published as finished.
    ProjectStatus.DRAFT: {ProjectStatus.OPEN, ProjectStatus.STOPPED, ProjectStatus.CLOSED},
    ProjectStatus.OPEN: {ProjectStatus.PAUSED, ProjectStatus.STOPPED, ProjectStatus.CLOSED},
    ProjectStatus.PAUSED: {ProjectStatus.OPEN, ProjectStatus.STOPPED},
    ProjectStatus.STOPPED: set(),
    ProjectStatus.CLOSED: {ProjectStatus.OPEN},
    ProjectStatus.UNKNOWN: {ProjectStatus.OPEN, ProjectStatus.PAUSED, ProjectStatus.STOPPED, ProjectStatus.CLOSED},
}


class PlanStep(TextChoices):
    """The questions about a project, one page each, in the order in which they are asked."""

    ABOUT = "about", _("What it is, and why")
    KIND = "kind", _("Kind of work")
    DEGREE = "degree", _("Telling, asking or working together")
    WHO = "who", _("Who works on it")
    DECISION = "decision", _("Who decides, and when")
    FIXED = "fixed", _("What is fixed")
    OPEN = "open", _("What people can change")
    SERVES = "serves", _("What it serves, and with what")
    LEAD = "lead", _("Who leads it")
    HEARD = "heard", _("Whom we want to hear from")
    # Asked once it has begun.
    HAPPENED = "happened", _("What happened")


PLANNING = tuple(step for step in PlanStep if step != PlanStep.HAPPENED)


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


SESSION_STEPS: dict[str, set[str]] = {
    SessionState.PLANNED: {SessionState.HELD, SessionState.CANCELLED},
    # What was written down by mistake did not take place.
    SessionState.HELD: {SessionState.CANCELLED},
    SessionState.CANCELLED: set(),
}


class DetailKind(TextChoices):
    """Lists that the record keeps about a project, each in its own words."""

    ITEM = "item", _("Part of this")
    TOPIC = "topic", _("Topics")
    GUIDE_TESTED = "guide_tested", _("Tried out")


class Hand(TextChoices):
    """Whose hand is in the planning, and in the delivery: the two axes of the grid."""

    COUNCIL = "council", _("The council alone")
    TOGETHER = "together", _("Both together")
    PEOPLE = "people", _("People alone")


class Treseder(TextChoices):
    """Treseder's five degrees of participation. None is better than another; what matters is to be honest about which it is."""

    ASSIGNED = "assigned", _("Asked to join in, and told why")
    CONSULTED = "consulted", _("Asked what they think, and told what came of it")
    ADULT_SHARED = "adult_shared", _("Adults begin it, everyone decides together")
    CHILD_SHARED = "child_shared", _("Young people begin it, everyone decides together")
    CHILD_DIRECTED = "child_directed", _("Young people begin it and decide")


class SessionKind(TextChoices):
    """What people did together. What a kind needs besides stands in a room of its own, see `SPECIAL_KINDS`."""

    MEETING = "meeting", _("Meeting")
    WORKSHOP = "workshop", _("Workshop")
    WORLD_CAFE = "world_cafe", _("World café")
    COFFEE_MORNING = "coffee_morning", _("Coffee morning")
    WELCOME_EVENT = "welcome_event", _("Welcome event")
    TRAINING = "training", _("Training")
    SURVEY = "survey", _("Survey")
    USER_TESTING = "user_testing", _("Trying something out")
    TENDER_PANEL = "tender_panel", _("Panel that picks a provider")
    RECRUITMENT_PANEL = "recruitment_panel", _("Panel that picks staff")
    INSPECTION = "inspection", _("Inspection by young people")
    VOTE = "vote", _("Vote or election")
    OTHER = "other", _("Something else")


PANEL_KINDS = frozenset({SessionKind.TENDER_PANEL, SessionKind.RECRUITMENT_PANEL})
SPECIAL_KINDS = PANEL_KINDS | {SessionKind.USER_TESTING, SessionKind.INSPECTION, SessionKind.VOTE}


class PanelState(TextChoices):
    SETTING_UP = "setting_up", _("Being set up")
    SCORING = "scoring", _("Scoring")
    LOCKED = "locked", _("Scored, not released")
    RELEASED = "released", _("Released")


PANEL_STEPS: dict[str, set[str]] = {
    # Scoring begins when the weight and the criteria are fixed; from then on neither changes.
    PanelState.SETTING_UP: {PanelState.SCORING},
    PanelState.SCORING: {PanelState.LOCKED},
    PanelState.LOCKED: {PanelState.SCORING, PanelState.RELEASED},
    PanelState.RELEASED: set(),
}


class InspectionPointKind(TextChoices):
    STRENGTH = "strength", _("What is good")
    AREA = "area", _("What could be better")
    RECOMMENDATION = "recommendation", _("What we recommend")


class TriedState(TextChoices):
    DRAFT = "draft", _("Not live yet")
    LIVE = "live", _("Live")


class DecisionMethod(TextChoices):
    AGREEMENT = "agreement", _("Talked until everyone agreed")
    VOTE = "vote", _("Voted")
    SCORED = "scored", _("Scored by a panel")
    BODY_DECIDED = "body_decided", _("Decided by the body that decides")
    OTHER = "other", _("Another way")


class OptionOrigin(TextChoices):
    """Whose idea an option was."""

    PEOPLE = "people", _("The people’s own idea")
    FORUM = "forum", _("A forum’s idea")
    PARTNER = "partner", _("A partner’s idea")
    COUNCIL = "council", _("The council’s idea")


class ForumWeight(TextChoices):
    """How much the forum's view counted."""

    DECIDED = "decided", _("They decided")
    EQUAL = "equal", _("It counted as much as the council’s view")
    SOME = "some", _("It counted for a part")
    HEARD = "heard", _("It was heard; the council decided")
    NONE = "none", _("They were not asked")


class ThanksKind(TextChoices):
    """What people get back. Never points, never a ranking."""

    VOUCHER = "voucher", _("Voucher")
    PAYMENT = "payment", _("Payment for time")
    TRAINING = "training", _("Training")
    CERTIFICATE = "certificate", _("Certificate")
    REFERENCE = "reference", _("Reference")
    FOOD = "food", _("Food")
    OTHER = "other", _("Something else")


class ExpenseKind(TextChoices):
    TRAVEL = "travel", _("Travel")
    CHILDCARE = "childcare", _("Childcare")
    CARE = "care", _("Care for someone else")
    SUPPORT = "support", _("Support worker or interpreter")
    DATA = "data", _("Phone or data")
    OTHER = "other", _("Something else")


class ExpenseState(TextChoices):
    CLAIMED = "claimed", _("Claimed")
    APPROVED = "approved", _("Approved")
    PAID = "paid", _("Paid")
    DECLINED = "declined", _("Not paid, because")


EXPENSE_STEPS: dict[str, set[str]] = {
    ExpenseState.CLAIMED: {ExpenseState.APPROVED, ExpenseState.DECLINED},
    ExpenseState.APPROVED: {ExpenseState.PAID, ExpenseState.DECLINED},
    ExpenseState.PAID: set(),
    ExpenseState.DECLINED: {ExpenseState.CLAIMED},
}


class Heard(TextChoices):
    """Whether an intended group took part."""

    YES = "yes", _("Took part")
    PARTLY = "partly", _("A few took part")
    NO = "no", _("We have not heard from them")
