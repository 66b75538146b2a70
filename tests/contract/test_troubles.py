"""What can't be read, and how often its person was told."""

from dataclasses import replace
from datetime import timedelta

from core.dialogue.health import Trouble
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, HOUR, NOW


def trouble(subject: str = "connection:one", **changes: object) -> Trouble:
    return replace(Trouble(ADA, subject, "revoked", "ada@contoso.example", NOW), **changes)  # type: ignore[arg-type]


async def save(store: AnyStore, *found: Trouble) -> None:
    async with store.transactions.write() as tx:
        for one in found:
            await store.troubles.save(tx, one)


async def known(store: AnyStore, person: object = ADA) -> tuple[Trouble, ...]:
    async with store.transactions.read() as tx:
        return await store.troubles.of_person(tx, person)  # type: ignore[arg-type]


async def test_troubles_come_back_as_they_were_saved_the_oldest_first(store: AnyStore) -> None:
    late = trouble("calendar:two", why="calendar_gone", name="", since=NOW + HOUR)
    early = trouble(told=3, due_at=NOW + timedelta(days=7), shown="a1b2", ended_at=NOW + HOUR)
    await save(store, late, early, trouble("calendar:one", person=BEN))
    assert await known(store) == (early, late)
    assert len(await known(store, BEN)) == 1


async def test_saving_again_replaces_and_ending_ends_one(store: AnyStore) -> None:
    other = trouble("calendar:two")
    await save(store, trouble(due_at=NOW), other)
    again = trouble(why="disabled", told=4)
    await save(store, again)
    assert set(await known(store)) == {again, other}
    async with store.transactions.write() as tx:
        await store.troubles.end(tx, ADA, again.subject)
        await store.troubles.end(tx, BEN, other.subject)
        await store.troubles.end(tx, ADA, "calendar:never")
    assert await known(store) == (other,)


async def test_what_is_shown_changes_alone_and_only_where_there_is_trouble(store: AnyStore) -> None:
    await save(store, trouble(told=2), trouble("calendar:two"))
    async with store.transactions.write() as tx:
        await store.troubles.showed(tx, ADA, "connection:one", "a1b2")
        await store.troubles.showed(tx, BEN, "calendar:two", "a1b2")
        await store.troubles.showed(tx, ADA, "calendar:never", "a1b2")
    assert set(await known(store)) == {trouble(told=2, shown="a1b2"), trouble("calendar:two")}


async def test_joined_with_another_person_they_are_told_there(store: AnyStore) -> None:
    await save(store, trouble(person=BEN, told=2))
    async with store.transactions.write() as tx:
        await store.persons.lock(tx, frozenset({ADA, BEN}))
        await store.persons.join(tx, ADA, BEN)
    assert await known(store) == (trouble(told=2),)
