"""From typed words to a command. It is Wednesday, 25 November 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.booking_commands import ChooseBooking
from core.dialogue.commands import (
    BookEarliest,
    Command,
    Connect,
    Disconnect,
    Find,
    Named,
    OpenFindForm,
    ShowAgenda,
    ShowBookings,
    ShowCalendars,
    ShowConnections,
    ShowHelp,
    TypeCode,
)
from core.dialogue.reading import SIMPLE, read_command

WEDNESDAY = date(2026, 11, 25)
ANA, BOB = Named("user", "U0ANA"), Named("user", "U0BOB")
CAROL = Named("address", "carol@contoso.com")


def day(number: int, month: int = 11, year: int = 2026) -> dict[str, date]:
    return {"since": date(year, month, number), "until": date(year, month, number)}


UNDERSTOOD: dict[str, Command] = {
    "": ShowHelp(),
    "help": ShowHelp(),
    "Connect": Connect(),
    "link": Connect(),
    "connections": ShowConnections(),
    "accounts": ShowConnections(),
    "status": ShowConnections(),
    "calendars": ShowCalendars(),
    "today": ShowAgenda("today"),
    "agenda": ShowAgenda("today"),
    "TOMORROW": ShowAgenda("tomorrow"),
    "week": ShowAgenda("week"),
    "bookings": ShowBookings(),
    "cancel": ChooseBooking("cancel"),
    "reschedule": ChooseBooking("move"),
    "move": ChooseBooking("move"),
    "reschedule to 2026-12-01 afternoon": ChooseBooking(
        "move", Find(since=date(2026, 12, 1), until=date(2026, 12, 1), part="afternoon")
    ),
    "move 14-17": ChooseBooking("move", Find(from_minute=14 * 60, to_minute=17 * 60)),
    "reschedule with ben@contoso.com": ShowHelp(unknown="with ben@contoso.com"),
    "disconnect": Disconnect(),
    "find": OpenFindForm(),
    "book": OpenFindForm(),
    "/schedule connect": Connect(),
    "schedule connect": Connect(),
    "/Schedule   today": ShowAgenda("today"),
    "/schedule": ShowHelp(),
    "code AB2 CD3": TypeCode("AB2 CD3"),
    "find 30m": Find(duration_minutes=30),
    "find 30 min": Find(duration_minutes=30),
    "find 45 minutes": Find(duration_minutes=45),
    "find 1h": Find(duration_minutes=60),
    "find 2 hours": Find(duration_minutes=120),
    "find 1h30": Find(duration_minutes=90),
    "find 1h 30m": Find(duration_minutes=90),
    "find 90 min": Find(duration_minutes=90),
    "find 24h": Find(duration_minutes=1440),
    "find 30m with <@U0ANA> <@U0BOB|bob> tomorrow afternoon": Find(
        duration_minutes=30, people=(ANA, BOB), part="afternoon", **day(26)
    ),
    "find 30m with <@U0ANA> and <@U0ANA>": Find(duration_minutes=30, people=(ANA,)),
    "find 1h next week": Find(duration_minutes=60, since=date(2026, 11, 30), until=date(2026, 12, 6)),
    "find 1h this week": Find(duration_minutes=60, since=date(2026, 11, 25), until=date(2026, 11, 29)),
    "find 45 min Fri 14-17 with carol@contoso.com": Find(
        duration_minutes=45, people=(CAROL,), from_minute=840, to_minute=1020, **day(27)
    ),
    "find 30m Carol@Contoso.com": Find(duration_minutes=30, people=(CAROL,)),
    "find today": Find(**day(25)),
    "find wednesday": Find(**day(2, 12)),
    "find thursday": Find(**day(26)),
    "find tuesday": Find(**day(1, 12)),
    "find next friday": Find(**day(4, 12)),
    "find 2026-12-01": Find(**day(1, 12)),
    "find 1 Dec": Find(**day(1, 12)),
    "find 1st december": Find(**day(1, 12)),
    "find 2 nov": Find(**day(2, 11, 2027)),
    "find 25 nov": Find(**day(25)),
    "find 15 sept": Find(**day(15, 9, 2027)),
    "find between 9:30 and 12": Find(from_minute=570, to_minute=720),
    "find from 14 to 17": Find(from_minute=840, to_minute=1020),
    "find 9:30-12": Find(from_minute=570, to_minute=720),
    "find 14 – 17": Find(from_minute=840, to_minute=1020),
    "find 22-24": Find(from_minute=1320, to_minute=1440),
    "find morning": Find(part="morning"),
    "find next week not friday": Find(since=date(2026, 11, 30), until=date(2026, 12, 6), weekdays_off=(4,)),
    "find next week not monday and friday": Find(
        since=date(2026, 11, 30), until=date(2026, 12, 6), weekdays_off=(0, 4)
    ),
    "find next week except mondays, fridays": Find(
        since=date(2026, 11, 30), until=date(2026, 12, 6), weekdays_off=(0, 4)
    ),
    'find 30m "Design review" tomorrow': Find(duration_minutes=30, title="Design review", **day(26)),
    "find 30m “Ana's week”": Find(duration_minutes=30, title="Ana's week"),
    "find 30m 'Plan B'": Find(duration_minutes=30, title="Plan B"),
    "book 1h with carol@contoso.com next week": BookEarliest(
        Find(duration_minutes=60, people=(CAROL,), since=date(2026, 11, 30), until=date(2026, 12, 6))
    ),
}
UNKNOWN = {
    "dance": "dance",
    "code": "code",
    "today please": "today please",
    "find 30m with quickly": "quickly",
    "find 0m": "0m",
    "find 25h": "25h",
    "find 90": "90",
    "find 17-14": "17-14",
    "find 9:75-11": "9:75-11",
    "find 14-25": "14-25",
    "find 2026-02-30": "2026-02-30",
    "find 31 feb": "31",
    "find 9999-12-31": "9999-12-31",
    "find 5 marshmallows": "5 marshmallows",
    "find 1 decent meeting": "1 decent",
    "find not soon": "not soon",
    "find ana's 30m bob's": "ana's bob's",
    "find 30m 1h": "1h",
    "find monday and tuesday": "tuesday",
    "find next week friday": "friday",
    "find morning afternoon": "afternoon",
    "find 9-10 14-15": "14-15",
}


@pytest.mark.parametrize("text", UNDERSTOOD, ids=lambda text: text or "(nothing)")
def test_a_phrase_means_this(text: str) -> None:
    assert read_command(text, WEDNESDAY, "/schedule") == UNDERSTOOD[text]


@pytest.mark.parametrize("text", UNKNOWN)
def test_what_is_not_understood_is_named_and_never_guessed(text: str) -> None:
    assert read_command(text, WEDNESDAY, "/schedule") == ShowHelp(unknown=UNKNOWN[text])


def test_the_commands_name_follows_the_installation_and_words_that_begin_like_it_stay() -> None:
    assert read_command("/meet today", WEDNESDAY, "/meet") == ShowAgenda("today")
    assert read_command("/schedule today", WEDNESDAY, "/meet") == ShowHelp(unknown="/schedule today")
    assert read_command("meetings", WEDNESDAY, "/meet") == ShowHelp(unknown="meetings")


WORDS = st.sampled_from(
    "find book code help 30m 1h 1h30 90 min h with and not next this week friday mon 14-17 9:30 - to 24 1 31 dec feb"
    " 2026-12-01 0000-00-00 tomorrow today noon <@U1> <@U1|x> <@ a@b.c @ \" ' “ ” 99999999999 /schedule".split()
)
LINES = st.one_of(st.text(max_size=60), st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=10).map(" ".join))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@given(LINES, DAYS)
def test_any_line_is_understood_or_answered_with_help(text: str, today: date) -> None:
    command = read_command(text, today, "/schedule")
    if isinstance(command, ShowHelp):
        stripped = text.strip().casefold()
        assert command.unknown or stripped in {"", "help"} or stripped.removeprefix("/").startswith("schedule")
        return
    find = command.find if isinstance(command, BookEarliest) else command
    if isinstance(find, Find):
        assert find.duration_minutes is None or 0 < find.duration_minutes <= 1440
        assert (find.since is None) is (find.until is None)
        assert find.since is None or today <= find.since <= (find.until or today) <= today + timedelta(366 * 8)
        assert find.from_minute is None or 0 <= find.from_minute < (find.to_minute or 0) <= 1440


@given(st.lists(st.text("abcdefghijklmnopqrstuvwxyzäß", min_size=9, max_size=12), min_size=1, max_size=4))
def test_words_without_a_meaning_are_all_named(words: list[str]) -> None:
    command = read_command("find 30m " + " ".join(words), WEDNESDAY)
    assert command == ShowHelp(unknown=" ".join(word.casefold() for word in words))


@pytest.mark.parametrize("word", SIMPLE)
def test_every_simple_word_is_understood_in_capitals(word: str) -> None:
    assert read_command(word.upper(), WEDNESDAY) == SIMPLE[word]
