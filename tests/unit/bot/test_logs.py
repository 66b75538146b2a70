"""Logs hold no secrets and no contents, whoever writes them and however deep they lie."""

import io
import json
import logging
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog

from bot import logs

Lines = Callable[[], list[dict[str, Any]]]
POISON = [
    "xoxb-123-abcDEF",
    "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "ada@contoso.com",
    "Ada.L+x@sub.contoso.com",
    "/connect/0123456789abcdefghijklmnopqrstuvwxyz",
    "code=0.AXoA-secret",
    "state=abcd-efgh",
]
KEYS = [
    "token",
    "access_token",
    "client_secret",
    "password",
    "Authorization",
    "set-cookie",
    "title",
    "subject",
    "body",
    "email",
]


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """Logging is set up as `serve` does; gives what was written."""
    written = io.StringIO()
    monkeypatch.setattr(sys, "stderr", written)
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    root.handlers = []
    logs.configure("debug")
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    structlog.reset_defaults()
    root.handlers, root.level = before, level


@pytest.mark.parametrize("poison", POISON)
def test_what_looks_like_a_secret_is_taken_out_of_every_value(lines: Lines, poison: str) -> None:
    structlog.get_logger().info(
        "seen", url=f"see {poison} there", many=[poison, {"deep": (poison,)}], where={"path": {"x": poison}}
    )
    logging.getLogger("library").warning("a library said %s", poison)
    found = lines()
    assert len(found) == 2
    assert poison not in json.dumps(found)
    assert logs.REDACTED in json.dumps(found[0])


@pytest.mark.parametrize("key", KEYS)
def test_what_is_named_like_a_secret_is_taken_out_whatever_it_is(lines: Lines, key: str) -> None:
    structlog.get_logger().info("seen", **{key: "Plain words"}, inner={key: 42, "kept": "yes"})
    (line,) = lines()
    assert (line[key], line["inner"]) == (logs.REDACTED, {key: logs.REDACTED, "kept": "yes"})


def test_an_exceptions_text_stays_out_and_its_place_comes_in(lines: Lines) -> None:
    def fails() -> None:
        raise ValueError("POISON in the text")

    for say in (structlog.get_logger().exception, logging.getLogger("library").exception):
        try:
            fails()
        except ValueError:
            say("failed")
    ours, theirs = lines()
    for line in (ours, theirs):
        assert line["error"] == "ValueError"
        assert any("test_logs.py" in frame and "fails" in frame for frame in line["at"])
        assert "POISON" not in json.dumps(line)


def test_lines_are_json_with_time_level_and_event(lines: Lines) -> None:
    structlog.get_logger().warning("something", count=3)
    (line,) = lines()
    assert (line["event"], line["level"], line["count"]) == ("something", "warning", 3)
    assert line["timestamp"].endswith("Z")
