"""How much of the template a project walks, and which stages are signed together."""

from checklist.enums import (
    Scale,
)
from engagements.enums import Degree

Chapter = tuple[int, ...]
_ALONE = tuple((number,) for number in range(1, 10))
_BEFORE_DURING_AFTER = ((1, 2, 3, 4), (5, 6, 7), (8, 9))


def chapters(scale: str) -> tuple[Chapter, ...]:
    """The stages that are open, settled and signed together, by number: each alone in the full version, else before, during, after."""
    return _ALONE if scale == Scale.FULL else _BEFORE_DURING_AFTER


def chapter_of(scale: str, number: int) -> Chapter:
    """The chapter that holds this stage."""
    return next((chapter for chapter in chapters(scale) if number in chapter), (number,))


def suggested_scale(degree: str, *, is_small: bool) -> Scale:
    """The version to offer first: a short one for asking, a light one for telling or for small work, else the full one."""
    if degree == Degree.CONSULTATION:
        return Scale.CONSULTATION
    return Scale.LIGHT if is_small or degree == Degree.INFORMATION else Scale.FULL
