"""How many of each kind of thing there are; what belongs to the demonstration year is counted apart."""

from typing import Any

from django.db import models
from django.db.models import Count, Q

from checklist.models import Checklist, Evaluation, SignOff, TemplateItem, TemplateVersion
from coproduction.core.enums import Origin
from coproduction.core.models import (
    AuditEvent,
    DataQualityNote,
    Notification,
    RecordEntry,
    RecordSource,
    ReferenceEntry,
    StoredFile,
)
from engagements.models import ForwardPlanItem, Incentive, Project, Resource, Session, VolunteerTime
from feedback.models import Ask, Outcome, Promise, Questionnaire, Quote, Response, Theme
from groups.enums import BodyKind
from groups.models import Body, Capacity, Meeting, Priority, Resolution, User

_INVENTED = Q(origin=Origin.DEMONSTRATION)
_MADE_UP = Q(is_demonstration=True)
_NEVER = Q(pk__in=[])

# Name, table, which of its rows, and which of those belong to the demonstration. A team of the council is one of the
# organisations, as in the record; it is counted once more by itself.
KINDS: tuple[tuple[str, type[models.Model], Q, Q], ...] = (
    ("organisations", Body, Q(kind__in=(BodyKind.ORGANISATION, BodyKind.TEAM)), _INVENTED),
    ("council_teams", Body, Q(kind=BodyKind.TEAM), _INVENTED),
    ("forums", Body, Q(kind=BodyKind.FORUM), _INVENTED),
    ("committees", Body, Q(kind=BodyKind.COMMITTEE), _INVENTED),
    ("priorities", Priority, Q(), _INVENTED),
    ("projects", Project, Q(), _INVENTED),
    ("sessions", Session, Q(), _INVENTED),
    ("themes", Theme, Q(), _INVENTED),
    ("quotes", Quote, Q(), _INVENTED),
    ("outcomes", Outcome, Q(), _INVENTED),
    ("promises", Promise, Q(), _INVENTED),
    ("requests", Ask, Q(), _INVENTED),
    ("resolutions", Resolution, Q(), _INVENTED),
    ("evaluations", Evaluation, Q(), _INVENTED),
    ("volunteer_times", VolunteerTime, Q(), _INVENTED),
    ("incentives", Incentive, Q(), _INVENTED),
    ("resources", Resource, Q(), _INVENTED),
    ("forward_plan_items", ForwardPlanItem, Q(), _INVENTED),
    ("reference_entries", ReferenceEntry, Q(), _NEVER),
    ("data_quality_notes", DataQualityNote, Q(), _NEVER),
    ("sources", RecordSource, Q(), _NEVER),
    ("record_entries", RecordEntry, Q(), _NEVER),
    ("checklist_templates", TemplateVersion, Q(), _NEVER),
    ("checklist_template_items", TemplateItem, Q(), _NEVER),
    ("checklists", Checklist, Q(), Q(project__origin=Origin.DEMONSTRATION)),
    ("sign_offs", SignOff, Q(), Q(body__origin=Origin.DEMONSTRATION)),
    ("questionnaires", Questionnaire, Q(), _INVENTED),
    ("responses", Response, Q(), _MADE_UP),
    ("people", User, Q(), _MADE_UP),
    ("capacities", Capacity, Q(), Q(user__is_demonstration=True)),
    ("meetings", Meeting, Q(), _INVENTED),
    ("notifications", Notification, Q(), _MADE_UP),
    ("files", StoredFile, Q(), _NEVER),
    ("audit_events", AuditEvent, Q(), _NEVER),
)


def counts() -> dict[str, Any]:
    """Each kind with its number, without the demonstration; those under "demonstration", where there are any."""
    real: dict[str, Any] = {}
    invented: dict[str, int] = {}
    for name, model, which, demonstration in KINDS:
        found = model._default_manager.filter(which).order_by()
        numbers = found.aggregate(every=Count("pk"), invented=Count("pk", filter=demonstration))
        real[name] = numbers["every"] - numbers["invented"]
        if numbers["invented"]:
            invented[name] = numbers["invented"]
    return {**real, "demonstration": invented}
