"""A meeting that the person writes to Outlook themself."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Text, UserText, When


@dataclass(frozen=True, slots=True)
class ComposeCard(Screen):
    """Outlook's own form, filled in, for who can't book from here; `lines` say why. `done`: the calendar has it.
    `marker` is what it will be recognised by."""

    heading: Text
    title: UserText
    when: When
    people: tuple[UserText, ...]
    lines: tuple[Text, ...]
    done: bool
    actions: tuple[Action, ...]
    marker: str
