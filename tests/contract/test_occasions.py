"""What comes once, and invitations, on every storage."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.configuration.model import CalendarId, ToldInvitations
from core.configuration.occasions import Occasion, OccasionKind, of_day
from core.dialogue.invitations_model import Invitation, InvitationState
from core.people.model import PersonId
from core.shared.ranges import Range
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, HOUR, NOW, preferences

TODAY = date(2027, 3, 1)
REMINDER = Occasion(ADA, OccasionKind.REMINDER, "uid-1", NOW, "event-1")
INVITATION = Invitation(
    ADA, "uid-1", "event-1", CalendarId("c"), "Design review", "Carol", Range(NOW, NOW + HOUR), say_at=NOW
)


async def occasions(store: AnyStore, person: PersonId) -> tuple[Occasion, ...]:
    async with store.transactions.read() as tx:
        return await store.occasions.of_person(tx, person)


async def add(store: AnyStore, *found: Occasion) -> list[bool]:
    async with store.transactions.write() as tx:
        return [await store.occasions.add(tx, one) for one in found]


async def test_an_occasion_is_there_once_and_stays_as_it_was_added_first(store: AnyStore) -> None:
    assert await add(store, REMINDER, replace(REMINDER, detail="other"), of_day(ADA, TODAY, "w")) == [True, False, True]
    assert await add(store, REMINDER) == [False]
    assert await occasions(store, ADA) == (of_day(ADA, TODAY, "w"), REMINDER)
    assert await occasions(store, BEN) == ()


@pytest.mark.parametrize(
    "change", [{"person": BEN}, {"kind": OccasionKind.AGENDA}, {"event": "uid-2"}, {"start": NOW + HOUR}]
)
async def test_person_kind_event_and_start_tell_occasions_apart(store: AnyStore, change: dict[str, object]) -> None:
    other = replace(REMINDER, **change)  # type: ignore[arg-type]
    assert await add(store, REMINDER, other) == [True, True]


async def test_what_began_earlier_is_forgotten_for_this_person_alone(store: AnyStore) -> None:
    late, of_ben = replace(REMINDER, start=NOW + HOUR), replace(REMINDER, person=BEN)
    await add(store, REMINDER, late, of_ben)
    async with store.transactions.write() as tx:
        await store.occasions.forget_before(tx, ADA, NOW + HOUR)
    assert await occasions(store, ADA) == (late,)
    assert await occasions(store, BEN) == (of_ben,)


async def test_an_invitation_is_kept_whole_replaced_and_forgotten(store: AnyStore) -> None:
    whole = replace(
        INVITATION, meeting="uid-2", first_day=TODAY, end_day=TODAY + timedelta(days=1), dates=3, is_hidden=True,
        state=InvitationState.ACCEPTED, say_at=None, told_at=NOW, by_me=True,
        clashes=(("event-1", "event-2"),),
    )  # fmt: skip
    async with store.transactions.write() as tx:
        for one in (whole, INVITATION, replace(INVITATION, title="Review")):
            await store.invitations.save(tx, one)
        assert await store.invitations.get(tx, ADA, "uid-1") == replace(INVITATION, title="Review")
        assert await store.invitations.get(tx, BEN, "uid-1") is None
        assert await store.invitations.of_person(tx, ADA) == (replace(INVITATION, title="Review"), whole)
        await store.invitations.forget(tx, ADA, "uid-1")
        assert await store.invitations.of_person(tx, ADA) == (whole,)
        await store.invitations.forget_person(tx, ADA)
        assert await store.invitations.of_person(tx, ADA) == ()


async def test_what_a_day_brings_is_kept_with_the_other_choices(store: AnyStore) -> None:
    chosen = preferences(ADA, invitations=ToldInvitations.ALL, agenda_minute=450, reminder_minutes=10)
    async with store.transactions.write() as tx:
        await store.preferences.save(tx, chosen)
        assert await store.preferences.get(tx, ADA) == chosen


async def test_who_is_joined_with_another_person_is_told_nothing_twice(store: AnyStore) -> None:
    await add(store, REMINDER, replace(REMINDER, person=BEN, detail="theirs"), of_day(BEN, TODAY))
    theirs = replace(INVITATION, person=BEN, meeting="uid-2")
    async with store.transactions.write() as tx:
        for one in (INVITATION, replace(INVITATION, person=BEN, title="theirs"), theirs):
            await store.invitations.save(tx, one)
        await store.persons.lock(tx, frozenset({ADA, BEN}))
        await store.persons.join(tx, ADA, BEN)
        assert await store.invitations.of_person(tx, ADA) == (INVITATION, replace(theirs, person=ADA))
    assert await occasions(store, ADA) == (of_day(ADA, TODAY), REMINDER)
