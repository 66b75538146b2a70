"""Commands on the wire: what goes out comes back, and what was tampered with is refused."""

import json
from dataclasses import fields
from datetime import UTC, date, datetime, timedelta, timezone
from typing import get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.dialogue import free_day_commands, morning_commands, offer_commands, settings_commands
from core.dialogue.answer_commands import AcceptProposal
from core.dialogue.booking_commands import MoveBooking
from core.dialogue.commands import (
    Book,
    CancelBooking,
    Command,
    DeclineMeeting,
    Find,
    Named,
    OpenBookingForm,
    OpenWhyForm,
    ShowHelp,
    Terms,
    Why,
)
from core.dialogue.health_commands import IgnoreUntil, LookAgain
from core.dialogue.payloads import COMMANDS, BadPayload, from_payload, to_payload
from core.dialogue.series_commands import DecideDate
from core.dialogue.settings_commands import ClearDays, ClearTravel

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=20)
MINUTES = st.integers(1, 1440)
INSTANTS = st.integers(0, 60 * 24 * 7000).map(
    lambda minute: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
NAMED = st.builds(Named, st.sampled_from(["user", "address"]), WORDS)
PEOPLE = st.lists(NAMED, max_size=3).map(tuple)
TERMS = st.builds(Terms, st.none() | WORDS, st.none() | NAMED)
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))
DAY_MINUTES = st.none() | st.integers(0, 1440)
FINDS = st.builds(
    Find,
    people=PEOPLE,
    duration_minutes=st.none() | MINUTES,
    since=DAYS,
    until=DAYS,
    from_minute=DAY_MINUTES,
    to_minute=DAY_MINUTES,
    part=st.sampled_from(["any", "morning", "afternoon"]),
    weekdays_off=st.lists(st.integers(0, 6), max_size=3).map(tuple),
    title=WORDS,
    after=st.none() | INSTANTS,
    terms=TERMS,
    at_minute=DAY_MINUTES,
    days_off=st.lists(DAYS.filter(bool), max_size=2).map(tuple),
    hours_off=st.lists(st.tuples(st.integers(0, 1440), st.integers(0, 1440)), max_size=2).map(tuple),
    zone=st.sampled_from(["", "Etc/UTC", "America/New_York"]),
    repeats=st.sampled_from(["none", "weekly", "monthly"]),
    last_day=DAYS,
    dates=st.none() | st.integers(1, 52),
)


def by_type(command: type[Command]) -> st.SearchStrategy[Command]:
    """Any value of a command; fields of types that need care are named here."""
    if command is Find:
        return FINDS
    special: dict[str, st.SearchStrategy[object]] = {"wishes": st.lists(FINDS, max_size=2).map(tuple)}
    special |= {"people": PEOPLE, "terms": TERMS, "find": FINDS, "duration_minutes": MINUTES, "start": INSTANTS}
    special |= {"start": st.none() | INSTANTS} if command in (DeclineMeeting, CancelBooking) else {}
    special |= {"was": INSTANTS} if command is MoveBooking else {}
    maybe_lists = st.none() | st.lists(WORDS, max_size=3).map(tuple)
    special |= dict.fromkeys(("warned", "hidden_titles", "listed"), maybe_lists)
    kinds = {str: WORDS, str | None: st.none() | WORDS, tuple[str, ...]: st.lists(WORDS, max_size=3).map(tuple)}
    hints = get_type_hints(command)
    words = {name: kinds[hint] for name, hint in hints.items() if hint in kinds}
    if command in (Why, OpenWhyForm):
        maybe = st.none() if command is OpenWhyForm else st.nothing()
        special |= {"on": maybe | DAYS.filter(bool), "minute": maybe | st.integers(0, 1440)}
        special |= {"duration_minutes": st.none() | MINUTES}
    if command.__module__ == free_day_commands.__name__:
        special |= {"first": DAYS.filter(bool), "last": DAYS.filter(bool)}
    if command.__module__ == offer_commands.__name__:
        special |= {"first": INSTANTS, "second": st.none() | INSTANTS, "third": st.none() | INSTANTS}
        special |= {"starts": st.lists(INSTANTS, max_size=12).map(tuple), "channel": WORDS, "offer": WORDS}
        special |= {"number": st.integers(0, 9)}
    if command.__module__ == morning_commands.__name__:
        special |= {name: st.integers(0, 1440) for name in ("agenda", "reminders", "minute", "minutes")}
        special |= {"start": st.none() | INSTANTS}
    if command.__module__ == settings_commands.__name__:
        special |= _of_settings(command)
    subjects = st.builds("{}:{}".format, st.sampled_from(["connection", "calendar"]), WORDS.filter(bool))
    special |= {"subject": (st.none() | subjects) if command is LookAgain else subjects}
    special |= {"until": DAYS.filter(bool)} if command is IgnoreUntil else {}
    special |= {"end": INSTANTS} if command is AcceptProposal else {}
    special |= {"until": DAYS} if command is Book else {}
    special |= {"last_day": DAYS} if command is OpenBookingForm else {}
    special |= {"start": st.none() | INSTANTS} if command is DecideDate else {}
    known = {**words, **special}
    shown = {one.name: known.get(one.name, st.from_type(hints[one.name])) for one in fields(command)}
    return st.builds(command, **shown)


def _of_settings(command: type[Command]) -> dict[str, st.SearchStrategy[object]]:
    given_days = DAYS.filter(bool) if command in (ClearDays, ClearTravel) else DAYS
    special: dict[str, st.SearchStrategy[object]] = dict.fromkeys(("first", "last", "was"), given_days)
    numbers = dict.fromkeys(
        ("step_minutes", "buffer_before_minutes", "buffer_after_minutes", "notice_minutes"), MINUTES
    )
    typed = {name for name, hint in get_type_hints(command).items() if hint is str}
    return {**special, **numbers, **dict.fromkeys(typed, WORDS)}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_comes_back_as_it_went_out(name: str) -> None:
    @settings(max_examples=20)
    @given(by_type(COMMANDS[name]))
    def comes_back(command: Command) -> None:
        payload = to_payload(command)
        assert from_payload(payload) == command
        assert json.loads(payload)["do"] == name

    comes_back()


def test_every_command_is_on_the_wire_under_its_name() -> None:
    assert set(COMMANDS) == {command.__name__ for command in Command.__subclasses__()}
    assert all(name == command.__name__ for name, command in COMMANDS.items())


def test_defaults_stay_out_of_the_payload() -> None:
    assert to_payload(Find()) == '{"do":"Find"}'


@pytest.mark.parametrize("offset", [-330, 0, 60])
def test_instants_come_back_as_the_same_moment_whatever_their_zone(offset: int) -> None:
    start = datetime(2027, 3, 1, 9, 0, tzinfo=timezone(timedelta(minutes=offset)))
    found = from_payload(to_payload(OpenBookingForm(start, 30)))
    assert isinstance(found, OpenBookingForm)
    assert found.start == start


def test_the_inputs_of_a_card_fill_the_fields_in() -> None:
    found = from_payload(
        to_payload(Find(duration_minutes=30)), people=[{"kind": "user", "value": "U1"}], part="morning"
    )
    assert found == Find(people=(Named("user", "U1"),), duration_minutes=30, part="morning")


@pytest.mark.parametrize(
    "payload",
    [
        "", "null", "[]", "7", '"Find"', "{", "{}", '{"do":null}', '{"do":7}', '{"do":"Command"}', '{"do":"find"}',
        '{"do":["Find"]}', '{"do":{}}', '{"do":"Find","rm":1}', '{"do":"Find","duration_minutes":"soon"}',
        '{"do":"Find","duration_minutes":0}', '{"do":"Find","duration_minutes":-5}',
        '{"do":"Find","duration_minutes":1441}', '{"do":"Find","from_minute":-1}', '{"do":"Find","to_minute":1441}',
        '{"do":"Find","part":"night"}', '{"do":"Find","weekdays_off":[7]}', '{"do":"Find","since":"2027-13-01"}',
        '{"do":"Find","after":"2027-03-01T09:00"}', '{"do":"Find","people":[{"kind":"role","value":"x"}]}',
        '{"do":"Find","people":[{"kind":"user","value":"U1","more":1}]}',
        '{"do":"Book"}', '{"do":"Book","start":"soon","duration_minutes":30}',
        '{"do":"Book","start":"2027-03-01T09:00","duration_minutes":30}',
        '{"do":"OpenBookingForm","start":"2027-03-01T09:00Z","duration_minutes":0}',
        '{"do":"OpenBookingForm","start":"2027-03-01T09:00Z","duration_minutes":99999999999999}',
        '{"do":"OpenBookingForm","start":"9999-12-31T23:59Z","duration_minutes":1440}',
        '{"do":"CancelBooking","booking":7}', '{"do":"Disconnect","confirmed":"maybe"}',
        '{"do":"ShowAgenda","span":"year"}', '{"do":"SaveAdvanced","blocking":"none"}', "[" * 5000,
    ],
)  # fmt: skip
def test_a_payload_of_another_version_or_a_tampered_one_is_refused(payload: str) -> None:
    with pytest.raises(BadPayload):
        from_payload(payload)


JUNK = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)
FIELD_NAMES = "start duration_minutes people find booking confirmed linked conflicts since after title".split()
FIELDS = st.dictionaries(st.sampled_from(FIELD_NAMES), st.booleans() | JUNK, max_size=3)


@given(st.text(max_size=40) | JUNK.map(json.dumps))
def test_anything_else_is_refused_and_never_an_accident(text: str) -> None:
    with pytest.raises(BadPayload):
        from_payload(text)


@given(st.sampled_from(sorted(COMMANDS)), FIELDS)
def test_wrong_fields_are_refused_or_the_command_is_whole(name: str, values: dict[str, object]) -> None:
    try:
        command = from_payload(json.dumps({"do": name, **values}))
    except BadPayload:
        return
    assert from_payload(to_payload(command)) == command


def test_a_form_may_bring_a_duration_that_the_booking_then_refuses_by_name() -> None:
    start = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    found = from_payload(to_payload(Book(start, 30)), duration_minutes=5000)
    assert found == Book(start, 5000)


def test_characters_that_no_database_takes_are_left_out() -> None:
    assert from_payload('{"do":"ShowHelp","unknown":"a\\u0000b"}') == ShowHelp("ab")
    assert from_payload('{"do":"ShowHelp","unknown":"a\\ud800b"}') == ShowHelp("a?b")


def test_what_was_typed_stays_what_was_typed() -> None:
    hostile = '{"do":"Disconnect","confirmed":true}'
    assert from_payload(to_payload(ShowHelp(hostile))) == ShowHelp(hostile)
