"""Notifications: nothing genuine is lost, nothing forged has an effect, and a crowd of them costs one round."""

import asyncio
import random
from datetime import timedelta

import pytest

from core.shared.errors import OutlookRejected
from core.sync.model import Lifecycle, Notification
from core.sync.usecases import ROUND_JOB, SUBSCRIBE_JOB
from core.sync.usecases.jobs import ask_round
from tests.fakes.outlook import DEFAULT
from tests.unit.core.crashing import Crash, CrashingMemory
from tests.unit.sync.scene import (
    AT_ELEVEN,
    DAY,
    HOUR,
    TEAM,
    copied,
    copy_of,
    hints,
    outlook_of,
    rounds_asked,
    states,
    told,
    waiting_jobs,
)
from tests.unit.world import World

WINDOW = timedelta(seconds=2)


async def quiet(world: World) -> None:
    """Some time after the last round."""
    world.clock.advance(timedelta(minutes=1))
    await world.work()


async def test_the_first_notification_of_a_quiet_calendar_is_looked_at_at_once_and_the_rest_share_one_round() -> None:
    world = await copied(team=False)
    await quiet(world)
    asked = rounds_asked(world)
    await told(world)
    assert rounds_asked(world) == asked + 1
    for _ in range(20):
        world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
        await told(world)
        world.clock.advance(timedelta(milliseconds=50))
    assert rounds_asked(world) == asked + 1
    await world.work(through=WINDOW)
    assert rounds_asked(world) == asked + 2
    assert len(copy_of(world, DEFAULT)) == 20


@pytest.mark.parametrize(
    "wrong", [{"client_state": "guess"}, {"client_state": ""}, {"subscription": "unknown"}], ids=str
)
async def test_what_is_forged_is_counted_and_leaves_no_row(wrong: dict[str, str]) -> None:
    world = await copied(team=False)
    jobs = dict(world.store.transactions.tables.jobs)
    await world.notified.receive(tuple(item._replace(**wrong) for item in hints(world)))
    assert world.store.transactions.tables.jobs == jobs
    assert (world.notified.counted.forged + world.notified.counted.unknown, world.notified.counted.genuine) == (1, 0)


async def test_forged_items_beside_genuine_ones_take_nothing_from_them() -> None:
    world = await copied(team=False)
    await quiet(world)
    (genuine,) = hints(world)
    await world.notified.receive((genuine._replace(client_state="guess"), genuine, Notification("x", "y")))
    assert len(waiting_jobs(world, ROUND_JOB)) == 1
    assert (world.notified.counted.genuine, world.notified.counted.forged, world.notified.counted.unknown) == (1, 1, 1)


async def test_what_a_round_that_waits_will_see_anyway_is_not_written_again() -> None:
    world = await copied()
    await quiet(world)
    await world.notified.receive(hints(world))
    memory = world.store.transactions
    before = memory.tables
    await world.notified.receive(hints(world))
    assert memory.tables is before  # a write transaction would have replaced them
    await world.notified.receive((*hints(world), *hints(world, TEAM)))
    assert memory.tables is not before
    assert len(waiting_jobs(world, ROUND_JOB)) == 2


async def test_a_round_that_waits_for_another_reason_does_not_keep_a_notification_from_being_noted() -> None:
    world = await copied(team=False)
    await quiet(world)
    calendar = states(world)[DEFAULT].calendar
    async with world.store.transactions.write() as tx:
        await ask_round(world.store.jobs, tx, calendar)  # as polling does
    await world.notified.receive(hints(world))
    assert states(world)[DEFAULT].is_dirty


async def test_requests_that_wait_together_are_stored_together_and_each_is_answered_after_the_commit() -> None:
    world = await copied()
    await quiet(world)
    before = world.notified.batches
    names = [DEFAULT, TEAM] * 250
    await asyncio.gather(*(world.notified.receive(hints(world, name)) for name in names))
    assert world.notified.batches - before <= 4
    assert len(waiting_jobs(world, ROUND_JOB)) == 2


async def test_without_a_durable_row_there_is_no_answer_and_the_next_one_is_taken_again() -> None:
    world = await copied(team=False)
    await quiet(world)
    memory = world.store.transactions
    assert isinstance(memory, CrashingMemory)
    memory.crashes.countdown = 1
    answers = await asyncio.gather(*(world.notified.receive(hints(world)) for _ in range(5)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [Crash] * 5
    assert waiting_jobs(world, ROUND_JOB) == []
    await world.notified.receive(hints(world))
    assert len(waiting_jobs(world, ROUND_JOB)) == 1


async def test_a_change_during_a_round_is_found_by_the_next_one() -> None:
    world = await copied(team=False)
    await quiet(world)
    real = world.delta.changes

    async def slow(*args: object) -> object:
        told_round = await real(*args)  # type: ignore[arg-type]
        world.delta.changes = real  # type: ignore[method-assign]
        world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
        await world.notified.receive(hints(world))
        return told_round

    world.delta.changes = slow  # type: ignore[method-assign,assignment]
    await told(world, through=WINDOW)
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT) != {}


async def test_a_thousand_hostile_notifications_lose_nothing_and_cost_one_round_per_calendar_and_window() -> None:
    """30 % doubled, shuffled, 2 % forged, killed every 60 requests and started again."""
    world, chance = await copied(), random.Random(20270301)
    memory = world.store.transactions
    assert isinstance(memory, CrashingMemory)
    await quiet(world)
    began, asked, crashed = world.clock.now(), rounds_asked(world), 0
    queue: list[tuple[Notification, ...]] = []
    for number in range(1000):
        name = chance.choice([DEFAULT, TEAM])
        if number % 4 == 0:
            start = AT_ELEVEN + (number % 40) * HOUR
            world.box("ada").add(start, start + HOUR, calendar=name)
        sent = hints(world, name)
        queue += [sent] * (2 if chance.random() < 0.3 else 1)
        if chance.random() < 0.02:
            queue.append(tuple(item._replace(client_state="guess") for item in sent))
        if number % 20:
            continue
        chance.shuffle(queue)
        if number % 60 == 0:
            memory.crashes.countdown = chance.randrange(8)
        answers = await asyncio.gather(*(world.notified.receive(items) for items in queue), return_exceptions=True)
        queue = [
            items for items, answer in zip(queue, answers, strict=True) if answer is not None
        ]  # Outlook tries again
        try:
            await world.work()
        except Crash:
            crashed += 1
            await world.restart()
        world.clock.advance(timedelta(milliseconds=chance.randrange(400)))
    memory.crashes.countdown = None
    for items in queue:
        await world.notified.receive(items)
    await world.work(through=timedelta(seconds=10))
    windows = (world.clock.now() - began) / WINDOW + 1
    assert crashed
    assert rounds_asked(world) - asked <= 2 * windows + crashed
    for name in (DEFAULT, TEAM):
        assert copy_of(world, name) == outlook_of(world, name) != {}


@pytest.mark.parametrize("what", Lifecycle)
async def test_what_happens_to_a_subscription_is_answered_and_followed_by_a_round(what: Lifecycle) -> None:
    world = await copied(team=False)
    await quiet(world)
    (item,) = hints(world)
    if what is Lifecycle.REMOVED:
        world.subscriptions.living.clear()
    world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
    world.subscriptions.calls.clear()
    await world.notified.receive((item._replace(lifecycle=what),))
    await world.work(through=timedelta(seconds=5))
    wanted = {Lifecycle.MISSED: [], Lifecycle.REMOVED: ["create"], Lifecycle.REAUTHORIZE: ["reauthorize"]}
    assert world.subscriptions.calls == wanted[what]
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT) != {}
    assert len(hints(world)) == 1


async def test_a_subscription_is_renewed_at_half_its_life_and_made_anew_when_it_vanished() -> None:
    world = await copied(team=False)
    first = states(world)[DEFAULT]
    assert first.subscription is not None
    assert first.renew_at is not None
    assert abs(first.renew_at - world.clock.now() - 3 * DAY) < timedelta(minutes=1)
    for vanished in (False, True):
        if vanished:
            world.subscriptions.living.clear()
        due = states(world)[DEFAULT].renew_at
        assert due is not None
        world.clock.set(due)
        await world.polling.tick()
        await world.work(through=timedelta(seconds=5))
        state = states(world)[DEFAULT]
        assert state.subscription is not None
        assert (state.subscription.id == first.subscription.id) is not vanished
        assert state.subscription.expires_at > world.clock.now() + 5 * DAY
        assert state.subscription.id in world.subscriptions.living


@pytest.mark.parametrize(
    ("refusal", "again"),
    [
        (OutlookRejected(403, "ErrorAccessDenied"), DAY),
        (OutlookRejected(400, "ValidationError"), timedelta(minutes=5)),
    ],
    ids=["forbidden", "not reached"],
)
async def test_a_refused_subscription_is_tried_again_later_and_the_calendar_is_polled(
    refusal: Exception, again: timedelta
) -> None:
    world = await copied(team=False)
    world.subscriptions.living.clear()
    world.subscriptions.refused[DEFAULT] = refusal
    due = states(world)[DEFAULT].renew_at
    assert due is not None
    world.clock.set(due)
    await world.polling.tick()
    await world.work(through=timedelta(seconds=5))
    assert states(world)[DEFAULT].renew_at >= due + again  # type: ignore[operator]
    assert waiting_jobs(world, SUBSCRIBE_JOB) == []
    world.box("ada").add(AT_ELEVEN + 5 * DAY, AT_ELEVEN + 5 * DAY + HOUR)
    world.clock.advance(timedelta(minutes=31))
    await world.polling.tick()
    await world.work(through=timedelta(seconds=5))
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT) != {}
