"""Write down what was done, in the transaction that did it."""

from typing import Any

import structlog
from django.db import models

from coproduction.core.actors import Acting
from coproduction.core.models import AuditEvent
from coproduction.core.models.base import ref_of


def record(*, verb: str, target: models.Model, by: Acting, **facts: Any) -> AuditEvent:
    """Add one audit event. `facts` are states, numbers and references, never people's words or contacts."""
    request = str(structlog.contextvars.get_contextvars().get("request_id", ""))
    return AuditEvent.objects.create(
        actor=by.ref, capacity=by.label, verb=verb, target=ref_of(target), facts=facts, request=request
    )
