"""Something happened that a person has to know, with at most a few ways on."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Text


@dataclass(frozen=True, slots=True)
class NewsCard(Screen):
    """What happened, what it means, and what can be done; the first action is the next step."""

    heading: Text
    lines: tuple[Text, ...]
    actions: tuple[Action, ...]
