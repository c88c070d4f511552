"""Who may have a stored file. The room that an audience belongs to registers who judges it."""

from collections.abc import Callable

import rules

from coproduction.core.enums import Audience
from coproduction.core.models import StoredFile

# Whether this user may have this file.
Judge = Callable[[object, StoredFile], bool]
_judges: dict[str, Judge] = {}
# Files that may be for visitors too. Their judge is asked each time, so that they are gone at once.
OPEN = frozenset({Audience.PUBLIC, Audience.PHOTO, Audience.QUESTIONNAIRE})

# Files of which nobody else hears, not even that there would be something after signing in.
UNSPOKEN = frozenset({Audience.RESPONSE})


def register(audience: Audience) -> Callable[[Judge], Judge]:
    """Decorator: this function judges the files of an audience."""

    def add(judge: Judge) -> Judge:
        _judges[audience] = judge
        return judge

    return add


def may_have(user: object, stored: StoredFile) -> bool:
    """Everyone, everyone signed in, those whom the audience's judge lets, or those whom the rule `core.see_<audience>_files` names."""
    if stored.audience == Audience.PUBLIC:
        return True
    if stored.audience not in OPEN and not getattr(user, "is_authenticated", False):
        return False
    if stored.audience == Audience.SIGNED_IN:
        return True
    if stored.audience in _judges:
        return _judges[stored.audience](user, stored)
    return rules.has_perm(f"core.see_{stored.audience}_files", user, stored)
