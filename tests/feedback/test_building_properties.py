"""Whatever officers add, move, change and remove, in whatever order: no question ever waits for what is not before it."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coproduction.core.errors import Problems
from feedback.policies import Place, dead_ends
from feedback.services import questionnaires, questions
from feedback.services.questions import Asked, ShownIf

WORDS = ("A", "B", "C")
KEYS = ("a", "b", "c")
KINDS = ("one_choice", "several_choices", "ranking", "long_text", "statement")

places = st.integers(0, 5)
acts = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(KINDS), places, st.sampled_from(KEYS)),
        st.tuples(st.just("move"), places, st.integers(-1, 8)),
        st.tuples(st.just("remove"), places),
        st.tuples(st.just("change"), places, st.sets(st.sampled_from(WORDS), min_size=1)),
    ),
    max_size=14,
)


def seen_by_hand(asked):
    """Each question after which answers are waited for stands before, and offers them: written as plainly as can be."""
    for place, each in enumerate(asked):
        if each.shown_if:
            earlier = [other for other in asked[:place] if other.key == each.shown_if.question]
            assert len(earlier) == 1
            assert earlier[0].kind in ("one_choice", "several_choices")
            assert set(each.shown_if.options) <= {option.lower() for option in earlier[0].options}
            assert each.shown_if.options


@pytest.mark.django_db
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=acts)
def test_no_question_ever_waits_in_vain(acting, acts):
    by = acting("officer")
    first = [
        Asked(kind="one_choice", wording="Q0", options=WORDS),
        Asked(kind="short_text", wording="Q1", shown_if=ShownIf("q0", ("a",))),
    ]
    asks = questionnaires.draft(title="T", why="W", what_next="N", questions=first, by=by)
    revision = asks.revisions.get()
    for number, (act, *facts) in enumerate(acts, 2):
        before = questions.as_written(revision)
        at = before[facts[0] % len(before)] if before and act != "add" else None
        try:
            if act == "add":
                kind, place, option = facts
                waits = before[place % len(before)] if before and place else None
                shown_if = ShownIf(waits.key, (option,)) if waits else None
                asked = Asked(kind=kind, wording=f"Q{number}", options=WORDS if kind in KINDS[:3] else (), shown_if=shown_if)
                questions.add(questionnaire=asks, asked=asked, by=by)
            elif at is not None and act == "move":
                questions.move(questionnaire=asks, key=at.key, to=facts[1], by=by)
            elif at is not None and act == "remove":
                questions.remove(questionnaire=asks, key=at.key, by=by)
            elif at is not None:
                asked = Asked(kind="one_choice", wording=at.wording, options=sorted(facts[1]), shown_if=at.shown_if)
                questions.change(questionnaire=asks, key=at.key, asked=asked, by=by)
        except Problems as refused:
            words = refused.problems
        else:
            words = []
        # What is refused is not saved in part, and the words name a question.
        assert not words or questions.as_written(revision) == before
        assert all(problem.startswith("Question ") for problem in words)
        seen_by_hand(questions.as_written(revision))


@given(st.permutations(range(6)))
def test_an_order_is_refused_exactly_when_something_waits_for_what_comes_later(order):
    waits = {1: 0, 2: 0, 4: 1, 5: 3}
    questions_ = [
        Place(
            str(each),
            frozenset("yn"),
            str(waits[each]) if each in waits else None,
            frozenset("y") if each in waits else frozenset(),
        )
        for each in order
    ]
    late = [place for place, each in enumerate(order) if each in waits and order.index(waits[each]) > place]
    assert dead_ends(questions_) == late
