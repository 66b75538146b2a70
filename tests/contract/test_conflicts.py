"""What is known and was said of double bookings, on every implementation."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import column, insert, select, table, text, update

from core.conflicts.model import (
    CauseId,
    Form,
    Ledger,
    Rules,
    State,
    Warned,
    WarningId,
)
from core.storage import Store, Undecipherable, open_store, tables
from core.storage.configuration import preferences_columns
from core.storage.conflicts_tables import conflict
from core.storage.database import connection_of
from core.storage.schema import alembic_config, migration_connection
from tests.contract.clashes import FULL, OPEN, engagement, ledger, stands
from tests.contract.conftest import KEYRING, AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW, event, preferences
from tests.fakes import FakeClock
from tests.simulation.desk import Desk

DAY = timedelta(days=1)


async def saved(store: AnyStore, *ledgers: Ledger) -> Ledger:
    """Saves one after the other, and says what is there in the end."""
    for after in ledgers:
        async with store.transactions.write() as tx:
            before = await store.ledgers.load(tx, after.person)
            await store.ledgers.save(tx, before, after)
    async with store.transactions.read() as tx:
        return await store.ledgers.load(tx, ledgers[-1].person)


async def test_a_person_of_whom_nothing_is_known_has_an_empty_ledger(store: AnyStore) -> None:
    async with store.transactions.read() as tx:
        assert await store.ledgers.load(tx, ADA) == Ledger(ADA)
        assert await store.ledgers.owner(tx, CauseId("cause-1")) is None


async def test_a_ledger_comes_back_as_it_was_saved(store: AnyStore) -> None:
    assert await saved(store, FULL) == FULL


async def test_saving_again_changes_adds_and_deletes_rows(store: AnyStore) -> None:
    told = replace(
        FULL,
        conflicts={OPEN.pair.key: replace(OPEN, state=State.TOLD)},
        causes={
            CauseId("cause-1"): replace(FULL.causes[CauseId("cause-1")], say_at=None, warning=WarningId("warning-3"))
        },
        warnings={WarningId("warning-3"): Warned(WarningId("warning-3"), Form.DIGEST, NOW)},
        rules=Rules(),
    )
    assert await saved(store, FULL, told) == told
    assert await saved(store, FULL) == FULL
    assert await saved(store, Ledger(ADA)) == Ledger(ADA)


async def test_saving_writes_what_differs_and_leaves_other_rows_alone(store: AnyStore) -> None:
    await saved(store, FULL)
    silent = replace(FULL, rules=Rules())
    async with store.transactions.write() as tx:
        await store.ledgers.save(tx, FULL, silent)
        await store.ledgers.save(tx, Ledger(ADA), ledger(replace(OPEN, state=State.KEPT)))
    kept = {**FULL.conflicts, OPEN.pair.key: replace(OPEN, state=State.KEPT)}
    async with store.transactions.read() as tx:
        assert await store.ledgers.load(tx, ADA) == replace(silent, conflicts=kept)


async def test_event_ids_that_differ_in_case_only_are_different_events(store: AnyStore) -> None:
    both = ledger(OPEN, stands(engagement("A"), engagement("b")))
    assert len((await saved(store, both)).conflicts) == 2


async def test_two_persons_with_the_same_shared_events_have_ledgers_of_their_own(store: AnyStore) -> None:
    bens = Ledger(BEN, conflicts={OPEN.pair.key: replace(OPEN, state=State.KEPT)})
    await saved(store, FULL)
    assert await saved(store, bens) == bens
    async with store.transactions.write() as tx:
        assert await store.ledgers.load(tx, ADA) == FULL
        assert await store.ledgers.owner(tx, CauseId("cause-2")) == ADA
        await store.ledgers.forget_person(tx, ADA)
    async with store.transactions.read() as tx:
        assert await store.ledgers.load(tx, ADA) == Ledger(ADA)
        assert await store.ledgers.owner(tx, CauseId("cause-2")) is None
        assert await store.ledgers.load(tx, BEN) == bens


async def test_a_rolled_back_save_leaves_nothing(store: AnyStore) -> None:
    async def fail_late() -> None:
        async with store.transactions.write() as tx:
            await store.ledgers.save(tx, Ledger(ADA), FULL)
            raise LookupError

    with pytest.raises(LookupError):
        await fail_late()
    async with store.transactions.read() as tx:
        assert await store.ledgers.load(tx, ADA) == Ledger(ADA)


async def test_everybody_who_chose_calendars_is_looked_at(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        for person in (ADA, CLEO):
            await store.preferences.save(tx, preferences(person))
    async with store.transactions.read() as tx:
        assert set(await store.ledgers.persons(tx)) == {ADA, CLEO}


async def test_words_of_meetings_are_sealed_and_a_swapped_row_does_not_open(real_store: Store) -> None:
    await saved(real_store, FULL)
    await saved(real_store, Ledger(BEN, conflicts=FULL.conflicts))
    async with real_store.transactions.write() as tx:
        raw = str((await connection_of(tx).execute(text("SELECT * FROM conflict"))).all())
        assert "oisoned" not in raw
        assert "outlook.example" not in raw
        bens = conflict.alias("bens")
        stolen = select(bens.c.sealed_words).where(bens.c.person == BEN, bens.c.low_event == "a").scalar_subquery()
        mine = update(conflict).where(conflict.c.person == ADA, conflict.c.low_event == "a")
        await connection_of(tx).execute(mine.values(sealed_words=stolen))
        with pytest.raises(Undecipherable):
            await real_store.ledgers.load(tx, ADA)
        assert len((await real_store.ledgers.load(tx, BEN)).conflicts) == 3


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
async def test_choices_made_before_there_were_warnings_get_the_defaults(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    address: str = (
        f"sqlite:///{tmp_path / 'clearhour.db'}" if kind == "sqlite" else request.getfixturevalue("fresh_postgres_url")
    )
    new = ("warnings", "warned_shared", "unwarned_own", "quiet_from_minute", "quiet_to_minute")
    new += ("own_hours", "travel", "daily_limit", "two_way", "hidden_titles", "ignored")
    new += ("told_of_bookings", "told_of_answers", "seen_by", "shown_to", "invitations", "agenda_minute")
    new += ("reminder_minutes", "outlook_hours")
    with migration_connection(address) as bind, bind.begin():
        config = alembic_config()
        config.attributes["connection"] = bind
        command.upgrade(config, "0003")
        one = {"id": ADA, "home_platform": "slack", "home_workspace": "T", "home_user": "U", "busy_version": 0}
        bind.execute(insert(tables.person).values(created_at=NOW, **one))
        chosen = {name: value for name, value in preferences_columns(preferences(ADA)).items() if name not in new}
        old = table("preferences", *map(column, chosen))
        bind.execute(insert(old).values(chosen))
        command.upgrade(config, "head")
    store = await open_store(address, KEYRING)
    async with store.transactions.read() as tx:
        old = preferences(ADA)
        assert await store.preferences.get(tx, ADA) == replace(old, outlook_hours=old.hours)
    await store.close()


async def test_many_looks_at_once_find_one_cause_and_ask_for_it_to_be_said_once(store: AnyStore) -> None:
    desk = Desk(store, FakeClock(NOW))
    await desk.connect()
    await desk.change()
    await desk.work()
    await desk.change(event("a", NOW + DAY), event("b", NOW + DAY))
    await asyncio.gather(*(desk.watching.look(ADA) for _ in range(8)))
    assert len((await desk.ledger()).causes) == 1
    await desk.work(NOW + timedelta(seconds=89))
    assert desk.messages == {}
    (cause,) = (await desk.ledger()).causes
    desk.clock.advance(timedelta(seconds=1))
    await asyncio.gather(*(desk.watching.say(ADA, cause) for _ in range(8)))
    await desk.work(NOW + HOUR)
    assert [(one.form, one.edits) for one in desk.messages.values()] == [(Form.CAUSE, 0)]


async def test_a_press_during_a_look_is_not_lost(store: AnyStore) -> None:
    desk = Desk(store, FakeClock(NOW))
    await desk.connect()
    await desk.change(event("a", NOW + DAY), event("b", NOW + DAY))
    await desk.work(NOW + HOUR)
    (cause,) = (await desk.ledger()).causes
    await desk.change(event("c", NOW + 2 * DAY), event("d", NOW + 2 * DAY))
    await asyncio.gather(desk.watching.look(ADA), desk.settling.keep(ADA, cause), desk.watching.look(ADA))
    assert {one.state for one in (await desk.ledger()).conflicts.values()} == {State.KEPT, State.OPEN}
