"""Which calendars are watched, from when on, and for whom."""

from core.conflicts.model import CauseId, Form, Ledger, State
from core.people.model import PersonId
from tests.contract.examples import connection, state
from tests.simulation.desk import Desk
from tests.unit.core.conflicts.conftest import DAY, HOUR, MONDAY_TEN, TOMORROW, meeting, states


async def test_what_was_there_when_a_calendar_is_first_read_is_one_line(desk: Desk) -> None:
    await desk.connect("Work", "Team")
    many = [meeting(f"{number}{one}", TOMORROW + number * DAY) for number in range(4) for one in "ab"]
    await desk.change(*many, calendar="Team")
    await desk.work(MONDAY_TEN + HOUR)
    assert [(one.form, len(one.causes)) for one in desk.messages.values()] == [(Form.BACKLOG, 4)]


async def test_a_look_between_the_first_reading_and_its_own_look_interrupts_nobody(desk: Desk) -> None:
    await desk.connect("Work", "Team")
    await desk.change(meeting("a"))
    await desk.change(meeting("b"), calendar="Team")
    await desk.watching.look(desk.person)
    await desk.work(MONDAY_TEN + HOUR)
    assert [one.form for one in desk.messages.values()] == [Form.BACKLOG]


async def test_a_calendar_that_has_not_been_read_completely_takes_no_part(desk: Desk) -> None:
    await desk.connect("Work", "Team")
    await desk.change(meeting("a"))
    async with desk.store.transactions.write() as tx:
        await desk.store.mirror.change(tx, desk.calendars["Team"].id, [meeting("b")], [])
    await desk.watching.look(desk.person)
    assert (await desk.ledger()).conflicts == {}


async def test_clashes_in_a_shared_calendar_are_its_owners_until_one_wants_to_hear_of_them(desk: Desk) -> None:
    await desk.connect("Work", "Shared")
    await desk.change(meeting("a"))
    await desk.change(meeting("b"), calendar="Shared")
    await desk.work(MONDAY_TEN + HOUR)
    assert (await desk.ledger()).conflicts == {}
    await desk.choose(warned_shared=frozenset({desk.calendars["Shared"].id}))
    await desk.work(MONDAY_TEN + 2 * HOUR)
    assert [one.form for one in desk.messages.values()] == [Form.BACKLOG]
    await desk.choose(unwarned_own=frozenset({desk.calendars["Work"].id}))
    assert await states(desk) == [State.RESOLVED]


async def test_who_wants_no_warnings_gets_none_and_finds_everything_in_the_list(desk: Desk) -> None:
    await desk.choose(warnings=False)
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + DAY)
    assert desk.messages == {}
    assert await states(desk) == [State.OPEN]


async def test_nothing_is_looked_at_for_somebody_who_has_left(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work()
    (cause,) = (await desk.ledger()).causes
    async with desk.store.transactions.write() as tx:
        await desk.store.connections.delete(tx, connection(desk.person).id)
        await desk.store.preferences.delete(tx, desk.person)
    await desk.settling.forget(desk.person)
    for job in (desk.watching.look, desk.watching.chosen, desk.watching.digest):
        await job(desk.person)
    await desk.watching.say(desk.person, cause)
    await desk.work(MONDAY_TEN + DAY)
    assert (await desk.ledger()) == Ledger(desk.person)
    assert desk.messages == {}


async def test_jobs_of_a_person_who_exists_no_more_do_nothing(desk: Desk) -> None:
    nobody = PersonId("nobody")
    await desk.watching.say(nobody, CauseId("none"))
    await desk.watching.look(nobody)
    await desk.settling.forget(nobody)


async def test_while_a_copy_is_not_there_what_is_known_of_it_stays_as_it_is(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + HOUR)
    work = desk.calendars["Work"].id
    async with desk.store.transactions.write() as tx:
        await desk.store.sync_states.delete(tx, work)
    await desk.watching.look(desk.person)
    assert await states(desk) == [State.TOLD]
    async with desk.store.transactions.write() as tx:
        await desk.store.sync_states.save(tx, state(work))
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + 2 * HOUR)
    assert await states(desk) == [State.TOLD]
    assert [one.edits for one in desk.messages.values()] == [0]


async def test_a_calendar_that_blocks_nothing_is_not_warned_of(desk: Desk) -> None:
    await desk.connect("Work", "Ideas")
    await desk.choose(conflicts=frozenset({desk.calendars["Work"].id}))
    await desk.change(meeting("a"))
    await desk.change(meeting("b"), calendar="Ideas")
    await desk.work(MONDAY_TEN + HOUR)
    assert (await desk.ledger()).conflicts == {}
    await desk.choose(linked=desk.calendars["Ideas"].id, linked_blocks=False)
    assert (await desk.ledger()).conflicts == {}
    await desk.choose(linked_blocks=True)
    assert await states(desk) == [State.TOLD]
