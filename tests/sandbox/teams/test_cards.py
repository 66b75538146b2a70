"""Adaptive Cards that Teams draws as meant, and broken ones with what is wrong about them."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sandbox.teams.cards import card_problems, dialog_problems
from tests.sandbox.teams.stage import card, execute, submit, text

Json = dict[str, Any]

RICH = card(
    text("When"),
    {"type": "FactSet", "facts": [{"title": "With", "value": "Ben"}]},
    {"type": "ColumnSet", "columns": [{"type": "Column", "width": "auto", "items": [text("a")]}, {"width": 2}]},
    {"type": "Container", "style": "Emphasis", "items": [{"type": "Image", "url": "https://x.example/i.png"}]},
    {"type": "RichTextBlock", "inlines": ["plain", {"type": "TextRun", "text": "bold", "weight": "Bolder"}]},
    {"type": "Table", "columns": [{"width": 1}], "rows": [{"type": "TableRow", "cells": []}], "firstRowAsHeader": True},
    {"type": "Input.ChoiceSet", "id": "who", "choices": [], "choices.data": {"type": "Data.Query", "dataset": "graph"}},
    {"type": "Input.Toggle", "id": "t", "title": "Online"},
    {"type": "ActionSet", "actions": [execute("a"), {**submit(), "style": "destructive", "tooltip": "Gone"}]},
    actions=[
        {"type": "Action.ShowCard", "card": {"type": "AdaptiveCard", "body": [{"type": "Input.Text", "id": "n"}]}}
    ],
    refresh={"action": execute("again"), "userIds": ["29:1x"]},
    msteams={"width": "Full"},
    fallbackText="When, with Ben",
)


def test_a_card_of_every_kind_of_part_is_right() -> None:
    assert card_problems(RICH) == []


def with_input(**changes: Any) -> Json:
    return card({"type": "Input.Text", "id": "n", **changes})


def choices(*values: str, **more: Any) -> Json:
    entries = [{"title": value, "value": value} for value in values]
    return card({"type": "Input.ChoiceSet", "id": "c", "choices": entries, **more})


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        ("not a card", "must be an object of type AdaptiveCard"),
        ({**card(), "type": "Card"}, "must be an object of type AdaptiveCard"),
        ({"type": "AdaptiveCard", "body": []}, "card.version: must be one of"),
        ({**card(), "version": "1.6"}, "card.version: must be one of"),
        ({**card(), "body": {}}, "card.body: must be an array"),
        ({**card(), "colour": "red"}, "AdaptiveCard has no property colour"),
        (card({"type": "TextBlok", "text": "x"}), "card.body[0]: TextBlok is no element of schema 1.5"),
        (card({"text": "x"}), "card.body[0]: there is no type"),
        (card({"type": "TextBlock"}), "TextBlock needs text"),
        (card({"type": "TextBlock", "text": 5}), "card.body[0].text: must be a string"),
        (card({"type": "TextBlock", "text": "x", "size": "huge"}), "must be one of default, small"),
        (card({"type": "TextBlock", "text": "x", "wrapp": True}), "TextBlock has no property wrapp"),
        (card({"type": "Container", "items": [{"type": "Oops"}]}), "card.body[0].items[0]: Oops is no element"),
        (card({"type": "Input.Text"}), "Input.Text needs id"),
        (card({"type": "Input.Toggle", "id": "t"}), "Input.Toggle needs title"),
        (with_input(isRequired="yes"), "must be true or false"),
        (card({"type": "Input.Date", "id": "d", "value": "2026-13-40"}), "must look like 2026-12-01"),
        (card({"type": "Input.Time", "id": "d", "value": "25:99"}), "must look like 09:30"),
        (card({"type": "Input.Text", "id": "n"}, {"type": "Input.Date", "id": "n"}), "two inputs have the id n"),
        (choices("a,b", isMultiSelect=True), "the value a,b has a comma"),
        (card({"type": "Input.ChoiceSet", "id": "c", "choices": [{"title": "x"}]}), "Input.Choice needs value"),
        (card(actions=[{"type": "Action.Jump"}]), "Action.Jump is no action of schema 1.5"),
        (card(actions=[{"type": "Action.OpenUrl", "url": "javascript:alert(1)"}]), "must be an address"),
        (card(actions=[{**execute(), "verb": 3}]), "card.actions[0].verb: must be a string"),
        (card(actions=[submit(msteams={"type": "task/open"})]), "msteams: type must be one of"),
        (card(actions=[execute(str(n)) for n in range(7)]), "card.actions: must have at most 6"),
        ({**card(actions=[execute()]), "version": "1.3"}, "Action.Execute needs version 1.4"),
        ({**card({"type": "Table"}), "version": "1.4"}, "Table needs version 1.5"),
        (card(refresh={"action": submit()}), "refresh needs an Action.Execute"),
        (card(refresh={"userIds": []}), "Refresh needs action"),
        (card(refresh={"action": execute(), "userIds": ["29:1"] * 61}), "userIds: must have at most 60"),
    ],
)
def test_what_is_wrong_with_a_card_is_said_with_its_place(broken: Any, words: str) -> None:
    problems = card_problems(broken)
    assert any(words in one for one in problems), problems


def test_a_comma_is_no_harm_where_only_one_can_be_chosen() -> None:
    assert card_problems(choices("a,b")) == []


def test_a_dialog_takes_submit_only() -> None:
    assert dialog_problems(card(actions=[submit()])) == []
    assert dialog_problems(card(actions=[execute()])) != []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of everything inside a JSON value."""
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*path, key)
        yield from places(inner, (*path, key))


@settings(max_examples=60, deadline=None)
@given(path=st.sampled_from(list(places(RICH))), junk=JSON)
def test_junk_anywhere_in_a_card_is_judged_without_falling_over(path: tuple[Any, ...], junk: Any) -> None:
    spoilt = deepcopy(RICH)
    target = spoilt
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = junk
    problems = card_problems(spoilt)
    assert all(one.startswith(("card", "input")) for one in problems)
