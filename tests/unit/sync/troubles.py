"""What may go wrong between us and Outlook in a history, and what a question is answered meanwhile."""

from collections.abc import Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from core.connection.model import ConnectionState
from core.shared.errors import OutlookRejected, PermissionMissing
from core.shared.ranges import Range
from tests.fakes.outlook import DEFAULT
from tests.unit.sync.scene import DAY, TEAM, outlook_of, states
from tests.unit.world import World

CALENDARS = st.sampled_from([DEFAULT, TEAM])
TOLD_AT_MOST = timedelta(minutes=60)
ASKED_FOR = 3 * DAY
"""From now on: the past is nobody's question, and yesterday is the first day of a copy."""
REFUSALS = {403: PermissionMissing("calendar"), 404: OutlookRejected(404, "ErrorItemNotFound")}


class Troubles:
    """Rules for a machine that has a `world`. `repair` ends them all."""

    world: World

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        raise NotImplementedError

    def repair(self) -> None:
        world = self.world
        world.outlook.down, world.outlook.throttled = False, None
        world.box("ada").unreadable.clear()
        self.sign_in_again()

    @rule()
    def outlook_forgets(self) -> None:
        self.world.delta.forget()

    @rule()
    def outlook_goes_or_comes(self) -> None:
        self.world.outlook.down = not self.world.outlook.down

    @rule(seconds=st.sampled_from([None, None, 7.0, 90.0, 1800.0]))
    def outlook_asks_for_quiet_or_no_more(self, seconds: float | None) -> None:
        self.world.outlook.throttled = seconds

    @rule(calendar=CALENDARS, status=st.sampled_from(sorted(REFUSALS)))
    def unshare(self, calendar: str, status: int) -> None:
        self.world.box("ada").unreadable[calendar] = REFUSALS[status]

    @rule(calendar=CALENDARS)
    def share_again(self, calendar: str) -> None:
        self.world.box("ada").unreadable.pop(calendar, None)

    @rule()
    def the_token_dies(self) -> None:
        connections = self.world.store.transactions.tables.connections
        for key, one in connections.items():
            connections[key] = replace(one, state=ConnectionState.NEEDS_RECONNECT)

    @rule()
    def sign_in_again(self) -> None:
        if self.is_broken:
            self.run(self.world.sign("ada", "ada@contoso.com"))

    @property
    def is_broken(self) -> bool:
        connections = self.world.store.transactions.tables.connections.values()
        return any(one.state is not ConnectionState.OK for one in connections)

    @rule()
    def ask(self) -> None:
        """What is answered was true within the hour; what can't be said is unknown, and never free."""
        world = self.world
        tables = world.store.transactions.tables
        (person,) = tables.persons
        setup = self.run(world.configuring.setup(person))
        before = {name: state.version for name, state in states(world).items()}
        asked = Range(
            world.clock.now(), world.clock.now() + ASKED_FOR
        )  # the past is nobody's question, nor in the copy
        asking = self.run(world.reading.calendars(setup.shown, asked))
        assert {one.calendar.id for one in asking} == {one.id for one in setup.shown}
        now = world.clock.now()
        for one in asking:
            if not one.readable:
                assert one.events == ()
                continue
            assert now - one.read_at <= TOLD_AT_MOST
            name = one.calendar.name
            if states(world)[name].version > before[name]:  # Outlook was asked
                whole = outlook_of(world, name).values()
                assert set(one.events) == {event for event in whole if Range(event.start, event.end).overlaps(asked)}
