"""A test that lacks its tool skips on a person's machine and fails on the build machine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import skips_forbidden
from tests.house.tree import ROOT

EXAMPLES = {
    "test_one_skips.py": 'import pytest\n\n\ndef test_it():\n    pytest.skip("no such tool")\n',
    "test_module_skips.py": 'import pytest\n\npytest.skip("no such tool", allow_module_level=True)\n',
}


def _run(directory: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name not in {"CI", "CLEARHOUR_FORBID_SKIPS"}}
    plain = {name: value for name, value in clean.items() if not name.startswith("PYTEST_")}
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.conftest",
        "-p",
        "no:cacheprovider",
        "-rs",
        "--continue-on-collection-errors",
    ]
    return subprocess.run(
        [*command, "-c", os.devnull, "--rootdir", str(directory), str(directory)],
        cwd=ROOT,
        env=plain | environment | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def skipping_tests(tmp_path: Path) -> Path:
    """A directory with a test that skips and a module that skips."""
    for name, text in EXAMPLES.items():
        (tmp_path / name).write_text(text)
    return tmp_path


def test_a_skip_says_its_reason_and_passes_on_a_persons_machine(skipping_tests: Path) -> None:
    run = _run(skipping_tests)
    assert run.returncode == pytest.ExitCode.OK
    assert run.stdout.count("no such tool") == len(EXAMPLES)


def test_a_skip_fails_where_skips_are_forbidden(skipping_tests: Path) -> None:
    run = _run(skipping_tests, CI="true")
    assert run.returncode not in {pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED}
    assert "and this test skipped" in run.stdout
    assert "and this module skipped" in run.stdout


@pytest.mark.parametrize("variable", ["CI", "CLEARHOUR_FORBID_SKIPS"])
def test_either_variable_forbids_skips(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    for name in ("CI", "CLEARHOUR_FORBID_SKIPS"):
        monkeypatch.delenv(name, raising=False)
    assert not skips_forbidden()
    monkeypatch.setenv(variable, "1")
    assert skips_forbidden()
