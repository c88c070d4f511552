"""Officers answer: you said, we did, or why not; publishing tells the people who spoke."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from coproduction.core.errors import Missing, NotAllowed, WrongState
from coproduction.core.models import Notification
from coproduction.core.services import publication
from engagements.enums import Part
from feedback.enums import OutcomeState, ResponseState, ThemeState
from feedback.models import Outcome, Promise, Response, ToldBack
from feedback.queries import receipts, responses
from feedback.services import outcomes, telling, themes, triage
from tests.factories.engagements import ProjectFactory, ProjectPartFactory
from tests.factories.feedback import OutcomeFactory, QuestionnaireFactory, ThemeFactory, send_response
from tests.factories.groups import BodyFactory, CapacityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(signed_in):
    return signed_in("officer")


@pytest.fixture
def forum():
    return BodyFactory(name="Family Circle")


@pytest.fixture
def project(forum):
    project = ProjectFactory(title="Hubs on Sundays")
    ProjectPartFactory(project=project, body=forum, part=Part.GROUP)
    return project


@pytest.fixture
def theme(project, forum):
    return ThemeFactory(title="Sundays", project=project, body=forum)


@pytest.fixture
def filed(theme, officer):
    sent = send_response(QuestionnaireFactory(project=theme.project), words="Open the hub on Sundays, please.")
    triage.decide(response=sent.response, decision="clear", by=officer.actor)
    themes.code(response=sent.response, theme=theme, by=officer.actor)
    return sent


def posted(**changes):
    return {
        "title": "Sundays",
        "you_said": "Open the hub on Sundays",
        "said_basis": "verbatim",
        "answer": "did",
        "we_did": "The hub opens on Sundays.",
        "happened": "2026-04",
        "figure_words": "12 Sundays so far",
        "figure_number": "12",
        "figure_unit": "Sundays",
        "figure_qualifier": "exact",
    } | changes


def test_walk_from_theme_to_code_page(officer, theme, filed, forum, client, project):
    member = CapacityFactory(body=forum).user
    url = f"{reverse('outcome_create')}?theme={theme.pk}"
    page = officer.get(url)
    assert [line.words for line in page.context["said"]] == ["Open the hub on Sundays, please."]
    drafted = officer.post(url, posted(project=project.pk, themes=[theme.pk], credited=[forum.pk]))
    outcome = Outcome.objects.get()
    assert drafted.url == reverse("outcome_publish", args=[outcome.ref])
    assert (outcome.figure.in_words, outcome.happened.iso()) == ("12 Sundays", "2026-04")
    assert receipts.code_page(filed.code).pairs == ()
    before = publication.current()
    officer.post(drafted.url, {})
    outcome.refresh_from_db()
    theme.refresh_from_db()
    assert (outcome.state, theme.state) == (OutcomeState.PUBLISHED, ThemeState.ANSWERED)
    assert publication.current() > before
    for name, args in (("outcomes", []), ("outcome", [outcome.ref]), ("project", [project.slug]), ("forum", [forum.slug])):
        assert "The hub opens on Sundays." in client.get(reverse(name, args=args)).content.decode(), name
    page = receipts.code_page(filed.code)
    assert (page.state, [pair.answer for pair in page.pairs]) == (ResponseState.ANSWERED, ["The hub opens on Sundays."])
    assert "The hub opens on Sundays." in client.get(reverse("what_happened_code", args=[filed.code.lower()])).content.decode()
    told = ToldBack.objects.get()
    assert (told.route, told.by_label) == ("code_page", officer.actor.label)
    message = Notification.objects.get()
    assert (message.kind, message.recipient, message.reason) == (
        "feedback.outcome_published",
        member.ref,
        "you belong to Family Circle",
    )


def test_promise_is_made_with_the_answer(officer, theme, project, forum):
    team = BodyFactory(team=True, name="Hubs")
    outcome = OutcomeFactory(draft=True, project=project)
    page = officer.post(reverse("outcome_publish", args=[outcome.ref]), {"promise_words": "Count who comes"})
    assert set(page.context["form"].errors) == {"made_by", "due"}
    assert Promise.objects.count() == 0
    officer.post(
        reverse("outcome_publish", args=[outcome.ref]),
        {
            "promise_words": "Count who comes",
            "made_by": team.pk,
            "made_to": forum.pk,
            "due_day": "1",
            "due_month": "5",
            "due_year": "2027",
        },
    )
    promise = Promise.objects.get()
    assert (promise.outcome, promise.made_by, promise.made_to, promise.owner) == (outcome, team, forum, officer.actor.user)
    assert promise.due.first == dt.date(2027, 5, 1)


@pytest.mark.parametrize("missing", ["because_kind", "because", "would_change"])
def test_cant_needs_its_reasons(officer, acting, missing):
    reasons = {"because_kind": "money", "because": "It costs too much.", "would_change": "The budget in February."}
    page = officer.post(reverse("outcome_create"), posted(answer="cant", **(reasons | {missing: ""})))
    assert list(page.context["form"].errors) == [missing]
    with pytest.raises(Missing):
        outcomes.draft(answer="cant", we_did="We can’t.", by=officer.actor, **(reasons | {missing: ""}))
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(answer="cant", we_did="We can’t.")


def test_cant_with_its_reasons_is_drafted(officer):
    officer.post(
        reverse("outcome_create"),
        posted(answer="cant", because_kind="money", because="It costs too much.", would_change="The budget in February."),
    )
    assert Outcome.objects.get().would_change == "The budget in February."


@pytest.mark.parametrize(
    "permission, basis, said, allowed",
    [
        ("use_words", "verbatim", "open the hub on Sundays", True),
        ("use_words", "verbatim", "Something nobody said", False),
        ("only_the_idea", "verbatim", "Open the hub on Sundays", False),
        ("only_the_idea", "summary", "Open the hub on Sundays", False),
        ("only_the_idea", "summary", "People want Sunday opening.", True),
        ("not_at_all", "summary", "They said: open the hub on Sundays, please.", False),
    ],
)
def test_words_are_used_only_as_people_allow(officer, theme, permission, basis, said, allowed):
    sent = send_response(words="Open the hub on Sundays, please.", permission=permission)
    triage.decide(response=sent.response, decision="clear", by=officer.actor)
    themes.code(response=sent.response, theme=theme, by=officer.actor)
    facts = {"answer": "did", "we_did": "Done.", "themes": [theme], "you_said": said, "said_basis": basis, "by": officer.actor}
    if allowed:
        assert outcomes.draft(**facts).you_said == said
    else:
        with pytest.raises(NotAllowed):
            outcomes.draft(**facts)
        assert Outcome.objects.count() == 0


def test_form_lists_only_words_that_may_be_used(officer, theme):
    for permission in ("use_words", "only_the_idea", "not_at_all"):
        sent = send_response(words=f"Words {permission}", permission=permission)
        triage.decide(response=sent.response, decision="clear", by=officer.actor)
        themes.code(response=sent.response, theme=theme, by=officer.actor)
    lines = [(line.words, line.may_show_words) for line in responses.usable_words(theme)]
    assert lines == [("Words only_the_idea", False), ("Words use_words", True)]


def test_publishing_leaves_held_responses_alone(officer, theme, filed):
    Response.objects.filter(pk=filed.response.pk).update(is_held=True)
    outcome = OutcomeFactory(draft=True, you_said="A summary", said_basis="summary")
    outcome.themes.add(theme)
    outcomes.publish(outcome=outcome, by=officer.actor)
    filed.response.refresh_from_db()
    filed.receipt.refresh_from_db()
    assert (filed.response.state, filed.receipt.state) == (ResponseState.FILED, ResponseState.FILED)
    assert ToldBack.objects.count() == 0


def test_publishing_reaches_receipts_whose_words_are_gone(officer, theme, filed):
    filed.response.delete()
    outcome = OutcomeFactory(draft=True)
    outcome.themes.add(theme)
    outcomes.publish(outcome=outcome, by=officer.actor)
    assert receipts.code_page(filed.code).state == ResponseState.ANSWERED


def test_publishing_twice_is_refused(officer):
    outcome = OutcomeFactory(draft=True)
    outcomes.publish(outcome=outcome, by=officer.actor)
    with pytest.raises(WrongState):
        outcomes.publish(outcome=outcome, by=officer.actor)


def test_publishing_saves_nothing_when_its_last_step_fails(officer, theme, filed, forum, monkeypatch):
    CapacityFactory(body=forum)
    outcome = OutcomeFactory(draft=True)
    outcome.themes.add(theme)
    outcome.contributors.create(body=forum)

    def broken():
        raise RuntimeError("the last step")

    monkeypatch.setattr(outcomes.publication, "bump", broken)
    with pytest.raises(RuntimeError):
        outcomes.publish(outcome=outcome, by=officer.actor)
    outcome.refresh_from_db()
    theme.refresh_from_db()
    filed.receipt.refresh_from_db()
    assert (outcome.state, theme.state, filed.receipt.state) == (OutcomeState.DRAFT, ThemeState.OPEN, ResponseState.FILED)
    assert (ToldBack.objects.count(), Notification.objects.count()) == (0, 0)


def test_member_of_two_credited_groups_is_told_once(officer, forum):
    other = BodyFactory()
    user = CapacityFactory(body=forum).user
    CapacityFactory(body=other, user=user)
    CapacityFactory(body=forum, ended=True)
    outcome = OutcomeFactory(draft=True)
    for body in (forum, other):
        outcome.contributors.create(body=body)
    outcomes.publish(outcome=outcome, by=officer.actor)
    telling.tell_groups(outcome)
    assert [message.recipient for message in Notification.objects.all()] == [user.ref]


def test_withdrawing_reopens_the_theme(officer, theme, filed, client):
    outcome = OutcomeFactory(draft=True)
    outcome.themes.add(theme)
    outcomes.publish(outcome=outcome, by=officer.actor)
    page = officer.post(reverse("outcome_withdraw", args=[outcome.ref]), {"reason": " "})
    assert page.context["withdraw_form"].errors["reason"] == ["Answer “Why is it taken back?”"]
    officer.post(reverse("outcome_withdraw", args=[outcome.ref]), {"reason": "The date was wrong."})
    theme.refresh_from_db()
    assert theme.state == ThemeState.OPEN
    assert receipts.code_page(filed.code).state == ResponseState.FILED
    assert client.get(reverse("outcome", args=[outcome.ref])).status_code == 404
    officer.post(reverse("outcome_redraft", args=[outcome.ref]))
    outcome.refresh_from_db()
    assert outcome.state == OutcomeState.DRAFT


def test_telling_in_another_way_is_written_down(officer):
    outcome = OutcomeFactory()
    outcomes.tell(outcome=outcome, audience="The Family Circle", route="meeting", by=officer.actor)
    outcome.refresh_from_db()
    assert outcome.state == OutcomeState.TOLD_BACK
    with pytest.raises(WrongState):
        outcomes.tell(outcome=OutcomeFactory(draft=True), audience="Everyone", route="letter", by=officer.actor)


def test_change_of_a_public_answer_shows_at_once(officer, client):
    outcome = OutcomeFactory(title="Old title")
    officer.post(reverse("outcome_update", args=[outcome.ref]), posted(title="New title", figure_number="", figure_words=""))
    assert "New title" in client.get(reverse("outcomes")).content.decode()
    outcome.refresh_from_db()
    assert outcome.figure is None


def test_change_form_brings_what_is_there(officer):
    outcome = OutcomeFactory(title="Sundays")
    form = officer.get(reverse("outcome_update", args=[outcome.ref])).context["form"]
    assert (form["title"].value(), form["answer"].value(), form["you_said"].value()) == ("Sundays", "did", outcome.you_said)


def test_draft_is_not_public(client, officer):
    outcome = OutcomeFactory(draft=True, title="Secret draft")
    assert client.get(reverse("outcome", args=[outcome.ref])).status_code == 404
    assert "Secret draft" not in client.get(reverse("outcomes")).content.decode()
    assert "Secret draft" in officer.get(reverse("officers_outcomes")).content.decode()


@pytest.mark.parametrize(
    "role", ["member", "chair", "committee_member", "administrator", "safeguarding_lead", "board_administrator"]
)
def test_only_officers_write_answers(signed_in, role):
    client = signed_in(role)
    ref = OutcomeFactory(draft=True).ref
    pages = [reverse("outcome_create"), reverse("officers_outcomes"), reverse("themes")]
    pages += [reverse(name, args=[ref]) for name in ("outcome_update", "outcome_publish")]
    assert [client.get(page).status_code for page in pages] == [403] * 5
    assert client.post(reverse("outcome_publish", args=[ref]), {}).status_code == 403


def test_signer_of_a_credited_group_adds_its_words(signed_in, forum, client):
    outcome = OutcomeFactory(without_words=True)
    outcome.contributors.create(body=forum)
    chair = signed_in("chair", body=forum)
    url = reverse("outcome_words", args=[outcome.ref])
    assert chair.get(url).status_code == 200
    chair.post(url, {"words": "Open on Sundays."})
    outcome.refresh_from_db()
    assert (outcome.you_said, outcome.said_added_by_label) == ("Open on Sundays.", chair.actor.label)
    assert outcome.said_added_at <= timezone.now()
    assert "Words added on" in client.get(reverse("outcome", args=[outcome.ref])).content.decode()
    page = chair.post(url, {"words": "Once more."})
    assert page.context["form"].non_field_errors() == ["The words are there already."]


@pytest.mark.parametrize("role, own", [("member", True), ("officer", True), ("chair", False)])
def test_only_a_signer_of_a_credited_group_adds_words(signed_in, forum, role, own):
    outcome = OutcomeFactory(without_words=True)
    outcome.contributors.create(body=forum)
    client = signed_in(role, body=forum if own else None)
    assert client.post(reverse("outcome_words", args=[outcome.ref]), {"words": "Ours."}).status_code == 403
    with pytest.raises(NotAllowed):
        outcomes.add_words(outcome=outcome, words="Ours.", by=client.actor)


@pytest.mark.parametrize("wrong", ["yesterday", "2026-13", "1"])
def test_nonsense_for_a_date_is_explained(officer, wrong):
    page = officer.post(reverse("outcome_create"), posted(happened=wrong))
    assert len(page.context["form"].errors["happened"]) == 1


@pytest.mark.parametrize("theme", ["x", "999999", "9" * 40, "-1"])
def test_unknown_theme_in_the_address_is_left_out(officer, theme):
    assert officer.get(f"{reverse('outcome_create')}?theme={theme}").context["said"] == []
