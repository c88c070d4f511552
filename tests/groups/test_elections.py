"""Offices, votes and terms: dates only, never who holds an office."""

import datetime as dt

import pytest
from django.utils import timezone

from coproduction.core.models import AuditEvent
from coproduction.core.services import publication
from groups import policies
from groups.models import ElectedOffice, Election
from groups.services import elections
from tests.factories.forums import ElectionFactory, OfficeFactory
from tests.factories.groups import BodyFactory

pytestmark = pytest.mark.django_db

PAGE = "/officers/forums/youth/elections/"
DAY = dt.date


@pytest.fixture(autouse=True)
def no_second_factor(settings):
    settings.DEMO = True


@pytest.fixture
def forum():
    return BodyFactory(slug="youth", name="Youth voices")


@pytest.fixture
def officer(signed_in):
    return signed_in("officer", BodyFactory(team=True))


def boxes(**days):
    """Days as the three boxes send them."""
    return {
        f"{name}_{part}": str(getattr(day, part)) if day else ""
        for name, day in days.items()
        for part in ("day", "month", "year")
    }


@pytest.mark.parametrize(
    "votes_on, term_from, term_until, standing",
    [
        (DAY(2026, 6, 2), None, None, "called"),
        (DAY(2026, 6, 2), DAY(2026, 6, 2), DAY(2028, 6, 1), "called"),
        (DAY(2026, 6, 1), None, None, "voted"),
        (DAY(2026, 5, 1), DAY(2026, 6, 2), DAY(2028, 6, 1), "voted"),
        (DAY(2026, 6, 1), DAY(2026, 6, 1), DAY(2028, 6, 1), "in_office"),
        (DAY(2024, 6, 1), DAY(2024, 6, 1), DAY(2026, 6, 1), "in_office"),
        (DAY(2024, 6, 1), DAY(2024, 6, 1), DAY(2026, 5, 31), "ended"),
    ],
)
def test_standing_follows_from_the_dates(votes_on, term_from, term_until, standing):
    today = DAY(2026, 6, 1)
    assert policies.election_standing(votes_on=votes_on, term_from=term_from, term_until=term_until, today=today) == standing


@pytest.mark.parametrize("days, soon", [(-1, False), (0, True), (90, True), (91, False)])
def test_term_ends_soon_within_ninety_days(days, soon):
    today = DAY(2026, 6, 1)
    assert policies.ends_soon(today + dt.timedelta(days=days), today) is soon


def test_officer_adds_an_office_and_a_vote(officer, forum, client):
    sent = {
        "title": "Youth Mayor",
        "cycle_years": "2",
        "electorate_ages": "11-19",
        "electorate_basis": "lives here\r\nworks here",
    }
    assert officer.post(PAGE + "new/", sent).url == PAGE
    office = ElectedOffice.objects.get()
    today = timezone.localdate()
    ends = today + dt.timedelta(days=30)
    sent = boxes(votes_on=today, term_from=today, term_until=ends)
    assert officer.post(f"{PAGE}{office.pk}/vote/", sent).url == PAGE
    [shown] = client.get("/forums/youth/").context["page"].offices
    day = f"{ends.day} {ends:%B %Y}"
    assert (shown.term, shown.ends_soon) == (f"Term ends {day}. Next vote: not set yet.", True)
    assert (
        shown.words
        == "Elected every 2 years. Young people aged 11 to 19 can vote. Who can vote: anyone who lives here or works here."
    )
    assert f"Term ends {day}. Next vote: not set yet." in officer.get(PAGE).text


def test_next_vote_shows_once_it_is_set(officer, forum, client):
    running = ElectionFactory(office__body=forum, ends_in=30)
    vote = timezone.localdate() + dt.timedelta(days=20)
    officer.post(f"{PAGE}{running.office.pk}/vote/", boxes(votes_on=vote, term_from=None, term_until=None))
    [shown] = client.get("/forums/youth/").context["page"].offices
    assert shown.term.endswith(f"Next vote: {vote.day} {vote:%B %Y}.")


def test_vote_and_office_are_changed(officer, forum):
    running = ElectionFactory(office__body=forum)
    form = officer.get(f"{PAGE}{running.office.pk}/vote/{running.pk}/").context["form"]
    assert form["votes_on"].value() == running.votes_on
    until = running.term_until + dt.timedelta(days=400)
    sent = boxes(votes_on=running.votes_on, term_from=running.term_from, term_until=until)
    officer.post(f"{PAGE}{running.office.pk}/vote/{running.pk}/", sent)
    officer.post(
        f"{PAGE}{running.office.pk}/", {"title": "Mayor", "cycle_years": "", "electorate_ages": "", "electorate_basis": ""}
    )
    running.refresh_from_db()
    running.office.refresh_from_db()
    assert (running.term_until, running.office.title, running.office.cycle_years) == (until, "Mayor", None)


@pytest.mark.parametrize(
    "days, error",
    [
        ((0, 1, None), "Give the first and the last day of the term, or leave out both."),
        ((0, -1, 30), "A term begins on the day of the vote or after it."),
        ((0, 5, 5), "A term must end after it begins."),
        ((-180, None, None), "There is a vote on that day already."),
        ((0, 10, 400), "These dates overlap with another term of this office."),
    ],
)
def test_dates_that_cannot_be_are_refused_and_stay_in_the_boxes(officer, forum, days, error):
    running = ElectionFactory(office__body=forum, ends_in=30)
    today = timezone.localdate()
    votes_on, term_from, term_until = (None if each is None else today + dt.timedelta(days=each) for each in days)
    sent = boxes(votes_on=votes_on, term_from=term_from, term_until=term_until)
    response = officer.post(f"{PAGE}{running.office.pk}/vote/", sent)
    assert (response.context["form"].non_field_errors(), Election.objects.count()) == ([error], 1)
    assert f'name="votes_on_day" type="text" value="{votes_on.day}"' in response.text


def test_term_that_ends_within_ninety_days_waits_for_officers_until_the_next_vote_is_set(officer, forum):
    running = ElectionFactory(office__body=forum, office__title="Youth Mayor", ends_in=90)
    ElectionFactory(office__body=forum, ends_in=91)
    ElectionFactory(office__body=BodyFactory(discreet=True, lead_body=BodyFactory(team=True)), ends_in=10)
    ElectionFactory(office__body=BodyFactory(status="closed"), ends_in=10)

    def waiting():
        return [(task.title, task.url) for task in officer.get("/officers/").context["page"].tasks]

    assert waiting() == [("Set the next vote: Youth Mayor", PAGE)]
    ElectionFactory(office=running.office, votes_on=timezone.localdate() + dt.timedelta(days=60), term_from=None, term_until=None)
    assert waiting() == []


def test_office_of_another_forum_is_not_found(officer, forum):
    office = OfficeFactory()
    paths = [
        f"{PAGE}{office.pk}/",
        f"{PAGE}{office.pk}/vote/",
        f"{PAGE}{OfficeFactory(body=forum).pk}/vote/{ElectionFactory().pk}/",
    ]
    assert [officer.get(path).status_code for path in paths] == [404, 404, 404]


def test_elections_are_kept_by_officers(signed_in, forum):
    assert [signed_in(role, forum).get(PAGE).status_code for role in ("chair", "board_administrator", "administrator")] == [
        403
    ] * 3


def test_empty_page_says_what_will_be_here(officer, forum):
    assert "No office yet" in officer.get(PAGE).text


def test_nothing_is_saved_when_the_last_step_fails(acting, monkeypatch):
    office, by = OfficeFactory(), acting()

    def broken():
        raise RuntimeError

    monkeypatch.setattr(publication, "bump", broken)
    with pytest.raises(RuntimeError):
        elections.save_vote(office=office, votes_on=DAY(2030, 1, 1), by=by)
    assert (Election.objects.count(), AuditEvent.objects.filter(verb="called vote").count()) == (0, 0)


@pytest.mark.parametrize("rows", [1, 3])
def test_page_costs_the_same_with_many_offices(officer, forum, django_assert_num_queries, rows):
    for _number in range(rows):
        ElectionFactory(office__body=forum)
    with django_assert_num_queries(6):
        officer.get(PAGE)
