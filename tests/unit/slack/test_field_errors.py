"""What is wrong with a form is said at its field: every error names one that a form has, in the reader's language."""

import ast
from pathlib import Path

import pytest

import core
from adapters.slack.render import Origin, render_form
from adapters.slack.submissions import _errors
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.errors import InvalidChoice
from tests.unit.slack.examples import START, WORDS, Examples

ROOT = Path(core.__file__).parent
ON_CARDS = {"boss", "code", "comment", "connection", "dates", "platform", "proposed", "start", "to", "type"}
"""Said on the card of a press, a typed line or a form that is open too long: no input stands for it."""


def blocks() -> list[list[str]]:
    """The inputs of every form."""
    shown = [render_form(form, WORDS, Origin())["blocks"] for form in Examples("Work", 2).forms()]
    return [[block["block_id"] for block in form if block["type"] == "input"] for form in shown]


def named() -> set[str]:
    """The fields that errors name, as they stand in the source."""
    found = set()
    for path in ROOT.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "InvalidChoice" and node.args:
                field = node.args[0]
                if isinstance(field, ast.Constant):
                    found.add(str(field.value))
    return found


def test_every_error_names_an_input_or_is_said_on_a_card() -> None:
    inputs = {name for form in blocks() for name in form}
    assert named() - inputs == ON_CARDS


@pytest.mark.parametrize("form", blocks(), ids=" ".join)
def test_an_error_stands_at_its_own_field_and_else_at_the_first(form: list[str]) -> None:
    for name in form:
        assert _errors(InvalidChoice(name, "form.bad_field"), tuple(form), WORDS).keys() == {name}
    assert _errors(InvalidChoice("elsewhere", "form.bad_field"), tuple(form), WORDS).keys() == {form[0]}


def test_a_list_in_parts_says_it_at_the_first_part() -> None:
    wrong = InvalidChoice("warned", "form.bad_field")
    assert _errors(wrong, ("blocking", "warned:1", "warned:2"), WORDS).keys() == {"warned:1"}


def test_an_error_is_in_the_readers_language_also_one_that_nobody_knows() -> None:
    german = Words(Reader("Europe/Berlin", "de-DE"), START)
    said = {_errors(InvalidChoice("people", key), ("people",), german)["people"] for key in ("form.bad_field", "x.y")}
    assert len(said) == 1
    assert said != {_errors(InvalidChoice("people", "form.bad_field"), ("people",), WORDS)["people"]}
