"""What a person can ask about the data that is stored about them."""

from dataclasses import dataclass

from core.dialogue.commands import Command


@dataclass(frozen=True, slots=True)
class ShowMyData(Command):
    """What is stored, and what can be done with it."""


@dataclass(frozen=True, slots=True)
class ExportMyData(Command):
    """A link behind which everything can be taken along."""


@dataclass(frozen=True, slots=True)
class EraseMyData(Command):
    """Asks once, naming what goes and what stays, then erases everything of the `person` who was asked."""

    confirmed: bool = False
    person: str = ""
