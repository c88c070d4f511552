"""`load_demo` refuses where it must, and then saves nothing."""

import pytest
from django.core.management import CommandError, call_command

from groups.models import Body, User


def test_demonstration_is_refused_when_demo_is_off(db: None, settings: object) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="DEMO=1"):
        call_command("load_demo")
    assert User.objects.count() == 0


def test_demonstration_needs_the_checklist_and_saves_nothing_without_it(db: None, settings: object) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="load_checklist"):
        call_command("load_demo")
    assert (User.objects.count(), Body.objects.count()) == (0, 0)
