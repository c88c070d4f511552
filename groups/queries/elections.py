"""Offices that people vote for: when they voted, until when a term runs, when the next vote is. Never who holds one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groups import policies
from groups.enums import BodyStatus, ElectionStanding
from groups.models import Body, ElectedOffice, Election


@dataclass(frozen=True)
class VoteLine:
    pk: int
    votes_on: dt.date
    term_from: dt.date | None
    term_until: dt.date | None
    standing: str
    standing_words: str


@dataclass(frozen=True)
class OfficeLine:
    """An office with its votes. `term` says when the term that runs now ends, and when people vote next."""

    pk: int
    title: str
    words: str
    term: str
    ends_soon: bool
    votes: tuple[VoteLine, ...]


@dataclass(frozen=True)
class EndingTerm:
    """A term that ends within 90 days."""

    body: Body
    office: str
    ends: dt.date
    next_vote: str


def offices(body: Body, today: dt.date) -> tuple[OfficeLine, ...]:
    """The offices of a forum; two queries, or none when `elected_offices__elections` was prefetched."""
    found = body.elected_offices.all()
    if "elected_offices" not in getattr(body, "_prefetched_objects_cache", {}):
        found = found.prefetch_related("elections")
    return tuple(_office(office, today) for office in found)


def ending(bodies: Iterable[Body], today: dt.date) -> list[EndingTerm]:
    """Terms of these forums that end soon, the first to end first; one query."""
    running = Election.objects.ending_soon(today, policies.TERM_ENDS_SOON).filter(office__body__in=bodies)
    running = running.exclude(office__body__status=BodyStatus.CLOSED)
    found = running.select_related("office__body").prefetch_related("office__elections").order_by("term_until", "pk")
    return [
        EndingTerm(
            body=election.office.body,
            office=election.office.title,
            ends=election.term_until,
            next_vote=_next_vote(election.office.elections.all(), today),
        )
        for election in found
        if election.term_until
    ]


def _office(office: ElectedOffice, today: dt.date) -> OfficeLine:
    elections = list(office.elections.all())
    votes = tuple(_vote(election, today) for election in elections)
    ends = next((vote.term_until for vote in votes if vote.standing == ElectionStanding.IN_OFFICE), None)
    return OfficeLine(
        pk=office.pk,
        title=office.title,
        words=_who_votes(office),
        term=_term(ends, _next_vote(elections, today)) if votes else "",
        ends_soon=ends is not None and policies.ends_soon(ends, today),
        votes=votes,
    )


def _vote(election: Election, today: dt.date) -> VoteLine:
    standing = policies.election_standing(
        votes_on=election.votes_on, term_from=election.term_from, term_until=election.term_until, today=today
    )
    return VoteLine(election.pk, election.votes_on, election.term_from, election.term_until, standing, str(standing.label))


def _term(ends: dt.date | None, next_vote: str) -> str:
    coming = _("Next vote: %(day)s.") % {"day": next_vote or _("not set yet")}
    return _("Term ends %(day)s. %(next)s") % {"day": date_format(ends, "j F Y"), "next": coming} if ends else coming


def _next_vote(elections: Iterable[Election], today: dt.date) -> str:
    """The day of the next vote; empty when none is set. A vote whose term is still to begin counts."""
    days = [
        election.votes_on
        for election in elections
        if election.votes_on > today or (election.term_from is not None and election.term_from > today)
    ]
    return date_format(min(days), "j F Y") if days else ""


def _who_votes(office: ElectedOffice) -> str:
    sentences = []
    years, ages = office.cycle_years, office.electorate_ages
    if years:
        sentences.append(ngettext("Elected every year.", "Elected every %(years)s years.", years) % {"years": years})
    if ages:
        sentences.append(_("Young people aged %(ages)s can vote.") % {"ages": ages.replace("-", _(" to "))})
    basis = [line.strip() for line in office.electorate_basis.splitlines() if line.strip()]
    if basis:
        sentences.append(_("Who can vote: anyone who %(basis)s.") % {"basis": _(" or ").join(basis)})
    return " ".join(sentences)
