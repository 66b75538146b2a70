"""What is asked for whoever looks at a card that a whole channel sees: it changes nothing, and nothing is kept."""

from dataclasses import dataclass

from core.dialogue.commands import Command


@dataclass(frozen=True, slots=True)
class ViewOffer(Command):
    """The offer as it stands, in the words and zone of who looks."""

    offer: str


@dataclass(frozen=True, slots=True)
class ViewType(Command):
    """The shared meeting type, in the words of who looks."""

    type: str


VIEWS = (ViewOffer, ViewType)
