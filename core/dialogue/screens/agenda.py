"""today, tomorrow, week."""

from dataclasses import dataclass

from core.dialogue.screens.base import Screen
from core.dialogue.screens.words import Action, Day, Instant, Text, UserText, Zone


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One event. `start` and `end` None: all day. `marks` say "free", "tentative", "overlaps …" in words."""

    start: Instant | None
    end: Instant | None
    title: UserText | Text
    calendar: UserText
    marks: tuple[Text, ...]
    join_url: str | None


@dataclass(frozen=True, slots=True)
class AgendaDay:
    day: Day
    items: tuple[AgendaItem, ...]


@dataclass(frozen=True, slots=True)
class AgendaCard(Screen):
    """The person's own events, day by day; only ever shown to them."""

    heading: Text
    days: tuple[AgendaDay, ...]
    zone: Zone
    sources: tuple[Text, ...]
    actions: tuple[Action, ...]
