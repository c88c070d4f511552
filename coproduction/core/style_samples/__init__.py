"""Invented words that show every component in every state on the style-guide page; nothing here is real."""

from datetime import date
from typing import Any

from django.core.paginator import Paginator

from coproduction.core.style_samples import public, work
from coproduction.core.style_samples.kinds import FilterForm, KindsForm


def samples() -> dict[str, Any]:
    """Everything the style guide shows, by name."""
    shown = {
        name.lower(): value
        for module in (public, work)
        for name, value in vars(module).items()
        if name.isupper() and name != "MESSAGES" and isinstance(value, (list, dict))
    }
    filled = {"name": "Short breaks", "how": "room", "who": ["fv"], "day": date(2026, 3, 27), "face": "4"}
    return shown | {
        "kinds": {
            "plain": KindsForm(prefix="plain", initial=filled),
            "wrong": KindsForm(
                {"wrong-name": "", "wrong-day_day": "31", "wrong-day_month": "2", "wrong-day_year": "2026"}, {}, prefix="wrong"
            ),
        },
        "filters": {"form": FilterForm({"state": ["did", "doing"]})},
        "beads": [stage["state"] for stage in public.STAGES],
        "bar_headers": ["Answer", "Picture", "Number"],
        # The layout reads "messages" itself.
        "messages_shown": work.MESSAGES,
        "steps_shown": public.STEPS,
        "outcome_beside": public.OUTCOMES[0] | {"ref": "beside", "topic": "Beside the filter"},
        "page": Paginator(range(60), 20).page(2),
    }
