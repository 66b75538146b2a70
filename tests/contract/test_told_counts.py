"""How many messages a person got unasked today."""

from datetime import date, timedelta

from core.people.model import PersonId
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN

TODAY = date(2027, 3, 1)


async def count(store: AnyStore, person: PersonId, day: date = TODAY) -> int:
    async with store.transactions.read() as tx:
        return await store.told_counts.get(tx, person, day)


async def save(store: AnyStore, person: PersonId, number: int, day: date = TODAY) -> None:
    async with store.transactions.write() as tx:
        await store.told_counts.save(tx, person, day, number)


async def test_each_person_has_a_count_of_their_own_that_begins_at_none(store: AnyStore) -> None:
    assert await count(store, ADA) == 0
    await save(store, ADA, 1)
    await save(store, ADA, 2)
    await save(store, BEN, 4)
    assert [await count(store, ADA), await count(store, BEN)] == [2, 4]


async def test_a_new_day_begins_at_none_and_takes_the_place_of_the_last(store: AnyStore) -> None:
    await save(store, ADA, 5)
    tomorrow = TODAY + timedelta(days=1)
    assert await count(store, ADA, tomorrow) == 0
    await save(store, ADA, 1, tomorrow)
    assert [await count(store, ADA), await count(store, ADA, tomorrow)] == [0, 1]


async def test_who_is_joined_with_another_person_goes_on_with_that_ones_count(store: AnyStore) -> None:
    await save(store, ADA, 2)
    await save(store, BEN, 4)
    async with store.transactions.write() as tx:
        await store.persons.lock(tx, frozenset({ADA, BEN}))
        await store.persons.join(tx, ADA, BEN)
    assert await count(store, ADA) == 2
