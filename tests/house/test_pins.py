"""What is installed is pinned by hash, names no address, and covers what the program declares."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT, name_of, text_of

PINNED = sorted((ROOT / "requirements").glob("*.txt"))
BLOCK = re.compile(r"^([a-z0-9-]+)==(\S+)[^\n]*\\\n((?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+)", re.MULTILINE)


def _names(text: str) -> set[str]:
    lines = [line.split("#")[0].strip() for line in text.splitlines()]
    return {re.split(r"[\[<>=~!; ]", line)[0].lower() for line in lines if line and not line.startswith("-")}


@pytest.mark.parametrize("path", PINNED, ids=[path.name for path in PINNED])
def test_every_requirement_has_one_version_and_its_hashes(path: Path) -> None:
    requirements = re.findall(r"^[a-zA-Z0-9][^\n]*", text_of(path), re.MULTILINE)
    assert requirements
    assert len(BLOCK.findall(text_of(path))) == len(requirements)


@pytest.mark.parametrize("path", PINNED, ids=[path.name for path in PINNED])
def test_no_pin_names_an_address_or_a_path_of_the_machine_that_made_it(path: Path) -> None:
    assert re.findall(r"\w+://\S+|--(?:index|extra-index|find-links)\S*|\s/\S+", text_of(path)) == []


@pytest.mark.parametrize("path", PINNED, ids=[path.name for path in PINNED])
def test_every_wish_is_pinned(path: Path) -> None:
    wished = _names(text_of(path.with_suffix(".in")))
    pinned = {name for name, _, _ in BLOCK.findall(text_of(path))}
    assert wished - pinned == set(), f"run make pins: {name_of(path)} is behind"


def test_tests_run_on_the_versions_that_users_get() -> None:
    base, dev = ({n: v for n, v, _ in BLOCK.findall(text_of(ROOT / f"requirements/{f}.txt"))} for f in ("base", "dev"))
    assert {name: (version, dev.get(name)) for name, version in base.items() if dev.get(name) != version} == {}


def test_every_dependency_has_its_reason() -> None:
    reasons = text_of(ROOT / "docs/dependencies.md").lower()
    wished = set().union(*(_names(text_of(path.with_suffix(".in"))) for path in PINNED))
    assert {name for name in wished if f"| {name} " not in reasons} == set()


def test_every_switched_off_lint_rule_carries_a_reason() -> None:
    text = text_of(ROOT / "pyproject.toml")
    ruff = tomllib.loads(text)["tool"]["ruff"]["lint"]
    block = text[text.index("\nignore = [") : text.index("[tool.ruff.lint.per-file-ignores]")]
    lines = [line for line in block.splitlines() if line.strip().startswith('"')]
    assert ruff["ignore"]
    assert [line for line in lines if "#" not in line] == []
