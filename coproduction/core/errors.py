"""Errors that services raise. The message is for the person: plain words that say what to do."""

from collections.abc import Iterable


class Refused(Exception):
    """What was asked cannot be done now. Nothing was saved."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(Refused):
    """This person, in this capacity, may not do this."""


class WrongState(Refused):
    """The thing has moved on: its state does not allow this step."""


class Missing(Refused):
    """Something that this step needs has not been given."""


class Problems(Refused):
    """Several things are wrong at once; each is a line that a person can act on."""

    def __init__(self, problems: Iterable[str]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(self.problems))
