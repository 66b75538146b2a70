"""Offered times, for who offers them and for everybody in a channel."""

from dataclasses import dataclass

from core.dialogue.commands import Command
from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Text, UserText


@dataclass(frozen=True, slots=True)
class OfferCard(Screen):
    """One offer as it stands. `times` are buttons to take one; `lines` say the times for who can't press them.

    `offer` is its id. `small` names the zone and how long the times are kept. `view`: asks for the same as one who
    looks at it in a channel sees it.
    """

    offer: str
    heading: Text
    title: UserText
    state: Text
    lines: tuple[Text, ...]
    times: tuple[Action, ...]
    small: tuple[Text, ...]
    actions: tuple[Action, ...]
    view: Command | None = None
