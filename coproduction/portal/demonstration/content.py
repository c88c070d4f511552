"""The content of the demonstration year, and the days it counts from."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from coproduction.core.partial_dates import PartialDate

FILE = Path(__file__).resolve().parent.parent / "data" / "demonstration.yaml"
Entry = dict[str, Any]


@dataclass(frozen=True)
class Content:
    """What is built, and the day from which "30 days ago" is counted."""

    today: dt.date

    @cached_property
    def _all(self) -> dict[str, Any]:
        content: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
        return content

    def list(self, section: str) -> list[Entry]:
        entries: list[Entry] = self._all[section]
        return entries

    def section(self, name: str) -> Entry:
        entries: Entry = self._all[name]
        return entries

    def words(self, section: str) -> dict[str, str]:
        words: dict[str, str] = self._all[section]
        return words

    def day(self, days: int) -> dt.date:
        """The day that lies this many days from the day of loading; below zero is in the past."""
        return self.today + dt.timedelta(days=days)

    def date(self, days: int) -> PartialDate:
        return PartialDate.day(self.day(days))

    def moment(self, days: int, hour: int = 10, minute: int = 0) -> dt.datetime:
        """A moment of that day, by the clock on the wall here."""
        return timezone.make_aware(dt.datetime.combine(self.day(days), dt.time(hour, minute)))
