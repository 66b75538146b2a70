"""The pitfalls of other products as they show in the chat, by their numbers in our list of their bug reports.

P9 all-day events, P11 show-as states, P20 zones, P21 buffers, P22 slots longer than their step, P25 why. What the
engine decides about them is in tests/unit/availability/test_pitfalls.py.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.availability import ONLY_BUSY, ShowAs
from core.dialogue.commands import Find, Why
from core.dialogue.screens import Instant, SlotsCard, WhyCard
from core.dialogue.texts import Words
from core.people.model import Reader
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import BEN, ask, read
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.world import MONDAY, World, user

MONDAYS, TUESDAY, WEDNESDAY = (date(2027, 3, day) for day in (1, 2, 3))
HALF = timedelta(minutes=30)


async def rules(world: World, **changes: object) -> None:
    setup = await world.setup("ada")
    async with world.store.transactions.write() as tx:
        await world.store.preferences.save(tx, replace(setup.preferences, **changes))  # type: ignore[arg-type]


async def offered(world: World, on: date, minutes: int = 30, zone: str = "Europe/Berlin") -> list[str]:
    card = await ask(world, Find(duration_minutes=minutes, since=on, until=on), SlotsCard)
    starts = [slot.label.at for day in card.days for slot in day.slots if isinstance(slot.label, Instant)]
    return [start.astimezone(ZoneInfo(zone)).strftime("%H:%M") for start in starts]


async def why(world: World, on: date, clock: str, minutes: int = 30) -> list[str]:
    hour, minute = map(int, clock.split(":"))
    return read(*(await ask(world, Why(on, hour * 60 + minute, minutes), WhyCard)).reasons)


async def test_p9_an_all_day_absence_takes_the_days_it_shows_and_not_an_hour_of_the_next(two: World) -> None:
    two.box("ada").add_days(TUESDAY, WEDNESDAY, subject="Offsite", show_as=ShowAs.OOF)
    whole = [f"“Offsite” in your calendar “{DEFAULT}” takes the whole day."]
    assert (await offered(two, TUESDAY), len(await offered(two, WEDNESDAY))) == ([], 16)
    assert [await why(two, TUESDAY, clock) for clock in ("09:00", "16:30")] == [whole, whole]
    assert await why(two, WEDNESDAY, "09:00") == ["Nothing stands against it."]


async def test_p9_the_days_are_the_persons_also_for_a_reader_elsewhere(two: World) -> None:
    two.box("ada").add_days(TUESDAY, WEDNESDAY, subject="Offsite")
    two.directory.change(user("ada"), zone="Asia/Tokyo")
    two.clock.advance(timedelta(hours=7))
    assert await offered(two, TUESDAY, zone="Asia/Tokyo") == []  # Tuesday 17:00 to 24:00 in Tokyo is Berlin's Tuesday
    assert "00:00" in await offered(two, date(2027, 3, 4), zone="Asia/Tokyo")  # Wednesday 16:00 in Berlin
    card = await ask(two, Why(WEDNESDAY, 0, 30), WhyCard)
    assert [line.key for line in card.reasons] == ["why.conflict_all_day"]


@pytest.mark.parametrize("state", list(ShowAs))
async def test_p11_each_show_as_state_blocks_as_chosen_and_why_says_which_it_was(two: World, state: ShowAs) -> None:
    two.box("ada").add(TEN, TEN + HALF, subject="X", show_as=state)
    for only_busy in (False, True):
        if only_busy:
            await two.configuring.choose_advanced(await two.person("ada"), ONLY_BUSY, linked_blocks=True)
        card = await ask(two, Why(MONDAYS, 600, 30), WhyCard)
        blocked = state is ShowAs.BUSY if only_busy else state not in {ShowAs.FREE, ShowAs.WORKING_ELSEWHERE}
        assert ("10:00" in await offered(two, MONDAYS)) is not blocked
        assert [line.key for line in card.reasons] == (["why.conflict"] if blocked else ["why.free"])
        assert [line.key for line in card.remarks] == ([] if blocked else ["why.shown_as"])


@pytest.mark.parametrize(("on", "first"), [(date(2027, 3, 26), 8), (date(2027, 3, 29), 7), (date(2026, 10, 26), 8)])
async def test_p20_hours_stay_on_the_wall_clock_over_a_clock_change_and_the_zone_is_named(
    two: World, on: date, first: int
) -> None:
    two.clock.set(datetime(on.year, on.month, on.day, tzinfo=MONDAY.tzinfo) - timedelta(days=2))
    card = await ask(two, Find(duration_minutes=30, since=on, until=on), SlotsCard)
    starts = [slot.label.at for slot in card.days[0].slots if isinstance(slot.label, Instant)]
    assert (starts[0].hour, read(card.zone)) == (first, ["Berlin"])
    assert await why(two, on, "08:30") == [
        f"It is outside your hours. {read(card.days[0].day)[0]} has 09:00–17:00 (Berlin)."
    ]


async def test_p20_the_same_moment_is_shown_on_each_readers_clock_with_its_zone(two: World) -> None:
    two.box("ada").add(TEN + 24 * HOUR, TEN + 25 * HOUR, subject="Standup")
    two.directory.change(user("ada"), zone="America/New_York", locale="en-US")
    two.clock.advance(timedelta(hours=7))
    card = await ask(two, Why(TUESDAY, 4 * 60, 30), WhyCard)
    words = Words(Reader("America/New_York", "en-US"), MONDAY)
    assert words.say(card.reasons[0]) == f"“Standup” in your calendar “{DEFAULT}” takes 4:00 AM–5:00 AM."
    assert (read(card.zone), read(card.second_zone)) == (["New York"], ["Berlin"])


async def test_p21_buffers_hold_around_outlooks_own_events_on_both_sides_once(two: World) -> None:
    await rules(two, buffer_before_minutes=30, buffer_after_minutes=60, step_minutes=30)
    two.box("ada").add(TEN + 2 * HOUR, TEN + 3 * HOUR, subject="Review")  # 12:00 to 13:00
    found = await offered(two, MONDAYS)
    assert [clock for clock in found if "10:00" <= clock <= "14:00"] == ["10:00", "10:30", "13:30", "14:00"]
    name = f"“Review” in your calendar “{DEFAULT}”"
    assert await why(two, MONDAYS, "11:00") == [f"{name} begins 12:00: you keep 1 h free after a meeting."]
    assert await why(two, MONDAYS, "13:00") == [f"{name} ends 13:00: you keep 30 min free before a meeting."]
    assert await why(two, MONDAYS, "12:00") == [f"{name} takes 12:00–13:00."]


async def test_p21_of_somebody_elses_event_only_that_it_is_too_close(two: World) -> None:
    await rules(two, buffer_before_minutes=30)
    two.box("ben").add(TEN, TEN + HOUR, subject="Secret")
    card = await ask(two, Why(MONDAYS, 11 * 60, 30, (BEN,)), WhyCard)
    assert [line.key for line in card.reasons] == ["why.they_close"]
    assert "Secret" not in repr(card)


async def test_p22_a_long_meeting_on_a_short_step_ends_before_the_next_event_and_closing_time(two: World) -> None:
    await rules(two, step_minutes=15, minimum_notice_minutes=0)
    two.box("ada").add(TEN + HOUR / 4, TEN + 5.75 * HOUR, subject="Workshop")  # 10:15 to 15:45
    assert await offered(two, MONDAYS, 60) == ["09:00", "09:15", "15:45", "16:00"]
    late = ["It begins in your hours and ends after them. Mon 1 Mar has 09:00–17:00 (Berlin)."]
    assert await why(two, MONDAYS, "16:15", 60) == late
    assert await why(two, MONDAYS, "09:30", 60) == [f"“Workshop” in your calendar “{DEFAULT}” takes 10:15–15:45."]


async def test_p25_every_free_gap_is_offered_and_every_other_step_of_the_day_has_its_reasons(two: World) -> None:
    box = two.box("ada")
    for start, minutes in ((TEN, 45), (TEN + 2 * HOUR, 30), (TEN + 4 * HOUR, 90)):
        box.add(start, start + timedelta(minutes=minutes))
    found = set(await offered(two, MONDAYS))
    for minute in range(0, 24 * 60, 30):
        card = await ask(two, Why(MONDAYS, minute, 30), WhyCard)
        clock = f"{minute // 60:02}:{minute % 60:02}"
        assert (card.heading.key == "why.offered") is (clock in found), clock
        assert card.reasons
        assert card.actions
