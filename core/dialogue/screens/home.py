"""Home: Slack's Home tab, Teams' welcome card."""

from dataclasses import dataclass

from core.dialogue.screens.agenda import AgendaDay
from core.dialogue.screens.base import Screen
from core.dialogue.screens.conflicts import ConflictLine
from core.dialogue.screens.words import Action, Instant, Text, Zone


@dataclass(frozen=True, slots=True)
class HomeScreen(Screen):
    """Before connecting: what this does in three `lines`, and what to try (`tip`). Afterwards: the state in `lines`,
    today's events, and the double bookings that interrupt, soonest first.

    `today` and `zone` are None before connecting; `more_today` and `more_clashes` count what was left out. `calm` is
    said when there are no double bookings. `sources` are what could not be read, `looked` is when all this was true.
    `note`: where the answer to the last press is.
    """

    heading: Text
    lines: tuple[Text, ...]
    actions: tuple[Action, ...]
    tip: Text | None = None
    today: AgendaDay | None = None
    more_today: int = 0
    zone: Zone | None = None
    clashes: tuple[ConflictLine, ...] = ()
    more_clashes: int = 0
    calm: Text | None = None
    sources: tuple[Text, ...] = ()
    looked: Instant | None = None
    note: Text | None = None
