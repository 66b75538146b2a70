"""What a message of the chat suggests for a meeting about it."""

import re

from adapters.edge.words import clean, cut

TITLE_MOST = 60
_END_OF_SENTENCE = re.compile(r"(?<=[.!?…])\s|\n")


def title_of(text: str) -> str:
    """The first sentence of a message, cut between two words; empty when it has none. Nothing else of it is kept."""
    first = next((one for one in _END_OF_SENTENCE.split(text.strip()) if clean(one)), "")
    title = clean(first).rstrip(".!,;: ")
    if len(title) <= TITLE_MOST:
        return title
    words = cut(title, TITLE_MOST).removesuffix("…")
    return (words.rsplit(" ", 1)[0] if " " in words else words).rstrip(".!,;: ") + "…"
