"""Which tests stay on one worker when several run.

pytest 9.2 keeps node ids in a place of its own, so that the marks of `--dist loadgroup` (xdist 3.8) are lost without a
word. Therefore: the tests of one file stay together, as they share programs and databases; files listed in APART hold
tests that start everything for themselves.
"""

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

APART = ("tests/lies/test_lies.py",)


class ByFile(LoadScopeScheduling):  # type: ignore[misc]
    """Hands out whole files, except those of APART."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid if nodeid.startswith(APART) else nodeid.partition("::")[0]
