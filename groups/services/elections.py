"""Offices that a forum's people vote for, the votes, and the terms. Never who holds an office."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from coproduction.core.actors import Acting
from coproduction.core.errors import Missing, Refused
from coproduction.core.services import audit, publication
from groups.models import Body, ElectedOffice, Election


@transaction.atomic
def save_office(
    *,
    body: Body,
    title: str,
    by: Acting,
    office: ElectedOffice | None = None,
    cycle_years: int | None = None,
    electorate_ages: str = "",
    electorate_basis: str = "",
) -> ElectedOffice:
    """Add an office to a forum, or change one."""
    body = Body.objects.select_for_update().get(pk=body.pk)
    if not title.strip():
        raise Missing(_("Give the office a name, like Youth Mayor."))
    office = body.elected_offices.select_for_update().get(pk=office.pk) if office else ElectedOffice(body=body)
    is_new = office.pk is None
    office.title, office.cycle_years = title.strip(), cycle_years
    office.electorate_ages, office.electorate_basis = electorate_ages.strip(), electorate_basis.strip()
    office.save()
    audit.record(verb="added office" if is_new else "changed office", target=office, by=by, cycle_years=cycle_years)
    publication.bump()
    return office


@transaction.atomic
def save_vote(
    *,
    office: ElectedOffice,
    votes_on: dt.date,
    by: Acting,
    election: Election | None = None,
    term_from: dt.date | None = None,
    term_until: dt.date | None = None,
) -> Election:
    """Call a vote for an office, or change its dates. Two terms of one office never overlap."""
    office = ElectedOffice.objects.select_for_update().get(pk=office.pk)
    _check(votes_on, term_from, term_until)
    others = office.elections.exclude(pk=election.pk) if election else office.elections.all()
    if others.filter(votes_on=votes_on).exists():
        raise Refused(_("There is a vote on that day already."))
    if term_from and others.filter(term_from__lte=term_until, term_until__gte=term_from).exists():
        raise Refused(_("These dates overlap with another term of this office."))
    election = office.elections.select_for_update().get(pk=election.pk) if election else Election(office=office, origin=by.origin)
    is_new = election.pk is None
    election.votes_on, election.term_from, election.term_until = votes_on, term_from, term_until
    election.save()
    audit.record(
        verb="called vote" if is_new else "changed vote",
        target=election,
        by=by,
        votes_on=votes_on.isoformat(),
        term_until=term_until.isoformat() if term_until else "",
    )
    publication.bump()
    return election


def _check(votes_on: dt.date, term_from: dt.date | None, term_until: dt.date | None) -> None:
    if (term_from is None) != (term_until is None):
        raise Missing(_("Give the first and the last day of the term, or leave out both."))
    if term_from is None or term_until is None:
        return
    if term_from < votes_on:
        raise Refused(_("A term begins on the day of the vote or after it."))
    if term_until <= term_from:
        raise Refused(_("A term must end after it begins."))
