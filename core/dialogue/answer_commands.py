"""What a person can ask about the answers to their invitation."""

from dataclasses import dataclass

from core.dialogue.commands import Command, Moment


@dataclass(frozen=True, slots=True)
class ShowAnswers(Command):
    """What the invited answered, and what can be done about it."""

    booking: str


@dataclass(frozen=True, slots=True)
class AcceptProposal(Command):
    """Moves the booking to the time that somebody invited proposes."""

    booking: str
    start: Moment
    end: Moment


@dataclass(frozen=True, slots=True)
class KeepAnswers(Command):
    """The meeting stays as it is. `seen` names what the person saw: anything else is shown first."""

    booking: str
    seen: str


@dataclass(frozen=True, slots=True)
class TellOfAnswers(Command):
    """Whether the person is told of answers. `booking`: the one whose message was pressed; empty in the settings."""

    on: bool
    booking: str = ""
