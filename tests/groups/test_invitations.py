"""Coming in for the first time."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from coproduction.core.errors import NotAllowed, Refused
from coproduction.core.models import AuditEvent, Notification
from groups.enums import BodyKind, Role
from groups.models import Body, Capacity, Invitation, User
from groups.queries.invitations import link_of, token_of
from groups.services import capacities, invitations
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installed(settings):
    settings.DEMO = False


def address_of(invitation):
    return reverse("invitation", args=[token_of(invitation)])


def invite_admin(*args):
    out = StringIO()
    call_command("invite_admin", *args, stdout=out)
    return out.getvalue()


def test_invite_admin_prints_a_link_that_lets_the_first_administrator_in(client, settings):
    out = invite_admin("First@Council.example")
    invitation = Invitation.objects.get()
    link = out.splitlines()[-1]
    assert link == f"{settings.SITE_URL}{address_of(invitation)}"
    team = Body.objects.get()
    assert (team.name, team.kind) == ("Children's Services", BodyKind.TEAM)
    path = link.removeprefix(settings.SITE_URL)
    assert client.get(path).status_code == 200
    assert not User.objects.exists()
    assert client.post(path).url == reverse("start")
    user = User.objects.get()
    assert (user.email, [(c.role, c.body) for c in user.capacities.all()]) == ("first@council.example", [("administrator", team)])
    # Signed in, and led to the second factor before anything else.
    assert client.get(reverse("start")).url == reverse("mfa_index")


def test_invite_admin_uses_the_team_that_is_there():
    team = BodyFactory(team=True, name="Children's Services")
    invite_admin("first@council.example")
    assert Invitation.objects.get().body == team


def test_invite_admin_refuses_when_there_is_one_unless_again():
    CapacityFactory(role="administrator", body=BodyFactory(team=True))
    with pytest.raises(CommandError, match=r"^There is an administrator already\."):
        invite_admin("second@council.example")
    assert Invitation.objects.count() == 0
    invite_admin("second@council.example", "--again")
    assert Invitation.objects.count() == 1


def test_invite_admin_refuses_what_is_no_address():
    with pytest.raises(CommandError, match=r"^'nonsense' is not an email address\. Write one like name@example\.org\.$"):
        invite_admin("nonsense")
    assert Invitation.objects.count() == 0


def test_invitation_keeps_no_token(acting):
    invitation = invitations.invite(email="a@tests.example", body=BodyFactory(), role="member", by=acting("administrator"))
    assert token_of(invitation) not in str(Invitation.objects.values().get())
    assert "token" not in str(Notification.objects.get().facts)


def test_invitation_works_once(client, acting):
    invitation = invitations.invite(email="a@tests.example", body=BodyFactory(), role="member", by=acting("administrator"))
    assert client.post(address_of(invitation)).status_code == 302
    again = Client().post(address_of(invitation))
    assert again.status_code == 410
    assert Capacity.objects.filter(user__email="a@tests.example").count() == 1


def test_invitation_runs_out_after_seven_days(client, acting, at):
    with at("2026-03-02 09:00"):
        invitation = invitations.invite(email="a@tests.example", body=BodyFactory(), role="member", by=acting("administrator"))
    with at("2026-03-09 08:59"):
        assert client.get(address_of(invitation)).status_code == 200
    with at("2026-03-09 09:00"):
        assert client.get(address_of(invitation)).status_code == 410
        assert client.post(address_of(invitation)).status_code == 410
    assert not User.objects.filter(email="a@tests.example").exists()


def test_invitation_to_the_same_part_replaces_the_one_before(client, acting):
    admin, body = acting("administrator"), BodyFactory()
    first = invitations.invite(email="a@tests.example", body=body, role="member", by=admin)
    second = invitations.invite(email="A@tests.example ", body=body, role="member", by=admin)
    assert [client.get(address_of(each)).status_code for each in (first, second)] == [410, 200]


@pytest.mark.parametrize("token", ["x", "1-" + "0" * 40, "é" * 5])
def test_invitation_guessed_token_opens_nothing(client, token):
    assert client.get(reverse("invitation", args=[token])).status_code == 410


def test_invitation_page_tells_no_other_site_its_address(client, acting):
    invitation = invitations.invite(email="a@tests.example", body=BodyFactory(), role="member", by=acting("administrator"))
    response = client.get(address_of(invitation))
    assert (response["Referrer-Policy"], "no-store" in response["Cache-Control"]) == ("no-referrer", True)


def test_invitation_is_mailed_to_the_person_once(acting):
    invitation = invitations.invite(email="a@tests.example", body=BodyFactory(), role="member", by=acting("administrator"))
    row = Notification.objects.get()
    assert (row.kind, row.recipient, row.recipient_label) == ("groups.invitation", invitation.ref, "someone who is invited")


def test_invitation_of_someone_with_an_account_gives_the_part_and_asks_to_sign_in(client, acting):
    person = UserFactory()
    invitation = invitations.invite(email=person.email.upper(), body=BodyFactory(), role="member", by=acting("administrator"))
    response = client.post(address_of(invitation))
    assert response.url == reverse("start")
    assert client.get(reverse("start")).url.startswith(reverse("account_login"))
    assert [capacity.role for capacity in person.capacities.all()] == ["member"]


@pytest.mark.parametrize("traits", [{"is_active": False}, {"is_demonstration": True}])
def test_invitation_opens_no_account_that_is_closed_or_made_up(client, acting, traits):
    person = UserFactory(**traits)
    invitation = invitations.invite(email=person.email, body=BodyFactory(), role="member", by=acting("administrator"))
    assert client.post(address_of(invitation)).url == reverse("account_login")
    assert person.capacities.count() == 0


def test_invitation_to_a_part_that_does_not_fit_is_refused(acting):
    with pytest.raises(Refused, match=r"^The part “officer” does not fit Riverside\.$"):
        invitations.invite(
            email="a@tests.example", body=BodyFactory(name="Riverside"), role=Role.OFFICER, by=acting("administrator")
        )


def test_invitation_acceptance_saves_nothing_when_its_last_step_fails(acting, monkeypatch):
    invitation = invitations.invite(email="a@tests.example", body=BodyFactory(), role="member", by=acting("administrator"))
    before = AuditEvent.objects.count()
    record = invitations.audit.record

    def fail(*, verb, **facts):
        if verb == "accepted invitation":
            raise RuntimeError(verb)
        return record(verb=verb, **facts)

    monkeypatch.setattr(invitations.audit, "record", fail)
    with pytest.raises(RuntimeError):
        invitations.accept(token=token_of(invitation))
    invitation.refresh_from_db()
    assert (User.objects.filter(email="a@tests.example").count(), invitation.used_at, AuditEvent.objects.count()) == (
        0,
        None,
        before,
    )


def test_invitation_link_is_under_the_address_of_the_site(acting, settings):
    settings.SITE_URL = "https://portal.example"
    invitation = invitations.invite(email="a@tests.example", body=BodyFactory(), role="member", by=acting("administrator"))
    assert link_of(invitation).startswith("https://portal.example/accounts/invitation/")


# --- Parts ---------------------------------------------------------------------------------------------------------------


def test_capacity_given_is_live_today_and_recorded(acting):
    admin, user, body = acting("administrator"), UserFactory(), BodyFactory(slug="riverside")
    capacity = capacities.give(user=user, body=body, role="chair", by=admin)
    assert (capacity.is_live(), capacity.hat) == (True, "representative")
    event = AuditEvent.objects.first()
    assert (event.verb, event.actor, event.facts) == (
        "gave capacity",
        admin.ref,
        {"user": user.ref, "body": "riverside", "role": "chair"},
    )


def test_capacity_ended_is_over_at_once(acting):
    capacity = CapacityFactory()
    capacities.end(capacity=capacity, by=acting("administrator"))
    assert Capacity.objects.live().filter(user=capacity.user).count() == 0


def test_capacity_given_today_can_be_ended_today(acting):
    admin = acting("administrator")
    capacity = capacities.give(user=UserFactory(), body=BodyFactory(), role="member", by=admin)
    ended = capacities.end(capacity=capacity, by=admin)
    assert (ended.is_live(), ended.until - ended.since) == (False, dt.timedelta(0))


def test_capacity_held_already_is_refused(acting):
    capacity = CapacityFactory()
    with pytest.raises(Refused, match=r"^This person has this part already\.$"):
        capacities.give(user=capacity.user, body=capacity.body, role=capacity.role, by=acting("administrator"))


def test_capacity_of_the_only_administrator_cannot_be_ended(acting):
    admin = acting("administrator")
    with pytest.raises(Refused, match=r"^This is the only administrator\."):
        capacities.end(capacity=admin.capacity, by=admin)
    CapacityFactory(role="administrator")
    assert not capacities.end(capacity=admin.capacity, by=admin).is_live()


@pytest.mark.parametrize(
    "service, arguments",
    [
        (capacities.give, lambda: {"user": UserFactory(), "body": BodyFactory(), "role": "member"}),
        (capacities.end, lambda: {"capacity": CapacityFactory()}),
        (invitations.invite, lambda: {"email": "a@tests.example", "body": BodyFactory(), "role": "member"}),
    ],
)
def test_services_about_parts_save_nothing_without_their_audit_event(acting, monkeypatch, service, arguments):
    admin, given = acting("administrator"), arguments()

    def fail(**_facts):
        raise RuntimeError("no audit")

    before = (list(Capacity.objects.values()), Invitation.objects.count())
    monkeypatch.setattr("coproduction.core.services.audit.record", fail)
    with pytest.raises(RuntimeError):
        service(**given, by=admin)
    assert (list(Capacity.objects.values()), Invitation.objects.count()) == before


@pytest.mark.parametrize("role", [Role.CHAIR, Role.REPRESENTATIVE, Role.ORGANISER])
def test_nobody_gives_themselves_a_part_that_signs(acting, role):
    """Or an officer would confirm and sign in the name of the forum that the council works with."""
    officer, forum = acting("officer"), BodyFactory()
    with pytest.raises(NotAllowed, match="Nobody gives themselves a part that signs"):
        invitations.invite(email=officer.user.email.upper(), body=forum, role=role, by=officer)
    with pytest.raises(NotAllowed, match="Nobody gives themselves a part that signs"):
        capacities.give(user=officer.user, body=forum, role=role, by=officer)
    assert (forum.capacities.count(), forum.invitations.count()) == (0, 0)
    assert invitations.invite(email="someone@tests.example", body=forum, role=role, by=officer).role == role
