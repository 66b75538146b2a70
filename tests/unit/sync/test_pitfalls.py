"""The pitfalls of other products that the copies decide about, by their numbers in our list of their bug reports:

P5 too many calendars, P12 declined invitations, P13 cancelled meetings, P18 subscriptions that die or lag. P1 (series)
and P17 (delta) are shown against the sandbox, in tests/contract_outlook.
"""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.availability import ShowAs
from core.booking.usecases import FindRequest
from core.booking.usecases.finding import Found
from core.outlook.breaker import TenantPaused
from core.shared.errors import OutlookRejected, OutlookUnavailable, PermissionMissing
from core.shared.ranges import Range
from core.sync.model import Lifecycle, Response
from tests.fakes.outlook import DEFAULT
from tests.unit.sync.scene import AT_ELEVEN, DAY, HOUR, TEAM, copied, copy_of, hints, outlook_of, states, told
from tests.unit.world import MONDAY, World

MINUTE = timedelta(minutes=1)
SOON = timedelta(seconds=3)


async def found(world: World) -> Found:
    today = Range(MONDAY, MONDAY + DAY)
    return await world.finding.find(FindRequest(await world.person("ada"), (), 30, today, "Europe/Berlin"))


async def is_offered(world: World) -> bool:
    return AT_ELEVEN in (await found(world)).slots


@pytest.mark.parametrize(
    "trouble",
    [OutlookUnavailable(30.0), OutlookRejected(404, "ErrorItemNotFound"), PermissionMissing("calendar")],
    ids=["throttled", "not found", "not allowed"],
)
async def test_p5_one_calendar_of_many_that_fails_makes_every_time_unknown_and_is_named(trouble: Exception) -> None:
    world = await copied()
    for number in range(8):
        world.box("ada").add_calendar(f"Project {number}")
    setup = await world.configuring.refresh(await world.person("ada"))
    everything = frozenset(one.id for one in setup.calendars)
    await world.configuring.choose(setup.preferences.person, setup.preferences.linked, everything)
    await world.work()
    assert len(states(world)) == 10
    assert await is_offered(world)
    world.box("ada").unreadable["Project 5"] = trouble
    world.clock.advance(61 * MINUTE)
    told_now = await found(world)
    assert told_now.slots == ()
    assert [one.calendar.name for one in told_now.evidence[0].readings if one.error] == ["Project 5"]


@pytest.mark.parametrize("minutes", [10, 59])
async def test_p5_while_a_tenant_is_paused_the_answer_says_how_old_it_is_and_then_that_nothing_is_known(
    minutes: int,
) -> None:
    world = await copied(team=False)
    world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
    await told(world, through=SOON)
    world.box("ada").unreadable[DEFAULT] = TenantPaused(15.0)
    tables = world.store.transactions.tables
    tables.sync_states = {key: replace(one, subscription=None) for key, one in tables.sync_states.items()}
    read_at = states(world)[DEFAULT].read_at
    assert read_at is not None
    world.clock.set(read_at + minutes * MINUTE)
    answer = await found(world)
    assert AT_ELEVEN not in answer.slots
    assert answer.slots
    assert answer.unreadable == ()
    assert {one.read_at for one in answer.evidence[0].readings} == {read_at}
    world.clock.set(read_at + 61 * MINUTE)
    assert (await found(world)).slots == ()


@pytest.mark.parametrize("shown", [ShowAs.BUSY, ShowAs.TENTATIVE])
async def test_p12_a_declined_invitation_that_outlook_still_shows_takes_no_time(shown: ShowAs) -> None:
    world = await copied(team=False)
    event = world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR, show_as=shown, response=Response.NOT_RESPONDED)
    await told(world, through=SOON)
    assert not await is_offered(world)
    world.box("ada").change(event, response=Response.DECLINED)
    await told(world, through=SOON)
    assert event in copy_of(world, DEFAULT)
    assert await is_offered(world)


async def test_p13_a_cancelled_meeting_that_lingers_takes_no_time_and_its_title_decides_nothing() -> None:
    world = await copied(team=False)
    event = world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR, "Weekly", response=Response.ACCEPTED)
    await told(world, through=SOON)
    assert not await is_offered(world)
    world.box("ada").change(event, is_cancelled=True, subject="Canceled: Weekly")
    await told(world, through=SOON)
    assert event in copy_of(world, DEFAULT)
    assert await is_offered(world)
    world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR, "Canceled: the trip, let's talk")
    await told(world, through=SOON)
    assert not await is_offered(world)


async def test_p18_a_subscription_that_dies_without_a_word_hides_no_change_for_long() -> None:
    world = await copied(team=False)
    world.subscriptions.living.clear()
    world.box("ada").add(AT_ELEVEN + 2 * DAY, AT_ELEVEN + 2 * DAY + HOUR)
    assert hints(world) == ()
    world.clock.advance(30 * MINUTE)
    await world.polling.tick()
    await world.work(through=SOON)
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT) != {}


async def test_p18_an_expired_subscription_is_no_reason_to_believe_an_old_copy() -> None:
    world = await copied(team=False)
    state = states(world)[DEFAULT]
    assert state.subscription is not None
    tables = world.store.transactions.tables
    gone = replace(state.subscription, expires_at=world.clock.now())
    tables.sync_states[state.calendar] = replace(state, subscription=gone, renew_at=None)
    world.subscriptions.living.clear()
    world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
    world.clock.advance(6 * MINUTE)
    assert not await is_offered(world), "the question itself found it"


@pytest.mark.parametrize("what", Lifecycle)
async def test_p18_whatever_happened_to_a_subscription_what_it_did_not_tell_is_read(what: Lifecycle) -> None:
    world = await copied()
    told_of = {name: hints(world, name) for name in (DEFAULT, TEAM)}
    for name in told_of:
        world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR, calendar=name)
    if what is Lifecycle.REMOVED:
        world.subscriptions.living.clear()
    world.clock.advance(MINUTE)
    for items in told_of.values():
        await world.notified.receive(tuple(one._replace(lifecycle=what) for one in items))
    await world.work(through=timedelta(seconds=5))
    for name in told_of:
        assert copy_of(world, name) == outlook_of(world, name) != {}
        assert len(hints(world, name)) == 1, "it is told of changes again"


async def test_p18_a_subscription_is_renewed_long_before_it_ends_for_as_long_as_it_is_wanted() -> None:
    world = await copied(team=False)
    first = states(world)[DEFAULT].subscription
    for _ in range(30):
        due = states(world)[DEFAULT].renew_at
        assert due is not None
        known = states(world)[DEFAULT].subscription
        assert known is not None
        assert known.expires_at - due > 2 * DAY
        world.clock.set(due)
        await world.polling.tick()
        await world.work(through=SOON)
    now = states(world)[DEFAULT].subscription
    assert first is not None
    assert now is not None
    assert now.id == first.id
    assert now.expires_at > first.expires_at + 80 * DAY
