"""What the tests of feedback share."""

import pytest
from django.utils import translation

from tests.factories.translations import club_in_arabic
from tests.feedback.in_arabic import KINDS


@pytest.fixture(autouse=True)
def demonstration(settings: object) -> None:
    """As in a demonstration, nobody is led to set up a second factor: those tests stand in `tests/groups`."""
    settings.DEMO = True


@pytest.fixture
def club(acting):
    """A questionnaire with every kind of question, which people can answer in Arabic too."""
    return club_in_arabic(acting("officer"), KINDS)


@pytest.fixture
def asked_for(monkeypatch):
    """What gettext is asked for while a page is in Arabic."""
    seen = set()

    def recording(real, place):
        def ask(*words):
            if translation.get_language() == "ar":
                seen.add(str(words[place]))
            return real(*words)

        return ask

    for name, place in (("gettext", 0), ("ngettext", 0), ("pgettext", 1), ("npgettext", 1)):
        monkeypatch.setattr(translation._trans, name, recording(getattr(translation._trans, name), place))
    return seen
