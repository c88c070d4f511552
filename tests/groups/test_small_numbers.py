"""How many people came, as the public reads it: fewer than five are not printed, since it could tell who they are."""

from decimal import Decimal

import pytest

from coproduction.core.enums import Qualifier
from coproduction.core.figures import Number
from groups.policies import shown_heads


@pytest.mark.parametrize(
    "number, qualifier, who, shown",
    [
        (11, Qualifier.EXACT, "young people", "11 young people"),
        (5, Qualifier.EXACT, "young people", "5 young people"),
        (4, Qualifier.EXACT, "young people", "fewer than 5 young people"),
        (0, Qualifier.EXACT, "members", "fewer than 5 members"),
        (3, Qualifier.AT_LEAST, "parents", "some parents"),
        (3, Qualifier.UP_TO, "parents", "fewer than 5 parents"),
        (None, Qualifier.NOT_STATED, "parents", "some parents"),
        (4, Qualifier.EXACT, "", "fewer than 5 people"),
        (6, Qualifier.EXACT, "", "6 people"),
        # Who holds an office is known anyway.
        (4, Qualifier.EXACT, "councillors", "4 councillors"),
        (1, Qualifier.EXACT, "Officer", "1 Officer"),
        (2, Qualifier.EXACT, "council officers", "2 council officers"),
        (2, Qualifier.EXACT, "children of staff", "fewer than 5 children of staff"),
    ],
)
def test_heads_as_the_public_reads_them(number, qualifier, who, shown):
    assert shown_heads(Number(None if number is None else Decimal(number), qualifier, who)) == shown


def test_discreet_forum_says_nothing_of_its_few():
    councillors = Number(Decimal(2), unit="councillors")
    assert shown_heads(councillors, discreet=True) == "fewer than 5 councillors"
    assert shown_heads(Number(Decimal(7), unit="carers"), discreet=True) == "7 carers"
