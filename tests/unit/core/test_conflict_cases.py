"""What a card of a double booking says and offers, from made-up ledgers: the corners that calendars rarely show."""

from dataclasses import replace

from core.availability import DEFAULT_BLOCKING, ShowAs
from core.booking.model import HOLD_LEASE, Booking, BookingId, BookingState, EventMove, MeetingPlan
from core.booking.usecases import Offer
from core.configuration.model import Calendar, CalendarId, CalendarKind, Preferences
from core.configuration.usecases import Setup
from core.conflicts.model import (
    Cause,
    CauseId,
    CauseKind,
    Conflict,
    Engagement,
    Kind,
    Pair,
    Role,
    State,
    Weight,
)
from core.connection.model import ConnectionId
from core.dialogue.answers.asker import Asker
from core.dialogue.answers.conflict_card import conflict_card
from core.dialogue.answers.conflict_case import Case
from core.dialogue.answers.conflict_offers import move_offer
from core.dialogue.commands import DeclineMeeting, SaveAdvanced
from core.dialogue.screens import ConflictCard
from core.people.model import Invitee, PersonId, Reader
from core.shared.ranges import Range
from tests.unit.core.asking import actor, read
from tests.unit.core.booking_scene import TEN
from tests.unit.core.clashing import DAY, HALF, HOUR, button, desk, labels, lines, meeting, noticed, press, told
from tests.unit.world import MONDAY, NINE_TO_FIVE, user

TUESDAY = TEN + DAY
ADA = PersonId("ada")
OWN = Calendar(CalendarId("own"), ConnectionId("c"), "own", "Calendar", CalendarKind.OWN, "Ada", "", True, True)
SHARED = replace(OWN, id=CalendarId("shared"), kind=CalendarKind.SHARED, is_default=False)
CHOSEN = Preferences(
    ADA, OWN.id, frozenset({SHARED.id}), True, DEFAULT_BLOCKING, NINE_TO_FIVE, "Europe/Berlin",
    warned_shared=frozenset({SHARED.id}),
)  # fmt: skip
READER = Asker(ADA, "Ada", user("ada"), Reader("Europe/Berlin", "en-GB"), MONDAY, "r")
MINE = Engagement(
    "mine", OWN.id, "m", None, Range(TUESDAY, TUESDAY + HOUR), False, ShowAs.BUSY, Role.MINE, False, 1, "Mine", "", None
)
LINK = "https://o.example/1"
THEIRS = replace(MINE, event="theirs", meeting="t", role=Role.ACCEPTED, title="Theirs", organizer="Ben", web_link=LINK)


def case(first: Engagement = MINE, second: Engagement = THEIRS, kind: CauseKind = CauseKind.CLUSTER) -> Case:
    cause = Cause(CauseId("c"), kind, first.event)
    pair = Pair(first, second, Weight.HARD, Kind.MEETING)
    setup = Setup(CHOSEN, (OWN, SHARED), ())
    told_one = Conflict(pair, cause.id, State.TOLD, MONDAY)
    return Case(READER, setup, cause, (told_one,), {OWN.id: None, SHARED.id: None})


def moved(was: Range) -> Booking:
    now = Range(TUESDAY + 3 * HOUR, TUESDAY + 4 * HOUR)
    return Booking(
        BookingId("b"), ADA, OWN.connection, OWN.id, "own", MeetingPlan("Mine", now, ()), "Europe/Berlin",
        frozenset({ADA}), BookingState.MOVED, "r", MONDAY, MONDAY + HOLD_LEASE, moves=EventMove("mine", was),
    )  # fmt: skip


def test_what_outlook_has_just_carried_out_is_true_before_the_next_look() -> None:
    assert not conflict_card(case()).done
    declined = conflict_card(replace(case(), declined=frozenset({"theirs"})))
    assert (declined.done, read(declined.heading)) == (True, ["Resolved: you declined Theirs"])
    card = conflict_card(replace(case(), moves=(moved(MINE.when),)))
    assert read(card.heading) == ["Resolved: Mine is on Tue 2 Mar 13:00–14:00 now"]
    elsewhere = Range(TUESDAY - HALF, TUESDAY + HALF)
    assert not conflict_card(replace(case(), moves=(moved(elsewhere),))).done


def test_what_is_over_stands_no_more() -> None:
    late = replace(case(), asker=replace(READER, now=TUESDAY + HOUR))
    assert read(conflict_card(late).heading) == ["Resolved: this time is over"]


def test_invitations_in_somebody_elses_calendar_are_answered_in_outlook() -> None:
    shared = replace(THEIRS, calendar=SHARED.id)
    assert labels(conflict_card(case(MINE, shared))) == ["Move", "Open in Outlook", "Keep both"]


def test_whole_days_are_not_moved_from_here() -> None:
    days = Range(TUESDAY.replace(hour=0) - HOUR, TUESDAY.replace(hour=0) + DAY - HOUR)
    whole = replace(MINE, is_all_day=True, when=days)
    card = conflict_card(case(whole))
    assert labels(card) == ["Decline and propose", "Keep both"]
    assert read(card.meetings[0].when) == ["Tue 2 Mar, all day"]


def test_time_off_offers_no_rule_against_a_series_it_covers() -> None:
    absence = replace(MINE, show_as=ShowAs.OOF)
    assert "Ignore this series" not in labels(conflict_card(case(absence, replace(THEIRS, series="s"), CauseKind.AWAY)))
    assert "Ignore this series" in labels(conflict_card(case(MINE, replace(THEIRS, series="s"))))


async def test_many_guests_are_counted_not_listed() -> None:
    world = await desk()
    world.box("ada").add(TUESDAY, TUESDAY + HOUR, "All hands")
    (event,) = world.box("ada").all_events()
    guests = tuple(Invitee(f"Guest {number}", f"g{number}@contoso.com") for number in range(9))
    setup = await world.setup("ada")
    offer = Offer(event, setup.calendars[0], setup, guests, (TUESDAY + DAY,), unasked=2)
    said = lines(move_offer(case(), MINE, offer))[1]
    assert said.startswith("Guest 0, Guest 1")
    assert said.endswith("and 5 more will be told by Outlook as soon as you press a time.")


async def test_a_press_in_a_dialog_sends_no_second_message_while_one_is_there() -> None:
    world = await desk()
    world.box("ada").add(TUESDAY, TUESDAY + HOUR, "Own")
    event = meeting(world, "ben", "ada", TUESDAY, "Sync")
    await noticed(world)
    (card,) = told(world)
    assert isinstance(card, ConflictCard)
    assert button(card, "Decline and propose")
    await press(world, DeclineMeeting(card.cause, event))
    (left,) = told(world)
    assert isinstance(left, ConflictCard)
    assert left.done


async def test_choices_for_calendars_that_are_not_listed_stay_as_they_were() -> None:
    world = await desk("ada")
    box = world.box("ada")
    box.add_calendar("Team", owner_address="ben@contoso.com", owner_name="Ben")
    box.add_calendar("Second")
    setup = await world.configuring.refresh(await world.person("ada"))
    ids = {item.name: item.id for item in setup.calendars}
    person = await world.person("ada")
    everything = frozenset(ids.values())
    await world.configuring.choose(person, ids["Calendar"], everything)
    await world.dialogue.submit(actor(), SaveAdvanced(warned=(ids["Team"],)))
    chosen = (await world.setup("ada")).preferences
    assert chosen.warned_shared == {ids["Team"]}
    assert chosen.unwarned_own == {ids["Calendar"], ids["Second"]}
    await world.configuring.choose(person, ids["Calendar"], frozenset())
    await world.dialogue.submit(actor(), SaveAdvanced(warned=(ids["Calendar"],)))
    chosen = (await world.setup("ada")).preferences
    assert (chosen.warned_shared, chosen.unwarned_own) == ({ids["Team"]}, {ids["Second"]})
