"""why: every reason with its calendar, of others only that they are busy, and a next step in each case."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from core.availability import ONLY_BUSY, Hours, ShowAs
from core.booking.model import BookingState
from core.configuration.model import Journey
from core.dialogue.commands import Find, Named, OpenBookingForm, OpenWhyForm, ShowCalendars, ShowConnections, Why
from core.dialogue.screens import Line, SlotsCard, WhyCard, WhyForm
from core.shared.errors import OutlookUnavailable, ReconnectNeeded
from core.sync.model import Response
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.core.booking_scene import HOUR, TEN, hold
from tests.unit.world import NINE_TO_FIVE, World, user

TODAY, TUESDAY, SATURDAY = date(2027, 3, 1), date(2027, 3, 2), date(2027, 3, 6)
DAN = Named("address", "dan@contoso.com")
GUEST = Named("address", "guest@nowhere.example")


async def why(world: World, clock: str = "10:00", *people: Named, on: date = TODAY, minutes: int = 60) -> WhyCard:
    hour, minute = map(int, clock.split(":"))
    return await ask(world, Why(on, hour * 60 + minute, minutes, people), WhyCard)


async def reasons(world: World, clock: str = "10:00", *people: Named, on: date = TODAY, minutes: int = 60) -> list[str]:
    """What stands against a time; it must not be offered then."""
    card = await why(world, clock, *people, on=on, minutes=minutes)
    assert card.heading.key == "why.not_offered"
    return read(*card.reasons)


async def choose(world: World, **changes: object) -> None:
    """Ada changes her settings."""
    setup = await world.setup("ada")
    async with world.store.transactions.write() as tx:
        await world.store.preferences.save(tx, replace(setup.preferences, **changes))  # type: ignore[arg-type]


async def test_a_free_time_is_offered_and_can_be_booked_at_once(two: World) -> None:
    card = await why(two)
    assert read(card.heading, *card.reasons) == ["This time is offered", "Nothing stands against it."]
    assert OpenBookingForm(TEN, 60) in [action.command for action in card.actions]
    assert read(card.when, *card.sources) == ["Mon 1 Mar 10:00–11:00", f"Read just now: your {DEFAULT}"]


async def test_a_meeting_is_named_with_its_calendar_and_time(two: World) -> None:
    two.box("ada").add(TEN, TEN + HOUR, subject="Design review")
    card = await why(two)
    assert await reasons(two) == [f"“Design review” in your calendar “{DEFAULT}” takes 10:00–11:00."]
    commands = [action.command for action in card.actions]
    assert ShowCalendars() in commands
    assert OpenBookingForm(TEN, 60) not in commands
    assert Find((), 60) in commands


async def test_a_private_event_keeps_its_title(two: World) -> None:
    two.box("ada").add(TEN, TEN + HOUR, subject="Surgery", is_private=True)
    card = await why(two)
    assert read(*card.reasons) == [f"A private event in your calendar “{DEFAULT}” takes 10:00–11:00."]
    assert "Surgery" not in repr(card)


async def test_two_meetings_and_an_absence_are_three_reasons(two: World) -> None:
    box = two.box("ada")
    box.add(TEN, TEN + HOUR / 2, subject="A")
    box.add(TEN + HOUR / 2, TEN + HOUR, subject="B")
    box.add_days(TODAY, TUESDAY, subject="Offsite", show_as=ShowAs.OOF)
    assert sorted(await reasons(two)) == [
        f"“A” in your calendar “{DEFAULT}” takes 10:00–10:30.",
        f"“B” in your calendar “{DEFAULT}” takes 10:30–11:00.",
        f"“Offsite” in your calendar “{DEFAULT}” takes the whole day.",
    ]


async def test_outside_the_hours_the_days_hours_are_told(two: World) -> None:
    assert await reasons(two, "18:00") == ["It is outside your hours. Mon 1 Mar has 09:00–17:00 (Berlin)."]
    assert await reasons(two, on=SATURDAY) == ["It is outside your hours. Sat 6 Mar has none (Berlin)."]
    late = await reasons(two, "16:30")
    assert late == ["It begins in your hours and ends after them. Mon 1 Mar has 09:00–17:00 (Berlin)."]


async def test_a_changed_day_and_a_day_off_are_told_as_such(two: World) -> None:
    hours = Hours.of(dict(enumerate(NINE_TO_FIVE.week)), {TODAY: [(720, 840), (900, 960)], TUESDAY: []})
    await choose(two, hours=hours)
    changed = "It is outside the hours you set for Mon 1 Mar: 12:00–14:00 and 15:00–16:00 (Berlin)."
    assert await reasons(two) == [changed]
    assert await reasons(two, on=TUESDAY) == ["You took Tue 2 Mar off."]


async def test_on_a_journey_the_hours_are_told_by_the_clock_there(two: World) -> None:
    await choose(two, travel=(Journey(TODAY, SATURDAY, "America/New_York", local_hours=True),))
    away = ["It is outside your hours. Tue 2 Mar has 09:00–17:00 (New York)."]
    assert await reasons(two, on=TUESDAY) == away
    assert read(*(await why(two, "16:00", on=TUESDAY)).reasons) == ["Nothing stands against it."]


async def test_a_full_day_is_told(two: World) -> None:
    await choose(two, daily_limit=1)
    await hold(two, start=TEN + 2 * HOUR)
    assert await reasons(two) == ["You have as many meetings that day as you allow."]


async def test_notice_and_horizon_are_told_in_the_persons_own_numbers(two: World) -> None:
    assert await reasons(two, "09:30") == ["It is too soon: you ask for 1 h notice."]
    await choose(two, minimum_notice_minutes=90, horizon_days=7)
    assert await reasons(two, "10:00") == ["It is too soon: you ask for 1 h 30 min notice."]
    far = await reasons(two, on=date(2027, 3, 9))
    assert far == ["It is too far ahead: you take bookings up to 7 days ahead, until Mon 8 Mar."]
    assert await reasons(two, "08:30") == [
        "It is over.",
        "It is outside your hours. Mon 1 Mar has 09:00–17:00 (Berlin).",
    ]


async def test_a_time_between_two_steps_names_the_ones_beside_it(two: World) -> None:
    assert await reasons(two, "10:10") == ["Times are offered every 30 min: 10:00 and 10:30 are, 10:10 isn't."]


async def test_a_booking_made_here_is_named_for_its_host_and_not_for_others(two: World) -> None:
    booking = await hold(two)
    assert booking.state is BookingState.HELD
    assert await reasons(two) == [f"“{booking.plan.title}” is booked here and takes 10:00–11:00."]
    bens = await ask(two, Why(TODAY, 600, 60), WhyCard, "ben")
    assert read(*bens.reasons) == ["A booking that somebody makes with you here takes 10:00–11:00."]


async def test_an_unreadable_calendar_is_named_with_the_reason_and_a_next_step(two: World) -> None:
    two.box("ada").unreadable[DEFAULT] = ReconnectNeeded()
    card = await why(two)
    said = f"Your calendar “{DEFAULT}” can't be read: the sign-in has expired, reconnect. Unknown is not free."
    assert read(*card.reasons) == [said]
    assert ShowConnections() in [action.command for action in card.actions]


async def test_of_others_it_is_only_said_that_they_are_busy_away_or_not_known(two: World) -> None:
    two.box("ben").add(TEN, TEN + HOUR, subject="Secret merger")
    two.mailbox("dan@contoso.com").add(TEN, TEN + HOUR, subject="Dentist")
    card = await why(two, "10:00", BEN, DAN, GUEST)
    assert read(*card.reasons) == ["Ben Example is busy.", "dan@contoso.com is busy."]
    assert read(*card.remarks) == ["guest@nowhere.example: not known, so not checked. Ask them, or let them connect."]
    assert not {"Secret merger", "Dentist"} & set(repr(card).split("'"))
    assert DEFAULT not in read(*card.reasons)[0]
    evening = await reasons(two, "18:00", BEN)
    assert evening[1:] == ["It is outside the hours of Ben Example."]


async def test_somebody_elses_unreadable_calendar_is_not_named(two: World) -> None:
    two.box("ben").unreadable[DEFAULT] = OutlookUnavailable()
    assert await reasons(two, "10:00", BEN) == [
        "Ben Example: not known, because a calendar can't be read. Unknown is not free."
    ]


async def test_a_free_time_with_others_names_those_who_were_looked_at(two: World) -> None:
    card = await why(two, "10:00", BEN, GUEST)
    assert read(*card.reasons) == ["Nothing stands against it, for you and Ben Example."]


async def test_what_seems_to_be_a_reason_and_is_none_is_pointed_out(two: World) -> None:
    box = two.box("ada")
    box.add_days(TODAY, TUESDAY, subject="Vacation", show_as=ShowAs.FREE)
    box.add(TEN, TEN + HOUR, subject="Focus", show_as=ShowAs.WORKING_ELSEWHERE)
    box.add(TEN, TEN + HOUR, subject="Sync", response=Response.DECLINED)
    box.add(TEN, TEN + HOUR, subject="Canceled: Demo", is_cancelled=True)
    box.add(TEN + HOUR, TEN + 2 * HOUR, subject="Later", show_as=ShowAs.FREE)
    box.add_calendar("Choir")
    await two.configuring.refresh(await two.person("ada"))
    card = await why(two)
    assert card.heading.key == "why.offered"
    assert sorted(read(*card.remarks)) == sorted(
        [
            f"“Vacation” (all day, “{DEFAULT}”) is marked free, so it doesn't block.",
            f"“Focus” (“{DEFAULT}”) is shown as working elsewhere, so it doesn't block.",
            f"You declined “Sync” (“{DEFAULT}”), so it doesn't block.",
            f"“Canceled: Demo” (“{DEFAULT}”) is cancelled, so it doesn't block.",
            "Not conflict calendars, so not looked at: Choir.",
        ]
    )
    assert ShowCalendars() in [action.command for action in card.actions]


async def test_under_only_busy_a_tentative_event_is_pointed_out(two: World) -> None:
    await two.configuring.choose_advanced(await two.person("ada"), ONLY_BUSY, linked_blocks=True)
    two.box("ada").add(TEN, TEN + HOUR, subject="Maybe", show_as=ShowAs.TENTATIVE, is_private=True)
    (remark,) = read(*(await why(two)).remarks)
    assert remark == f"“a private event” (“{DEFAULT}”) is shown as tentative, so it doesn't block."


async def test_a_reader_elsewhere_asks_on_their_own_clock_and_sees_both_zones(two: World) -> None:
    two.directory.change(user("ada"), zone="America/New_York", locale="en-US")
    two.clock.advance(timedelta(hours=7))
    two.box("ada").add(TEN + 24 * HOUR, TEN + 25 * HOUR, subject="Early")
    card = await why(two, "04:00", on=TUESDAY)
    assert (card.zone.name, card.second_zone and card.second_zone.name) == ("America/New_York", "Europe/Berlin")
    assert [line.key for line in card.reasons] == ["why.conflict"]
    evening = await why(two, "14:00", on=TUESDAY)
    assert read(*evening.reasons) == ["It is outside your hours. Tue 2 Mar has 09:00–17:00 (Berlin)."]


@pytest.mark.parametrize(("clock", "shown"), [("02:30", "03:30"), ("01:30", "01:30"), ("03:30", "03:30")])
async def test_a_time_that_the_clock_skips_is_shown_as_the_one_that_is(two: World, clock: str, shown: str) -> None:
    card = await why(two, clock, on=date(2027, 3, 28))
    assert card.when.range.start.astimezone(ZoneInfo("Europe/Berlin")).strftime("%H:%M") == shown


async def test_midnight_at_the_end_of_a_day_is_the_next_days(two: World) -> None:
    card = await ask(two, Why(TODAY, 1440, 60), WhyCard)
    assert card.when.range.start == datetime(2027, 3, 1, 23, tzinfo=ZoneInfo("UTC"))


async def test_a_card_of_times_leads_to_the_form_and_the_form_to_the_answer(two: World) -> None:
    card = await ask(two, Find((BEN,), 45), SlotsCard)
    opener = next(action.command for action in card.actions if read(action.label) == ["Why not?"])
    assert opener == OpenWhyForm(None, None, 45, (BEN,))
    form = await two.dialogue.form(actor(), opener)
    assert isinstance(form, WhyForm)
    assert (form.on, form.minute, form.duration_minutes) == (TODAY, 540, 45)
    assert [one.named for one in form.people] == [BEN]
    answer = await two.dialogue.submit(actor(), replace(form.submit, minute=600))
    assert isinstance(answer, WhyCard)
    again = next(one.command for one in answer.actions if isinstance(one.command, OpenWhyForm))
    assert again == OpenWhyForm(TODAY, 600, 45, (BEN,))


async def test_why_alone_says_how_to_ask_and_opens_the_form(two: World) -> None:
    line = await ask(two, OpenWhyForm(), Line)
    assert read(line.text) == ["Which time do you mean? Type it like “/schedule why tue 14:00”, or choose it."]
    assert line.action is not None
    assert isinstance(await two.dialogue.form(actor(), line.action.command), WhyForm)  # type: ignore[arg-type]


async def test_a_day_that_is_over_leads_to_times_from_today_on(two: World) -> None:
    card = await why(two, on=date(2027, 2, 22))
    assert read(card.reasons[0]) == ["It is over."]
    assert Find((), 60) in [action.command for action in card.actions]
    later = await why(two, on=TUESDAY)
    assert Find((), 60, TUESDAY) in [action.command for action in later.actions]
