"""What the tests fork is a program like one that was typed; and one that is typed still starts."""

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.driving.programs import ROOT, START_SECONDS
from tests.driving.zygote import Forked, zygote

Start = Callable[..., Forked]
_LOCAL = urllib.request.build_opener(urllib.request.ProxyHandler({}))


@pytest.fixture
def errors(tmp_path: Path) -> Iterator[int]:
    with (tmp_path / "errors").open("wb") as file:
        yield file.fileno()


@pytest.fixture
def sandbox(errors: int) -> Iterator[Start]:
    """Starts a sandbox, as often as it is called; what still runs afterwards is killed."""
    started: list[Forked] = []

    def start(*more: str) -> Forked:
        arguments = ("--port", "0", *more)
        made = zygote().start("sandbox", arguments, cwd=ROOT, env=os.environ, stdout=subprocess.PIPE, stderr=errors)
        started.append(made)
        return made

    yield start
    for each in started:
        each.kill()
        each.wait(START_SECONDS)
        assert each.stdout is not None
        each.stdout.close()


def _page(program: Forked) -> str:
    assert program.stdout is not None
    return str(json.loads(program.stdout.readline())["page"])


def _answers(page: str) -> bool:
    with _LOCAL.open(f"{page}admin/clock", timeout=START_SECONDS) as answer:
        return bool(answer.status == 200)


def test_two_programs_are_two_processes_and_each_ends_and_is_waited_for_by_itself(sandbox: Start) -> None:
    one, other = sandbox(), sandbox()
    pages = _page(one), _page(other)
    assert len({one.pid, other.pid, os.getpid()}) == 3
    one.terminate()
    assert one.wait(START_SECONDS) == 0
    assert other.poll() is None
    with pytest.raises(subprocess.TimeoutExpired):
        other.wait(0.01)
    assert _answers(pages[1])
    other.kill()
    assert other.wait(START_SECONDS) == -signal.SIGKILL
    with pytest.raises(OSError):
        os.kill(other.pid, 0)
    other.kill()  # once more does nothing
    assert other.poll() == -signal.SIGKILL


def test_wrong_arguments_end_it_with_the_status_and_the_words_of_a_typed_one(sandbox: Start, tmp_path: Path) -> None:
    forked = sandbox("--nothing")
    assert forked.wait(START_SECONDS) == 2
    assert "unrecognized arguments: --nothing" in (tmp_path / "errors").read_text()


def test_a_bot_sees_the_environment_it_is_given_and_no_other(
    errors: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLEARHOUR_SLACK_BOT_TOKEN", "of the tests")
    given = {"CLEARHOUR_PORT": "many"}
    forked = zygote().start("bot.cli", ["serve"], cwd=ROOT, env=given, stdout=errors, stderr=errors)
    assert forked.wait(START_SECONDS) == 1
    said = (tmp_path / "errors").read_text()
    assert "CLEARHOUR_PORT" in said
    assert "CLEARHOUR_SLACK_BOT_TOKEN" in said


def test_a_typed_command_starts_and_says_what_the_forked_one_says(errors: int, tmp_path: Path) -> None:
    typed = subprocess.run(
        [sys.executable, "-m", "bot.cli", "serve"], cwd=ROOT, env={}, capture_output=True, text=True, check=False
    )
    forked = zygote().start("bot.cli", ["serve"], cwd=ROOT, env={}, stdout=errors, stderr=errors)
    assert forked.wait(START_SECONDS) == typed.returncode == 1
    assert (tmp_path / "errors").read_text() == typed.stderr
