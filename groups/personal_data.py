"""The register of personal data: people, their capacities, and the meetings they were asked to."""

from coproduction.core.personal_data import Personal, Register

_ACCOUNT = "until two years after the last capacity ends"

PERSONAL: Register = {
    "groups.User.email": Personal("to sign in and to write to the person", _ACCOUNT),
    "groups.User.name": Personal("so that people in the same forum know who is who; never public", _ACCOUNT),
    "groups.User.password": Personal("to sign in; only a hash", _ACCOUNT),
    "groups.User.last_login": Personal("to see that nobody else signed in", _ACCOUNT),
    "groups.User.is_active": Personal("whether the person can sign in", _ACCOUNT),
    "groups.User.digest": Personal("how often we write to the person", _ACCOUNT),
    "groups.User.do_not_contact": Personal("so that we do not write to the person", _ACCOUNT),
    "groups.User.stopped_kinds": Personal("the messages the person stopped", _ACCOUNT),
    "groups.User.joined_at": Personal("since when the account is there", _ACCOUNT),
    "groups.Capacity.user": Personal("what a person may do, and in whose name", "six years after it ends"),
    "groups.Capacity.role": Personal("what a person may do, and in whose name", "six years after it ends"),
    "groups.Capacity.hat": Personal("whether someone speaks from their own life or for others", "six years after it ends"),
    "groups.Capacity.since": Personal("from when", "six years after it ends"),
    "groups.Capacity.until": Personal("until when", "six years after it ends"),
    "groups.Invitation.email": Personal("to let a person in for the first time", "until it is used or runs out"),
    "groups.Invitation.role": Personal("what the person is invited to do", "until it is used or runs out"),
    "groups.Invitation.token_hash": Personal("so that the link works once", "until it is used or runs out"),
    "groups.Invitation.invited_by": Personal("so that it is known who let them in", "until it is used or runs out"),
    "groups.Attendance.user": Personal("to invite and remind the person", "two years after the meeting"),
    "groups.Attendance.reply": Personal("to prepare the meeting", "two years after the meeting"),
    "groups.Attendance.came": Personal("to know how many came", "two years after the meeting"),
}
