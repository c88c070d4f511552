"""What a project itself shows beside the items of its checklist: each finder gives facts in words, with dates where they are known."""

from collections.abc import Iterator
from decimal import Decimal

from django.db.models import Sum
from django.utils.translation import gettext as _

from checklist.enums import EvaluationState, Live
from checklist.live import Fact, register
from checklist.queries import words
from coproduction.core.figures import Number, amount
from coproduction.core.words import ended, listed
from engagements.enums import Degree, Heard, MilestoneKind, Part, SessionState
from engagements.models import Project
from engagements.queries import projects
from groups.enums import BodyKind, Permission


@register(Live.DEGREE)
def degree(project: Project) -> Iterator[Fact]:
    for value, wording in (
        (project.degree_planned, _("Planned: %(degree)s")),
        (project.degree_achieved, _("What happened: %(degree)s")),
    ):
        if value:
            yield Fact(wording % {"degree": Degree(value).label}, url=project.get_absolute_url())


@register(Live.LIMITS)
def limits(project: Project) -> Iterator[Fact]:
    if project.nothing_is_fixed:
        yield Fact(_("Nothing is fixed"))
    for limit in project.limits.all():
        yield Fact(f"{limit.get_kind_display()}: {limit.words}")
    if project.fixed_words:
        yield Fact(project.fixed_words)


@register(Live.OPEN)
def open_to_change(project: Project) -> Iterator[Fact]:
    if project.open_words:
        yield Fact(project.open_words)


@register(Live.DECIDES)
def decides(project: Project) -> Iterator[Fact]:
    who = listed([str(part) for part in project.parts.all() if part.part == Part.DECIDES])
    day = project.milestones.filter(kind=MilestoneKind.DECISION).first()
    when = day.on.in_words() if day else ""
    if who or when:
        yield Fact(who or _("It is not written down who decides"), when or _("no date yet"))


@register(Live.FORUMS)
def forums(project: Project) -> Iterator[Fact]:
    for part in project.parts.all():
        if part.body and part.body.kind == BodyKind.FORUM:
            wording = _("%(forum)s, signs the checklist") if part.signs else "%(forum)s"
            yield Fact(wording % {"forum": part.body.name}, url=part.body.get_absolute_url())


@register(Live.PARTNERS)
def partners(project: Project) -> Iterator[Fact]:
    for part in project.parts.all():
        if part.part != Part.DECIDES and not (part.body and part.body.kind == BodyKind.FORUM):
            yield Fact(f"{part}: {part.role or part.get_part_display()}")


@register(Live.PRIORITIES)
def priorities(project: Project) -> Iterator[Fact]:
    for priority in project.priorities.select_related("body"):
        yield Fact(str(priority))


@register(Live.GROUPS)
def intended_groups(project: Project) -> Iterator[Fact]:
    for group in project.intended_groups.all():
        yield Fact(f"{group.words}: {Heard(group.heard).label}")


@register(Live.SESSIONS)
def sessions(project: Project) -> Iterator[Fact]:
    """Head counts as the project's own page prints them."""
    for line in projects.sessions(project.sessions.all()):
        told = _("planned") if line.state == SessionState.PLANNED else line.people
        yield Fact(f"{line.title}: {told}" if told else line.title, line.when, project.get_absolute_url())


@register(Live.DECISIONS)
def decisions(project: Project) -> Iterator[Fact]:
    for decision in project.decisions.all():
        told = f"{ended(decision.question)} {decision.result}".strip()
        if decision.disagreement:
            told = _("%(decision)s Seen differently: %(words)s") % {"decision": ended(told), "words": decision.disagreement}
        yield Fact(told, decision.decided.in_words(), project.get_absolute_url())


@register(Live.THANKS)
def thanks(project: Project) -> Iterator[Fact]:
    """Totals, never who got something; and what people say they got from it, where their words may be shown."""
    for given in project.incentives.all():
        told = _("%(what)s for %(whom)s") % {"what": given.kind, "whom": given.given_to} if given.given_to else given.kind
        if given.number is not None:
            told = f"{told}: {projects.shown_number(Number(Decimal(given.number), unit=_('given')))}"
        yield Fact(told, given.thanked.in_words())
    hours = project.volunteer_time.aggregate(hours=Sum("hours"))["hours"]
    if hours:
        yield Fact(_("%(hours)s of people’s time given") % {"hours": amount(hours, _("hours"))})
    for said in project.got_from_it.filter(permission=Permission.USE_WORDS):
        quoted = f"“{said.words}”"
        yield Fact(f"{quoted} {said.said_by}".strip(), said.said.in_words())


@register(Live.EVALUATIONS)
def evaluations(project: Project) -> Iterator[Fact]:
    """From the moment a partner locks its own: until then nobody else knows of it."""
    for written in project.evaluations.exclude(state=EvaluationState.WRITING).select_related("body"):
        who = written.body.name if written.body else written.written_by
        when = words.day(written.locked_at) if written.locked_at else written.written.in_words()
        yield Fact(f"{who}: {written.get_state_display()}", when)
