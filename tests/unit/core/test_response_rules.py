"""The rules of answers alone: what stands, when it is told, and what is read where no copy answers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import BookingId
from core.booking.responses import Answers, Remark, RemarkKind, Said, settled
from core.conflicts.model.ledger import Manners
from core.dialogue.commands import ShowBooking
from core.dialogue.response_notices import due_at, held_until
from core.dialogue.screens import BookingCard
from core.people.model import Invitee
from core.shared.errors import OutlookUnavailable, PermissionMissing
from core.shared.ranges import Range
from core.sync.model import Response
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import ask, read
from tests.unit.core.disagreeing import Desk
from tests.unit.core.invited import ACCEPTED, AT, DECLINED, answers, invited, known, party
from tests.unit.world import MONDAY

BERLIN = Manners("Europe/Berlin")
NOW = MONDAY  # 09:00 in Berlin
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NO = Said("ben@contoso.com", "Ben", Response.DECLINED, NOW)
BEN = Invitee("Ben", "ben@contoso.com")


def about(start: timedelta, *said: Said, busy: tuple[Invitee, ...] = ()) -> Answers:
    when = Range(NOW + start, NOW + start + HOUR)
    return Answers(BookingId("b"), "e", when, said, busy=busy)


@pytest.mark.parametrize(
    ("found", "wait"),
    [
        (about(HOUR / 2, NO), timedelta()),
        (about(HOUR, NO), timedelta(seconds=90)),
        (about(9 * DAY, NO), timedelta(seconds=90)),
        (about(DAY - HOUR, busy=(BEN,)), timedelta(seconds=90)),
        (about(DAY, busy=(BEN,)), 23 * HOUR),
        (about(HOUR / 2, busy=(BEN,)), timedelta()),
        (about(2 * DAY, Said("carol@x", "Carol", Response.DECLINED), busy=(BEN,)), timedelta(seconds=90)),
    ],
    ids=["soon", "in an hour", "far", "busy in a day", "busy later", "busy soon", "both"],
)
def test_when_it_is_told(found: Answers, wait: timedelta) -> None:
    assert due_at(found, NOW, BERLIN) - NOW == wait


def test_quiet_hours_hold_it_but_not_beyond_the_hour_before_the_meeting() -> None:
    night = NOW + 13 * HOUR  # 22:00; quiet until 07:00, nine hours on
    assert held_until(about(3 * DAY, NO), NOW, BERLIN, full=False) is None
    assert held_until(about(3 * DAY, NO), night, BERLIN, full=False) == NOW + 22 * HOUR
    assert held_until(about(13 * HOUR + 5 * HOUR, NO), night, BERLIN, full=False) == NOW + 17 * HOUR
    assert held_until(about(13 * HOUR + HOUR / 2, NO), night, BERLIN, full=False) is None


def test_a_spent_budget_holds_what_is_more_than_a_day_away_until_the_morning() -> None:
    assert held_until(about(2 * DAY, NO), NOW, BERLIN, full=True) == NOW + 23 * HOUR
    assert held_until(about(DAY - HOUR, NO), NOW, BERLIN, full=True) is None


def test_the_same_remark_has_the_same_key_whenever_it_is_made() -> None:
    later = replace(NO, at=NOW + DAY, address="BEN@contoso.com")
    (one,), (other,) = about(DAY, NO).remarks, about(DAY, later).remarks
    assert one.key == other.key
    assert one == Remark(RemarkKind.DECLINED, "ben@contoso.com", "Ben")


def test_what_stands_no_more_is_neither_told_nor_kept() -> None:
    found = replace(about(DAY, NO), told=frozenset({"declined:ben@contoso.com:", "busy:x:"}), say_at=NOW)
    assert settled(found).told == {"declined:ben@contoso.com:"}
    assert settled(found).say_at is None
    assert settled(replace(found, told=frozenset())).say_at == NOW


def test_an_answer_from_before_the_hold_or_known_before_the_move_is_silence() -> None:
    assert replace(about(DAY, NO), since=NOW + HOUR).remarks == ()
    assert replace(about(DAY, NO), since=NOW).remarks != ()
    assert replace(about(DAY, NO), before=(NO,)).remarks == ()
    assert replace(about(DAY, replace(NO, at=NOW + HOUR)), before=(NO,)).remarks != ()


async def test_where_no_copy_answers_outlook_is_asked_once_a_day() -> None:
    ada = await party("ben")
    booking = await invited(ada, guests=("ben",))
    calendar = booking.calendar
    ada.box("ada").unreadable[DEFAULT] = PermissionMissing("calendar")
    await ada.told()
    answers(ada, booking, "ben", ACCEPTED)
    async with ada.store.transactions.write() as tx:
        await ada.store.sync_states.delete(tx, calendar)
    before = ada.calls("event")
    await ada.listeners.booking.responding.unwatched(booking.host)
    assert ada.calls("event") == before + 1
    assert known(ada, booking).now[0].response is ACCEPTED
    ada.outlook.down = True
    answers(ada, booking, "ben", DECLINED)
    await ada.listeners.booking.responding.unwatched(booking.host)
    assert known(ada, booking).now[0].response is ACCEPTED, "what isn't known stays as it was"


async def test_a_copy_that_only_waits_for_outlook_is_not_asked_behind_its_back() -> None:
    ada = await party("ben")
    booking = await invited(ada, guests=("ben",))
    ada.box("ada").unreadable[DEFAULT] = OutlookUnavailable()
    await ada.told()
    before = ada.calls("event")
    await ada.listeners.booking.responding.unwatched(booking.host)
    assert ada.calls("event") == before


async def test_of_a_crowd_four_are_named_and_the_others_counted() -> None:
    guests = ("ben", "carol", "dina", "eve", "finn", "gil", "hal")
    ada: Desk = await party(*guests)
    booking = await invited(ada, AT, guests)
    card = await ask(ada, ShowBooking(booking.id), BookingCard)
    assert read(*card.notes)[0] == (
        "Ben Example, Carol Example, Dina Example, Eve Example and 3 others haven't answered."
    )
