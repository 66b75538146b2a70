"""What a card shows. Source: the Adaptive Cards schema, version 1.5."""

from __future__ import annotations

from sandbox.teams.cards.families import (
    ACTIONS,
    ALIGNMENT,
    BOX,
    CELLS,
    COLORS,
    COLUMNS,
    ELEMENT,
    ELEMENTS,
    FONT,
    FONT_SIZE,
    ROWS,
    RUNS,
    STYLE,
    VERTICAL,
    WEIGHT,
)
from sandbox.teams.cards.rules import Rule, address, either, filled, flag, many, number, one_of, size, text
from sandbox.teams.cards.shapes import Shape, plain

LETTERS: dict[str, Rule] = {"color": COLORS, "fontType": FONT, "isSubtle": flag, "size": FONT_SIZE, "weight": WEIGHT}
IMAGE_SIZE = one_of("auto", "stretch", "small", "medium", "large")
ITEMS = many(ELEMENTS.rule)

FACT = plain(Shape({"title": text, "value": text}, ("title", "value")), "Fact")
SOURCE = plain(Shape({"url": address, "mimeType": text}, ("url",)), "MediaSource")
WIDTHS = plain(
    Shape({"width": size, "horizontalCellContentAlignment": ALIGNMENT, "verticalCellContentAlignment": VERTICAL}),
    "TableColumnDefinition",
)

IMAGE: dict[str, Rule] = {
    "url": address,
    "altText": text,
    "size": IMAGE_SIZE,
    "style": one_of("default", "person"),
    "width": text,
    "height": text,
    "backgroundColor": text,
    "horizontalAlignment": ALIGNMENT,
    "selectAction": ACTIONS.rule,
}
TEXT: dict[str, Rule] = {
    **LETTERS,
    "text": text,
    "wrap": flag,
    "maxLines": number,
    "horizontalAlignment": ALIGNMENT,
    "style": one_of("default", "heading", "columnHeader"),
}
TABLE: dict[str, Rule] = {
    "columns": many(WIDTHS),
    "rows": many(ROWS.rule),
    "firstRowAsHeader": flag,
    "firstRowAsHeaders": flag,  # the schema has both spellings
    "showGridLines": flag,
    "gridStyle": STYLE,
    "horizontalCellContentAlignment": ALIGNMENT,
    "verticalCellContentAlignment": VERTICAL,
}

ELEMENTS.shapes |= {
    "TextBlock": Shape({**ELEMENT, **TEXT}, ("text",)),
    "RichTextBlock": Shape(
        {**ELEMENT, "inlines": many(either(filled, RUNS.rule)), "horizontalAlignment": ALIGNMENT},
        ("inlines",),
        "1.2",
    ),
    "Image": Shape({**ELEMENT, **IMAGE}, ("url",)),
    "ImageSet": Shape({**ELEMENT, "images": many(ELEMENTS.rule), "imageSize": IMAGE_SIZE}, ("images",)),
    "Media": Shape(
        {**ELEMENT, "sources": many(SOURCE, least=1), "poster": address, "altText": text}, ("sources",), "1.1"
    ),
    "Container": Shape({**ELEMENT, **BOX, "items": ITEMS}, ("items",)),
    "ColumnSet": Shape(
        {**ELEMENT, **BOX, "columns": many(COLUMNS.rule), "horizontalAlignment": ALIGNMENT},
    ),
    "FactSet": Shape({**ELEMENT, "facts": many(FACT, least=1)}, ("facts",)),
    "ActionSet": Shape(
        {**ELEMENT, "actions": many(ACTIONS.rule, least=1), "horizontalAlignment": ALIGNMENT}, ("actions",), "1.2"
    ),
    "Table": Shape({**ELEMENT, **TABLE}, (), "1.5"),
}
COLUMNS.shapes |= {"Column": Shape({**ELEMENT, **BOX, "items": ITEMS, "width": size})}
ROWS.shapes |= {
    "TableRow": Shape(
        {
            **ELEMENT,
            "cells": many(CELLS.rule),
            "style": STYLE,
            "horizontalCellContentAlignment": ALIGNMENT,
            "verticalCellContentAlignment": VERTICAL,
        }
    )
}
CELLS.shapes |= {"TableCell": Shape({**ELEMENT, **BOX, "items": ITEMS}, ("items",))}
RUNS.shapes |= {
    "TextRun": Shape(
        {
            **LETTERS,
            "text": text,
            "highlight": flag,
            "italic": flag,
            "strikethrough": flag,
            "underline": flag,
            "selectAction": ACTIONS.rule,
        },
        ("text",),
    )
}
