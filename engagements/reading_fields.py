"""Which words of this app are read by a person, and which are not, and why; see `core.reading_register`."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coproduction.core.reading_register import Rows, not_read, read
from engagements.models import Project


def _of_session(row: Any) -> str:
    session = getattr(row, "session", row)
    if session.project is not None:
        return str(session.project.title)
    return str(session.body.outside_name) if session.body else ""


def _session_page(row: Any) -> str:
    session = getattr(row, "session", row)
    return reverse("session", args=[session.project.slug, session.ref]) if session.project else ""


def _known_sessions(reader: object, rows: Rows) -> Rows:
    return rows.filter(session__project__in=Project.objects.visible_to(reader).values("pk"))


def _known_projects(reader: object, rows: Rows) -> Rows:
    return rows.filter(project__in=Project.objects.visible_to(reader).values("pk"))


_SESSION: dict[str, Any] = {
    "about": _of_session,
    "where": _session_page,
    "related": ("session__project", "session__body"),
    "known_to": _known_sessions,
}

read("engagements.SessionSaying", kind=_("Words from a session"), fields=("words", "said_by"), **_SESSION)
read("engagements.SessionPhoto", kind=_("A photo of a session"), fields=("alt", "consent_words"), file="file", **_SESSION)
read("engagements.InspectionPoint", kind=_("What young inspectors found"), fields=("words", "answer"), **_SESSION)
read("engagements.TriedOut", kind=_("What people tried out"), fields=("scenario", "page", "before", "after"), **_SESSION)
read(
    "engagements.Vote",
    kind=_("A vote"),
    fields=("question", "method", "who_could_vote", "result"),
    below=lambda row: row.options.values_list("words", flat=True),
    below_fields=("engagements.VoteOption.words",),
    **_SESSION,
)
read(
    "engagements.Panel",
    kind=_("A panel"),
    fields=("result_words",),
    below=lambda row: [*row.criteria.values_list("words", flat=True), *row.candidates.values_list("name", flat=True)],
    below_fields=("engagements.Criterion.words", "engagements.Candidate.name"),
    **_SESSION,
)
read(
    "engagements.PanelSeat",
    kind=_("An interest that someone on a panel declared"),
    fields=("interest",),
    about=lambda row: _of_session(row.panel),
    where=lambda row: _session_page(row.panel),
    related=("panel__session__project", "panel__session__body"),
    known_to=lambda reader, rows: rows.filter(panel__session__project__in=Project.objects.visible_to(reader).values("pk")),
)
read(
    "engagements.Session",
    kind=_("What is written down about a session"),
    fields=("topic", "venue", "access", "run_by", "format", "output", "note"),
    about=_of_session,
    where=_session_page,
    related=("project", "body"),
    known_to=_known_projects,
)
read(
    "engagements.Decision",
    kind=_("A decision"),
    fields=("question", "method_words", "result", "weight_words", "disagreement"),
    below=lambda row: row.options.values_list("words", flat=True),
    below_fields=("engagements.DecisionOption.words",),
    about=lambda row: row.project.title,
    where=lambda row: reverse("decision", args=[row.project.slug, row.ref]),
    related=("project",),
    known_to=_known_projects,
)
read(
    "engagements.GotFromIt",
    kind=_("What someone got from taking part"),
    fields=("words", "said_by"),
    about=lambda row: row.project.title,
    where=lambda row: row.project.get_absolute_url(),
    related=("project",),
    known_to=_known_projects,
)

not_read(
    "Only the council’s staff write this.",
    *(
        f"engagements.Project.{name}"
        for name in (
            "source", "title", "why", "what_happened", "status_reason", "degree_stated", "degree_suggested", "fixed_words", "open_words",
            "participants", "resources_words", "wards", "chosen_by", "web_note",
        )
    ),
    "engagements.KindEntry.hint", "engagements.ProjectPart.words", "engagements.ProjectPart.role", "engagements.ProjectDetail.words",
    "engagements.Limit.words", "engagements.IntendedGroup.words", "engagements.IntendedGroup.why", "engagements.IntendedGroup.tried",
    "engagements.ForwardPlanItem.source", "engagements.ForwardPlanItem.words", "engagements.ForwardPlanItem.how",
    "engagements.VolunteerTime.source", "engagements.VolunteerTime.basis", "engagements.Incentive.source", "engagements.Incentive.kind",
    "engagements.Incentive.given_to", "engagements.Resource.source", "engagements.Resource.words", "engagements.Expense.source",
    "engagements.Expense.reason", "engagements.Session.source", "engagements.Decision.source", "engagements.GotFromIt.source",
)  # fmt: skip
not_read(
    "It comes from the published record, and nobody can write it here.",
    "engagements.Session.participants",
)
not_read(
    "The portal writes this itself, from dates and parts.",
    "engagements.Milestone.on_words", "engagements.Session.held_words", "engagements.Decision.decided_words",
    "engagements.ForwardPlanItem.planned_words", "engagements.VolunteerTime.given_words", "engagements.Incentive.thanked_words",
    "engagements.GotFromIt.said_words", "engagements.Panel.fixed_by_label", "engagements.Panel.released_by_label",
)  # fmt: skip
not_read("An address of a page, checked to be one.", "engagements.TriedOut.link")
