"""@microsoft/microsoft-graph-types judges the sandbox: its answers, written down as TypeScript, pass the compiler."""

import json
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.clients.program import ROOT, Sandbox, node
from tests.clients.week import ADA, BEN

FOLDER = ROOT / "tests/clients/js"
WINDOW = "startDateTime=2026-11-01T00:00:00Z&endDateTime=2026-12-31T00:00:00Z"
UNDECLARED = {
    "Event": {"uid", "occurrenceId"},
    "Calendar": {"groupClassId"},
    "MailboxSettings": {"userPurpose"},  # an object around the declared word
    "PublicError": {"innerError"},  # "date" and the headers' names
}
"""What the service itself sends in another form than its types say."""

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One object that the sandbox sent, and Microsoft's name of its type."""

    kind: str
    source: str
    value: Json


@pytest.fixture
def ada(sandbox: Sandbox) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {sandbox.token(ADA)}"}
    with httpx.Client(base_url=sandbox.graph, headers=headers, trust_env=False, timeout=20) as http:
        yield http


def _rows(ada: httpx.Client, kind: str, path: str) -> list[Answer]:
    """A collection's rows, to its last page."""
    found, url = [], path
    while url:
        page = ada.get(url).raise_for_status().json()
        found += [Answer(kind, path, row) for row in page["value"] if "@removed" not in row]
        url = page.get("@odata.nextLink", "")
    assert found, path
    return found


def _one(kind: str, answer: httpx.Response) -> Answer:
    return Answer(kind, str(answer.request.url), answer.json())


def _answers(ada: httpx.Client) -> Iterator[Answer]:
    """Everything of the calendar part that has a type."""
    yield _one("User", ada.get("/me"))
    yield _one("MailboxSettings", ada.get("/me/mailboxSettings"))
    yield from _rows(ada, "Calendar", "/me/calendars")
    yield _one("Calendar", ada.get("/me/calendar"))
    yield from _rows(ada, "Event", f"/me/calendarView?{WINDOW}&$top=50")
    yield from _rows(ada, "Event", f"/me/calendarView/delta?{WINDOW}")
    yield from _rows(ada, "Event", "/me/events?$top=50")
    start, end = ({"dateTime": f"2026-11-23T{hour}:00:00", "timeZone": "UTC"} for hour in (10, 11))
    invited = [{"type": "required", "emailAddress": {"address": BEN}}]
    meeting = {"subject": "Typed", "start": start, "end": end, "attendees": invited, "isOnlineMeeting": True}
    yield _one("Event", ada.post("/me/events", json=meeting))
    asked = {"schedules": [ADA, BEN, "nobody@contoso.com"], "startTime": start, "endTime": end}
    schedules = ada.post("/me/calendar/getSchedule", json=asked)
    yield from (Answer("ScheduleInformation", "getSchedule", row) for row in schedules.json()["value"])
    yield Answer("PublicError", "a refusal", ada.get("/me/calendarView").json()["error"])


def _declared(kind: str, value: Any) -> Any:
    """The value without annotations, which are no properties, and without what Microsoft's types leave out."""
    if isinstance(value, list):
        return [_declared(kind, one) for one in value]
    if not isinstance(value, dict):
        return value
    hidden = UNDECLARED.get(kind, set())
    return {key: _declared("", one) for key, one in value.items() if "@" not in key and key not in hidden}


def _complaints(folder: Path, answers: list[Answer]) -> list[str]:
    """What the compiler says, one line a complaint, with the request it is about."""
    kinds = sorted({answer.kind for answer in answers})
    lines = [f'import type {{ {", ".join(kinds)} }} from "@microsoft/microsoft-graph-types";']
    lines += [
        f"export const answer{number}: {one.kind} = {json.dumps(_declared(one.kind, one.value))};"
        for number, one in enumerate(answers)
    ]
    (folder / "answers.ts").write_text("\n".join(lines))
    (folder / "node_modules").symlink_to(FOLDER / "node_modules")
    command = [node(), str(FOLDER / "node_modules/typescript/bin/tsc"), "--strict", "--noEmit", "--pretty", "false"]
    options = ["--skipLibCheck", "--target", "es2022", "--module", "nodenext", "--moduleResolution", "nodenext"]
    run = subprocess.run(
        [*command, *options, "answers.ts"], cwd=folder, capture_output=True, text=True, timeout=90, check=False
    )
    said = [line for line in run.stdout.splitlines() if line.startswith("answers.ts")]
    assert run.returncode == 0 or said, run.stdout + run.stderr
    return [f"{answers[int(_line(line)) - 2].source}: {line}" for line in said]


def _line(complaint: str) -> str:
    found = re.match(r"answers\.ts\((\d+),", complaint)
    assert found, complaint
    return found[1]


def test_every_answer_has_microsofts_type(ada: httpx.Client, tmp_path: Path) -> None:
    answers = list(_answers(ada))
    assert len(answers) > 50
    complaints = _complaints(tmp_path, answers)
    assert complaints == [], "\n".join(complaints)


def test_wrong_answers_are_complained_about(ada: httpx.Client, tmp_path: Path) -> None:
    event = _rows(ada, "Event", "/me/events?$top=50")[0]
    spoils: list[Json] = [
        {"showAs": "occupied"},
        {"isAllDay": "no"},
        {"surprise": 1},
        {"start": {"dateTime": "2026-11-23T10:00:00", "zone": "UTC"}},
        {"attendees": {}},
    ]
    spoilt = [Answer("Event", str(spoil), event.value | spoil) for spoil in spoils]
    complaints = _complaints(tmp_path, [event, *spoilt])
    assert [line.partition(": answers.ts")[0] for line in complaints] == [one.source for one in spoilt]
