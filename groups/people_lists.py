"""A list of people to invite, as it was pasted or sent: what each line says, and what is wrong with it. Asks no database."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from groups import policies
from groups.enums import MEMBERSHIP_ROLES, UNDER_13, AgeBand, Reach, Role

LONGEST_NAME, LONGEST_CONTACT = 120, 300
_OLDEST = 120

# How people head their columns.
_HEADINGS: dict[str, set[str]] = {
    "name": {"name", "full name", "their name", "person", "member"},
    "first": {"first name", "forename", "given name"},
    "last": {"last name", "surname", "family name"},
    "email": {"email", "e-mail", "mail", "email address", "e-mail address"},
    "role": {"role", "part"},
    "age": {"age", "age band", "age group", "how old"},
    "reach": {"reach", "how to reach them", "how", "way"},
    "contact": {"contact", "telephone", "phone", "mobile", "number", "telephone number", "phone number", "address"},
}
# What the columns are when nothing stands above them.
_ORDER = ("name", "email", "role", "age", "reach", "contact")
_REACHES: dict[str, Reach] = {
    "ring": Reach.RING, "phone": Reach.RING, "telephone": Reach.RING, "call": Reach.RING, "letter": Reach.LETTER, "post": Reach.LETTER,
    "write": Reach.LETTER, "tell": Reach.TELL, "session": Reach.TELL, "next session": Reach.TELL, "email": Reach.EMAIL, "e-mail": Reach.EMAIL,
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One line: whom it names, and every problem with it, each as words that say what to do."""

    number: int
    name: str = ""
    email: str = ""
    role: str = Role.MEMBER
    age_band: str = AgeBand.NOT_SAID
    reach: str = ""
    contact: str = ""
    problems: tuple[str, ...] = ()

    @property
    def who(self) -> str:
        return self.name or self.email

    @property
    def waits_for_consent(self) -> bool:
        return self.age_band in UNDER_13

    def with_problem(self, problem: str) -> "Entry":
        return replace(self, problems=(*self.problems, problem))

    def as_data(self) -> dict[str, Any]:
        """What is carried through the page and checked once more."""
        return {name: value for name, value in asdict(self).items() if name != "problems"}


def entries(rows: Iterable[list[str]], *, must_know_age: bool = False) -> list[Entry]:
    """Every line that says something, in order, with its number in the list."""
    numbered = [(number, row) for number, row in enumerate(rows, start=1) if any(row)]
    columns: tuple[str, ...] = ()
    if numbered and _is_heading(numbered[0][1]):
        columns = tuple(_column(cell) for cell in numbered.pop(0)[1])
    return _told_apart([checked(_given(row, columns), number=number, must_know_age=must_know_age) for number, row in numbered])


def checked(given: dict[str, str], *, number: int, must_know_age: bool) -> Entry:
    """What one line says, with every problem in it."""
    problems: list[str] = []
    role = _role(given.get("role", ""), problems)
    age_band = _age(given.get("age", ""), problems)
    reach = _reach(given.get("reach", ""), given.get("email", ""), given.get("contact", ""), problems)
    entry = Entry(number, given.get("name", ""), given.get("email", "").lower(), role, age_band, reach, given.get("contact", ""))
    problems += _missing(entry, must_know_age=must_know_age)
    return replace(entry, problems=tuple(problems))


def _is_heading(row: list[str]) -> bool:
    """Whether a row names columns: it knows one for people or addresses, and holds no address itself."""
    known = {_column(cell) for cell in row}
    return bool(known & {"name", "first", "last", "email"}) and not any("@" in cell for cell in row)


def _column(cell: str) -> str:
    words = cell.casefold().strip(" :*?.")
    return next((name for name, headings in _HEADINGS.items() if words in headings), "")


def _given(row: list[str], columns: tuple[str, ...]) -> dict[str, str]:
    if not columns:
        # "ada@example.org" alone, or first, is an address.
        order = ("email", "name", *_ORDER[2:]) if "@" in row[0] else _ORDER
        return dict(zip(order, row, strict=False))
    given: dict[str, str] = {}
    for name, cell in zip(columns, row, strict=False):
        if name and cell and name not in given:
            given[name] = cell
    full = " ".join(part for part in (given.pop("first", ""), given.pop("last", "")) if part)
    return given | ({"name": full} if full and "name" not in given else {})


def _role(words: str, problems: list[str]) -> str:
    if not words:
        return Role.MEMBER
    fitting = [role for role in Role if role in MEMBERSHIP_ROLES and words.casefold() in (role.value, str(role.label).casefold())]
    if fitting:
        return fitting[0]
    parts = ", ".join(str(role.label) for role in Role if role in MEMBERSHIP_ROLES)
    problems.append(
        _("“%(words)s” is not a part that you can give. Write one of these: %(parts)s.") % {"words": words[:40], "parts": parts}
    )
    return Role.MEMBER


def _age(words: str, problems: list[str]) -> str:
    if not words:
        return AgeBand.NOT_SAID
    plain = words.casefold().replace("–", "-").replace(" to ", "-").replace(" ", "")
    if plain.isascii() and plain.isdigit() and len(plain) <= 3 and int(plain) <= _OLDEST:
        return policies.age_band_of(int(plain))
    for band in AgeBand:
        if band and plain in (band.value, str(band.label).casefold().replace(" to ", "-").replace(" ", "")):
            return band
    problems.append(_("“%(words)s” is not an age. Write a number like 14, or leave it out.") % {"words": words[:40]})
    return AgeBand.NOT_SAID


def _reach(words: str, email: str, contact: str, problems: list[str]) -> str:
    if not words:
        return Reach.EMAIL if email else (Reach.RING if policies.has_phone(contact) else "")
    plain = words.casefold().strip(" .")
    for reach in Reach:
        if plain in (reach.value, str(reach.label).casefold()):
            return reach
    if plain in _REACHES:
        return _REACHES[plain]
    problems.append(_("“%(words)s” is not a way to reach someone. Write ring, letter or tell.") % {"words": words[:40]})
    return ""


def _missing(entry: Entry, *, must_know_age: bool) -> list[str]:
    problems = []
    if len(entry.name) > LONGEST_NAME or len(entry.contact) > LONGEST_CONTACT:
        problems.append(_("A name or an address is too long. Check that each person has a line of their own."))
    if entry.email:
        problems += _about_email(entry)
    else:
        problems += _without_email(entry)
    if must_know_age and not entry.age_band:
        problems.append(_("Say how old this person is. Children under 13 take part in this group, and they need consent."))
    return problems


def _about_email(entry: Entry) -> list[str]:
    try:
        validate_email(entry.email)
    except ValidationError:
        return [_("“%(words)s” is not an email address. Write one like name@example.org.") % {"words": entry.email[:60]}]
    if len(entry.email) > 254:
        return [_("This email address is too long. Check it.")]
    if entry.age_band in UNDER_13:
        return [_("We write to nobody under 13. Leave the email address out, and say how to reach their parent or carer.")]
    if entry.contact or entry.reach not in ("", Reach.EMAIL):
        return [_("Give an email address or another way to reach them, not both.")]
    return []


def _without_email(entry: Entry) -> list[str]:
    problems = []
    if not entry.name:
        problems.append(_("There is no name and no email address. Write at least one."))
    if entry.reach == Reach.EMAIL:
        problems.append(_("There is no email address. Write it, or choose another way to reach them."))
    elif not entry.reach:
        problems.append(_("Write an email address, or how to reach them: ring, letter or tell."))
    elif entry.reach == Reach.RING and not policies.has_phone(entry.contact):
        problems.append(_("Write a telephone number with its first 0, like 020 7946 0000."))
    elif entry.reach == Reach.LETTER and not entry.contact:
        problems.append(_("Write the address that letters go to."))
    return problems


def _told_apart(found: list[Entry]) -> list[Entry]:
    """The same person twice in one list is a mistake in it."""
    seen: dict[tuple[str, ...], int] = {}
    told = []
    for entry in found:
        key = ("email", entry.email) if entry.email else ("name", entry.name.casefold(), entry.contact.casefold())
        if key in seen and any(key[1:]):
            entry = entry.with_problem(_("This person stands on line %(number)s already.") % {"number": seen[key]})
        seen.setdefault(key, entry.number)
        told.append(entry)
    return told
