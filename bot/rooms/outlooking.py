"""Building what of core.booking speaks with Outlook: writing to it, and following what it says."""

from bot.jobs import Outlooking
from bot.rooms.outside import Outside
from bot.rooms.times import Times
from bot.rooms.types import Types
from core.booking.usecases import Answering, Pushing
from core.booking.usecases.adopting import Adopting
from core.booking.usecases.comparing import Comparing
from core.booking.usecases.deciding import Deciding
from core.booking.usecases.following import Following
from core.booking.usecases.recurring_check import DateChecks
from core.booking.usecases.recurring_following import SeriesFollowing
from core.booking.usecases.recurring_moved import SeriesMoves
from core.booking.usecases.recurring_writing import SeriesEnding, SeriesWriting
from core.booking.usecases.responses import Responding
from core.booking.usecases.responses_busy import BusyLater
from core.booking.usecases.succession import Succession
from core.dialogue.comments import GuestComments
from core.people.usecases import Meeting


def build_outlooking(
    outside: Outside, meeting: Meeting, times: Times, types: Types, following: Following
) -> Outlooking:
    adopting, series = _adopting(outside), _series(outside)
    series_following = _series_following(outside)
    comparing = _comparing(outside, times, adopting, following, series_following)
    return Outlooking(
        pushing=_pushing(outside, meeting, times, types, series),
        answering=_answering(outside, times),
        deciding=_deciding(outside, times, types, comparing, following),
        comparing=comparing,
        adopting=adopting,
        ending=_ending(outside, series),
        series_moves=_series_moves(outside, times),
        series=series_following,
        responding=_responding(outside, times),
        busy_later=_busy_later(outside, times),
    )


def build_following(outside: Outside) -> Following:
    store = outside.store
    return Following(
        bookings=store.bookings,
        preferences=store.preferences,
        switches=store.sync_switches,
        audit=store.audit,
        clock=outside.clock,
    )


def _pushing(outside: Outside, meeting: Meeting, times: Times, types: Types, series: SeriesWriting) -> Pushing:
    store = outside.store
    return Pushing(
        transactions=store.transactions,
        bookings=store.bookings,
        configuring=times.configuring,
        arranging=types.arranging,
        finding=times.finding,
        checks=DateChecks(gathering=times.gathering),
        series=series,
        succession=_succession(outside, meeting, times),
        turns=types.turns,
        routes=times.routes,
        reading=times.reading,
        writer=outside.outlook.writer,
        audit=store.audit,
        clock=outside.clock,
    )


def _succession(outside: Outside, meeting: Meeting, times: Times) -> Succession:
    store = outside.store
    return Succession(
        transactions=store.transactions,
        bookings=store.bookings,
        relays=store.relays,
        configuring=times.configuring,
        look=outside.outlook.writer,
        audit=store.audit,
        jobs=store.jobs,
        clock=outside.clock,
        comments=GuestComments(meeting),
    )


def _series(outside: Outside) -> SeriesWriting:
    store = outside.store
    return SeriesWriting(
        transactions=store.transactions, bookings=store.bookings, writer=outside.outlook.writer, audit=store.audit
    )


def _series_moves(outside: Outside, times: Times) -> SeriesMoves:
    store = outside.store
    return SeriesMoves(
        transactions=store.transactions,
        bookings=store.bookings,
        configuring=times.configuring,
        finding=times.finding,
        checks=DateChecks(gathering=times.gathering),
        writer=outside.outlook.writer,
        audit=store.audit,
        jobs=store.jobs,
        clock=outside.clock,
    )


def _ending(outside: Outside, series: SeriesWriting) -> SeriesEnding:
    store = outside.store
    return SeriesEnding(transactions=store.transactions, bookings=store.bookings, writing=series, audit=store.audit)


def _answering(outside: Outside, times: Times) -> Answering:
    store = outside.store
    return Answering(
        transactions=store.transactions,
        configuring=times.configuring,
        times=times.others,
        answers=outside.outlook.answers,
        reading=times.reading,
        audit=store.audit,
        jobs=store.jobs,
        clock=outside.clock,
    )


def _adopting(outside: Outside) -> Adopting:
    store = outside.store
    return Adopting(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        preferences=store.preferences,
        calendars=store.calendars,
        states=store.sync_states,
        mirror=store.mirror,
        look=outside.outlook.writer,
        jobs=store.jobs,
        clock=outside.clock,
    )


def _series_following(outside: Outside) -> SeriesFollowing:
    store = outside.store
    return SeriesFollowing(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        states=store.sync_states,
        mirror=store.mirror,
        writer=outside.outlook.writer,
        audit=store.audit,
        jobs=store.jobs,
        clock=outside.clock,
    )


def _comparing(
    outside: Outside, times: Times, adopting: Adopting, following: Following, series: SeriesFollowing
) -> Comparing:
    store = outside.store
    return Comparing(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        states=store.sync_states,
        mirror=store.mirror,
        writer=outside.outlook.writer,
        adopting=adopting,
        following=following,
        series=series,
        routes=times.routes,
        audit=store.audit,
        jobs=store.jobs,
        clock=outside.clock,
    )


def _deciding(outside: Outside, times: Times, types: Types, comparing: Comparing, following: Following) -> Deciding:
    store = outside.store
    return Deciding(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        comparing=comparing,
        following=following,
        configuring=times.configuring,
        finding=times.finding,
        holding=times.holding,
        remaking=types.remaking,
        reading=times.reading,
        writer=outside.outlook.writer,
        audit=store.audit,
        jobs=store.jobs,
        clock=outside.clock,
    )


def _responding(outside: Outside, times: Times) -> Responding:
    store = outside.store
    return Responding(
        transactions=store.transactions,
        persons=store.persons,
        bookings=store.bookings,
        answers=store.booking_answers,
        states=store.sync_states,
        mirror=store.mirror,
        look=outside.outlook.writer,
        routes=times.routes,
        clock=outside.clock,
    )


def _busy_later(outside: Outside, times: Times) -> BusyLater:
    store = outside.store
    return BusyLater(
        transactions=store.transactions,
        persons=store.persons,
        preferences=store.preferences,
        configuring=times.configuring,
        bookings=store.bookings,
        answers=store.booking_answers,
        states=store.sync_states,
        mirror=store.mirror,
        reading=times.reading,
        clock=outside.clock,
    )
