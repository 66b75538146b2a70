"""What a screen reader says of a button holds what the button shows: whoever speaks it aloud to press it says that."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import core.dialogue.answers
from core.dialogue.catalogue import ENGLISH
from core.dialogue.catalogue.translations import available, translated, translations

ALL_GAPS = {"offer.time", "series.start"}  # a day and a time; the name tells the same two and the end
ANSWERS = Path(core.dialogue.answers.__file__).parent


def _key(node: ast.expr | None) -> str | None:
    """The key of say("key", ...)."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
        first = node.args[0]
        return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
    return None


def named_buttons() -> Iterator[tuple[str, str]]:
    """The keys of label and name of each Action that is made with both, said there or right before."""
    for path in ANSWERS.rglob("*.py"):
        for function in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                yield from _named_in(function)


def _named_in(function: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[tuple[str, str]]:
    said: dict[str, str | None] = {}
    for node in sorted((one for one in ast.walk(function) if hasattr(one, "lineno")), key=lambda one: one.lineno):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            said[node.targets[0].id] = _key(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Action":
            label = next((one for one in node.args[:1]), None)
            name = next((one.value for one in node.keywords if one.arg == "name"), None)
            keys = [said.get(one.id) if isinstance(one, ast.Name) else _key(one) for one in (label, name)]
            if keys[0] is not None and keys[1] is not None:
                yield keys[0], keys[1]


def _shown(sentence: str) -> str:
    """As a voice would say it: without marks, gaps by their names."""
    return " ".join(re.sub(r"[^\w\s]", " ", sentence).casefold().split())


@pytest.mark.parametrize("language", available())
def test_the_name_of_a_button_holds_its_label(language: str) -> None:
    found = translations(language)
    pairs = {(label, name) for label, name in named_buttons() if label not in ALL_GAPS}
    assert len(pairs) > 30
    lacking = {
        (translated(label, ENGLISH[label], found), translated(name, ENGLISH[name], found))
        for label, name in pairs
        if _shown(translated(label, ENGLISH[label], found)) not in _shown(translated(name, ENGLISH[name], found))
    }
    assert lacking == set()
