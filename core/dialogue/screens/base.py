"""What all screens share."""

from dataclasses import dataclass

from core.dialogue.screens.words import Action, Text


@dataclass(frozen=True, slots=True)
class Screen:
    """Base of all screens: what one reader sees, without layout. Cards are messages; see also Form and Line."""


@dataclass(frozen=True, slots=True)
class Form(Screen):
    """Base of screens that are filled in and submitted (a modal in Slack, a dialog in Teams)."""


@dataclass(frozen=True, slots=True)
class Line(Screen):
    """One short line without anything personal, that may be shown where the command was given."""

    text: Text
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Problem(Screen):
    """Something didn't work: what happened, what it means, one next step, and a reference for the logs."""

    what: Text
    means: Text
    next_step: Action | None
    reference: str


@dataclass(frozen=True, slots=True)
class Waiting(Screen):
    """Shown while Outlook is asked; the same message is edited afterwards."""

    text: Text
