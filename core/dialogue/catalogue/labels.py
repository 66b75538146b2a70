"""Words of inputs and headings that the renderers of every platform share (fields of forms, titles of cards)."""

LABELS: dict[str, str] = {}
