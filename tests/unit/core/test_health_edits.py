"""Messages about what can't be read are edited when they say something else, and only then; a calendar that comes and
goes has one message."""

from datetime import timedelta

from core.dialogue.health import SAME_WITHIN
from core.dialogue.health_notices import HEALTH_JOB
from tests.unit.core.sickness import DAY, cards, clinic, days, headings, heal, lose, polled, shown
from tests.unit.core.test_health_ways import FORBIDDEN, pressed, with_family
from tests.unit.world import World

HALF_HOUR = timedelta(minutes=30)
LOST, WELL = "Family can't be read any more", "Family can be read and used again"


def edits(world: World) -> list[int]:
    return [one.edits for one in shown(world).values()]


async def forbidden(world: World, *, hours: float = 1) -> None:
    world.box("ada").unreadable["Family"] = FORBIDDEN
    await days(world, hours / 24, HALF_HOUR)


async def readable(world: World, *, hours: float = 1) -> None:
    world.box("ada").unreadable.clear()
    await days(world, hours / 24, HALF_HOUR)


async def test_looks_that_find_nothing_new_edit_nothing() -> None:
    world = await clinic()
    await lose(world)
    before = edits(world)
    for _ in range(5):
        await _looked(world)
        await polled(world)
    assert edits(world) == before == [0]
    await heal(world)
    assert edits(world) == [1]


async def test_a_chat_that_was_away_gets_the_edit_later() -> None:
    world = await clinic()
    await lose(world)
    world.messenger.fails = 1
    await heal(world)
    await days(world, 0.1, HALF_HOUR)
    assert headings(world) == ["ada@contoso.com can be read and used again"]


async def test_a_calendar_that_comes_and_goes_for_ten_days_has_the_four_messages_of_one_trouble_at_most() -> None:
    world = await with_family()
    came = 0
    for _ in range(10 * 4):
        await forbidden(world, hours=3)
        assert set(headings(world)) == {LOST}
        came = max(came, len(cards(world)))
        await readable(world, hours=3)
        assert set(headings(world)) == {WELL}
    assert 1 <= came == len(cards(world)) <= 4


async def test_within_a_day_it_is_one_message_and_after_a_quiet_day_it_is_told_anew() -> None:
    world = await with_family()
    for _ in range(3):
        await forbidden(world)
        await readable(world)
    assert headings(world) == [WELL]
    await readable(world, hours=SAME_WITHIN / timedelta(hours=1) + 1)
    assert await _known(world) == 0
    await forbidden(world)
    assert headings(world) == [WELL, LOST]


async def test_a_process_that_was_down_when_the_day_ended_tells_anew_all_the_same() -> None:
    world = await with_family()
    await forbidden(world)
    await readable(world)
    world.clock.set(world.clock.now() + 2 * DAY)
    await forbidden(world)
    assert headings(world) == [WELL, LOST]


async def test_a_press_that_shows_it_well_is_set_right_when_it_is_lost_again_before_anybody_looked() -> None:
    world = await with_family()
    await forbidden(world)
    world.box("ada").unreadable.clear()
    (ref,) = shown(world)
    before = world.messenger.messages[ref]
    card = await pressed(world, "Look again")
    await world.messenger.show(before.user, card, before.reader, ref)  # as the chat's adapter does
    assert headings(world) == [WELL]
    await forbidden(world)
    assert headings(world) == [LOST]


async def _looked(world: World) -> None:
    args = {"person": await world.person("ada")}
    async with world.store.transactions.write() as tx:
        await world.store.jobs.enqueue(tx, HEALTH_JOB, args)
    await world.work()


async def _known(world: World) -> int:
    ada = await world.person("ada")
    async with world.store.transactions.read() as tx:
        return len(await world.store.troubles.of_person(tx, ada))
