"""What groups says to people, and how a reference to a person becomes an address."""

from coproduction.core import recipients
from groups.notifications.invitations import Invited
from groups.notifications.joining import JoinAsked, JoinDeclined
from groups.notifications.meetings import MeetingCancelled, MeetingChanged, MeetingInvitation, MeetingReminder
from groups.notifications.minutes import MinutesOverdue
from groups.queries import contact, invitations, joining, staff

recipients.register_many("user", contact.recipients)
recipients.register("invitation", invitations.recipient)
recipients.register("joinrequest", joining.recipient)
recipients.register_group("safeguarding_leads", contact.safeguarding_leads)
recipients.register_group("senior_safeguarding_lead", staff.senior_safeguarding_lead)
recipients.register_group("readers", staff.readers)
recipients.register_bodies("groups.body", staff.people_of)

__all__ = [
    "Invited",
    "JoinAsked",
    "JoinDeclined",
    "MeetingCancelled",
    "MeetingChanged",
    "MeetingInvitation",
    "MeetingReminder",
    "MinutesOverdue",
]
