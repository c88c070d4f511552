"""Which words of this app are read by a person, and which are not, and why; see `core.reading_register`."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coproduction.core.models import StoredFile
from coproduction.core.reading_register import Rows, not_read, read
from groups.models import Body, Meeting


def _known_meetings(reader: object, rows: Rows) -> Rows:
    """When and where a forum meets that is not public is not every reader's to know."""
    return rows.filter(meeting__in=Meeting.objects.visible_to(reader).values("pk"))


def _known_forums(reader: object, rows: Rows) -> Rows:
    return rows.filter(body__in=Body.objects.visible_to(reader).values("pk"))


def _of_forum(row: Any) -> str:
    return str(row.body.outside_name)


def _of_meeting(row: Any) -> str:
    return str(row.meeting.body.outside_name)


def _meeting_page(row: Any) -> str:
    return str(row.meeting.get_absolute_url())


def _forum_page(row: Any) -> str:
    return str(row.body.get_absolute_url())


_MEETING: dict[str, Any] = {
    "about": _of_meeting,
    "where": _meeting_page,
    "related": ("meeting__body",),
    "known_to": _known_meetings,
}
_FORUM: dict[str, Any] = {"about": _of_forum, "where": _forum_page, "related": ("body",), "known_to": _known_forums}

read("groups.Saying", kind=_("Words from a meeting"), fields=("words", "said_by"), **_MEETING)
read("groups.MeetingDecision", kind=_("A decision of a meeting"), fields=("words",), **_MEETING)
read("groups.AgendaItem", kind=_("Something to talk about at a meeting"), fields=("title",), **_MEETING)
read("groups.Minutes", kind=_("Minutes of a meeting"), fields=("text", "public_text", "agreed_how"), **_MEETING)
read(
    "groups.Meeting",
    kind=_("A meeting"),
    fields=("title", "place", "link", "access", "cancelled_because"),
    about=_of_forum,
    where=lambda row: row.get_absolute_url(),
    related=("body",),
    known_to=lambda reader, rows: rows.filter(pk__in=Meeting.objects.visible_to(reader).values("pk")),
    leads_know_all=False,
)
read("groups.Action", kind=_("Something that someone took on"), fields=("words", "owner_words", "reason"), **_FORUM)
read("groups.Theme", kind=_("A forum’s theme of the year"), fields=("title",), **_FORUM)
read("groups.Priority", kind=_("A forum’s priority"), fields=("title", "used_in"), **_FORUM)
read(
    "groups.Charter",
    kind=_("A forum’s charter"),
    fields=(
        "vision", "principles", "membership", "behaviours", "governance", "resources", "timescales", "powers", "process", "people", "law",
    ),
    about=_of_forum,
    where=lambda row: reverse("charter_version", args=[row.body.slug, row.version]),
    related=("body",),
    known_to=_known_forums,
)  # fmt: skip
read(
    "groups.Body",
    kind=_("What a forum says of itself"),
    fields=("own_words",),
    about=lambda row: row.outside_name,
    where=lambda row: row.get_absolute_url(),
    known_to=lambda reader, rows: rows.filter(pk__in=Body.objects.visible_to(reader).values("pk")),
)
read(
    "groups.JoinRequest",
    kind=_("Someone asks to join"),
    fields=("name",),
    about=_of_forum,
    where=lambda row: reverse("join_answer", args=[row.body.slug, row.ref]),
    related=("body",),
    known_to=lambda reader, rows: rows.filter(body__in=Body.objects.kept_by(reader).values("pk")),
    leads_know_all=False,
)


def _known_files(reader: object, rows: Rows) -> Rows:
    """All but the papers of meetings that are not this reader's to know."""
    prefix = f"{Meeting._meta.label_lower}:"
    targets = rows.filter(target__startswith=prefix).values_list("target", flat=True)
    keys = [int(target.removeprefix(prefix)) for target in targets]
    known = Meeting.objects.visible_to(reader).filter(pk__in=keys).values_list("pk", flat=True) if keys else ()
    return rows.exclude(target__in={f"{prefix}{key}" for key in set(keys) - set(known)})


def _file_page(row: StoredFile) -> str:
    return reverse("file", args=[row.key])


read(
    "core.StoredFile",
    kind=_("A file"),
    fields=("name",),
    about=lambda row: "",
    where=_file_page,
    file="file",
    known_to=_known_files,
)

not_read(
    "Only the council’s staff write this.",
    *(
        f"groups.Body.{name}"
        for name in (
            "source", "name", "purpose", "audience", "note", "web_note", "rhythm_words", "other_channels", "members_words", "can_decide",
            "how_to_join",
        )
    ),
    "groups.Resolution.source", "groups.Resolution.recommendation", "groups.Resolution.resolved", "groups.Resolution.taken_words",
    "groups.Priority.source", "groups.Charter.source", "groups.Meeting.source", "groups.Action.source", "groups.Election.source",
    "groups.ElectedOffice.title", "groups.ElectedOffice.electorate_basis", "groups.ReminderPlan.words",
)  # fmt: skip
not_read(
    "The portal writes this itself, from dates and parts.",
    "groups.Priority.period_words", "groups.Theme.period_words", "groups.MeetingSeries.rule_words", "groups.MeetingChange.what",
    "groups.MeetingChange.was_place", "groups.MeetingSeries.made_by_label", "groups.Charter.written_by_label", "groups.CharterSignature.label",
    "groups.Consent.noted_by_label", "groups.Arrangement.changed_by_label", "groups.JoinRequest.answered_by_label",
    "groups.MeetingChange.by_label", "groups.AgendaItem.proposed_by_label", "groups.Action.settled_by_label",
    "groups.Minutes.written_by_label", "groups.Minutes.agreed_by_label", "groups.Minutes.published_by_label", "groups.User.password",
)  # fmt: skip
not_read(
    "A name or an address, by which a person is found again; nobody tells anything in it.",
    "groups.User.email", "groups.User.name", "groups.User.contact", "groups.Consent.holder", "groups.Invitation.email",
    "groups.Invitation.name", "groups.JoinRequest.email",
)  # fmt: skip
not_read(
    "Told in confidence, with consent, to those who arrange a person’s meetings. They read it there, and nobody else may.",
    "groups.AccessNeed.words", "groups.Arrangement.note",
)  # fmt: skip
