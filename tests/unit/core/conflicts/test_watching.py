"""What is said of double bookings, when, and how often."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from core.conflicts.model import CauseId, End, Ending, Form, Ledger, State
from core.conflicts.usecases import LOOK_JOB, SAY_JOB
from core.people.model import PersonId
from tests.contract.examples import connection, state
from tests.simulation.desk import Desk
from tests.unit.core.conflicts.conftest import DAY, HOUR, MONDAY_TEN, TOMORROW, meeting


def local_time(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2027, month, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


async def states(desk: Desk) -> list[State]:
    return [one.state for one in (await desk.ledger()).conflicts.values()]


async def test_a_clash_is_said_once_when_it_has_stood_for_ninety_seconds(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + timedelta(seconds=89))
    assert await states(desk) == [State.OPEN]
    assert desk.messages == {}
    await desk.work(MONDAY_TEN + timedelta(seconds=90))
    assert await states(desk) == [State.TOLD]
    (message,) = desk.messages.values()
    assert (message.form, message.came) == (Form.CAUSE, MONDAY_TEN + timedelta(seconds=90))
    await desk.work(MONDAY_TEN + HOUR)
    assert len(desk.messages) == 1
    assert message.edits == 0


async def test_a_clash_that_vanishes_within_ninety_seconds_is_never_said(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + timedelta(seconds=60))
    await desk.change(meeting("b", TOMORROW + 3 * HOUR))
    await desk.work(MONDAY_TEN + DAY)
    assert desk.messages == {}


async def test_what_vanished_is_not_said_even_when_nobody_has_looked_since(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work()
    (cause,) = (await desk.ledger()).causes
    async with desk.store.transactions.write() as tx:
        await desk.store.mirror.change(tx, desk.calendars["Work"].id, [], ["b"])
    desk.clock.advance(timedelta(seconds=90))
    await desk.watching.say(desk.person, cause)
    assert await states(desk) == [State.RESOLVED]
    await desk.work(MONDAY_TEN + HOUR)
    assert desk.messages == {}


async def test_the_same_message_is_edited_when_the_overlap_has_gone(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + timedelta(minutes=2))
    await desk.change(meeting("b", TOMORROW + 3 * HOUR))
    await desk.work()
    (message,) = desk.messages.values()
    assert message.edits == 1
    (one,) = (await desk.ledger()).conflicts.values()
    assert one.ending is not None
    assert one.ending.now is not None
    assert one.ending.now.start == TOMORROW + 3 * HOUR


async def test_a_meeting_that_was_moved_weeks_away_is_found_there(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + timedelta(minutes=2))
    await desk.change(meeting("b", TOMORROW + 40 * DAY))
    await desk.work()
    (one,) = (await desk.ledger()).conflicts.values()
    assert one.ending is not None
    assert one.ending.now is not None
    assert one.ending.now.start == TOMORROW + 40 * DAY


async def test_the_fourth_clash_of_a_day_and_what_comes_at_night_wait_for_the_morning(desk: Desk) -> None:
    for number in range(5):
        await desk.change(*(meeting(f"{number}{one}", TOMORROW + (2 + number) * DAY) for one in "ab"))
        await desk.work(desk.clock.now() + 2 * HOUR)
    assert [one.form for one in desk.messages.values()] == [Form.CAUSE] * 3
    await desk.work(local_time(3, 1, 21))
    await desk.change(meeting("night", TOMORROW + 12 * DAY), meeting("shift", TOMORROW + 12 * DAY))
    await desk.work(local_time(3, 2, 7, 59))
    assert len(desk.messages) == 3
    await desk.work(local_time(3, 2, 9))
    digest = list(desk.messages.values())[3:]
    assert [(one.form, one.came, len(one.causes)) for one in digest] == [(Form.DIGEST, local_time(3, 2, 8), 3)]


async def test_a_clash_within_the_hour_is_said_at_once_also_at_night(desk: Desk) -> None:
    await desk.work(local_time(3, 1, 22))
    soon = desk.clock.now() + timedelta(minutes=50)
    await desk.change(meeting("a", soon), meeting("b", soon))
    await desk.work()
    assert [one.came for one in desk.messages.values()] == [local_time(3, 1, 22)]


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


async def test_a_look_that_finds_nothing_new_writes_nothing(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"), meeting("c", TOMORROW + HOUR))
    await desk.work(MONDAY_TEN + HOUR)
    desk.crashes.countdown = 0
    for _ in range(3):
        await desk.watching.look(desk.person)
        await desk.watching.chosen(desk.person)
    assert desk.crashes.countdown == 0


async def test_an_overlap_that_has_passed_is_over_without_any_change_in_outlook(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(TOMORROW + HOUR)
    (one,) = (await desk.ledger()).conflicts.values()
    assert one.ending == Ending(End.OVER)
    (message,) = desk.messages.values()
    assert message.edits == 1


async def test_everybody_has_one_look_in_their_night_however_often_it_is_asked_for(desk: Desk) -> None:
    assert await desk.watching.daily() == 1
    assert await desk.watching.daily() == 1
    tables = desk.store.transactions.tables
    (job,) = [job for job in tables.jobs.values() if job.kind == LOOK_JOB]
    assert local_time(3, 2, 1) <= job.run_at < local_time(3, 2, 4)


async def test_a_clash_that_comes_within_the_fortnight_by_itself_is_in_the_mornings_digest(desk: Desk) -> None:
    far = local_time(3, 15, 15)
    await desk.change(meeting("a", far), meeting("b", far))
    await desk.watching.daily()
    await desk.work(local_time(3, 2, 9))
    assert [(one.form, one.came) for one in desk.messages.values()] == [(Form.DIGEST, local_time(3, 2, 8))]


async def test_how_long_a_change_took_to_be_looked_at_is_measured_from_outlooks_notification(desk: Desk) -> None:
    desk.detected.clear()
    await desk.change(meeting("a"))
    desk.clock.advance(timedelta(seconds=0.4))
    await desk.work()
    assert desk.detected == [0.4]


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


async def test_many_looks_ask_for_one_job_each_time_that_a_cause_is_due(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work()
    for number in range(20):
        desk.clock.advance(timedelta(seconds=1))
        await desk.change(meeting(f"other-{number}", TOMORROW + 5 * HOUR + number * HOUR))
        await desk.work()
    waiting = [job.kind for job in desk.store.transactions.tables.jobs.values()]
    assert sorted(waiting) == [LOOK_JOB, SAY_JOB]


async def test_what_a_job_that_was_given_up_should_have_said_is_said_after_the_next_night(desk: Desk) -> None:
    await desk.change(meeting("a", TOMORROW + 5 * DAY), meeting("b", TOMORROW + 5 * DAY))
    await desk.work()
    await desk.watching.daily()
    jobs = desk.store.transactions.tables.jobs
    (said,) = [job for job in jobs.values() if job.kind == SAY_JOB]
    del jobs[said.id]
    await desk.work(local_time(3, 2, 9))
    assert [one.form for one in desk.messages.values()] == [Form.DIGEST]


async def test_what_changes_between_the_look_and_the_lock_is_not_said(desk: Desk) -> None:
    work = desk.calendars["Work"].id

    async def meanwhile() -> None:
        async with desk.store.transactions.write() as tx:
            await desk.store.mirror.change(tx, work, [meeting("c", TOMORROW + 3 * HOUR)], ["b"])

    await desk.change(meeting("a"), meeting("b"))
    desk.points.meanwhile = meanwhile
    await desk.work()
    assert (await desk.ledger()).conflicts == {}


async def test_a_person_who_keeps_both_during_a_look_is_heard(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + HOUR)
    (cause,) = (await desk.ledger()).causes

    async def meanwhile() -> None:
        desk.points.meanwhile = None
        await desk.settling.keep(desk.person, cause)

    await desk.change(meeting("x", TOMORROW + DAY), meeting("y", TOMORROW + DAY))
    desk.points.meanwhile = meanwhile
    await desk.work()
    assert sorted(await states(desk)) == [State.KEPT, State.OPEN]


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
