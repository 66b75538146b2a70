"""Invitations: by default those that overlap, in one message that is edited until it is over."""

from datetime import timedelta

import pytest

from core.availability import ShowAs
from core.conflicts.model import State
from core.dialogue.commands import Book, Named
from core.dialogue.morning_commands import (
    AcceptInvitation,
    DeclineInvitation,
    OfferOtherTimes,
    ShowInvitation,
    TellInvitations,
)
from core.dialogue.screens import Action, InvitationCard, NewsCard, Problem
from core.shared.errors import OutlookRejected
from core.shared.ranges import Range
from core.sync.model import Response
from tests.unit.core import clashing
from tests.unit.core import day_scene as scene
from tests.unit.core.asking import actor, ask, read
from tests.unit.core.clashing import press
from tests.unit.core.day_scene import cards, invite
from tests.unit.world import World, build, user

STOOD = timedelta(seconds=95)
CLOCK = scene.HOUR


def says(card: InvitationCard) -> list[str]:
    return read(card.heading, card.title)


def button(card: InvitationCard, label: str) -> Action:
    return next(one for one in (*card.times, *card.actions) if read(one.label) == [label])


async def clashing_one(**chosen: object) -> World:
    """Ada is told of an invitation on Wednesday that overlaps a meeting of her own."""
    world = await scene.day(**chosen)
    scene.meet(world, scene.at(world, 14, 30, days=2), "Focus")
    invite(world, 14)
    await scene.changed(world, through=STOOD)
    return world


async def test_one_that_overlaps_is_told_after_it_has_stood_and_says_what_it_overlaps() -> None:
    world = await scene.day()
    scene.meet(world, scene.at(world, 14, 30, days=2), "Focus")
    invite(world, 14)
    await scene.changed(world)
    assert cards(world) == [], "not yet"
    await world.work(through=STOOD)
    (card,) = cards(world)
    assert says(card) == ["You're invited", "Review"]
    assert read(*card.lines) == ["Invited by Ben"]
    (other,) = card.overlapping
    assert read(other.title, other.role) == ["Focus", "your own entry"]
    assert [read(one.label)[0] for one in card.actions][:4] == ["Accept", "Tentative", "Decline", "Decline and propose"]
    assert clashing.told(world) == [], "one message, not two"


async def test_one_that_overlaps_nothing_is_left_to_outlook_unless_all_are_chosen() -> None:
    for chosen, told in (("clashing", 0), ("all", 1), ("none", 0)):
        world = await scene.day(invitations=chosen)
        invite(world, 14)
        await scene.changed(world, through=STOOD)
        assert len(cards(world)) == told, chosen


async def test_none_means_none_also_of_those_that_overlap() -> None:
    assert cards(await clashing_one(invitations="none")) == []


async def test_one_that_is_answered_or_withdrawn_at_once_is_never_told() -> None:
    world = await scene.day()
    scene.meet(world, scene.at(world, 14, days=2), "Focus")
    event = invite(world, 14)
    await scene.changed(world)
    world.box("ada").change(event, response=Response.TENTATIVE)
    await scene.changed(world, through=STOOD)
    assert cards(world) == []


async def test_what_was_there_when_the_account_was_connected_is_told_by_no_message() -> None:
    world = build(copied=True)
    await world.connected("ben")
    world.join("ada")
    world.mailbox("ada@contoso.com")
    scene.meet(world, scene.at(world, 14, days=2), "Focus")
    invite(world, 14)
    await world.connected("ada")
    await world.work(through=scene.DAY)
    assert cards(world) == []


@pytest.mark.parametrize(
    ("tentative", "heading", "answer"),
    [(False, "You accepted", Response.ACCEPTED), (True, "You said maybe", Response.TENTATIVE)],
)
async def test_accepting_answers_in_outlook_and_the_double_booking_it_showed_stays_unsaid(
    tentative: bool, heading: str, answer: Response
) -> None:
    world = await clashing_one()
    (card,) = cards(world)
    ref = scene.message(world, InvitationCard)
    found = await press(world, AcceptInvitation(card.meeting, tentative=tentative), ref)
    assert isinstance(found, InvitationCard)
    await world.work(through=timedelta(minutes=5))
    (copy,) = [one for one in world.box("ada").all_events() if one.subject == "Review"]
    assert copy.response is answer
    (card,) = cards(world)
    assert says(card) == [heading, "Review"]
    assert read(*(one.title for one in card.overlapping)) == ["Focus"], "it still says what it overlaps"
    await scene.changed(world, through=scene.DAY)
    assert clashing.told(world) == [], "accepted seeing the line"
    ada = await world.person("ada")
    async with world.store.transactions.read() as tx:
        ledger = await world.store.ledgers.load(tx, ada)
    assert {one.state for one in ledger.conflicts.values()} == {State.KEPT}


async def test_accepted_in_outlook_after_the_message_is_no_second_message_either() -> None:
    world = await clashing_one()
    (copy,) = [one for one in world.box("ada").all_events() if one.subject == "Review"]
    world.box("ada").change(copy.id, response=Response.ACCEPTED, show_as=ShowAs.BUSY)
    await scene.changed(world, through=scene.DAY)
    (card,) = cards(world)
    assert says(card) == ["You accepted in Outlook", "Review"]
    assert clashing.told(world) == []


async def test_accepted_in_outlook_without_a_message_is_a_double_booking_as_ever() -> None:
    world = await scene.day(invitations="none")
    scene.meet(world, scene.at(world, 14, 30, days=2), "Focus")
    copy = invite(world, 14)
    world.box("ada").change(copy, response=Response.ACCEPTED, show_as=ShowAs.BUSY)
    await scene.changed(world, through=STOOD)
    assert cards(world) == []
    assert len(clashing.told(world)) == 1


async def test_declining_tells_the_organizer_and_closes_the_message() -> None:
    world = await clashing_one()
    (card,) = cards(world)
    await press(world, DeclineInvitation(card.meeting), scene.message(world, InvitationCard))
    await world.work(through=timedelta(minutes=2))
    assert [heard[2:] for heard in world.outlook.heard] == [("ada@contoso.com", None)]
    (card,) = cards(world)
    assert says(card) == ["You declined", "Review"]
    assert card.done


async def test_declining_with_a_proposal_offers_three_times_and_sends_the_chosen_one() -> None:
    world = await clashing_one()
    (card,) = cards(world)
    ref = scene.message(world, InvitationCard)
    offer = await press(world, OfferOtherTimes(card.meeting), ref)
    assert isinstance(offer, InvitationCard)
    assert len(offer.times) == 3
    command = offer.times[0].command
    assert isinstance(command, DeclineInvitation)
    assert command.start is not None
    await press(world, command, ref)
    await world.work(through=timedelta(minutes=2))
    ((_, _, who, proposed),) = world.outlook.heard
    assert (who, proposed) == ("ada@contoso.com", Range(command.start, command.start + scene.HOUR))
    assert says(cards(world)[0]) == ["You declined", "Review"]


async def test_where_the_organizer_takes_no_proposals_the_offer_says_so() -> None:
    world = await scene.day()
    scene.meet(world, scene.at(world, 14, 30, days=2), "Focus")
    invite(world, 14, takes_proposals=False)
    await scene.changed(world, through=STOOD)
    offer = await press(world, OfferOtherTimes(cards(world)[0].meeting), scene.message(world, InvitationCard))
    assert isinstance(offer, InvitationCard)
    assert offer.times == ()
    assert "takes no proposals" in " ".join(read(*offer.lines))


async def test_moved_withdrawn_and_gone_edit_the_message() -> None:
    world = await clashing_one()
    (copy,) = [one for one in world.box("ada").all_events() if one.subject == "Review"]
    box, later = world.box("ada"), scene.at(world, 9, days=2)
    box.change(copy.id, start=later, end=later + scene.HOUR)
    await scene.changed(world)
    (card,) = cards(world)
    assert "Wed 3 Mar 09:00" in read(card.when)[0]
    assert card.overlapping == ()
    box.remove(copy.id)
    await scene.changed(world)
    assert says(cards(world)[0]) == ["This isn't in your calendar any more", "Review"]


async def test_what_its_organizer_cancelled_says_so_also_when_it_is_cleared_away() -> None:
    world = await clashing_one()
    (copy,) = [one for one in world.box("ada").all_events() if one.subject == "Review"]
    world.box("ada").change(copy.id, is_cancelled=True)
    await scene.changed(world)
    assert says(cards(world)[0]) == ["The organizer cancelled this", "Review"]
    world.box("ada").remove(copy.id)
    await scene.changed(world)
    assert says(cards(world)[0]) == ["The organizer cancelled this", "Review"]


async def test_an_own_meeting_and_one_accepted_already_are_no_invitations() -> None:
    world = await scene.day(invitations="all")
    scene.meet(world, scene.at(world, 14, days=2), "Mine")
    box = world.box("ada")
    box.change(invite(world, 15, "Taken"), response=Response.ACCEPTED, show_as=ShowAs.BUSY)
    await scene.changed(world, through=STOOD)
    assert cards(world) == []


async def test_a_booking_made_here_has_its_own_message_and_no_invitation() -> None:
    world = await scene.day(invitations="all")
    book = Book(scene.at(world, 15, days=1), 30, (Named("user", "UADA"),), "Planning")
    await world.dialogue.submit(actor("ben"), book)
    await world.work(through=timedelta(minutes=1))
    await scene.changed(world, through=timedelta(minutes=5))
    assert cards(world) == []


async def test_a_series_is_one_message_and_one_answer() -> None:
    world = await scene.day(invitations="all")
    box, start = world.box("ada"), scene.at(world, 14, days=2)
    for week in range(4):
        begin = start + week * 7 * scene.DAY
        box.add(
            begin, begin + scene.HOUR, "Weekly", series="master-1", uid="uid-weekly",
            response=Response.NOT_RESPONDED, show_as=ShowAs.TENTATIVE, organizer_name="Ben",
        )  # fmt: skip
    await scene.changed(world, through=STOOD)
    (card,) = cards(world)
    assert "A series with 4 dates ahead" in " ".join(read(*card.lines))
    assert "Decline and propose" not in [read(one.label)[0] for one in card.actions]
    await press(world, AcceptInvitation(card.meeting), scene.message(world, InvitationCard))
    await world.work(through=timedelta(minutes=2))
    assert {one.response for one in box.all_events()} == {Response.ACCEPTED}
    assert says(cards(world)[0]) == ["You accepted", "Weekly"]


async def test_quiet_hours_hold_it_back_and_an_answer_meanwhile_drops_it() -> None:
    for answered, told in ((False, 1), (True, 0)):
        world = await scene.day()
        await scene.until(world, scene.at(world, 21))
        scene.meet(world, scene.at(world, 14, 30, days=2), "Focus")
        event = invite(world, 14)
        await scene.changed(world, through=STOOD)
        assert cards(world) == []
        if answered:
            world.box("ada").change(event, response=Response.TENTATIVE)
            await scene.changed(world)
        await scene.until(world, scene.at(world, 7, 1, days=1))
        assert len(cards(world)) == told


async def test_on_defaults_the_second_of_a_day_waits_for_the_morning_but_not_beyond_the_hour_before() -> None:
    world = await scene.day()
    for meetings in (((14, 2), (16, 2)), ((15, 0),)):
        for hour, days in meetings:
            scene.meet(world, scene.at(world, hour, 30, days=days), "Focus")
            invite(world, hour, f"Review at {hour}", days=days)
        await scene.changed(world, through=STOOD)
        assert len(cards(world)) == 1
    assert await scene.told_today(world, await world.person("ada")) == 1
    await scene.until(world, scene.at(world, 14))
    assert len(cards(world)) == 2, "one begins at three"
    await scene.until(world, scene.at(world, 8, 1, days=1))
    assert len(cards(world)) == 3


async def test_who_wants_all_of_them_gets_as_many_as_any_day_may_bring() -> None:
    world = await scene.day(invitations="all")
    for number in range(7):
        invite(world, 10 + number, f"Review {number}", days=3)
    await scene.changed(world, through=STOOD)
    assert len(cards(world)) == 5
    await scene.until(world, scene.at(world, 8, 1, days=1))
    assert len(cards(world)) == 7


async def test_two_invitations_that_overlap_each_other_alone_are_one_message() -> None:
    world = await scene.day()
    invite(world, 14, "Review")
    invite(world, 14, "Plan", minute=30)
    await scene.changed(world, through=STOOD)
    assert len(cards(world)) == 1


async def test_what_outlook_refuses_is_said_with_the_buttons_still_there() -> None:
    world = await clashing_one()
    (card,) = cards(world)
    world.outlook.faults = [OutlookRejected(400, "ErrorInvalidRequest")]
    await press(world, AcceptInvitation(card.meeting), scene.message(world, InvitationCard))
    await world.work(through=timedelta(minutes=2))
    (card,) = cards(world)
    assert "Outlook refused it" in " ".join(read(*card.lines))
    assert button(card, "Accept").command == AcceptInvitation(card.meeting)


async def test_a_lost_answer_is_asked_for_again_and_a_second_press_changes_nothing() -> None:
    world = await clashing_one()
    (card,) = cards(world)
    world.outlook.faults = ["lost after"]
    ref = scene.message(world, InvitationCard)
    for _ in range(2):
        await press(world, AcceptInvitation(card.meeting), ref)
    await world.work(through=timedelta(minutes=2))
    assert says(cards(world)[0]) == ["You accepted", "Review"]
    stale = await press(world, DeclineInvitation(card.meeting), ref)
    assert isinstance(stale, InvitationCard)
    assert says(stale) == ["You accepted", "Review"], "a stale card answers with the present state"


async def test_nobody_answers_for_somebody_else() -> None:
    world = await clashing_one()
    (card,) = cards(world)
    for command in (ShowInvitation(card.meeting), AcceptInvitation(card.meeting), DeclineInvitation(card.meeting)):
        await ask(world, command, Problem, "ben")
    assert world.outlook.heard == []


async def test_it_turns_itself_off_by_one_button() -> None:
    world = await clashing_one()
    (card,) = cards(world)
    off = button(card, "No more invitations here").command
    again = await press(world, off, scene.message(world, InvitationCard))
    assert isinstance(again, InvitationCard)
    assert button(again, "Tell me about invitations that overlap").command == TellInvitations("clashing", card.meeting)
    said = await ask(world, TellInvitations("all"), NewsCard)
    assert read(said.heading) == ["Invitations: all of them."]


async def test_restarts_tell_it_once() -> None:
    world = await scene.day()
    ada = await world.person("ada")
    scene.meet(world, scene.at(world, 14, 30, days=2), "Focus")
    invite(world, 14)
    await scene.changed(world)
    await world.restart()
    await world.work(through=STOOD)
    for _ in range(3):
        await world.restart()
        await world.listeners.telling.days.invitations.look(ada)
        await world.listeners.telling.days.invitations.say(ada)
        await scene.changed(world, through=STOOD)
    assert len(cards(world)) == 1
    assert [one.user for one in world.messenger.messages.values() if isinstance(one.screen, InvitationCard)] == [
        user("ada")
    ]


async def test_what_is_over_says_so_and_is_forgotten() -> None:
    world = await clashing_one()
    (card,) = cards(world)
    await scene.until(world, scene.at(world, 16, days=2))
    over = await press(world, AcceptInvitation(card.meeting), scene.message(world, InvitationCard))
    assert isinstance(over, InvitationCard)
    assert says(over) == ["This invitation is over", "Review"]
    scene.meet(world, scene.at(world, 18), "Another")
    await scene.changed(world)
    await ask(world, ShowInvitation(card.meeting), Problem)
