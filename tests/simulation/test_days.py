"""Fifty people, twenty working days, everything on defaults: how often are they interrupted, and is anything missed?"""

from collections import Counter
from datetime import timedelta
from itertools import combinations

import pytest

from core.availability import ShowAs
from core.conflicts.model import LOOKS_AHEAD, Form, PairKey, State, Weight
from core.sync.model import Event, Response
from tests.simulation.diary import ZONE
from tests.simulation.office import STAFF, WORKING_DAYS, Life

SEED = 20270301
MESSAGES_A_DAY = {0: 540, 1: 358, 2: 68, 3: 26, 4: 8}
"""Person-days by the number of messages that nobody asked for: exactly what this seed gives."""

LABELS = {
    "invitation",
    "answer",
    "own meeting",
    "appointment",
    "new series",
    "all-day entry",
    "move",
    "cancellation",
    "drag",
    "put right",
    "solution",
}


@pytest.mark.timeout(400)  # about a quarter of a minute alone on a machine
async def test_most_days_bring_no_message_and_none_more_than_five_and_nothing_is_missed() -> None:
    days: Counter[int] = Counter()
    happened: Counter[str] = Counter()
    forms: Counter[Form] = Counter()
    invitations = 0
    for number in range(len(STAFF)):
        life = Life(number, SEED, everything_is_known)
        await life.live()
        happened += life.happened
        forms += Counter(one.form for one in life.desk.messages.values())
        moments = [*(one.came for one in life.desk.messages.values()), *life.inbox.came]
        invitations += len(life.inbox.came)
        came = Counter(one.astimezone(ZONE).date() for one in moments)
        days += Counter(came[day] for day in WORKING_DAYS)
    said = sorted(days.elements())
    counted = f"{dict(forms)}, {invitations} invitations"
    print(f"{dict(happened)} led to {counted}; person-days by messages: {dict(sorted(days.items()))}")
    assert len(said) == len(STAFF) * len(WORKING_DAYS) == 1000
    assert set(happened) == LABELS
    assert set(forms) == set(Form)
    assert said[len(said) // 2] == 0
    assert said[len(said) * 95 // 100 - 1] <= 2
    assert said[-1] <= 5
    assert dict(days) == MESSAGES_A_DAY


async def everything_is_known(life: Life) -> None:
    """In the evening, every hard overlap of the coming days was said, kept or waits for the digest, and no other. What
    came within the fortnight during the day is found by the look of the night."""
    ledger, now = await life.desk.ledger(), life.desk.clock.now()
    known, knowable = (set(hard_overlaps(life, LOOKS_AHEAD - within)) for within in (timedelta(days=1), timedelta()))
    held = {cause.id for cause in ledger.causes.values() if cause.held}
    settled = {
        key
        for key, one in ledger.conflicts.items()
        if one.state in {State.TOLD, State.KEPT} or (one.state is State.OPEN and one.cause in held)
    }
    assert known <= settled, life.number
    standing = {
        key
        for key, one in ledger.conflicts.items()
        if one.state in {State.OPEN, State.TOLD} and one.pair.weight is Weight.HARD and one.pair.overlap.end > now
    }
    assert standing <= knowable, life.number


def hard_overlaps(life: Life, ahead: timedelta) -> list[PairKey]:
    """By the definition and by brute force."""
    now = life.desk.clock.now()
    firm = [one for one in life.diary.events.values() if is_firm(one) and one.end > now and one.start < now + ahead]
    return [
        (min(one.id, other.id), max(one.id, other.id))
        for one, other in combinations(firm, 2)
        if max(one.start, other.start) < min(one.end, other.end)
    ]


def is_firm(one: Event) -> bool:
    attended = one.response in {Response.ACCEPTED, Response.ORGANIZER}
    return attended and one.show_as is ShowAs.BUSY and not one.is_all_day and one.attendee_count < 20
