"""The card for a channel or group chat when Teams refuses the personal chat."""

from adapters.teams.parse.press import COMMAND
from adapters.teams.render.blocks import Card, Message, Surface
from adapters.teams.render.elements import opens_dialog, row
from core.dialogue.commands import Command
from core.dialogue.payloads import to_payload
from core.dialogue.texts import Words


def refused_card(words: Words, command: Command) -> Message:
    """Says nothing but that: the button opens the answer to `command`, asked by whoever presses it."""
    card = Card.for_reader(words, Surface.MESSAGE)
    card.text(card.label("private.refused"))
    label = card.label("private.open")
    card.body.append(row([opens_dialog(label, label, {COMMAND: to_payload(command)}, style="positive")]))
    return card.message()
