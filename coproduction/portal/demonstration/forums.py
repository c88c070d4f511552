"""What forums say of themselves, who stands in their registers, and what people need: written by their own people."""

import datetime as dt

from coproduction.core import clock
from coproduction.core.partial_dates import PartialDate
from coproduction.portal.demonstration.cast import Cast
from coproduction.portal.demonstration.content import Content, Entry
from groups.actors import Actor
from groups.enums import AgeBand, ConsentAbout, PriorityStatus, Role
from groups.models import Body, Capacity
from groups.services import access_needs, charters, consents, elections, joining, members, own_words, terms

# Whoever looks after the invented borough's forums, and when they began to.
_OFFICER = "officer2@demo.example"
_BEGAN = -240


def build(content: Content, cast: Cast) -> None:
    """Everything about the forums but their meetings."""
    with clock.standing_at(content.moment(_BEGAN)):
        _terms(content, cast)
        for entry in content.list("offices"):
            _office(content, cast, entry)
        for entry in content.list("register"):
            _register(content, cast, entry)
        for entry in content.list("needs"):
            _need(content, cast, entry)
        for entry in content.list("own_words"):
            _own_words(content, cast, entry)
    for entry in content.list("charters"):
        _charter(content, cast, entry)
    for entry in content.list("join_requests"):
        _join(content, cast, entry)


def _terms(content: Content, cast: Cast) -> None:
    """The terms of last school year, this one and the next: a school year begins in September."""
    began = content.today.year - (content.today.month < 9)
    for year in (began - 1, began, began + 1):
        for entry in content.list("terms"):
            in_year = year if entry["first"][0] >= 9 else year + 1
            first, last, half_first, half_last = (
                dt.date(in_year, month, day) for month, day in (entry["first"], entry["last"], *entry["half_term"])
            )
            terms.save(
                name=f"{entry['name']} {in_year}",
                first_day=first,
                last_day=last,
                half_term_first=half_first,
                half_term_last=half_last,
                by=cast.actor(_OFFICER),
            )


def _own_words(content: Content, cast: Cast, entry: Entry) -> None:
    body = cast.bodies[entry["forum"]]
    by = cast.actor(entry["by"], body)
    this_year = PartialDate.parse(str(content.today.year))
    own_words.write(body=body, words=entry["words"], by=by)
    own_words.set_theme(body=body, title=entry["theme"], period=this_year, by=by)
    for title in entry.get("proposed", ()):
        priority = own_words.propose(body=body, title=title, period=this_year, by=by)
        assert priority.status == PriorityStatus.PROPOSED  # noqa: S101 - the forum adopts it at its next meeting


def _office(content: Content, cast: Cast, entry: Entry) -> None:
    office = elections.save_office(
        body=cast.bodies[entry["forum"]],
        title=entry["title"],
        cycle_years=entry["years"],
        electorate_ages=entry["ages"],
        electorate_basis=entry["basis"],
        by=cast.actor(_OFFICER),
    )
    for vote in entry["votes"]:
        elections.save_vote(
            office=office,
            votes_on=content.day(vote["in_days"]),
            term_from=content.day(vote["from"]),
            term_until=content.day(vote["until"]),
            by=cast.actor(_OFFICER),
        )


def _charter(content: Content, cast: Cast, entry: Entry) -> None:
    body = cast.bodies[entry["forum"]]
    by = cast.actor(entry["by"], body)
    with clock.standing_at(content.moment(entry["agreed_in_days"])):
        charter = charters.write(body=body, by=by, seen=1, **entry["texts"])
        charter = charters.agree(
            charter=charter, agreed_on=content.day(entry["agreed_in_days"]), review_on=content.day(entry["review_in_days"]), by=by
        )
        for email in entry["signed_by"]:
            charters.sign(charter=charter, by=cast.actor(email, body))
    if "draft" in entry:
        with clock.standing_at(content.moment(-10)):
            charters.write(body=body, by=by, seen=2, **entry["texts"] | entry["draft"])


def _register(content: Content, cast: Cast, entry: Entry) -> None:
    """Someone without an email address. A child is there by name only with consent."""
    by = _keeper(cast, cast.bodies[entry["forum"]])
    capacity = members.register(
        body=cast.bodies[entry["forum"]],
        name=entry["name"],
        role=entry.get("role", Role.MEMBER),
        reach=entry["reach"],
        contact=entry.get("contact", ""),
        age_band=entry.get("age", AgeBand.ADULT),
        by=by,
    )
    consent = entry.get("consent")
    if consent and isinstance(capacity, Capacity):
        consents.note(
            capacity=capacity,
            about=ConsentAbout.MEMBERSHIP,
            authority=consent["authority"],
            holder=consent["holder"],
            is_given=True,
            said_on=content.day(_BEGAN),
            by=by,
        )


def _need(content: Content, cast: Cast, entry: Entry) -> None:
    actor = cast.actor(entry["by"])
    access_needs.tell(user=actor.user, words=entry["words"], agreed_on=content.day(_BEGAN), by=actor)


def _join(content: Content, cast: Cast, entry: Entry) -> None:
    with clock.standing_at(content.moment(entry["in_days"])):
        joining.ask(
            body=cast.bodies[entry["forum"]],
            name=entry["name"],
            email=entry.get("email", ""),
            phone=entry.get("phone", ""),
            age_band=entry["age"],
        )


def _keeper(cast: Cast, body: Body) -> Actor:
    return cast.signer_for(body) if body.is_independent else cast.actor(_OFFICER)
