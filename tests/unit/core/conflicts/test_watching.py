"""What is said of double bookings, when, and how often."""

from datetime import timedelta

from core.conflicts.model import End, Ending, Form, State
from core.conflicts.usecases import LOOK_JOB, SAY_JOB
from tests.simulation.desk import Desk
from tests.unit.core.conflicts.conftest import DAY, HOUR, MONDAY_TEN, TOMORROW, local_time, meeting, states


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


async def test_what_vanished_overnight_is_not_in_the_digest(desk: Desk) -> None:
    await desk.work(local_time(3, 1, 21))
    await desk.change(meeting("a", TOMORROW + DAY), meeting("b", TOMORROW + DAY))
    await desk.work(local_time(3, 2, 7))
    async with desk.store.transactions.write() as tx:
        await desk.store.mirror.change(tx, desk.calendars["Work"].id, [], ["b"])
    await desk.work(local_time(3, 2, 9))
    assert desk.messages == {}
    assert await states(desk) == [State.RESOLVED]


async def test_what_has_been_over_for_a_week_is_forgotten(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(TOMORROW + 2 * HOUR)
    assert await states(desk) == [State.RESOLVED]
    desk.clock.set(TOMORROW + 8 * DAY + 2 * HOUR)
    await desk.watching.look(desk.person)
    ledger = await desk.ledger()
    assert (ledger.conflicts, ledger.causes) == ({}, {})


async def test_while_nobody_works_looks_do_not_heap_up_jobs(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work()
    for _ in range(5):
        desk.clock.advance(timedelta(minutes=20))
        await desk.watching.look(desk.person)
    waiting = [job.kind for job in desk.store.transactions.tables.jobs.values()]
    assert sorted(waiting) == [LOOK_JOB, SAY_JOB]


async def test_a_clash_that_is_dragged_into_the_next_hour_does_not_wait_any_longer(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work(MONDAY_TEN + timedelta(seconds=30))
    soon = MONDAY_TEN + timedelta(minutes=40)
    await desk.change(meeting("a", soon), meeting("b", soon))
    await desk.work(MONDAY_TEN + HOUR)
    assert [one.came for one in desk.messages.values()] == [MONDAY_TEN + timedelta(seconds=30)]
