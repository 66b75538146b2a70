"""Building meeting types, and how by them or for somebody else is booked."""

from dataclasses import dataclass

from bot.rooms.outside import Outside
from bot.rooms.times import Times
from core.booking.usecases import Inviting
from core.booking.usecases.arranged import Arranged
from core.booking.usecases.arranging import Arranging
from core.booking.usecases.remaking import Remaking
from core.booking.usecases.taking_turns import TakingTurns
from core.configuration.meeting_types.usecases import MeetingTypes
from core.configuration.teams.usecases import Teams
from core.configuration.usecases import Configuring
from core.dialogue.answers.types import TypeAnswers
from core.dialogue.answers.types_people import TypePeople
from core.dialogue.answers.types_shared import SharedTypes
from core.dialogue.posting import Posting
from core.dialogue.type_notices import TypeNotices


@dataclass(frozen=True, slots=True)
class Types:
    """Meeting types, made and booked by."""

    types: MeetingTypes
    arranging: Arranging
    arranged: Arranged
    turns: TakingTurns
    remaking: Remaking


def build_types(outside: Outside, times: Times) -> Types:
    store = outside.store
    types = MeetingTypes(
        transactions=store.transactions,
        persons=store.persons,
        configuring=times.configuring,
        types=store.meeting_types,
        audit=store.audit,
    )
    arranging = Arranging(
        transactions=store.transactions,
        persons=store.persons,
        connections=store.connections,
        configuring=times.configuring,
        types=types,
        bookings=store.bookings,
        inviting=times.inviting,
        clock=outside.clock,
    )
    arranged = _arranged(outside, times, arranging)
    remaking = Remaking(arranging=arranging, holding=times.holding)
    return Types(types, arranging, arranged, _turns(outside, times, arranged), remaking)


def _arranged(outside: Outside, times: Times, arranging: Arranging) -> Arranged:
    store = outside.store
    return Arranged(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        types=store.meeting_types,
        preferences=store.preferences,
        arranging=arranging,
        holding=times.holding,
        finding=times.finding,
        clock=outside.clock,
    )


def _turns(outside: Outside, times: Times, arranged: Arranged) -> TakingTurns:
    store = outside.store
    return TakingTurns(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        relays=store.relays,
        types=store.meeting_types,
        configuring=times.configuring,
        arranged=arranged,
        holding=times.holding,
        audit=store.audit,
        clock=outside.clock,
    )


def build_type_answers(outside: Outside, configuring: Configuring, types: Types, inviting: Inviting) -> TypeAnswers:
    store = outside.store
    people = TypePeople(
        transactions=store.transactions, persons=store.persons, connections=store.connections, inviting=inviting
    )
    return TypeAnswers(
        transactions=store.transactions,
        configuring=configuring,
        types=types.types,
        teams=Teams(
            transactions=store.transactions,
            persons=store.persons,
            configuring=configuring,
            teams=store.teams,
            preferences=store.preferences,
        ),
        people=people,
        shared=build_shared_types(outside, types).routes,
        notices=store.notices,
    )


def build_shared_types(outside: Outside, types: Types) -> SharedTypes:
    store = outside.store
    return SharedTypes(transactions=store.transactions, persons=store.persons, types=types.types)


def build_type_notices(outside: Outside, types: Types, posting: Posting) -> TypeNotices:
    store = outside.store
    return TypeNotices(
        transactions=store.transactions,
        persons=store.persons,
        types=types.types,
        shared=build_shared_types(outside, types),
        unasked=outside.unasked,
        notices=store.notices,
        posting=posting,
    )
