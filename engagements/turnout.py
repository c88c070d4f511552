"""The tables in which people who took part in a project are counted by who they are. There are no others, and no filters.

Numbers come from monitoring forms on paper, added up for a whole project and never for one session: what is shown of them is
said once, in `coproduction.core.declared_tables`. A question that is asked anew in other words gets a new key, so that old
numbers keep the words they were given under.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from coproduction.core.declared_tables import EQUALITY_FLOOR, DeclaredTable, Row
from groups.enums import AgeBand

NOT_SAID = Row("not-said", _("Prefer not to say"))


def _equality(key: str, title: Any, source: Any, **rows: Any) -> DeclaredTable:
    """A question about what the Equality Act protects; "prefer not to say" is always an answer."""
    own = tuple(Row(name.replace("_", "-"), words) for name, words in rows.items())
    return DeclaredTable(key, title, (*own, NOT_SAID), EQUALITY_FLOOR, source)


AGES = DeclaredTable(
    "ages",
    _("How old people were"),
    (*(Row(band.value, band.label) for band in AgeBand if band.value), Row(NOT_SAID.key, AgeBand.NOT_SAID.label)),
)
PARTS = DeclaredTable(
    "parts",
    _("Who people were"),
    (
        Row("children", _("Children and young people")),
        Row("parents", _("Parents and carers")),
        Row("professionals", _("People who work with families")),
        Row("councillors", _("Councillors")),
        Row("neighbours", _("Other people who live here")),
        Row("someone-else", _("Someone else")),
    ),
)
DISABLED = _equality(
    "disabled-2021", _("Disabled people"), _("The harmonised question of the Government Statistical Service, 2021."),
    disabled=_("Disabled"), not_disabled=_("Not Disabled"),
)  # fmt: skip
ETHNIC_GROUPS = _equality(
    "ethnic-groups-2021", _("Ethnic groups"), _("The five groups of the harmonised question and of the census of 2021."),
    asian=_("Asian or Asian British"), black=_("Black, Black British, Caribbean or African"),
    mixed=_("Mixed or multiple ethnic groups"), white=_("White"), other=_("Another ethnic group"),
)  # fmt: skip
SEX = _equality(
    "sex-2021", _("Sex"), _("The question of the census of 2021. The national standard is being revised."),
    female=_("Female"), male=_("Male"),
)  # fmt: skip
LANGUAGES = _equality(
    "languages-2021", _("Main language"), _("After the question of the census of 2021."),
    english=_("English"), another=_("Another language"),
)  # fmt: skip

TABLES = {table.key: table for table in (PARTS, AGES, DISABLED, ETHNIC_GROUPS, SEX, LANGUAGES)}
