"""Tests of the checklist."""

import pytest


@pytest.fixture(autouse=True)
def no_second_factor(settings: object) -> None:
    """In a demonstration nobody has to set up a second factor; that they otherwise must is tested with sign-in."""
    settings.DEMO = True
