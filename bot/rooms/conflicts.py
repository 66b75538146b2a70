"""Building core.conflicts."""

from dataclasses import dataclass

from bot.rooms.outside import Outside
from core.conflicts.usecases import Seeing, Settling, Watching


@dataclass(frozen=True, slots=True)
class Conflicts:
    """Double bookings: found and told, seen and decided about."""

    seeing: Seeing
    watching: Watching
    settling: Settling


def build_conflicts(outside: Outside) -> Conflicts:
    store = outside.store
    seeing = Seeing(
        preferences=store.preferences,
        calendars=store.calendars,
        connections=store.connections,
        states=store.sync_states,
        mirror=store.mirror,
        bookings=store.bookings,
        clock=outside.clock,
    )
    watching = Watching(
        transactions=store.transactions,
        persons=store.persons,
        preferences=store.preferences,
        ledgers=store.ledgers,
        unasked=outside.unasked,
        seeing=seeing,
        jobs=store.jobs,
        clock=outside.clock,
        detected=outside.detected,
    )
    settling = Settling(
        transactions=store.transactions,
        persons=store.persons,
        connections=store.connections,
        ledgers=store.ledgers,
        jobs=store.jobs,
        clock=outside.clock,
    )
    return Conflicts(seeing, watching, settling)
