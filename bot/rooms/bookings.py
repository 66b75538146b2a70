"""Building core.booking: times, what is booked by them, and what Outlook says of it."""

from dataclasses import dataclass

from bot.jobs import Outlooking
from bot.rooms.outlooking import build_following, build_outlooking
from bot.rooms.outside import Outside
from bot.rooms.times import Times, build_times
from bot.rooms.types import Types, build_types
from core.booking.usecases import Finding, Gathering, Holding, Inviting, Moving, OtherTimes
from core.booking.usecases.adopting import Adopting
from core.booking.usecases.following import Following
from core.booking.usecases.handing_over import HandingOver
from core.booking.usecases.recurring import Recurring
from core.booking.usecases.recurring_check import DateChecks
from core.booking.usecases.recurring_dates import RecurringDates
from core.booking.usecases.recurring_moving import SeriesMoving
from core.booking.usecases.switching import Switching
from core.configuration.sync_preference import SyncPreference
from core.configuration.usecases import Configuring
from core.people.usecases import Meeting
from core.sync.usecases import Reading


@dataclass(frozen=True, slots=True)
class Bookings:
    """Times, and what is written to Outlook."""

    gathering: Gathering
    finding: Finding
    inviting: Inviting
    holding: Holding
    times: OtherTimes
    types: Types
    moving: Moving
    switching: Switching
    handing_over: HandingOver
    recurring: Recurring
    dates: RecurringDates
    series_moving: SeriesMoving
    outlooking: Outlooking


def build_bookings(outside: Outside, meeting: Meeting, configuring: Configuring, reading: Reading) -> Bookings:
    times = build_times(outside, meeting, configuring, reading)
    types, following = build_types(outside, times), build_following(outside)
    moving = _moving(outside, times, types)
    outlooking = build_outlooking(outside, meeting, times, types, following)
    recurring = Recurring(
        configuring=configuring,
        holding=times.holding,
        checks=DateChecks(gathering=times.gathering),
        clock=outside.clock,
    )
    return Bookings(
        gathering=times.gathering,
        finding=times.finding,
        inviting=times.inviting,
        holding=times.holding,
        times=times.others,
        types=types,
        moving=moving,
        switching=_switching(outside, times, outlooking.adopting, following),
        handing_over=_handing_over(outside, times),
        recurring=recurring,
        dates=_dates(outside, moving),
        series_moving=SeriesMoving(
            configuring=configuring,
            gathering=times.gathering,
            checks=DateChecks(gathering=times.gathering),
            recurring=recurring,
            clock=outside.clock,
        ),
        outlooking=outlooking,
    )


def _moving(outside: Outside, times: Times, types: Types) -> Moving:
    return Moving(
        transactions=outside.store.transactions,
        configuring=times.configuring,
        bookings=outside.store.bookings,
        gathering=times.gathering,
        arranging=types.arranging,
        finding=times.finding,
        times=times.others,
        routes=times.routes,
        clock=outside.clock,
    )


def _switching(outside: Outside, times: Times, adopting: Adopting, following: Following) -> Switching:
    store, configuring = outside.store, times.configuring
    return Switching(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        switches=store.sync_switches,
        states=store.sync_states,
        mirror=store.mirror,
        configuring=configuring,
        preference=SyncPreference(configuring=configuring, preferences=store.preferences),
        reading=times.reading,
        adopting=adopting,
        following=following,
        audit=store.audit,
        jobs=store.jobs,
        clock=outside.clock,
    )


def _handing_over(outside: Outside, times: Times) -> HandingOver:
    store = outside.store
    return HandingOver(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        relays=store.relays,
        types=store.meeting_types,
        configuring=times.configuring,
        gathering=times.gathering,
        holding=times.holding,
        jobs=store.jobs,
        clock=outside.clock,
    )


def _dates(outside: Outside, moving: Moving) -> RecurringDates:
    store = outside.store
    return RecurringDates(
        persons=store.persons,
        bookings=store.bookings,
        moving=moving,
        writer=outside.outlook.writer,
        audit=store.audit,
        jobs=store.jobs,
        clock=outside.clock,
    )
