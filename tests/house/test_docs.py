"""The pages a reader starts from: their links lead somewhere, their commands exist."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.house.tree import ROOT, name_of, text_of, with_suffix

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
PAGES = with_suffix(".md")


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ +(.+?) *$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=[name_of(page) for page in PAGES])
def test_every_link_of_a_page_resolves(page: Path) -> None:
    broken = []
    for link in LINK.findall(re.sub(r"```[\s\S]*?```|`[^`\n]*`", "", text_of(page))):
        if re.match(r"https?://|mailto:", link):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in _anchors(text_of(target))):
            broken.append(link)
    assert broken == []


def test_the_readme_names_the_two_commands_of_a_newcomer() -> None:
    commands = re.findall(r"```\w*\n([\s\S]*?)```", text_of(ROOT / "README.md"))
    assert {"make demo", "make test"} <= {line.strip() for block in commands for line in block.splitlines()}


def test_the_build_machine_runs_the_command_under_the_heading_test() -> None:
    script = text_of(ROOT / ".ci/run")
    program = re.search(r"awk '([^']+)'", script)
    assert program
    found = subprocess.run(
        ["awk", program.group(1), str(ROOT / "README.md")], capture_output=True, text=True, check=True
    ).stdout.strip()
    assert found == "make test"


def test_every_make_target_that_a_page_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of(ROOT / "Makefile"), re.MULTILINE))
    named = {match for page in PAGES for match in re.findall(r"(?:^|`)make ([a-z]+)", text_of(page), re.MULTILINE)}
    assert named
    assert named - targets == set()


def test_make_without_a_target_lists_the_targets() -> None:
    shown = subprocess.run(
        ["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert {"demo", "smoke", "test", "check", "bench", "pictures", "help"} <= set(re.findall(r"make (\w+)", shown))


def test_every_decision_says_its_context_and_its_consequences() -> None:
    decisions = sorted((ROOT / "docs/adr").glob("0*.md"))
    assert [path.name[:4] for path in decisions] == [f"{number:04}" for number in range(1, len(decisions) + 1)]
    for path in decisions:
        assert {"context", "decision", "consequences"} <= _anchors(text_of(path)), path.name
