"""The card of free times: what it offers, what it says was read, how it goes on."""

from datetime import date, timedelta

from core.dialogue.commands import (
    Command,
    Find,
    Named,
)
from core.dialogue.screens import (
    SlotsCard,
)
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.errors import OutlookUnavailable, ReconnectNeeded
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import BEN, ask, read
from tests.unit.world import MONDAY, World, user


async def test_slots_show_three_days_spread_and_go_on_behind_the_last(two: World) -> None:
    card = await ask(two, Find(duration_minutes=30), SlotsCard)
    assert read(*(one.day for one in card.days)) == ["Mon 1 Mar", "Tue 2 Mar", "Wed 3 Mar"]
    tuesday = read(*(slot.label for slot in card.days[1].slots))
    assert len(tuesday) == 6
    assert (tuesday[0], tuesday[-1]) == ("09:00", "16:30")
    names = read(*(slot.name for one in card.days for slot in one.slots))
    assert len(names) == len(set(names))
    more = next(action.command for action in card.actions if read(action.label) == ["More times"])
    assert more is not None
    later = await ask(two, more, SlotsCard)
    assert read(later.days[0].day) == ["Thu 4 Mar"]


async def test_going_on_reaches_every_day_once_and_ends(two: World) -> None:
    command: Command | None = Find(duration_minutes=30)
    days: list[date] = []
    while command is not None:
        card = await ask(two, command, SlotsCard)
        days += [one.day.on for one in card.days]
        command = next((one.command for one in card.actions if read(one.label) == ["More times"]), None)
    assert days == sorted(set(days))
    assert len(days) == 10  # the working days of two weeks


async def test_one_named_day_shows_all_its_times(two: World) -> None:
    tuesday = date(2027, 3, 2)
    card = await ask(two, Find(duration_minutes=30, since=tuesday, until=tuesday), SlotsCard)
    assert len(card.days[0].slots) == 16
    assert read(card.understood) == ["Tue 2 Mar"]


async def test_what_was_understood_is_always_shown_with_dates(two: World) -> None:
    card = await ask(two, Find(part="afternoon", since=date(2027, 3, 8), until=date(2027, 3, 14)), SlotsCard)
    (understood,) = read(card.understood)
    assert understood.startswith("Mon 8 Mar to Sun 14 Mar")
    assert "12:00" in understood
    assert {slot.label.at.hour for one in card.days for slot in one.slots} <= set(range(11, 16))  # type: ignore[union-attr]


async def test_every_slot_list_says_what_was_read_and_what_was_not(two: World) -> None:
    two.mailbox("dan@contoso.com")
    people = (BEN, Named("address", "dan@contoso.com"), Named("address", "guest@nowhere.example"))
    card = await ask(two, Find(people=people), SlotsCard)
    assert [line.key for line in card.sources] == ["sources.read", "sources.theirs", "sources.free_busy"]
    mine, theirs, told = read(*card.sources)
    assert mine.endswith(DEFAULT)
    assert theirs.startswith("Ben Example")
    assert DEFAULT not in theirs
    assert told.startswith("dan@contoso.com")
    (unknown,) = card.unknown
    assert (unknown.key, dict(unknown.values)["name"]) == ("unknown.person", "guest@nowhere.example")
    assert read(card.heading) == ["30 min with Ben Example, dan@contoso.com and guest@nowhere.example"]


async def test_an_unreadable_calendar_leaves_no_times_and_says_whose(two: World) -> None:
    two.box("ada").unreadable[DEFAULT] = ReconnectNeeded()
    mine = await ask(two, Find(), SlotsCard)
    assert mine.days == ()
    assert mine.nothing is not None
    assert "your calendar Calendar" in read(mine.nothing)[0]
    assert read(*(action.label for action in mine.actions))[:2] == ["Look again", "What can I do?"]
    two.box("ada").unreadable.clear()
    two.box("ben").unreadable[DEFAULT] = OutlookUnavailable()
    theirs = await ask(two, Find(people=(BEN,)), SlotsCard)
    assert theirs.nothing is not None
    assert "Ben Example" in read(theirs.nothing)[0]
    assert DEFAULT not in read(theirs.nothing)[0]


async def test_somebody_named_twice_is_one_guest(two: World) -> None:
    card = await ask(two, Find(people=(BEN, Named("address", "ben@contoso.com"), Named("user", "UADA"))), SlotsCard)
    assert read(card.heading) == ["30 min with Ben Example"]


async def test_a_reader_elsewhere_sees_their_own_clock_and_is_told_the_home_zone(two: World) -> None:
    two.directory.change(user("ada"), zone="America/New_York", locale="en-US")
    two.clock.advance(timedelta(hours=6))
    card = await ask(two, Find(since=date(2027, 3, 2), until=date(2027, 3, 2)), SlotsCard)
    assert (card.zone.name, card.second_zone and card.second_zone.name) == ("America/New_York", "Europe/Berlin")
    words = Words(Reader("America/New_York", "en-US"), MONDAY)
    assert words.say(card.days[0].slots[0].label) == "3:00 AM"  # 09:00 in Berlin
