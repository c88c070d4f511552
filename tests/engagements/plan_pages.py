"""Fill in the pages of a project's plan as a browser does: everything that the page holds, and what is typed over it."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coproduction.core.forms.partial_days import PartialDayWidget
from engagements.models import Project


def address(project: Project, step: str) -> str:
    return reverse("project_plan_step", args=[project.slug, step])


def sent(page: HttpResponse) -> dict[str, Any]:
    """What a browser sends when nothing is changed on the page."""
    context = page.context
    form, rows = context["form"], context.get("rows")
    data: dict[str, Any] = {}
    for each in [form, *(rows.forms if rows is not None else ())]:
        for bound in each:
            widget, name, value = bound.field.widget, bound.html_name, bound.value()
            if isinstance(widget, PartialDayWidget):
                data |= {f"{name}_{part}": words for part, _label, _width, words in widget.parts(value)}
            elif widget.__class__.__name__ == "CheckboxInput":
                data |= {name: "on"} if value else {}
            elif value not in (None, ""):
                data[name] = value
    if rows is not None:
        data |= {bound.html_name: bound.value() for bound in rows.management_form}
    return data


def fill(client: Client, project: Project, step: str, **typed: Any) -> HttpResponse:
    """Open the page, type over what it holds, and send it. `rows_0_words` is the field `words` of the first row."""
    page = client.get(address(project, step))
    assert page.status_code == 200
    return client.post(address(project, step), over(sent(page), **typed))


def over(data: dict[str, Any], **typed: Any) -> dict[str, Any]:
    named = {
        name.replace("rows_", "rows-", 1).replace("_", "-", 1) if name.startswith("rows_") else name: value
        for name, value in typed.items()
    }
    return {name: value for name, value in (data | named).items() if value is not None}
