"""A calendar is read, followed, and answered from its copy."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.availability import ShowAs
from core.booking.usecases import FindRequest
from core.configuration.model import CalendarKind
from core.dialogue.commands import ShowConnections
from core.dialogue.screens import ConnectionsCard
from core.shared.errors import OutlookRejected, OutlookUnavailable
from core.shared.ranges import Range
from core.sync.model import ReaderKind, Response
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import actor, read
from tests.unit.sync.scene import (
    AT_ELEVEN,
    DAY,
    HOUR,
    TEAM,
    busy_facts,
    copied,
    copy_of,
    hints,
    outlook_of,
    rounds_asked,
    states,
    told,
)
from tests.unit.world import MONDAY, World

READ_TOLD = "read just now; Outlook tells me of changes, next renewal Thu 4 Mar 09:00"
READ_POLLED = "read just now; Outlook doesn't tell me of changes now, so I look every 15 min"
READ_WHOLE = "read just now, all of it each time: Outlook doesn't tell what changed in it"


async def slots(world: World, days: int = 1) -> tuple[object, ...]:
    request = FindRequest(await world.person("ada"), (), 30, Range(MONDAY, MONDAY + days * DAY), "Europe/Berlin")
    return (await world.finding.find(request)).slots


async def test_chosen_calendars_are_copied_and_subscribed_to_at_once() -> None:
    world = await copied()
    assert states(world).keys() == {DEFAULT, TEAM}
    assert all(state.read_at is not None and state.is_live(world.clock.now()) for state in states(world).values())
    assert {one.calendar for one in world.subscriptions.living.values()} == {DEFAULT, TEAM}


async def test_finding_in_a_fresh_copy_asks_outlook_nothing() -> None:
    world = await copied()
    world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
    await told(world, through=timedelta(seconds=3))
    world.outlook.calls.clear()
    found = await slots(world)
    assert AT_ELEVEN not in found
    assert AT_ELEVEN + HOUR in found
    assert world.outlook.calls == []


async def test_a_booking_is_checked_in_outlook_itself_and_not_in_the_copy() -> None:
    world = await copied()
    setup = await world.setup("ada")
    window = Range(AT_ELEVEN, AT_ELEVEN + HOUR)
    world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)  # no notification came
    copied_answer = await world.gathering.gather(setup, (), window)
    live_answer = await world.gathering.gather(setup, (), window, live=True)
    assert copied_answer.attendees[0].busy == ()
    assert len(live_answer.attendees[0].busy) == 1


async def test_a_notification_brings_the_change_and_says_that_busy_times_changed() -> None:
    world = await copied()
    before, version = len(busy_facts(world)), _busy_version(world)
    world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR, "Secret plan")
    await told(world, through=timedelta(seconds=3))
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT) != {}
    assert [fact.first for fact in busy_facts(world)[before:]] == [None]
    assert _busy_version(world) == version + 1


@pytest.mark.parametrize(
    "change", [{"subject": "Another title"}, {"web_link": "https://elsewhere.example"}], ids=["title", "link"]
)
async def test_a_change_of_words_only_is_copied_and_changes_no_busy_time(change: dict[str, str]) -> None:
    world = await copied()
    event = world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
    await told(world, through=timedelta(seconds=3))
    before = len(busy_facts(world))
    world.box("ada").change(event, **change)
    await told(world, through=timedelta(seconds=3))
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT)
    assert len(busy_facts(world)) == before


@pytest.mark.parametrize(
    "change",
    [
        {"show_as": ShowAs.FREE},
        {"response": Response.DECLINED},
        {"is_cancelled": True},
        {"end": AT_ELEVEN + 2 * HOUR},
        {"show_as": ShowAs.TENTATIVE},
    ],
    ids=str,
)
async def test_whatever_changes_a_blocking_time_is_told(change: dict[str, object]) -> None:
    world = await copied()
    event = world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
    await told(world, through=timedelta(seconds=3))
    before = len(busy_facts(world))
    world.box("ada").change(event, **change)
    await told(world, through=timedelta(seconds=3))
    assert len(busy_facts(world)) == before + 1


async def test_free_events_come_and_go_without_a_word() -> None:
    world = await copied()
    before = len(busy_facts(world))
    event = world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR, show_as=ShowAs.FREE)
    await told(world, through=timedelta(seconds=3))
    world.box("ada").remove(event)
    await told(world, through=timedelta(seconds=3))
    assert len(busy_facts(world)) == before


async def test_p17_a_forgotten_link_leads_to_a_full_round_and_loses_nothing() -> None:
    world = await copied()
    for hour in range(3):
        world.box("ada").add(AT_ELEVEN + hour * HOUR, AT_ELEVEN + hour * HOUR + HOUR)
    await told(world, through=timedelta(seconds=3))
    world.box("ada").remove(min(copy_of(world, DEFAULT)))
    world.delta.forget()
    await told(world, through=timedelta(seconds=3))
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT)
    assert len(copy_of(world, DEFAULT)) == 2


async def test_where_changes_are_not_told_the_whole_view_is_compared_and_the_state_says_so() -> None:
    world = await copied()
    world.delta.refused = True
    world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
    await told(world, through=timedelta(seconds=3))
    assert states(world)[DEFAULT].reader is ReaderKind.VIEW
    assert states(world)[TEAM].reader is ReaderKind.DELTA
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT) != {}


async def test_connections_say_how_each_calendar_is_kept_and_when_outlook_is_asked_to_go_on_telling() -> None:
    world = await copied()
    world.delta.refused_for = {TEAM}
    await told(world, TEAM, through=timedelta(seconds=3))
    assert await _said(world) == {DEFAULT: READ_TOLD, TEAM: READ_WHOLE}


async def test_connections_say_that_outlook_tells_nothing_of_a_calendar_so_that_it_is_looked_at() -> None:
    world = await copied()
    tables = world.store.transactions.tables
    for key, state in tables.sync_states.items():
        tables.sync_states[key] = replace(state, subscription=None)
    assert await _said(world) == dict.fromkeys((DEFAULT, TEAM), READ_POLLED)


async def _said(world: World) -> dict[str, str]:
    """Of each calendar, under connections."""
    card = await world.dialogue.handle(actor("ada"), ShowConnections())
    assert isinstance(card, ConnectionsCard)
    (account,) = card.accounts
    return {read(one.name)[0]: read(one.state)[0] for one in account.calendars}


async def test_the_window_rolls_by_itself_and_delta_is_tried_again_with_it() -> None:
    world = await copied()
    world.delta.refused = True
    await told(world, through=timedelta(seconds=3))
    world.delta.refused = False
    far = MONDAY + timedelta(days=75)
    world.box("ada").add(far, far + HOUR)
    old = states(world)[DEFAULT].window
    for _ in range(8):
        world.clock.advance(DAY)
        await world.polling.tick()
        await world.work(through=timedelta(seconds=3))
    state = states(world)[DEFAULT]
    assert old is not None
    assert state.window is not None
    assert state.window.end > old.end
    assert state.reader is ReaderKind.DELTA
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT)


async def test_calendars_beyond_the_copied_days_are_read_from_outlook() -> None:
    world = await copied()
    far = MONDAY + timedelta(days=200)
    world.box("ada").add(far, far + HOUR)
    (calendar, *_) = (await world.setup("ada")).shown
    (reading,) = await world.reading.calendars((calendar,), Range(far - DAY, far + DAY))
    assert [event.start for event in reading.events] == [far]


async def test_a_calendar_that_is_no_longer_chosen_leaves_no_row_and_no_subscription() -> None:
    world = await copied()
    world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR, calendar=TEAM)
    await told(world, TEAM, through=timedelta(seconds=3))
    setup = await world.setup("ada")
    await world.configuring.choose(setup.preferences.person, setup.preferences.linked, frozenset())
    await world.work()
    assert states(world).keys() == {DEFAULT}
    assert [one.calendar for one in world.subscriptions.living.values()] == [DEFAULT]
    blocks = world.store.transactions.tables.busy_blocks
    assert {key[0] for key in blocks} <= {states(world)[DEFAULT].calendar}


async def test_disconnecting_ends_the_subscriptions_in_outlook_while_there_is_a_token() -> None:
    world = await copied()
    (connection,) = await world.connections("ada")
    await world.mirroring.keeping.leave(connection.id)
    await world.connecting.disconnect(connection.person, connection.id)
    await world.work()
    assert world.subscriptions.living == {}
    late = hints(world)
    assert late == ()


async def test_others_calendars_are_polled_and_never_subscribed_to() -> None:
    world = await copied(team=False)
    shared = world.box("ada").add_calendar("Boss", owner_name="Boss", owner_address="boss@contoso.com", can_edit=False)
    person = await world.person("ada")
    setup = await world.configuring.refresh(person)
    boss = next(item for item in setup.calendars if item.name == shared)
    assert boss.kind is CalendarKind.SHARED
    await world.configuring.choose(person, setup.preferences.linked, frozenset({boss.id}))
    await world.work()
    assert states(world)["Boss"].read_at is not None
    assert [one.calendar for one in world.subscriptions.living.values()] == [DEFAULT]
    asked = rounds_asked(world)
    world.clock.advance(timedelta(minutes=15))
    await world.polling.tick()
    await world.work()
    assert rounds_asked(world) == asked + 1  # the other one is due after half an hour


async def test_the_nightly_look_repairs_what_delta_kept_silent_about() -> None:
    world = await copied(team=False)
    world.delta.noise = False
    event = world.box("ada").add(AT_ELEVEN, AT_ELEVEN + HOUR)
    await told(world, through=timedelta(seconds=3))
    tables = world.store.transactions.tables
    del tables.busy_blocks[states(world)[DEFAULT].calendar, event]
    assert await world.mirroring.rounds.compare(states(world)[DEFAULT].calendar) == 1
    assert copy_of(world, DEFAULT) == outlook_of(world, DEFAULT)
    assert await world.mirroring.rounds.compare(states(world)[DEFAULT].calendar) == 0


@pytest.mark.parametrize("trouble", [OutlookUnavailable(90.0), OutlookRejected(404, "ErrorItemNotFound")], ids=repr)
async def test_a_failing_calendar_says_since_when_and_why_and_is_tried_again(trouble: Exception) -> None:
    world = await copied()
    world.box("ada").unreadable[DEFAULT] = trouble
    await told(world, through=timedelta(seconds=3))
    state, since = states(world)[DEFAULT], world.clock.now()
    assert (state.error, state.failing_since) == (trouble.code, since)  # type: ignore[attr-defined]
    assert state.poll_at >= since + timedelta(seconds=60)
    assert state.poll_at >= since + timedelta(seconds=getattr(trouble, "retry_after_seconds", 0) or 0)
    world.box("ada").unreadable.clear()
    world.clock.set(state.poll_at)
    await world.polling.tick()
    await world.work(through=timedelta(seconds=3))
    assert states(world)[DEFAULT].error is None


def _busy_version(world: World) -> int:
    (version,) = world.store.transactions.tables.busy_versions.values()
    return version
