"""mydata: what is stored about the person, the link to take it along, the question before it is erased."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Text


@dataclass(frozen=True, slots=True)
class MyDataCard(Screen):
    """`lines` in order; `stays`: what is not touched, where something is to be erased."""

    heading: Text
    lines: tuple[Text, ...]
    stays: tuple[Text, ...]
    actions: tuple[Action, ...]
