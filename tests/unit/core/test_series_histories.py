"""Random histories of people who also book series, call their dates off and move them, while the process dies."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule, run_state_machine_as_test

from core.booking.model import Booking, BookingState, MeetingPlan
from core.booking.repeats import Every, Repeats
from core.booking.usecases.recurring import Decided, Decision
from core.booking.usecases.recurring_writing import SeriesWriting
from core.shared.errors import ClearhourError
from core.shared.ids import new_id
from core.shared.ranges import Range
from tests.unit.core.booking_scene import HOUR, TEN, invitee
from tests.unit.core.series_scene import ZONE
from tests.unit.core.test_booking_crashes import HUNT, SUITE, Bookings

PEOPLE = ("ada", "ben", "carol")
RULE = Repeats(Every.WEEKLY, number=3)
NUMBERS = st.integers(0, 2)


class Series(Bookings):
    """They repeat some of their meetings."""

    @rule(
        host=st.sampled_from(PEOPLE),
        guests=st.sets(st.sampled_from(PEOPLE)),
        half_hours=st.integers(0, 5),
        skipped=st.sets(NUMBERS, max_size=2),
        moved=st.none() | NUMBERS,
    )
    def book_series(self, host: str, guests: set[str], half_hours: int, skipped: set[int], moved: int | None) -> None:
        decided = [Decided(number, Decision.SKIP) for number in sorted(skipped - {moved})]
        start = TEN + half_hours * timedelta(minutes=30)
        if moved is not None:
            decided.append(Decided(moved, Decision.MOVE, start + timedelta(weeks=moved, days=1)))
        try:
            self.run(self._hold_series(host, tuple(sorted(guests - {host})), start, tuple(decided)))
        except ClearhourError:
            return

    async def _hold_series(
        self, host: str, guests: tuple[str, ...], start: object, decided: tuple[Decided, ...]
    ) -> None:
        invitees = tuple([await invitee(self.world, key) for key in guests])
        plan = MeetingPlan("Weekly", Range(start, start + HOUR), invitees, repeats=RULE)  # type: ignore[arg-type, operator]
        recurring = self.world.rooms.bookings.recurring
        reviewed = await recurring.review(await self.world.person(host), plan, ZONE, decided)
        prepared = await recurring.prepare(reviewed, new_id())
        async with self.world.store.transactions.write() as tx:
            await self.world.holding.hold(tx, prepared)

    @rule(chosen=st.integers(0, 3), number=NUMBERS)
    def call_a_date_off(self, chosen: int, number: int) -> None:
        series = self._confirmed_series()
        if not series:
            return
        one = series[chosen % len(series)]

        async def end() -> None:
            async with self.world.store.transactions.write() as tx:
                await self._dates.end(tx, one.host, one.id, number)

        self.run(end())

    @rule(chosen=st.integers(0, 3), number=NUMBERS, half_hours=st.integers(-3, 6))
    def move_a_date(self, chosen: int, number: int, half_hours: int) -> None:
        series = self._confirmed_series()
        if not series:
            return
        one = series[chosen % len(series)]
        date = one.dates[number]
        if date.when is None or date.ending:
            return
        there = date.planned.start + half_hours * timedelta(minutes=30)

        async def move() -> None:
            prepared = await self._dates.prepare_move(one, date, there, ZONE, new_id())
            async with self.world.store.transactions.write() as tx:
                await self.world.holding.hold(tx, prepared)

        try:
            self.run(move())
        except ClearhourError:
            return

    @property
    def _dates(self):  # type: ignore[no-untyped-def] # noqa: ANN202
        return self.world.rooms.bookings.dates

    def _confirmed_series(self) -> list[Booking]:
        return [one for one in self.all if one.state is BookingState.CONFIRMED and one.dates]

    def settle(self) -> None:
        super().settle()
        self.dates_stand_where_they_are_known()

    def dates_stand_where_they_are_known(self) -> None:
        for one in self._confirmed_series():
            box = next(box for box in self.world.outlook.mailboxes.values() if box.written(one.id))
            stands = sorted(event.start for event in box.dates_of(one.outlook_id or "") if not event.is_cancelled)
            assert stands == [when.start for when in one.occurrences], one
            assert not any(date.ending or date.is_open for date in one.dates)

    @invariant()
    def nobody_is_booked_twice(self) -> None:
        """Date by date."""
        live = [one for one in self.all if one.is_live(self.world.clock.now())]
        for number, one in enumerate(live):
            for other in live[:number]:
                if one.protected & other.protected:
                    assert not any(when.overlaps(there) for when in one.occurrences for there in other.occurrences)


def test_no_history_doubles_a_date_or_loses_what_was_decided_about_it() -> None:
    run_state_machine_as_test(Series, settings=settings(SUITE, max_examples=5, stateful_step_count=16))


class Forgetful(Series):
    """The steps of a series aren't repeated: what a dead process left is called done."""

    def prepare(self) -> None:
        async def complete(_self: SeriesWriting, booking: Booking, *, settled: bool) -> Booking:
            _ = settled
            return booking

        self.world.pushing._series.complete = complete.__get__(self.world.pushing._series)  # type: ignore[method-assign]


class Early(Series):
    """A date that is called off gives its time back before Outlook has taken it out, and nobody takes it out."""

    def prepare(self) -> None:
        dates, real = self._dates, self._dates.end

        async def end(tx, person, booking, number):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
            ended = await real(tx, person, booking, number)
            gone = tuple(replace(one, when=None, ending=False) if one.ending else one for one in ended.dates)
            return await self.world.store.bookings.set_dates(tx, booking, gone)

        dates.end = end


@pytest.mark.parametrize("wrong", [Forgetful, Early])
def test_a_wrong_program_is_found_out_by_the_same_histories(wrong: type[Series]) -> None:
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        run_state_machine_as_test(wrong, settings=HUNT)
