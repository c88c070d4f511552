"""What groups says to people, and how a reference to a person becomes an address."""

from coproduction.core import recipients
from groups.notifications.invitations import Invited
from groups.notifications.meetings import MeetingCancelled, MeetingReminder
from groups.queries import contact, invitations

recipients.register("user", contact.recipient)
recipients.register("invitation", invitations.recipient)
recipients.register_group("safeguarding_leads", contact.safeguarding_leads)

__all__ = ["Invited", "MeetingCancelled", "MeetingReminder"]
