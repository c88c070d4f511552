"""The register of personal data: people, their capacities, and the meetings they were asked to."""

from coproduction.core.personal_data import Personal, Register

_ACCOUNT = "until two years after the last capacity ends"
_PART = "six years after the part ends"
_MEETING = "two years after the meeting"
_NEED = "until it is no longer needed, and then a month longer"
_JOIN = "90 days after it is answered"
_WORDS = "two years after the meeting"

PERSONAL: Register = {
    "groups.User.email": Personal("to sign in and to write to the person", _ACCOUNT),
    "groups.User.name": Personal("so that people in the same forum know who is who; never public", _ACCOUNT),
    "groups.User.password": Personal("to sign in; only a hash", _ACCOUNT),
    "groups.User.last_login": Personal("to see that nobody else signed in", _ACCOUNT),
    "groups.User.is_active": Personal("whether the person can sign in", _ACCOUNT),
    "groups.User.digest": Personal("how often we write to the person", _ACCOUNT),
    "groups.User.reach": Personal("how the person wants to hear from us", _ACCOUNT),
    "groups.User.contact": Personal("to ring or write to someone without email", _ACCOUNT),
    "groups.User.age_band": Personal("whether the consent of a parent is needed", _ACCOUNT),
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
    "groups.Attendance.meeting": Personal("to invite and remind the person", _MEETING),
    "groups.Capacity.standing": Personal("who takes part now, and who rests", _PART),
    "groups.Capacity.standing_since": Personal("who takes part now, and who rests", _PART),
    "groups.Capacity.council_may_know": Personal("what a member of an independent forum agreed to", _PART),
    "groups.Consent.authority": Personal("to be able to show that consent was given, and by what right", _PART),
    "groups.Consent.capacity": Personal("whose membership it is about", _PART),
    "groups.Consent.holder": Personal("to be able to show who gave consent", _PART),
    "groups.Consent.is_given": Personal("to be able to show what was said", _PART),
    "groups.Consent.noted_by": Personal("so that it is known who wrote it down", _PART),
    "groups.Consent.noted_by_label": Personal("so that it is known in which capacity", _PART),
    "groups.AccessNeed.user": Personal("to arrange what helps, as the person agreed", _NEED),
    "groups.AccessNeed.words": Personal("to arrange what helps, as the person agreed", _NEED),
    "groups.Arrangement.need": Personal("so that what was asked for is there", _MEETING),
    "groups.Arrangement.note": Personal("so that what was asked for is there", _MEETING),
    "groups.Arrangement.changed_by_label": Personal("so that it is known who arranged it", _MEETING),
    "groups.JoinRequest.name": Personal("to answer someone who asks to join", _JOIN),
    "groups.JoinRequest.email": Personal("to answer someone who asks to join", _JOIN),
    "groups.JoinRequest.phone": Personal("to answer someone who asks to join", _JOIN),
    "groups.JoinRequest.age_band": Personal("whether the consent of a parent is needed", _JOIN),
    "groups.JoinRequest.answered_by_label": Personal("so that it is known who answered", _JOIN),
    "groups.CalendarKey.user": Personal(
        "so that a person's own calendar program can ask", "until the address is ended, and a month longer"
    ),
    "groups.CalendarKey.secret": Personal(
        "so that a person's own calendar program can ask", "until the address is ended, and a month longer"
    ),
    "groups.Charter.written_by": Personal("so that it is known who wrote it", "as long as the charter"),
    "groups.Charter.written_by_label": Personal("so that it is known in which capacity", "as long as the charter"),
    "groups.CharterSignature.user": Personal("who signed which version", "as long as the charter"),
    "groups.CharterSignature.label": Personal("in which capacity it was signed", "as long as the charter"),
    "groups.Meeting.planned_by": Personal("to ask whoever planned it for its minutes", "as long as the account"),
    "groups.MeetingSeries.made_by_label": Personal("so that it is known who planned it", "as long as the series"),
    "groups.MeetingChange.by": Personal("so that whoever comes second learns who changed it", _MEETING),
    "groups.MeetingChange.by_label": Personal("so that whoever comes second learns who changed it", _MEETING),
    "groups.AgendaItem.proposed_by": Personal("so that whoever proposed it learns what came of it", _MEETING),
    "groups.AgendaItem.proposed_by_label": Personal("in which capacity it was proposed", _MEETING),
    "groups.Saying.words": Personal("what was said, as it was said; never who", _WORDS),
    "groups.Saying.said_by": Personal("the role of whoever said it", _WORDS),
    "groups.Action.owner": Personal("so that whoever took it on is asked about it", _PART),
    "groups.Action.owner_words": Personal("who took it on, by role", _PART),
    "groups.Action.settled_by_label": Personal("so that it is known who settled it", _PART),
    "groups.Minutes.text": Personal("what the forum wrote down for itself", _PART),
    "groups.Minutes.written_by_label": Personal("so that it is known who wrote it", _PART),
    "groups.Minutes.agreed_by_label": Personal("so that it is known who noted that the forum agreed", _PART),
    "groups.Minutes.published_by_label": Personal("so that it is known who published it", _PART),
}
