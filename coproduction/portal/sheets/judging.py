"""Judge every line of a table: what it becomes, and every fault in it as words that say what to do. Asks no database."""

import datetime as dt
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from coproduction.core.figures import Number
from coproduction.core.partial_dates import PartialDate
from coproduction.core.words import listed
from coproduction.portal.sheets import dates, kinds, numbers
from coproduction.portal.sheets.meanings import LONGEST, OF_ANSWER, OF_SESSION, Meaning
from coproduction.portal.sheets.plans import AnswerPlan, ProjectPlan, SessionPlan
from coproduction.portal.sheets.tables import Table
from coproduction.portal.sheets.words import Fault, fold, says_nothing, shown
from engagements.enums import ProjectKind
from feedback.enums import AnswerKind, SaidBasis

# What an officer may let through, each with its own words kept: a kind that is not in the list, a name that is not in the portal.
KEEP_KINDS, KEEP_NAMES = "kinds", "names"
# More names than this do not help anybody to choose.
_FEW = 3
_WHO_FITS = numbers.LONGEST_UNIT

Cells = Mapping[Meaning, str]


@dataclass(frozen=True)
class KnownProject:
    """A project of the portal. What is added to a public one is public at once."""

    pk: int
    title: str
    is_public: bool


@dataclass(frozen=True)
class KnownBody:
    pk: int
    name: str
    is_forum: bool


@dataclass(frozen=True)
class Known:
    """What the portal knows: by folded words, the kinds, bodies and projects; by fingerprint, where a line was taken before."""

    today: dt.date
    kinds: Mapping[str, str] = field(default_factory=dict)
    bodies: Mapping[str, Sequence[KnownBody]] = field(default_factory=dict)
    projects: Mapping[str, Sequence[KnownProject]] = field(default_factory=dict)
    taken: Mapping[str, str] = field(default_factory=dict)
    keep: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Line:
    """One line, judged. Without faults it becomes what its plans say; `existing` is the project that it is about, when there is one."""

    number: int
    cells: tuple[str, ...]
    fingerprint: str
    project: ProjectPlan
    session: SessionPlan | None = None
    answer: AnswerPlan | None = None
    existing: int | None = None
    is_new_project: bool = False
    faults: tuple[str, ...] = ()
    # What an officer could let through; see `Known.keep`.
    offers: frozenset[str] = frozenset()

    @property
    def is_good(self) -> bool:
        return not self.faults

    def with_fault(self, words: str) -> "Line":
        return replace(self, faults=(*self.faults, words))


@dataclass(frozen=True)
class Judged:
    """Every line of a table, in order; and by folded title each new project as all its good lines tell it."""

    lines: tuple[Line, ...]
    projects: Mapping[str, ProjectPlan]

    @property
    def good(self) -> list[Line]:
        return [line for line in self.lines if line.is_good]

    @property
    def faulty(self) -> list[Line]:
        return [line for line in self.lines if not line.is_good]

    def offered(self, what: str) -> int:
        """How many lines have nothing wrong but what could be let through."""
        return sum(what in line.offers for line in self.faulty)

    @property
    def digest(self) -> str:
        """Changes whenever anything that would be saved changes."""
        return hashlib.sha256(repr((self.good, self.projects)).encode()).hexdigest()


def judge(table: Table, columns: Sequence[Meaning], known: Known) -> Judged:
    """Judge all lines: each by itself, then beside the others and beside what the portal holds already."""
    lines = [
        _Reader(known, _given(line.cells, columns), frozenset(columns)).line(line.number, line.cells) for line in table.lines
    ]
    return _together(_told_apart(lines, known), known)


def _given(cells: Sequence[str], columns: Sequence[Meaning]) -> Cells:
    """The cells that say something, by what they mean."""
    named = [(meaning, _without_guard(cell)) for meaning, cell in zip(columns, cells, strict=False) if meaning]
    return {meaning: cell for meaning, cell in named if not says_nothing(cell)}


def _without_guard(cell: str) -> str:
    """Lists that we give out have an apostrophe before what a spreadsheet would take for a formula."""
    return cell[1:] if cell.startswith(("'=", "'+", "'-", "'@")) else cell


def fingerprint_of(given: Cells) -> str:
    """Tells the same line from a new one, wherever its columns stand."""
    plain = sorted((str(meaning), " ".join(cell.casefold().split())) for meaning, cell in given.items())
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


@dataclass
class _Reader:
    """Reads the cells of one line; faults gather and reading goes on."""

    known: Known
    given: Cells
    # The columns that the file has: one that is empty in this line is not one that is missing.
    columns: frozenset[Meaning]
    faults: list[str] = field(default_factory=list)
    offers: set[str] = field(default_factory=set)
    # Faults that nothing but mending the file removes.
    hard: int = 0

    def line(self, number: int, cells: tuple[str, ...]) -> Line:
        title = " ".join(self.text(Meaning.TITLE).split())
        self.lengths()
        if not title:
            self.fault(_("There is no project title. Write it in this line too, also when it is that of the line above."))
        project = self.project(title)
        session = self.session() if self.has(OF_SESSION) else None
        answer = self.answer(project) if self.has(OF_ANSWER) else None
        offers = frozenset() if self.hard else frozenset(self.offers)
        return Line(number, cells, fingerprint_of(self.given), project, session, answer, faults=tuple(self.faults), offers=offers)

    def text(self, meaning: Meaning) -> str:
        return self.given.get(meaning, "")

    def one_line(self, meaning: Meaning) -> str:
        return " ".join(self.text(meaning).split())

    def has(self, meanings: Iterable[Meaning]) -> bool:
        return any(self.text(meaning) for meaning in meanings)

    def fault(self, words: str) -> None:
        self.hard += 1
        self.faults.append(words)

    def offer(self, what: str, words: str) -> None:
        self.offers.add(what)
        self.faults.append(words)

    def lengths(self) -> None:
        for meaning, most in LONGEST.items():
            length = len(self.text(meaning))
            if length > most:
                self.fault(
                    _("“%(column)s” is too long: %(length)s characters, where %(most)s fit. Shorten it.")
                    % {"column": meaning.label, "length": length, "most": most}
                )

    def read(self, meaning: Meaning, reader: Callable[[str], str]) -> str:
        if not self.text(meaning):
            return ""
        try:
            return reader(self.text(meaning))
        except Fault as fault:
            self.fault(fault.message)
            return ""

    def date(self, meaning: Meaning, *, is_past: bool = False) -> PartialDate:
        try:
            date = dates.read(self.text(meaning))
        except Fault as fault:
            self.fault(fault.message)
            return PartialDate.unknown()
        if is_past and date.first and date.first > self.known.today:
            self.fault(_("%(day)s is still to come. Check the date.") % {"day": date.in_words()})
        return date

    def project(self, title: str) -> ProjectPlan:
        kind, kind_words = self.kind()
        started, ended = self.date(Meaning.STARTED), self.date(Meaning.ENDED)
        if started.first and ended.last and ended.last < started.first:
            self.fault(_("It ended before it started. Check the two dates."))
        forums, forum_words = self.names(Meaning.FORUMS)
        partners, partner_words = self.names(Meaning.PARTNERS)
        return ProjectPlan(
            title=title, kind=kind, kind_words=kind_words, why=self.text(Meaning.WHY), what_happened=self.text(Meaning.WHAT_HAPPENED),
            degree=self.read(Meaning.DEGREE, kinds.degree), degree_words=self.one_line(Meaning.DEGREE), started=started, ended=ended,
            forums=forums, forum_words=forum_words, partners=partners, partner_words=partner_words,
        )  # fmt: skip

    def kind(self) -> tuple[str, str]:
        """The kind, and the file's own word for it."""
        words = self.one_line(Meaning.KIND)
        if not words:
            return "", ""
        if key := self.known.kinds.get(fold(words)):
            return key, words
        if KEEP_KINDS not in self.known.keep:
            self.offer(
                KEEP_KINDS, _("“%(text)s” is not in our list of kinds. Write one that is, or “other”.") % {"text": shown(words)}
            )
        return ProjectKind.OTHER.value, words

    def names(self, meaning: Meaning) -> tuple[tuple[int, ...], tuple[str, ...]]:
        """The bodies that a cell names, and the names that the portal does not know."""
        found: list[int] = []
        unknown: list[str] = []
        for name in _names(self.text(meaning), self.known.bodies):
            bodies = self.known.bodies.get(fold(name), ())
            fitting = [body for body in bodies if body.is_forum == (meaning == Meaning.FORUMS)] or list(bodies)
            if len(fitting) > 1:
                self.fault(
                    _("More than one group is called “%(name)s”. Leave it out, and add it to the draft.") % {"name": shown(name)}
                )
            elif fitting:
                found.append(fitting[0].pk)
            else:
                unknown.append(name[:200])
                self.unknown_name(name)
        return tuple(dict.fromkeys(found)), tuple(dict.fromkeys(unknown))

    def unknown_name(self, name: str) -> None:
        if KEEP_NAMES in self.known.keep:
            return
        if like := _like(name, self.known.bodies):
            words = _("“%(name)s” is not in the portal. Write the whole name: %(like)s.") % {
                "name": shown(name),
                "like": listed([f"“{each}”" for each in like]),
            }
        else:
            words = _("“%(name)s” is not in the portal. Write its name as it stands there, or leave it out.") % {
                "name": shown(name)
            }
        self.offer(KEEP_NAMES, words)

    def session(self) -> SessionPlan:
        words, who = self.one_line(Meaning.SESSION_KIND), self.one_line(Meaning.WHO)
        held, heads = self.date(Meaning.SESSION_DATE, is_past=True), self.heads()
        if len(heads) == 1 and not heads[0].unit and len(who) <= _WHO_FITS:
            heads, who = (replace(heads[0], unit=who),), ""
        return SessionPlan(
            kind=kinds.session(words),
            format=words or _("Session"),
            topic=self.one_line(Meaning.TOPIC),
            held=held,
            venue=self.one_line(Meaning.PLACE),
            heads=heads,
            participants=who,
        )

    def heads(self) -> tuple[Number, ...]:
        try:
            return numbers.read(self.text(Meaning.COUNT))
        except Fault as fault:
            self.fault(fault.message)
            return ()

    def answer(self, project: ProjectPlan) -> AnswerPlan:
        we_did = self.text(Meaning.WE_DID)
        if not we_did:
            self.fault(_("There is no “we did”. Say what the council did, or leave the other cells of the answer empty."))
        answer, said = self.kind_of_answer(), self.text(Meaning.YOU_SAID)
        basis = self.read(Meaning.SAID_HOW, kinds.basis) or SaidBasis.SUMMARY.value
        because_kind = self.read(Meaning.BECAUSE_KIND, kinds.limit)
        because, would_change = self.text(Meaning.BECAUSE), self.text(Meaning.WOULD_CHANGE)
        if answer == AnswerKind.CANT and not (because_kind and because and would_change):
            self.fault(_("A “can’t” says what kind of thing stops us, why, and what would change it. Add a column for each."))
        figure = self.one_line(Meaning.FIGURE)
        return AnswerPlan(
            answer=answer, we_did=we_did, you_said=said, said_basis=basis if said else SaidBasis.UNKNOWN.value,
            because_kind=because_kind, because=because, would_change=would_change, figure=figure,
            figure_parts=numbers.parts_of(figure), happened=self.date(Meaning.HAPPENED, is_past=True), credited=project.forums,
        )  # fmt: skip

    def kind_of_answer(self) -> str:
        """What stands under "we did" was done, where the file has no column that says otherwise."""
        if Meaning.ANSWER not in self.columns:
            return AnswerKind.DID.value
        if not self.text(Meaning.ANSWER):
            self.fault(_("This line does not say which answer it is. Write done, doing, not yet or can’t."))
        return self.read(Meaning.ANSWER, kinds.answer)


def _names(text: str, bodies: Mapping[str, object]) -> list[str]:
    """The names in a cell: between semicolons or on lines of their own; between commas where that finds one that we know."""
    found: list[str] = []
    for part in re.split(r"[;\n]", text):
        whole = " ".join(part.split())
        pieces = [" ".join(piece.split()) for piece in re.split(r",|\s&\s|\sand\s", whole)]
        split = fold(whole) not in bodies and any(fold(piece) in bodies for piece in pieces)
        found += [piece for piece in (pieces if split else [whole]) if piece]
    return found


def _like(name: str, bodies: Mapping[str, Sequence[KnownBody]]) -> list[str]:
    """Names that hold this one whole, when they are few: "Youth Council" for "Riverside Youth Council"."""
    words = f" {fold(name)} "
    found = [body.name for folded, same in bodies.items() if words in f" {folded} " for body in same]
    return found if len(found) <= _FEW else []


def _told_apart(lines: Iterable[Line], known: Known) -> list[Line]:
    """The same line twice in the file, or one that an earlier import took."""
    seen: dict[str, int] = {}
    told = []
    for line in lines:
        if line.fingerprint in seen:
            line = replace(
                line, faults=(_("This is the same as line %(number)s, so it is left out.") % {"number": seen[line.fingerprint]},)
            )
            line = replace(line, offers=frozenset())
        elif line.fingerprint in known.taken:
            line = replace(
                line, faults=(_("This line was taken in before: %(where)s.") % {"where": known.taken[line.fingerprint]},)
            )
            line = replace(line, offers=frozenset())
        seen.setdefault(line.fingerprint, line.number)
        told.append(line)
    return told


def _together(lines: Iterable[Line], known: Known) -> Judged:
    """Lines of one title are one project: the first good one makes it, the others add what they say."""
    judged = []
    projects: dict[str, ProjectPlan] = {}
    made_on: dict[str, int] = {}
    for line in lines:
        title = fold(line.project.title)
        if same := known.projects.get(title):
            judged.append(_beside_existing(line, same))
            continue
        if title in projects and line.is_good:
            line = _beside_line(line, projects[title], made_on[title])
        if line.is_good:
            line = replace(line, is_new_project=title not in projects)
            projects[title] = projects[title].joined(line.project) if title in projects else line.project
            made_on.setdefault(title, line.number)
        judged.append(line)
    return Judged(tuple(judged), projects)


def _beside_existing(line: Line, same: Sequence[KnownProject]) -> Line:
    if len(same) > 1:
        return _harder(
            line,
            _("More than one project is called “%(title)s”. Give one of them another title first.")
            % {"title": shown(same[0].title)},
        )
    [project] = same
    if not (line.session or line.answer):
        return _harder(line, _("There is a project of this title, and the line adds no session and no answer to it."))
    if line.session and project.is_public:
        return _harder(
            line,
            _("“%(title)s” is public, so a session would be public at once. Add the session on the project’s own page.")
            % {"title": shown(project.title)},
        )
    return replace(line, existing=project.pk)


def _beside_line(line: Line, project: ProjectPlan, number: int) -> Line:
    names = {"kind": Meaning.KIND, "why": Meaning.WHY, "what_happened": Meaning.WHAT_HAPPENED, "degree": Meaning.DEGREE}
    names |= {"started": Meaning.STARTED, "ended": Meaning.ENDED}
    if differing := project.differs(line.project):
        columns = listed([f"“{names[name].label}”" for name in differing])
        return _harder(
            line,
            _("Line %(number)s says something else about this project: %(columns)s. Make both the same, or leave it empty here.")
            % {"number": number, "columns": columns},
        )
    if not (line.session or line.answer) and project.joined(line.project) == project:
        return _harder(
            line, _("This line adds nothing to line %(number)s, which is about the same project.") % {"number": number}
        )
    return line


def _harder(line: Line, words: str) -> Line:
    return replace(line.with_fault(words), offers=frozenset())
