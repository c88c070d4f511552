"""Log lines: what happened, with the request's id. What people typed never stands in them."""

import logging
import re
from typing import Any

import structlog
from django.conf import settings

# What django-structlog binds by itself and must not be kept: an address on the network is personal data.
_DROPPED = ("ip", "user_agent")


def _without_people(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for key in _DROPPED:
        event.pop(key, None)
    return event


def _masked(value: Any) -> Any:
    """Text in which what follows a secret path, such as somebody's code, is starred out."""
    if not isinstance(value, str):
        return value
    for path in settings.SECRET_PATHS:
        value = re.sub(rf"({re.escape(path)})[^/\s?#'\"]+", r"\1***", value)
    return value


def _without_secrets(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    for key, value in event.items():
        event[key] = _masked(value)
    return event


class LineFormatter(structlog.stdlib.ProcessorFormatter):
    """One line an event, as JSON."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=[structlog.contextvars.merge_contextvars, structlog.stdlib.add_log_level, _without_people],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.TimeStamper(fmt="iso"),
                structlog.processors.format_exc_info,
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
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)

logger = logging.getLogger("coproduction")
