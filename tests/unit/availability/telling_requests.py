"""Requests made by hand, each about a rule that random ones rarely bring to light."""

from __future__ import annotations

from core.availability import Attendee, BookingWindow, Hours, Limits, Mode, Request, RollingUnit, ShowAs
from tests.unit.availability.asking import ALWAYS, ask, booked, event, utc

FRIDAY_TO_TUESDAY = ("2026-12-04 18:00", "2026-12-08 06:00")
THREE_HOURS = ("2026-12-01 09:00", "2026-12-01 12:00")


def _three(mode: Mode, **rules: int) -> Request:
    busy = (event("2026-12-01 09:00", "2026-12-01 10:00"), event("2026-12-01 11:00", "2026-12-01 11:30"))
    people = (
        Attendee(id="ana", hours=ALWAYS, busy=busy[:1], fixed=True),
        Attendee(id="bob", hours=ALWAYS, busy=busy[1:], group="other"),
        Attendee(id="cem", hours=ALWAYS, busy=busy),
    )
    return ask(*THREE_HOURS, mode=mode, attendees=people, **rules)


def _odd_minutes(**rules: int) -> Request:
    """Two people whose hours and events begin and end between two multiples of five minutes, one between minutes."""
    hours = Hours.of({1: [(543, 640)]})
    busy = (event("2026-12-01 09:44:30", "2026-12-01 09:46:10"), event("2026-12-01 10:01", "2026-12-01 10:02"))
    people = (Attendee(id="ana", hours=hours, busy=busy[:1]), Attendee(id="bob", hours=hours, busy=busy[1:]))
    return ask(*THREE_HOURS, mode=Mode.COLLECTIVE, attendees=people, **rules)


TELLING = (
    _odd_minutes(duration_minutes=5),
    _odd_minutes(duration_minutes=15, interval_minutes=5, buffer_before_minutes=5),
    _odd_minutes(duration_minutes=1, interval_minutes=1),
    ask(*THREE_HOURS, hours=ALWAYS, interval_minutes=1, busy=(event("2026-12-01 09:44:30", "2026-12-01 09:46:10"),)),
    ask(
        "2026-12-01 12:00",
        "2026-12-02 12:00",
        tz="Pacific/Auckland",
        hours=ALWAYS,
        duration_minutes=60,
        bookings=(booked("2026-12-01 09:00", "2026-12-01 10:00"),),
        limits=Limits(per_day=1),
    ),
    ask(
        *FRIDAY_TO_TUESDAY,
        hours=ALWAYS,
        now=utc("2026-12-04 17:00"),
        duration_minutes=60,
        booking_window=BookingWindow(rolling_days=1, unit=RollingUnit.BUSINESS),
    ),
    ask(*FRIDAY_TO_TUESDAY, hours=ALWAYS, duration_minutes=60, interval_minutes=50),
    ask(
        *FRIDAY_TO_TUESDAY,
        hours=ALWAYS,
        duration_minutes=60,
        bookings=(booked("2026-12-06 10:00", "2026-12-06 11:00"),),
        limits=Limits(per_week=1, week_start=6),
    ),
    ask(
        *THREE_HOURS,
        busy=(
            event("2026-12-01 09:00", "2026-12-01 11:00"),
            event("2026-12-01 10:00", "2026-12-01 10:15"),
            event("2026-12-01 11:15", "2026-12-01 11:30", show_as=ShowAs.TENTATIVE),
        ),
        interval_minutes=5,
    ),
    ask(
        *THREE_HOURS,
        bookings=(booked("2026-12-01 10:20", "2026-12-01 10:40", before=15, after=5),),
        buffer_before_minutes=10,
        buffer_after_minutes=10,
        interval_minutes=5,
        min_notice_minutes=20,
        now=utc("2026-12-01 09:00"),
    ),
    *(_three(mode, k=2) for mode in (Mode.COLLECTIVE, Mode.ANY, Mode.K_OF_N, Mode.ROUND_ROBIN)),
)
