"""why in typed words: one time, a day, a duration, people; and what is not understood is named."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from core.dialogue.commands import Command, Named, OpenWhyForm, ShowHelp, Why
from core.dialogue.reading import read_command
from core.dialogue.reading_commands import NotUnderstood
from core.people.model import Reader

WEDNESDAY = date(2026, 11, 25)
TUESDAY, TOMORROW = date(2026, 12, 1), date(2026, 11, 26)
BEN = Named("user", "U0BEN")
UNDERSTOOD: dict[str, Command] = {
    "why": OpenWhyForm(),
    "why tue 14:00": Why(TUESDAY, 840),
    "why tue 14:00?": Why(TUESDAY, 840),
    "/schedule why tuesday at 14:00": Why(TUESDAY, 840),
    "why tomorrow 3pm with <@U0BEN>": Why(TOMORROW, 900, None, (BEN,)),
    "why tomorrow at 3 pm with ben@contoso.com": Why(TOMORROW, 900, None, (Named("address", "ben@contoso.com"),)),
    "why 2026-12-01 09:30 45m": Why(TUESDAY, 570, 45),
    "why 2026-12-01 09:30 45 min": Why(TUESDAY, 570, 45),
    "why 1 Dec 9:30am 1h": Why(TUESDAY, 570, 60),
    "why 1h on 1 Dec at 9": Why(TUESDAY, 540, 60),
    "why 14:00": Why(WEDNESDAY, 840),
    "why today noon": Why(WEDNESDAY, 720),
    "why tue 12am": Why(TUESDAY, 0),
    "why tue 12pm": Why(TUESDAY, 720),
    "why tue 14.30": Why(TUESDAY, 870),
    "why tue 14:00-15:30": Why(TUESDAY, 840, 90),
    "why tue 9-10": Why(TUESDAY, 540, 60),
    "why tue": OpenWhyForm(TUESDAY),
    "why 30m with <@U0BEN>": OpenWhyForm(None, None, 30, (BEN,)),
}
UNKNOWN = [
    "why me 14:00 oh why",
    "why next week 14:00",
    "why tue 25:00",
    "why tue 13pm",
    "why tue 14:00 15:00",
    "why tue afternoon",
    'why tue 14:00 "Design"',
    "why tue 14:00 not friday",
    "why 0000-00-00 14:00",
]


def test_a_question_means_this() -> None:
    assert {text: read_command(text, WEDNESDAY, "/schedule") for text in UNDERSTOOD} == UNDERSTOOD


def test_what_is_not_one_time_is_named() -> None:
    for text in UNKNOWN:
        found = read_command(text, WEDNESDAY, "/schedule")
        assert isinstance(found, ShowHelp | NotUnderstood), found
        assert found.unknown


@given(st.integers(0, 1439), st.sampled_from(["en-GB", "en-US", "de-DE"]))
def test_every_minute_is_understood_on_both_clocks(minute: int, locale: str) -> None:
    hour, rest = divmod(minute, 60)
    half = f"{(hour + 11) % 12 + 1}:{rest:02}{'pm' if hour >= 12 else 'am'}"
    for text in (f"{hour:02}:{rest:02}", half, half.upper(), f"um {hour:02}:{rest:02} Uhr", f"at {half}"):
        found = read_command(f"why tue {text} 30m", WEDNESDAY, "", Reader("Europe/Berlin", locale))
        assert found == Why(TUESDAY, minute, 30), text


PIECES = st.sampled_from(
    "why tue mon 14:00 3pm at 9 noon 30m 1h with <@U1> a@b.c 1 dec 2026-12-01 9-10 - to : . am pm ? week 24:00".split()
)


@given(st.lists(PIECES | st.text(max_size=5), max_size=8).map(" ".join))
def test_any_question_is_understood_or_answered_with_help(text: str) -> None:
    found = read_command(f"why {text}", WEDNESDAY)
    assert isinstance(found, Why | OpenWhyForm | ShowHelp | NotUnderstood)
    if isinstance(found, Why):
        assert found.on >= WEDNESDAY
        assert 0 <= found.minute < 1440
