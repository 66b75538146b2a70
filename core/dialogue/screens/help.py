"""The help card."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Text, UserText


@dataclass(frozen=True, slots=True)
class HelpEntry:
    """One command: how it is typed (`usage`, without the slash command's name) and what it does."""

    usage: Text | UserText
    what: Text


@dataclass(frozen=True, slots=True)
class HelpCard(Screen):
    """Every command in one line each. `unknown`: what was typed and not understood. `command`: "/schedule"."""

    command: str
    entries: tuple[HelpEntry, ...]
    actions: tuple[Action, ...]
    unknown: UserText | None = None
