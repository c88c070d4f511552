"""People, the bodies they belong to, and when those meet."""

from groups.models.bodies import Body, BodyLink, ElectedOffice, Priority, Resolution, Theme
from groups.models.capacities import Capacity
from groups.models.invitations import Invitation
from groups.models.meetings import Attendance, Meeting
from groups.models.users import User

__all__ = [
    "Attendance",
    "Body",
    "BodyLink",
    "Capacity",
    "ElectedOffice",
    "Invitation",
    "Meeting",
    "Priority",
    "Resolution",
    "Theme",
    "User",
]
