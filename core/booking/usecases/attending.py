"""From what was read of somebody to what the slot engine takes."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from core.availability import Attendee, BusyTime, PlacedBooking, ShowAs, blocks
from core.booking.model import Booking, BookingState
from core.booking.usecases.warm import Ready
from core.configuration.model import Preferences
from core.configuration.usecases import Setup
from core.shared.ranges import Range
from core.sync.model import CalendarReading, Event, FreeBusy, busy_time

A_DAY = timedelta(days=1)


def _placed(preferences: Preferences, bookings: tuple[Booking, ...]) -> tuple[PlacedBooking, ...]:
    mine = (booking for booking in bookings if preferences.person in booking.protected)
    return tuple(
        PlacedBooking(one.plan.when.start, one.plan.when.end, counts=one.state is not BookingState.OFFERED)
        for one in mine
    )


def prepared(key: str, setup: Setup, ready: Ready, bookings: tuple[Booking, ...]) -> Attendee:
    """One connected person whose calendar is in memory. Outlook's copies of the bookings are in it and change nothing:
    they lie within their bookings."""
    chosen = setup.preferences
    return Attendee(
        id=key,
        bookings=_placed(chosen, bookings),
        required=True,
        prepared=ready.calendar,
        limits=chosen.limits,
    )


def attending(
    key: str,
    preferences: Preferences,
    readings: tuple[CalendarReading, ...],
    bookings: tuple[Booking, ...],
    is_aside: Callable[[Event], bool],
    window: Range,
) -> Attendee:
    """One connected person. What blocks them is their own choice, so only blocking events are passed on, as busy."""
    working = preferences.working(window)
    mine = tuple(booking for booking in bookings if preferences.person in booking.protected)
    events = [
        busy_time(event, reading.calendar.name)
        for reading in readings
        for event in reading.events
        if not is_aside(event) and not _is_copy_of(event, mine)
    ]
    return Attendee(
        id=key,
        tz=preferences.home_zone,
        hours=working.hours,
        available=working.available,
        busy=tuple(_as_busy(event) for event in events if blocks(event, preferences.blocking)),
        bookings=_placed(preferences, bookings),
        required=True,
        readable=not any(reading.unknown for reading in readings),
        limits=preferences.limits,
    )


def colleague(key: str, told: FreeBusy, window: Range, aside: Iterable[Range]) -> Attendee:
    """Somebody known by free/busy only: their hours are not known, so the host's hours decide."""
    spans = list(told.spans)
    for when in aside:  # spans have no names: one of a meeting's very time is taken for the meeting
        times = [Range(span.start, span.end) for span in spans]
        if when in times:
            del spans[times.index(when)]
    return Attendee(
        id=key,
        available=((window.start - A_DAY, window.end + A_DAY),),
        busy=tuple(BusyTime(span.start, span.end, span.show_as) for span in spans),
        required=True,
    )


def _as_busy(event: BusyTime) -> BusyTime:
    return BusyTime(
        event.start, event.end, ShowAs.BUSY, calendar=event.calendar, id=event.id, all_day=event.all_day, tz=event.tz
    )


def _is_copy_of(event: Event, bookings: tuple[Booking, ...]) -> bool:
    """Whether Outlook's event is the copy of a booking that is counted by itself. One that was moved in Outlook counts
    too, where it is now."""
    return any(
        (
            event.id == booking.outlook_id
            or event.transaction_id == booking.id
            or booking.ical_uid in (event.ical_uid, event.uid)  # the dates of a series have the second in common
        )
        and booking.plan.when.start <= event.start
        and event.end <= booking.plan.when.end
        for booking in bookings
    )
