"""Free times, and the form that asks for them."""

from dataclasses import dataclass

from core.dialogue.commands import Find, Named
from core.dialogue.screens.base import Form, Screen
from core.dialogue.screens.words import Action, Day, Text, UserText, Zone


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody in a form's people field: as named, with the name to show."""

    named: Named
    name: UserText


@dataclass(frozen=True, slots=True)
class SlotDay:
    """One local day with its times; each action's label is the Instant, its command opens the booking form."""

    day: Day
    slots: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class SlotsCard(Screen):
    """Free times per day. `taken` says first that a time was just lost.

    `sources` are the honest lines: which calendars were read and when. `unknown` says what else to know: who is not
    protected and why, that the clock changes until then.
    `nothing` is set when there are no slots, and says why and what to do. `second_zone` is the home zone if it differs.
    """

    heading: Text
    taken: Text | None
    understood: Text
    days: tuple[SlotDay, ...]
    zone: Zone
    second_zone: Zone | None
    sources: tuple[Text, ...]
    unknown: tuple[Text, ...]
    nothing: Text | None
    actions: tuple[Action, ...]


@dataclass(frozen=True, slots=True)
class FindForm(Form):
    """Duration, people, days, part of the day. Submits `submit` with its fields filled in.

    Fields: duration_minutes, people, since, until, part ("any", "morning", "afternoon"), kept (which of `kept` stay:
    what was typed and has no picker, by its field of the command).
    """

    durations: tuple[int, ...]
    duration_minutes: int
    people: tuple[PersonChoice, ...]
    submit: Find
    kept: tuple[tuple[str, Text], ...] = ()
