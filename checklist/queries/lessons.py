"""What was learnt, for those who look for it and for those who plan the next project."""

import re
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from checklist.enums import LEARNING_STAGE, OPEN_STAGES
from checklist.models import ChecklistStage, Lesson
from engagements.models import Project
from groups.models import User

OFFERED = 3
# Of so many of the newest lessons the fitting ones are picked.
LOOKED_AT = 300
# Words that stand in the reasons of every project, and shorter ones, say nothing about what it is like.
_SHORTEST = 5
_EVERYWHERE = frozenset(
    [
        "about",
        "after",
        "again",
        "because",
        "before",
        "being",
        "better",
        "between",
        "children",
        "could",
        "council",
        "every",
        "families",
        "first",
        "other",
        "parents",
        "people",
        "project",
        "should",
        "their",
        "there",
        "these",
        "things",
        "those",
        "through",
        "together",
        "under",
        "want",
        "wanted",
        "where",
        "which",
        "while",
        "would",
        "young",
    ]
)


@dataclass(frozen=True)
class LessonLine:
    """One lesson in a list."""

    ref: str
    words: str
    next_time: str
    topic: str
    project: str
    project_url: str
    when: str
    edit_url: str
    made_up: str


def lines(rows: QuerySet[Lesson], user: object = None) -> list[LessonLine]:
    """These lessons, in their order; one query. With the way to change those that this person wrote."""
    own = user.ref if isinstance(user, User) else None
    return [_line(lesson, own) for lesson in rows.select_related("project")]


def _line(lesson: Lesson, own: str | None = None) -> LessonLine:
    project = lesson.project
    is_own = bool(own) and lesson.added_by == own and project is not None
    return LessonLine(
        ref=lesson.ref,
        words=lesson.words,
        next_time=lesson.next_time,
        topic=str(lesson.get_topic_display()),
        project=project.title if project else "",
        project_url=project.get_absolute_url() if project else "",
        when=date_format(timezone.localtime(lesson.added_at), "F Y"),
        edit_url=reverse("lesson_update", args=[project.slug, lesson.ref]) if is_own and project else "",
        made_up=_("Demonstration") if lesson.is_demonstration else "",
    )


def fitting(project: Project) -> list[LessonLine]:
    """Up to three lessons of other projects that fit this one: of the same kind of work first, then by the words they share.

    The project may be one that is only being planned and is not saved yet. One query.
    """
    wanted = _telling(f"{project.title} {project.why}")
    newest = Lesson.objects.public().exclude(project=project.pk).select_related("project")[:LOOKED_AT]
    scored = [(_same_kind(lesson, project), len(wanted & _words_of(lesson)), lesson) for lesson in newest]
    fit = [each for each in scored if each[0] or each[1]]
    # Sorting keeps the order of those that fit equally: the newest first.
    best = sorted(fit, key=lambda each: (not each[0], -each[1]))
    return [_line(lesson) for _kind, _shared, lesson in best[:OFFERED]]


def _same_kind(lesson: Lesson, project: Project) -> bool:
    return lesson.project is not None and bool(project.kind) and lesson.project.kind == project.kind


def _words_of(lesson: Lesson) -> set[str]:
    about = f"{lesson.project.title} {lesson.project.why}" if lesson.project else ""
    return _telling(f"{lesson.words} {lesson.next_time} {about}")


def _telling(text: str) -> set[str]:
    """The words that say what something is about."""
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _SHORTEST} - _EVERYWHERE


def can_be_added(project: Project) -> bool:
    """Whether lessons can be written for this project now: while its stage nine is open."""
    open_now = ChecklistStage.objects.filter(number=LEARNING_STAGE, state__in=OPEN_STAGES)
    return open_now.filter(checklist__project=project).exists()
