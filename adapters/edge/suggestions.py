"""What a message of the chat suggests for a meeting about it."""

import re

from adapters.edge.fields import TITLE_MOST
from adapters.edge.words import clean

TITLE_WORDS = 8
_END_OF_SENTENCE = re.compile(r"(?<=[.!?…])\s|\n")
_ADDRESS = re.compile(r"https?://\S+")


def title_of(text: str) -> str:
    """The first words of a message's first sentence, without addresses; empty when it has none. Nothing else of it is
    kept."""
    sentences = _END_OF_SENTENCE.split(_ADDRESS.sub(" ", text))
    first = next(filter(None, (clean(one.strip()[:TITLE_MOST]).strip(" ,;:.!?…-") for one in sentences)), "")
    return " ".join(first.split()[:TITLE_WORDS]).rstrip(" ,;:.!?…-")[:TITLE_MOST]
