"""Hundreds of spoilt requests: each is refused with the way to what is wrong, none is answered, none crashes."""

from __future__ import annotations

import json

import pytest

from core.availability import RequestError, parse_request, run
from tests.unit.availability.mutations import GOOD, Path, spoilt, texts


def test_the_good_requests_are_good() -> None:
    for good in GOOD.values():
        assert json.loads(run(json.dumps(good)))["why"]


def test_at_least_500_spoilt_requests_are_refused_with_path_and_reason() -> None:
    cases = list(spoilt())
    assert len({what for what, _, _ in cases}) >= 500
    assert [fault for what, path, request in cases if (fault := _fault(what, path, request))] == []


def test_as_text_in_an_array_the_path_begins_with_the_requests_number() -> None:
    for what, path, request in list(spoilt())[::40]:
        with pytest.raises(RequestError) as caught:
            run(json.dumps([GOOD["several"], request]))
        assert _is_near(caught.value.path, (1, *path)), what


@pytest.mark.parametrize("text", list(texts()))
def test_what_is_no_request_at_all_is_refused(text: str) -> None:
    with pytest.raises(RequestError):
        run(text)


def _fault(what: str, path: Path, request: object) -> str | None:
    """What is wrong with how a spoilt request is refused: it isn't, or the path leads elsewhere."""
    try:
        parse_request(request)
    except RequestError as error:
        return None if error.reason and _is_near(error.path, path) else f"{what}: blames {error.path!r}"
    return f"{what}: accepted"


def _is_near(said: str, path: Path) -> bool:
    """The value itself, something in it, what it is a part of, or its neighbour (an end before its start)."""
    steps = said.replace("]", "").replace("[", ".").strip(".").split(".")
    own = [str(step) for step in path]
    shared = min(len(steps), len(own))
    return steps[:shared] == own[:shared] or steps[:-1] == own[:-1]
