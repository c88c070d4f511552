"""The register of a forum: who is put in, who rests and leaves, and who learns of it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from coproduction.core.errors import Missing, NotAllowed, Refused, WrongState
from coproduction.core.models import AuditEvent, Notification
from groups.enums import AgeBand, Hat, Reach, Role, Standing
from groups.models import AccessNeed, Capacity, Invitation, User
from groups.queries.invitations import token_of
from groups.services import access_needs, capacities, invitations, members
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory
from tests.factories.members import ConsentFactory, JoinRequestFactory, MemberFactory, NeedFactory, OfflineFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def demonstration(settings):
    # No second factor to set up first.
    settings.DEMO = True


@pytest.fixture
def keeper(acting):
    return acting("organiser", BodyFactory())


def today(days=0):
    return timezone.localdate() + dt.timedelta(days=days)


# --- Someone new ----------------------------------------------------------------------------------------------------------


def test_person_without_email_stands_in_the_register_at_once(keeper):
    part = members.register(
        body=keeper.body, by=keeper, name="Ada Example", reach=Reach.LETTER, contact="1 Test Road", age_band=AgeBand.ADULT
    )
    person = part.user
    assert (person.email, person.name, person.reach, person.contact, person.has_usable_password()) == (
        None,
        "Ada Example",
        "letter",
        "1 Test Road",
        False,
    )
    assert (part.standing, part.role, part.since, Notification.objects.count()) == (Standing.ACTIVE, "member", today(), 0)


def test_person_with_email_is_invited_and_what_is_known_is_kept(keeper, client):
    members.register(
        body=keeper.body, by=keeper, name="Ada Example", email="ada@tests.example", role=Role.REPRESENTATIVE,
        hat=Hat.OWN_EXPERIENCE, age_band=AgeBand.AGES_16_17, until=today(100),
    )  # fmt: skip
    assert not User.objects.filter(email="ada@tests.example").exists()
    client.post(reverse("invitation", args=[token_of(Invitation.objects.get())]))
    part = Capacity.objects.get(user__email="ada@tests.example")
    assert (part.user.name, part.user.age_band, part.role, part.hat, part.until) == (
        "Ada Example",
        "16-17",
        "representative",
        "own_experience",
        today(100),
    )


def test_invitation_changes_nothing_that_the_person_said_themselves(keeper, client):
    person = UserFactory(name="Ada", age_band=AgeBand.ADULT)
    members.register(body=keeper.body, by=keeper, name="Another", email=person.email, age_band=AgeBand.AGES_16_17)
    client.post(reverse("invitation", args=[token_of(Invitation.objects.get())]))
    person.refresh_from_db()
    assert (person.name, person.age_band) == ("Ada", AgeBand.ADULT)


def test_invitation_to_a_part_that_is_over_by_now_does_not_work(keeper, at):
    members.register(body=keeper.body, by=keeper, email="ada@tests.example", until=today(1))
    with at(f"{today(2)} 12:00"), pytest.raises(invitations.LinkUsed):
        invitations.accept(token=token_of(Invitation.objects.get()))


@pytest.mark.parametrize(
    "given, error, words",
    [
        ({"name": "Ada"}, Missing, "Say how to reach them: by email, by telephone, by letter or at the next session."),
        ({"reach": Reach.TELL}, Missing, "Write a name, so that people know who is meant."),
        ({"name": "Ada", "reach": Reach.EMAIL}, Refused, "There is no email address. Choose another way to reach them."),
        ({"name": "Ada", "reach": Reach.RING, "contact": "7946000"}, Missing, "Write a telephone number with its first 0, like 020 7946 0000."),
        ({"name": "Ada", "reach": Reach.LETTER}, Missing, "Write the address that letters go to."),
        ({"name": "Ada", "reach": Reach.TELL, "role": Role.OFFICER}, NotAllowed, "This part is given by an administrator of the portal."),
        ({"email": "a@tests.example", "reach": Reach.RING}, Refused, "Give an email address or another way to reach them, not both."),
        ({"name": "Ada", "reach": Reach.TELL, "until": dt.date(2020, 1, 1)}, Refused, "Enter a last day that is not in the past."),
    ],
)  # fmt: skip
def test_person_who_cannot_be_reached_is_refused_in_words(keeper, given, error, words):
    with pytest.raises(error) as refused:
        members.register(body=keeper.body, by=keeper, **given)
    assert (refused.value.message, User.objects.count(), Invitation.objects.count()) == (words, 1, 0)


def test_nobody_under_13_is_written_to(keeper):
    with pytest.raises(NotAllowed, match=r"^We write to nobody under 13\."):
        members.register(body=keeper.body, by=keeper, email="a@tests.example", age_band=AgeBand.AGES_11_12)
    assert Notification.objects.count() == 0


def test_age_has_to_be_known_where_children_take_part(acting):
    keeper = acting("organiser", BodyFactory(age_from=8, age_to=18))
    with pytest.raises(Missing, match=r"^Say how old they are\."):
        members.register(body=keeper.body, by=keeper, email="a@tests.example")
    members.register(body=keeper.body, by=keeper, email="a@tests.example", age_band=AgeBand.AGES_13_15)
    assert Invitation.objects.count() == 1


def test_whoever_asked_not_to_be_contacted_is_not_invited(keeper):
    person = UserFactory(do_not_contact=True)
    with pytest.raises(Refused, match=r"^This person asked us not to write to them\."):
        members.register(body=keeper.body, by=keeper, email=person.email)
    assert Notification.objects.count() == 0


def test_member_who_rests_or_waits_is_not_invited_once_more(keeper):
    for standing in (Standing.RESTING, Standing.PAUSED):
        part = MemberFactory(body=keeper.body, standing=standing)
        with pytest.raises(Refused, match=r"^This person has this part already\.$"):
            members.register(body=keeper.body, by=keeper, email=part.user.email)


def test_inviting_tells_nobody_outside_who_belongs_to_an_independent_group(acting):
    body = BodyFactory(is_independent=True)
    part = MemberFactory(body=body)
    invitations.invite(email=part.user.email, body=body, role="member", by=acting("administrator"))
    with pytest.raises(Refused, match=r"^This person has this part already\.$"):
        invitations.invite(email=part.user.email, body=body, role="member", by=acting("organiser", body))


def test_person_of_a_made_up_forum_is_made_up(acting):
    keeper = acting("organiser", BodyFactory(demonstration=True))
    part = members.register(body=keeper.body, by=keeper, name="Ada", reach=Reach.TELL)
    assert part.user.is_demonstration


def test_register_saves_nothing_when_its_last_step_fails(keeper, monkeypatch):
    record = capacities.audit.record

    def fail(*, verb, **facts):
        if verb == "gave capacity":
            raise RuntimeError(verb)
        return record(verb=verb, **facts)

    monkeypatch.setattr(capacities.audit, "record", fail)
    with pytest.raises(RuntimeError):
        members.register(body=keeper.body, by=keeper, name="Ada", reach=Reach.TELL)
    assert (User.objects.count(), Capacity.objects.count(), AuditEvent.objects.count()) == (1, 1, 0)


# --- Rest, come back, leave, change ---------------------------------------------------------------------------------------


def test_member_rests_and_comes_back(keeper):
    part = MemberFactory(body=keeper.body)
    rested = members.rest(capacity=part, by=keeper)
    assert (rested.standing, rested.standing_since, Capacity.objects.active().filter(pk=part.pk).count()) == (
        "resting",
        today(),
        0,
    )
    assert members.come_back(capacity=part, by=keeper).standing == "active"
    with pytest.raises(WrongState):
        members.come_back(capacity=part, by=keeper)


@pytest.mark.parametrize("step", [members.rest, members.come_back])
def test_paused_member_goes_on_only_by_consent(keeper, step):
    part = MemberFactory(body=keeper.body, child=True)
    with pytest.raises(WrongState, match=r"^This membership is paused until consent is settled\."):
        step(capacity=part, by=keeper)
    part.refresh_from_db()
    assert part.standing == Standing.PAUSED


def test_member_leaves_at_once_or_on_a_day(keeper):
    at_once, later = MemberFactory(body=keeper.body), MemberFactory(body=keeper.body)
    members.leave(capacity=at_once, by=keeper)
    members.leave(capacity=later, by=keeper, last_day=today(10))
    assert list(Capacity.objects.live().filter(pk__in=[at_once.pk, later.pk])) == [later]
    with pytest.raises(WrongState, match=r"^This part has ended already\.$"):
        members.leave(capacity=at_once, by=keeper)


def test_member_who_came_today_can_leave_today(keeper):
    part = members.register(body=keeper.body, by=keeper, name="Ada", reach=Reach.TELL)
    left = members.leave(capacity=part, by=keeper)
    assert (left.until, left.since) == (today(-1), today(-1))


def test_council_staff_leave_by_an_administrator(keeper):
    part = CapacityFactory(body=keeper.body, role="board_administrator")
    with pytest.raises(NotAllowed):
        members.leave(capacity=part, by=keeper)


@pytest.mark.parametrize("act", ["leave", "leave later", "member", "until"])
def test_last_keeper_of_an_independent_forum_cannot_go_without_a_successor(acting, act):
    keeper = acting("organiser", BodyFactory(is_independent=True))
    part = keeper.capacity
    acts = {
        "leave": lambda: members.leave(capacity=part, by=keeper),
        "leave later": lambda: members.leave(capacity=part, by=keeper, last_day=today(30)),
        "member": lambda: members.change(capacity=part, role="member", hat=part.hat, since=part.since, until=None, by=keeper),
        "until": lambda: members.change(capacity=part, role=part.role, hat=part.hat, since=part.since, until=today(9), by=keeper),
    }
    CapacityFactory(body=keeper.body, role="member")
    CapacityFactory(body=keeper.body, role="chair", until=today(5))
    if act == "leave":
        Capacity.objects.filter(role="chair").update(until=today(-1))
    with pytest.raises(Refused, match=r"^Nobody else could see who the members are\."):
        acts[act]()
    CapacityFactory(body=keeper.body, role="chair")
    acts[act]()


def test_last_organiser_of_a_forum_that_the_council_runs_can_go(keeper):
    assert members.leave(capacity=keeper.capacity, by=keeper).until == today(-1)


def test_part_is_changed_and_the_audit_says_what_it_was(keeper):
    part = MemberFactory(body=keeper.body)
    members.change(capacity=part, role="chair", hat="representative", since=today(-9), until=today(9), by=keeper)
    part.refresh_from_db()
    assert (part.role, part.hat, part.since, part.until) == ("chair", "representative", today(-9), today(9))
    assert AuditEvent.objects.first().facts == {
        "user": part.user.ref, "role": "member", "hat": "own_experience", "since": today(-365).isoformat(),
        "role_now": "chair", "hat_now": "representative", "until": today(9).isoformat(),
    }  # fmt: skip


@pytest.mark.parametrize("was, becomes", [("member", "facilitator"), ("facilitator", "member"), ("member", "officer")])
def test_part_that_keepers_do_not_give_cannot_be_changed(keeper, was, becomes):
    part = CapacityFactory(body=keeper.body, role=was)
    with pytest.raises(NotAllowed):
        members.change(capacity=part, role=becomes, hat=part.hat, since=part.since, until=None, by=keeper)


def test_how_to_reach_someone_leads_somewhere_or_is_refused(keeper):
    person = OfflineFactory()
    members.update_person(user=person, reach=Reach.LETTER, contact="1 Test Road", do_not_contact=True, by=keeper)
    with pytest.raises(Refused, match=r"^There is no email address\."):
        members.update_person(user=person, reach=Reach.EMAIL, by=keeper)
    person.refresh_from_db()
    assert (person.reach, person.contact, person.do_not_contact) == ("letter", "1 Test Road", True)
    assert AuditEvent.objects.first().facts == {"fields": ["contact", "do_not_contact", "reach"]}


def test_need_is_kept_only_with_agreement_and_ends(keeper):
    person = UserFactory()
    with pytest.raises(Missing, match=r"^Ask the person first\."):
        access_needs.tell(user=person, words="Step-free", agreed_on=None, by=keeper)
    with pytest.raises(Refused):
        access_needs.tell(user=person, words="Step-free", agreed_on=today(1), by=keeper)
    need = access_needs.tell(user=person, words="Step-free", agreed_on=today(), by=keeper)
    with pytest.raises(WrongState, match=r"^This stands in the list already\.$"):
        access_needs.tell(user=person, words="step-free", agreed_on=today(), by=keeper)
    assert access_needs.end(need=need, by=keeper).ended_on == today()
    with pytest.raises(WrongState):
        access_needs.end(need=need, by=keeper)
    assert "Step-free" not in str(list(AuditEvent.objects.values()))


# --- The pages ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(signed_in):
    """Of whoever keeps the register of this forum."""
    return lambda **body: signed_in("organiser", BodyFactory(**body))


def members_page(browser, **query):
    return browser.get(reverse("members", args=[browser.actor.body.slug]), query)


@pytest.mark.parametrize("number", [1, 3])
def test_register_costs_the_same_for_any_number(browser, django_assert_num_queries, number):
    keeper = browser()
    for _count in range(number):
        part = MemberFactory(body=keeper.actor.body, offline=True)
        NeedFactory(user=part.user)
        ConsentFactory(capacity=part)
        JoinRequestFactory(body=keeper.actor.body)
        MemberFactory(body=keeper.actor.body, ended=True)
    members_page(keeper)
    # Session, user, own parts; the forum; numbers, count, parts, needs, consents, left, invited, requests.
    with django_assert_num_queries(12):
        response = members_page(keeper)
    assert len(response.context["register"].members) == number + 1


def test_register_shows_who_they_are_and_how_they_stand(browser):
    keeper = browser()
    body = keeper.actor.body
    keeper.actor.user.name = "Zed"
    keeper.actor.user.save()
    part = MemberFactory(body=body, user=OfflineFactory(name="Ada Example"))
    NeedFactory(user=part.user, words="A signer")
    NeedFactory(user=part.user, words="Over", ended_on=today(-1), agreed_on=today(-5))
    MemberFactory(body=body, child=True, user=OfflineFactory(name="Bo Example", child=True))
    MemberFactory(body=body, standing="resting", user=UserFactory(name="Cy Example"))
    MemberFactory(body=body, user=UserFactory(name="Dee Example"), ended=True)
    CapacityFactory(body=body, role="board_administrator")
    register = members_page(keeper).context["register"]
    assert [(str(line.capacity.user), line.needs, line.consent.value, line.capacity.standing) for line in register.members] == [
        ("Ada Example", ("A signer",), "not_needed", "active"),
        ("Bo Example", (), "waiting", "paused"),
        ("Cy Example", (), "not_needed", "resting"),
        ("Zed", (), "not_needed", "active"),
    ]
    assert [str(part.user) for part in register.left] == ["Dee Example"]
    assert (register.numbers.active, register.numbers.resting, register.numbers.paused) == (2, 1, 1)
    shown = members_page(keeper, standing="resting").context["register"]
    assert [str(line.capacity.user) for line in shown.members] == ["Cy Example"]


def test_new_person_is_added_on_the_page_and_a_child_waits(browser):
    keeper = browser(age_from=8)
    slug = keeper.actor.body.slug
    url = reverse("member_create", args=[slug])
    wrong = keeper.post(url, {"name": "Ada Example", "reach": "email", "role": "member", "age_band": "adult"})
    assert wrong.context["form"].errors == {"email": ["Enter their email address, or choose another way to reach them"]}
    assert wrong.context["form"]["name"].value() == "Ada Example"
    sent = {"name": "Bo Example", "reach": "tell", "role": "member", "age_band": "11-12"}
    response = keeper.post(url, sent, follow=True)
    part = Capacity.objects.get(user__name="Bo Example")
    assert (response.redirect_chain[-1][0], part.standing) == (reverse("member", args=[slug, part.pk]), "paused")
    assert [str(message) for message in response.context["messages"]] == [
        "They stand in the register and wait for consent. Write it down here."
    ]


def test_refusal_on_the_page_keeps_what_was_typed(browser):
    keeper = browser()
    sent = {"name": "Ada", "reach": "ring", "contact": "123", "role": "member"}
    form = keeper.post(reverse("member_create", args=[keeper.actor.body.slug]), sent).context["form"]
    assert form.errors == {"__all__": ["Write a telephone number with its first 0, like 020 7946 0000."]}
    assert form["contact"].value() == "123"


def test_one_person_is_looked_after_on_one_page(browser):
    keeper = browser()
    part = MemberFactory(body=keeper.actor.body, offline=True)
    url = reverse("member", args=[keeper.actor.body.slug, part.pk])

    def send(**fields):
        response = keeper.post(url, fields)
        part.refresh_from_db()
        return response

    assert send(rest="1").url == url
    assert part.standing == "resting"
    send(come_back="1")
    assert part.standing == "active"
    day = {"day": "1", "month": "2", "year": "2026"}
    agreed = {f"need-agreed_on_{name}": value for name, value in day.items()}
    send(need="1", **{"need-words": "A signer"}, **agreed)
    need = AccessNeed.objects.get()
    assert (need.user, need.words, need.agreed_on) == (part.user, "A signer", dt.date(2026, 2, 1))
    send(end_need=str(need.pk))
    assert AccessNeed.objects.get().ended_on == max(today(), need.agreed_on)
    said = {f"consent-said_on_{name}": value for name, value in day.items()}
    send(
        consent="1",
        **{"consent-about": "membership", "consent-authority": "parent", "consent-holder": "Mother", "consent-is_given": "no"},
        **said,
    )
    assert part.standing == "paused"
    person = {"person-name": "Ada Other", "person-reach": "tell", "person-contact": "", "person-age_band": ""}
    send(person="1", **person)
    assert User.objects.get(pk=part.user_id).name == "Ada Other"
    send(leave="1")
    assert part.until == today(-1)
    assert keeper.get(url).status_code == 200


def test_one_person_shows_what_is_wrong_in_the_form_that_was_sent(browser):
    keeper = browser()
    part = MemberFactory(body=keeper.actor.body)
    context = keeper.post(reverse("member", args=[keeper.actor.body.slug, part.pk]), {"consent": "1"}).context
    assert context["consent_form"].is_bound
    assert not context["need_form"].is_bound
    assert "holder" in context["consent_form"].errors


@pytest.mark.parametrize("number", [1, 3])
def test_one_person_costs_the_same_however_much_there_is(browser, django_assert_num_queries, number):
    keeper = browser()
    part = MemberFactory(body=keeper.actor.body)
    for _count in range(number):
        NeedFactory(user=part.user)
        ConsentFactory(capacity=part)
    url = reverse("member", args=[keeper.actor.body.slug, part.pk])
    keeper.get(url)
    # Session, user, own parts; the forum; the part, needs, consents; the history.
    with django_assert_num_queries(8):
        keeper.get(url)


def test_person_of_another_forum_is_not_found_under_this_one(browser):
    keeper = browser()
    elsewhere = MemberFactory()
    assert keeper.get(reverse("member", args=[keeper.actor.body.slug, elsewhere.pk])).status_code == 404
    need = NeedFactory(user=elsewhere.user)
    own = MemberFactory(body=keeper.actor.body)
    assert keeper.post(reverse("member", args=[keeper.actor.body.slug, own.pk]), {"end_need": str(need.pk)}).status_code == 404
    assert keeper.post(reverse("member", args=[keeper.actor.body.slug, own.pk]), {"end_need": "²"}).status_code == 404
    need.refresh_from_db()
    assert need.ended_on is None


# --- Who learns of it -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("body", [{"is_independent": True}, {"discreet": True}, {"discreet": True, "is_independent": True}])
def test_nobody_else_learns_who_belongs(body, signed_in):
    forum = BodyFactory(**body)
    part = MemberFactory(body=forum, user=OfflineFactory(name="Ottoline Frost", contact="07700 900417"))
    NeedFactory(user=part.user, words="A zebrawood ramp")
    ConsentFactory(capacity=part, holder="Barnaby Frost")
    JoinRequestFactory(body=forum, name="Tobermory Jinks", email="tobermory@jinks.example")
    pages = [
        reverse("members", args=[forum.slug]),
        reverse("member", args=[forum.slug, part.pk]),
        reverse("members_invite", args=[forum.slug]),
        reverse("member_create", args=[forum.slug]),
        reverse("tell_list"),
        reverse("forum", args=[forum.slug]),
        reverse("forum_join", args=[forum.slug]),
        reverse("people"),
    ]
    words = ("Ottoline", "07700", "Barnaby", "Tobermory", "jinks")

    def learned(browser):
        text = "".join(browser.get(page).content.decode() for page in pages)
        return [word for word in words if word in text]

    team = BodyFactory(team=True)
    curious = [
        signed_in(user=UserFactory()),
        signed_in("organiser", BodyFactory()),
        signed_in("member", forum),
        signed_in("officer", team),
        signed_in("board_administrator", BodyFactory()),
        signed_in("safeguarding_lead", team),
    ]
    # An administrator opens accounts of the council's own discreet forums; of an independent one they learn nothing.
    if forum.is_independent:
        curious.append(signed_in("administrator", team))
    assert [learned(browser) for browser in curious] == [[]] * len(curious)
    assert learned(signed_in("organiser", forum)) == ["Ottoline", "07700", "Barnaby", "Tobermory", "jinks"]


@pytest.mark.parametrize("role", ["officer", "administrator", "board_administrator"])
def test_council_sees_numbers_and_what_to_arrange_of_an_independent_forum(signed_in, role):
    forum = BodyFactory(is_independent=True)
    for standing in ("active", "active", "resting"):
        part = MemberFactory(body=forum, standing=standing)
        NeedFactory(user=part.user, words="Step-free")
    MemberFactory(body=forum, council_may_know=True, user=UserFactory(name="Ada Example"))
    MemberFactory(body=forum, user=UserFactory(name="Ottoline Frost"))
    response = signed_in(role, BodyFactory(team=True)).get(reverse("members", args=[forum.slug]))
    known = response.context["known"]
    assert (known.numbers.total, known.numbers.resting, known.named) == (5, 1, ("Ada Example",))
    # Whoever rests needs nothing arranged.
    # How many need it would tell who they are.
    assert known.needs == ("Step-free",)
    assert "Ottoline" not in response.content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_numbers_cost_the_same_for_any_number(signed_in, django_assert_num_queries, number):
    forum = BodyFactory(is_independent=True)
    for _count in range(number):
        NeedFactory(user=MemberFactory(body=forum, council_may_know=True).user)
    officer = signed_in("officer", BodyFactory(team=True))
    url = reverse("members", args=[forum.slug])
    officer.get(url)
    # Session, user, own parts; the forum; who is active, their needs, who is known, numbers.
    with django_assert_num_queries(8):
        officer.get(url)


def test_officer_near_a_discreet_forum_keeps_its_register(signed_in):
    team = BodyFactory(team=True)
    forum = BodyFactory(discreet=True, lead_body=team)
    MemberFactory(body=forum, user=UserFactory(name="Ada Example"))
    near, far = signed_in("officer", team), signed_in("officer", BodyFactory(team=True))
    url = reverse("members", args=[forum.slug])
    assert "Ada Example" in near.get(url).content.decode()
    assert far.get(url).status_code == 403
