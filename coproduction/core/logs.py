"""Log lines: what happened, with the request's id. What people typed never stands in them."""

import logging
import re
import sys
import traceback
from collections.abc import Iterator
from typing import Any

import structlog
from django.conf import settings

# What django-structlog binds by itself and must not be kept: who it was. The audit says that, for those who may know.
_DROPPED = ("ip", "user_agent", "user_id")


def _without_people(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for key in _DROPPED:
        event.pop(key, None)
    if "request" in event:
        # What stands behind the question mark was typed into a form.
        event["request"] = str(event["request"]).partition("?")[0]
    return event


def _masked(value: Any) -> Any:
    """Text in which what follows a secret path, such as somebody's code, is starred out."""
    if not isinstance(value, str):
        return value
    for path in settings.SECRET_PATHS:
        # To the end of the line or the quotation: a code is typed with blanks and strokes in it too.
        value = re.sub(rf"({re.escape(path)})[^\n'\"]+", r"\1***", value)
    return value


def _without_secrets(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for key, value in event.items():
        event[key] = _masked(value)
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and those that led to it, the newest first."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _trace(exc_info: structlog.typing.ExcInfo) -> str:
    """Where it broke, and which kinds of error. Their words are left out: a database repeats in them what people typed."""
    steps = [f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__qualname__}" for error in _chain(exc_info[1])]
    return "\n".join(reversed(steps))


def _with_error(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """ "The error that is being handled", while it is: a line may be written out later."""
    if event.get("exc_info") is True:
        event["exc_info"] = sys.exc_info()
    return event


def _without_words_of_errors(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Some, such as Celery, write an error's words into their own line."""
    info = event.get("exc_info")
    for error in _chain(info[1] if isinstance(info, tuple) else None):
        for words in (repr(error), str(error)):
            if words:
                event["event"] = str(event["event"]).replace(words, type(error).__qualname__)
    return event


class LineFormatter(structlog.stdlib.ProcessorFormatter):
    """One line an event, as JSON."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=[structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level, _without_people],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.TimeStamper(fmt="iso"),
                _without_words_of_errors,
                structlog.processors.ExceptionRenderer(_trace),
                _without_secrets,
                structlog.processors.JSONRenderer(),
            ],
        )


structlog.configure(
    processors=[
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.filter_by_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        _without_people,
        _with_error,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

logger = logging.getLogger("coproduction")
