"""Before people are asked again, officers see what they told already: whatever may be shown, and nothing else."""

import pytest
from django.urls import reverse

from coproduction.core.models import ReadingItem
from coproduction.core.models.base import ref_of
from engagements.models import Session, SessionSaying
from feedback.models import Quote, Response
from feedback.queries import told_before
from groups.models import Saying
from tests.factories.engagements import ProjectFactory
from tests.factories.feedback import OutcomeFactory, ThemeFactory
from tests.factories.groups import BodyFactory, MeetingFactory
from tests.feedback.test_analysis import questionnaire, respond

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


def found(officer, words):
    page = officer.get(reverse("told_before"), {"words": words})
    return sorted((each.kind, each.words) for each in page.context["found"])


def saying(words="The zebra garden is muddy.", meeting=None, permission="use_words"):
    return Saying.objects.create(meeting=meeting or MeetingFactory(), words=words, permission=permission)


def test_everything_that_people_told_is_found(officer):
    project = ProjectFactory(title="The park")
    OutcomeFactory(you_said="The zebra garden is dark.", project=project)
    ThemeFactory(title="The zebra garden")
    Quote.objects.create(words="I love the zebra garden", project=project, state="published")
    saying()
    session = Session.objects.create(project=project, format="Workshop")
    SessionSaying.objects.create(session=session, words="The zebra garden needs a garden bench", permission="only_the_idea")
    asks = questionnaire()
    response = respond(asks, long_text="Please open the zebra garden")
    OutcomeFactory(you_said="The bus is late.", we_did="It comes earlier.")
    assert found(officer, "zebra garden") == [
        ("Answered in a questionnaire", "Please open the zebra garden"),
        ("Published words", "I love the zebra garden"),
        ("Said at a meeting", "The zebra garden is muddy."),
        ("Said at a session", "The zebra garden needs a garden bench"),
        ("Theme", "The zebra garden"),
        ("You said, we did", "The zebra garden is dark."),
    ]
    page = officer.get(reverse("told_before"), {"words": "zebra garden"}).content.decode()
    assert reverse("response", args=[response.ref]) in page
    assert project.get_absolute_url() in page


def test_all_words_that_were_typed_must_occur(officer):
    ThemeFactory(title="The zebra garden")
    ThemeFactory(title="The zebra bus")
    assert found(officer, "zebra bus") == [("Theme", "The zebra bus")]
    assert found(officer, "zebra aeroplane") == []
    assert "Nobody has told us about this yet" in officer.get(reverse("told_before"), {"words": "aeroplane"}).content.decode()


def test_what_may_not_be_shown_is_not_found(officer):
    asks = questionnaire()
    held = respond(asks, long_text="zebra held", is_held=True)
    respond(asks, long_text="zebra unread", state="received")
    respond(asks, long_text="zebra personal", state="passed_on")
    respond(asks, long_text="zebra not at all", permission="not_at_all")
    saying("zebra not at all", permission="not_at_all")
    waiting = saying("zebra held at a meeting")
    item = ReadingItem.objects.create(target=ref_of(waiting), kind="Words", due_at="2026-01-01T00:00Z", state="held")
    OutcomeFactory(draft=True, you_said="zebra draft")
    Quote.objects.create(words="zebra proposed", state="proposed")
    Quote.objects.create(words="zebra taken back", state="withdrawn")
    assert found(officer, "zebra") == []
    Response.objects.filter(pk=held.pk).update(is_held=False)
    ReadingItem.objects.filter(pk=item.pk).update(state="cleared", read_at="2026-01-01T00:00Z", read_by="someone")
    assert [words for _kind, words in found(officer, "zebra")] == ["zebra held", "zebra held at a meeting"]


def test_discreet_forum_keeps_its_words_and_its_name(officer, signed_in):
    team = BodyFactory(team=True)
    forum = BodyFactory(name="Xanadu Leaving Care Panel", discreet=True, lead_body=team)
    saying("The zebra room is cold", MeetingFactory(body=forum))
    ThemeFactory(title="zebra rooms", body=forum, project=None)
    text = officer.get(reverse("told_before"), {"words": "zebra"}).content.decode()
    assert ("The zebra room is cold" in text, "zebra rooms" in text) == (False, True)
    assert (forum.name in text, forum.neutral_name in text) == (False, True)
    served = signed_in("officer", team).get(reverse("told_before"), {"words": "zebra"}).content.decode()
    assert ("The zebra room is cold" in served, forum.name in served, forum.neutral_name in served) == (True, False, True)


def test_draft_of_a_questionnaire_asks_for_what_it_is_about(officer):
    asks = questionnaire(state="draft")
    type(asks).objects.filter(pk=asks.pk).update(title="The zebra garden", why="We want to know what people think of bicycles.")
    asks.refresh_from_db()
    assert told_before.topic_of(asks) == ("zebra", "garden", "bicycles")
    ThemeFactory(title="Where bicycles stand")
    ThemeFactory(title="A garden for the zebra")
    ThemeFactory(title="Buses")
    page = officer.get(reverse("questionnaire_told_before", args=[asks.slug]))
    assert [each.words for each in page.context["found"]] == ["A garden for the zebra", "Where bicycles stand"]
    assert (
        reverse("questionnaire_told_before", args=[asks.slug])
        in officer.get(reverse("officers_questionnaire", args=[asks.slug])).content.decode()
    )


@pytest.mark.parametrize("words", ["", " ", "\x00", "'", '"', "((", "a & | ! :*", "<->", "%", "é" * 300, "-", "“”"])
def test_any_words_give_a_page(officer, words):
    assert officer.get(reverse("told_before"), {"words": words}).status_code == 200


@pytest.mark.parametrize("count", [1, 30])
def test_search_costs_the_same_at_any_length(officer, count, django_assert_num_queries):
    asks, meeting = questionnaire(), MeetingFactory()
    for number in range(count):
        OutcomeFactory(you_said="zebra")
        ThemeFactory(title=f"zebra {number}")
        saying("zebra", meeting)
        respond(asks, long_text="zebra")
    user = officer.actor.user
    told_before.search("zebra", user)
    with django_assert_num_queries(7):
        told_before.search("zebra", user)


@pytest.mark.parametrize("role", ["member", "chair", "administrator", "safeguarding_lead", "committee_member"])
def test_only_officers_look(signed_in, officer, role):
    slug = questionnaire().slug
    pages = [reverse("told_before"), reverse("questionnaire_told_before", args=[slug])]
    assert [signed_in(role).get(page).status_code for page in pages] == [403] * 2
    assert [officer.get(page).status_code for page in pages] == [200] * 2


@pytest.mark.services
def test_postgres_finds_words_in_all_their_forms_the_best_match_first(officer):
    ThemeFactory(title="Gardens, a garden and gardening")
    ThemeFactory(title="One garden for everyone who comes here")
    ThemeFactory(title="The muddy garden")
    asked = [officer.get(reverse("told_before"), {"words": words}).context["found"] for words in ("garden", "garden -muddy")]
    best, without = ([each.words for each in found] for found in asked)
    assert (best[0], len(best)) == ("Gardens, a garden and gardening", 3)
    assert sorted(without) == ["Gardens, a garden and gardening", "One garden for everyone who comes here"]
