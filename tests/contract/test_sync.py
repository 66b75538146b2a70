"""How far each copy is, and the copies, on every implementation."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text, update

from core.availability import ShowAs
from core.configuration.model import Calendar, CalendarId
from core.shared.errors import Gone
from core.shared.jobs import Kinds
from core.shared.ranges import Range
from core.storage import Store, Undecipherable, tables
from core.storage.crypto import Cell
from core.storage.database import connection_of
from core.sync.model import Attendee, Listening, ReaderKind, Subscription, busy_time
from core.sync.usecases import ROUND_JOB
from core.sync.usecases.jobs import ask_round
from tests.contract.conftest import KEYRING, AnyStore
from tests.contract.examples import ADA, BEN, HOUR, NOW, calendar, connection, event, state

DAY = timedelta(days=1)


FULL = {
    "renew_at": NOW + HOUR,
    "reader": ReaderKind.VIEW,
    "link": "https://graph.example/delta?$deltatoken=abc",
    "window": Range(NOW - DAY, NOW + 60 * DAY),
    "read_at": NOW,
    "failing_since": NOW + HOUR,
    "error": "outlook_unavailable",
    "version": 7,
    "subscription": Subscription("sub-1", NOW + 6 * DAY),
    "client_state_hash": "0" * 64,
    "notified_at": NOW + HOUR,
}


async def listed(store: AnyStore, *names: str, owner: Any = ADA) -> tuple[Calendar, ...]:
    """Calendars of a connected person."""
    calendars = tuple(calendar(connection(owner).id, name) for name in names)
    async with store.transactions.write() as tx:
        await store.connections.save(tx, connection(owner))
        await store.calendars.replace(tx, connection(owner).id, calendars)
    return calendars


async def test_a_state_comes_back_as_it_was_saved_and_as_it_was_saved_again(store: AnyStore) -> None:
    (one,) = await listed(store, "Work")
    for saved in (state(one.id), state(one.id, **FULL), state(one.id, version=8)):
        async with store.transactions.write() as tx:
            await store.sync_states.save(tx, saved)
        async with store.transactions.write() as tx:
            assert await store.sync_states.get(tx, one.id) == saved
            assert await store.sync_states.locked(tx, one.id) == saved


async def test_states_are_found_by_calendar_person_connection_and_subscription(store: AnyStore) -> None:
    work, team = await listed(store, "Work", "Team")
    (bens,) = await listed(store, "Ben", owner=BEN)
    mine = {work.id: state(work.id, **FULL), team.id: state(team.id)}
    async with store.transactions.write() as tx:
        for saved in (*mine.values(), state(bens.id)):
            await store.sync_states.save(tx, saved)
    async with store.transactions.read() as tx:
        states = store.sync_states
        assert await states.of_calendars(tx, {work.id, team.id, CalendarId("none")}) == mine
        assert await states.of_person(tx, ADA) == mine
        assert await states.of_connection(tx, connection(ADA).id) == mine
        told = Listening("sub-1", work.id, mine[work.id].client_state_hash, mine[work.id].read_at, is_awaited=False)
        assert await states.listening(tx, {"sub-1", "sub-2"}) == (told,)
        assert await states.listening(tx, set()) == ()
        crowd = {"sub-1", *(f"{number}\"'],{{$1%s" for number in range(2000))}
        assert await states.listening(tx, crowd) == (told,)
        assert await states.owner(tx, bens.id) == (BEN, bens)
        assert await states.owner(tx, CalendarId("none")) is None
        assert await states.get(tx, CalendarId("none")) is None


@pytest.mark.parametrize("told", [False, True], ids=["untold", "told"])
async def test_a_calendar_is_awaited_while_a_round_waits_and_it_was_told_of(store: AnyStore, told: bool) -> None:
    one, other = await listed(store, "Work", "Team")
    saved = state(one.id, **{**FULL, "notified_at": NOW if told else NOW - DAY})

    async def is_awaited() -> bool:
        async with store.transactions.read() as tx:
            (found,) = await store.sync_states.listening(tx, {"sub-1"})
        return found.is_awaited

    async with store.transactions.write() as tx:
        await store.sync_states.save(tx, saved)
        await ask_round(store.jobs, tx, other.id)
    assert not await is_awaited(), "another calendar's round reads nothing for it"
    async with store.transactions.write() as tx:
        await ask_round(store.jobs, tx, one.id, NOW + DAY)
    assert await is_awaited() is told
    kinds = Kinds(frozenset({ROUND_JOB}), but=False)
    assert len(await store.jobs.claim(NOW + 2 * DAY, HOUR, 9, kinds)) == 2
    assert not await is_awaited(), "a round that has begun may not see it"


async def test_a_notification_marks_the_state_and_nothing_else_of_it(store: AnyStore) -> None:
    (one,) = await listed(store, "Work")
    async with store.transactions.write() as tx:
        await store.sync_states.save(tx, state(one.id, **FULL))
        await store.sync_states.mark(tx, {one.id, CalendarId("none")}, NOW + DAY)
        assert await store.sync_states.get(tx, one.id) == state(one.id, **{**FULL, "notified_at": NOW + DAY})


async def test_a_calendar_that_is_not_listed_has_no_state(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        with pytest.raises(Gone):
            await store.sync_states.save(tx, state(CalendarId("none")))
        assert await store.sync_states.locked(tx, CalendarId("none")) is None


async def test_each_due_time_makes_a_state_due_the_longest_unpolled_first(store: AnyStore) -> None:
    polled, compared, renewed, later = await listed(store, "A", "B", "C", "D")
    late = {"poll_at": NOW + DAY, "compare_at": NOW + DAY}
    async with store.transactions.write() as tx:
        await store.sync_states.save(tx, state(polled.id, **{**late, "poll_at": NOW - HOUR}))
        await store.sync_states.save(tx, state(compared.id, **{**late, "compare_at": NOW}))
        await store.sync_states.save(tx, state(renewed.id, **late, renew_at=NOW - DAY))
        await store.sync_states.save(tx, state(later.id, **late, renew_at=NOW + DAY))
    async with store.transactions.write() as tx:
        due = [one.calendar for one in await store.sync_states.due(tx, NOW, 10)]
        assert due[0] == polled.id
        assert set(due) == {polled.id, compared.id, renewed.id}
        assert len(await store.sync_states.due(tx, NOW, 2)) == 2


async def test_deleting_the_connection_deletes_states_and_copies(store: AnyStore) -> None:
    (one,) = await listed(store, "Work")
    async with store.transactions.write() as tx:
        await store.sync_states.save(tx, state(one.id, **FULL))
        await store.mirror.change(tx, one.id, [event("a")], [])
        await store.connections.delete(tx, connection(ADA).id)
    async with store.transactions.read() as tx:
        assert await store.sync_states.get(tx, one.id) is None
        assert await store.sync_states.listening(tx, {"sub-1"}) == ()
        assert await store.mirror.everything(tx, one.id) == {}


async def test_deleting_a_state_deletes_its_copy_only(store: AnyStore) -> None:
    work, team = await listed(store, "Work", "Team")
    async with store.transactions.write() as tx:
        for one in (work, team):
            await store.sync_states.save(tx, state(one.id))
            await store.mirror.change(tx, one.id, [event("a")], [])
        await store.sync_states.delete(tx, work.id)
    async with store.transactions.read() as tx:
        assert await store.mirror.everything(tx, work.id) == {}
        assert await store.mirror.everything(tx, team.id) == {"a": event("a")}


async def test_events_come_back_whole_and_are_replaced_and_removed_by_their_ids(store: AnyStore) -> None:
    (one,) = await listed(store, "Work")
    midnight = NOW.replace(hour=0)
    days = event(
        "days",
        midnight,
        end=midnight + 2 * DAY,
        first_day=date(2027, 3, 1),
        end_day=date(2027, 3, 3),
        show_as=ShowAs.WORKING_ELSEWHERE,
        is_cancelled=True,
        series="master",
        transaction_id="booking",
        web_link="https://outlook.example",
        join_url=None,
        subject="Ünïcode 🙂",
        uid="uid of the series",
        is_organizer=True,
        organizer_address="zoë@contoso.example",
        takes_proposals=False,
        attendees=(Attendee("ben@contoso.example", "Bén"), Attendee("", "", is_optional=True)),
    )
    many = [event(f"many-{number}") for number in range(1200)]
    async with store.transactions.write() as tx:
        await store.sync_states.save(tx, state(one.id))
        await store.mirror.change(tx, one.id, [days, event("Case"), event("case"), *many], ["unknown"])
    async with store.transactions.write() as tx:
        assert (await store.mirror.everything(tx, one.id))["days"] == days
        moved = event("case", NOW + HOUR)
        await store.mirror.change(tx, one.id, [moved], ["days", *(other.id for other in many)])
    async with store.transactions.read() as tx:
        assert await store.mirror.everything(tx, one.id) == {"Case": event("Case"), "case": moved}


async def test_a_window_holds_what_overlaps_it_by_start_for_each_calendar(store: AnyStore) -> None:
    work, team = await listed(store, "Work", "Team")
    before, touching = event("before", NOW - 2 * HOUR), event("touching", NOW - HOUR)
    point, inside, around = event("point", NOW, end=NOW), event("inside", NOW + HOUR), event("around", NOW - DAY)
    around = replace(around, end=NOW + DAY)
    after = event("after", NOW + 2 * HOUR)
    async with store.transactions.write() as tx:
        for one in (work, team):
            await store.sync_states.save(tx, state(one.id))
        await store.mirror.change(tx, work.id, [after, inside, point, touching, before, around], [])
    async with store.transactions.read() as tx:
        found = await store.mirror.events(tx, [work.id, team.id], Range(NOW, NOW + 2 * HOUR))
        assert found == {work.id: (around, point, inside), team.id: ()}
        busy = await store.mirror.busy(tx, [work.id, team.id], Range(NOW, NOW + 2 * HOUR))
        assert set(busy) == {busy_time(one, work.id) for one in (around, point, inside)}
        assert await store.mirror.busy(tx, [], Range(NOW, NOW + HOUR)) == ()


async def test_busy_times_of_whole_days_are_dates_and_none_opens_the_words(real_store: Store) -> None:
    (work,) = await listed(real_store, "Work")
    day, timed = event("days", NOW - DAY, end=NOW + DAY), event("timed", NOW, show_as=ShowAs.OOF, is_cancelled=True)
    day = replace(day, first_day=NOW.date() - DAY, end_day=NOW.date() + DAY)
    async with real_store.transactions.write() as tx:
        await real_store.sync_states.save(tx, state(work.id))
        await real_store.mirror.change(tx, work.id, [day, timed], [])
        await connection_of(tx).execute(update(tables.busy_block).values(sealed_words="lost"))
    async with real_store.transactions.read() as tx:
        busy = await real_store.mirror.busy(tx, [work.id], Range(NOW, NOW + HOUR))
    assert set(busy) == {busy_time(day, work.id), busy_time(timed, work.id)}
    assert {one.all_day for one in busy} == {True, False}


async def test_words_of_events_are_sealed_and_a_swapped_row_does_not_open(real_store: Store) -> None:
    work, team = await listed(real_store, "Work", "Team")
    async with real_store.transactions.write() as tx:
        for one in (work, team):
            await real_store.sync_states.save(tx, state(one.id))
            words = event("a", organizer_address="poisoned@x", attendees=(Attendee("poisoned@y", "Poisoned"),))
            await real_store.mirror.change(tx, one.id, [words], [])
    async with real_store.transactions.write() as tx:
        raw = (await connection_of(tx).execute(text("SELECT * FROM busy_block"))).all()
        assert "oisoned" not in str(raw)
        await connection_of(tx).execute(
            text(
                "UPDATE busy_block SET sealed_words = (SELECT other.sealed_words FROM busy_block AS other "
                "WHERE other.calendar = :team) WHERE calendar = :work"
            ),
            {"team": team.id, "work": work.id},
        )
        with pytest.raises(Undecipherable):
            await real_store.mirror.everything(tx, work.id)


async def test_what_the_previous_version_wrote_after_the_upgrade_is_read_too(real_store: Store) -> None:
    (work,) = await listed(real_store, "Work")
    old = event("a", subject="Old", attendees=(Attendee("ben@contoso.example", "Ben"),))
    async with real_store.transactions.write() as tx:
        await real_store.sync_states.save(tx, state(work.id))
        await real_store.mirror.change(tx, work.id, [old], [])
        four = KEYRING.seal(Cell("busy_block", f"{work.id}/a", "words"), json.dumps(["Old", "Name", None, None]))
        await connection_of(tx).execute(text("UPDATE busy_block SET sealed_words = :four"), {"four": four})
        read = (await real_store.mirror.everything(tx, work.id))["a"]
    assert (read.subject, read.organizer_name, read.organizer_address, read.attendees) == ("Old", "Name", "", ())
