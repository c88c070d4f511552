"""Icons, marks, dates, times, links that keep the filter, and longer texts."""

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

import nh3
from django import template
from django.conf import settings
from django.http import QueryDict
from django.template import Context
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from coproduction.core import links
from coproduction.core.icons import FACES, ICONS, MARKS, STATE_ICONS, known_look
from coproduction.core.times import plain_clock
from coproduction.core.words import ENGLISH_TAG, ended, in_english, page_is_english

register = template.Library()
register.simple_tag(links.language_query)
register.filter(in_english)

_markdown = MarkdownIt("commonmark", {"html": False, "typographer": True}).enable(["table"])
_allowed_tags = {
    "p",
    "h2",
    "h3",
    "h4",
    "ul",
    "ol",
    "li",
    "strong",
    "em",
    "a",
    "br",
    "blockquote",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
}
_allowed_attributes = {"a": {"href"}, "ol": {"start"}}


@register.simple_tag
def icon(name: str, classes: str = "cp-icon") -> SafeString:
    """An icon beside a word: ``{% icon "tick" %}``; the names are in ``coproduction.core.icons``."""
    return _drawing(ICONS[name], classes)


@register.simple_tag
def state_icon(state: str) -> SafeString:
    """The icon of a state: did, doing, notyet, cant, contested, late, none."""
    return _drawing(ICONS[STATE_ICONS[state]], "cp-icon")


@register.simple_tag
def forum_mark(body: Any) -> SafeString:
    """The mark of a group, given the group (its ``look``) or the look itself."""
    look = _look(body)
    drawing = mark_safe(MARKS[look])  # noqa: S308 - our own constant
    return format_html(
        '<span class="cp-forum__mark" aria-hidden="true"><svg viewBox="0 0 24 24" focusable="false">{}</svg></span>', drawing
    )


@register.filter
def look_class(body: Any) -> str:
    """The colour class of a group, given the group or its look: ``cp-forum--youth-council``."""
    return f"cp-forum--{_look(body)}"


def _look(body: Any) -> str:
    look = body.get("look", "") if isinstance(body, Mapping) else getattr(body, "look", body)
    return known_look(str(look))


def _drawing(paths: str, classes: str) -> SafeString:
    drawing = mark_safe(paths)  # noqa: S308 - our own constant
    return format_html('<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', classes, drawing)


@register.filter
def day(value: date | datetime | None) -> str:
    """3 June 2026."""
    return date_format(_local(value), "j F Y") if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """Tuesday 3 June 2026."""
    return date_format(_local(value), "l j F Y") if value else ""


@register.filter
def clock(value: datetime | time | None) -> str:
    """4:30pm, 12pm; 0:00 is midnight."""
    if value is None or value == "":
        return ""
    local = _local(value)
    return plain_clock(local.time() if isinstance(local, datetime) else local)


@register.filter
def moment(value: datetime | None) -> str:
    """3 June 2026, 4:30pm."""
    return _("%(day)s, %(clock)s") % {"day": day(value), "clock": clock(value)} if value else ""


def _local(value: Any) -> Any:
    return timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value


@register.simple_tag(takes_context=True)
def query_with(context: Context, **changes: Any) -> str:
    """This page's query with some values changed, for links of pages and filters; an empty value leaves the name out."""
    # The request travels beside the variables, so this works inside an include with "only" too.
    request = getattr(context, "request", None) or context.get("request")
    query: QueryDict = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value in (None, ""):
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else "?"


@register.simple_tag
def markdown(text: str) -> SafeString:
    """A longer text written in Markdown; HTML in it is shown as text, and only plain structure comes out."""
    made = _markdown.render(text or "").replace("<h1>", "<h2>").replace("</h1>", "</h2>")
    clean = nh3.clean(made, tags=_allowed_tags, attributes=_allowed_attributes, url_schemes={"http", "https", "mailto", "tel"})
    return mark_safe(clean)  # noqa: S308 - cleaned just above


@register.simple_tag
def site_setting(name: str) -> str:
    """The name or place of this installation, for pages rendered without a request: ``{% site_setting "place" %}``."""
    return str({"name": settings.SITE_NAME, "place": settings.SITE_PLACE}[name])


@register.simple_tag
def page_language() -> str:
    """What `lang` says of a page."""
    return ENGLISH_TAG if page_is_english() else str(translation.get_language())


@register.simple_tag
def page_direction() -> SafeString | str:
    """The attribute that says in which direction a page is read, when it is not English."""
    return "" if page_is_english() else format_html(' dir="{}"', "rtl" if translation.get_language_bidi() else "ltr")


@register.filter
def paragraphs(text: Any) -> list[str]:
    """The paragraphs of a plain text, to be put in <p> one by one."""
    return [part.strip() for part in str(text or "").replace("\r\n", "\n").split("\n\n") if part.strip()]


@register.filter
def sentence(text: Any) -> str:
    """The words with a capital at their beginning and a mark at their end."""
    return ended(capfirst(str(text or "").strip()))


@register.filter
def beside(cells: Any, headers: Any) -> list[tuple[Any, Any]]:
    """Each cell of a row with the header of its column."""
    return list(zip(headers, cells, strict=False))


@register.filter
def steps(total: int) -> range:
    """1, 2, 3 … to the total."""
    return range(1, int(total) + 1)


@register.simple_tag
def face(value: int | str) -> SafeString:
    """One of the five faces, beside its words."""
    drawing = mark_safe('<circle cx="32" cy="32" r="29"/>' + FACES[str(value)])  # noqa: S308 - our own constant
    return format_html('<svg class="cp-face" viewBox="0 0 64 64" aria-hidden="true" focusable="false">{}</svg>', drawing)
