"""What a screen reader says of a button holds what the button shows: whoever speaks it aloud to press it says that."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import core.dialogue.answers
from core.dialogue.catalogue import ENGLISH
from core.dialogue.catalogue.translations import available, translated, translations

ANSWERS = Path(core.dialogue.answers.__file__).parent


def _key(node: ast.expr | None) -> str | None:
    """The key of say("key", ...)."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say":
        first = node.args[0]
        return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None
    return None


def named_buttons() -> Iterator[tuple[str, str]]:
    """The keys of label and name of each Action that is made with both."""
    for path in ANSWERS.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id == "Action"
                and node.args
            ):
                name = next((_key(one.value) for one in node.keywords if one.arg == "name"), None)
                label = _key(node.args[0])
                if label is not None and name is not None:
                    yield label, name


def _shown(sentence: str) -> str:
    """Without gaps and marks, as a voice would say it."""
    return " ".join(re.sub(r"\{\w+\}|[^\w\s]", " ", sentence).casefold().split())


@pytest.mark.parametrize("language", available())
def test_the_name_of_a_button_holds_its_label(language: str) -> None:
    found = translations(language)
    pairs = set(named_buttons())
    assert len(pairs) > 30
    lacking = {
        (translated(label, ENGLISH[label], found), translated(name, ENGLISH[name], found))
        for label, name in pairs
        if _shown(translated(label, ENGLISH[label], found)) not in _shown(translated(name, ENGLISH[name], found))
    }
    assert lacking == set()
