"""The people of a journey, on an otherwise empty portal: they sign in on `/demo/`, as `open_browser(as_=...)` does."""

from dataclasses import dataclass

from django.conf import settings
from django.core.management import call_command

from groups.actors import Actor
from groups.enums import Role
from groups.models import Body
from tests.factories.groups import BodyFactory, CapacityFactory, UserFactory

OFFICER, REP, CHAIR, COMMITTEE = (f"{who}@demo.example" for who in ("officer", "rep", "chair", "committee"))


@dataclass(frozen=True)
class People:
    """A council team, a parent carer forum and the committee, with those who act for them. The chair is a co-optee as well."""

    team: Body
    forum: Body
    committee: Body
    officer: Actor
    rep: Actor
    chair: Actor


def settle_in() -> People:
    """The template of 57 items, and the people."""
    call_command("load_checklist", settings.BASE_DIR / "checklist/data/checklist-template.yaml", verbosity=0)
    team = BodyFactory(team=True, name="Riverside Commissioning", slug="riverside-commissioning")
    forum = BodyFactory(name="Riverside Parent Carers", slug="riverside-parent-carers")
    committee = BodyFactory(committee=True, name="Riverside Scrutiny Committee", slug="riverside-scrutiny")
    chair = _person(CHAIR, Role.CHAIR, forum)
    CapacityFactory(user=chair.user, role=Role.CO_OPTEE, body=committee)
    _person(COMMITTEE, Role.COMMITTEE_MEMBER, committee)
    officer, rep = _person(OFFICER, Role.OFFICER, team), _person(REP, Role.REPRESENTATIVE, forum)
    return People(team, forum, committee, officer, rep, chair)


def _person(email: str, role: str, body: Body) -> Actor:
    user = UserFactory(email=email, is_demonstration=True)
    return Actor(user, CapacityFactory(user=user, role=role, body=body))
