"""Each planted lie makes smoke fail, and at the step that the lie is about."""

import subprocess
import sys

import pytest

from tests.driving.programs import ROOT

CAUGHT_AT = {
    "book_without_post": "the event is in Outlook",
    "wrong_calendar": "it is in the chosen calendar and only there",
    "warning_never_edited": "the same message says Resolved",
    "consent_skipped": "the sign-in is at Microsoft, and consent is asked",
    "disconnect_keeps_token": "nothing of Ada's is used for others any more",
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize("lie", CAUGHT_AT)
def test_smoke_catches_the_lie_at_its_step(lie: str) -> None:
    line = [sys.executable, "-m", "tests.smoke", "--", sys.executable, "-m", f"tests.lies.{lie}"]
    run = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    assert f'FAILED at step "{CAUGHT_AT[lie]}"' in run.stderr, run.stdout[-3000:] + run.stderr
    assert "expected:" in run.stderr
    assert run.returncode == 1


def test_every_lie_is_played() -> None:
    told = {path.stem for path in (ROOT / "tests/lies").glob("*.py")} - {"__init__", "test_lies"}
    assert told == set(CAUGHT_AT)
