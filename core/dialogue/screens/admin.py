"""admin: what holds in a workspace, how it fares, what was done there."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.settings import SettingsPart
from core.dialogue.screens.words import Action, Text


@dataclass(frozen=True, slots=True)
class AdminCard(Screen):
    """`saved` says first what has just been changed."""

    heading: Text
    saved: Text | None
    parts: tuple[SettingsPart, ...]
    actions: tuple[Action, ...]
