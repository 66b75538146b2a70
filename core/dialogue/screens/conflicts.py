"""Double bookings: one cause with its ways out, and the list of them."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Text, UserText, When


@dataclass(frozen=True, slots=True)
class ClashingMeeting:
    """One meeting of a double booking. `role` says in words whose it is ("yours, 4 people", "invited by Ben"); all-day
    ones say their days in `when`."""

    title: UserText | Text
    when: When | Text
    role: Text


@dataclass(frozen=True, slots=True)
class ConflictCard(Screen):
    """One cause as it stands; `heading` says "Double booking ..." while it stands and "Resolved ..." or "Kept ..." when
    it does not (`done`).

    `lines` say what else is true (the other dates of two series, who will be told, why something failed). `times` are
    the up to three times to move to or to propose: each label names day and time, its command carries it out. `cause`
    says which one it is, so that the message can be edited when it changes.
    """

    heading: Text
    meetings: tuple[ClashingMeeting, ...]
    lines: tuple[Text, ...]
    times: tuple[Action, ...]
    done: bool
    actions: tuple[Action, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class ConflictLine:
    """One cause in the list, with its ways out; `state` is set when it stands no more."""

    meetings: tuple[ClashingMeeting, ...]
    lines: tuple[Text, ...]
    state: Text | None
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class ConflictsCard(Screen):
    """Double bookings, soonest first, the `soft` ones after the others; `more` counts those left out, `nothing` is said
    when there are none.

    The same card is the morning's digest and the line about what was there at the first look (`conflicts` is empty
    there, and `heading` says how many). `cause`: the meetings of this one cause, one by one.
    """

    heading: Text
    conflicts: tuple[ConflictLine, ...]
    soft: tuple[ConflictLine, ...]
    more: int
    nothing: Text | None
    sources: tuple[Text, ...]
    actions: tuple[Action, ...]
    cause: str | None = None


@dataclass(frozen=True, slots=True)
class DisagreementCard(Screen):
    """A booking whose event was moved or deleted in Outlook: the two truths, and which one shall hold.

    `now` is where the event lies; None: it is gone. `lines` say who hears of which choice.
    """

    heading: Text
    title: UserText | Text
    booked: When
    now: When | None
    lines: tuple[Text, ...]
    done: bool
    actions: tuple[Action, ...]
