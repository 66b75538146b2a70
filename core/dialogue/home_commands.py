"""What a person can ask for at home: Slack's Home tab, Teams' welcome card."""

from dataclasses import dataclass

from core.dialogue.commands import Command


@dataclass(frozen=True, slots=True)
class ShowHome(Command):
    """What this is, or, once connected, how things stand."""
