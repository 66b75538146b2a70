"""Words for one reader: language of dates, zone, and 12 or 24 hours."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import available_timezones

import pytest
from babel.localedata import locale_identifiers
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.screens import Ago, Day, Instant, Names, OfDay, UserText, When, Zone, say
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.ranges import Range

NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
TUESDAY = datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
HALF = timedelta(minutes=30)


def words(locale: str = "en-GB", zone: str = "Europe/Berlin", now: datetime = NOW) -> Words:
    return Words(Reader(zone, locale), now)


@pytest.mark.parametrize(
    ("locale", "zone", "when"),
    [
        ("en-GB", "Europe/Berlin", "Tue 1 Dec 15:30–16:00"),
        ("en-GB", "Europe/London", "Tue 1 Dec 14:30–15:00"),
        ("en-US", "America/New_York", "Tue Dec 1 9:30 AM–10:00 AM"),
        ("de-DE", "Europe/Berlin", "Di 1. Dez 15:30–16:00"),
        ("de_DE", "Asia/Kolkata", "Di 1. Dez 20:00–20:30"),
        ("de-US", "Europe/Berlin", "Di 1. Dez 15:30–16:00"),
        ("en-DE", "Europe/Berlin", "Tue 1 Dec 15:30–16:00"),
        ("fr-FR", "Europe/Berlin", "Tue 1 Dec 15:30–16:00"),
        ("hi-IN", "Europe/Berlin", "Tue 1 Dec 3:30 pm–4:00 pm"),
        ("zh-TW", "Europe/Berlin", "Tue 1 Dec 3:30 pm–4:00 pm"),
        ("xx-YY", "Europe/Berlin", "Tue 1 Dec 15:30–16:00"),
        ("", "Europe/Berlin", "Tue 1 Dec 15:30–16:00"),
        ("en-US", "Asia/Tokyo", "Tue Dec 1 11:30 PM – Wed Dec 2 12:00 AM"),
    ],
)
def test_a_meeting_reads_as_the_readers_country_writes_it(locale: str, zone: str, when: str) -> None:
    assert words(locale, zone).say(When(Range(TUESDAY, TUESDAY + HALF))) == when


@pytest.mark.parametrize(("locale", "noon"), [("en-GB", "12:00"), ("de-DE", "12:00"), ("en-US", "12:00 PM")])
def test_twelve_or_twenty_four_hours_follow_the_locale(locale: str, noon: str) -> None:
    assert words(locale, "UTC").say(Instant(datetime(2026, 12, 1, 12, 0, tzinfo=UTC))) == noon


@pytest.mark.parametrize(
    ("locale", "times"), [("en-GB", ["09:05", "00:00", "24:00"]), ("en-US", ["9:05 AM", "12:00 AM", "12:00 AM"])]
)
def test_hours_by_the_wall_clock_follow_the_locale_too(locale: str, times: list[str]) -> None:
    assert [words(locale).say(OfDay(minute)) for minute in (9 * 60 + 5, 0, 24 * 60)] == times


def test_a_meeting_over_midnight_shows_both_dates() -> None:
    late = Range(datetime(2026, 12, 1, 22, 30, tzinfo=UTC), datetime(2026, 12, 1, 23, 30, tzinfo=UTC))
    assert words().say(When(late)) == "Tue 1 Dec 23:30 – Wed 2 Dec 00:30"


def test_the_year_is_shown_when_it_is_another_one_for_the_reader() -> None:
    assert words().say(Day(date(2027, 1, 4))) == "Mon 4 Jan 2027"
    eve = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert words(now=eve).say(Day(date(2027, 1, 4))) == "Mon 4 Jan"  # 2027 began in Berlin
    assert words(zone="America/New_York", now=eve).say(Day(date(2027, 1, 4))) == "Mon 4 Jan 2027"


def test_the_hour_that_happens_twice_keeps_its_order() -> None:
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert words().say(When(Range(first, first + timedelta(hours=1)))) == "Sun 25 Oct 02:30–02:30"


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "now"), (4, "now"), (5, "5 s ago"), (60, "1 min ago"), (1320, "22 min ago"), (7200, "2 h ago")],
)
def test_how_long_ago_is_said_in_the_largest_unit(seconds: int, said: str) -> None:
    assert words().say(Ago(seconds)) == said


@pytest.mark.parametrize(
    ("names", "said"), [([], ""), (["Ana"], "Ana"), (["Ana", "Ben"], "Ana and Ben"), (list("ABC"), "A, B and C")]
)
def test_names_are_listed_with_commas_and_and(names: list[str], said: str) -> None:
    assert words().say(Names(tuple(map(UserText, names)))) == said


def test_a_city_is_said_for_a_zone() -> None:
    assert words().say(Zone("Europe/Berlin")) == "Berlin"
    assert words("de-DE").say(Zone("America/New_York")) == "New York"
    assert words().say(Zone("Asia/Calcutta")) == "Kolkata"


@given(st.text(max_size=30))
def test_other_peoples_words_are_escaped_once_and_never_read_as_a_sentence(text: str) -> None:
    shouted = Words(Reader("UTC", "en-GB"), NOW, escape=lambda words: f"<{words}>")
    assert shouted.say(say("connected.as", address=UserText(text))) == f"Connected as <{text}>"
    assert shouted.say(Names((UserText(text),))) == f"<{text}>"
    assert shouted.say(say("label.more", n=3)) == "and 3 more"


def test_braces_in_a_name_are_just_braces() -> None:
    assert words().say(say("connected.as", address=UserText("{address} {0} {now.year}"))) == (
        "Connected as {address} {0} {now.year}"
    )


@given(
    st.sampled_from(sorted(locale_identifiers())),
    st.sampled_from(sorted(available_timezones() - {"localtime", "Factory"})),
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001 (made aware below)
)
def test_every_locale_and_zone_has_words_for_a_moment(locale: str, zone: str, naive: datetime) -> None:
    at, found = naive.replace(tzinfo=UTC), words(locale.replace("_", "-"), zone)
    assert found.say(When(Range(at, at + HALF)))
    assert found.say(Zone(zone))
