"""What the invited answered to a booking."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Text, UserText, When


@dataclass(frozen=True, slots=True)
class AnswersCard(Screen):
    """Who declined, proposes another time or is busy by now, and what the host can do about it.

    `times`: other times that would suit everybody, each button names day and time. `booking` says which one it is, so
    that the message can be edited when it changes.
    """

    heading: Text
    title: UserText | Text
    when: When
    lines: tuple[Text, ...]
    times: tuple[Action, ...]
    actions: tuple[Action, ...]
    booking: str
