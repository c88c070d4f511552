"""The questions about who people are, asked after sending, and the tables in which the answers are counted.

Each question has a version in its key. One that is asked anew in other words, or with other groups, gets a new key, so that
old numbers keep the words they were given under; `ASKED` says which are asked now. The groups are those of the tables in which
a project counts who took part, so that the two can be read side by side.

What is asked is what is needed to see whose voices are missing, and no more. Sexual orientation and religion are not asked: the
national questions are for people of 16 and over, most of those who answer here are children, and nothing that is planned with
the answers turns on them. The question about gender has the same age in the national standard, so it stands last, and says
that it is for people of 16 and over. Nobody's age is known here, which is how it should be: these answers belong to no response.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from coproduction.core.declared_tables import EQUALITY_FLOOR, DeclaredTable, Row
from engagements.turnout import DISABLED, ETHNIC_GROUPS, NOT_SAID, SEX

# How "prefer not to say" is worded for someone who answers.
RATHER_NOT = _("I would rather not say")

GENDER = DeclaredTable(
    "gender-2021",
    _("Gender the same as the sex written down at birth"),
    (Row("same", _("The same")), Row("not-the-same", _("Not the same")), NOT_SAID),
    EQUALITY_FLOOR,
    _("The question of the census of 2021, for people of 16 and over. The national standard is being revised."),
)


@dataclass(frozen=True)
class EqualityQuestion:
    """One question as it is asked, and the table in which its answers are counted. `words` are its groups as people read them."""

    wording: Any
    table: DeclaredTable
    words: dict[str, Any]
    hint: Any = ""

    @property
    def key(self) -> str:
        return self.table.key

    @property
    def choices(self) -> list[tuple[str, Any]]:
        """What can be chosen, in the order of the table; "I would rather not say" is always there."""
        words = self.words | {NOT_SAID.key: RATHER_NOT}
        return [(row.key, words.get(row.key, row.words)) for row in self.table.rows]


ASKED: tuple[EqualityQuestion, ...] = (
    EqualityQuestion(
        _("Do you have a health condition or an impairment that makes daily life harder?"),
        DISABLED,
        {"disabled": _("Yes"), "not-disabled": _("No")},
        _("One that has lasted for a year, or is going to. It can be of the body or of the mind."),
    ),
    EqualityQuestion(_("What is your ethnic group?"), ETHNIC_GROUPS, {}, _("Choose the one that fits you best.")),
    EqualityQuestion(_("What is your sex?"), SEX, {}),
    EqualityQuestion(
        _("If you are 16 or older: is your gender the same as the sex written down when you were born?"),
        GENDER,
        {"same": _("Yes"), "not-the-same": _("No")},
    ),
)
