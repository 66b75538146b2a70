"""What holds of every line: no word is lost, and the order of what is wished doesn't matter."""

from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.commands import Command, ShowHelp
from core.dialogue.reading import read_command
from core.dialogue.reading.language import Language, roles_of
from core.dialogue.reading.roles import Role
from core.dialogue.reading_commands import NotUnderstood
from tests.unit.core.reading_english import ENGLISH
from tests.unit.core.reading_german import GERMAN
from tests.unit.core.reading_words import (
    BOB,
    BRITON,
    CAROL,
    NEXT_WEEK,
    TOMORROW,
    TUESDAY,
    WEDNESDAY,
    between,
    half,
)
from tests.unit.core.reading_words import GERMAN as IN_GERMAN

PHRASES = [text for text in (*ENGLISH, *GERMAN) if not set(text) & set("\"'“„")]
STRANGE = st.text("bcdfgklmnpqvwxyz", min_size=5, max_size=9)


@given(st.sampled_from(PHRASES), st.integers(0, 12), STRANGE, st.sampled_from([BRITON, IN_GERMAN]))
def test_a_strange_word_anywhere_is_named_and_nothing_is_done(text: str, place: int, word: str, reader: object) -> None:
    words = text.split()
    words.insert(min(place, len(words)), word)
    found = read_command(" ".join(words), WEDNESDAY, "/schedule", reader)  # type: ignore[arg-type]
    assert isinstance(found, ShowHelp | NotUnderstood), found
    assert word in " ".join(named(found))


def named(command: ShowHelp | NotUnderstood) -> tuple[str, ...]:
    return (command.unknown,) if isinstance(command, ShowHelp) else command.unknown


ORDERS: dict[tuple[str, ...], Command] = {
    ("30m", "with <@U0BOB>", "tomorrow", "14-17"): half(people=(BOB,), **TOMORROW, **between(14, 17)),
    ("half an hour", "carol@contoso.com", "next week", "not Friday", "in the afternoon"): half(
        people=(CAROL,), weekdays_off=(4,), part="afternoon", **NEXT_WEEK
    ),
    ("30 Minuten", "mit <@U0BOB>", "am Dienstag", "um 14 Uhr", "Berliner Zeit"): half(
        people=(BOB,), at_minute=840, zone="Europe/Berlin", **TUESDAY
    ),
    ("30m", "“Plan for Friday”", "on 1 Dec", "before noon", "New York time"): half(
        title="Plan for Friday", to_minute=720, zone="America/New_York", **TUESDAY
    ),
}


def test_the_order_of_what_is_wished_does_not_matter() -> None:
    for pieces, command in ORDERS.items():
        turned = [pieces[number:] + pieces[:number] for number in range(len(pieces))]
        lines = [f"find {', '.join(order)}" for order in (*turned, *(one[::-1] for one in turned))]
        assert {line: read_command(line, WEDNESDAY) for line in lines} == dict.fromkeys(lines, command)


def test_another_language_is_a_module_of_words_its_days_and_months_are_cldrs() -> None:
    dutch = Language(
        code="nl",
        commands={},
        verbs={},
        last_verbs={},
        lead_ins="",
        plain={Role.NOT: "niet"},
        words={},
        days={},
        each="en",
    )
    known = roles_of((dutch,))
    assert known["maandag",] == {Role.WEEKDAY: 0}
    assert known["zo",] == {Role.WEEKDAY: 6}
    assert known["maandagen",] == {Role.EACH_WEEKDAY: 0}
    assert known["maart",] == {Role.MONTH: 3}
    assert known["niet",] == {Role.NOT: 0}
