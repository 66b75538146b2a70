"""When two copies of a calendar mean the same to their owner."""

from dataclasses import replace

import pytest

from core.availability import DEFAULT_BLOCKING, ShowAs
from core.sync.model import Attendee, Event, Response, blocking_times
from tests.contract.examples import HOUR, NOW, event

LISTED = (Attendee("ben@contoso.example", "Ben"), Attendee("ada@contoso.example", "Ada"))


def value(one: Event) -> frozenset[tuple[object, ...]]:
    return blocking_times({one.id: one}, DEFAULT_BLOCKING)


@pytest.mark.parametrize(
    "change",
    [
        {"start": NOW - HOUR},
        {"end": NOW + 2 * HOUR},
        {"show_as": ShowAs.TENTATIVE},
        {"response": Response.TENTATIVE},
        {"uid": "another"},
        {"series": "another"},
        {"is_organizer": True},
        {"attendee_count": 20},
        {"attendees": (LISTED[0], replace(LISTED[1], is_optional=True))},
    ],
    ids=str,
)
def test_what_a_conflict_depends_on_is_a_change(change: dict[str, object]) -> None:
    before = event("a", attendees=LISTED)
    assert value(before) != value(replace(before, **change))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Other"},
        {"organizer_name": "Other"},
        {"attendees": (LISTED[1], LISTED[0])},
        {"takes_proposals": False},
    ],
    ids=str,
)
def test_words_are_none(change: dict[str, object]) -> None:
    before = event("a", attendees=LISTED)
    assert value(before) == value(replace(before, **change))  # type: ignore[arg-type]


def test_what_blocks_nobody_is_none() -> None:
    free = event("a", show_as=ShowAs.FREE)
    assert value(free) == value(replace(free, start=NOW - HOUR, is_organizer=True)) == frozenset()
