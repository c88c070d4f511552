"""Outcomes, promises and themes for tests."""

import datetime as dt

import factory
from django.utils import timezone
from django.utils.text import slugify
from factory.django import DjangoModelFactory

from coproduction.core.enums import Duty
from coproduction.core.models import Turn
from feedback.enums import (
    WITH_OPTIONS,
    AnswerKind,
    OutcomeState,
    PromiseEventKind,
    PromiseState,
    QuestionKind,
    QuestionnaireState,
    SaidBasis,
)
from feedback.models import (
    Option,
    OptionWords,
    Outcome,
    OutcomeContributor,
    Promise,
    PromiseEvent,
    Question,
    Questionnaire,
    QuestionWords,
    Revision,
    Theme,
    Trial,
)
from feedback.services import drafts, questionnaires, responses
from feedback.services.questionnaires import Asked, ShownIf
from tests.factories.engagements import ProjectFactory
from tests.factories.groups import BodyFactory


class ThemeFactory(DjangoModelFactory):
    class Meta:
        model = Theme

    title = factory.Sequence(lambda n: f"Theme {n}")
    project = factory.SubFactory(ProjectFactory)


class OutcomeFactory(DjangoModelFactory):
    class Meta:
        model = Outcome

    title = factory.Sequence(lambda n: f"Outcome {n}")
    project = factory.SubFactory(ProjectFactory)
    you_said = "Open the hub on Sundays."
    said_basis = SaidBasis.VERBATIM
    answer = AnswerKind.DID
    we_did = "The hub opens on Sundays."
    state = OutcomeState.PUBLISHED
    published_at = factory.LazyFunction(timezone.now)

    class Params:
        draft = factory.Trait(state=OutcomeState.DRAFT, published_at=None)
        without_words = factory.Trait(you_said="", said_basis=SaidBasis.UNKNOWN)


class PromiseFactory(DjangoModelFactory):
    class Meta:
        model = Promise

    words = factory.Sequence(lambda n: f"Promise {n}")
    made_by = factory.SubFactory(BodyFactory, team=True)
    state = PromiseState.MADE


class QuestionnaireFactory(DjangoModelFactory):
    """An open questionnaire with three questions: faces, several choices, words (`words_required` makes these compulsory)."""

    class Meta:
        model = Questionnaire
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"questionnaire-{n}")
    title = factory.Sequence(lambda n: f"Questionnaire {n}")
    why = "We want to know how the club was."
    what_next = "The club reads it and plans the next one."
    privacy = "We never ask your name."
    data_reference = "DPIA-2026-001"
    project = factory.SubFactory(ProjectFactory)
    state = QuestionnaireState.OPEN
    closes_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=30))

    class Params:
        draft = factory.Trait(state=QuestionnaireState.DRAFT)

    @factory.post_generation
    def revision(questionnaire, create, extracted, **kwargs):
        published = None if questionnaire.state == QuestionnaireState.DRAFT else timezone.now()
        revision = Revision.objects.create(questionnaire=questionnaire, number=1, published_at=published)
        faces = Question.objects.create(revision=revision, key="how-was-it", kind="faces", order=1)
        several = Question.objects.create(revision=revision, key="what-to-do", kind="several_choices", order=2)
        words = Question.objects.create(revision=revision, key="your-words", kind="long_text", order=3)
        for question, wording in ((faces, "How was the club?"), (several, "What should it have?"), (words, "What else?")):
            QuestionWords.objects.create(question=question, wording=wording, hint="There is no wrong answer.")
        labels = ["Not good", "OK", "Good", "Very good", "Brilliant", "I was not there"]
        for question, of in ((faces, labels), (several, ["Swimming", "Cooking", "Art"])):
            for order, label in enumerate(of, 1):
                key = "not-there" if label == "I was not there" else slugify(label)
                OptionWords.objects.create(option=Option.objects.create(question=question, key=key, order=order), label=label)


def cover(first_day=None, days=60, duties=tuple(Duty)):
    """Somebody on turn for each duty, and somebody else who stands in, from this day on."""
    first_day = first_day or timezone.localdate()
    for duty in duties:
        Turn.objects.create(
            duty=duty, first_day=first_day, last_day=first_day + dt.timedelta(days=days),
            person="user:901", person_label="officer, a team", cover="user:902", cover_label="officer, another team",
        )  # fmt: skip


def gone_through(questionnaire):
    """The newest questions, gone through by somebody who did not write them."""
    return Trial.objects.create(revision=questionnaire.revisions.first(), by_ref="user:903", by_label="officer, a third team")


def opened(questionnaire, by):
    """A draft with everything that it needs to be opened, opened."""
    questionnaire.refresh_from_db()
    Questionnaire.objects.filter(pk=questionnaire.pk).update(
        privacy=questionnaire.privacy or "We never ask your name.", data_reference=questionnaire.data_reference or "DPIA-2026-001"
    )
    cover(days=(timezone.localdate(questionnaire.closes_at) - timezone.localdate()).days)
    gone_through(questionnaire)
    return questionnaires.open(questionnaire=questionnaire, by=by)


def every_kind_of_question(by):
    """An open questionnaire with a question of each kind, every other one compulsory, and a last one that waits for one answer."""
    asked = [
        Asked(
            kind=kind, wording=f"About {kind}?", key=kind.replace("_", "-"), easy="Easy?", is_required=number % 2 == 0,
            options=("Swimming", "Cooking", "Art") if kind in WITH_OPTIONS else (),
            lowest=0 if kind == "scale" else -5 if kind == "number" else None,
            highest=10 if kind == "scale" else 10**6 if kind == "number" else None,
        )
        for number, kind in enumerate(QuestionKind.values)
    ]  # fmt: skip
    last = Asked(kind="ranking", wording="Last?", options=("Art", "Bus"), shown_if=ShownIf("one-choice", ("art",)))
    made = questionnaires.draft(
        title="Every kind", why="Why", what_next="Next", questions=[*asked, last], by=by, slug="every",
        closes_at=timezone.now() + dt.timedelta(days=30),
    )  # fmt: skip
    return opened(made, by=by)


def revise(questionnaire, questions, by):
    """Other questions from now on: written, tested by somebody else, published."""
    questionnaires.revise(questionnaire=questionnaire, questions=questions, by=by)
    gone_through(questionnaire)
    return questionnaires.publish(questionnaire=questionnaire, by=by)


def send_response(questionnaire=None, *, words="Open the hub on Sundays.", permission="use_words", now=None, **fields):
    """A response that went the whole way: begun, answered, sent. Gives what `responses.submit` gives."""
    questionnaire = questionnaire or QuestionnaireFactory()
    draft, _token = drafts.begin(questionnaire=questionnaire, now=now)
    question = draft.revision.questions.get(key="your-words")
    drafts.answer(draft=draft, question=question, words=words)
    drafts.permit(draft=draft, permission=permission)
    draft.refresh_from_db()
    return responses.submit(draft=draft, now=now, **fields)


class ContributorFactory(DjangoModelFactory):
    class Meta:
        model = OutcomeContributor

    outcome = factory.SubFactory(OutcomeFactory)
    body = factory.SubFactory(BodyFactory)


class PromiseEventFactory(DjangoModelFactory):
    class Meta:
        model = PromiseEvent

    promise = factory.SubFactory(PromiseFactory)
    kind = PromiseEventKind.MOVED
    by_label = "officer, a team"
