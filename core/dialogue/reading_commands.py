"""What a line was read as when not all of it was understood: nothing is done until a button is pressed."""

from dataclasses import dataclass
from typing import Literal

from core.dialogue.commands import Command, Find

Verb = Literal["find", "book", "why", "move"]


@dataclass(frozen=True, slots=True)
class NotUnderstood(Command):
    """`unknown`: the words that no rule takes, as they were typed; `past`: those that name a day that is over.
    `wishes`: what the rest says; several when the words in `doubtful` can be meant in several ways."""

    verb: Verb = "find"
    wishes: tuple[Find, ...] = ()
    unknown: tuple[str, ...] = ()
    past: tuple[str, ...] = ()
    doubtful: str = ""
