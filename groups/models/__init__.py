"""People, the bodies they belong to, and when those meet."""

from groups.models.bodies import Body, BodyLink, Priority, Resolution, Theme
from groups.models.capacities import Capacity
from groups.models.charters import Charter, CharterSignature
from groups.models.consents import AccessNeed, Arrangement, Consent
from groups.models.elections import ElectedOffice, Election
from groups.models.invitations import Invitation
from groups.models.joining import JoinRequest
from groups.models.meetings import Attendance, Meeting, MeetingSeries
from groups.models.planning import CalendarKey, MeetingChange, ReminderPlan, Term
from groups.models.proceedings import Action, AgendaItem, MeetingCount, MeetingDecision, Minutes, Saying
from groups.models.users import User

__all__ = [
    "AccessNeed",
    "Action",
    "AgendaItem",
    "Arrangement",
    "Attendance",
    "Body",
    "BodyLink",
    "CalendarKey",
    "Capacity",
    "Charter",
    "CharterSignature",
    "Consent",
    "ElectedOffice",
    "Election",
    "Invitation",
    "JoinRequest",
    "Meeting",
    "MeetingChange",
    "MeetingCount",
    "MeetingDecision",
    "MeetingSeries",
    "Minutes",
    "Priority",
    "ReminderPlan",
    "Resolution",
    "Saying",
    "Term",
    "Theme",
    "User",
]
