"""The ways out of a double booking, and what is said when one of them doesn't work."""

from datetime import timedelta

import pytest

from core.availability import ShowAs
from core.connection.model import Access
from core.dialogue.commands import (
    AddAccount,
    Command,
    DeclineAll,
    DeclineMeeting,
    Find,
    IgnoreSeries,
    KeepBoth,
    MoveTo,
    NeverWarn,
    OfferMove,
    OfferProposal,
    ShowConflict,
    ShowConflicts,
)
from core.dialogue.screens import ConflictCard, ConflictsCard, Line, Problem, Style
from core.shared.errors import OutlookUnavailable
from tests.unit.core.asking import actor, ask, read
from tests.unit.core.booking_scene import TEN
from tests.unit.core.clashing import (
    DAY,
    HALF,
    HOUR,
    button,
    buttons,
    desk,
    labels,
    lines,
    meeting,
    message,
    noticed,
    press,
    told,
)
from tests.unit.world import World

TUESDAY = TEN + DAY


async def clash(*, proposals: bool = True) -> World:
    """Ada's own meeting with Ben, and one of Ben's that she has accepted, half an hour later."""
    world = await desk()
    guests = (("ben@contoso.com", "Ben Example"),)
    world.outlook.meet(
        world.box("ada"), guests, TUESDAY, TUESDAY + HOUR, "Design review", web_link="https://o.example/1"
    )
    theirs = meeting(world, "ben", "ada", TUESDAY + HALF, "1:1 Ana")
    world.box("ada").change(theirs, takes_proposals=proposals)
    await noticed(world)
    return world


def the_card(world: World, key: str = "ada") -> ConflictCard:
    (card,) = told(world, key)
    assert isinstance(card, ConflictCard)
    return card


async def offered(world: World, label: str = "Move") -> ConflictCard:
    card = await press(world, button(the_card(world), label), message(world))
    assert isinstance(card, ConflictCard)
    return card


async def test_while_outlook_does_not_answer_the_card_says_that_it_moves_and_a_second_press_moves_nothing() -> None:
    world = await clash()
    offer = await offered(world)
    world.outlook.faults = ["lost before"] * 4
    await world.dialogue.handle(actor(card=message(world)), offer.times[0].command)  # type: ignore[arg-type]
    await world.work()
    card = the_card(world)
    assert lines(card) == ["Moving Design review to Tue 2 Mar 09:00–10:00. Waiting for Outlook …"]
    assert labels(card) == ["Check again"]
    again = await ask(world, offer.times[1].command, ConflictCard)  # type: ignore[arg-type]
    assert labels(again) == ["Check again"]
    assert len(world.store.transactions.tables.bookings) == 1
    await world.work(through=timedelta(minutes=1))
    assert read(the_card(world).heading)[0] == "Resolved: Design review is on Tue 2 Mar 09:00–10:00 now"


async def test_a_time_that_was_taken_meanwhile_is_followed_by_new_ones_in_the_same_message() -> None:
    world = await clash()
    offer = await offered(world)
    world.box("ben").add(TUESDAY - HOUR, TUESDAY, "Just now")
    await press(world, offer.times[0].command, message(world))
    card = the_card(world)
    assert lines(card)[0] == "That time was taken a moment ago. Nothing was moved. These are free:"
    assert len(card.times) == 3
    assert card.times[0].command != offer.times[0].command


async def test_without_a_time_for_everybody_the_card_says_so_and_leads_on() -> None:
    world = await clash()
    for number in range(9):
        start = TEN + DAY * number - 2 * HOUR
        world.box("ben").add(start, start + 12 * HOUR, "Away")
    await noticed(world, "ben")
    offer = await offered(world)
    assert lines(offer)[0] == "I found no time that is free for everybody within a week."
    assert labels(offer) == ["More days", "Open in Outlook", "Look again", "Back"]
    search = offer.actions[0].command
    assert isinstance(search, Find)
    assert [one.value for one in search.people] == ["ben@contoso.com"]
    assert search.duration_minutes == 60


async def test_an_unread_calendar_is_named_and_never_free() -> None:
    world = await clash()
    (card,) = told(world)
    world.box("ada").unreadable["Calendar"] = OutlookUnavailable()
    world.clock.advance(timedelta(hours=2))
    found = await world.dialogue.handle(actor(card=message(world)), button(card, "Move"))
    assert isinstance(found, Problem | ConflictCard)
    if isinstance(found, ConflictCard):
        assert "your calendar Calendar can't be read right now" in lines(found)[0]


async def test_an_organizer_who_takes_no_proposals_is_declined_plainly() -> None:
    world = await clash(proposals=False)
    offer = await offered(world, "Decline and propose")
    assert lines(offer)[0] == "The organizer takes no proposals for this meeting. You can decline it without one."
    await press(world, button(offer, "Decline without a proposal"), message(world))
    assert world.outlook.heard[0][3] is None
    assert the_card(world).done


async def test_an_organizer_who_stopped_taking_proposals_is_found_out_and_a_plain_decline_offered() -> None:
    world = await clash()
    offer = await offered(world, "Decline and propose")
    (theirs,) = [one for one in world.box("ada").all_events() if one.subject == "1:1 Ana"]
    world.box("ada").change(theirs.id, takes_proposals=False)
    await press(world, offer.times[0].command, message(world))
    card = the_card(world)
    assert lines(card)[0] == "The organizer takes no proposals. Nothing was answered yet."
    await press(world, button(card, "Decline without a proposal"), message(world))
    assert the_card(world).done


async def test_a_decline_that_outlook_refuses_is_said_with_the_ways_that_are_left() -> None:
    world = await clash()
    offer = await offered(world, "Decline and propose")
    (theirs,) = [one for one in world.box("ada").all_events() if one.subject == "1:1 Ana"]
    world.box("ada").change(theirs.id, is_organizer=True)
    await press(world, offer.times[0].command, message(world))
    card = the_card(world)
    assert lines(card)[0] == "1:1 Ana wasn't declined: Outlook refused it. Please answer it in Outlook."
    assert "Keep both" in labels(card)


async def test_while_outlook_is_asked_the_card_says_that_it_is_being_declined() -> None:
    world = await clash()
    offer = await offered(world, "Decline and propose")
    world.outlook.faults = ["lost before"] * 3
    await world.dialogue.handle(actor(card=message(world)), offer.times[0].command)  # type: ignore[arg-type]
    await world.work()
    assert lines(the_card(world)) == ["Declining 1:1 Ana. Waiting for Outlook …"]
    await world.work(through=timedelta(minutes=1))
    assert the_card(world).done


async def test_read_only_people_get_outlook_keep_and_the_consent_that_is_missing() -> None:
    world = await desk("ben")
    await world.connected("ada", Access.READ)
    await world.work(through=timedelta(seconds=5))
    world.box("ada").add(TUESDAY, TUESDAY + HOUR, "Design review", web_link="https://o.example/1")
    meeting(world, "ben", "ada", TUESDAY + HALF, "1:1 Ana")
    await noticed(world)
    card = the_card(world)
    assert labels(card) == ["Open in Outlook", "Keep both", "Allow changes"]
    (connection,) = await world.connections("ada")
    assert button(card, "Allow changes") == AddAccount(connection.id)
    refused = await ask(world, OfferMove(card.cause, world.box("ada").all_events()[0].id), Problem)
    assert read(refused.what) == ["You connected read-only."]


async def test_the_third_keep_of_a_kind_offers_the_rule_which_then_holds() -> None:
    world = await desk()
    for number in range(3):
        start = TUESDAY + DAY * number
        world.box("ada").add(start, start + HOUR, f"Focus {number}")
        meeting(world, "ben", "ada", start, f"Sync {number}")
        await noticed(world)
        card = told(world)[-1]
        kept = await press(world, button(card, "Keep both"), message(world))
        assert isinstance(kept, ConflictCard)
        assert ("Never warn me of entries of my own" in labels(kept)) is (number == 2)
    assert lines(kept) == ["You kept three like this. Shall I stop warning you of them?"]
    assert "Never warn me of entries of my own" in labels(told(world)[-1])
    said = await press(world, button(kept, "Never warn me of entries of my own"), message(world))
    assert isinstance(said, Line)
    assert read(said.text) == ["I'll follow that rule from now on. Other double bookings are still told."]
    before = len(world.messenger.messages)
    world.box("ada").add(TUESDAY + 3 * DAY, TUESDAY + 3 * DAY + HOUR, "Focus 4")
    meeting(world, "ben", "ada", TUESDAY + 3 * DAY, "Sync 4")
    await noticed(world)
    assert len(world.messenger.messages) == before


async def test_somebody_elses_and_unknown_causes_change_nothing_and_lead_to_the_own_list() -> None:
    world = await clash()
    card = the_card(world)
    event = world.box("ada").all_events()[0].id
    commands: list[Command] = [
        ShowConflict(card.cause), KeepBoth(card.cause), IgnoreSeries(card.cause), OfferMove(card.cause, event),
        MoveTo(card.cause, event, TUESDAY + 3 * HOUR), OfferProposal(card.cause, event),
        DeclineMeeting(card.cause, event), DeclineAll(card.cause, confirmed=True),
    ]  # fmt: skip
    for command in commands:
        refused = await ask(world, command, Problem, "ben")
        assert refused.what.key == "problem.not_yours.what"
        assert refused.next_step is not None
        assert refused.next_step.command == ShowConflicts()
    for command in (ShowConflict("x"), KeepBoth("x"), OfferMove("x", event), OfferMove(card.cause, "x")):
        assert (await ask(world, command, Problem)).what.key == "problem.gone.what"
    await world.work()
    assert world.outlook.heard == []
    assert the_card(world) == card


async def test_a_card_from_before_answers_with_the_present_state() -> None:
    world = await clash()
    old = the_card(world)
    offer = await offered(world)
    (mine,) = [one for one in world.box("ada").all_events() if one.subject == "Design review"]
    world.box("ada").change(mine.id, start=TUESDAY + 5 * HOUR, end=TUESDAY + 6 * HOUR)
    await noticed(world)
    for one in (*old.actions, *offer.times):
        assert one.command is not None
        if isinstance(one.command, KeepBoth | OfferMove | OfferProposal | MoveTo):
            now = await ask(world, one.command, ConflictCard)
            assert read(now.heading) == ["Resolved: Design review is on Tue 2 Mar 15:00–16:00 now"]
    assert not world.store.transactions.tables.bookings


async def test_the_rule_against_all_meetings_is_refused() -> None:
    world = await clash()
    refused = await ask(world, NeverWarn("meeting"), Problem)
    assert read(refused.means) == ["I can't ignore all meetings. Leave calendars out under Advanced settings instead."]


async def test_three_at_once_are_one_card_with_a_way_for_each() -> None:
    world = await clash()
    meeting(world, "ben", "ada", TUESDAY + HALF, "Board")
    await noticed(world)
    card = told(world)[-1]
    assert isinstance(card, ConflictCard)
    assert {str(one.title) for one in card.meetings} == {"Design review", "1:1 Ana", "Board"}
    first, *declines, last = labels(card)
    assert (first, last) == ("Move", "Keep all")
    assert set(declines) == {"Decline 1:1 Ana and propose", "Decline Board and propose"}
    names = [read(one.name or one.label)[0] for one in buttons(card)]
    assert len(set(names)) == len(names)


async def test_twelve_meetings_at_once_show_eight_and_a_way_for_three() -> None:
    world = await desk()
    for number in range(12):
        meeting(world, "ben", "ada", TUESDAY, f"Meeting {number:02}")
    await noticed(world)
    card = the_card(world)
    assert len(card.meetings) == 8
    assert "… and 4 more at the same time." in lines(card)
    assert [label[:7] for label in labels(card)] == ["Decline", "Decline", "Decline", "Keep al"]


async def away() -> World:
    world = await desk()
    for number in range(3):
        meeting(world, "ben", "ada", TUESDAY + HOUR * number, f"Call {number}", HALF)
    world.box("ada").add(TUESDAY - HOUR, TUESDAY + 4 * HOUR, "Dentist and rest", show_as=ShowAs.OOF)
    await noticed(world)
    return world


async def test_time_off_over_several_meetings_is_one_card_whose_meetings_are_declined_together_after_one_question() -> (
    None
):
    world = await away()
    card = the_card(world)
    assert read(card.heading) == ["Double booking: 3 meetings while you're away"]
    assert labels(card) == ["Decline all 3", "Choose", "Keep all"]
    question = await press(world, button(card, "Decline all 3"), message(world))
    assert isinstance(question, ConflictCard)
    assert [str(one.title) for one in question.meetings] == ["Call 0", "Call 1", "Call 2"]
    assert question.actions[0].style is Style.DANGER
    assert world.outlook.heard == []
    assert await press(world, question.actions[0].command, message(world)) is None
    assert len(world.outlook.heard) == 3
    assert the_card(world).done


async def test_the_meetings_of_time_off_can_be_chosen_one_by_one() -> None:
    world = await away()
    chosen = await press(world, button(the_card(world), "Choose"), message(world))
    assert isinstance(chosen, ConflictsCard)
    assert [labels_of for line in chosen.conflicts for one in line.actions for labels_of in read(one.label)] == [
        "Decline and propose"
    ] * 3
    names = [read(one.name or one.label)[0] for one in buttons(chosen)]
    assert len(set(names)) == len(names)
    offer = await press(world, chosen.conflicts[1].actions[0].command, message(world))
    assert isinstance(offer, ConflictCard)
    await press(world, button(offer, "Decline without a proposal"), message(world))
    (left,) = told(world)
    assert isinstance(left, ConflictCard)
    assert read(left.heading) == ["Double booking: 2 meetings while you're away"]


@pytest.mark.parametrize("label", ["Ignore this series", "Keep both"])
async def test_two_series_are_one_card_with_their_dates(label: str) -> None:
    world = await desk()
    for week in range(2):
        start = TUESDAY + 7 * DAY * week
        world.box("ada").add(start, start + HOUR, "Team", series="team", uid="team")
        world.box("ada").add(start, start + HOUR, "Sports", series="sports", uid="sports")
    await noticed(world)
    card = the_card(world)
    assert read(card.heading) == ["Double booking: Tue 2 Mar 10:00–11:00, and on 1 more date"]
    assert lines(card) == ["Every week from Tue 2 Mar.", "The buttons act on the next date, Tue 2 Mar."]
    done = await press(world, button(card, label), message(world))
    assert isinstance(done, ConflictCard)
    assert read(done.heading)[0].startswith("Kept: ")
