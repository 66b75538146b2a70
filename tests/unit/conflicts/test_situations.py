"""What is a double booking, and what is worth a message: labelled by hand, from the definition."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import count

import pytest

from core.availability import Hours
from core.configuration.model import Calendar, CalendarId, CalendarKind, Preferences
from core.conflicts.model import (
    STANDING,
    Form,
    Ledger,
    Look,
    Manners,
    Rules,
    Silence,
    Weight,
    kept,
    look_at,
    looked,
    said,
    to_say,
)
from core.connection.model import ConnectionId
from core.people.model import PersonId
from core.sync.model import Event
from tests.unit.conflicts.diary import ME, at, calendars
from tests.unit.conflicts.situation import Situation, keys
from tests.unit.conflicts.situations_causes import CAUSES, SETTLED
from tests.unit.conflicts.situations_copies import COPIES
from tests.unit.conflicts.situations_meetings import MEETINGS
from tests.unit.conflicts.situations_times import CLOCK_CHANGES, LENGTHS, TOUCHING, WINDOW

SITUATIONS = (*MEETINGS, *TOUCHING, *LENGTHS, *CLOCK_CHANGES, *WINDOW, *COPIES, *CAUSES, *SETTLED)


def test_there_are_at_least_two_hundred_and_each_has_its_own_name() -> None:
    assert len({one.name for one in SITUATIONS}) == len(SITUATIONS) >= 200


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_no_clash_is_missed_and_none_is_made_up(situation: Situation) -> None:
    standing = [one.pair for one in _ledger(situation).conflicts.values() if one.state in STANDING]
    assert {one.key for one in standing if one.weight is Weight.HARD} == keys(situation.hard)
    assert {one.key for one in standing if one.weight is Weight.SOFT} == keys(situation.soft)


@pytest.mark.parametrize("situation", SITUATIONS, ids=lambda one: one.name)
def test_each_cause_is_one_message(situation: Situation) -> None:
    ledger, new_id = _ledger(situation), _ids()
    for cause, moment in sorted(to_say(Ledger(ledger.person), ledger).items(), key=lambda item: item[1]):
        ledger = said(ledger, cause, moment, _manners(situation), new_id)
    assert sum(one.form is Form.CAUSE for one in ledger.warnings.values()) == situation.expected_messages


def _ledger(situation: Situation) -> Ledger:
    """After one look; where something was kept, that was seen before, alone."""
    silences = frozenset(
        Silence(one, against or None) for one, _, against in (text.partition("|") for text in situation.silences)
    )
    ledger = Ledger(PersonId("ada"), rules=Rules(silences=silences, never=situation.never))
    now, manners, new_id = at(situation.now, situation.zone), _manners(situation), _ids()
    if situation.keep:
        look = _look(situation, _only(_events(situation), situation.keep.replace("+", " ").split()))
        ledger = looked(ledger, look, now, manners, first=None, new_id=new_id)
        for cause in ledger.causes:
            ledger = kept(ledger, cause, now)
    return looked(ledger, _look(situation, _events(situation)), now, manners, first=None, new_id=new_id)


def _look(situation: Situation, events: Mapping[CalendarId, Sequence[Event]]) -> Look:
    now = at(situation.now, situation.zone)
    return look_at(events, frozenset({ME}), situation.blocking, situation.zone, now)


def _events(situation: Situation) -> dict[CalendarId, Sequence[Event]]:
    """Of the calendars whose double bookings are the person's business."""
    preferences = Preferences(
        person=PersonId("ada"),
        linked=None,
        conflicts=frozenset(),
        linked_blocks=True,
        blocking=situation.blocking,
        hours=Hours(),
        home_zone=situation.zone,
        warned_shared=frozenset(map(CalendarId, situation.warned)),
        unwarned_own=frozenset(map(CalendarId, situation.unwarned)),
    )
    found = calendars(situation.rows, situation.zone)
    return {id_: events for id_, events in found.items() if preferences.warns_of(_calendar(situation, id_))}


def _calendar(situation: Situation, id_: CalendarId) -> Calendar:
    kind = CalendarKind.SHARED if id_ in situation.shared else CalendarKind.OWN
    return Calendar(id_, ConnectionId("one"), id_, id_, kind, "Ada", ME, can_edit=True, is_default=False)


def _only(events: Mapping[CalendarId, Sequence[Event]], names: Sequence[str]) -> dict[CalendarId, Sequence[Event]]:
    return {id_: tuple(one for one in those if one.id in names) for id_, those in events.items()}


def _manners(situation: Situation) -> Manners:
    """No quiet hours, and no limit that a test could reach."""
    return replace(Manners(situation.zone), quiet_from_minute=0, quiet_to_minute=0, most_a_day=99)


def _ids() -> Callable[[], str]:
    numbers = count()
    return lambda: f"id-{next(numbers)}"
