"""Building meeting types, and how by them or for somebody else is booked."""

from dataclasses import dataclass

from bot.rooms.outside import Outside
from core.booking.usecases import Finding, Holding, Inviting
from core.booking.usecases.arranged import Arranged
from core.booking.usecases.arranging import Arranging
from core.configuration.meeting_types.usecases import MeetingTypes
from core.configuration.usecases import Configuring


@dataclass(frozen=True, slots=True)
class Types:
    """Meeting types, made and booked by."""

    types: MeetingTypes
    arranging: Arranging
    arranged: Arranged


def build_arranging(outside: Outside, configuring: Configuring, inviting: Inviting) -> tuple[MeetingTypes, Arranging]:
    store = outside.store
    types = MeetingTypes(
        transactions=store.transactions,
        persons=store.persons,
        configuring=configuring,
        types=store.meeting_types,
        audit=store.audit,
    )
    arranging = Arranging(
        transactions=store.transactions,
        persons=store.persons,
        connections=store.connections,
        configuring=configuring,
        types=types,
        bookings=store.bookings,
        inviting=inviting,
        clock=outside.clock,
    )
    return types, arranging


def build_arranged(outside: Outside, arranging: Arranging, holding: Holding, finding: Finding) -> Arranged:
    store = outside.store
    return Arranged(
        persons=store.persons,
        bookings=store.bookings,
        types=store.meeting_types,
        preferences=store.preferences,
        arranging=arranging,
        holding=holding,
        finding=finding,
        clock=outside.clock,
    )
