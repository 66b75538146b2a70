"""Persons, chat identities, locks and the audit log."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import select

from core.people.model import Person, PersonId, Platform
from core.shared.errors import Gone
from core.storage import StorageConflict, Store, tables
from core.storage.database import connection_of
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW, PEOPLE, chat_user, meet, profile

DOT = PersonId("person-dot")


async def test_a_person_is_found_by_their_chat_user_and_by_id(store: AnyStore) -> None:
    async with store.transactions.read() as tx:
        ada = Person(ADA, chat_user(ADA), NOW)
        assert await store.persons.by_user(tx, chat_user(ADA)) == ada
        assert await store.persons.get(tx, ADA) == ada


async def test_an_unknown_user_is_nobody(store: AnyStore) -> None:
    stranger = replace(chat_user(ADA), workspace="T2")
    async with store.transactions.read() as tx:
        assert await store.persons.by_user(tx, stranger) is None
        assert await store.persons.profile(tx, stranger) is None
        assert await store.persons.get(tx, DOT) is None
        assert await store.persons.identities(tx, DOT) == ()


async def test_the_same_chat_user_can_not_become_two_persons(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        with pytest.raises(StorageConflict):
            await store.persons.add(tx, Person(DOT, chat_user(ADA), NOW), profile(ADA), NOW)
        assert await store.persons.get(tx, DOT) is None


async def test_a_refreshed_profile_replaces_the_old_one(store: AnyStore) -> None:
    changed = profile(ADA, name="Ada L.", email=None, zone="Asia/Kolkata", locale="en-IN", outsider=True, active=False)
    async with store.transactions.write() as tx:
        await store.persons.save_profile(tx, ADA, changed, NOW + HOUR)
    async with store.transactions.read() as tx:
        assert await store.persons.profile(tx, chat_user(ADA)) == (changed, NOW + HOUR)


async def test_identities_name_the_home_chat_first(store: AnyStore) -> None:
    in_teams = profile(ADA, user=replace(chat_user(ADA), platform=Platform.TEAMS))
    elsewhere = profile(ADA, user=replace(chat_user(ADA), workspace="T0"))
    async with store.transactions.write() as tx:
        await store.persons.save_profile(tx, ADA, in_teams, NOW)
        await store.persons.save_profile(tx, ADA, elsewhere, NOW)
    async with store.transactions.read() as tx:
        assert await store.persons.identities(tx, ADA) == (profile(ADA), elsewhere, in_teams)
        assert await store.persons.by_user(tx, in_teams.user) == Person(ADA, chat_user(ADA), NOW)


async def test_locking_somebody_who_is_gone_is_said_instead_of_locking_nothing(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        with pytest.raises(Gone):
            await store.persons.lock(tx, frozenset({ADA, DOT}))


async def test_locked_people_wait_for_the_end_of_the_other_transaction(store: AnyStore) -> None:
    order: list[str] = []
    locked = asyncio.Event()

    async def first() -> None:
        async with store.transactions.write() as tx:
            await store.persons.lock(tx, frozenset({ADA, BEN}))
            locked.set()
            await asyncio.sleep(0.05)
            order.append("first")

    async def second() -> None:
        await locked.wait()
        async with store.transactions.write() as tx:
            await store.persons.lock(tx, frozenset({BEN, CLEO}))
            order.append("second")

    await asyncio.gather(second(), first())
    assert order == ["first", "second"]


async def test_people_named_in_any_order_are_locked_without_deadlock(store: AnyStore) -> None:
    """PostgreSQL breaks a deadlock after a second, with an error; SQLite and the fake have one writer."""

    async def lock(*persons: PersonId) -> None:
        async with store.transactions.write() as tx:
            await store.persons.lock(tx, frozenset(persons))
            await asyncio.sleep(0)

    pairs = [(first, second) for first in PEOPLE for second in PEOPLE if first != second]
    await asyncio.gather(*(lock(*pair) for pair in pairs * 5))


async def test_busy_version_counts_every_change(real_store: Store) -> None:
    async with real_store.transactions.write() as tx:
        await real_store.persons.raise_busy_version(tx, ADA)
        await real_store.persons.raise_busy_version(tx, ADA)
    async with real_store.transactions.read() as tx:
        rows = await connection_of(tx).execute(select(tables.person.c.id, tables.person.c.busy_version))
        assert {row.id: row.busy_version for row in rows} == {ADA: 2, BEN: 0, CLEO: 0}


async def test_several_users_are_known_with_one_look(store: AnyStore) -> None:
    async with store.transactions.read() as tx:
        homes = {chat_user(person): person for person in PEOPLE}
        stranger = replace(chat_user(ADA), workspace="T2")
        found = await store.persons.known(tx, [*homes, stranger])
        assert {user: person for user, (person, _, _) in found.items()} == homes
        for user, (_, profile, read_at) in found.items():
            assert (profile, read_at) == await store.persons.profile(tx, user)
        assert await store.persons.known(tx, ()) == {}


async def test_busy_versions_are_those_of_whoever_exists(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        await store.persons.raise_busy_version(tx, ADA)
        assert await store.persons.busy_versions(tx, {ADA, BEN}) == {ADA: 1, BEN: 0}
    async with store.transactions.read() as tx:
        assert await store.persons.busy_versions(tx, [BEN, PersonId("nobody"), ADA]) == {BEN: 0, ADA: 1}
        assert await store.persons.busy_versions(tx, ()) == {}


async def test_two_first_commands_at_once_make_one_person(store: AnyStore) -> None:
    async def first_command() -> PersonId:
        async with store.transactions.write() as tx:
            known = await store.persons.by_user(tx, chat_user(DOT))
            if known is None:
                await asyncio.sleep(0.01)
                await meet(store, tx, DOT)
                return DOT
            return known.id

    assert set(await asyncio.gather(*(first_command() for _ in range(5)))) == {DOT}


async def test_the_audit_log_keeps_who_what_and_codes(real_store: Store) -> None:
    async with real_store.transactions.write() as tx:
        await real_store.audit.record(tx, ADA, "connected", {"connection": "c1"})
    async with real_store.transactions.read() as tx:
        (row,) = (await connection_of(tx).execute(select(tables.audit))).all()
    assert (row.person, row.action, row.details) == (ADA, "connected", '{"connection": "c1"}')


async def test_a_route_is_kept_for_each_chat_user_also_before_they_are_a_person(store: AnyStore) -> None:
    teams = replace(chat_user(DOT), platform=Platform.TEAMS)
    async with store.transactions.write() as tx:
        await store.chat_routes.save(tx, teams, '{"to": 1}')
        await store.chat_routes.save(tx, teams, '{"to": 2}')
        await store.chat_routes.save(tx, chat_user(DOT), '{"to": 3}')
    async with store.transactions.read() as tx:
        assert await store.chat_routes.get(tx, teams) == '{"to": 2}'
        assert await store.chat_routes.get(tx, chat_user(DOT)) == '{"to": 3}'
        assert await store.chat_routes.get(tx, replace(teams, workspace="T2")) is None


async def test_a_forgotten_route_is_gone_and_others_stay(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        for person in (ADA, BEN):
            await store.chat_routes.save(tx, chat_user(person), "{}")
        await store.chat_routes.forget(tx, chat_user(ADA))
        await store.chat_routes.forget(tx, chat_user(CLEO))
    async with store.transactions.read() as tx:
        assert await store.chat_routes.get(tx, chat_user(ADA)) is None
        assert await store.chat_routes.get(tx, chat_user(BEN)) == "{}"
