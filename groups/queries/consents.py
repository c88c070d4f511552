"""What was said about consent, and what it comes to."""

from collections.abc import Iterable
from dataclasses import dataclass

from groups import policies
from groups.enums import ConsentAbout, ConsentVerdict
from groups.models import Capacity, Consent


def verdict(capacity: Capacity, about: str) -> ConsentVerdict:
    """What the statements about one membership come to; those that were prefetched are not asked for again."""
    return policies.consent_verdict(capacity.user.age_band, statements(capacity.consents.all(), about))


def statements(consents: Iterable[Consent], about: str = ConsentAbout.MEMBERSHIP) -> list[policies.Statement]:
    """The statements about one thing."""
    return [
        policies.Statement(consent.holder, consent.authority, consent.is_given, consent.said_on, consent.pk)
        for consent in consents
        if consent.about == about
    ]


@dataclass(frozen=True)
class Shown:
    """One thing that people were asked about: what it comes to, and everything that was said, newest first."""

    about: str
    verdict: ConsentVerdict
    said: tuple[Consent, ...]


def as_shown(capacity: Capacity) -> list[Shown]:
    """What was said about one membership, by what it is about; nothing about what nobody was asked."""
    consents = list(capacity.consents.all())
    return [
        Shown(str(about.label), verdict(capacity, about), said)
        for about in ConsentAbout
        if (said := tuple(reversed([consent for consent in consents if consent.about == about])))
    ]
