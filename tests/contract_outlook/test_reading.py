"""Calendars, hours, events and free/busy of the seeded people."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.availability import Hours, ShowAs
from core.connection.model import Access
from core.shared.errors import OutlookRejected, OutlookUnavailable
from core.shared.ranges import Range
from core.sync.model import Event, Response
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.week import WEEK, berlin
from tests.unit.outlook.fakes import ADA


async def ada_week(desk: Desk, window: Range = WEEK) -> dict[str, Event]:
    await desk.connect("ada@contoso.com", Access.READ)
    events = await desk.outlook.reader.events(ADA, await desk.calendar(ADA), window)
    assert list(events) == sorted(events, key=lambda event: event.start)
    return {event.subject: event for event in events}


async def test_own_shared_and_automatic_calendars_are_told_apart(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    listed = {one.name: one for one in await desk.outlook.calendars.calendars(ADA)}
    assert listed["Calendar"].is_default
    assert listed["Calendar"].can_edit
    assert listed["Side projects"].can_edit
    assert (listed["Team launch"].owner_address, listed["Team launch"].can_edit) == ("ben@contoso.com", False)
    assert [name for name, one in listed.items() if one.automatic] == ["Holidays in Germany"]


@pytest.mark.parametrize(
    ("account", "zone"),
    [
        ("ada@contoso.com", "Europe/Berlin"),
        ("ben@contoso.com", "Europe/London"),
        ("carol@contoso.com", "America/New_York"),
    ],
)
async def test_the_mailbox_knows_its_zone_and_hours(desk: Desk, account: str, zone: str) -> None:
    connection = await desk.connect(account)
    settings = await desk.outlook.calendars.settings(connection)
    assert settings.zone == zone
    assert settings.hours is not None
    assert settings.hours.weekdays == {0, 1, 2, 3, 4}
    if account.startswith("ada"):
        assert settings.hours == Hours.of({day: [(9 * 60, 17 * 60)] for day in range(5)})


async def test_every_kind_of_event_arrives_as_what_it_is(desk: Desk) -> None:
    week = await ada_week(desk)
    assert (week["Roadmap writing"].start, week["Roadmap writing"].end) == (berlin(2, "09:00"), berlin(2, "11:30"))
    assert week["Vendor demo"].show_as is ShowAs.TENTATIVE
    assert week["Lunch walk"].show_as is ShowAs.FREE
    assert week["Doctor"].is_private
    assert week["Canceled: Partner call"].is_cancelled
    assert week["1:1 with Carol"].attendee_count == 1
    assert week["1:1 with Carol"].response is Response.ORGANIZER
    assert week["Budget sync"].response is Response.DECLINED
    day = week["Office move: pack your desk"]
    assert (day.first_day, day.end_day) == (date(2026, 11, 27), date(2026, 11, 28))


async def test_a_series_comes_as_occurrences_with_its_exception_and_without_its_gap(desk: Desk) -> None:
    week = await ada_week(desk)
    moved = week["Product review (moved)"]
    assert (moved.start, moved.end) == (berlin(1, "14:00"), berlin(1, "15:00"))
    assert "Product review" not in week
    events = await desk.outlook.reader.events(
        ADA, await desk.calendar(ADA), Range(WEEK.start, WEEK.start + timedelta(days=28))
    )
    regular = [event for event in events if event.subject == "Product review"]
    assert [event.start for event in regular] == [berlin(15, "10:00"), berlin(22, "10:00")]
    assert {event.series for event in regular} == {moved.series}
    assert moved.series is not None


async def test_more_events_than_a_page_holds_all_arrive(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    pattern = {"type": "daily", "interval": 1}
    series = {
        "subject": "Daily",
        "start": {"dateTime": "2027-02-01T06:00:00", "timeZone": "UTC"},
        "end": {"dateTime": "2027-02-01T06:15:00", "timeZone": "UTC"},
        "recurrence": {
            "pattern": pattern,
            "range": {"type": "numbered", "startDate": "2027-02-01", "numberOfOccurrences": 600},
        },
    }
    desk.sandbox.admin("POST", "mailboxes/ada@contoso.com/events", series)
    first, before = datetime(2027, 2, 1, tzinfo=UTC), desk.sandbox.requests()
    events = await desk.outlook.reader.events(ADA, await desk.calendar(ADA), Range(first, first + timedelta(days=700)))
    daily = [event.start.date() for event in events if event.subject == "Daily"]
    assert daily == [(first + timedelta(days=number)).date() for number in range(600)]
    assert sum(path.endswith("calendarView") for path in desk.sandbox.paths_since(before)) == 3


async def test_a_shared_calendar_is_read_through_ones_own_account(desk: Desk) -> None:
    await desk.connect("ada@contoso.com", Access.READ)
    events = await desk.outlook.reader.events(ADA, await desk.calendar(ADA, "Team launch"), WEEK)
    assert "Launch rehearsal" in {event.subject for event in events}


async def test_a_calendar_that_vanished_is_refused_for_certain(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    calendar = await desk.calendar(ADA, "Side projects")
    desk.sandbox.admin("DELETE", "mailboxes/ada@contoso.com/calendars/Side projects")
    with pytest.raises(OutlookRejected) as caught:
        await desk.outlook.reader.events(ADA, calendar, WEEK)
    assert caught.value.status == 404


async def test_colleagues_show_their_busy_times_and_strangers_nothing(desk: Desk) -> None:
    await desk.connect("ada@contoso.com", Access.READ)
    ben, nobody, emil = await desk.outlook.reader.free_busy(
        ADA, ("ben@contoso.com", "nobody@contoso.com", "emil@contoso.com"), WEEK
    )
    assert ben.readable
    assert (berlin(0, "14:00"), ShowAs.BUSY) in {(span.start, span.show_as) for span in ben.spans}
    assert (berlin(3, "17:00"), ShowAs.TENTATIVE) in {(span.start, span.show_as) for span in ben.spans}
    assert not nobody.readable
    away = [span for span in emil.spans if span.show_as is ShowAs.OOF]
    assert [(span.start, span.end) for span in away] == [
        (datetime(2026, 11, 26, 18, 30, tzinfo=UTC), datetime(2026, 11, 27, 18, 30, tzinfo=UTC))
    ]


async def test_a_personal_account_knows_nothing_of_others(desk: Desk) -> None:
    await desk.connect("dina.haddad@outlook.example", Access.READ)
    (ben,) = await desk.outlook.reader.free_busy(ADA, ("ben@contoso.com",), WEEK)
    assert not ben.readable


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 429, "retry_after": 3},
        {"status": 503, "retry_after": 2},
        {"status": 503},
        {"answer": "html", "status": 200},
        {"answer": "html", "status": 502},
        {"answer": "empty"},
        {"answer": "drop"},
        {"answer": "lose_answer"},
    ],
    ids=str,
)
async def test_a_fault_that_passes_is_not_noticed_by_a_reader(desk: Desk, fault: dict[str, object]) -> None:
    await desk.connect("ada@contoso.com", Access.READ)
    calendar = await desk.calendar(ADA)
    desk.sandbox.fault(kind="graph", path="calendarView", times=1, **fault)
    assert await desk.outlook.reader.events(ADA, calendar, WEEK)
    assert sum(desk.clock.sleeps) >= float(str(fault.get("retry_after", 0)))


async def test_a_fault_that_stays_is_an_error_and_not_an_empty_calendar(desk: Desk) -> None:
    await desk.connect("ada@contoso.com", Access.READ)
    calendar = await desk.calendar(ADA)
    desk.sandbox.fault(kind="graph", path="calendarView", status=429, retry_after=30)
    with pytest.raises(OutlookUnavailable) as caught:
        await desk.outlook.reader.events(ADA, calendar, WEEK)
    assert caught.value.retry_after_seconds == 30
