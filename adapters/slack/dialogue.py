"""The dialogue as this adapter needs it, and the sentences for what goes wrong outside of it."""

import secrets
from typing import Protocol

from core.dialogue.commands import Command, OpenAdvanced, OpenBookingForm, OpenFindForm, ShowBookings, ShowHelp
from core.dialogue.model import Actor
from core.dialogue.screens import Action, Form, Problem, Screen, say
from core.people.model import Reader
from core.shared.errors import InvalidChoice

FORM_COMMANDS = (OpenFindForm, OpenBookingForm, OpenAdvanced)
"""Commands that are answered with a form, which only a click or slash command can open."""


class Dialogue(Protocol):
    """Answers commands. Never raises a ClearhourError: those are Problem screens."""

    async def handle(self, actor: Actor, command: Command) -> Screen:
        """May take seconds."""

    async def form(self, actor: Actor, command: Command) -> Form | Problem:
        """For FORM_COMMANDS; fast."""

    async def submit(self, actor: Actor, command: Command) -> Screen | InvalidChoice:
        """A submitted form; fast. InvalidChoice names the field, its reason is a text key."""

    async def reader(self, actor: Actor) -> Reader: ...


def reference() -> str:
    """What a person can name and the log holds."""
    return secrets.token_hex(4)


def stale() -> Problem:
    """The card is from an older version."""
    next_step = Action(say("card.old.next"), ShowHelp())
    return Problem(say("card.old.what"), say("card.old.means"), next_step, reference())


def too_large() -> Problem:
    next_step = Action(say("card.old.next"), ShowHelp())
    return Problem(say("card.large.what"), say("card.large.means"), next_step, reference())


def broken(ref: str) -> Problem:
    """Something failed that nobody foresaw."""
    return Problem(
        say("card.broken.what"), say("card.broken.means"), Action(say("card.broken.next"), ShowBookings()), ref
    )
