"""Logs: JSON lines with a static event name and fields; never titles, names, mail addresses, tokens or bodies.

Redaction is the second line of defence: the first is that nobody logs such values.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

REDACTED = "[redacted]"
SUSPICIOUS_KEYS = re.compile(
    r"token|secret|password|authorization|cookie|title|subject|body|email|address", re.IGNORECASE
)
SUSPICIOUS_VALUES = re.compile(
    r"xox[abpe]-[\w-]+|eyJ[\w-]{10,}\.[\w.-]*|[\w.+-]+@[\w-]+\.[\w.-]+|/connect/[\w-]{20,}|(?:code|state)=[^&\s]+"
)


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Takes out what looks like a secret or a person, by key and by form."""
    for key, value in event.items():
        event[key] = _clean("" if key == "event" else key, value)
    return event


def _clean(key: str, value: object) -> object:
    """The value as it may be logged, however deep it lies."""
    if SUSPICIOUS_KEYS.search(key):
        return REDACTED
    if isinstance(value, str):
        return SUSPICIOUS_VALUES.sub(REDACTED, value)
    if isinstance(value, dict):
        return {_clean("", name): _clean(str(name), item) for name, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean("", item) for item in value]
    return value


def configure(level: str) -> None:
    """JSON lines on standard error, for our own events and for those of libraries."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, _stack_without_values, redact, structlog.processors.JSONRenderer()],
        wrapper_class=structlog.make_filtering_bound_logger(getattr(logging, level.upper())),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _stack_without_values,
                redact,
                structlog.processors.JSONRenderer(),
            ],
        )
    )
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)


def _stack_without_values(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Where an exception came from and of what type; its text may hold contents and is left out."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        frames = []
        trace = error.__traceback__
        while trace is not None:
            code = trace.tb_frame.f_code
            frames.append(f"{code.co_filename.rsplit('/', 3)[-1]}:{trace.tb_lineno} {code.co_name}")
            trace = trace.tb_next
        event["at"] = frames[-8:]
    return event
