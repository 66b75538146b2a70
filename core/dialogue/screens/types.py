"""Meeting types: the list, one of them, what is asked before one is removed, and what stands in a channel."""

from dataclasses import dataclass

from core.dialogue.commands import Command
from core.dialogue.screens.base import Screen
from core.dialogue.screens.settings import SettingsPart
from core.dialogue.screens.words import Action, Text


@dataclass(frozen=True, slots=True)
class TypesCard(Screen):
    """Any card about meeting types. `saved` says first what a click or a form has just changed. `view`:
    asks for the same as one who looks at it in a channel sees it."""

    heading: Text
    saved: Text | None
    lines: tuple[Text, ...]
    parts: tuple[SettingsPart, ...]
    actions: tuple[Action, ...]
    view: Command | None = None
