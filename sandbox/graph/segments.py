"""The parts of a Graph path. `calendars('id')` is `calendars/id`; namespaces and empty parentheses are taken off."""

import re
from urllib.parse import unquote

KEYED = re.compile(r"^([^()]+)\('([^']*)'\)$")


def segments(raw_path: str) -> list[str]:
    """The decoded segments of a path without its version."""
    found: list[str] = []
    for raw in raw_path.split("/"):
        text = unquote(raw).removeprefix("microsoft.graph.").removesuffix("()")
        keyed = KEYED.match(text)
        found.extend(keyed.groups() if keyed else [text])
    return [text for text in found if text]
