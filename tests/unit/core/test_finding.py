"""Whose calendars decide, what is only told, what is unknown, and what a reader elsewhere sees."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.availability import ONLY_BUSY, ShowAs
from core.booking.usecases import Basis, FindRequest, Found
from core.people.model import Invitee
from core.shared.errors import NotConnected, OutlookUnavailable, ReconnectNeeded
from core.shared.ranges import Range
from core.sync.model import Response
from tests.fakes.outlook import DEFAULT, Mailbox
from tests.unit.core.booking_scene import HOUR, TEN, hold, invitee
from tests.unit.world import CONSUMERS, ELSEWHERE, MONDAY, World, user

BERLIN = "Europe/Berlin"


async def find(
    world: World, *guests: Invitee, day: date = date(2027, 3, 1), days: int = 1, zone: str = BERLIN, **more: object
) -> Found:
    """One day's hours of Ada with these guests, as read in `zone`."""
    start = datetime.combine(day, datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    end = datetime.combine(day + timedelta(days), datetime.min.time(), ZoneInfo(zone)).astimezone(UTC)
    request = FindRequest(await world.person("ada"), guests, 60, Range(start, end), zone, **more)  # type: ignore[arg-type]
    return await world.finding.find(request)


def hours(found: Found, zone: str = BERLIN) -> list[str]:
    return [start.astimezone(ZoneInfo(zone)).strftime("%H:%M") for start in found.slots]


def only(found: Found) -> list[Basis]:
    return [item.basis for item in found.evidence]


@pytest.fixture
async def ada(world: World) -> Mailbox:
    await world.connected("ada")
    return world.box("ada")


async def test_free_hours_are_offered_from_the_minimum_notice_on(world: World, ada: Mailbox) -> None:
    assert hours(await find(world))[:2] == ["10:00", "10:30"]  # it is 09:00, notice is an hour
    assert hours(await find(world))[-1] == "16:00"
    assert hours(await find(world, day=date(2027, 3, 6))) == []  # Saturday


@pytest.mark.parametrize(
    ("change", "offered"),
    [
        ({}, False),
        ({"show_as": ShowAs.TENTATIVE}, False),
        ({"show_as": ShowAs.OOF}, False),
        ({"show_as": ShowAs.UNKNOWN}, False),
        ({"show_as": ShowAs.FREE}, True),
        ({"show_as": ShowAs.WORKING_ELSEWHERE}, True),
        ({"response": Response.DECLINED}, True),
        ({"is_cancelled": True}, True),
        ({"response": Response.NOT_RESPONDED, "show_as": ShowAs.TENTATIVE}, False),
    ],
)
async def test_what_blocks_by_default(world: World, ada: Mailbox, change: dict[str, object], offered: bool) -> None:
    ada.add(TEN, TEN + HOUR, **change)
    assert ("10:00" in hours(await find(world))) is offered


@pytest.mark.parametrize("state", list(ShowAs))
async def test_under_only_busy_nothing_but_busy_blocks(world: World, ada: Mailbox, state: ShowAs) -> None:
    """The product page's rule: only events shown as Busy make a person unavailable."""
    await world.configuring.choose_advanced(await world.person("ada"), ONLY_BUSY, linked_blocks=True)
    ada.add(TEN, TEN + HOUR, show_as=state)
    assert ("10:00" in hours(await find(world))) is (state is not ShowAs.BUSY)


async def test_each_persons_own_calendars_and_blocking_choice_decide(world: World, ada: Mailbox) -> None:
    ben = await world.connected("ben")
    box = world.box("ben")
    box.add_calendar("Private life")
    setup = await world.configuring.refresh(ben)
    private = next(item.id for item in setup.calendars if item.name == "Private life")
    await world.configuring.choose(ben, setup.preferences.linked, frozenset({private}))
    await world.configuring.choose_advanced(ben, ONLY_BUSY, linked_blocks=True)
    box.add(TEN, TEN + HOUR, calendar="Private life")
    box.add(TEN + HOUR, TEN + 2 * HOUR, show_as=ShowAs.TENTATIVE)
    ada.add(TEN + 2 * HOUR, TEN + 3 * HOUR, show_as=ShowAs.TENTATIVE)
    found = await find(world, await invitee(world, "ben"))
    assert hours(found)[:3] == ["11:00", "13:00", "13:30"]
    assert only(found) == [Basis.HOST, Basis.CONNECTED]


async def test_a_connected_guests_working_hours_count(world: World, ada: Mailbox) -> None:
    await world.connected("carol", zone="America/New_York")
    found = await find(world, await invitee(world, "carol"))
    assert hours(found) == ["15:00", "15:30", "16:00"]  # 09:00 in New York


async def test_a_connected_guests_unreadable_calendar_leaves_no_slot(world: World, ada: Mailbox) -> None:
    await world.connected("ben")
    world.box("ben").unreadable[DEFAULT] = ReconnectNeeded()
    found = await find(world, await invitee(world, "ben"))
    assert found.slots == ()
    assert [item.invitee.name for item in found.unreadable if item.invitee] == ["Ben Example"]


async def test_the_hosts_unreadable_calendar_leaves_no_slot_and_is_named(world: World, ada: Mailbox) -> None:
    ada.add_calendar("Projects")
    setup = await world.configuring.refresh(await world.person("ada"))
    projects = next(item.id for item in setup.calendars if item.name == "Projects")
    await world.configuring.choose(await world.person("ada"), setup.preferences.linked, frozenset({projects}))
    ada.unreadable["Projects"] = OutlookUnavailable()
    found = await find(world)
    assert found.slots == ()
    assert [reading.calendar.name for item in found.unreadable for reading in item.unreadable] == ["Projects"]


async def test_a_colleague_who_is_not_connected_is_judged_by_free_busy(world: World, ada: Mailbox) -> None:
    world.mailbox("dan@contoso.com").add(TEN, TEN + HOUR)
    found = await find(world, Invitee("Dan", "dan@contoso.com"))
    assert "10:00" not in hours(found)
    assert "11:00" in hours(found)
    assert only(found) == [Basis.HOST, Basis.FREE_BUSY]


@pytest.mark.parametrize("tid", [ELSEWHERE, CONSUMERS])
async def test_somebody_of_another_organisation_is_unknown_named_and_never_read(
    world: World, ada: Mailbox, tid: str
) -> None:
    world.join("eve", email="eve@other.example")
    world.mailbox("eve@other.example", tid).add(TEN, TEN + HOUR)
    await world.sign("eve", "eve@other.example")
    await world.work()
    (theirs,) = await world.connections("eve")
    asked = len(world.outlook.calls)
    found = await find(world, Invitee("Eve", "eve@other.example", await world.person("eve")))
    assert only(found) == [Basis.HOST, Basis.UNKNOWN]
    assert "10:00" in hours(found)
    assert theirs.id not in {used for _, used in world.outlook.calls[asked:]}


async def test_two_personal_accounts_make_no_organisation(world: World) -> None:
    for key in ("ada", "eve"):
        world.join(key, email=f"{key}@outlook.example")
        world.mailbox(f"{key}@outlook.example", CONSUMERS)
        await world.sign(key, f"{key}@outlook.example")
        await world.work()
    found = await find(world, Invitee("Eve", "eve@outlook.example", await world.person("eve")))
    assert found.evidence[1].basis is not Basis.CONNECTED
    assert found.evidence[1].readings == ()
    assert await world.gathering.protected(await world.setup("ada"), (await invitee(world, "eve"),)) == {}


async def test_an_unknown_person_removes_no_slot(world: World, ada: Mailbox) -> None:
    found = await find(world, Invitee("Guest", "guest@nowhere.example"), Invitee("Nameless", None))
    assert found.slots == (await find(world)).slots
    assert only(found) == [Basis.HOST, Basis.UNKNOWN, Basis.UNKNOWN]
    assert found.unreadable == ()


async def test_the_host_named_among_the_guests_counts_once(world: World, ada: Mailbox) -> None:
    found = await find(world, await invitee(world, "ada"))
    assert only(found) == [Basis.HOST]


async def test_holds_and_bookings_are_busy_for_everybody_they_protect(world: World, ada: Mailbox) -> None:
    await world.connected("ben")
    await hold(world)
    assert "10:00" not in hours(await find(world))
    await world.work()
    assert "10:00" not in hours(await find(world))
    assert "11:00" in hours(await find(world))


async def test_a_booking_that_was_moved_in_outlook_blocks_its_new_time_too(world: World, ada: Mailbox) -> None:
    booking = await hold(world, guests=())
    await world.work()
    (event,) = ada.written(booking.id)
    ada.change(event.id, start=TEN + 3 * HOUR, end=TEN + 4 * HOUR)
    assert "13:00" not in hours(await find(world))


async def test_a_booking_does_not_stand_in_its_own_way(world: World, ada: Mailbox) -> None:
    booking = await hold(world, guests=())
    setup = await world.setup("ada")
    assert await world.finding.check(setup, booking) is None
    ada.add(TEN, TEN + HOUR, transaction_id=booking.id)  # its event is there, the answer is not
    assert await world.finding.check(setup, booking) is None
    ada.add(TEN, TEN + HOUR)
    obstruction = await world.finding.check(setup, booking)
    assert obstruction is not None
    assert obstruction.taken


async def test_the_fresh_look_sees_all_day_events_of_the_persons_own_dates(world: World, ada: Mailbox) -> None:
    late = await hold(world, guests=(), start=MONDAY + timedelta(hours=14))  # 23:00 in Berlin
    ada.add_days(date(2027, 3, 2), date(2027, 3, 3))
    assert await world.finding.check(await world.setup("ada"), late) is None
    ada.add_days(date(2027, 3, 1), date(2027, 3, 2))
    assert await world.finding.check(await world.setup("ada"), late) is not None


async def test_an_all_day_event_takes_the_persons_day_not_the_utc_day(world: World) -> None:
    await world.connected("ada", zone="Asia/Kolkata")
    world.box("ada").add_days(date(2027, 3, 2), date(2027, 3, 3))
    days = {start.astimezone(ZoneInfo("Asia/Kolkata")).date() for start in (await find(world, days=4)).slots}
    assert days == {date(2027, 3, day) for day in (1, 3, 4)}


async def test_an_all_day_event_counts_to_the_evening_far_west_of_greenwich(world: World) -> None:
    """Outlook matches all-day events as UTC midnights, which lie in the afternoon of Honolulu."""
    zone = "Pacific/Honolulu"
    await world.connected("ada", zone=zone)
    ada, afternoon = await world.person("ada"), datetime(2027, 3, 2, 14, 10, tzinfo=ZoneInfo(zone))
    world.clock.set(afternoon.astimezone(UTC))
    request = FindRequest(ada, (), 30, Range(afternoon, afternoon + timedelta(hours=3)), zone)
    assert hours(await world.finding.find(request), zone) == ["15:30", "16:00", "16:30"]
    world.box("ada").add_days(date(2027, 3, 2), date(2027, 3, 3))
    assert hours(await world.finding.find(request), zone) == []


async def test_a_part_of_the_day_and_days_off_are_the_askers(world: World, ada: Mailbox) -> None:
    found = await find(world, days=7, from_minute=13 * 60, to_minute=15 * 60, weekdays_off=(4, 0))
    local = [start.astimezone(ZoneInfo(BERLIN)) for start in found.slots]
    assert {start.strftime("%a") for start in local} == {"Tue", "Wed", "Thu"}
    assert {start.strftime("%H:%M") for start in local} == {"13:00", "13:30", "14:00"}


async def test_a_reader_in_new_york_gets_home_hours_cut_by_their_own_afternoon(world: World, ada: Mailbox) -> None:
    zone = "America/New_York"
    assert hours(await find(world, zone=zone), zone)[-1] == "10:00"  # 16:00 in Berlin
    assert hours(await find(world, zone=zone, from_minute=12 * 60), zone) == []


@pytest.mark.parametrize(("day", "first"), [(date(2027, 3, 26), 8), (date(2027, 3, 29), 7)])
async def test_hours_stay_at_the_wall_clock_over_the_change_to_summer_time(
    world: World, ada: Mailbox, day: date, first: int
) -> None:
    found = await find(world, day=day)
    assert found.slots[0] == datetime(day.year, day.month, day.day, first, tzinfo=UTC)
    assert hours(found)[0] == "09:00"
    assert len(found.slots) == 15


async def test_nothing_is_offered_behind_the_horizon(world: World, ada: Mailbox) -> None:
    last = date(2027, 3, 1) + timedelta(days=60)
    assert (await find(world, day=last)).slots != ()
    assert (await find(world, day=last + timedelta(days=1))).slots == ()


async def test_somebody_who_never_connected_finds_nothing(world: World) -> None:
    world.join("ada")
    with pytest.raises(NotConnected):
        await find(world)


async def test_a_mention_and_an_address_find_the_same_connected_person(world: World) -> None:
    world.join("ada")
    await world.connected("ben")
    ben = await world.person("ben")
    by_user = await world.inviting.by_user(user("ben"))
    by_address = await world.inviting.by_address(user("ada"), "BEN@contoso.com")
    assert (by_user.person, by_user.address) == (ben, "ben@contoso.com")
    assert (by_address.person, by_address.address) == (ben, "ben@contoso.com")


async def test_a_colleague_of_the_chat_and_a_stranger_are_invited_by_their_address(world: World) -> None:
    ada, dan = world.join("ada"), world.join("dan")
    colleague = await world.inviting.by_address(ada, "dan@contoso.com")
    assert (colleague.name, colleague.address, colleague.person, colleague.user) == (
        "Dan Example", "dan@contoso.com", None, dan,
    )  # fmt: skip
    assert await world.inviting.by_address(ada, "x@y.example") == Invitee("x@y.example", "x@y.example")
