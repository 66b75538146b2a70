"""Encryption at rest: what is sealed, what opens, and that no secret stands in the database's file."""

from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, update

from core.booking.model import Behalf
from core.booking.responses import Answers, Said
from core.configuration.teams.model import SharedCalendar, Team, team_id
from core.conflicts.model import Ledger
from core.connection.model import ConnectionId, LinkState
from core.dialogue.drafts import DraftId, SeriesDraft
from core.dialogue.model import KeptCommand
from core.people.installations.model import Installation
from core.people.model import Invitee
from core.shared.ranges import Range
from core.storage import Keyring, Store, Undecipherable, open_store, tables
from core.storage.booking import SqlBookings
from core.storage.connection import SqlTokens
from core.storage.crypto import Cell
from core.storage.database import connection_of
from core.sync.model import Attendee, Response
from tests.contract.clashes import engagement, ledger, stands
from tests.contract.conftest import KEYRING
from tests.contract.examples import (
    ADA,
    BEN,
    HOUR,
    NOW,
    account,
    booking,
    calendar,
    chat_user,
    connection,
    event,
    link,
    meet,
    state,
)
from tests.contract.test_meeting_types import kind
from tests.contract.test_occasions import INVITATION
from tests.contract.test_offers import offer

CELL = Cell("booking", "1", "title")
POISON = "POISON-3f9a"


def key(byte: int, size: int = 32) -> str:
    return b64encode(bytes([byte]) * size).decode()


def test_a_sealed_value_opens_in_its_own_cell_only() -> None:
    sealed = KEYRING.seal(CELL, "Ünïcode title")
    assert KEYRING.open(CELL, sealed) == "Ünïcode title"
    for elsewhere in (Cell("notice", "1", "title"), Cell("booking", "2", "title"), Cell("booking", "1", "note")):
        with pytest.raises(Undecipherable):
            KEYRING.open(elsewhere, sealed)


def test_the_same_words_are_never_sealed_alike() -> None:
    assert len({KEYRING.seal(CELL, "same") for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "damage", [lambda s: s[:-6] + "AAAA==", lambda s: s[:12], lambda s: "k1.", lambda s: "", str.swapcase]
)
def test_a_damaged_value_does_not_open(damage: object) -> None:
    with pytest.raises(Undecipherable):
        KEYRING.open(CELL, damage(KEYRING.seal(CELL, "words")))  # type: ignore[operator]


def test_the_first_key_seals_and_all_of_them_open() -> None:
    old = Keyring.parse(f"old:{key(1)}")
    rotated = Keyring.parse(f" new:{key(2)} , old:{key(1)}")
    assert rotated.open(CELL, old.seal(CELL, "words")) == "words"
    assert rotated.seal(CELL, "words").startswith("new.")
    with pytest.raises(Undecipherable):
        old.open(CELL, rotated.seal(CELL, "words"))


def test_a_key_of_the_same_name_with_other_bytes_does_not_open() -> None:
    with pytest.raises(Undecipherable):
        Keyring.parse(f"k:{key(2)}").open(CELL, Keyring.parse(f"k:{key(1)}").seal(CELL, "words"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no id"),
        (key(7), "no id"),
        (f"a b:{key(7)}", "no id"),
        (f"k:{key(7)},k:{key(8)}", "Two"),
        ("k:not base64!", "not base64"),
        (f"k:{key(7, 16)}", "16 bytes"),
        (f"k:{key(7)},", "number 2"),
    ],
)
def test_wrong_key_settings_are_explained_without_showing_a_key(text: str, problem: str) -> None:
    with pytest.raises(ValueError, match=problem) as refused:
        Keyring.parse(text)
    assert key(7) not in str(refused.value)
    assert "base64!" not in str(refused.value)


def test_a_keyring_does_not_show_its_keys() -> None:
    shown = repr(Keyring.parse(f"k:{key(7)}"))
    assert key(7) not in shown
    assert "AESGCM" not in shown


async def fill_with_poison(store: Store) -> None:
    mine = connection(ADA)
    async with store.transactions.write() as tx:
        await store.connections.save(tx, mine)
        await store.tokens.store(tx, mine.id, f"cache {POISON}")
        await store.links.add(
            tx,
            link(
                ADA,
                status=LinkState.CODE,
                flow=f"flow {POISON}",
                pending_cache=f"pending {POISON}",
                pending_account=account(BEN, name=POISON, address=f"{POISON}@x.example"),
            ),
        )
        await store.kept_commands.keep(tx, KeptCommand(ADA, chat_user(ADA), f"title {POISON}", NOW + HOUR))
        poisoned = booking(
            ADA,
            title=f"title {POISON}",
            note=f"note {POISON}",
            invitees=(Invitee(POISON, f"{POISON}@x.example"),),
            web_link=f"https://x.example/{POISON}",
            join_url=f"https://x.example/{POISON}",
            failure_detail=POISON,
            unchecked=POISON,
        )
        poisoned = replace(
            poisoned,
            comment=POISON,
            behalf=Behalf(POISON, POISON),
            plan=replace(poisoned.plan, place=POISON, title=f"title {POISON}"),
        )
        await store.bookings.add(tx, poisoned)
        await store.offers.add(tx, offer(ADA, title=POISON))
        await store.meeting_types.save(tx, kind(name=POISON, title=POISON, note=POISON, place=POISON))
        shared = SharedCalendar(f"{POISON}@x.example", POISON)
        await store.teams.save(tx, Team(team_id("t"), POISON, shared, (shared,), (ADA,)), chat_user(ADA), NOW)
        await store.series_drafts.save(tx, SeriesDraft(DraftId("d"), ADA, f"title {POISON}", NOW + HOUR))
        answered = Answers(poisoned.id, POISON, Range(NOW, NOW + HOUR), (Said(POISON, POISON),))
        await store.booking_answers.save(tx, answered)
        await store.bookings.add(tx, booking(BEN))
        work = calendar(connection(ADA).id, "Work")
        await store.calendars.replace(tx, connection(ADA).id, (work,))
        await store.sync_states.save(tx, state(work.id))
        said = (Attendee(POISON, POISON, response=Response.ACCEPTED),)
        meeting = event("one", subject=POISON, organizer_name=POISON, attendees=said)
        await store.mirror.change(tx, work.id, [meeting], [])
        clash = stands(engagement("a", title=POISON, web_link=POISON), engagement("b", organizer=POISON))
        await store.ledgers.save(tx, Ledger(ADA), ledger(clash))
        await store.invitations.save(tx, replace(INVITATION, title=POISON))
        await store.installations.save(
            tx, Installation("T9", "UBOT", "https://t9.slack.example/", POISON, frozenset({"commands"}), NOW)
        )


async def test_titles_notes_invitees_and_tokens_do_not_stand_in_the_database_file(sqlite_store: Store) -> None:
    await fill_with_poison(sqlite_store)
    file = Path(str(sqlite_store.database._writer.url.database))
    raw = b"".join(path.read_bytes() for path in file.parent.glob("clearhour.db*"))
    assert b"connection-person-ada" in raw, "the rows are not in the file yet"
    assert POISON.encode() not in raw
    assert b64encode(POISON.encode())[:12] not in raw


async def test_sealed_columns_hold_nothing_readable(real_store: Store) -> None:
    await fill_with_poison(real_store)
    sealed = [
        (table, column) for table in tables.metadata.sorted_tables for column in table.c if "sealed" in column.name
    ]
    assert len(sealed) == 25
    async with real_store.transactions.read() as tx:
        for table, column in sealed:
            values = (await connection_of(tx).execute(select(column).select_from(table))).scalars().all()
            assert any(values), f"{column} was not filled"
            assert all(value is None or value.startswith(f"{KEYRING.current}.") for value in values)


async def test_a_token_cache_swapped_into_another_row_does_not_open(real_store: Store) -> None:
    async with real_store.transactions.write() as tx:
        for person in (ADA, BEN):
            await real_store.connections.save(tx, connection(person))
            await real_store.tokens.store(tx, connection(person).id, f"cache of {person}")
        rows = tables.token_cache
        stolen = select(rows.c.sealed_cache).where(rows.c.connection == connection(ADA).id).scalar_subquery()
        await connection_of(tx).execute(
            update(rows).where(rows.c.connection == connection(BEN).id).values(sealed_cache=stolen)
        )
    async with real_store.transactions.read() as tx:
        assert await real_store.tokens.load(tx, connection(ADA).id) == (f"cache of {ADA}", 1)
        with pytest.raises(Undecipherable):
            await real_store.tokens.load(tx, connection(BEN).id)


async def test_a_title_swapped_with_its_note_does_not_open(real_store: Store) -> None:
    added = booking(ADA)
    async with real_store.transactions.write() as tx:
        await real_store.bookings.add(tx, added)
        rows = tables.booking
        await connection_of(tx).execute(update(rows).values(sealed_title=rows.c.sealed_note))
        with pytest.raises(Undecipherable):
            await real_store.bookings.get(tx, added.id)


async def test_another_installations_keys_open_nothing(real_store: Store) -> None:
    await fill_with_poison(real_store)
    stranger = Keyring.parse(Keyring.fresh_text())
    async with real_store.transactions.read() as tx:
        with pytest.raises(Undecipherable):
            await SqlTokens(stranger).load(tx, ConnectionId(connection(ADA).id))
        with pytest.raises(Undecipherable):
            await SqlBookings(stranger).of_host(tx, ADA, NOW) or await SqlBookings(stranger).live_overlapping(
                tx, frozenset({ADA}), booking(ADA).plan.when, NOW
            )


async def test_after_a_key_rotation_old_rows_still_open(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'clearhour.db'}"
    texts = [Keyring.fresh_text("old"), Keyring.fresh_text("new")]
    store = await open_store(address, Keyring.parse(texts[0]))
    async with store.transactions.write() as tx:
        await meet(store, tx, ADA)
        await store.connections.save(tx, connection(ADA))
        await store.tokens.store(tx, connection(ADA).id, "cache")
    await store.close()
    store = await open_store(address, Keyring.parse(f"{texts[1]},{texts[0]}"))
    async with store.transactions.read() as tx:
        assert await store.tokens.load(tx, connection(ADA).id) == ("cache", 1)
    await store.close()
