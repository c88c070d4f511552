"""What the holders of a consent say, and what follows from it."""

import datetime as dt
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coproduction.core.errors import Missing, Refused
from coproduction.core.models import AuditEvent
from groups import policies
from groups.enums import CONSENTS_FOR_A_CHILD, UNDER_13, AgeBand, Authority, ConsentAbout, ConsentVerdict, Standing
from groups.models import Capacity, Consent
from groups.policies import Statement
from groups.services import capacities, consents, members
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory
from tests.factories.members import ConsentFactory, MemberFactory, OfflineFactory

DAY = dt.date(2026, 3, 2)
ages = st.sampled_from(list(AgeBand))
statements = st.lists(
    st.builds(
        Statement,
        holder=st.sampled_from(["Mother", "Father", "Social worker", "Ada"]),
        authority=st.sampled_from(list(Authority)),
        is_given=st.booleans(),
        said_on=st.dates(DAY, DAY + dt.timedelta(days=5)),
        order=st.integers(0, 1000),
    ),
    max_size=8,
    unique_by=lambda each: each.order,
)


@given(ages, statements, st.randoms())
def test_verdict_does_not_depend_on_the_order_in_which_notes_are_read(age, said, random):
    shuffled = random.sample(said, len(said))
    assert policies.consent_verdict(age, shuffled) == policies.consent_verdict(age, said)


@given(ages, statements)
def test_verdict_follows_only_from_the_newest_statement_of_each_holder(age, said):
    assert policies.consent_verdict(age, policies.standing_statements(said)) == policies.consent_verdict(age, said)


@given(ages, statements)
def test_verdict_lets_nobody_go_on_against_a_no_that_stands(age, said):
    standing = policies.standing_statements(said)
    if any(not each.is_given for each in standing):
        assert not policies.may_be_named(policies.consent_verdict(age, said))


@given(st.sampled_from(sorted(UNDER_13)), statements)
def test_verdict_lets_no_child_go_on_without_a_yes_of_someone_who_may_decide(age, said):
    agreed = any(each.is_given and each.authority in CONSENTS_FOR_A_CHILD for each in policies.standing_statements(said))
    if policies.may_be_named(policies.consent_verdict(age, said)):
        assert agreed


@given(ages, statements)
def test_verdict_is_settled_when_everyone_says_yes_in_the_end(age, said):
    later = DAY + dt.timedelta(days=9)
    yes = [Statement(each.holder, each.authority, True, later, 2000 + place) for place, each in enumerate(said)]
    parent = Statement("Mother", Authority.PARENT, True, later, 3000)
    assert policies.consent_verdict(age, [*said, *yes, parent]) == ConsentVerdict.GIVEN


def test_verdict_knows_the_same_holder_however_the_name_is_written():
    said = [Statement("Her  Mother", "parent", False, DAY, 1), Statement("her mother", "parent", True, DAY, 2)]
    assert {policies.consent_verdict("13-15", order) for order in permutations(said)} == {ConsentVerdict.GIVEN}


# --- What follows ---------------------------------------------------------------------------------------------------------


pytestmark = pytest.mark.django_db


@pytest.fixture
def keeper(acting):
    return acting("organiser", BodyFactory())


def note(capacity, by, holder="Her mother", authority=Authority.PARENT, is_given=True, **more):
    given_facts = {"about": ConsentAbout.MEMBERSHIP, "said_on": dt.date.today()} | more  # noqa: DTZ011 - any day that is not to come
    return consents.note(capacity=capacity, authority=authority, holder=holder, is_given=is_given, by=by, **given_facts)


def standing_of(capacity):
    capacity.refresh_from_db()
    return capacity.standing


def test_child_waits_for_consent_and_goes_on_with_a_parents_yes(keeper):
    child = capacities.give(user=OfflineFactory(child=True), body=keeper.body, role="member", by=keeper)
    assert (child.standing, list(Capacity.objects.live().filter(pk=child.pk))) == (Standing.PAUSED, [])
    note(child, keeper, "Ada", Authority.YOUNG_PERSON)
    assert standing_of(child) == Standing.PAUSED
    note(child, keeper)
    assert (standing_of(child), Capacity.objects.active().filter(pk=child.pk).count()) == (Standing.ACTIVE, 1)


def test_holders_who_differ_pause_the_membership_until_they_agree(keeper):
    part = MemberFactory(body=keeper.body)
    note(part, keeper)
    note(part, keeper, "Her father", is_given=False)
    assert standing_of(part) == Standing.PAUSED
    note(part, keeper, "Her father", is_given=True)
    assert standing_of(part) == Standing.ACTIVE


def test_membership_that_rested_goes_back_to_rest(keeper):
    part = MemberFactory(body=keeper.body, standing=Standing.RESTING)
    note(part, keeper, is_given=False)
    assert (standing_of(part), part.standing_before) == (Standing.PAUSED, Standing.RESTING)
    note(part, keeper, is_given=True)
    assert (standing_of(part), part.standing_before) == (Standing.RESTING, "")


def test_consent_about_photos_changes_no_standing(keeper):
    part = MemberFactory(body=keeper.body)
    note(part, keeper, is_given=False, about=ConsentAbout.PHOTOS)
    assert standing_of(part) == Standing.ACTIVE


def test_consent_about_the_council_lets_it_know_and_takes_it_back(keeper):
    part = MemberFactory(body=keeper.body)
    known = []
    for is_given in (True, False):
        note(part, keeper, "Ada", Authority.SELF, is_given=is_given, about=ConsentAbout.COUNCIL)
        part.refresh_from_db()
        known.append(part.council_may_know)
    assert known == [True, False]


def test_council_is_not_told_who_a_child_is_by_the_childs_own_yes(keeper):
    child = MemberFactory(body=keeper.body, child=True)
    note(child, keeper, "Ada", Authority.YOUNG_PERSON, about=ConsentAbout.COUNCIL)
    child.refresh_from_db()
    assert not child.council_may_know
    note(child, keeper, about=ConsentAbout.COUNCIL)
    child.refresh_from_db()
    assert child.council_may_know


def test_age_said_later_pauses_every_membership(keeper):
    person = UserFactory()
    parts = [CapacityFactory(user=person), CapacityFactory(user=person, standing=Standing.RESTING)]
    members.update_person(user=person, age_band=AgeBand.UNDER_11, by=keeper)
    assert [standing_of(part) for part in parts] == [Standing.PAUSED, Standing.PAUSED]
    members.update_person(user=person, age_band=AgeBand.AGES_13_15, by=keeper)
    assert [standing_of(part) for part in parts] == [Standing.ACTIVE, Standing.RESTING]


@pytest.mark.parametrize(
    "wrong, error",
    [({"holder": " "}, Missing), ({"said_on": dt.date.today() + dt.timedelta(days=1)}, Refused)],  # noqa: DTZ011 - tomorrow, in any zone
)
def test_consent_without_a_holder_or_of_a_day_to_come_is_refused(keeper, wrong, error):
    part = MemberFactory(body=keeper.body)
    with pytest.raises(error):
        note(part, keeper, **wrong)
    assert Consent.objects.count() == 0


def test_consent_in_the_audit_names_no_holder(keeper):
    note(MemberFactory(body=keeper.body), keeper, "Ottoline Frost")
    assert "Frost" not in str(list(AuditEvent.objects.values()))


def test_consent_saves_nothing_when_its_last_step_fails(keeper, monkeypatch):
    part = MemberFactory(body=keeper.body)
    record = consents.audit.record

    def fail(*, verb, **facts):
        if verb == "paused membership":
            raise RuntimeError(verb)
        return record(verb=verb, **facts)

    monkeypatch.setattr(consents.audit, "record", fail)
    with pytest.raises(RuntimeError):
        note(part, keeper, is_given=False)
    assert (Consent.objects.count(), AuditEvent.objects.count(), standing_of(part)) == (0, 0, Standing.ACTIVE)


def test_old_notes_stay_when_newer_ones_come(keeper):
    old = ConsentFactory(capacity=MemberFactory(body=keeper.body))
    note(old.capacity, keeper)
    assert next(iter(Consent.objects.order_by("pk").values_list("pk", flat=True))) == old.pk
    assert Consent.objects.count() == 2
