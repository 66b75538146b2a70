"""Connections, token caches and connect links."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from core.connection.health import Why
from core.connection.model import Access, ConnectionId, ConnectionState, LinkState
from core.dialogue.model import KeptCommand
from core.storage import StorageConflict
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, HOUR, NOW, account, calendar, chat_user, connection, link

NOBODY = ConnectionId("nobody")


async def save(store: AnyStore, *connections: object) -> None:
    async with store.transactions.write() as tx:
        for each in connections:
            await store.connections.save(tx, each)


async def test_a_connection_comes_back_as_it_was_saved(store: AnyStore) -> None:
    aliases = frozenset({"ada@contoso.example", "a.l@contoso.example"})
    saved = connection(ADA, account=account(ADA, addresses=aliases), last_read_at=NOW + HOUR)
    await save(store, saved)
    async with store.transactions.read() as tx:
        assert await store.connections.get(tx, saved.id) == saved
        assert await store.connections.of_person(tx, ADA) == (saved,)
        assert await store.connections.by_account(tx, "tenant-1", f"oid-{ADA}") == saved


async def test_who_never_connected_has_no_connections(store: AnyStore) -> None:
    async with store.transactions.read() as tx:
        assert await store.connections.get(tx, NOBODY) is None
        assert await store.connections.of_person(tx, ADA) == ()
        assert await store.connections.by_account(tx, "tenant-1", "oid") is None
        assert await store.connections.by_address(tx, "ada@contoso.example") is None


async def test_connections_of_a_person_come_oldest_first(store: AnyStore) -> None:
    second = connection(ADA, id=ConnectionId("a"), account=account("second"), created_at=NOW + HOUR)
    first = connection(ADA, id=ConnectionId("z"))
    await save(store, second, first)
    async with store.transactions.read() as tx:
        assert await store.connections.of_person(tx, ADA) == (first, second)
        assert await store.connections.of_persons(tx, {ADA, BEN}) == (first, second)
        assert await store.connections.of_persons(tx, ()) == ()


async def test_every_address_finds_its_account_whatever_its_case(store: AnyStore) -> None:
    mine = connection(
        ADA, account=account(ADA, addresses=frozenset({"ada@contoso.example", "strasse@contoso.example"}))
    )
    await save(store, mine, connection(BEN))
    async with store.transactions.read() as tx:
        assert await store.connections.by_address(tx, "ADA@Contoso.Example") == mine
        assert await store.connections.by_address(tx, "Straße@contoso.example") == mine
        assert await store.connections.by_address(tx, "da@contoso.example") is None
        assert await store.connections.by_address(tx, "%") is None


async def test_of_several_accounts_that_claim_an_address_those_of_the_own_tenants_come_first(store: AnyStore) -> None:
    """Another tenant may write any address into its directory."""
    claims = connection(
        ADA, account=replace(account("mallory"), tid="evil", addresses=frozenset({"boss@contoso.example"}))
    )
    boss = connection(
        BEN, account=replace(account("boss"), addresses=frozenset({"boss@contoso.example"})), created_at=NOW + HOUR
    )
    await save(store, claims, boss)
    async with store.transactions.read() as tx:
        assert await store.connections.by_address(tx, "boss@contoso.example", {boss.account.tid}) == boss
        assert await store.connections.by_address(tx, "boss@contoso.example", {"third"}) == claims
        assert await store.connections.by_address(tx, "boss@contoso.example") == claims


async def test_saving_again_replaces_rights_state_and_addresses(store: AnyStore) -> None:
    before = connection(ADA)
    after = connection(
        ADA,
        access=Access.READ,
        scopes=frozenset({"Calendars.Read"}),
        state=ConnectionState.NEEDS_ADMIN,
        why=Why.ADMIN,
        since=NOW + HOUR,
        claims='{"access_token":{}}',
        account=account(ADA, addresses=frozenset({"new@contoso.example"})),
    )
    await save(store, before, after)
    async with store.transactions.read() as tx:
        assert await store.connections.of_person(tx, ADA) == (after,)
        assert await store.connections.by_address(tx, before.account.address) is None
        assert await store.connections.by_address(tx, "new@contoso.example") == after


async def test_saving_again_keeps_tokens_and_calendars(store: AnyStore) -> None:
    mine = connection(ADA)
    await save(store, mine)
    listed = calendar(mine.id, "Calendar")
    async with store.transactions.write() as tx:
        await store.tokens.store(tx, mine.id, "cache")
        await store.calendars.replace(tx, mine.id, (listed,))
        await store.connections.save(tx, replace(mine, state=ConnectionState.NEEDS_RECONNECT))
    async with store.transactions.read() as tx:
        assert await store.tokens.load(tx, mine.id) == ("cache", 1)
        assert await store.calendars.of_person(tx, ADA) == (listed,)


async def test_one_microsoft_account_belongs_to_one_person(store: AnyStore) -> None:
    await save(store, connection(ADA))
    async with store.transactions.write() as tx:
        with pytest.raises(StorageConflict):
            await store.connections.save(tx, connection(BEN, account=account(ADA)))
        assert await store.connections.of_person(tx, BEN) == ()


async def test_deleting_a_connection_deletes_tokens_addresses_and_calendars(store: AnyStore) -> None:
    mine = connection(ADA)
    await save(store, mine, connection(BEN))
    async with store.transactions.write() as tx:
        await store.tokens.store(tx, mine.id, "cache")
        await store.calendars.replace(tx, mine.id, (calendar(mine.id, "Calendar"),))
        await store.connections.delete(tx, mine.id)
        await store.connections.delete(tx, NOBODY)
    async with store.transactions.read() as tx:
        assert await store.connections.of_person(tx, ADA) == ()
        assert await store.tokens.load(tx, mine.id) is None
        assert await store.calendars.of_person(tx, ADA) == ()
        assert await store.connections.by_address(tx, mine.account.address) is None
        assert len(await store.connections.of_person(tx, BEN)) == 1


async def test_a_token_cache_has_a_version_that_every_write_raises(store: AnyStore) -> None:
    mine = connection(ADA)
    await save(store, mine)
    async with store.transactions.write() as tx:
        assert await store.tokens.load(tx, mine.id) is None
        await store.tokens.store(tx, mine.id, "one")
        assert await store.tokens.load(tx, mine.id) == ("one", 1)
        await store.tokens.store(tx, mine.id, "two")
        assert await store.tokens.load(tx, mine.id) == ("two", 2)
        assert await store.tokens.swap(tx, mine.id, "three", 2)
        assert await store.tokens.load(tx, mine.id) == ("three", 3)


async def test_a_stale_token_cache_never_replaces_a_newer_one(store: AnyStore) -> None:
    mine = connection(ADA)
    await save(store, mine)
    async with store.transactions.write() as tx:
        await store.tokens.store(tx, mine.id, "one")

    all_loaded = asyncio.Barrier(4)

    async def refresh(name: str) -> bool:
        async with store.transactions.read() as tx:
            loaded = await store.tokens.load(tx, mine.id)
        assert loaded is not None
        await all_loaded.wait()
        async with store.transactions.write() as tx:
            return await store.tokens.swap(tx, mine.id, name, loaded[1])

    won = await asyncio.gather(*(refresh(str(number)) for number in range(4)))
    assert sorted(won) == [False, False, False, True]
    async with store.transactions.read() as tx:
        assert await store.tokens.load(tx, mine.id) == (str(won.index(True)), 2)


async def test_swapping_a_cache_that_was_deleted_fails(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        assert not await store.tokens.swap(tx, NOBODY, "cache", 1)


async def test_a_link_is_found_by_token_state_and_id_with_everything_in_it(store: AnyStore) -> None:
    added = link(
        ADA,
        state="state-1",
        status=LinkState.CODE,
        reconnects=ConnectionId("old"),
        cookie_hash="cookie",
        flow='{"nonce": "n"}',
        code_hash="code",
        code_expires_at=NOW + HOUR,
        tries_left=2,
        pending_account=account(BEN),
        pending_cache="secret cache",
        pending_scopes=frozenset({"User.Read"}),
    )
    plain = link(ADA)
    async with store.transactions.write() as tx:
        await store.links.add(tx, added)
        await store.links.add(tx, plain)
    async with store.transactions.read() as tx:
        assert await store.links.by_token(tx, added.token_hash) == added
        assert await store.links.by_state(tx, "state-1") == added
        assert await store.links.get(tx, plain.id) == plain
        assert await store.links.by_state(tx, "other") is None
        assert await store.links.by_token(tx, "other") is None
        assert await store.links.get(tx, "other") is None


async def test_a_link_takes_each_step_once(store: AnyStore) -> None:
    added = link(ADA)
    async with store.transactions.write() as tx:
        await store.links.add(tx, added)

    async def press(cookie: str) -> bool:
        started = added.moved(LinkState.STARTED, cookie_hash=cookie, state=cookie)
        async with store.transactions.write() as tx:
            return await store.links.advance(tx, started, LinkState.NEW)

    won = await asyncio.gather(*(press(str(number)) for number in range(4)))
    assert sorted(won) == [False, False, False, True]
    async with store.transactions.read() as tx:
        now = await store.links.get(tx, added.id)
    assert now == added.moved(LinkState.STARTED, cookie_hash=str(won.index(True)), state=str(won.index(True)))


async def test_advancing_a_link_that_does_not_exist_fails(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        assert not await store.links.advance(tx, link(ADA, status=LinkState.DONE), LinkState.NEW)


async def test_the_newest_unexpired_code_of_the_person_counts(store: AnyStore) -> None:
    minute = timedelta(minutes=1)
    old = link(ADA, status=LinkState.CODE, code_expires_at=NOW + 5 * minute)
    new = link(ADA, status=LinkState.CODE, code_expires_at=NOW + 9 * minute)
    async with store.transactions.write() as tx:
        for each in (new, old, link(BEN, status=LinkState.CODE, code_expires_at=NOW + HOUR)):
            await store.links.add(tx, each)
        await store.links.add(tx, link(ADA, status=LinkState.DONE, code_expires_at=NOW + HOUR))
    async with store.transactions.read() as tx:
        assert await store.links.waiting_for_code(tx, ADA, NOW) == new
        assert await store.links.waiting_for_code(tx, ADA, NOW + 9 * minute) is None


async def test_forgetting_a_person_deletes_their_links_only(store: AnyStore) -> None:
    mine, other = link(ADA), link(BEN)
    async with store.transactions.write() as tx:
        await store.links.add(tx, mine)
        await store.links.add(tx, other)
        await store.links.forget_person(tx, ADA)
    async with store.transactions.read() as tx:
        assert await store.links.get(tx, mine.id) is None
        assert await store.links.get(tx, other.id) == other


async def test_sweeping_deletes_links_that_nobody_can_use_any_more(store: AnyStore) -> None:
    minute = timedelta(minutes=1)
    dead = link(ADA, expires_at=NOW, status=LinkState.DONE)
    late = link(ADA, expires_at=NOW, status=LinkState.CODE, code_expires_at=NOW, pending_cache="secret")
    coded = link(ADA, expires_at=NOW, status=LinkState.CODE, code_expires_at=NOW + minute, pending_cache="secret")
    fresh = link(BEN, expires_at=NOW + minute)
    async with store.transactions.write() as tx:
        for each in (dead, late, coded, fresh):
            await store.links.add(tx, each)
        await store.kept_commands.keep(tx, KeptCommand(ADA, chat_user(ADA), "old", NOW))
        await store.kept_commands.keep(tx, KeptCommand(BEN, chat_user(BEN), "new", NOW + minute))
    assert await store.sweep(NOW) == 3
    async with store.transactions.write() as tx:
        assert [await store.links.get(tx, each.id) for each in (dead, late, coded, fresh)] == [None, None, coded, fresh]
        assert await store.kept_commands.take(tx, BEN, NOW) is not None
