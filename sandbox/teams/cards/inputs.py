"""What a person fills in. Source: the Adaptive Cards schema, version 1.5."""

from __future__ import annotations

from sandbox.teams.cards.families import ACTIONS, ELEMENT, ELEMENTS
from sandbox.teams.cards.rules import Rule, filled, flag, many, matching, number, one_of, text
from sandbox.teams.cards.shapes import Shape, plain

DAY = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "2026-12-01")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "09:30")
CHOICE = plain(Shape({"title": text, "value": text}, ("title", "value")), "Input.Choice")
QUERY = plain(
    Shape({"type": one_of("Data.Query"), "dataset": filled, "count": number, "skip": number}, ("dataset",)),
    "Data.Query",
)

INPUT: dict[str, Rule] = {**ELEMENT, "id": filled, "label": text, "isRequired": flag, "errorMessage": text}

ELEMENTS.shapes |= {
    "Input.Text": Shape(
        {
            **INPUT,
            "isMultiline": flag,
            "maxLength": number,
            "placeholder": text,
            "regex": text,
            "style": one_of("text", "tel", "url", "email", "password"),
            "inlineAction": ACTIONS.rule,
            "value": text,
        },
        ("id",),
    ),
    "Input.Number": Shape(
        {**INPUT, "min": number, "max": number, "placeholder": text, "value": number},
        ("id",),
    ),
    "Input.Date": Shape({**INPUT, "min": DAY, "max": DAY, "placeholder": text, "value": DAY}, ("id",)),
    "Input.Time": Shape({**INPUT, "min": TIME, "max": TIME, "placeholder": text, "value": TIME}, ("id",)),
    "Input.Toggle": Shape(
        {**INPUT, "title": text, "value": text, "valueOn": text, "valueOff": text, "wrap": flag},
        ("id", "title"),
    ),
    "Input.ChoiceSet": Shape(
        {
            **INPUT,
            "choices": many(CHOICE),
            "choices.data": QUERY,  # Teams' people picker and typeahead
            "isMultiSelect": flag,
            "style": one_of("compact", "expanded", "filtered"),
            "value": text,
            "placeholder": text,
            "wrap": flag,
        },
        ("id",),
    ),
}
