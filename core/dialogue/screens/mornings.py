"""What comes by itself on a working day: the agenda in the morning, reminders."""

from dataclasses import dataclass

from core.dialogue.screens.agenda import AgendaDay
from core.dialogue.screens.base import Screen
from core.dialogue.screens.conflicts import ConflictLine
from core.dialogue.screens.words import Action, Text, UserText, When, Zone


@dataclass(frozen=True, slots=True)
class MorningCard(Screen):
    """The day's events, and below them what was held back until the morning: `held_heading` says how much of it still
    stands (None: nothing was), `more` counts what is left out."""

    heading: Text
    day: AgendaDay
    zone: Zone
    sources: tuple[Text, ...]
    held_heading: Text | None
    held: tuple[ConflictLine, ...]
    more: int
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class ReminderCard(Screen):
    """A meeting that begins soon, or what became of it since (`when` None: it is gone). `lines` say who organises it.
    `subject` names the meeting, so that the message can be edited.
    """

    heading: Text
    title: UserText | Text
    when: When | None
    lines: tuple[Text, ...]
    actions: tuple[Action, ...]
    subject: str
