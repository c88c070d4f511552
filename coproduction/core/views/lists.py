"""What every filtered list shares: a filter that may hold nonsense, and pages that may not exist."""

from typing import Any

from django.core.paginator import EmptyPage, InvalidPage, Page, PageNotAnInteger, Paginator
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django_filters import FilterSet

LONGEST_SHOWN = 20


def filtered(filterset: FilterSet) -> Any:
    """The rows that the filter leaves; all of them when it cannot be understood, and the page then says so."""
    return filterset.qs if filterset.is_valid() else filterset.queryset.all()


def is_filtering(filterset: FilterSet) -> bool:
    """Whether anything at all was asked for."""
    return (
        any(value.strip() for name in filterset.form.fields for value in filterset.form.data.getlist(name))
        if filterset.is_bound
        else False
    )


def page_of(request: HttpRequest, rows: Any, size: int) -> tuple[Page, str]:
    """The page that was asked for, and a message when there is no such page: then the nearest one is shown."""
    paginator = Paginator(rows, size)
    asked = request.GET.get("page") or "1"
    try:
        return paginator.page(asked), ""
    except PageNotAnInteger:
        page = paginator.page(1)
    except EmptyPage:
        page = paginator.page(paginator.num_pages if asked.strip().lstrip("+").isdigit() and int(asked) > 1 else 1)
    except InvalidPage:
        page = paginator.page(1)
    shown = "".join(letter for letter in asked if letter.isprintable())[:LONGEST_SHOWN]
    return page, _("There is no page “%(asked)s”. This is page %(number)s.") % {"asked": shown, "number": page.number}


def rows_of(page: Page) -> Any:
    """The rows of a page, still as a query."""
    return page.object_list
