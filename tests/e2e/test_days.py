"""Smoke on days that have surprised programs before."""

import subprocess
import sys

import pytest

from tests.driving.programs import ROOT
from tests.smoke.days import DAYS


@pytest.mark.timeout(300)
@pytest.mark.parametrize("day", DAYS)
def test_the_main_job_works_on_this_day(day: str) -> None:
    line = [sys.executable, "-m", "tests.smoke", "--clock", day]
    run = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=280)
    assert run.returncode == 0, run.stdout[-4000:] + run.stderr
    assert "All 20 steps passed" in run.stdout
