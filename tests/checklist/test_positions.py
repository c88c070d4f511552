"""Every way a forum can stand on a stage: abstaining, refusing and being answered, by hands, on paper, disputing, all in one act."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from checklist.enums import ItemEventKind, ItemState, Manner, Paper, Position, Side, Unsigned
from checklist.models import ItemEvent, SignOff, StageDraft
from checklist.queries import paths
from checklist.services import drafts, items, sign_offs
from coproduction.core import file_access
from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.models import StoredFile
from groups.actors import Actor
from groups.enums import Role
from groups.models import User
from tests.factories.checklist import Scene, chair_of, officer, scene, sheet, sign_on_paper
from tests.factories.groups import CapacityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def walk() -> Scene:
    made = scene()
    made.settle()
    return made


@pytest.fixture
def two() -> Scene:
    made = scene(forums=2)
    made.settle()
    return made


@pytest.fixture
def young() -> Scene:
    return scene(children=True)


def council_part(walk: Scene) -> None:
    for code in ("1.1", "1.2"):
        items.answer_and_confirm(item=walk.item(code), words="We did this.", by=walk.officer)


def person(walk: Scene, role: Role, forum: int = 0) -> Actor:
    capacity = CapacityFactory(role=role, body=walk.forums[forum])
    return Actor(capacity.user, capacity)


def state(walk: Scene) -> str:
    return walk.stage().state


# --- Abstaining -----------------------------------------------------------------------------------------------------------


def test_forum_that_abstains_does_not_hold_the_stage_when_another_signed(two):
    sign_offs.sign(stage=two.stage(), by=two.officer)
    sign_offs.abstain(stage=two.stage(), by=two.chairs[0], reason="It is not about us.")
    assert state(two) == "now"
    sign_offs.sign(stage=two.stage(), by=two.chairs[1])
    assert state(two) == "done"


def test_stage_at_which_all_abstain_only_goes_on_unsigned(two):
    for chair in two.chairs:
        sign_offs.abstain(stage=two.stage(), by=chair)
    sign_offs.sign(stage=two.stage(), by=two.officer)
    assert state(two) == "now"
    sign_offs.go_on_unsigned(stage=two.stage(), reason="Both abstained.", because=Unsigned.REFUSED, by=two.officer)
    assert state(two) == "skipped"


def test_forum_that_abstained_can_still_sign_and_the_council_never_abstains(walk):
    sign_offs.abstain(stage=walk.stage(), by=walk.chair)
    with pytest.raises(WrongState):
        sign_offs.abstain(stage=walk.stage(), by=walk.chair)
    with pytest.raises(NotAllowed):
        sign_offs.abstain(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    assert state(walk) == "done"


# --- Refusing, and being answered -----------------------------------------------------------------------------------------


def test_refusal_that_is_answered_is_no_longer_contested_and_both_stay_readable(walk):
    refused = sign_offs.refuse(stage=walk.stage(), reason="We cannot see the split.", by=walk.chair)
    answer = sign_offs.answer_refusal(refusal=refused, words="It is on page 3 now.", by=walk.officer)
    assert (answer.position, answer.answers, answer.side, state(walk)) == (Position.ANSWERED, refused, Side.COUNCIL, "now")
    name = walk.forums[0].name
    assert [(note.title, note.words) for note in paths.path_of(walk.project).notes] == [
        (f"Stage 1: {name} did not sign.", "We cannot see the split."),
        (f"Stage 1: the council answered {name}.", "It is on page 3 now."),
    ]


def test_forum_refuses_again_after_an_answer_or_signs(walk):
    first = sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chair)
    with pytest.raises(WrongState):
        sign_offs.refuse(stage=walk.stage(), reason="Still no.", by=walk.chair)
    sign_offs.answer_refusal(refusal=first, words="Because.", by=walk.officer)
    second = sign_offs.refuse(stage=walk.stage(), reason="That is no answer.", by=walk.chair)
    assert state(walk) == "contested"
    with pytest.raises(WrongState):
        sign_offs.answer_refusal(refusal=first, words="Because.", by=walk.officer)
    sign_offs.answer_refusal(refusal=second, words="Here it is.", by=walk.officer)
    with pytest.raises(WrongState):
        sign_offs.answer_refusal(refusal=second, words="Twice.", by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    assert (state(walk), paths.path_of(walk.project).notes) == ("done", ())


def test_answer_to_one_forum_leaves_the_refusal_of_another_contested(two):
    rows = [sign_offs.refuse(stage=two.stage(), reason="No.", by=chair) for chair in two.chairs]
    sign_offs.answer_refusal(refusal=rows[0], words="Because.", by=two.officer)
    assert state(two) == "contested"
    sign_offs.answer_refusal(refusal=rows[1], words="Because.", by=two.officer)
    assert state(two) == "now"


def test_refusal_is_answered_by_the_council_with_words(walk):
    refused = sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chair)
    with pytest.raises(NotAllowed):
        sign_offs.answer_refusal(refusal=refused, words="Fine.", by=walk.chair)
    with pytest.raises(Missing):
        sign_offs.answer_refusal(refusal=refused, words=" ", by=walk.officer)
    assert state(walk) == "contested"


# --- Going on -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("because", Unsigned.values)
def test_reason_for_going_on_is_what_happened(walk, because):
    sign_offs.refuse(stage=walk.stage(), reason="No.", by=walk.chair)
    if because == Unsigned.NO_REPLY:
        with pytest.raises(WrongState):
            sign_offs.go_on_unsigned(stage=walk.stage(), reason="Words.", because=because, by=walk.officer)
    else:
        row = sign_offs.go_on_unsigned(stage=walk.stage(), reason="Words.", because=because, by=walk.officer)
        assert (row.unsigned_because, state(walk)) == (because, "skipped")


def test_nobody_refused_where_nobody_answered(walk):
    with pytest.raises(WrongState):
        sign_offs.go_on_unsigned(stage=walk.stage(), reason="Words.", because=Unsigned.REFUSED, by=walk.officer)


@pytest.mark.parametrize("code", ["1.1", "1.4"])
def test_what_may_never_be_left_out_is_answered_before_going_on(code):
    walk = scene()
    item = walk.item(code)
    type(item.template).objects.filter(pk=item.template.pk).update(may_not_apply=False)
    with pytest.raises(WrongState):
        items.does_not_apply(item=walk.item(code), reason="Not here.", by=walk.officer)
    for other in {"1.1", "1.2"} - {code}:
        items.answer_and_confirm(item=walk.item(other), words="Yes.", by=walk.officer)
    with pytest.raises(Missing) as told:
        sign_offs.go_on_unsigned(stage=walk.stage(), reason="No time.", by=walk.officer)
    assert told.value.message.endswith(f"Still open: {code}.")


# --- Show of hands --------------------------------------------------------------------------------------------------------


def hands(walk: Scene, by: Actor, yes: int = 6, no: int = 1, not_sure: int = 2, **more):
    answers = {"1.3": "Two options were ours."}
    return sign_offs.show_of_hands(stage=walk.stage(), yes=yes, no=no, not_sure=not_sure, by=by, **{"answers": answers, **more})


def test_facilitator_writes_down_a_show_of_hands_which_confirms_what_waits(young):
    council_part(young)
    found = hands(young, person(young, Role.FACILITATOR))
    row = found.sign_off
    assert (row.position, row.manner, row.hands_yes, row.hands_no, row.hands_not_sure) == (
        Position.SIGNED,
        Manner.SHOW_OF_HANDS,
        6,
        1,
        2,
    )
    assert (found.confirmed, young.item("1.2").state, young.item("1.3").answer) == (
        ("1.2", "1.3"),
        ItemState.CONFIRMED,
        "Two options were ours.",
    )
    sign_offs.sign(stage=young.stage(), by=young.officer)
    assert state(young) == "done"


def test_facilitator_who_is_also_staff_writes_it_down_unless_on_the_projects_team(young):
    council_part(young)
    staff = officer()
    as_facilitator = Actor(staff.user, CapacityFactory(user=staff.user, role=Role.FACILITATOR, body=young.forums[0]))
    for team in ("lead", "cover"):
        setattr(young.project, team, staff.user)
        young.project.save()
        with pytest.raises(NotAllowed):
            hands(young, as_facilitator)
        setattr(young.project, team, young.officer.user)
        young.project.save()
    assert hands(young, as_facilitator).sign_off.position == Position.SIGNED
    with pytest.raises(NotAllowed):
        items.answer(item=young.item("1.1"), words="As staff.", by=staff)


def test_facilitator_who_acted_for_the_council_writes_down_no_hands(young):
    staff = officer()
    items.answer_and_confirm(item=young.item("1.1"), words="Yes.", by=staff)
    items.answer_and_confirm(item=young.item("1.2"), words="Yes.", by=young.officer)
    as_facilitator = Actor(staff.user, CapacityFactory(user=staff.user, role=Role.FACILITATOR, body=young.forums[0]))
    with pytest.raises(NotAllowed):
        hands(young, as_facilitator)


def test_facilitator_acts_for_a_forum_only_by_hands(young):
    council_part(young)
    facilitator = person(young, Role.FACILITATOR)
    acts = [
        lambda: items.confirm(item=young.item("1.2"), by=facilitator),
        lambda: sign_offs.sign(stage=young.stage(), by=facilitator),
        lambda: sign_offs.review(stage=young.stage(), position=Position.SIGNED, by=facilitator),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    grown = scene()
    with pytest.raises(NotAllowed):
        hands(grown, person(grown, Role.FACILITATOR))


def test_childrens_forum_signs_by_hands_only(young):
    council_part(young)
    for act in (
        lambda: sign_offs.sign(stage=young.stage(), by=young.chair),
        lambda: sign_offs.abstain(stage=young.stage(), by=young.chair),
        lambda: sign_offs.review(stage=young.stage(), position=Position.SIGNED, by=young.chair),
    ):
        with pytest.raises(WrongState):
            act()
    assert hands(young, young.chair).sign_off.position == Position.SIGNED


def test_forum_of_grown_ups_does_not_sign_by_hands(walk):
    with pytest.raises(NotAllowed):
        hands(walk, walk.chair)


def test_more_no_than_yes_refuses_and_as_many_of_each_abstains_until_counted_anew(young):
    council_part(young)
    facilitator = person(young, Role.FACILITATOR)
    with pytest.raises(Missing):
        hands(young, facilitator, yes=2, no=5)
    assert ItemEvent.objects.filter(side=Side.FORUM).count() == 0
    assert hands(young, facilitator, yes=2, no=5, reason="It is too late.").sign_off.position == Position.REFUSED
    assert state(young) == "contested"
    assert hands(young, facilitator, yes=4, no=4).sign_off.position == Position.ABSTAINED
    assert hands(young, facilitator, yes=0, no=0, not_sure=9).sign_off.position == Position.ABSTAINED
    assert hands(young, facilitator, yes=5, no=4).sign_off.position == Position.SIGNED


@pytest.mark.parametrize("counts", [(0, 0, 0), (-1, 0, 3)])
def test_no_hands_are_no_show_of_hands(young, counts):
    council_part(young)
    yes, no, not_sure = counts
    with pytest.raises(Missing):
        hands(young, person(young, Role.FACILITATOR), yes=yes, no=no, not_sure=not_sure)


# --- Disputing ------------------------------------------------------------------------------------------------------------


def test_member_disputes_a_show_of_hands_and_the_stage_is_contested_until_answered(young):
    council_part(young)
    facilitator, member = person(young, Role.FACILITATOR), person(young, Role.MEMBER)
    hands(young, facilitator)
    sign_offs.sign(stage=young.stage(), by=young.officer)
    row = sign_offs.dispute(stage=young.stage(), reason="We never voted on this.", by=member)
    young.project.refresh_from_db()
    assert (row.side, row.body, state(young), young.project.stage) == (Side.FORUM, young.forums[0], "contested", 1)
    sign_offs.answer_refusal(refusal=row, words="Then please vote again.", by=young.officer)
    assert state(young) == "now"
    hands(young, facilitator, answers={})
    assert state(young) == "done"


def test_what_a_forum_signed_itself_is_not_disputed_nor_by_others(walk):
    member, elsewhere = person(walk, Role.MEMBER), chair_of(scene().forums[0])
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    with pytest.raises(WrongState):
        sign_offs.dispute(stage=walk.stage(), reason="No.", by=member)
    for stranger in (elsewhere, walk.officer):
        with pytest.raises(NotAllowed):
            sign_offs.dispute(stage=walk.stage(), reason="No.", by=stranger)


def test_dispute_needs_words(young):
    council_part(young)
    hands(young, young.chair)
    with pytest.raises(Missing):
        sign_offs.dispute(stage=young.stage(), reason=" ", by=person(young, Role.MEMBER))


# --- On paper -------------------------------------------------------------------------------------------------------------


def test_signature_on_paper_is_the_forums_entered_by_the_officer(walk):
    row = sign_on_paper(walk, on=dt.date(2026, 6, 3))
    assert (row.side, row.body, row.position, row.manner, row.paper, row.paper_on, row.paper_signer, row.by_ref) == (
        Side.FORUM,
        walk.forums[0],
        Position.SIGNED,
        Manner.ON_PAPER,
        Paper.STAGE_SHEET,
        dt.date(2026, 6, 3),
        "Chair",
        walk.officer.ref,
    )
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    assert (state(walk), paths.path_of(walk.project).stages[0].state_words) == (
        "done",
        "Done. Signed on paper, entered by an officer.",
    )


def test_paper_settles_what_waits_for_that_forum_and_no_confirmation_is_written():
    walk = scene()
    council_part(walk)
    sign_on_paper(walk)
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    assert (state(walk), walk.item("1.2").state, walk.item("1.3").state) == (
        "done",
        ItemState.OFFICER_CONFIRMED,
        ItemState.NOT_STARTED,
    )
    assert ItemEvent.objects.filter(kind=ItemEventKind.PARTNER_CONFIRMED).count() == 0


def test_paper_does_not_stand_for_the_councils_own_answers():
    walk = scene()
    with pytest.raises(Missing):
        sign_on_paper(walk)
    assert (SignOff.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_paper_of_one_forum_leaves_the_question_of_another_open(two):
    items.query(item=two.item("1.1"), words="Why?", by=two.chairs[1])
    items.reply(item=two.item("1.1"), words="Because.", by=two.officer)
    with pytest.raises(Missing) as told:
        sign_on_paper(two)
    assert told.value.message == "Before anyone signs, these must be settled: 1.1."


def test_disputed_paper_takes_with_it_the_signatures_that_stood_on_it():
    walk = scene(forums=2)
    council_part(walk)
    sign_on_paper(walk)
    sign_offs.sign(stage=walk.stage(), by=walk.chairs[1])
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    assert state(walk) == "done"
    row = sign_offs.dispute(stage=walk.stage(), reason="We never saw it.", by=person(walk, Role.MEMBER))
    sign_offs.answer_refusal(refusal=row, words="We will ask again.", by=walk.officer)
    sign_offs.abstain(stage=walk.stage(), by=walk.chairs[0])
    assert state(walk) == "now"
    with pytest.raises(Missing):
        sign_offs.sign(stage=walk.stage(), by=walk.officer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"on": timezone.localdate() + dt.timedelta(days=2)},
        {"signer": " "},
        {"upload": None},
    ],
    ids=["tomorrow", "nobody", "no picture"],
)
def test_paper_without_its_facts_is_not_entered(walk, wrong):
    if "upload" in wrong:
        wrong = {"upload": SimpleUploadedFile("sheet.docx", b"PK not a picture")}
    given = {"on": timezone.localdate(), "signer": "Chair", "upload": sheet()} | wrong
    with pytest.raises(Refused):
        sign_offs.sign_on_paper(stage=walk.stage(), body=walk.forums[0], paper=Paper.LETTER, by=walk.officer, **given)
    assert (SignOff.objects.count(), StoredFile.objects.count()) == (0, 0)


def test_paper_is_entered_by_officers_for_forums_that_sign_and_have_not(walk):
    given = {"paper": Paper.LETTER, "on": timezone.localdate(), "signer": "Chair"}
    with pytest.raises(NotAllowed):
        sign_offs.sign_on_paper(stage=walk.stage(), body=walk.forums[0], by=walk.chair, upload=sheet(), **given)
    other = scene().forums[0]
    with pytest.raises(WrongState):
        sign_offs.sign_on_paper(stage=walk.stage(), body=other, by=walk.officer, upload=sheet(), **given)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    with pytest.raises(WrongState):
        sign_on_paper(walk)


def test_paper_is_had_by_both_sides_and_nobody_else(walk):
    kept = sign_on_paper(walk).paper_file

    def may(actor: Actor) -> bool:
        return file_access.may_have(User.objects.get(pk=actor.user.pk), kept)

    stranger = chair_of(scene().forums[0])
    assert [may(walk.officer), may(walk.chair), may(person(walk, Role.MEMBER)), may(stranger)] == [True, True, True, False]


def test_officer_who_entered_a_paper_is_the_councils_and_not_the_forums(walk):
    second = officer()
    sign_offs.sign_on_paper(
        stage=walk.stage(), body=walk.forums[0], paper=Paper.MINUTES, on=timezone.localdate(), signer="Chair", upload=sheet(),
        by=second,
    )  # fmt: skip
    sign_offs.sign(stage=walk.stage(), by=second)
    as_chair = Actor(second.user, CapacityFactory(user=second.user, role=Role.CHAIR, body=walk.forums[0]))
    with pytest.raises(NotAllowed):
        sign_offs.dispute(stage=walk.stage(), reason="Now as chair.", by=as_chair)


# --- A whole stage in one act ---------------------------------------------------------------------------------------------


def test_review_confirms_everything_and_signs_in_one_act():
    walk = scene()
    council_part(walk)
    found = sign_offs.review(
        stage=walk.stage(), position=Position.SIGNED, answers={"1.3": "Two were ours."}, by=walk.chair, seen=4
    )
    assert (found.confirmed, found.asked, found.sign_off.position) == (("1.2", "1.3"), (), Position.SIGNED)
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    assert state(walk) == "done"


def test_review_with_a_question_confirms_the_rest_and_does_not_sign():
    walk = scene()
    council_part(walk)
    found = sign_offs.review(
        stage=walk.stage(), position=Position.SIGNED, queries={"1.1": "How is it split?", "1.2": " "},
        answers={"1.3": "Two were ours."}, by=walk.chair,
    )  # fmt: skip
    assert (found.confirmed, found.asked, found.sign_off) == (("1.2", "1.3"), ("1.1",), None)
    assert (walk.item("1.1").state, walk.item("1.2").state) == (ItemState.QUERIED, ItemState.CONFIRMED)


def test_review_that_refuses_confirms_only_the_forums_own_answers():
    walk = scene()
    council_part(walk)
    found = sign_offs.review(
        stage=walk.stage(), position=Position.REFUSED, reason="No.", answers={"1.3": "None were ours."}, by=walk.chair
    )
    assert (found.confirmed, walk.item("1.2").state, state(walk)) == (("1.3",), ItemState.OFFICER_CONFIRMED, "contested")


def test_review_leaves_a_question_alone_that_waits_for_its_answer():
    walk = scene()
    council_part(walk)
    items.query(item=walk.item("1.1"), words="How is it split?", by=walk.chair)
    with pytest.raises(Missing):
        sign_offs.review(stage=walk.stage(), position=Position.SIGNED, answers={"1.3": "Two."}, by=walk.chair)
    found = sign_offs.review(stage=walk.stage(), answers={"1.3": "Two."}, by=walk.chair)
    assert (found.confirmed, walk.item("1.1").state) == (("1.2", "1.3"), ItemState.QUERIED)


def test_review_without_anything_to_say_is_refused(walk):
    with pytest.raises(Missing):
        sign_offs.review(stage=walk.stage(), by=walk.chair)
    with pytest.raises(NotAllowed):
        sign_offs.review(stage=walk.stage(), position=Position.SIGNED, by=walk.officer)
    with pytest.raises(WrongState):
        sign_offs.review(stage=walk.stage(), queries={"9.9": "What?"}, by=walk.chair)


def test_review_of_words_that_changed_meanwhile_saves_nothing():
    walk = scene()
    council_part(walk)
    with pytest.raises(WrongState):
        sign_offs.review(stage=walk.stage(), position=Position.SIGNED, by=walk.chair, seen=3)
    assert ItemEvent.objects.filter(side=Side.FORUM).count() == 0


def test_review_whose_last_step_fails_saves_nothing(monkeypatch):
    walk = scene()
    council_part(walk)
    before = ItemEvent.objects.count()

    def fails(**_facts: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("checklist.services.sign_offs.notices.stage_signed", fails)
    with pytest.raises(RuntimeError):
        sign_offs.review(stage=walk.stage(), position=Position.SIGNED, answers={"1.3": "Two."}, by=walk.chair)
    assert (ItemEvent.objects.count(), SignOff.objects.count()) == (before, 0)


def test_draft_is_kept_for_the_forum_and_emptied_when_it_is_sent():
    walk = scene()
    council_part(walk)
    drafts.save(stage=walk.stage(), said={"query-1.1": "How"}, by=walk.chair)
    drafts.save(stage=walk.stage(), said={"query-1.1": "How is"}, by=walk.chair)
    assert list(StageDraft.objects.values_list("body", "said")) == [(walk.forums[0].pk, {"query-1.1": "How is"})]
    with pytest.raises(NotAllowed):
        drafts.save(stage=walk.stage(), said={}, by=walk.officer)
    sign_offs.review(stage=walk.stage(), queries={"1.1": "How is it split?"}, by=walk.chair)
    assert StageDraft.objects.count() == 0


# --- Nobody on both sides -------------------------------------------------------------------------------------------------


def test_who_acted_at_one_stage_for_one_side_does_not_act_at_another_for_the_other(walk):
    other = officer()
    items.answer(item=walk.item("1.4"), words="Yes.", by=other)
    sign_offs.sign(stage=walk.stage(), by=walk.officer)
    sign_offs.sign(stage=walk.stage(), by=walk.chair)
    walk.settle(2)
    as_chair = Actor(other.user, CapacityFactory(user=other.user, role=Role.CHAIR, body=walk.forums[0]))
    with pytest.raises(NotAllowed):
        sign_offs.sign(stage=walk.stage(2), by=as_chair)
    with pytest.raises(NotAllowed):
        items.query(item=walk.item("2.1"), words="Why?", by=as_chair)


@pytest.mark.parametrize("team", ["lead", "cover"])
def test_who_leads_or_stands_in_never_acts_for_a_forum(walk, team):
    setattr(walk.project, team, walk.chair.user)
    walk.project.save()
    with pytest.raises(NotAllowed):
        sign_offs.sign(stage=walk.stage(), by=walk.chair)
