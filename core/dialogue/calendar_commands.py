"""What a person can ask about their calendars."""

from dataclasses import dataclass
from typing import Literal

from core.dialogue.command import Command


@dataclass(frozen=True, slots=True)
class AskAdmin(Command):
    """The words with which the admin is asked to allow bookings."""


@dataclass(frozen=True, slots=True)
class ShowCalendars(Command):
    pass


@dataclass(frozen=True, slots=True)
class PreviewCalendars(Command):
    """What the picker shows changed; nothing is saved yet. Fields are filled from the card's inputs.

    Where not every calendar fits on the card, `listed` are those that were on it: the others stay as they are stored,
    but for `added` and `removed`. `search`: which ones to list.
    """

    linked: str | None = None
    conflicts: tuple[str, ...] = ()
    listed: tuple[str, ...] | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    search: str = ""


@dataclass(frozen=True, slots=True)
class ChooseCalendars(Command):
    """Saves the picker. Fields as those of PreviewCalendars."""

    linked: str | None = None
    conflicts: tuple[str, ...] = ()
    listed: tuple[str, ...] | None = None
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenAdvanced(Command):
    pass


@dataclass(frozen=True, slots=True)
class SaveAdvanced(Command):
    """`blocking`: "default", "only_busy" or "custom" (then `states` counts). `warned`: the calendars whose double
    bookings are told; None leaves them as they are. `hidden_titles`: the same for the accounts whose titles are hidden.
    """

    blocking: Literal["default", "only_busy", "custom"] = "default"
    states: tuple[str, ...] = ()
    linked_blocks: bool = True
    warned: tuple[str, ...] | None = None
    hidden_titles: tuple[str, ...] | None = None
