"""A partner's evaluation: whose words they are, who answers, and how each point ends."""

import datetime as dt

import pytest
from django.utils import timezone

from checklist.enums import EvaluationState
from checklist.models import Evaluation, EvaluationPoint, EvaluationTalk
from checklist.queries import evaluations as queries
from checklist.services import evaluation_notices, evaluations, items
from coproduction.core import notifications
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.models import AuditEvent, Notification
from coproduction.core.notifications import Unneeded
from coproduction.core.services import publication
from engagements.enums import Part, ProjectStatus
from engagements.models import Project
from groups.actors import Actor
from groups.enums import Role
from groups.models import Body, Capacity
from tests.factories.checklist import Scene, chair_of, evaluation, officer, scene
from tests.factories.engagements import ProjectPartFactory
from tests.factories.groups import BodyFactory, CapacityFactory, MeetingFactory

pytestmark = pytest.mark.django_db

AGREE, PARTLY, DISAGREE = ("agree", ""), ("partly", "The room was small."), ("disagree", "We wrote in March.")


@pytest.fixture
def walk() -> Scene:
    return scene(title="Short breaks")


def words_of(written: Evaluation) -> list[str]:
    return [point.words for point in written.points.all()]


def first(written: Evaluation) -> EvaluationPoint:
    return written.points.all()[0]


def render(row: Notification) -> notifications.Words:
    return notifications.render(
        row.kind, facts=row.facts, to=row.recipient, reason=row.reason, is_demonstration=False, now=timezone.now()
    )


def told() -> list[tuple[str, str]]:
    return [(row.kind.removeprefix("checklist.evaluation_"), row.recipient) for row in Notification.objects.order_by("pk")]


# --- Writing --------------------------------------------------------------------------------------------------------------


def test_evaluation_is_begun_once_for_a_body(walk):
    begun = evaluations.begin(project=walk.project, by=walk.chair)
    assert evaluations.begin(project=walk.project, by=walk.chair) == begun
    assert (begun.state, begun.written_by, begun.body) == (EvaluationState.WRITING, walk.forums[0].name, walk.forums[0])


def test_evaluation_is_begun_only_by_signers_of_partners_on_a_project_that_is_no_draft(walk, acting):
    partner, funder = BodyFactory(organisation=True), BodyFactory(organisation=True)
    ProjectPartFactory(project=walk.project, body=partner, part=Part.PARTNER)
    ProjectPartFactory(project=walk.project, body=funder, part=Part.RESOURCE)
    assert evaluations.begin(project=walk.project, by=acting("organiser", body=partner)).body == partner
    for who in (walk.officer, acting("chair"), chair_of(funder), acting("member", body=walk.forums[0])):
        with pytest.raises(NotAllowed):
            evaluations.begin(project=walk.project, by=who)
    Project.objects.filter(pk=walk.project.pk).update(status=ProjectStatus.DRAFT)
    with pytest.raises(WrongState):
        evaluations.begin(project=walk.project, by=walk.chair)


def test_facilitator_writes_for_a_childrens_forum_unless_on_the_officers_team(walk, acting):
    facilitator = acting("facilitator", body=walk.forums[0])
    with pytest.raises(NotAllowed):
        evaluations.begin(project=walk.project, by=facilitator)
    Body.objects.filter(pk=walk.forums[0].pk).update(age_from=11, age_to=19)
    facilitator = Actor(facilitator.user, Capacity.objects.select_related("body").get(pk=facilitator.capacity.pk))
    assert evaluations.begin(project=walk.project, by=facilitator).state == EvaluationState.WRITING
    Project.objects.filter(pk=walk.project.pk).update(cover=facilitator.user)
    with pytest.raises(NotAllowed) as refusal:
        evaluations.begin(project=walk.project, by=facilitator)
    assert refusal.value.message == f"You act for the council on this project, so you cannot act for {walk.forums[0].name} here."


def test_points_are_added_edited_moved_and_taken_away_while_it_is_written(walk):
    written = evaluation(walk, "One", "Two", "Three")
    one, two, three = written.points.all()
    evaluations.edit_point(point=two, words="  Two,\r\nsaid better ", by=walk.chair)
    evaluations.move_point(point=three, up=True, by=walk.chair)
    evaluations.move_point(point=one, up=True, by=walk.chair)
    assert words_of(written) == ["One", "Three", "Two,\nsaid better"]
    evaluations.remove_point(point=one, by=walk.chair)
    assert [(point.order, point.words) for point in written.points.all()] == [(1, "Three"), (2, "Two,\nsaid better")]


@pytest.mark.parametrize(
    "words, message",
    [("  ", "Write what you want to say."), ("x" * 10_000, "Use 4,000 characters or fewer. You used 10,000.")],
)
def test_point_that_is_empty_or_too_long_is_refused(walk, words, message):
    written = evaluation(walk, "One")
    with pytest.raises(Refused) as refusal:
        evaluations.add_point(evaluation=written, words=words, by=walk.chair)
    assert (refusal.value.message, words_of(written)) == (message, ["One"])


def test_point_that_someone_changed_meanwhile_is_not_overwritten(walk):
    written = evaluation(walk, "One")
    seen = queries.view_of(written).points[0].seen
    other = Actor(CapacityFactory(role=Role.ORGANISER, body=walk.forums[0]).user, walk.forums[0].capacities.get(role="organiser"))
    evaluations.edit_point(point=first(written), words="One, by the other", by=other, seen=seen)
    for act in (
        lambda: evaluations.edit_point(point=first(written), words="Mine", by=walk.chair, seen=seen),
        lambda: evaluations.remove_point(point=first(written), by=walk.chair, seen=seen),
        lambda: evaluations.lock(evaluation=written, by=walk.chair, seen=seen),
    ):
        with pytest.raises(WrongState):
            act()
    assert words_of(written) == ["One, by the other"]


# --- Locking --------------------------------------------------------------------------------------------------------------


def test_evaluation_without_a_point_is_not_locked(walk):
    begun = evaluations.begin(project=walk.project, by=walk.chair)
    with pytest.raises(Missing):
        evaluations.lock(evaluation=begun, by=walk.chair)


def test_locked_words_never_change_whoever_asks(walk):
    written = evaluation(walk, "One", "Two", locked=True)
    assert (written.state, written.locked_by, written.locked_by_label) == ("locked", walk.chair.ref, walk.chair.label)
    for by in (walk.chair, walk.officer):
        for act in (
            lambda by=by: evaluations.add_point(evaluation=written, words="More", by=by),
            lambda by=by: evaluations.edit_point(point=first(written), words="Other", by=by),
            lambda by=by: evaluations.move_point(point=first(written), up=False, by=by),
            lambda by=by: evaluations.remove_point(point=first(written), by=by),
            lambda by=by: evaluations.lock(evaluation=written, by=by),
        ):
            with pytest.raises((WrongState, NotAllowed)):
                act()
    assert words_of(written) == ["One", "Two"]


def test_no_service_but_those_of_writing_touches_the_partners_words(walk):
    """Whatever follows the lock leaves every word and the order as they were."""
    written = evaluation(walk, "One", "Two", "Three", answers=(AGREE, PARTLY, DISAGREE))
    evaluations.record_talk(evaluation=written, on=timezone.localdate(), words="We met.", by=walk.officer)
    evaluations.suggest(point=written.points.all()[1], closed="agreed", by=walk.officer)
    for point, closed in zip(written.points.all()[1:], ("agreed", "still_differ"), strict=True):
        evaluations.close_point(point=point, closed=closed, by=walk.chair)
    assert words_of(written) == ["One", "Two", "Three"]


def test_whoever_has_lost_the_capacity_yesterday_cannot_lock(walk):
    written = evaluation(walk, "One")
    ended = Capacity.objects.select_related("body").get(pk=walk.chair.capacity.pk)
    ended.until = timezone.localdate() - dt.timedelta(days=1)
    ended.save()
    with pytest.raises(NotAllowed):
        evaluations.lock(evaluation=written, by=Actor(walk.chair.user, ended))


def test_lock_saves_nothing_when_the_last_step_fails(walk, monkeypatch):
    written = evaluation(walk, "One")
    audited = AuditEvent.objects.count()
    monkeypatch.setattr(evaluation_notices, "locked", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        evaluations.lock(evaluation=written, by=walk.chair)
    written.refresh_from_db()
    assert (written.state, written.locked_at, AuditEvent.objects.count()) == ("writing", None, audited)


# --- Answering ------------------------------------------------------------------------------------------------------------


def test_council_answers_each_point_and_can_change_it_until_it_is_sent(walk):
    written = evaluation(walk, "One", locked=True)
    evaluations.answer_point(point=first(written), verdict="disagree", answer="No.", by=walk.officer)
    evaluations.answer_point(point=first(written), verdict="partly", answer="Partly so.", by=walk.officer)
    evaluations.send_answers(evaluation=written, by=walk.officer)
    point = first(written)
    assert (point.verdict, point.answer, point.closed) == ("partly", "Partly so.", "")
    with pytest.raises(WrongState):
        evaluations.answer_point(point=point, verdict="agree", answer="", by=walk.officer)


def test_answer_needs_a_verdict_and_a_reason_unless_agreed(walk):
    written = evaluation(walk, "One", locked=True)
    for verdict in ("", "maybe", "partly", "disagree"):
        with pytest.raises(Missing):
            evaluations.answer_point(point=first(written), verdict=verdict, answer="  ", by=walk.officer)
    assert evaluations.answer_point(point=first(written), verdict="agree", answer="", by=walk.officer).verdict == "agree"


def test_answers_are_sent_only_when_every_point_has_one(walk):
    written = evaluation(walk, "One", "Two", "Three", locked=True)
    evaluations.answer_point(point=written.points.all()[1], verdict="agree", answer="", by=walk.officer)
    with pytest.raises(Missing) as refusal:
        evaluations.send_answers(evaluation=written, by=walk.officer)
    assert refusal.value.message == "Answer every point before you send. Still open: 1, 3."


def test_agreed_points_close_by_themselves_when_the_answers_are_sent(walk):
    written = evaluation(walk, "One", "Two", answers=(AGREE, DISAGREE))
    assert [(point.closed, point.closed_by) for point in written.points.all()] == [("agreed", walk.officer.ref), ("", None)]
    assert (written.state, written.answered_by) == ("answered", walk.officer.ref)


def test_evaluation_with_which_the_council_agrees_is_closed_at_once(walk):
    written = evaluation(walk, "One", "Two", answers=(AGREE, AGREE))
    assert (written.state, written.closed_at is not None) == ("closed", True)


def test_sending_saves_nothing_when_the_last_step_fails(walk, monkeypatch):
    written = evaluation(walk, "One", locked=True)
    evaluations.answer_point(point=first(written), verdict="agree", answer="", by=walk.officer)
    monkeypatch.setattr(evaluation_notices, "closed", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        evaluations.send_answers(evaluation=written, by=walk.officer)
    written.refresh_from_db()
    assert (written.state, first(written).closed, [kind for kind, _who in told()]) == ("locked", "", ["locked"])


@pytest.mark.parametrize("status", [ProjectStatus.PAUSED, ProjectStatus.STOPPED, ProjectStatus.CLOSED])
def test_evaluation_goes_on_whatever_becomes_of_its_project(walk, status):
    """Work that was stopped is looked back on all the more; whoever was writing loses nothing."""
    writing = evaluation(walk, "Nobody told us why.")
    Project.objects.filter(pk=walk.project.pk).update(status=status)
    evaluations.add_point(evaluation=writing, words="We had begun to agree.", by=walk.chair)
    evaluations.lock(evaluation=writing, by=walk.chair)
    for point in writing.points.all():
        evaluations.answer_point(point=point, verdict="agree", answer="", by=walk.officer)
    evaluations.send_answers(evaluation=writing, by=walk.officer)
    writing.refresh_from_db()
    assert (words_of(writing), writing.state) == (["Nobody told us why.", "We had begun to agree."], EvaluationState.CLOSED)


def test_partner_cannot_answer_for_the_council_and_another_forum_cannot_act_at_all():
    walk = scene(forums=2)
    written = evaluation(walk, "One", locked=True)
    for by in walk.chairs:
        with pytest.raises(NotAllowed):
            evaluations.answer_point(point=first(written), verdict="agree", answer="", by=by)


# --- Talking and closing --------------------------------------------------------------------------------------------------


def test_either_side_writes_down_that_they_talked_and_nothing_is_overwritten(walk):
    written = evaluation(walk, "One", answers=(DISAGREE,))
    meeting = MeetingFactory(body=walk.forums[0])
    today = timezone.localdate()
    evaluations.record_talk(evaluation=written, on=today, words="We rang.", by=walk.officer)
    evaluations.record_talk(evaluation=written, on=today, meeting=meeting, by=walk.chair)
    rows = EvaluationTalk.objects.values_list("side", "words", "meeting", "by_label")
    assert list(rows) == [("council", "We rang.", None, walk.officer.label), ("forum", "", meeting.pk, walk.chair.label)]


def test_talk_needs_a_meeting_of_the_partner_or_words_and_a_day_that_has_come(walk):
    written = evaluation(walk, "One", answers=(DISAGREE,))
    today = timezone.localdate()
    for wrong in (
        {"on": today},
        {"on": today, "meeting": MeetingFactory()},
        {"on": today + dt.timedelta(days=1), "words": "We will talk."},
        {"on": today, "words": "x" * 4001},
    ):
        with pytest.raises(Refused):
            evaluations.record_talk(evaluation=written, by=walk.chair, **wrong)
    assert EvaluationTalk.objects.count() == 0


def test_partner_closes_and_says_that_both_differ_only_after_a_talk(walk):
    written = evaluation(walk, "One", "Two", answers=(PARTLY, DISAGREE))
    one, two = written.points.all()
    evaluations.close_point(point=one, closed="agreed", by=walk.chair)
    with pytest.raises(WrongState):
        evaluations.close_point(point=two, closed="still_differ", by=walk.chair)
    evaluations.record_talk(evaluation=written, on=timezone.localdate(), words="We met.", by=walk.chair)
    evaluations.close_point(point=two, closed="still_differ", by=walk.chair)
    written.refresh_from_db()
    assert [(point.closed, point.closed_by) for point in written.points.all()] == [
        ("agreed", walk.chair.ref),
        ("still_differ", walk.chair.ref),
    ]
    assert written.state == "closed"
    with pytest.raises(WrongState):
        evaluations.close_point(point=two, closed="agreed", by=walk.chair)


def test_council_suggests_and_closes_only_for_a_partner_that_is_silent_for_28_days(walk, at):
    with at("2026-03-02 09:00"):
        Capacity.objects.update(since="2025-01-01")
        written = evaluation(walk, "One", answers=(DISAGREE,))
        point = evaluations.suggest(point=first(written), closed="agreed", by=walk.officer)
        assert (point.suggested, point.closed) == ("agreed", "")
        # A day long ago does not make the wait shorter: it counts from when the talk was written down.
        evaluations.record_talk(evaluation=written, on=dt.date(2026, 1, 2), words="We met.", by=walk.officer)
        with pytest.raises(WrongState):
            evaluations.close_point(point=point, closed="still_differ", by=walk.officer)
    with at("2026-03-30 08:59"), pytest.raises(WrongState):
        evaluations.close_point(point=point, closed="still_differ", by=walk.officer)
    with at("2026-03-30 10:00"):
        with pytest.raises(NotAllowed):
            evaluations.close_point(point=point, closed="agreed", by=walk.officer)
        assert evaluations.close_point(point=point, closed="still_differ", by=walk.officer).closed == "still_differ"


# --- Nobody is on both sides ----------------------------------------------------------------------------------------------


def also(actor: Actor, role: str, body: Body) -> Actor:
    return Actor(actor.user, CapacityFactory(user=actor.user, role=role, body=body))


def test_nobody_acts_on_both_sides_of_an_evaluation(walk):
    writer_too = also(walk.chair, "officer", BodyFactory(team=True))
    second = officer()
    written = evaluation(walk, "One", locked=True)
    with pytest.raises(NotAllowed):
        evaluations.answer_point(point=first(written), verdict="agree", answer="", by=writer_too)
    evaluations.answer_point(point=first(written), verdict="disagree", answer="No.", by=second)
    evaluations.send_answers(evaluation=written, by=walk.officer)
    for by in (second, walk.officer):
        with pytest.raises(NotAllowed):
            evaluations.close_point(point=first(written), closed="agreed", by=also(by, "chair", walk.forums[0]))


def test_whoever_answered_the_checklist_for_the_council_writes_no_evaluation(walk):
    second = officer()
    items.answer(item=walk.item("1.1"), words="Yes.", by=second)
    with pytest.raises(NotAllowed):
        evaluations.begin(project=walk.project, by=also(second, "chair", walk.forums[0]))


# --- Who knows of it ------------------------------------------------------------------------------------------------------


def seen_by(user: object) -> list[str]:
    return [row.state for row in Evaluation.objects.visible_to(user).order_by("pk")]


def test_what_is_written_is_known_to_its_own_body_alone(acting):
    walk = scene(forums=2)
    written = evaluation(walk, "One")
    staff = acting("board_administrator", body=walk.forums[0])
    others = [None, walk.officer.user, walk.chairs[1].user, staff.user, acting("committee_member").user]
    member = acting("member", body=walk.forums[0])
    assert [seen_by(each) for each in others] == [[]] * 5
    assert [seen_by(each.user) for each in (walk.chair, member)] == [["writing"]] * 2
    evaluations.lock(evaluation=written, by=walk.chair)
    assert [seen_by(each) for each in others] == [[], ["locked"], [], ["locked"], []]


def test_closed_evaluation_is_known_to_all_and_bumps_what_is_published(walk):
    before = publication.current()
    evaluation(walk, "One", answers=(AGREE,))
    assert (seen_by(None), publication.current() > before) == (["closed"], True)


def test_answers_that_are_not_sent_are_not_shown_to_the_partner(walk):
    written = evaluation(walk, "One", locked=True)
    evaluations.answer_point(point=first(written), verdict="disagree", answer="No.", by=walk.officer)
    written = queries.with_everything(Evaluation.objects.all()).get()
    shown, drafts = queries.view_of(written).points[0], queries.view_of(written, with_drafts=True).points[0]
    assert [(point.verdict, point.answer, point.state) for point in (shown, drafts)] == [
        ("", "", "waiting"),
        ("disagree", "No.", "open"),
    ]


def test_discreet_body_is_named_by_its_neutral_name(acting):
    walk = scene()
    Body.objects.filter(pk=walk.forums[0].pk).update(
        name="Care Council", is_discreet=True, neutral_name="Thursday group", mark="corporate-parenting"
    )
    walk.chairs = [Actor(walk.chair.user, Capacity.objects.select_related("body").get(pk=walk.chair.capacity.pk))]
    evaluation(walk, "One", answers=(AGREE,))
    view = queries.published_of(walk.project).closed[0]
    assert (view.who, view.look, view.locked_by) == ("Thursday group", "other", "chair, Thursday group")
    mails = [render(row) for row in Notification.objects.filter(kind="checklist.evaluation_closed")]
    assert [mail for mail in mails if "Care Council" in mail.subject + mail.body] == []
    assert len(mails) == 1


# --- Who is told ----------------------------------------------------------------------------------------------------------


def test_each_step_is_told_to_the_other_side(walk):
    lead, chair = walk.officer.ref, walk.chair.ref
    second = officer()
    written = evaluation(walk, "One", locked=True)
    evaluations.answer_point(point=first(written), verdict="disagree", answer="No.", by=second)
    evaluations.send_answers(evaluation=written, by=second)
    evaluations.record_talk(evaluation=written, on=timezone.localdate(), words="We met.", by=walk.chair)
    evaluations.record_talk(evaluation=written, on=timezone.localdate(), words="So did we.", by=second)
    evaluations.close_point(point=first(written), closed="still_differ", by=walk.chair)
    assert told() == [("locked", lead), ("answered", chair), ("talk_recorded", lead), ("talk_recorded", chair), ("closed", lead)]
    rows = {row.kind.removeprefix("checklist.evaluation_"): row for row in Notification.objects.all()}
    assert render(rows["closed"]).subject == "Public now: how Short breaks went"
    with pytest.raises(Unneeded):
        render(rows["locked"])


def test_message_says_nobodys_words(walk):
    evaluation(walk, "Something private.", locked=True)
    mail = render(Notification.objects.get())
    assert mail.subject == f"{walk.forums[0].name} wrote how Short breaks went"
    assert "Something private." not in mail.body


# --- What waits -----------------------------------------------------------------------------------------------------------


def waiting_of(*walks: Scene) -> list[tuple[str, str, str]]:
    found = queries.waiting(Project.objects.filter(pk__in=[walk.project.pk for walk in walks]))
    return [(each.side, each.who, each.what) for each in found]


def test_waiting_lists_what_the_council_and_the_partner_have_to_do():
    written, locked, answered = scene(), scene(), scene()
    evaluation(written, "One")
    evaluation(locked, "One", locked=True)
    evaluation(answered, "One", answers=(DISAGREE,))
    assert waiting_of(written, locked, answered) == [
        ("council", locked.forums[0].name, "Answer what they wrote"),
        ("forum", answered.forums[0].name, "Say how each point ends"),
    ]


@pytest.mark.parametrize("number", [1, 3])
def test_waiting_asks_as_often_however_many_there_are(number, django_assert_num_queries):
    walks = [scene() for _each in range(number)]
    for walk in walks:
        evaluation(walk, "One", "Two", locked=True)
    with django_assert_num_queries(1):
        assert len(waiting_of(*walks)) == number


@pytest.mark.parametrize("number", [1, 3])
def test_published_evaluations_ask_as_often_however_many_there_are(number, django_assert_num_queries):
    walk = scene(forums=number)
    for body, chair in zip(walk.forums, walk.chairs, strict=True):
        one = Scene(walk.project, walk.walk, walk.officer, [body], [chair])
        evaluation(one, *["Words"] * number, answers=(AGREE,) * number)
    with django_assert_num_queries(3):
        assert [len(view.points) for view in queries.published_of(walk.project).closed] == [number] * number
