"""A double booking as its person meets it: told once, solved in two taps, edited until it is over."""

from datetime import timedelta

from core.dialogue.commands import ShowConflict, ShowConflicts
from core.dialogue.screens import ConflictCard, ConflictsCard
from core.people.model import ChatProfile
from tests.unit.core.asking import actor, read
from tests.unit.core.booking_scene import TEN
from tests.unit.core.clashing import (
    DAY,
    HALF,
    HOUR,
    STOOD,
    button,
    desk,
    labels,
    lines,
    meeting,
    message,
    noticed,
    press,
    told,
)  # fmt: skip
from tests.unit.core.test_two_chats import IN_TEAMS, TEAMS, asks, from_teams, join
from tests.unit.world import World

TUESDAY = TEN + DAY


async def clash() -> World:
    """Ada's own meeting with Ben, and one of Ben's that she has accepted, half an hour later."""
    world = await desk()
    guests = (("ben@contoso.com", "Ben Example"),)
    world.outlook.meet(world.box("ada"), guests, TUESDAY, TUESDAY + HOUR, "Design review")
    meeting(world, "ben", "ada", TUESDAY + HALF, "1:1 Ana")
    await noticed(world)
    return world


def the_card(world: World) -> ConflictCard:
    (card,) = told(world)
    assert isinstance(card, ConflictCard)
    return card


async def test_a_double_booking_is_told_with_its_meetings_and_ways_out() -> None:
    world = await clash()
    card = the_card(world)
    assert read(card.heading) == ["Double booking: Tue 2 Mar 10:30–11:00"]
    said = [" ".join(read(one.title, one.when, one.role)) for one in card.meetings]
    assert said == [
        "Design review Tue 2 Mar 10:00–11:00 yours, with one other person",
        "1:1 Ana Tue 2 Mar 10:30–11:30 invited by Ben, you accepted",
    ]
    assert labels(card) == ["Move", "Decline and propose", "Keep both"]
    assert not card.done


async def test_moving_takes_two_taps_and_the_same_message_says_resolved() -> None:
    world = await clash()
    ref = message(world)
    offer = await press(world, button(the_card(world), "Move"), ref)
    assert isinstance(offer, ConflictCard)
    assert "Ben Example will be told by Outlook as soon as you press a time." in lines(offer)
    assert len(offer.times) == 3
    assert await press(world, offer.times[0].command, ref) is None
    done = the_card(world)
    when = read(offer.times[0].label)[0]
    assert done.done
    assert read(done.heading)[0].startswith(f"Resolved: Design review is on {when}–")
    assert labels(done) == ["All double bookings"]
    assert message(world) == ref


async def test_somebody_elses_meeting_is_declined_with_a_proposal_in_two_taps() -> None:
    world = await clash()
    ref = message(world)
    offer = await press(world, button(the_card(world), "Decline and propose"), ref)
    assert isinstance(offer, ConflictCard)
    assert "Ben is told by Outlook as soon as you press a time." in lines(offer)
    assert await press(world, offer.times[0].command, ref) is None
    (heard,) = world.outlook.heard
    assert heard[2] == "ada@contoso.com"
    assert heard[3] is not None
    done = the_card(world)
    assert (done.done, read(done.heading)[0][:9]) == (True, "Resolved:")
    assert "1:1 Ana" in read(done.heading)[0]
    await noticed(world)
    assert read(the_card(world).heading) == ["Resolved: you declined 1:1 Ana"], "also when it is edited again"


async def test_the_list_is_as_new_as_it_says() -> None:
    """Read just now means looked at just now: what Outlook changed a moment ago is in it before it is told."""
    world = await desk()
    meeting(world, "ben", "ada", TUESDAY, "1:1 Ana")
    world.box("ada").add(TUESDAY + HALF, TUESDAY + HOUR + HALF, "Mine")
    for calendar in (await world.setup("ada")).blocking:
        await world.mirroring.rounds.sync(calendar.id)
    listed = await world.dialogue.handle(actor(), ShowConflicts())
    assert isinstance(listed, ConflictsCard)
    assert [[read(one.title)[0] for one in line.meetings] for line in listed.conflicts] == [["1:1 Ana", "Mine"]]


async def test_keeping_both_is_said_and_stays() -> None:
    world = await clash()
    kept = await press(world, button(the_card(world), "Keep both"), message(world))
    assert isinstance(kept, ConflictCard)
    assert read(kept.heading) == ["Kept: everything stays as it is"]
    await noticed(world)
    assert read(the_card(world).heading) == ["Kept: everything stays as it is"]


async def test_a_change_in_outlook_turns_the_same_message_to_resolved() -> None:
    world = await clash()
    (mine,) = [one for one in world.box("ada").all_events() if one.subject == "Design review"]
    world.box("ada").change(mine.id, start=TUESDAY + 5 * HOUR, end=TUESDAY + 6 * HOUR)
    await noticed(world)
    assert read(the_card(world).heading) == ["Resolved: Design review is on Tue 2 Mar 15:00–16:00 now"]


async def test_one_that_vanished_while_the_chat_was_away_is_never_said() -> None:
    world = await desk()
    meeting(world, "ben", "ada", TUESDAY, "1:1 Ana")
    other = world.box("ada").add(TUESDAY, TUESDAY + HOUR, "Mine")
    world.messenger.fails = 1000
    await noticed(world, through=STOOD)
    world.box("ada").remove(other)
    await noticed(world, through=timedelta(seconds=1))
    world.messenger.fails = 0
    await world.work(through=timedelta(minutes=20))
    assert told(world) == []


async def test_a_person_in_two_chats_is_told_in_one_and_solves_it_in_the_other_and_both_follow() -> None:
    world = await desk()
    world.clock.advance(timedelta(minutes=1))
    world.directory.add(ChatProfile(TEAMS, "Ada", None, "Europe/Berlin", "en-GB"))
    await join(world)
    await world.work(through=timedelta(seconds=5))
    guests = (("ben@contoso.com", "Ben Example"),)
    world.outlook.meet(world.box("ada"), guests, TUESDAY, TUESDAY + HOUR, "Design review")
    meeting(world, "ben", "ada", TUESDAY + HALF, "1:1 Ana")
    await noticed(world)
    in_slack = message(world)
    cause = the_card(world).cause
    assert not [one for one in world.messenger.to(TEAMS) if isinstance(one, ConflictCard)]
    await asks(world, from_teams(), ShowConflict(cause), IN_TEAMS)
    offer = await asks(world, from_teams(IN_TEAMS), button(the_card(world), "Move"), IN_TEAMS)
    assert isinstance(offer, ConflictCard)
    assert offer.times[0].command is not None
    assert await world.dialogue.handle(from_teams(IN_TEAMS), offer.times[0].command) is None
    await world.work(through=timedelta(seconds=5))
    shown = [world.messenger.messages[ref].screen for ref in (in_slack, IN_TEAMS)]
    assert [read(one.heading)[0][:9] for one in shown if isinstance(one, ConflictCard)] == ["Resolved:"] * 2
