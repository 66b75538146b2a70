"""kill -9 at every step of booking and cancelling, and random histories of all of it, moving among it."""

import asyncio
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from core.booking.model import HOLD_LEASE, Booking, BookingState, meet
from core.dialogue.model import Notice
from core.dialogue.screens import BookingCard
from core.shared.errors import InvalidChoice, OutlookRejected, OutlookUnavailable, SlotTaken
from core.shared.transaction import Transaction
from core.sync.model import Event
from tests.fakes.booking import FakeBookings
from tests.fakes.outlook import DEFAULT, FakeOutlook
from tests.unit.core.booking_scene import HOUR, TEN, hold, killed_at, now_of, release, scene, state_of
from tests.unit.core.crashing import CrashingOutlook
from tests.unit.core.ways_out import desk
from tests.unit.world import World, user

_, HELD, PUSHING, CONFIRMED, CANCELLING, CANCELLED, MOVED, FAILED, RELEASED = BookingState
MOST_STEPS = 200


async def booked(world: World) -> Booking:
    """A held booking whose card is followed in Ada's direct messages."""
    booking = await hold(world)
    async with world.store.transactions.write() as tx:
        await world.store.notices.save(tx, Notice(booking.host, f"booking:{booking.id}", "card", user("ada"), None))
    return booking


@pytest.mark.parametrize("asleep", [timedelta(), HOLD_LEASE], ids=["at once", "after the lease"])
async def test_a_booking_killed_at_any_step_is_in_outlook_once_or_not_booked_and_its_card_says_which(
    asleep: timedelta,
) -> None:
    ends = set()
    for step in range(MOST_STEPS):
        world = await scene()
        booking = await booked(world)
        killed = await killed_at(step, world, world.work)
        world.clock.advance(asleep)
        await world.work(through=timedelta(minutes=2))
        state, failure = state_of(world, booking)
        ends.add((state, failure))
        assert len(world.box("ada").written(booking.id)) == (state is CONFIRMED)
        card = world.messenger.last(user("ada"))
        assert isinstance(card, BookingCard)
        assert card.done is (state is CONFIRMED)
        if not killed:
            assert step > 10
            break
    assert ends == ({(CONFIRMED, None)} | ({(FAILED, "lapsed")} if asleep else set()))


async def test_a_cancellation_killed_at_any_step_is_carried_out_once() -> None:
    for step in range(MOST_STEPS):
        world = await scene()
        booking = await hold(world)
        await world.work()

        async def cancel(world: World = world, booking: Booking = booking) -> None:
            await release(world, booking)
            await world.work()

        killed = await killed_at(step, world, cancel)
        if state_of(world, booking)[0] is CONFIRMED:  # killed before the click had an effect
            assert len(world.box("ada").written(booking.id)) == 1
            await release(world, booking)
        await world.work(through=timedelta(minutes=2))
        assert state_of(world, booking) == (CANCELLED, None)
        assert world.box("ada").all_events() == []
        if not killed:
            break


class Bookings(RuleBasedStateMachine):
    """Three people book, cancel, crash, wait and edit in Outlook, in any order."""

    outlook: type[FakeOutlook] = CrashingOutlook

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.Runner()
        self.world = self.run(desk("ada", "ben", "carol", outlook=self.outlook))
        self.prepare()

    def prepare(self) -> None:
        """For the wrong machines below."""

    def run(self, work):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
        return self.loop.run(work)

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        try:
            self.settle()
        finally:
            self.loop.close()

    def settle(self) -> None:
        """Outlook answers again, and every job comes to its end."""
        self.world.outlook.faults = []
        for key in ("ada", "ben", "carol"):
            self.world.box(key).unreadable.clear()
        self.run(self.world.restart())
        self.run(self.world.work(through=timedelta(minutes=30)))
        assert {one.state for one in self.all} <= {CONFIRMED, CANCELLED, MOVED, FAILED}
        self.outlook_has_what_is_confirmed()
        for one in self.all:
            if one.state is CONFIRMED:
                assert [event.start for event in self.written(one)] == [one.plan.when.start]
        self.nobody_is_booked_twice()

    @property
    def all(self) -> list[Booking]:
        return list(self.world.store.transactions.tables.bookings.values())

    @rule(
        host=st.sampled_from(["ada", "ben", "carol"]),
        guests=st.sets(st.sampled_from(["ada", "ben", "carol"])),
        half_hours=st.integers(0, 5),
        request=st.sampled_from(["", "click-1", "click-2"]),
    )
    def book(self, host: str, guests: set[str], half_hours: int, request: str) -> None:
        start = TEN + half_hours * timedelta(minutes=30)
        try:
            self.run(hold(self.world, host, tuple(sorted(guests - {host})), start, request))
        except (SlotTaken, InvalidChoice):
            return

    @rule(
        fault=st.sampled_from(["", "", "lost before", "lost after", "refused"]),
        crash=st.one_of(st.none(), st.integers(0, 30)),
        seconds=st.sampled_from([0, 0, 3, 70]),
    )
    def work(self, fault: str, crash: int | None, seconds: int) -> None:
        refused = OutlookRejected(400, "ErrorInvalidRequest")
        self.world.outlook.faults = [refused] if fault == "refused" else [fault] if fault else []
        if crash is None:
            self.run(self.world.work(through=timedelta(seconds=seconds)))
        else:
            self.run(killed_at(crash, self.world, self.world.work))

    @rule(seconds=st.sampled_from([1, 20, 59, 61]))
    def wait(self, seconds: int) -> None:
        self.world.clock.advance(timedelta(seconds=seconds))

    @rule(number=st.integers(0, 5))
    def cancel(self, number: int) -> None:
        confirmed = [one for one in self.all if one.state is CONFIRMED]
        if confirmed:
            self.run(release(self.world, confirmed[number % len(confirmed)]))

    @rule(key=st.sampled_from(["ada", "ben", "carol"]), half_hours=st.integers(0, 5))
    def edit_in_outlook(self, key: str, half_hours: int) -> None:
        start = TEN + half_hours * timedelta(minutes=30)
        self.world.box(key).add(start, start + timedelta(minutes=30))

    @rule(key=st.sampled_from(["ada", "ben", "carol"]))
    def lose_a_calendar(self, key: str) -> None:
        unreadable = self.world.box(key).unreadable
        if not unreadable.pop(DEFAULT, None):
            unreadable[DEFAULT] = OutlookUnavailable()

    def written(self, booking: Booking) -> list[Event]:
        return [event for box in self.world.outlook.mailboxes.values() for event in box.written(booking.id)]

    @invariant()
    def nobody_is_booked_twice(self) -> None:
        live = [one for one in self.all if one.is_live(self.world.clock.now())]
        for number, one in enumerate(live):
            for other in live[:number]:
                together = one.protected & other.protected
                assert not (together and meet(one, other))

    @invariant()
    def outlook_has_what_is_confirmed(self) -> None:
        for one in self.all:
            written = self.written(one)
            if one.state is CONFIRMED:
                assert [event.id for event in written] == [one.outlook_id]
            elif one.state in (HELD, CANCELLED, FAILED):
                assert written == []
            else:
                assert len(written) <= 1


class Movings(Bookings):
    """They also move what they booked."""

    @rule(number=st.integers(0, 5), half_hours=st.integers(-4, 8))
    def move(self, number: int, half_hours: int) -> None:
        confirmed = [one for one in self.all if one.state is CONFIRMED]
        if not confirmed:
            return
        chosen = confirmed[number % len(confirmed)]
        key = next(key for key in ("ada", "ben", "carol") if self.world.box(key).written(chosen.id))
        start = TEN + half_hours * timedelta(minutes=30)
        try:
            self.run(self.world.move(chosen.outlook_id or "", start, key))
        except (SlotTaken, InvalidChoice):
            return


SUITE = settings(max_examples=15, stateful_step_count=25, suppress_health_check=list(HealthCheck))
HUNT = settings(
    SUITE,
    max_examples=300,
    derandomize=True,
    stateful_step_count=50,
    database=None,
    phases=[Phase.generate],
    report_multiple_bugs=False,
)


def test_no_history_books_anybody_twice_or_loses_or_doubles_an_event() -> None:
    run_state_machine_as_test(Movings, settings=SUITE)


class WithoutTransactionIds(CrashingOutlook):
    """Outlook can't tell a repetition from a second meeting."""

    async def create(self, booking):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
        known = self._mailbox("create", booking.connection).written(booking.id)
        if known:
            self._write(self._mailbox("create", booking.connection), booking)
        return await super().create(booking)


class Doubled(Bookings):
    outlook = WithoutTransactionIds


class BlindBookings(FakeBookings):
    """Sees no other booking."""

    async def live_overlapping(self, tx: Transaction, *_: object) -> tuple[Booking, ...]:
        return ()


class Overlapping(Bookings):
    """The transaction doesn't look, and neither does the database."""

    def prepare(self) -> None:
        self.world.holding._bookings = self.world.gathering._bookings = BlindBookings()

    def run(self, work):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
        import tests.fakes.booking as fake

        kept, fake.refuse_overlap = fake.refuse_overlap, lambda *_: None
        try:
            return super().run(work)
        finally:
            fake.refuse_overlap = kept


class Hasty(Bookings):
    """Every refusal frees the time, also after an attempt of unknown outcome."""

    def prepare(self) -> None:
        world, real = self.world, self.world.pushing.push

        async def push(booking_id):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
            try:
                await real(booking_id)
            except OutlookUnavailable:
                booking = now_of(world, booking_id)
                if booking.state is PUSHING:
                    await world.pushing._fail(booking, "outlook_unavailable")

        world.pushing.push = push  # type: ignore[method-assign]


@pytest.mark.parametrize("wrong", [Doubled, Overlapping, Hasty])
def test_a_wrong_program_is_found_out_by_the_same_histories(wrong: type[Bookings]) -> None:
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        run_state_machine_as_test(wrong, settings=HUNT)


async def test_an_hour_that_a_hold_lost_is_free_for_the_next_one_in_outlook_too() -> None:
    world = await scene()
    booking = await hold(world)
    world.box("ben").add(TEN, TEN + HOUR)
    await world.work()
    assert state_of(world, booking) == (FAILED, "slot_taken")
    again = await hold(world, "ada", (), TEN)
    await world.work()
    assert state_of(world, again) == (CONFIRMED, None)
