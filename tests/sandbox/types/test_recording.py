"""A sandbox of its own process writes down what it answers, and the recording is held against the types."""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import httpx
import pytest

from sandbox.witness import Exchange, Recorder, recorded
from tests.sandbox.m365.stage import Graph
from tests.sandbox.types.recording import WrongAnswersError, hold

GOOD = Exchange("graph", "DELETE", "/v1.0/me/events/x", 204, {"request-id": "6f0c2a34-5b1d-4e0f-9a77-0c1f3d2b8e41"}, "")


def test_the_program_writes_down_what_its_graph_answers(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    command = [sys.executable, "-m", "sandbox", "--port", "0", "--answers", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as program:
        assert program.stdout is not None
        try:
            origin = json.loads(program.stdout.readline())["page"].rstrip("/")
            with httpx.Client(base_url=origin, timeout=20) as http:
                token = http.post("/admin/token", json={"account": "ada@contoso.com"}).json()["access_token"]
                Graph(http, token).get("/me/calendars")
                assert Graph(http, token).error("GET", "/me/nowhere")[0] == 400
        finally:
            program.terminate()
    assert token not in path.read_text()
    assert hold(path).seen == {"list calendar": 1, "error": 1}


def test_a_wrong_answer_in_a_recording_is_told(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    recorder = Recorder(path)
    recorder(GOOD)
    hold(path)
    recorder(Exchange("graph", "GET", "/v1.0/me/calendars", 200, GOOD.headers, '{"value": [{"colour": "red"}]}'))
    recorder.close()
    with pytest.raises(WrongAnswersError, match="colour: no such property"):
        hold(path)


def test_a_line_that_the_end_of_the_program_tore_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "answers.jsonl"
    line = json.dumps(asdict(GOOD))
    path.write_text(f"{line}\n{line[:40]}", encoding="utf-8")
    assert recorded(path) == [GOOD]
