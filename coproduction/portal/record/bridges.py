"""Section by section: which table a record goes to, and where each of its values stands there."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from checklist.models import Evaluation
from coproduction.core.enums import Origin
from coproduction.core.models import DataQualityNote, RecordSource, ReferenceEntry
from coproduction.portal.record import drafts
from coproduction.portal.record.checking import Record
from coproduction.portal.record.columns import Amount, Column, Date, EitherRef, FigureColumn, LateRef, Many, Pointing, Ref, Rows
from engagements.enums import Part
from engagements.models import ForwardPlanItem, Incentive, Project, Resource, Session, VolunteerTime
from feedback.models import Ask, Outcome, Promise, Quote, Theme
from groups.enums import Relation
from groups.models import Body, Priority, Resolution


@dataclass(frozen=True)
class Bridge:
    """`identity` is the column that holds the record id where the row has a public address or a key of its own."""

    model: type[models.Model]
    draft: Callable[[Record], drafts.Draft]
    columns: tuple[Column, ...]
    identity: str = ""

    @cached_property
    def early(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if not column.is_late)

    @cached_property
    def late(self) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.is_late)

    def new_row(self, record: Record) -> Any:
        row = self.model()
        if hasattr(row, "origin"):
            row.origin = Origin.RECORD
        if self.identity:
            setattr(row, self.identity, record.record_id)
        return row

    def rows(self, pks: list[int]) -> dict[int, Any]:
        """The rows by key, locked, with everything that the columns read."""
        prefetch = dict.fromkeys(name for column in self.columns for name in column.prefetch)
        found = self.model._default_manager.select_for_update().filter(pk__in=pks).prefetch_related(*prefetch)
        return {row.pk: row for row in found}


def plain(*names: str) -> tuple[Column, ...]:
    return tuple(Column(name) for name in names)


def body(name: str = "body") -> Ref:
    return Ref(name, model=Body)


PROJECT = Ref("project", model=Project)
_BODY = plain("name", "kind", "kind_words", "mark", "note", "web_note", "source", "status")


def _link(name: str, relation: Relation, *, outgoing: bool) -> Rows:
    """Bodies that this one stands to (outgoing), or that stand to it."""
    here, there = ("body", "other") if outgoing else ("other", "body")
    accessor = "links" if outgoing else "linked_from"
    return Rows(name, accessor=accessor, owner=here, columns=(body(there),), match={"relation": relation.value})


def _parts(name: str, part: Part, *, in_words: bool) -> Rows:
    column = Column("words") if in_words else body()
    return Rows(
        name,
        accessor="parts",
        owner="project",
        columns=(column,),
        match={"part": part.value},
        has="words" if in_words else "body_id",
    )


_FORUM = (
    *_BODY,
    *plain("status_words", "purpose", "audience", "is_independent", "other_channels", "members_words"),
    *plain("frequency", "rhythm_words", "times_a_year", "meets_in_holidays", "has_workshop_before"),
    LateRef("lead_body", model=Body),
    LateRef("parent_body", model=Body),
    FigureColumn("meetings_held"),
    FigureColumn("participants_recent"),
    Rows(
        "elected_offices", accessor="elected_offices", owner="body",
        columns=plain("title", "cycle_years", "electorate_ages", "electorate_basis"),
    ),
    Rows("themes_of_year", accessor="themes_of_year", owner="body", columns=(Column("title"), Date("period"))),
    _link("sits_on", Relation.SITS_ON, outgoing=True),
    _link("members", Relation.MEMBER_OF, outgoing=False),
    _link("chaired_by", Relation.CHAIRS, outgoing=False),
    _link("funded_by", Relation.FUNDS, outgoing=False),
)  # fmt: skip

_PROJECT = (
    *plain(
        "title",
        "kind",
        "kind_words",
        "status",
        "status_words",
        "degree_stated",
        "degree_suggested",
        "what_happened",
        "fixed_words",
    ),
    *plain("open_words", "participants", "resources_words", "chosen_by", "has_incentive", "web_note", "source"),
    FigureColumn("figure"),
    _parts("groups", Part.GROUP, in_words=False),
    _parts("other_groups", Part.GROUP, in_words=True),
    _parts("partners", Part.PARTNER, in_words=False),
    _parts("other_partners", Part.PARTNER, in_words=True),
    Rows("milestones", accessor="milestones", owner="project", columns=(Column("kind"), Date("on"))),
    *(
        Rows(f"details_{kind}", accessor="details", owner="project", columns=plain("order", "words"), match={"kind": kind.value})
        for kind in drafts.DETAILS
    ),
)

_OUTCOME = (
    PROJECT,
    Date("happened"),
    *plain(
        "you_said",
        "said_basis",
        "said_basis_words",
        "said_about",
        "answer",
        "status_words",
        "we_did",
        "state",
        "kind_words",
        "note",
    ),
    *plain("they_then_said", "limits", "source"),
    FigureColumn("figure"),
    Rows("contributors", accessor="contributors", owner="outcome", columns=(body(),), has="body_id"),
    Rows("contributors_words", accessor="contributors", owner="outcome", columns=plain("words"), has="words"),
)

# In this order: a row stands before those that point at it.
BRIDGES: dict[str, Bridge] = {
    "sources": Bridge(RecordSource, drafts.source, (*plain("file", "title", "web_note"), Date("dated")), identity="key"),
    "data_quality_notes": Bridge(DataQualityNote, drafts.note, plain("note", "source", "web_note"), identity="about"),
    "organisations": Bridge(Body, drafts.organisation, _BODY, identity="slug"),
    "committees": Bridge(Body, drafts.committee, (*_BODY, *plain("members_words")), identity="slug"),
    "forums": Bridge(Body, drafts.forum, _FORUM, identity="slug"),
    "priorities": Bridge(Priority, drafts.priority, (body(), Date("period"), *plain("title", "used_in", "source"))),
    "projects": Bridge(Project, drafts.project, _PROJECT, identity="slug"),
    "sessions": Bridge(
        Session,
        drafts.session,
        (
            PROJECT,
            body(),
            Date("held"),
            *plain("format", "topic", "venue", "participants", "output", "note", "has_incentive", "publish_makeup", "source"),
            Rows("head_counts", accessor="head_counts", owner="session", columns=plain("order", "number", "qualifier", "who")),
        ),
    ),
    "feedback_themes": Bridge(Theme, drafts.theme, (PROJECT, body(), *plain("title", "from_words", "basis", "note", "source"))),
    "quotes": Bridge(
        Quote,
        drafts.quote,
        (PROJECT, body(), Date("said_on"), *plain("words", "said_by", "kind_words", "is_verbatim", "state", "source")),
    ),
    "outcomes": Bridge(Outcome, drafts.outcome, _OUTCOME, identity="ref"),
    "commitments": Bridge(
        Promise,
        drafts.promise,
        (body("made_by"), body("made_to"), Date("due"), *plain("words", "made_to_words", "state", "status_words", "source")),
        identity="ref",
    ),
    "committee_requests": Bridge(
        Ask, drafts.request, (body(), Date("asked"), *plain("asked_by", "words", "state", "status_words", "source"))
    ),
    "resolutions": Bridge(Resolution, drafts.resolution, (body(), Date("taken"), *plain("recommendation", "resolved", "source"))),
    "evaluations": Bridge(
        Evaluation,
        drafts.evaluation,
        (
            PROJECT,
            Date("written"),
            *plain("written_by", "rule", "council_response", "discussed", "source"),
            Rows("points", accessor="points", owner="evaluation", columns=plain("order", "words")),
        ),
    ),
    "volunteer_time": Bridge(
        VolunteerTime,
        drafts.volunteer_time,
        (PROJECT, Amount("value"), Amount("hours"), Amount("rate"), *plain("basis", "source"), Many("partners", model=Body)),
    ),
    "incentives": Bridge(Incentive, drafts.incentive, (PROJECT, *plain("kind", "given_to", "source"))),
    "resources": Bridge(Resource, drafts.resource, (PROJECT, *plain("words", "source"), Amount("amount"))),
    "forward_plan": Bridge(
        ForwardPlanItem,
        drafts.plan_item,
        (
            EitherRef("about", options=(PROJECT, body())),
            Date("planned"),
            *plain("words", "how", "source"),
            Pointing("must_include", model=Ask, pointer="taken_up_in"),
        ),
    ),
    "reference": Bridge(ReferenceEntry, drafts.reference, plain("list", "order", "key", "title", "words", "source", "web_note")),
}
