"""An all-day "Vacation" that Outlook shows as free: pointed out once, blocked here if its person says so."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.availability import ShowAs
from core.dialogue.commands import Find
from core.dialogue.free_day_commands import BlockDays, LeaveDaysFree
from core.dialogue.screens import NewsCard, SlotsCard
from core.shared.errors import ChatUnavailable
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import ask, read
from tests.unit.world import World, build, user

TUESDAY, THURSDAY = date(2027, 3, 2), date(2027, 3, 4)
LAST = THURSDAY - timedelta(days=1)
FREE = ShowAs.FREE


async def seen(subject: str = "Vacation", *, key: str = "ada", show_as: ShowAs = FREE, **more: object) -> World:
    """Ada has such an event when she connects, and her calendars are copied."""
    world = build(copied=True)
    world.join(key)
    world.mailbox(f"{key}@contoso.com")
    world.box(key).add_days(TUESDAY, THURSDAY, subject=subject, show_as=show_as, **more)
    await world.connected(key)
    return world


def asked(world: World, key: str = "ada") -> list[NewsCard]:
    return [one for one in world.messenger.to(user(key)) if isinstance(one, NewsCard)]


async def offered(world: World) -> set[date]:
    """The days on which Ada is offered times."""
    found = set()
    for on in (TUESDAY, LAST, THURSDAY):
        card = await ask(world, Find(duration_minutes=30, since=on, until=on), SlotsCard)
        found |= {on} if card.days else set()
    return found


async def test_p10_an_all_day_vacation_marked_free_is_pointed_out_once_with_an_offer_to_block_it() -> None:
    world = await seen()
    (card,) = asked(world)
    assert read(card.heading) == ["“Vacation” is marked free"]
    words = " ".join(read(*card.lines))
    assert "Tue 2 Mar to Wed 3 Mar" in words
    assert f"“{DEFAULT}”" in words
    assert "you stay bookable" in words
    assert "Outlook stays as it is" in words
    assert [action.command for action in card.actions] == [BlockDays(TUESDAY, LAST), LeaveDaysFree(TUESDAY, LAST)]
    await world.work(through=timedelta(days=3))
    assert len(asked(world)) == 1, "the nightly looks say nothing more"


async def test_p10_blocked_here_takes_the_days_away_and_nothing_is_written_to_outlook() -> None:
    world = await seen()
    before = world.box("ada").all_events()
    assert await offered(world) == {TUESDAY, LAST, THURSDAY}, "free is respected until its person says otherwise"
    card = await ask(world, BlockDays(TUESDAY, LAST), NewsCard)
    assert read(card.heading) == ["Blocked: Tue 2 Mar to Wed 3 Mar"]
    assert await offered(world) == {THURSDAY}
    assert world.box("ada").all_events() == before
    (back,) = [action.command for action in card.actions]
    await ask(world, back, NewsCard)  # type: ignore[arg-type]
    assert await offered(world) == {TUESDAY, LAST, THURSDAY}


async def test_p10_left_free_stays_free_and_is_not_asked_again() -> None:
    world = await seen()
    card = await ask(world, LeaveDaysFree(TUESDAY, LAST), NewsCard)
    assert "don't ask about this again" in read(*card.lines)[0]
    await world.work(through=timedelta(days=3))
    assert await offered(world) == {TUESDAY, LAST, THURSDAY}
    assert len(asked(world)) == 1


@pytest.mark.parametrize(
    "subject",
    [
        "On vacation",
        "Summer HOLIDAYS 🏖",
        "ooo - Ada",
        "Out of office",
        "Parental leave",
        "Urlaub (Ada)",
        "Congés",
        "PTO",
    ],
)
async def test_time_off_is_recognised_by_its_words(subject: str) -> None:
    assert len(asked(await seen(subject))) == 1


@pytest.mark.parametrize(
    "subject", ["Team offsite", "Birthday of Bob", "Leaves are falling", "Goofy day", "", "Awayday?"]
)
async def test_other_all_day_notes_are_left_alone(subject: str) -> None:
    assert asked(await seen(subject)) == []


@pytest.mark.parametrize("state", [state for state in ShowAs if state is not FREE])
async def test_what_is_not_marked_free_needs_no_word(state: ShowAs) -> None:
    assert asked(await seen(show_as=state)) == []


async def test_a_private_one_is_asked_about_without_its_title() -> None:
    (card,) = asked(await seen("Vacation with Bob", is_private=True))
    assert "Bob" not in " ".join(read(card.heading, *card.lines))


async def test_days_without_hours_are_not_asked_about() -> None:
    world = build(copied=True)
    world.join("ada")
    world.mailbox("ada@contoso.com")
    world.box("ada").add_days(date(2027, 3, 6), date(2027, 3, 8), subject="Vacation", show_as=FREE)  # a weekend
    await world.connected("ada")
    assert asked(world) == []


async def test_several_are_asked_about_one_after_the_other_the_next_one_first() -> None:
    world = build(copied=True)
    world.join("ada")
    world.mailbox("ada@contoso.com")
    for week in (3, 1, 2):
        first = TUESDAY + timedelta(weeks=week)
        world.box("ada").add_days(first, first + timedelta(days=1), subject=f"Vacation {week}", show_as=FREE)
    await world.connected("ada")
    assert len(asked(world)) == 1
    for _ in range(5):
        await world.listeners.telling.free_days.look(await world.person("ada"))
    assert [read(card.heading)[0] for card in asked(world)] == [
        f"“Vacation {week}” is marked free" for week in (1, 2, 3)
    ]


async def test_in_the_quiet_hours_it_waits_for_the_morning() -> None:
    world = build(copied=True)
    world.join("ada")
    world.mailbox("ada@contoso.com")
    await world.connected("ada")
    world.clock.advance(timedelta(hours=13))  # 22:00 in Berlin
    world.box("ada").add_days(date(2027, 3, 9), date(2027, 3, 10), subject="Vacation", show_as=FREE)
    await world.mirroring.rounds.run((await world.setup("ada")).blocking[0].id)
    await world.listeners.telling.free_days.look(await world.person("ada"))
    assert asked(world) == []
    await world.work(through=timedelta(hours=8))
    assert asked(world) == []
    await world.work(through=timedelta(hours=9))
    assert len(asked(world)) == 1
    assert world.clock.now().hour == 6  # 07:00 in Berlin


async def test_a_chat_that_is_away_hears_of_it_later_and_once() -> None:
    world = build(copied=True)
    world.join("ada")
    world.mailbox("ada@contoso.com")
    await world.connected("ada")
    world.box("ada").add_days(TUESDAY, THURSDAY, subject="Vacation", show_as=FREE)
    await world.mirroring.rounds.run((await world.setup("ada")).blocking[0].id)
    world.messenger.fails = 1
    person = await world.person("ada")
    with pytest.raises(ChatUnavailable):
        await world.listeners.telling.free_days.look(person)
    for _ in range(2):
        await world.listeners.telling.free_days.look(person)
    assert len(asked(world)) == 1


async def test_calendars_of_others_or_that_do_not_block_are_left_alone() -> None:
    world = build(copied=True)
    world.join("ada")
    world.mailbox("ada@contoso.com")
    box = world.box("ada")
    shared = box.add_calendar("Team", owner_name="Ben", owner_address="ben@contoso.com")
    unused = box.add_calendar("Old job")
    for calendar in (shared, unused):
        box.add_days(TUESDAY, THURSDAY, subject="Vacation", calendar=calendar, show_as=FREE)
    await world.connected("ada")
    setup = await world.setup("ada")
    ids = {one.name: one.id for one in setup.calendars}
    chosen = replace(setup.preferences, conflicts=frozenset({ids["Team"]}))
    async with world.store.transactions.write() as tx:
        await world.store.preferences.save(tx, chosen)
    before = len(asked(world))  # while it blocked, “Old job” was asked about
    await world.listeners.telling.free_days.look(await world.person("ada"))
    assert len(asked(world)) == before == 1
    assert f"“{unused}”" in " ".join(read(*asked(world)[0].lines))
