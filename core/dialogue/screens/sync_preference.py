"""The sync preference: how it stands, and what a switch would do."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Text, UserText


@dataclass(frozen=True, slots=True)
class SyncPreferenceCard(Screen):
    """One linked calendar's preference in words. `lines` say what it means or what the switch would do, with counts and
    names; `small` says the rest."""

    heading: Text
    calendar: UserText
    lines: tuple[Text, ...]
    small: tuple[Text, ...]
    actions: tuple[Action, ...]
