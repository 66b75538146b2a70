"""settings: what is changed there holds for every time that is offered from then on, in both chats."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.availability import Hours
from core.configuration.model import CalendarsChosen
from core.configuration.ports import MailboxSettings
from core.dialogue.command_kinds import FORM_COMMANDS
from core.dialogue.commands import Book, CancelBooking, Command, Find, Named, NeverWarn, ShowBooking, ShowBookings, Why
from core.dialogue.screens import (
    AdvancedForm,
    BookingCard,
    BookingsCard,
    ConnectOffer,
    Line,
    Problem,
    SettingsCard,
    SettingsForm,
    SlotsCard,
    WhyCard,
)
from core.dialogue.settings_commands import (
    ClearDays,
    ClearTravel,
    OpenHours,
    OpenTravel,
    SaveDays,
    SaveHours,
    SaveRules,
    SaveTravel,
    SaveWarnings,
    ShowSettings,
    TakeOutlookHours,
    WarnAgain,
)
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.errors import InvalidChoice
from sandbox.teams.cards import card_problems, dialog_problems
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.slack.rules import message_problems, view_problems
from tests.unit.world import MONDAY, World, build, user

BERLIN, NEW_YORK = ZoneInfo("Europe/Berlin"), "America/New_York"
MON, TUE, FRI = date(2027, 3, 8), date(2027, 3, 9), date(2027, 3, 12)
ONE_HOUR = SaveHours(mon="10:00-11:00", tue="10:00-11:00", wed="10:00-11:00", zone="Europe/Berlin")
THAT_WEEK = Find(since=MON, until=FRI)


async def desk(*others: str) -> World:
    world = build()
    for key in ("ada", *others):
        await world.connected(key)
    return world


async def save(world: World, command: Command) -> list[str]:
    """The card after saving, in words."""
    return words(await ask(world, command, SettingsCard))


def words(card: SettingsCard) -> list[str]:
    return read(card.saved, *(line for part in card.parts for line in (part.heading, *part.lines)))


async def refused(world: World, command: Command) -> tuple[str, str]:
    """The field that can't be so, and why."""
    found = await world.dialogue.submit(actor(), command)
    assert isinstance(found, InvalidChoice), found
    return found.field, found.reason


async def offered(world: World, find: Find = THAT_WEEK, zone: ZoneInfo = BERLIN) -> list[str]:
    """The starts on the card, by day and time."""
    card = await ask(world, find, SlotsCard)
    starts = [one.command.start for day in card.days for one in day.slots]  # type: ignore[union-attr]
    return [start.astimezone(zone).strftime("%a %H:%M") for start in starts]


async def book(world: World, start: datetime, key: str = "ada", *people: Named) -> None:
    await world.dialogue.submit(actor(key), Book(start, 30, people, "Talk", online=False))
    await world.work()


async def booked(world: World, key: str = "ada") -> int:
    return len((await ask(world, ShowBookings(), BookingsCard, key)).bookings)


async def test_the_card_shows_outlooks_hours_and_every_default() -> None:
    shown = words(await ask(await desk(), ShowSettings(), SettingsCard))
    brings = shown.index("What your day brings")
    assert shown == [
        "Hours", "Mon to Fri: 09:00–17:00", "Sat to Sun: not available", "Times in Berlin, your home zone",
        "As in Outlook.",
        "Other days", "No days with other hours ahead.",
        "Travel", "No journey ahead.",
        "Meetings", "30 min long unless you say otherwise, a start every 30 min", "No buffers",
        "At least 1 h ahead, at most 60 days", "No daily limit",
        "What blocks me", "Busy, away, tentative and unknown", "In Calendar",
        "Who may see when I'm free", "Everybody of my organisation",
        "Double bookings", "I warn you of them.", "Quiet from 20:00 to 07:00, unless it begins within the hour",
        "You are told here when somebody books a meeting with you.",
        "You are told here when somebody declines your meeting or proposes another time.",
        *shown[brings : shown.index("Language")],
        "Language", "As in this chat: English",
    ]  # fmt: skip


async def test_without_a_connection_settings_offer_one_and_go_on_after_it() -> None:
    world = build()
    world.join("ada")
    await ask(world, ShowSettings(), ConnectOffer)


async def test_after_monday_ten_to_eleven_only_those_times_are_offered() -> None:
    world = await desk()
    shown = await save(world, SaveHours(mon="10:00-11:00", zone="Berlin"))
    assert shown[:2] == ["Saved. This is in use now.", "Hours"]
    assert "Your own hours, not Outlook's." in shown
    assert await offered(world) == ["Mon 10:00", "Mon 10:30"]


async def test_several_ranges_and_a_night_shift_are_kept_as_they_are_typed() -> None:
    world = await desk()
    typed = SaveHours(mon="13 - 17:00, 9:00–12:00", fri="22:00-06:00", zone="berlin")
    await save(world, typed)
    form = await world.dialogue.form(actor(), OpenHours())
    assert isinstance(form, SettingsForm)
    values = {field.name: getattr(field, "value", "") for field in form.fields}
    assert (values["mon"], values["fri"], values["sat"]) == ("09:00-12:00, 13:00-17:00", "22:00-06:00", "")
    assert values["zone"] == "Europe/Berlin"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("nine to five", "bad_hours"),
        ("09:00", "bad_hours"),
        ("25:00-26:00", "bad_hours"),
        ("09:60-10:00", "bad_hours"),
        ("09:00-24:01", "bad_hours"),
        ("09:00-12:00, 11:00-13:00", "overlapping"),
        ("09:00-12:00, 09:00-12:00", "overlapping"),
        ("22:00-06:00, 23:00-23:30", "overlapping"),
        ("17:00-09:00", "backwards"),
        ("09:00-09:00", "empty_range"),
        ("24:00-06:00", "empty_range"),
    ],
)
async def test_what_is_no_hours_is_said_beside_its_day_and_changes_nothing(typed: str, reason: str) -> None:
    world = await desk()
    before = await world.setup("ada")
    assert await refused(world, SaveHours(mon="09:00-12:00", wed=typed, zone="UTC")) == ("wed", f"settings.{reason}")
    assert await world.setup("ada") == before


async def test_an_unknown_zone_is_said_beside_the_zone() -> None:
    world = await desk()
    assert await refused(world, SaveHours(mon="9-17", zone="Atlantis")) == ("zone", "settings.bad_zone")


async def test_outlooks_hours_come_back_as_they_are_there_now() -> None:
    world = await desk()
    await save(world, ONE_HOUR)
    nights = Hours.parse({"tue": [["14:00", "15:00"]]})
    world.box("ada").settings = MailboxSettings("Europe/Berlin", nights)
    assert "As in Outlook." in await save(world, TakeOutlookHours())
    assert await offered(world) == ["Tue 14:00", "Tue 14:30"]


async def test_who_has_no_own_hours_follows_outlooks_but_not_into_another_zone() -> None:
    world = await desk()
    world.box("ada").settings = MailboxSettings("Europe/Berlin", Hours.parse({"tue": [["14:00", "15:00"]]}))
    assert "Tue: 14:00–15:00" in words(await ask(world, ShowSettings(), SettingsCard))
    assert await offered(world) == ["Tue 14:00", "Tue 14:30"]
    world.box("ada").settings = MailboxSettings(NEW_YORK, Hours.parse({"wed": [["14:00", "15:00"]]}))
    card = await ask(world, ShowSettings(), SettingsCard)
    assert "Outlook is in New York time now. Your hours stay as they are until you take Outlook's." in words(card)
    assert await offered(world) == ["Tue 14:00", "Tue 14:30"]
    taken = next(one.command for part in card.parts for one in part.actions if one.command == TakeOutlookHours())
    assert "Times in New York, your home zone" in await save(world, taken)
    assert await offered(world) == ["Wed 20:00", "Wed 20:30"]


async def test_own_hours_stay_whatever_outlook_says_and_its_silence_hides_nothing() -> None:
    world = await desk()
    await save(world, ONE_HOUR)
    world.box("ada").settings = MailboxSettings(NEW_YORK, Hours.parse({"wed": [["14:00", "15:00"]]}))
    assert "Mon to Wed: 10:00–11:00" in words(await ask(world, ShowSettings(), SettingsCard))
    world.outlook.down = True
    assert "Mon to Wed: 10:00–11:00" in words(await ask(world, ShowSettings(), SettingsCard))


async def test_every_button_of_the_card_leads_on_in_both_chats_and_has_a_name_of_its_own() -> None:
    world = await desk()
    await save(world, ONE_HOUR)
    for month in range(4, 13):
        await save(world, SaveDays(date(2027, month, 1)))
        await save(world, SaveTravel(date(2027, month, 5), date(2027, month, 6), "Tokyo"))
    card = await ask(world, ShowSettings(), SettingsCard)
    reads = Words(Reader("Europe/Berlin", "en-GB"), MONDAY)
    message = in_slack.render(card, reads)
    assert message_problems(message.text, message.blocks) == []
    assert card_problems(in_teams.render(card, reads).card) == []
    actions = [one for part in card.parts for one in part.actions]
    names = read(*(one.name or one.label for one in actions))
    assert len(names) == len(set(names)), names
    for command in [one.command for one in actions]:
        assert command is not None
        assert not isinstance(await world.dialogue.handle(actor(), command), Problem), command
        if isinstance(command, FORM_COMMANDS):
            form = await world.dialogue.form(actor(), command)
            assert isinstance(form, SettingsForm | AdvancedForm)
            assert view_problems(in_slack.render_form(form, reads, in_slack.Origin())) == []
            assert dialog_problems(in_teams.render_form(form, reads, in_teams.Opened("f", command)).card) == []


async def test_a_day_away_and_a_day_with_other_hours_replace_the_usual_ones_until_they_are_removed() -> None:
    world = await desk()
    await save(world, ONE_HOUR)
    await save(world, SaveDays(MON, TUE))
    shown = await save(world, SaveDays(date(2027, 3, 11), None, "hours", "15:00-15:30"))
    assert "Mon 8 Mar to Tue 9 Mar: not available" in shown
    assert "Thu 11 Mar: 15:00–15:30" in shown
    assert await offered(world) == ["Wed 10:00", "Wed 10:30", "Thu 15:00"]
    await save(world, ClearDays(MON, MON))
    assert await offered(world) == ["Mon 10:00", "Mon 10:30", "Wed 10:00", "Wed 10:30", "Thu 15:00"]


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        (SaveDays(None, MON), ("first", "form.bad_field")),
        (SaveDays(TUE, MON), ("last", "settings.ends_before")),
        (SaveDays(date(2027, 2, 1), date(2027, 2, 2)), ("last", "settings.over")),
        (SaveDays(MON, date(2029, 3, 8)), ("last", "settings.too_long")),
        (SaveDays(MON, TUE, "hours", ""), ("hours", "settings.no_hours")),
        (SaveDays(MON, TUE, "hours", "x"), ("hours", "settings.bad_hours")),
        (SaveTravel(MON, None, "UTC"), ("last", "form.bad_field")),
        (SaveTravel(MON, TUE, ""), ("zone", "settings.bad_zone")),
        (SaveTravel(TUE, MON, "UTC"), ("last", "settings.ends_before")),
        (SaveRules(horizon_days="0"), ("horizon_days", "settings.bad_horizon")),
        (SaveRules(horizon_days="366"), ("horizon_days", "settings.bad_horizon")),
        (SaveRules(horizon_days="soon"), ("horizon_days", "settings.bad_horizon")),
        (SaveRules(horizon_days="9", daily_limit="0"), ("daily_limit", "settings.bad_limit")),
        (SaveWarnings(True, "late"), ("quiet", "settings.bad_hours")),
        (SaveWarnings(True, "07:00-07:00"), ("quiet", "settings.empty_range")),
    ],
)
async def test_what_can_not_be_is_said_beside_its_field(command: Command, wrong: tuple[str, str]) -> None:
    assert await refused(await desk(), command) == wrong


async def test_on_a_journey_local_hours_are_offered_by_the_clock_there_and_home_hours_as_before() -> None:
    world = await desk()
    await save(world, ONE_HOUR)
    await save(world, SaveTravel(TUE, TUE, "New York", "local"))
    assert await offered(world) == ["Mon 10:00", "Mon 10:30", "Tue 16:00", "Tue 16:30", "Wed 10:00", "Wed 10:30"]
    await save(world, SaveTravel(TUE, TUE, "New York", "home", was=TUE))
    assert "Tue 10:00" in await offered(world)
    await save(world, ClearTravel(TUE))
    assert "No journey ahead." in words(await ask(world, ShowSettings(), SettingsCard))


async def test_two_journeys_never_share_a_day() -> None:
    world = await desk()
    await save(world, SaveTravel(MON, TUE, "New York"))
    assert await refused(world, SaveTravel(TUE, FRI, "Tokyo")) == ("last", "settings.other_journey")
    form = await world.dialogue.form(actor(), OpenTravel(MON))
    assert isinstance(form, SettingsForm)
    assert form.submit == SaveTravel(was=MON)


async def test_rules_hold_for_the_next_search() -> None:
    world = await desk()
    await save(world, ONE_HOUR)
    rules = SaveRules(15, 15, 15, 15, 0, "8")
    shown = await save(world, rules)
    assert "15 min long unless you say otherwise, a start every 15 min" in shown
    assert "Buffers: 15 min before, 15 min after" in shown
    world.box("ada").add(datetime(2027, 3, 8, 9, 30, tzinfo=UTC), datetime(2027, 3, 8, 10, 0, tzinfo=UTC))
    assert await offered(world) == ["Mon 10:00", "Tue 10:00", "Tue 10:15", "Tue 10:30", "Tue 10:45"]


async def test_a_day_whose_limit_is_reached_is_not_offered_any_more() -> None:
    world = await desk()
    await save(world, ONE_HOUR)
    await save(world, SaveRules(horizon_days="60", daily_limit="1"))
    await book(world, datetime(2027, 3, 8, 9, 0, tzinfo=UTC))
    assert await offered(world) == ["Tue 10:00", "Tue 10:30", "Wed 10:00", "Wed 10:30"]


async def test_a_time_offered_before_the_limit_was_reached_is_not_booked() -> None:
    world = await desk()
    await save(world, SaveRules(horizon_days="60", daily_limit="1"))
    await book(world, datetime(2027, 3, 8, 9, 0, tzinfo=UTC))
    await book(world, datetime(2027, 3, 8, 12, 0, tzinfo=UTC))
    assert await booked(world) == 1
    told = world.messenger.last(user("ada"))
    assert isinstance(told, SlotsCard)
    assert read(told.taken)[0].startswith("That day has as many bookings by now")
    assert date(2027, 3, 8) not in [day.day.on for day in told.days]


async def test_an_invitees_own_limit_closes_their_day_and_nobody_elses() -> None:
    world = await desk("ben")
    await ask(world, SaveRules(horizon_days="60", daily_limit="1"), SettingsCard, "ben")
    await save(world, ONE_HOUR)
    await book(world, datetime(2027, 3, 8, 12, 0, tzinfo=UTC), "ben")
    with_ben = await offered(world, Find(since=MON, until=FRI, people=(BEN,)))
    assert with_ben == ["Tue 10:00", "Tue 10:30", "Wed 10:00", "Wed 10:30"]
    assert "Mon 10:00" in await offered(world)


async def test_every_change_raises_the_version_and_only_what_concerns_copies_and_warnings_is_a_fact() -> None:
    world = await desk()
    person = await world.person("ada")

    def now() -> tuple[int, int]:
        return world.store.transactions.tables.busy_versions[person], len(world.facts(CalendarsChosen))

    version, facts = now()
    await save(world, SaveDays(MON, TUE))
    assert now() == (version + 1, facts)
    await save(world, SaveDays(MON, TUE))
    assert now() == (version + 1, facts), "nothing changed"
    await save(world, SaveRules(horizon_days="30"))
    assert now() == (version + 2, facts + 1)
    await save(world, SaveWarnings(warnings=True, quiet="22:00-06:00"))
    assert now() == (version + 3, facts + 2)


async def test_past_exceptions_and_journeys_are_forgotten_with_the_next_ones() -> None:
    world = await desk()
    await save(world, SaveDays(MON, TUE))
    await save(world, SaveTravel(MON, TUE, "New York"))
    world.clock.set(world.clock.now() + timedelta(days=30))
    later = date(2027, 4, 12)
    await save(world, SaveDays(later))
    await save(world, SaveTravel(later, later, "Tokyo"))
    chosen = (await world.setup("ada")).preferences
    assert [day for day, _ in chosen.hours.overrides] == [later]
    assert [one.zone for one in chosen.travel] == ["Asia/Tokyo"]


async def test_a_booking_outside_of_ones_hours_says_so_on_its_card() -> None:
    world = await desk()
    await save(world, ONE_HOUR)
    await book(world, datetime(2027, 3, 8, 9, 0, tzinfo=UTC))
    await book(world, datetime(2027, 3, 8, 10, 0, tzinfo=UTC))
    inside, outside = (await ask(world, ShowBookings(), BookingsCard)).bookings
    notes = []
    for line in (inside, outside):
        shown = next(one.command for one in line.actions if isinstance(one.command, CancelBooking))
        card = await ask(world, ShowBooking(shown.booking), BookingCard)
        notes.append(read(*card.notes))
    assert notes == [[], ["Outside your working hours."]]


async def test_why_names_the_hours_of_the_journey_and_leads_to_settings() -> None:
    world = await desk()
    await save(world, ONE_HOUR)
    await save(world, SaveTravel(TUE, TUE, "New York", "local"))
    card = await ask(world, Why(TUE, 10 * 60, 30), WhyCard)
    assert "It is outside your hours. Tue 9 Mar has 10:00–11:00 (New York)." in read(*card.reasons)
    assert ShowSettings() in [one.command for one in card.actions]
    free = await ask(world, Why(TUE, 16 * 60, 30), WhyCard)
    assert ShowSettings() not in [one.command for one in free.actions]


async def test_a_rule_of_double_bookings_is_listed_and_taken_back() -> None:
    world = await desk()
    await ask(world, NeverWarn("tentative"), Line)
    card = await ask(world, ShowSettings(), SettingsCard)
    assert "Never of tentative meetings." in words(card)
    (back,) = (one for part in card.parts for one in part.actions if isinstance(one.command, WarnAgain))
    assert read(back.label) == ["Warn me of tentative meetings again"]
    assert "Never of tentative meetings." not in await save(world, back.command)
