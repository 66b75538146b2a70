"""The dialogue as this adapter needs it."""

import secrets
from collections.abc import Callable
from dataclasses import fields
from datetime import date
from typing import Protocol

from core.dialogue.booking_commands import MoveBooking
from core.dialogue.commands import (
    Book,
    CancelBooking,
    Command,
    DeclineAll,
    DeclineMeeting,
    FollowOutlook,
    MoveTo,
    PutBack,
    ShowHelp,
)
from core.dialogue.model import Actor, MessageRef
from core.dialogue.offer_commands import TakeOffer
from core.dialogue.screens import Action, CalendarOption, Problem, Screen, Style, say
from core.people.model import ChatUser, Platform, Reader
from core.shared.errors import InvalidChoice

FALLBACK_READER = Reader("Etc/UTC", "en-GB")
"""Reads a problem when it isn't known how the person reads."""

Read = Callable[[str, date, str, Reader], Command]
"""Typed words, the reader's date, the command's name, how they read -> a command."""


FOLLOWED: tuple[type[Command], ...] = (
    Book,
    CancelBooking,
    MoveBooking,
    MoveTo,
    DeclineMeeting,
    DeclineAll,
    FollowOutlook,
    PutBack,
    TakeOffer,
)
"""Commands after which core itself edits the card: what we said on it could come later than the truth."""


class Dialogue(Protocol):
    """Answers commands. Never raises a ClearhourError: those are Problem screens."""

    async def handle(self, actor: Actor, command: Command) -> Screen | None:
        """May take seconds. None: nothing to show, or a message follows by itself."""

    async def form(self, actor: Actor, command: Command) -> Screen:
        """For FORM_COMMANDS; fast. A Form, or the card that says why there is none."""

    async def submit(self, actor: Actor, command: Command) -> Screen | InvalidChoice | None:
        """A submitted form; fast. InvalidChoice names the field, its reason is a text key."""

    async def view(self, actor: Actor, command: Command) -> Screen | None:
        """For VIEWS; fast. What this one sees of a card for many; changes nothing and keeps nothing."""

    async def options(self, actor: Actor, which: str, typed: str) -> tuple[CalendarOption, ...]:
        """What a list offers that is searched by typing; fast."""

    async def first_time(self, actor: Actor) -> bool:
        """False when this request had its effect before."""

    async def reader(self, actor: Actor) -> Reader: ...

    async def left(self, user: ChatUser) -> None:
        """The chat deactivated this user."""

    async def home_opened(self, user: ChatUser) -> None:
        """The user looks at their Home tab."""

    async def app_removed(self, platform: Platform, workspace: str) -> None:
        """The workspace took the app out."""

    async def delivered(self, actor: Actor, screen: Screen, ref: MessageRef) -> None:
        """Told after each screen that is now a message."""


def reference() -> str:
    """What a person can name and the log holds."""
    return secrets.token_hex(4)


def too_large(ref: str) -> Problem:
    """What was asked for doesn't fit into one card or form of the chat."""
    return Problem(say("card.large.what"), say("card.large.means"), Action(say("action.help"), ShowHelp()), ref)


def needs_question(action: Action) -> bool:
    """Destructive commands are asked about once: by core where the command knows `confirmed`, else by the chat."""
    asked_by_core = action.command is not None and any(one.name == "confirmed" for one in fields(action.command))
    return action.style is Style.DANGER and not asked_by_core
