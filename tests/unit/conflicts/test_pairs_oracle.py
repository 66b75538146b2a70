"""Random calendars against the definition, read out naively: every two events, minute by minute."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from core.availability import DEFAULT_BLOCKING, ShowAs
from core.conflicts.model import Look, PairKey, Weight, look_at
from core.sync.model import Attendee, Event, Response
from tests.unit.conflicts.diary import ME, OWN

NOW = datetime(2026, 10, 24, 10, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo")


@st.composite
def events(draw: st.DrawFn) -> Event:
    """Within two days of now, on a grid of 20 minutes, so that touching and equal times are frequent."""
    start = NOW + 20 * MINUTE * draw(st.integers(-20, 40))
    length = 20 * MINUTE * draw(st.sampled_from([0, 1, 2, 3, 6, 23, 24, 25]))
    day = start.date() if draw(st.integers(0, 5)) == 0 else None
    days = draw(st.integers(1, 2))
    people = draw(st.sampled_from([0, 1, 18, 19, 20, 40]))
    answer = draw(st.sampled_from(Response))
    me = [Attendee(ME.upper(), "Ada", draw(st.booleans()))] if answer is not Response.ORGANIZER else []
    listed = [*me, *(Attendee(f"{number}@x.com", "") for number in range(people))]
    name = draw(st.uuids()).hex
    return Event(
        id=name, ical_uid=name, series=None,
        start=datetime(day.year, day.month, day.day, tzinfo=UTC) if day else start,
        end=datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=days) if day else start + length,
        first_day=day, end_day=day + timedelta(days=days) if day else None,
        show_as=draw(st.sampled_from([*ShowAs, *[ShowAs.BUSY] * 6])), is_cancelled=draw(st.integers(0, 8)) == 0,
        response=answer, is_private=False, subject="", organizer_name="", attendee_count=len(listed), join_url=None,
        web_link=None, transaction_id=None, is_organizer=answer is Response.ORGANIZER, attendees=tuple(listed[:25]),
    )  # fmt: skip


@settings(max_examples=150)
@given(st.lists(events(), max_size=9), st.sampled_from(ZONES))
def test_the_pairs_are_those_of_a_naive_reading(found: list[Event], zone: str) -> None:
    look = look_at({OWN: found}, frozenset({ME}), DEFAULT_BLOCKING, zone, NOW)
    covered = {one.id: minutes(one, zone) for one in found}
    expected = {
        (min(one.id, other.id), max(one.id, other.id)): is_hard(one) and is_hard(other)
        for one, other in combinations(found, 2)
        if any(NOW <= minute < NOW + timedelta(days=14) for minute in covered[one.id] & covered[other.id])
    }
    assert weights(look) == expected
    assert [pair.overlap for pair in look.pairs] == sorted(pair.overlap for pair in look.pairs)


def weights(look: Look) -> dict[PairKey, bool]:
    assert all(pair.first.when.start <= pair.second.when.start for pair in look.pairs)
    return {pair.key: pair.weight is Weight.HARD for pair in look.pairs}


def minutes(event: Event, zone: str) -> set[datetime]:
    """Every tenth minute that the event takes, as the wall clock decides for all-day events."""
    if event.is_cancelled or event.response is Response.DECLINED:
        return set()
    if event.show_as in {ShowAs.FREE, ShowAs.WORKING_ELSEWHERE}:
        return set()
    near = (event.start - timedelta(days=1) + number * 10 * MINUTE for number in range(6 * 24 * 4))
    if event.first_day is None or event.end_day is None:
        return {minute for minute in near if event.start <= minute < event.end}
    first, end = event.first_day, event.end_day
    return {minute for minute in near if first <= minute.astimezone(ZoneInfo(zone)).date() < end}


def is_hard(event: Event) -> bool:
    me = [one for one in event.attendees if one.address.lower() == ME]
    return (
        event.show_as in {ShowAs.BUSY, ShowAs.OOF}
        and event.response in {Response.ORGANIZER, Response.NONE, Response.ACCEPTED}
        and not event.is_all_day
        and event.end - event.start < timedelta(hours=8)
        and not (any(one.is_optional for one in me) and event.response is Response.ACCEPTED)
        and event.attendee_count - len(me) < 20
    )


def test_two_thousand_events_are_compared_with_their_neighbours_only() -> None:
    """A quadratic comparison would be two million pairs; a sweep is done in milliseconds."""
    template = Event(
        id="", ical_uid="", series=None, start=NOW, end=NOW, first_day=None, end_day=None, show_as=ShowAs.BUSY,
        is_cancelled=False, response=Response.ORGANIZER, is_private=False, subject="", organizer_name="",
        attendee_count=0, join_url=None, web_link=None, transaction_id=None, is_organizer=True,
    )  # fmt: skip
    many = [_at(template, number) for number in range(2000)]
    look = look_at({OWN: many}, frozenset({ME}), DEFAULT_BLOCKING, ZONES[0], NOW)
    assert len(look.pairs) == 1999


def _at(template: Event, number: int) -> Event:
    start = NOW + number * 10 * MINUTE
    return replace(template, id=f"{number:04}", ical_uid=f"{number}", start=start, end=start + 15 * MINUTE)
