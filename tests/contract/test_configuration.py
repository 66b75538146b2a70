"""Calendars and preferences."""

from dataclasses import replace
from datetime import date

import pytest

from core.availability import ONLY_BUSY, Hours
from core.configuration.model import CalendarId, CalendarKind, Journey, SeenBy
from core.connection.model import ConnectionId
from core.people.model import Invitee
from core.shared.errors import Gone
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, calendar, chat_user, connection, preferences

MINE = connection(ADA)


@pytest.fixture(autouse=True)
async def _connected(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        await store.connections.save(tx, MINE)
        await store.connections.save(tx, connection(BEN))


async def test_the_default_calendar_comes_first_then_own_shared_and_automatic_ones_by_name(store: AnyStore) -> None:
    default = calendar(MINE.id, "Zebra", is_default=True)
    own = [calendar(MINE.id, name) for name in ("apples", "Bees")]
    shared = [calendar(MINE.id, name, kind=CalendarKind.SHARED, can_edit=False) for name in ("aardvark", "Team")]
    automatic = calendar(MINE.id, "Aholidays", kind=CalendarKind.AUTOMATIC)
    async with store.transactions.write() as tx:
        await store.calendars.replace(tx, MINE.id, (automatic, *reversed(shared), *reversed(own), default))
    async with store.transactions.read() as tx:
        assert await store.calendars.of_person(tx, ADA) == (default, *own, *shared, automatic)
        assert await store.calendars.of_person(tx, BEN) == ()
        assert await store.calendars.get(tx, own[0].id) == own[0]


async def test_a_calendar_listed_again_keeps_its_id_and_takes_its_new_name(store: AnyStore) -> None:
    before = calendar(MINE.id, "Old")
    after = replace(before, id=CalendarId("fresh id of this listing"), name="New", can_edit=False)
    async with store.transactions.write() as tx:
        await store.calendars.replace(tx, MINE.id, (before,))
        await store.calendars.replace(tx, MINE.id, (after,))
    async with store.transactions.read() as tx:
        assert await store.calendars.of_person(tx, ADA) == (replace(after, id=before.id),)


async def test_outlook_ids_that_differ_in_case_are_two_calendars(store: AnyStore) -> None:
    both = (calendar(MINE.id, "One", outlook_id="AAMkA="), calendar(MINE.id, "Two", outlook_id="AAMka="))
    async with store.transactions.write() as tx:
        await store.calendars.replace(tx, MINE.id, both)
    async with store.transactions.read() as tx:
        assert await store.calendars.of_person(tx, ADA) == both


async def test_vanished_calendars_are_deleted_and_those_of_others_stay(store: AnyStore) -> None:
    gone, kept, others = calendar(MINE.id, "Gone"), calendar(MINE.id, "Kept"), calendar(connection(BEN).id, "Gone")
    async with store.transactions.write() as tx:
        await store.calendars.replace(tx, MINE.id, (gone, kept))
        await store.calendars.replace(tx, others.connection, (others,))
        await store.calendars.replace(tx, MINE.id, (kept,))
    async with store.transactions.read() as tx:
        assert await store.calendars.of_person(tx, ADA) == (kept,)
        assert await store.calendars.get(tx, gone.id) is None
        assert await store.calendars.of_person(tx, BEN) == (others,)


async def test_calendars_of_a_connection_deleted_meanwhile_are_refused(store: AnyStore) -> None:
    gone = ConnectionId("gone")
    async with store.transactions.write() as tx:
        with pytest.raises(Gone):
            await store.calendars.replace(tx, gone, (calendar(gone, "Calendar"),))
        await store.calendars.replace(tx, gone, ())


async def test_preferences_come_back_as_saved_and_are_replaced_whole(store: AnyStore) -> None:
    first = preferences(ADA)
    second = preferences(
        ADA,
        linked=None,
        conflicts=frozenset(),
        linked_blocks=False,
        blocking=ONLY_BUSY,
        hours=Hours(),
        home_zone="America/St_Johns",
        duration_minutes=45,
        step_minutes=15,
        buffer_before_minutes=5,
        buffer_after_minutes=10,
        minimum_notice_minutes=0,
        horizon_days=14,
        warnings=False,
        warned_shared=frozenset({CalendarId("team"), CalendarId("room")}),
        unwarned_own=frozenset({CalendarId("a")}),
        quiet_from_minute=0,
        quiet_to_minute=1439,
        own_hours=True,
        outlook_hours=Hours.parse({"mon": [["22:00", "06:00"]]}),
        travel=(
            Journey(date(2027, 3, 8), date(2027, 3, 12), "America/New_York", local_hours=True),
            Journey(date(2027, 4, 1), date(2027, 4, 1), "Asia/Kathmandu", local_hours=False),
        ),
        daily_limit=4,
        two_way=frozenset({CalendarId("calendar-7")}),
        hidden_titles=frozenset({ConnectionId("personal"), ConnectionId("elsewhere")}),
        ignored=((CalendarId("calendar-7"), date(2027, 3, 8)), (CalendarId("calendar-8"), date(2027, 12, 31))),
    )
    for chosen in (first, second):
        async with store.transactions.write() as tx:
            await store.preferences.save(tx, chosen)
        async with store.transactions.read() as tx:
            assert await store.preferences.get(tx, ADA) == chosen


async def test_preferences_are_none_before_the_first_connection_and_after_deletion(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        await store.preferences.save(tx, preferences(ADA))
        await store.preferences.save(tx, preferences(BEN))
        await store.preferences.delete(tx, ADA)
    async with store.transactions.read() as tx:
        assert await store.preferences.get(tx, ADA) is None
        assert await store.preferences.get(tx, BEN) == preferences(BEN)


async def test_who_may_see_free_times_comes_back_as_it_was_chosen(store: AnyStore) -> None:
    people = (Invitee("Zoë <b>", "zoe@contoso.example", BEN, chat_user(BEN)), Invitee("Cleo", None, None, None))
    chosen = preferences(ADA, seen_by=SeenBy.CHOSEN, shown_to=people)
    async with store.transactions.write() as tx:
        await store.preferences.save(tx, chosen)
        assert await store.preferences.get(tx, ADA) == chosen
        await store.preferences.save(tx, replace(chosen, seen_by=SeenBy.NOBODY))
    async with store.transactions.read() as tx:
        assert await store.preferences.get(tx, ADA) == replace(chosen, seen_by=SeenBy.NOBODY)
