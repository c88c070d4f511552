"""What waits for an officer, what they wait for, and their projects: from every room, in one list with dates."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Min, Q, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from checklist.enums import Side
from checklist.queries import evaluations, paths
from checklist.queries import waiting as checklists
from checklist.queries.evaluations import WaitingEvaluation
from checklist.queries.paths import Beads
from checklist.queries.waiting import OpenStage
from coproduction.core.enums import ReadingState
from coproduction.core.models import ReadingItem
from coproduction.portal.queries import evaluation_work, forum_work
from coproduction.portal.queries.tasks import Task, due, since
from engagements.enums import ProjectStatus
from engagements.models import Project, ProjectPart
from engagements.models.resources import PAID_WITHIN
from engagements.queries import plans, thanks
from feedback.enums import OutcomeState
from feedback.models import Outcome, Promise
from groups import policies
from groups.models import Body, Meeting, User
from groups.queries import elections
from groups.queries.chips import Chip

# A promise asks for attention this long before its day.
SOON = dt.timedelta(days=21)


@dataclass(frozen=True)
class Elsewhere:
    """Something that someone else has."""

    title: str
    url: str
    with_whom: tuple[Chip, ...]
    what: str
    since: str


@dataclass(frozen=True)
class ProjectRow:
    title: str
    url: str
    desk_url: str
    forums: tuple[Chip, ...]
    beads: Beads | None
    state_words: str
    next_date: str
    next_words: str
    made_up: str


@dataclass(frozen=True)
class OfficersPage:
    tasks: tuple[Task, ...]
    elsewhere: tuple[Elsewhere, ...]
    projects: tuple[ProjectRow, ...]

    @property
    def late(self) -> int:
        return sum(1 for task in self.tasks if task.late)


def for_officer(user: User, now: dt.datetime) -> OfficersPage:
    """Everything on the officers' page; the number of queries does not depend on how many projects they lead."""
    led = Project.objects.led_by(user)
    stages, written = checklists.open_stages(led), evaluations.waiting(led)
    tasks = [
        *(_reading(now) if policies.is_officer(user) else ()),
        *(task for stage in stages for task in _of_stage(stage, now)),
        *evaluation_work.for_lead(written, now),
        *_promises(user, now),
        *_claims(user, now),
        *_terms(user, now),
        *forum_work.waiting(user, now),
        *(_drafts(user) if policies.is_officer(user) else ()),
        *(_plans(led) if policies.is_officer(user) else ()),
    ]
    ordered = sorted(tasks, key=lambda task: (not task.late, task.rank, task.by))
    elsewhere = (*(row for stage in stages for row in _elsewhere(stage)), *_differing(written))
    return OfficersPage(tuple(ordered), elsewhere, _projects(led, now))


# --- What waits for them --------------------------------------------------------------------------------------------------


def _of_stage(stage: OpenStage, now: dt.datetime) -> Iterable[Task]:
    project = stage.project.title
    where = _("%(project)s, %(place)s.") % {"project": project, "place": stage.place}
    for question in stage.questions:
        yield Task(
            title=_("%(forum)s asks: %(prompt)s") % {"forum": question.forum, "prompt": question.prompt},
            why=_("%(where)s %(waited)s Nothing can be signed until you reply.")
            % {"where": where, "waited": _waited(question.since, now)},
            when=since(question.since, now),
            url=question.url,
            action=_("Reply"),
            about=f"{question.forum}, {question.code}",
            by=question.since,
        )
    for refusal in stage.objections:
        yield Task(
            title=(_("%(who)s disputes stage %(number)s") if refusal.disputes else _("%(who)s did not sign stage %(number)s"))
            % {"who": refusal.who, "number": stage.number},
            why=_("%(where)s They say: %(reason)s") % {"where": where, "reason": refusal.reason},
            when=since(refusal.since, now),
            url=f"{stage.url}#sign-off",
            action=_("Read and answer"),
            about=project,
            by=refusal.since,
        )
    if stage.council_items:
        yield Task(
            title=ngettext("Answer %(number)s item of “%(stage)s”", "Answer %(number)s items of “%(stage)s”", stage.council_items)
            % {"number": stage.council_items, "stage": stage.name},
            why=where,
            when=since(stage.last_event, now),
            url=stage.url,
            action=_("Answer"),
            about=f"{project}, {stage.name}",
            rank=2,
            by=stage.last_event,
        )
    elif stage.can_be_signed and not stage.council_signed and not stage.objections:
        yield Task(
            title=_("Sign %(place)s, “%(stage)s”") % {"place": stage.place, "stage": stage.name},
            why=_("%(project)s. Everything is settled.") % {"project": project},
            when=since(stage.last_event, now),
            url=f"{stage.url}#sign-off",
            action=_("Sign"),
            about=project,
            rank=1,
            by=stage.last_event,
        )


def _reading(now: dt.datetime) -> Iterable[Task]:
    """Words that people sent, in one line: there may be hundreds."""
    waiting = ReadingItem.objects.filter(state=ReadingState.WAITING).aggregate(
        number=Count("pk"), first=Min("due_at"), urgent=Count("pk", filter=Q(is_urgent=True))
    )
    number, first, urgent = waiting["number"], waiting["first"], waiting["urgent"]
    if not number:
        return
    worry = _("None is marked as worrying.")
    if urgent:
        worry = ngettext("%(urgent)s asks for an early look.", "%(urgent)s ask for an early look.", urgent) % {"urgent": urgent}
    yield Task(
        title=ngettext("Read %(number)s thing that someone sent", "Read %(number)s things that people sent", number)
        % {"number": number},
        why=_("We promise to read everything in one working day. %(worry)s") % {"worry": worry},
        when=due(timezone.localtime(first).date(), now),
        url=reverse("reading_queue"),
        action=_("Read what people sent"),
        late=_late(first, now),
        by=first,
    )


def _promises(user: User, now: dt.datetime) -> Iterable[Task]:
    today = timezone.localtime(now).date()
    soon = Promise.objects.open().filter(owner=user, due_to__isnull=False, due_to__lte=today + SOON).select_related("project")
    for promise in soon.order_by("due_to", "pk"):
        day = promise.due.last or today
        yield Task(
            title=_("Say how far you got: %(promise)s") % {"promise": promise.words},
            why=promise.project.title if promise.project else "",
            when=due(day, now),
            url=reverse("officers_promise", kwargs={"ref": promise.ref}),
            action=_("Add progress"),
            about=promise.words,
            late=_days_late(promise.days_late(today)),
            by=timezone.make_aware(dt.datetime.combine(day, dt.time(23, 59))),
        )


def _claims(user: User, now: dt.datetime) -> Iterable[Task]:
    """Money that people spent and have waited for too long."""
    today = timezone.localtime(now).date()
    for late in thanks.late(Project.objects.led_by(user), today):
        days = (today - late.oldest - PAID_WITHIN).days
        yield Task(
            title=ngettext("Pay %(number)s claim that is late", "Pay %(number)s claims that are late", late.number)
            % {"number": late.number},
            why=_("%(project)s. People spent this money to take part.") % {"project": late.project.title},
            when=due(late.oldest + PAID_WITHIN, now),
            url=reverse("project_thanks", args=[late.project.slug]),
            action=_("Look at the claims"),
            about=late.project.title,
            late=_days_late(days),
            by=timezone.make_aware(dt.datetime.combine(late.oldest + PAID_WITHIN, dt.time(23, 59))),
        )


def _terms(user: User, now: dt.datetime) -> Iterable[Task]:
    """Terms in a forum's office that end soon while no next vote is set."""
    for term in elections.ending(Body.objects.forums().edited_by(user), timezone.localtime(now).date()):
        if not term.next_vote:
            yield Task(
                title=_("Set the next vote: %(office)s") % {"office": term.office},
                why=_("%(forum)s. The term ends on %(day)s.") % {"forum": term.body.name, "day": date_format(term.ends, "j F Y")},
                when=due(term.ends, now),
                url=reverse("elections", args=[term.body.slug]),
                action=_("Set the vote"),
                about=f"{term.office}, {term.body.name}",
                rank=2,
                by=timezone.make_aware(dt.datetime.combine(term.ends, dt.time(23, 59))),
            )


def _drafts(user: User) -> Iterable[Task]:
    """Answers that are written and not published: of the projects this officer leads, and of none."""
    drafts = Outcome.objects.filter(Q(project__lead=user) | Q(project__isnull=True), state=OutcomeState.DRAFT).exclude(
        origin="record"
    )
    for outcome in drafts.select_related("project").order_by("pk"):
        yield Task(
            title=_("Publish the answer: %(topic)s") % {"topic": outcome.topic},
            why=_("It is written. It is not published yet."),
            when=_("When it is ready"),
            url=reverse("outcome_publish", kwargs={"ref": outcome.ref}),
            action=_("Look and publish"),
            about=outcome.topic,
            rank=3,
        )


def _plans(led: Iterable[Project]) -> Iterable[Task]:
    """Projects that are planned and have not begun: each goes on at the first question that has no answer."""
    drafts = [project for project in led if project.status == ProjectStatus.DRAFT]
    prefetch_related_objects(drafts, *plans.READ)
    for project in drafts:
        step = plans.next_step(project)
        yield Task(
            title=_("Go on planning: %(project)s") % {"project": project.title},
            why=_("Next question: %(question)s.") % {"question": step.label} if step else _("Every question has an answer."),
            when=_("When it is ready"),
            url=reverse("project_plan_step", args=[project.slug, step])
            if step
            else reverse("checklist_start", args=[project.slug]),
            action=_("Go on planning") if step else _("Check and begin"),
            about=project.title,
            rank=3,
        )


# --- What others have, and their projects ------------------------------------------------------------------------------------


def _elsewhere(stage: OpenStage) -> Iterable[Elsewhere]:
    title = _("%(project)s, %(place)s") % {"project": stage.project.title, "place": stage.place}
    if stage.forum_items and stage.forum_since:
        what = ngettext("%(number)s item to check", "%(number)s items to check", stage.forum_items) % {
            "number": stage.forum_items
        }
        yield Elsewhere(title, stage.url, _chips(stage.signing), what, _short(stage.forum_since))
    if stage.can_be_signed and stage.council_signed_at:
        yield Elsewhere(title, f"{stage.url}#sign-off", _chips(stage.unsigned), _("Signature"), _short(stage.council_signed_at))


def _differing(written: Iterable[WaitingEvaluation]) -> Iterable[Elsewhere]:
    """Evaluations of which the partner says how each point ends."""
    for each in written:
        if each.side == Side.FORUM:
            yield Elsewhere(each.project.title, each.url, (each.chip,), each.what, _short(each.since))


def _projects(led: Iterable[Project], now: dt.datetime) -> tuple[ProjectRow, ...]:
    own = [project for project in led if project.status not in (ProjectStatus.CLOSED, ProjectStatus.STOPPED)]
    beads = paths.beads_for(own)
    parts = defaultdict[int, list[ProjectPart]](list)
    for part in ProjectPart.objects.filter(project__in=own, body__kind="forum").select_related("body"):
        parts[part.project_id].append(part)
    dates = _next_dates(own, parts, now)
    rows = []
    for project in own:
        on, what = dates.get(project.pk, (None, ""))
        rows.append(
            ProjectRow(
                title=project.title,
                url=reverse("project_checklist", args=[project.slug]) if project.pk in beads else project.get_absolute_url(),
                desk_url=reverse("project_desk", args=[project.slug]),
                forums=_chips({part.body for part in parts[project.pk] if part.body}),
                beads=beads.get(project.pk),
                state_words="" if project.status == ProjectStatus.OPEN else str(project.get_status_display()),
                next_date=date_format(on, "j F Y") if on else "",
                next_words=what,
                made_up=_("Demonstration") if project.is_demonstration else "",
            )
        )
    return tuple(rows)


def _next_dates(projects: list[Project], parts: dict[int, list[ProjectPart]], now: dt.datetime) -> dict[int, tuple[dt.date, str]]:
    """For each project the nearest of: the next meeting of a forum that works on it, and a promise that comes due."""
    today = timezone.localtime(now).date()
    by_body: dict[int, tuple[dt.date, str]] = {}
    bodies = {part.body_id for each in parts.values() for part in each}
    for meeting in Meeting.objects.coming(now).filter(body__in=bodies).select_related("body"):
        by_body.setdefault(meeting.body_id, (meeting.local_day, _("%(forum)s meets") % {"forum": meeting.body.name}))
    found = defaultdict[int, list[tuple[dt.date, str]]](list)
    for project, own in parts.items():
        found[project] += [by_body[part.body_id] for part in own if part.body_id in by_body]
    open_promises = Promise.objects.open().filter(project__in=projects, due_to__gte=today)
    for project, day in open_promises.values_list("project", "due_to"):
        found[project] += [(day, _("A promise is due"))] if day else []
    return {project: min(dates) for project, dates in found.items() if dates}


def _chips(bodies: Iterable[Body]) -> tuple[Chip, ...]:
    return tuple(Chip(body.name, body.mark) for body in sorted(bodies, key=lambda body: body.name))


# --- Dates in words -----------------------------------------------------------------------------------------------------------


def _short(moment: dt.datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def _waited(asked: dt.datetime, now: dt.datetime) -> str:
    days = (timezone.localtime(now).date() - timezone.localtime(asked).date()).days
    if days < 1:
        return _("Asked today.")
    return ngettext("Their question has waited %(days)s day.", "Their question has waited %(days)s days.", days) % {"days": days}


def _late(due: dt.datetime, now: dt.datetime) -> str:
    if due >= now:
        return ""
    days = (timezone.localtime(now).date() - timezone.localtime(due).date()).days
    return _days_late(days) or _("Late")


def _days_late(days: int) -> str:
    return ngettext("%(days)s day late", "%(days)s days late", days) % {"days": days} if days > 0 else ""
