"""What is stored about one person, given out and erased: every table of the schema takes part, or says why not."""

import json
from dataclasses import replace

import pytest
from sqlalchemy import Table, select

from core.administration.model import EXPORT_LIFETIME, ExportLink
from core.booking.model import BookingState
from core.people.model import Invitee, PersonId
from core.storage import Store, tables
from core.storage.belonging import SECRETS, mine
from core.storage.database import connection_of
from core.storage.records import NAMING
from tests.contract.conftest import KEYRING, AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW, booking, chat_user, connection, preferences, profile
from tests.contract.filling import fill, said

NOBODYS = {
    "probe": "one row that says that the database takes writes",
    "seen_request": "ids of the chats' deliveries, kept for two days",
    "slack_install": "installations begun, without a name, for ten minutes",
    "slack_installation": "what Slack gave us for a whole workspace",
    "workspace_choice": "what admins decided for everybody",
}
OUTLOOKS = {"busy_block", "conflict", "invitation", "team"}
"""Sealed words of others that are copies of what stands in their own Outlook: it stays as Outlook has it."""

OWN_SECRETS = {"connect_link", "slack_installation", "token_cache"}
"""Sealed words that only ever hold what somebody signed in or installed with."""

NAMED = json.dumps({"person": ADA, "by": [f"U-{ADA}"], "note": "Ada Example, or Ada@Example.org, comes"})


async def _erase(store: AnyStore, pseudonym: str = "erased-1") -> None:
    async with store.transactions.read() as tx:
        traces = await store.records.traces(tx, ADA)
    assert traces is not None
    after: str | None = ""
    while after is not None:
        async with store.transactions.write() as tx:
            after = await store.records.forget_in_others(tx, traces, after)
    async with store.transactions.write() as tx:
        await store.records.erase(tx, traces, pseudonym)


def test_every_table_is_somebodys_or_says_why_not() -> None:
    reached = {table.name for table in tables.metadata.sorted_tables if str(mine(table, "x")) != "false"}
    beside = {"audit", "chat_route", "job"}
    assert {table.name for table in tables.metadata.sorted_tables} - reached - beside == NOBODYS.keys()


def test_sealed_words_of_others_are_looked_through_or_it_is_said_why_not() -> None:
    sealed = {table.name for table in tables.metadata.sorted_tables if any("sealed_" in one.name for one in table.c)}
    assert sealed - {table.name for table in NAMING} == OUTLOOKS | OWN_SECRETS


def _marked(person: PersonId) -> object:
    def words(table: Table, column: str) -> str:
        mark = f"{person}-{table.name}-{column}"
        return json.dumps({"person": person, "mark": mark}) if (table.name, column) == ("job", "args") else mark

    return words


async def test_everything_stored_is_given_out_but_for_what_opens_something(real_store: Store) -> None:
    for person in (ADA, BEN):
        await fill(real_store, KEYRING, person, _marked(person))
    async with real_store.transactions.read() as tx:
        records = await real_store.records.everything(tx, ADA)
    told = json.dumps(records)
    for table in tables.metadata.sorted_tables:
        assert (table.name in records) == (table.name not in NOBODYS), table.name
        for row in records.get(table.name, ()):
            assert row.keys() & SECRETS.get(table.name, frozenset()) == set()
    for table, columns in SECRETS.items():
        assert not any(f"{ADA}-{table}-{column}" in told for column in columns)
    for sealed in ("booking-sealed_title", "busy_block-sealed_words", "meeting_type-sealed_words"):
        assert f"{ADA}-{sealed}" in told
    assert f"{BEN}-" not in told


async def test_who_booked_with_somebody_is_not_given_how_the_hosts_calendars_are_called(real_store: Store) -> None:
    by_ada = replace(booking(BEN), booked_by=ADA)
    failed = replace(by_ada, state=BookingState.FAILED, failure="calendar_unreadable", failure_detail="Divorce")
    async with real_store.transactions.write() as tx:
        await real_store.bookings.add(tx, replace(by_ada, unchecked="Rehab"))
        await real_store.bookings.advance(tx, replace(failed, unchecked="Rehab"), by_ada.state)
    async with real_store.transactions.read() as tx:
        mine, bens = [json.dumps(await real_store.records.everything(tx, one)) for one in (ADA, BEN)]
    assert by_ada.id in mine
    for words in ("Divorce", "Rehab", by_ada.outlook_calendar_id):
        assert words in bens
        assert words not in mine


async def test_after_it_nothing_anywhere_names_who_was_erased(real_store: Store) -> None:
    """Also not in what others wrote here, whichever column it stands in."""
    await fill(real_store, KEYRING, ADA, _marked(ADA))
    bens = _marked(BEN)

    def naming(table: Table, column: str) -> str:
        own = column.startswith("sealed_") and table.name not in OUTLOOKS | OWN_SECRETS
        own = own or (table.name, column) == ("chat_route", "route")
        invited = json.dumps([{"name": "Ada Example", "address": None, "person": ADA, "user": None}])
        return NAMED if own else invited if column == "shown_to" else bens(table, column)

    async with real_store.transactions.write() as tx:
        await real_store.persons.save_profile(tx, ADA, profile(ADA, name="Ada Example", email="ada@example.org"), NOW)
        await real_store.audit.record(tx, BEN, "person.disconnected", {"person": ADA})
    await fill(real_store, KEYRING, BEN, naming)
    before = await said(real_store, KEYRING)
    assert any(ADA in text for text in before["booking.sealed_title"])
    await _erase(real_store)
    words = {ADA.casefold(), f"U-{ADA}".casefold(), "ada example", "ada@example.org"}
    after = await said(real_store, KEYRING)
    named = {where for where, texts in after.items() for text in texts if any(one in text.casefold() for one in words)}
    assert named == set()
    assert len(after["booking.id"]) == len(before["booking.id"]) - 1
    assert after["audit.details"].count('{"person": "erased-1"}') == 1


async def test_others_bookings_stay_without_who_was_erased(store: AnyStore) -> None:
    own, bens = booking(ADA), booking(BEN, NOW + 3 * HOUR)
    ada = Invitee("Ada Example", "ADA@example.org", ADA, chat_user(ADA))
    cleo = Invitee("Cleo", "cleo@example.org")
    plan = replace(bens.plan, title="With Ada Example", invitees=(ada, cleo))
    async with store.transactions.write() as tx:
        await store.persons.save_profile(tx, ADA, profile(ADA, name="Ada Example", email="ada@example.org"), NOW)
        for person in (ADA, BEN):
            await store.connections.save(tx, connection(person))
        await store.preferences.save(tx, preferences(BEN, shown_to=(ada, cleo)))
        await store.bookings.add(tx, own)
        await store.bookings.add(tx, replace(bens, plan=plan, protected=frozenset({BEN, ADA})))
    await _erase(store)
    async with store.transactions.read() as tx:
        assert await store.bookings.get(tx, own.id) is None
        kept = await store.bookings.get(tx, bens.id)
        chosen = await store.preferences.get(tx, BEN)
        assert await store.connections.of_person(tx, ADA) == ()
        assert await store.persons.by_user(tx, chat_user(ADA)) is None
        assert await store.records.traces(tx, ADA) is None
    assert kept is not None
    assert kept.plan.invitees == (Invitee("(erased)", None), cleo)
    assert kept.protected == {BEN}
    assert chosen is not None
    assert chosen.shown_to == (cleo,)


async def test_rows_of_others_are_looked_through_some_at_a_time(
    real_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.storage.records.AT_ONCE", 2)
    ada = Invitee("Ada", "ada@example.org", ADA)
    async with real_store.transactions.write() as tx:
        await real_store.persons.save_profile(tx, ADA, profile(ADA, email="ada@example.org"), NOW)
        for number in range(5):
            one = booking(BEN, NOW + 2 * number * HOUR, invitees=(ada,))
            await real_store.bookings.add(tx, one)
    await fill(real_store, KEYRING, CLEO, _marked(CLEO))
    await _erase(real_store)
    texts = [text for of in (await said(real_store, KEYRING)).values() for text in of]
    assert not any("ada@example.org" in text for text in texts)
    assert sum("(erased)" in text for text in texts) == 5


async def test_a_link_is_used_once(store: AnyStore) -> None:
    link = ExportLink("hash", ADA, chat_user(ADA), NOW + EXPORT_LIFETIME)
    async with store.transactions.write() as tx:
        await store.export_links.add(tx, link)
    async with store.transactions.write() as tx:
        assert await store.export_links.get(tx, "hash") == link
        assert await store.export_links.use(tx, "hash")
        assert not await store.export_links.use(tx, "hash")
        assert await store.export_links.get(tx, "hash") is None


async def test_a_line_of_the_log_says_where_its_admins_read_it(real_store: Store) -> None:
    async with real_store.transactions.write() as tx:
        await real_store.audit.record(tx, ADA, "defaults.changed", {}, workspace=chat_user(ADA).where)
    async with real_store.transactions.read() as tx:
        assert (await connection_of(tx).execute(select(tables.audit.c.workspace))).scalars().all() == ["slack:T1"]
