"""why: every reason with its calendar, of others only that they are busy, and never another opinion than find's."""

from datetime import date

from core.dialogue.commands import Find, Named, OpenBookingForm, ShowCalendars, Why
from core.dialogue.screens import WhyCard
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import ask, read
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.world import World

TODAY, TUESDAY, SATURDAY = date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 6)


async def why(world: World, on: date = TODAY, clock: str = "10:00", minutes: int = 60, *people: Named) -> WhyCard:
    hour, minute = map(int, clock.split(":"))
    return await ask(world, Why(on, hour * 60 + minute, minutes, people), WhyCard)


def offered(card: WhyCard) -> bool:
    return card.heading.key == "why.offered"


async def test_a_free_time_is_offered_and_can_be_booked_at_once(two: World) -> None:
    card = await why(two)
    assert offered(card)
    assert read(card.heading, *card.reasons) == ["This time is offered", "Nothing stands against it."]
    assert OpenBookingForm(TEN, 60) in [action.command for action in card.actions]
    assert read(card.when) == ["Mon 1 Mar 10:00–11:00"]


async def test_a_meeting_is_named_with_its_calendar_and_time(two: World) -> None:
    two.box("ada").add(TEN, TEN + HOUR, subject="Design review")
    card = await why(two)
    assert not offered(card)
    assert read(*card.reasons) == [f"“Design review” in your calendar “{DEFAULT}” takes 10:00–11:00."]
    commands = [action.command for action in card.actions]
    assert ShowCalendars() in commands
    assert OpenBookingForm(TEN, 60) not in commands
    assert Find((), 60) in commands
