"""Making one person of two: nothing that was one's is lost, and nothing names the dead."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.configuration.model import CalendarId
from core.conflicts.model import Kind, Ledger, Rules, State
from core.connection.model import ConnectionId, LinkState
from core.dialogue.model import KeptCommand, MessageRef, Notice
from core.people.model import Person, PersonId, Platform
from core.shared.errors import Gone
from core.storage import Store, tables
from core.storage.database import connection_of
from core.storage.joining import FOLLOWING
from tests.contract.clashes import FULL, OPEN, ledger
from tests.contract.conftest import AnyStore
from tests.contract.examples import (
    ADA,
    BEN,
    CLEO,
    HOUR,
    NOW,
    account,
    calendar,
    chat_user,
    connection,
    link,
    preferences,
    profile,
)

TEAMS = replace(chat_user(BEN), platform=Platform.TEAMS, workspace="tenant-1")


async def join(store: AnyStore) -> None:
    """Ben turns out to be Ada."""
    async with store.transactions.write() as tx:
        await store.persons.lock(tx, frozenset({ADA, BEN}))
        await store.persons.join(tx, ADA, BEN)


async def test_all_chats_speak_for_the_person_that_is_left_and_the_home_stays(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        await store.persons.save_profile(tx, BEN, profile(BEN, user=TEAMS), NOW)
    await join(store)
    async with store.transactions.read() as tx:
        ada = Person(ADA, chat_user(ADA), NOW)
        for known in (chat_user(ADA), chat_user(BEN), TEAMS):
            assert await store.persons.by_user(tx, known) == ada
        users = [one.user for one in await store.persons.identities(tx, ADA)]
        assert users == [chat_user(ADA), chat_user(BEN), TEAMS]
        assert await store.persons.get(tx, BEN) is None
    async with store.transactions.write() as tx:
        with pytest.raises(Gone):
            await store.persons.lock(tx, frozenset({ADA, BEN}))


async def test_of_two_answers_at_once_one_joins_and_the_other_finds_nobody(store: AnyStore) -> None:
    """Whichever of the two is meant to stay: both are locked in one order, so that neither waits for the other."""

    async def answer(kept: PersonId, joined: PersonId) -> bool:
        try:
            async with store.transactions.write() as tx:
                await store.persons.lock(tx, frozenset({kept, joined}))
                await store.persons.join(tx, kept, joined)
        except Gone:
            return False
        return True

    answers = await asyncio.gather(*(answer(*pair) for pair in ((ADA, BEN), (BEN, ADA), (ADA, BEN), (BEN, ADA))))
    assert sorted(answers) == [False, False, False, True]
    async with store.transactions.read() as tx:
        owners = {await store.persons.by_user(tx, chat_user(person)) for person in (ADA, BEN)}
    assert len(owners) == 1


async def test_a_home_can_be_moved_to_another_chat(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        await store.persons.save_profile(tx, BEN, profile(BEN, user=TEAMS), NOW)
        await store.persons.move_home(tx, BEN, TEAMS)
    async with store.transactions.read() as tx:
        assert await store.persons.get(tx, BEN) == Person(BEN, TEAMS, NOW)
        assert [one.user for one in await store.persons.identities(tx, BEN)] == [TEAMS, chat_user(BEN)]
        assert await store.persons.get(tx, ADA) == Person(ADA, chat_user(ADA), NOW)


async def test_connections_go_over_with_tokens_and_calendars(store: AnyStore) -> None:
    listed = calendar(ConnectionId(f"connection-{BEN}"), "Work")
    async with store.transactions.write() as tx:
        await store.connections.save(tx, connection(ADA))
        await store.connections.save(tx, connection(BEN))
        await store.calendars.replace(tx, listed.connection, (listed,))
        await store.tokens.store(tx, listed.connection, "Ben's cache")
    await join(store)
    async with store.transactions.read() as tx:
        assert await store.connections.of_person(tx, ADA) == (connection(ADA), replace(connection(BEN), person=ADA))
        assert await store.tokens.load(tx, listed.connection) == ("Ben's cache", 1)
        assert await store.calendars.of_person(tx, ADA) == (listed,)
        assert await store.connections.by_account(tx, "tenant-1", f"oid-{BEN}") == replace(connection(BEN), person=ADA)


async def test_links_and_pending_sign_ins_go_over_and_stay_readable(store: AnyStore) -> None:
    waiting = link(
        BEN,
        status=LinkState.CODE,
        code_hash="hash",
        code_expires_at=NOW + HOUR,
        pending_account=account(BEN),
        pending_cache="secret",
    )
    async with store.transactions.write() as tx:
        await store.links.add(tx, waiting)
    await join(store)
    async with store.transactions.read() as tx:
        assert await store.links.waiting_for_code(tx, ADA, NOW) == replace(waiting, person=ADA)


async def test_what_the_one_that_is_left_chose_wins_and_what_blocked_the_other_goes_on_blocking(
    store: AnyStore,
) -> None:
    a, b, c, d = (frozenset({CalendarId(name)}) for name in "abcd")
    mine = preferences(ADA, duration_minutes=45, linked=CalendarId("mine"), conflicts=a | b, warned_shared=a)
    theirs = preferences(
        BEN, duration_minutes=15, linked=CalendarId("theirs"), conflicts=b | c, warned_shared=c, unwarned_own=d
    )
    async with store.transactions.write() as tx:
        await store.preferences.save(tx, mine)
        await store.preferences.save(tx, theirs)
    await join(store)
    async with store.transactions.read() as tx:
        blocking = a | b | c | {CalendarId("theirs")}
        together = replace(mine, conflicts=blocking, warned_shared=a | c, unwarned_own=d)
        assert await store.preferences.get(tx, ADA) == together
        assert await store.preferences.get(tx, BEN) is None


@pytest.mark.parametrize("mine_blocks", [True, False])
@pytest.mark.parametrize("linked_blocks", [True, False])
async def test_a_linked_calendar_is_taken_over_where_there_is_none_and_blocks(
    store: AnyStore, linked_blocks: bool, mine_blocks: bool
) -> None:
    none, only = frozenset[CalendarId](), CalendarId("only")
    async with store.transactions.write() as tx:
        await store.preferences.save(
            tx, preferences(ADA, linked=None, conflicts=frozenset({only}), linked_blocks=mine_blocks)
        )
        theirs = preferences(BEN, linked=only, conflicts=none, linked_blocks=linked_blocks)
        await store.preferences.save(tx, theirs)
    await join(store)
    async with store.transactions.read() as tx:
        assert await store.preferences.get(tx, ADA) == preferences(ADA, linked=only, conflicts=none)


async def test_choices_that_only_the_other_has_are_taken_over_whole(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        await store.preferences.save(tx, preferences(BEN, duration_minutes=15))
    await join(store)
    async with store.transactions.read() as tx:
        assert await store.preferences.get(tx, ADA) == preferences(ADA, duration_minutes=15)


async def test_double_bookings_of_both_are_known_and_stay_readable(store: AnyStore) -> None:
    """The same pair is in both ledgers: what the one that is left knows of it counts."""
    mine = ledger(replace(OPEN, state=State.KEPT), rules=Rules(keeps={Kind.MEETING: 2}))
    theirs = replace(FULL, person=BEN)
    async with store.transactions.write() as tx:
        await store.ledgers.save(tx, Ledger(ADA), mine)
        await store.ledgers.save(tx, Ledger(BEN), theirs)
    await join(store)
    async with store.transactions.read() as tx:
        found = await store.ledgers.load(tx, ADA)
        assert await store.ledgers.load(tx, BEN) == Ledger(BEN)
        assert [await store.ledgers.owner(tx, cause) for cause in FULL.causes] == [ADA] * len(FULL.causes)
    assert found.conflicts == {**FULL.conflicts, **mine.conflicts}
    assert (found.causes, found.warnings) == (FULL.causes, FULL.warnings)
    assert (found.rules.silences, found.rules.never) == (FULL.rules.silences, FULL.rules.never)
    assert found.rules.keeps == {**FULL.rules.keeps, Kind.MEETING: 2}


async def test_every_message_of_both_goes_on_being_edited(store: AnyStore) -> None:
    told = [
        Notice(person, "booking:1", kind, chat_user(person), MessageRef(f"D-{person}", kind))
        for person in (ADA, BEN)
        for kind in ("card", f"card:D:{person}")
    ]
    other = Notice(CLEO, "booking:1", "card", chat_user(CLEO), None)
    async with store.transactions.write() as tx:
        for notice in (*told, other):
            await store.notices.save(tx, notice)
    await join(store)
    async with store.transactions.read() as tx:
        rows = await store.notices.of_subject(tx, "booking:1")
    assert {(one.user, one.ref) for one in rows} == {(one.user, one.ref) for one in (*told, other)}
    assert {one.person for one in rows} == {ADA, CLEO}


async def test_a_message_about_the_person_is_about_the_one_that_is_left(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        for person in (ADA, BEN, CLEO):
            ref = MessageRef("D", person)
            await store.notices.save(tx, Notice(person, f"conflicts:{person}", "card:D", chat_user(person), ref))
    await join(store)
    async with store.transactions.read() as tx:
        rows = await store.notices.of_subject(tx, f"conflicts:{ADA}")
        assert {one.ref for one in rows} == {MessageRef("D", ADA), MessageRef("D", BEN)}
        assert len(await store.notices.of_subject(tx, f"conflicts:{CLEO}")) == 1
        assert await store.notices.of_subject(tx, f"conflicts:{BEN}") == ()


@pytest.mark.parametrize("last", [ADA, BEN])
@pytest.mark.parametrize("only", [True, False])
async def test_the_command_asked_last_waits_for_the_one_that_is_left(store: AnyStore, last: str, only: bool) -> None:
    async with store.transactions.write() as tx:
        for person in (ADA, BEN):
            until = NOW + (2 * HOUR if person == last else HOUR)
            if person == last or not only:
                await store.kept_commands.keep(tx, KeptCommand(person, chat_user(person), f"of {person}", until))
    await join(store)
    async with store.transactions.write() as tx:
        kept = await store.kept_commands.take(tx, ADA, NOW)
        assert kept == KeptCommand(ADA, chat_user(last), f"of {last}", NOW + 2 * HOUR)
        assert await store.kept_commands.take(tx, ADA, NOW) is None


async def test_waiting_jobs_and_facts_name_the_one_that_is_left(store: AnyStore) -> None:
    def told(person: str) -> Mapping[str, str]:
        return {"person": person, "connection": "c"}

    async with store.transactions.write() as tx:
        await store.jobs.enqueue(tx, "fact.Connected", told(BEN), lock_key=f"person:{BEN}")
        await store.jobs.enqueue(tx, "fact.Connected", told(CLEO), lock_key=f"person:{CLEO}")
        await store.jobs.enqueue(tx, "booking.answer", {"person": BEN, "start": None}, lock_key=f"answer:{BEN}:e1")
        await store.jobs.enqueue(tx, "booking.push", {"booking": "b"})
    await join(store)
    jobs = await store.jobs.claim(NOW, HOUR, 10)
    found = [(job.kind, dict(job.args), job.lock_key) for job in jobs]
    assert found == [
        ("fact.Connected", told(ADA), f"person:{ADA}"),
        ("fact.Connected", told(CLEO), f"person:{CLEO}"),
        ("booking.answer", {"person": ADA, "start": None}, f"answer:{ADA}:e1"),
        ("booking.push", {"booking": "b"}, None),
    ]


async def test_a_running_job_ends_as_it_began_and_its_next_attempt_knows(store: AnyStore) -> None:
    """Both persons' facts run at that moment, each under its own lock key."""
    async with store.transactions.write() as tx:
        for person in (ADA, BEN):
            await store.jobs.enqueue(tx, "fact.Connected", {"person": person}, lock_key=f"person:{person}")
    running = await store.jobs.claim(NOW, HOUR, 2)
    assert len(running) == 2
    await join(store)
    await store.jobs.finish(running[0].id)
    await store.jobs.retry(running[1].id, NOW, "not_connected")
    (again,) = await store.jobs.claim(NOW + timedelta(seconds=1), HOUR, 2)
    assert again.args == {"person": ADA}


async def test_the_audit_log_stays_as_it_was_written(real_store: Store) -> None:
    async with real_store.transactions.write() as tx:
        await real_store.audit.record(tx, BEN, "connected", {"connection": "c1"})
    await join(real_store)
    async with real_store.transactions.read() as tx:
        (row,) = (await connection_of(tx).execute(select(tables.audit))).all()
    assert row.person == BEN


async def test_joining_counts_as_a_change_of_busy_times(real_store: Store) -> None:
    await join(real_store)
    async with real_store.transactions.read() as tx:
        rows = await connection_of(tx).execute(select(tables.person.c.id, tables.person.c.busy_version))
        assert {row.id: row.busy_version for row in rows} == {ADA: 1, CLEO: 0}


def test_joining_knows_every_table_that_names_a_person() -> None:
    """A row that joining forgets would be deleted with its person. A new table: say in core/storage/joining.py what
    becomes of it, and here that it is looked after."""
    naming = {
        table.name
        for table in tables.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table is tables.person
    }
    one_by_one = {"preferences", "booking", "booking_person", "notice", "kept_command"}
    one_by_one |= {
        "approval_wait",
        "sync_switch",
        "trouble",
        "people_search",
        "told_count",
        "own_choice",
        "occasion",
        "invitation",
        "meeting_type",
        "meeting_type_member",
        "team",
        "team_member",
        "conflict",
        "conflict_cause",
        "conflict_warning",
        "conflict_rules",
    }
    assert naming == one_by_one | {table.name for table in FOLLOWING}


async def test_the_others_accounts_of_elsewhere_become_further_accounts_with_hidden_titles(store: AnyStore) -> None:
    work, home = connection(ADA), connection(BEN, account=replace(account(BEN), tid="tenant-9"))
    async with store.transactions.write() as tx:
        for person, one in ((ADA, work), (BEN, home)):
            await store.connections.save(tx, one)
            await store.preferences.save(tx, preferences(person))
    await join(store)
    async with store.transactions.read() as tx:
        chosen = await store.preferences.get(tx, ADA)
    assert chosen is not None
    assert chosen.hidden_titles == {home.id}
