"""From typed words to a command, in English and German. It is Wednesday, 25 November 2026."""

import sys
from datetime import date
from time import process_time
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.commands import BookEarliest, Command, Find, ShowHelp, TypeCode
from core.dialogue.reading import SIMPLE, read_command
from core.dialogue.reading_commands import NotUnderstood
from core.people.model import Reader
from tests.unit.core.reading_elsewhere import ELSEWHERE
from tests.unit.core.reading_english import ENGLISH
from tests.unit.core.reading_german import GERMAN
from tests.unit.core.reading_words import AMERICAN, BRITON, WEDNESDAY
from tests.unit.core.reading_words import GERMAN as IN_GERMAN

UNKNOWN = {
    "dance": "dance",
    "code": "code",
    "find 0m": "0m",
    "find 25h": "25h",
    "find 90": "90",
    "find 17-14": "17-14",
    "find 9:75-11": "9:75-11",
    "find 14-25": "14-25",
    "find 2026-02-30": "2026-02-30",
    "find 31 feb": "31 feb",
    "find 9999-12-31": "9999-12-31",
    "find 5 marshmallows": "5 marshmallows",
    "find not soon": "not soon",
    "book the table": "table",
    "book in 2 hours": "in 2 hours",
    "reschedule with ben@contoso.com": "with ben@contoso.com",
    "30": "30",
    "the book is free on Friday": "the book is free on Friday",
}
SECOND_OF_A_KIND = {
    "find ana's 30m bob's": ("ana's", "bob's"),
    "find 30m 1h": ("1h",),
    "find morning afternoon": ("afternoon",),
    "find 9-10 14-15": ("14-15",),
    "find 30m Mon -": ("-",),
    "find 30m each Monday daily": ("daily",),
    "finde 30m jeden Montag jeden Dienstag": ("jeden Dienstag",),
    "find next week next month": ("next month",),
    'find "one" "two"': ('"two"',),
    "find morning 14-15": ("14-15",),
    "find 30m 14-15 CET EST": ("EST",),
    "book is free on Friday": ("is",),
}


def test_the_table_holds_two_hundred_phrases_of_both_languages() -> None:
    assert len(ENGLISH) + len(GERMAN) + len(ELSEWHERE) >= 200
    assert len(GERMAN) >= 80


@pytest.mark.parametrize("reader", [BRITON, IN_GERMAN], ids=["reads English", "reads German"])
@pytest.mark.parametrize("phrases", [ENGLISH, GERMAN], ids=["in English", "in German"])
def test_each_phrase_means_this_whatever_the_readers_language(phrases: dict[str, Command], reader: Reader) -> None:
    assert {text: read_command(text, WEDNESDAY, "/schedule", reader) for text in phrases} == phrases


def test_a_phrase_means_the_same_behind_the_commands_name() -> None:
    assert {text: read_command(f"/schedule {text}", WEDNESDAY, "/schedule") for text in ENGLISH} == ENGLISH


def test_who_reads_when_and_where_decides_what_is_two_things() -> None:
    assert {case: read_command(case[0], case[1], "/schedule", case[2]) for case in ELSEWHERE} == ELSEWHERE


def test_what_is_not_understood_is_named_and_never_guessed() -> None:
    expected = {text: ShowHelp(unknown=unknown) for text, unknown in UNKNOWN.items()}
    assert {text: read_command(text, WEDNESDAY, "/schedule") for text in UNKNOWN} == expected


def test_what_fits_nowhere_is_named_beside_what_was_understood() -> None:
    found = {text: read_command(text, WEDNESDAY, "/schedule") for text in SECOND_OF_A_KIND}
    assert {text: getattr(one, "unknown", ()) for text, one in found.items()} == SECOND_OF_A_KIND
    assert all(isinstance(one, NotUnderstood) and one.wishes != (Find(),) for one in found.values())


def test_the_commands_name_follows_the_installation_and_words_that_begin_like_it_stay() -> None:
    assert read_command("/meet today", WEDNESDAY, "/meet") == SIMPLE["today"]
    assert read_command("/schedule today", WEDNESDAY, "/meet") == ShowHelp(unknown="/schedule today")
    assert read_command("meetings", WEDNESDAY, "/meet") == ShowHelp(unknown="meetings")
    assert read_command("meet connect", WEDNESDAY, "/meet") == SIMPLE["connect"]
    assert read_command("/schedule", WEDNESDAY, "/schedule") == ShowHelp()
    assert read_command("code AB2 CD3", WEDNESDAY) == TypeCode("AB2 CD3")


def test_every_command_is_understood_in_capitals_politely_and_with_a_full_stop() -> None:
    for word, command in SIMPLE.items():
        forms = (word.upper(), f"{word}.", f"{word} please", f"bitte {word}") if word else ("",)
        assert {text: read_command(text, WEDNESDAY) for text in forms} == dict.fromkeys(forms, command)


WORDS = st.sampled_from(
    "find book code help 30m 1h 1h30 90 min h with and not next this week friday mon 14-17 9:30 - to 24 1 31 dec feb"
    " 2026-12-01 0000-00-00 tomorrow today noon <@U1> <@U1|x> <@ a@b.c @ \" ' “ ” 99999999999 /schedule finde buche"
    " warum morgen früh am um bis ab zwischen und nicht ohne nächste kommende woche kw 49 1.12. 3/4 halbe stunde uhr"
    " cet new york time zeit in optional for freitagnachmittag montags do so . , : ; ? until from before every".split()
)
LINES = st.one_of(st.text(max_size=60), st.lists(st.one_of(WORDS, st.text(max_size=6)), max_size=12).map(" ".join))
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
READERS = st.sampled_from([BRITON, AMERICAN, IN_GERMAN, Reader("Asia/Kathmandu", "xx-nonsense"), Reader("UTC", "")])


@given(LINES, DAYS, READERS)
def test_any_line_is_understood_named_or_answered_with_help(text: str, today: date, reader: Reader) -> None:
    for wish in wishes(read_command(text, today, "/schedule", reader)):
        assert wish.duration_minutes is None or 0 < wish.duration_minutes <= 1440
        assert wish.since is not None or wish.until is None
        assert wish.since is None or today <= wish.since <= (wish.until or wish.since)
        assert wish.from_minute is None or 0 <= wish.from_minute < (wish.to_minute or 1441) <= 1441
        assert wish.at_minute is None or 0 <= wish.at_minute < 1440


def wishes(command: Command) -> tuple[Find, ...]:
    match command:
        case Find():
            return (command,)
        case BookEarliest(find):
            return (find,)
        case NotUnderstood(wishes=found):
            return found
    return ()


@given(st.lists(st.text("bcdfgjklmnpqrvwxyz", min_size=9, max_size=12), min_size=1, max_size=4))
def test_words_without_a_meaning_are_all_named(words: list[str]) -> None:
    command = read_command("find 30m " + " ".join(words), WEDNESDAY)
    assert command == NotUnderstood("find", (Find(duration_minutes=30),), (" ".join(words),))


PIECES = ["a", "1", "@", "find ", "30m ", "not ", "1-", "<@U1", '"', "a@", "am ", "1.", "in the "]


@pytest.mark.parametrize("piece", PIECES)
def test_reading_takes_steps_in_line_with_the_length(piece: str) -> None:
    """No pattern runs away: twice the length takes twice the calls."""
    half, whole = calls(piece, 200), calls(piece, 400)
    assert whole < 2.2 * half + 300


def test_a_line_of_the_greatest_length_is_read_to_its_end() -> None:
    for piece in ("not ", "1-"):
        assert isinstance(read_command("find " + (piece * 4000)[:3990], WEDNESDAY, "/schedule"), Command)


def calls(piece: str, length: int) -> int:
    """How often anything is called while such a line is read."""
    count = 0

    def counted(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    line, before = "find " + (piece * length)[:length], sys.getprofile()
    began = process_time()
    sys.setprofile(counted)
    try:
        read_command(line, WEDNESDAY, "/schedule")
    finally:
        sys.setprofile(before)
    assert process_time() - began < 10
    return count
