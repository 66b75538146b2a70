"""The request as JSON text, and the answer: what `clearhour slots` reads and prints, see docs/availability.md."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from core.availability.engine import find_slots
from core.availability.model import Answer, Reason, Request
from core.availability.parsing import parse_request
from core.availability.reading import RequestError

__all__ = ["RequestError", "answer_json", "parse_request", "read_requests", "run"]


def run(text: str) -> str:
    """The answer to a request, or the array of answers to an array of requests. RequestError if one is wrong."""
    found = read_requests(text)
    if isinstance(found, list):
        return json.dumps([answer_json(find_slots(request)) for request in found], ensure_ascii=False)
    return json.dumps(answer_json(find_slots(found)), ensure_ascii=False)


def read_requests(text: str) -> Request | list[Request]:
    """The request of a JSON text, or all requests of an array. RequestError if one is wrong."""
    value = _decoded(text)
    if isinstance(value, list):
        return [parse_request(each, f"[{number}]") for number, each in enumerate(value)]
    return parse_request(value)


def _decoded(text: str) -> object:
    try:
        return json.loads(text, object_pairs_hook=_each_key_once)
    except RequestError:
        raise
    except (ValueError, RecursionError) as error:
        raise RequestError("", f"is not JSON: {error}") from error


def answer_json(answer: Answer) -> dict[str, Any]:
    """The answer ready for JSON; instants in UTC, also the keys of `who` and `why`."""
    return {
        "slots": [_text(slot) for slot in answer.slots],
        "free": [[_text(start), _text(end)] for start, end in answer.free],
        "who": {_text(slot): list(people) for slot, people in answer.who.items()},
        "unreadable": list(answer.unreadable),
        "why": {
            _text(instant): [_reason_json(reason) for reason in reasons] for instant, reasons in answer.why.items()
        },
    }


def _reason_json(reason: Reason) -> dict[str, Any]:
    shown: dict[str, Any] = {"code": str(reason.code)}
    shown |= {key: value for key in ("calendar", "id", "person") if (value := getattr(reason, key))}
    if reason.because:
        shown["because"] = [_reason_json(behind) for behind in reason.because]
    return shown


def _text(instant: datetime) -> str:
    return instant.astimezone(UTC).replace(tzinfo=None).isoformat() + "Z"


def _each_key_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found: dict[str, object] = {}
    for key, value in pairs:
        if key in found:
            raise RequestError(key, "stands twice in the same object")
        found[key] = value
    return found
