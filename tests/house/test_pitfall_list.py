"""Which complaints about other products are tests of ours, by their number in our list. The set grows by issue."""

import re
from collections import defaultdict

from tests.house.tree import ROOT, name_of, text_of, with_suffix

COVERED = {*range(1, 26)}
"""All of them."""
NAMED = re.compile(r"^(?:async )?def test_p(\d+)_\w+", re.MULTILINE)


def named_tests() -> dict[int, list[str]]:
    """Number -> the files with a test of that name, read from their source: none of them has to run for it."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in with_suffix(".py"):
        if path.relative_to(ROOT).parts[0] == "tests" and path.name.startswith("test_"):
            for number in NAMED.findall(text_of(path)):
                found[int(number)].append(name_of(path))
    return found


def test_every_complaint_on_the_list_is_a_named_test_and_every_named_test_is_on_the_list() -> None:
    found = set(named_tests())
    assert sorted(COVERED - found) == [], "no test carries these numbers"
    assert sorted(found - COVERED) == [], "these numbers are tested now: say so here"


def test_the_numbers_are_read_as_they_stand_in_the_tests() -> None:
    found = named_tests()
    assert "tests/unit/core/test_pitfalls.py" in found[9], "does the search work?"
    assert "tests/unit/core/test_free_days.py" in found[10]
    assert NAMED.findall("def test_p3_a():\nasync def test_p14_b():\ndef test_pictures():\ndef test_p():") == [
        "3",
        "14",
    ]
