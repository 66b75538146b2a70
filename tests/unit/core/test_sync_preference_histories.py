"""Random histories of bookings, edits in Outlook, switches, undos and lost notifications: what agrees in the end."""

import asyncio
from collections.abc import Coroutine
from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from core.availability import ShowAs
from core.booking.disagreement import standing
from core.booking.model import Booking, BookingState
from core.dialogue.answers.disagreement import shown_subject, subject_of
from core.dialogue.commands import CancelBooking
from core.dialogue.screens import SyncPreferenceCard
from core.dialogue.sync_commands import AskSyncPreference, UndoSyncPreference
from core.shared.errors import ClearhourError
from core.sync.model import Event
from tests.fakes.outlook import DEFAULT
from tests.unit.core.asking import actor
from tests.unit.core.booking_scene import HOUR, TEN, hold
from tests.unit.core.disagreeing import STOOD, Desk, desk
from tests.unit.core.two_way import chosen

DAY = timedelta(days=1)
SLOTS = st.integers(0, 11).map(lambda number: TEN + DAY * (2 + number // 4) + HOUR * (number % 4))
WHICH = st.integers(0, 40)
FAULTS = st.sampled_from(["", "", "lost before", "lost after"])


class Agreeing(RuleBasedStateMachine):
    """Ada books here, edits there, and changes her mind about the sync preference."""

    @initialize()
    def begin(self) -> None:
        self.loop = asyncio.Runner()
        self.ada: Desk = self.run(desk())

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run(work)

    def teardown(self) -> None:
        if not hasattr(self, "loop"):
            return
        try:
            self.run(self._settled())
        finally:
            self.loop.close()

    @rule(start=SLOTS, guests=st.booleans(), fault=FAULTS)
    def book(self, start: Any, guests: bool, fault: str) -> None:
        async def acts() -> None:
            self.ada.outlook.faults = [fault] if fault else []
            await hold(self.ada, "ada", ("ben",) if guests else (), start)
            await self.ada.work()

        self._tried(acts())

    @rule(start=SLOTS, guests=st.booleans(), busy=st.sampled_from([ShowAs.BUSY, ShowAs.BUSY, ShowAs.FREE]))
    def make(self, start: Any, guests: bool, busy: ShowAs) -> None:
        people = (("carol@elsewhere.example", "Carol"),) if guests else ()
        self.ada.outlook.meet(self.ada.box("ada"), people, start, start + HOUR, "Made", show_as=busy)

    @rule(start=SLOTS, which=WHICH)
    def drag(self, start: Any, which: int) -> None:
        event = self._event(which)
        if event is not None:
            self.ada.box("ada").change(event.id, start=start, end=start + HOUR)

    @rule(which=WHICH)
    def delete(self, which: int) -> None:
        event = self._event(which)
        if event is not None:
            self.ada.box("ada").remove(event.id)

    @rule(which=WHICH, busy=st.sampled_from([ShowAs.BUSY, ShowAs.FREE]))
    def show_as(self, which: int, busy: ShowAs) -> None:
        event = self._event(which)
        if event is not None:
            self.ada.box("ada").change(event.id, show_as=busy)

    @rule(which=WHICH)
    def cancel_here(self, which: int) -> None:
        booking = self._pick(which, self._live())
        if booking is not None:
            self._asked(CancelBooking(booking.id, confirmed=True))

    @rule(which=WHICH, follows=st.booleans())
    def decide(self, which: int, follows: bool) -> None:
        booking = self._pick(which, [one for one in self._live() if standing(one)])
        if booking is not None:
            press = self.ada.press_follow if follows else self.ada.press_back
            self._tried(press(booking))

    @rule(two_way=st.booleans())
    def switch(self, two_way: bool) -> None:
        card = self._asked(AskSyncPreference(two_way=two_way))
        if isinstance(card, SyncPreferenceCard) and card.heading.key.startswith("sync.ask"):
            self._asked(chosen(card))

    @rule()
    def undo(self) -> None:
        self._asked(UndoSyncPreference())

    @rule()
    def notify(self) -> None:
        self.run(self.ada.told())

    @rule(minutes=st.integers(1, 12))
    def wait(self, minutes: int) -> None:
        self.run(self.ada.work(through=timedelta(minutes=minutes)))
        self.ada.clock.advance(timedelta(minutes=minutes))

    @rule()
    def agrees(self) -> None:
        self.run(self._settled())

    async def _settled(self) -> None:
        """Whatever notification was lost: the next look brings it."""
        self.ada.outlook.faults = []
        await self.ada.told(STOOD)
        await self.ada.comparing.unwatched(await self.ada.person("ada"))
        await self.ada.told(STOOD)
        setup = await self.ada.setup("ada")
        two_way = setup.preferences.linked in setup.preferences.two_way
        asked = {one.id for one in self._live() if standing(one) is not None}
        for booking in self._live():
            assert self._open_questions(booking) == (1 if booking.id in asked else 0), booking
        if two_way:
            self._bookings_are_what_outlook_has(asked)
        else:
            self._every_difference_is_asked_about(asked)

    def _bookings_are_what_outlook_has(self, asked: set[str]) -> None:
        known = [(one.outlook_id, one.plan.when.start) for one in self._live() if one.id not in asked]
        under_question = {one.outlook_id for one in self._live() if one.id in asked}
        ours = {one.id for one in self._live() if one.adopted is None}
        plain = [
            (event.id, event.start)
            for event in self._events()
            if event.id not in under_question and (event.show_as is not ShowAs.FREE or event.transaction_id in ours)
        ]
        assert sorted(known) == sorted(plain)  # type: ignore[type-var]

    def _every_difference_is_asked_about(self, asked: set[str]) -> None:
        where = {event.id: event.start for event in self._events()}
        assert [one for one in self._live() if one.adopted is not None] == []
        differing = {one.id for one in self._live() if where.get(one.outlook_id or "") != one.plan.when.start}
        assert differing == asked

    def _open_questions(self, booking: Booking) -> int:
        return sum(not card.done and shown_subject(card) == subject_of(booking.id) for card in self.ada.cards())

    def _events(self) -> list[Event]:
        return [one for one in self.ada.box("ada").events[DEFAULT] if not one.is_cancelled]

    def _event(self, which: int) -> Event | None:
        return self._pick(which, self._events())

    def _live(self) -> list[Booking]:
        rows = self.ada.store.transactions.tables.bookings.values()
        return [one for one in rows if one.state is BookingState.CONFIRMED]

    def _pick(self, which: int, among: list[Any]) -> Any:
        return among[which % len(among)] if among else None

    def _asked(self, command: Any) -> Any:
        found = self.run(self.ada.dialogue.handle(actor(), command))
        self.run(self.ada.work())
        return found

    def _tried(self, work: Coroutine[Any, Any, Any]) -> None:
        """What a person is told they can't do, they don't."""
        try:
            self.run(work)
        except ClearhourError:
            return
        self.run(self.ada.work())


def test_bookings_and_outlook_agree_in_the_end_or_there_is_one_question() -> None:
    run_state_machine_as_test(
        Agreeing,
        settings=settings(
            max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
