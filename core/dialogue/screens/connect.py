"""Connecting, the connected accounts, disconnecting."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Text, UserText, Zone


@dataclass(frozen=True, slots=True)
class ConnectOffer(Screen):
    """Connect first. `kept`: the command that goes on by itself afterwards. The actions are links for one person.
    `allows`: what each of them lets us do."""

    actions: tuple[Action, ...]
    kept: Text | None
    repairs: UserText | None = None
    allows: Text | None = None


@dataclass(frozen=True, slots=True)
class ConnectDone(Screen):
    """Connected: which mailbox, which rights, and the defaults that are in force at once.

    `linked` None: nothing can be booked yet, and `obstacle` says why. `hours` is a short sentence of the home hours.
    """

    address: UserText
    writes: bool
    linked: UserText | None
    conflicts: tuple[UserText | Text, ...]
    zone: Zone
    hours: Text
    obstacle: Text | None
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class CodeAsked(Screen):
    """Somebody signed in with an account that doesn't match this chat profile: the page shows a code to type here.

    Says nothing about that account: whoever reads this may not be its owner.
    """

    command: str


@dataclass(frozen=True, slots=True)
class CalendarHealth:
    """One calendar in use. `role`: "linked calendar", "conflict calendar"; `state`: when it was read, or why not."""

    name: UserText
    role: Text
    state: Text | None


@dataclass(frozen=True, slots=True)
class AccountHealth:
    """One Microsoft account with what it is used for and its buttons."""

    address: UserText
    access: Text
    state: Text
    calendars: tuple[CalendarHealth, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class ConnectionsCard(Screen):
    """All Microsoft accounts of the person."""

    accounts: tuple[AccountHealth, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class DisconnectAsk(Screen):
    """What stops and what is erased, before anything happens. With several accounts: which one (`choices`)."""

    address: UserText | None
    stops: tuple[Text, ...]
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class DisconnectDone(Screen):
    """Tokens and copies are gone; Outlook's events stay."""

    address: UserText
    actions: tuple[Action, ...]
