"""Team calendars: hosts that are nobody, as stored; what their members may do, and what is left when one goes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import may_manage
from core.configuration.teams.model import SharedCalendar, Team, team_id
from core.people.model import PersonId
from core.shared.errors import SlotTaken
from core.storage import StorageConflict
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW, booking, chat_user, preferences

TEAM = team_id("tours")
ROOM = Team(
    TEAM,
    "Tours <b>",
    SharedCalendar("room@contoso.example", "Täglich"),
    (SharedCalendar("team@contoso.example", "Holidays"), SharedCalendar("team@contoso.example", "Fairs")),
    (BEN, ADA),
)


async def save(store: AnyStore, team: Team = ROOM) -> None:
    async with store.transactions.write() as tx:
        await store.teams.save(tx, team, chat_user(ADA), NOW)


async def get(store: AnyStore, team: PersonId = TEAM) -> Team | None:
    async with store.transactions.read() as tx:
        return await store.teams.get(tx, team)


async def test_a_team_comes_back_as_it_was_saved_with_its_members_in_order(store: AnyStore) -> None:
    assert await get(store) is None
    await save(store)
    assert await get(store) == ROOM
    changed = replace(ROOM, name="Visits", conflicts=()).with_members((CLEO, BEN, CLEO))
    await save(store, changed)
    assert await get(store) == replace(changed, members=(CLEO, BEN))


async def test_a_member_whom_nobody_knows_is_refused(store: AnyStore) -> None:
    with pytest.raises(StorageConflict):
        await save(store, ROOM.with_members((ADA, PersonId("nobody"))))
    assert await get(store) is None


async def test_a_team_is_locked_and_protected_like_a_person(store: AnyStore) -> None:
    await save(store)
    mine = booking(TEAM)
    async with store.transactions.write() as tx:
        await store.persons.lock(tx, frozenset({TEAM, ADA}))
        await store.bookings.add(tx, mine)
    with pytest.raises(SlotTaken):
        async with store.transactions.write() as tx:
            await store.bookings.add(tx, booking(TEAM, protected=frozenset({TEAM})))
    async with store.transactions.read() as tx:
        found = await store.bookings.get(tx, mine.id)
    assert found is not None
    assert [may_manage(found, person) for person in (ADA, BEN, CLEO)] == [True, True, False]


async def test_members_list_the_teams_bookings_and_who_left_does_not(store: AnyStore) -> None:
    await save(store)
    mine = booking(TEAM)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, mine)
        await store.bookings.advance(tx, replace(mine, state=mine.state.CONFIRMED), mine.state)

    async def listed(person: PersonId) -> list[str]:
        async with store.transactions.read() as tx:
            return [one.id for one in await store.bookings.booked_by(tx, person, NOW)]

    assert [await listed(person) for person in (ADA, BEN, CLEO)] == [[mine.id], [mine.id], []]
    await save(store, ROOM.with_members((BEN,)))
    assert [await listed(person) for person in (ADA, BEN, CLEO)] == [[], [mine.id], []]


async def test_forgetting_a_member_leaves_the_team_and_its_bookings(store: AnyStore) -> None:
    await save(store)
    mine = booking(TEAM, protected=frozenset({TEAM, CLEO}))
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, mine)
        await store.bookings.forget_person(tx, ADA)
    async with store.transactions.read() as tx:
        found = await store.bookings.get(tx, mine.id)
    assert found is not None
    assert found.protected == {TEAM, CLEO}
    assert await get(store) == ROOM


async def test_what_changes_for_a_member_changes_for_their_teams(store: AnyStore) -> None:
    await save(store)

    async def versions() -> list[int]:
        async with store.transactions.read() as tx:
            found = await store.persons.busy_versions(tx, (ADA, CLEO, TEAM))
        return [found[one] for one in (ADA, CLEO, TEAM)]

    before = await versions()
    async with store.transactions.write() as tx:
        await store.persons.raise_busy_version(tx, ADA)
    assert [now - was for now, was in zip(await versions(), before, strict=True)] == [1, 0, 1]
    async with store.transactions.write() as tx:
        await store.persons.raise_busy_version(tx, CLEO)
    assert [now - was for now, was in zip(await versions(), before, strict=True)] == [1, 1, 1]


async def test_a_team_is_asked_by_no_nightly_look(store: AnyStore) -> None:
    await save(store)
    async with store.transactions.write() as tx:
        for person in (ADA, TEAM):
            await store.preferences.save(tx, preferences(person))
    async with store.transactions.read() as tx:
        assert await store.ledgers.persons(tx) == (ADA,)


async def test_two_members_who_are_one_human_are_one_member(store: AnyStore) -> None:
    await save(store)
    async with store.transactions.write() as tx:
        await store.persons.lock(tx, frozenset({ADA, BEN}))
        await store.persons.join(tx, ADA, BEN)
    assert await get(store) == ROOM.with_members((ADA,))
    later = booking(TEAM, at=NOW + timedelta(days=1) + HOUR)
    async with store.transactions.write() as tx:
        await store.bookings.add(tx, later)
