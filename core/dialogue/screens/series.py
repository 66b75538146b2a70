"""A meeting that repeats: before it is booked with the dates that clash, afterwards with its next dates."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Text, UserText, When


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One date: why it clashes, or how it stands, and what can be done."""

    when: When
    lines: tuple[Text, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class SeriesCard(Screen):
    """`lines` say the rule and what was decided; `more` counts the dates that had no room."""

    heading: Text
    title: UserText | Text
    lines: tuple[Text, ...]
    dates: tuple[SeriesLine, ...]
    more: int
    notes: tuple[Text, ...]
    actions: tuple[Action, ...]
