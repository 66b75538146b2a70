"""Which tests stay on one worker when several run.

pytest 9.2 keeps node ids in a place of its own, so that the marks of `--dist loadgroup` (xdist 3.8) are lost without a
word. Therefore: the tests of one file stay together, as they share programs and databases; files listed in APART hold
tests that start everything for themselves.
"""

from collections import Counter

import pytest
from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

APART = ("tests/lies/test_lies.py",)
LONG = ("tests/soak/", "tests/browser/", "tests/e2e/", "tests/simulation/", "tests/lies/", "tests/sandbox/page/")
"""Few tests that take long: begun last, they would run while the other workers have nothing left."""


def longest_first(items: list[pytest.Item]) -> None:
    """Files of LONG first, then those with the most tests; in each file the order stays."""
    files = [item.nodeid.partition("::")[0] for item in items]
    size = Counter(files)
    order = dict(zip(items, files, strict=True))
    items.sort(key=lambda item: (not order[item].startswith(LONG), -size[order[item]], order[item]))


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out whole files in the order collected, except those of APART."""

    def __init__(self, config: pytest.Config, log: object = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(APART) else nodeid.partition("::")[0]
