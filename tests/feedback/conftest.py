"""What the tests of feedback share."""

import pytest


@pytest.fixture(autouse=True)
def demonstration(settings: object) -> None:
    """As in a demonstration, nobody is led to set up a second factor: those tests stand in `tests/groups`."""
    settings.DEMO = True
