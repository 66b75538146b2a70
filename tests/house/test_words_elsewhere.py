"""What people read stands in the catalogue: no renderer, page or answer has words of its own."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT

PLACES = ("adapters/slack/render", "adapters/teams/render", "core/dialogue/answers", "core/dialogue/screens")
FILES = sorted(path for place in PLACES for path in (ROOT / place).rglob("*.py"))
FILES += [ROOT / "bot" / f"{name}.py" for name in ("about", "approval", "connect", "mydata", "pages", "slack_install")]
TWO_WORDS = re.compile(r"[A-Za-z']{2,}[,:]? [A-Za-z']{2,}")


def strings(path: Path) -> Iterator[str]:
    """Every string but docstrings, what is raised or logged, and markup."""
    tree = ast.parse(path.read_text())
    aside: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr | ast.Raise | ast.Assert) or _logs(node):
            aside |= {id(part) for part in ast.walk(node) if not isinstance(node, ast.Expr) or _bare(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in aside:
            yield node.value


def _bare(node: ast.Expr) -> bool:
    return isinstance(node.value, ast.Constant)


def _logs(node: ast.AST) -> bool:
    """A log line, a pattern, or a list of words that is split."""
    called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
    return called.startswith(("log.", "re.")) or called.endswith(".split")


@pytest.mark.parametrize("path", FILES, ids=[str(path.relative_to(ROOT)) for path in FILES])
def test_no_words_stand_outside_the_catalogue(path: Path) -> None:
    markup = ("<", "=", "{", "'", "default-src")
    found = [text for text in strings(path) if TWO_WORDS.search(text) and not any(one in text for one in markup)]
    assert found == []
