"""What is typed into the forms of settings: read strictly, and shown as it can be typed again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.availability.hours import DayHours
from core.dialogue.answers.settings_fields import hours_text, typed_hours, typed_number, typed_quiet, typed_zone
from core.dialogue.catalogue import ENGLISH
from core.shared.errors import InvalidChoice


@st.composite
def days(draw: st.DrawFn) -> DayHours:
    """Ranges that don't overlap, the last of which may end after midnight."""
    edges = sorted(draw(st.sets(st.integers(0, 1439), max_size=8)))
    pairs = [(start, end) for start, end in zip(edges[::2], edges[1::2], strict=False) if start < end]
    night = draw(st.none() | st.integers(pairs[-1][1] if pairs else 720, 1439))
    if night is not None and night >= 720:
        pairs.append((night, draw(st.integers(0, night - 720))))
    return tuple(pairs)


@given(days())
def test_hours_are_shown_as_they_can_be_typed(ranges: DayHours) -> None:
    assert typed_hours("mon", hours_text(ranges)) == ranges


@given(st.text(alphabet="0123456789:.-, apmto–", max_size=30) | st.text(max_size=30))
def test_any_text_is_hours_in_order_or_refused_with_words_at_its_field(text: str) -> None:
    found = read(text)
    if isinstance(found, InvalidChoice):
        assert found.field == "mon"
        assert found.reason in ENGLISH
    else:
        assert read(hours_text(found)) == found
        assert list(found) == sorted(found)


def read(text: str) -> DayHours | InvalidChoice:
    try:
        return typed_hours("mon", text)
    except InvalidChoice as wrong:
        return wrong


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("9-17", "09:00-17:00"),
        ("9am-5pm", "09:00-17:00"),
        ("12am - 12 pm", "00:00-12:00"),
        ("9:15 AM to 1.30pm; 14-24", "09:15-13:30, 14:00-24:00"),
        ("22:00-6:00", "22:00-06:00"),
        ("18:00-00:00", "18:00-00:00"),
        (" , ", ""),
    ],
)
def test_habits_of_writing_times_are_understood(typed: str, shown: str) -> None:
    assert hours_text(typed_hours("mon", typed)) == shown


@pytest.mark.parametrize(
    "typed", ["13pm-14pm", "0am-1am", "9-", "9", "9-17-18", "٩-١٧", "-1-5", "9-17 18-19", "24:30-25"]
)
def test_what_is_no_range_is_refused(typed: str) -> None:
    with pytest.raises(InvalidChoice):
        typed_hours("mon", typed)


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        (" new  york ", "America/New_York"),
        ("New_York", "America/New_York"),
        ("kathmandu", "Asia/Kathmandu"),
        ("Lord Howe", "Australia/Lord_Howe"),
        ("utc", "UTC"),
        ("Indianapolis", "America/Indianapolis"),
    ],
)
def test_a_zone_is_known_by_its_name_and_by_its_city(typed: str, zone: str) -> None:
    assert typed_zone("zone", typed) == zone


@pytest.mark.parametrize("typed", ["", "Atlantis", "GMT+5", "../etc/passwd", "Europe", "/Berlin"])
def test_what_is_no_zone_is_refused(typed: str) -> None:
    with pytest.raises(InvalidChoice):
        typed_zone("zone", typed)


def test_quiet_hours_may_span_midnight_or_be_none() -> None:
    assert typed_quiet("quiet", "20:00-07:00") == (1200, 420)
    assert typed_quiet("quiet", "22-24") == (1320, 0)
    start, end = typed_quiet("quiet", "  ")
    assert start == end


@pytest.mark.parametrize("typed", ["", "-1", "0", "51", "4.5", "four", "٤", "00051"])
def test_a_number_out_of_bounds_is_refused(typed: str) -> None:
    with pytest.raises(InvalidChoice):
        typed_number("limit", typed, 1, 50, "settings.bad_limit")
