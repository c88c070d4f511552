"""What was learnt: written at stage nine by either side, for whoever plans the next project."""

from django.db import transaction
from django.utils.translation import gettext as _

from checklist.enums import LEARNING_STAGE, LessonTopic
from checklist.models import Checklist, Lesson
from checklist.services import acts
from coproduction.core import clock
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.services import audit, publication
from engagements.models import Project
from groups.actors import Actor
from groups.services import words as arrived

LONGEST = 2000


@transaction.atomic
def add(*, project: Project, topic: str, words: str, next_time: str, by: Actor) -> Lesson:
    """Write down what was learnt, and what to do next time. Everyone can read it, unless the project is a draft.

    Raises `NotAllowed` for someone on neither side, `WrongState` before stage nine has begun or after it is signed.
    """
    _at_stage_nine(project, by)
    lesson = Lesson(
        project=project, added_at=clock.now(), added_by=by.ref, added_by_label=by.capacity.outside_label, origin=by.origin
    )
    return _write(lesson, topic, words, next_time, by, verb="checklist.lesson_added")


@transaction.atomic
def edit(*, lesson: Lesson, topic: str, words: str, next_time: str, by: Actor) -> Lesson:
    """Word one's own lesson anew, while the stage is open."""
    return _write(_own(lesson, by), topic, words, next_time, by, verb="checklist.lesson_edited")


@transaction.atomic
def remove(*, lesson: Lesson, by: Actor) -> None:
    """Take one's own lesson away, while the stage is open."""
    lesson = _own(lesson, by)
    audit.record(verb="checklist.lesson_removed", target=lesson, by=by)
    lesson.delete()
    publication.bump()


def _write(lesson: Lesson, topic: str, words: str, next_time: str, by: Actor, *, verb: str) -> Lesson:
    if topic not in LessonTopic.values:
        raise Missing(_("Choose what it is about."))
    if not words.strip():
        raise Missing(_("Write what you learnt."))
    lesson.topic, lesson.words, lesson.next_time = topic, _text(words), _text(next_time)
    lesson.save()
    arrived.wrote(lesson, by=by)
    audit.record(verb=verb, target=lesson, by=by, topic=topic)
    publication.bump()
    return lesson


def _own(lesson: Lesson, by: Actor) -> Lesson:
    """One's own lesson, under the lock of its checklist."""
    if lesson.project is None:
        raise WrongState(_("This comes from the published record and cannot change."))
    _at_stage_nine(lesson.project, by)
    found = Lesson.objects.select_for_update().filter(pk=lesson.pk).first()
    if found is None:
        raise WrongState(_("This lesson is not there any more."))
    if found.added_by != by.ref:
        raise NotAllowed(_("Only whoever wrote this can change it."))
    return found


def _at_stage_nine(project: Project, by: Actor) -> None:
    checklist = Checklist.objects.filter(project=project).first()
    if checklist is None:
        raise WrongState(_("This project is not on the checklist."))
    walk = acts.begin(checklist.pk, by)
    acts.must_be_open(walk.checklist.stages.get(number=LEARNING_STAGE))


def _text(words: str) -> str:
    text = words.replace("\r\n", "\n").strip()
    if len(text) > LONGEST:
        raise Refused(
            _("Use %(most)s characters or fewer. You used %(used)s.") % {"most": f"{LONGEST:,}", "used": f"{len(text):,}"}
        )
    return text
