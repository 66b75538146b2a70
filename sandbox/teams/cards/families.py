"""The families of types, filled by the modules that know them, so that they can refer to each other."""

from __future__ import annotations

from sandbox.teams.cards.rules import Rule, anything, either, flag, mapping, one_of, text
from sandbox.teams.cards.shapes import Family

ELEMENTS = Family("element")
ACTIONS = Family("action")
COLUMNS = Family("column", assumed="Column")
ROWS = Family("row")
CELLS = Family("cell")
RUNS = Family("inline")

SPACING = one_of("none", "small", "default", "medium", "large", "extraLarge", "padding")
ALIGNMENT = one_of("left", "center", "right")
VERTICAL = one_of("top", "center", "bottom")
STYLE = one_of("default", "emphasis", "good", "attention", "warning", "accent")
COLORS = one_of("default", "dark", "light", "accent", "good", "warning", "attention")
FONT_SIZE = one_of("default", "small", "medium", "large", "extraLarge")
WEIGHT = one_of("default", "lighter", "bolder")
FONT = one_of("default", "monospace")

EVERY: dict[str, Rule] = {"id": text, "requires": mapping}
ELEMENT: dict[str, Rule] = {
    **EVERY,
    "isVisible": flag,
    "separator": flag,
    "spacing": SPACING,
    "height": one_of("auto", "stretch"),
    "fallback": either(one_of("drop"), ELEMENTS.rule),
    "targetWidth": text,  # Teams' own
}
BOX: dict[str, Rule] = {
    "style": STYLE,
    "verticalContentAlignment": VERTICAL,
    "bleed": flag,
    "backgroundImage": anything,
    "minHeight": text,
    "rtl": flag,
    "selectAction": ACTIONS.rule,
}
