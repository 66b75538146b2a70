"""Random histories as in test_histories.py, followed up to the chat: what stands there is what clashes in Outlook.

What clashes is read from Outlook by overlaps.py. Answers, presses and a chat that is away come in addition.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from core.availability import ShowAs
from core.conflicts.model import STANDING, CauseId, Conflict, Ledger, State, WarningId, causes_of
from core.dialogue.answers.invitation_cards import INVITATION
from core.dialogue.commands import Command, IgnoreSeries, KeepBoth, NeverWarn, ShowConflict
from core.dialogue.model import MessageRef
from core.dialogue.screens import ConflictCard, ConflictsCard, Line, Problem, Screen
from core.shared.errors import ChatUnavailable
from core.sync.model import Event, Response
from tests.unit.core.asking import actor, read
from tests.unit.core.crashing import Crash
from tests.unit.sync.overlaps import Clash, clashes
from tests.unit.sync.scene import AT_ELEVEN, DAY, DEFAULT, HOUR, TEAM
from tests.unit.sync.test_histories import HISTORIES, NEVER, NOW, SUITE, WHICH, Copying
from tests.unit.sync.troubles import CALENDARS
from tests.unit.world import user

DAYS_TOLD = timedelta(days=14)
CRASH = st.one_of(st.none(), st.none(), st.integers(0, 40))
WARNING = "warning:"
SETTLED = {State.KEPT, State.MUTED}
ANSWERS = [Response.ORGANIZER, Response.ACCEPTED, Response.ACCEPTED, Response.TENTATIVE, Response.NOT_RESPONDED]


class Warned(Copying):
    """`orphans` are messages after which the process was killed before it had written down where they are: nobody knows
    of them, and their warnings were sent again. `pressed`: meetings that the person wants at the same time."""

    excused = frozenset({"chat_unavailable"})
    works_for = 95  # seconds, so that what is there is said
    a_series_becomes_one_meeting = None  # type: ignore[assignment]
    """Left out: whether Ignore this series goes on for what is left of it nobody has decided."""

    def prepare(self) -> None:
        self.orphans: set[MessageRef] = set()
        self.pressed: set[frozenset[str]] = set()
        self.asked, self.dies = False, ""
        self.looked_at = self.world.clock.now()
        show, see = self.world.messenger.show, self.world.rooms.watching._seeing.see

        async def shown(to: Any, screen: Screen, reader: Any, ref: MessageRef | None, *still: Any) -> MessageRef:
            self.die("before")
            made = await show(to, screen, reader, ref, *still)
            unasked = ref is None and not self.asked and _about_clashes(screen)
            assert not unasked or _warns(screen), "nothing is told that is over"
            self.die("after")
            if unasked:
                self.die("after the first")
            return made

        async def seen(*asked: Any, **far: bool) -> Any:
            self.looked_at = self.world.clock.now()
            return await see(*asked, **far)

        self.world.messenger.show = shown  # type: ignore[method-assign]
        self.world.rooms.watching._seeing.see = seen  # type: ignore[method-assign]
        self.begin_with_clashes()

    def begin_with_clashes(self) -> None:
        """Two meetings, and two series; they were told a day ago, so that the next day has all its interruptions."""
        start = AT_ELEVEN + 4 * DAY
        for number, calendar in enumerate((DEFAULT, TEAM)):
            at = start + number * HOUR / 2
            self.world.box("ada").add(at, at + HOUR, f"Once {number}", calendar, attendee_count=3)
            self.add_series(calendar, 2 + number, 4, None)
        self.changed(DEFAULT, NEVER)
        self.changed(TEAM, NEVER)
        self.world.clock.advance(DAY)

    @rule(
        calendar=CALENDARS, which=WHICH, later=st.sampled_from([-1, 0, 1, 3]), answer=st.sampled_from(ANSWERS),
        people=st.sampled_from([0, 3, 30]), now=NOW,
    )  # fmt: skip
    def clash(self, calendar: str, which: int, later: int, answer: Response, people: int, now: int | None) -> None:
        """Something is put next to what is there, by half hours."""
        near = self.any_event(which)
        start = (near.start if near else AT_ELEVEN + 4 * DAY) + later * HOUR / 2
        self.world.box("ada").add(start, start + HOUR, calendar=calendar, response=answer, attendee_count=people)
        self.changed(calendar, now)

    @rule(which=WHICH, now=NOW)
    def the_same_meeting_in_the_other_calendar(self, which: int, now: int | None) -> None:
        one = self.pick(DEFAULT, which, series=False)
        if one is not None:
            told = {name: getattr(one, name) for name in ("uid", "show_as", "response", "attendee_count")}
            self.world.box("ada").add(one.start, one.end, one.subject, TEAM, **told)
            self.changed(TEAM, now)

    @rule(which=WHICH, shown=st.sampled_from(ShowAs), now=NOW)
    def show_as(self, which: int, shown: ShowAs, now: int | None) -> None:
        self.edit_meeting(which, now, show_as=shown)

    @rule(which=WHICH, answer=st.sampled_from([*ANSWERS[1:], Response.DECLINED]), now=NOW)
    def answer(self, which: int, answer: Response, now: int | None) -> None:
        self.edit_meeting(which, now, response=answer)

    @rule(crash=CRASH)
    def stand(self, crash: int | None) -> None:
        """Long enough for what is there to be said."""
        self.work_until(crash, seconds=95)

    @rule(crash=CRASH)
    def night(self, crash: int | None) -> None:
        self.run(self.world.rooms.watching.daily())
        self.work_until(crash, seconds=24 * 3600)

    @rule(messages=st.integers(1, 4))
    def chat_is_away(self, messages: int) -> None:
        self.world.messenger.fails = messages

    def die(self, moment: str) -> None:
        if self.dies == moment:
            self.crashes.countdown, self.dies = None, ""
            raise Crash

    @rule(moment=st.sampled_from(["before", "after", "after the first", "after the first"]))
    def dies_at_the_next_message(self, moment: str) -> None:
        self.dies = moment

    @rule(
        which=WHICH, how=st.sampled_from("keep keep ignore never show".split()),
        kind=st.sampled_from(["appointment", "tentative"]), on_its_message=st.booleans(), crash=CRASH,
    )  # fmt: skip
    def press(self, which: int, how: str, kind: Any, on_its_message: bool, crash: int | None) -> None:
        """A button about one of the double bookings that stand."""
        ledger = self.ledger()
        causes = sorted({one.cause for one in _standing(ledger)}, key=lambda id_: _order(ledger.of_cause(id_)))
        if not causes:
            return
        cause = causes[which % len(causes)]
        commands: dict[str, Command] = {
            "keep": KeepBoth(cause),
            "ignore": IgnoreSeries(cause),
            "never": NeverWarn(kind),
            "show": ShowConflict(cause),
        }
        if how == "keep":
            self.pressed |= {_uids(_clash(one)) for one in ledger.of_cause(cause)}
        message = self.message_of(ledger, cause) if on_its_message else None
        self.crashes.countdown, self.asked = crash, True
        try:
            self.run(self.pressing(commands[how], message))
        except Crash:
            self.killed()
        self.crashes.countdown, self.asked = None, False

    async def pressing(self, command: Command, message: MessageRef | None) -> None:
        """What a chat does with a press and its answer; one that doesn't get through is lost."""
        asking = actor("ada", message)
        found = await self.world.dialogue.handle(asking, command)
        if found is None or isinstance(found, Line | Problem):
            return
        reader = await self.world.dialogue.reader(asking)
        try:
            shown = await self.world.messenger.show(user("ada"), found, reader, message)
        except ChatUnavailable:
            return
        await self.world.dialogue.delivered(asking, found, shown)

    def killed(self) -> None:
        lost = {ref for ref, screen in self.chat().items() if _about_clashes(screen)} - set(self.shown_by())
        assert len(lost - self.orphans) <= 1, "what was sent before the last message is written down"
        self.orphans |= lost
        super().killed()

    def settle(self) -> None:
        self.world.messenger.fails, self.dies = 0, ""
        super().settle()
        self.what_stands_is_what_clashes_in_outlook()
        self.every_message_says_what_is_true()

    def what_stands_is_what_clashes_in_outlook(self) -> None:
        """In the fourteen days from the last look, but for what the person wants to leave as it is."""
        ledger, now = self.ledger(), self.world.clock.now()
        events = [event for name in (DEFAULT, TEAM) for event in self.world.box("ada").events[name]]
        stands = {_clash(one) for one in _standing(ledger)}
        left = {_clash(one): one.state for one in ledger.conflicts.values() if one.state in SETTLED}
        possible = clashes(events, now, now + DAYS_TOLD)
        assert stands <= possible.keys()
        for clash in clashes(events, now, self.looked_at + DAYS_TOLD).keys() - stands:
            assert left.get(clash) is not None, "missed"
            wanted = left[clash] is State.KEPT and _uids(clash) in self.pressed
            assert wanted or _unwanted(ledger, clash, possible[clash], some=True)
        assert not any(_unwanted(ledger, clash, possible[clash], some=False) for clash in stands)

    def every_message_says_what_is_true(self) -> None:
        """A message that warns is about what stands, and what was told and stands is in a message. A card of what was
        never told, opened by the person, is as of then."""
        ledger, chat, subjects = self.ledger(), self.chat(), self.shown_by()
        for ref, screen in chat.items():
            if not _about_clashes(screen) or ref in self.orphans:
                continue
            assert ref in subjects, "sent once more, or never written down"
            ids = [one.removeprefix(WARNING) for one in subjects[ref] if one.startswith(WARNING)]
            about = [cause.id for id_ in ids for cause in causes_of(ledger, WarningId(id_))]
            if isinstance(screen, ConflictCard):
                about = [CauseId(screen.cause)]
                told = ledger.causes[about[0]].warning if about[0] in ledger.causes else None
                if not ids and told is None:
                    continue
            stands = [one for one in _standing(ledger) if one.cause in about]
            assert _warns(screen) == bool(stands), (read(screen.heading), stands)  # type: ignore[attr-defined]
        for one in _standing(ledger):
            if one.state is State.TOLD:
                assert chat.keys() & self.telling(ledger, one), "told without a message"

    def any_event(self, which: int) -> Event | None:
        events = [event for name in (DEFAULT, TEAM) for event in self.world.box("ada").events[name]]
        return events[which % len(events)] if events else None

    def edit_meeting(self, which: int, now: int | None, **change: Any) -> None:
        """In every calendar that shows it."""
        meeting = self.any_event(which)
        if meeting is None or (meeting.is_organizer and "response" in change):
            return
        for calendar in (DEFAULT, TEAM):
            events = self.world.box("ada").events[calendar]
            copies = [one for one in events if (one.uid, one.start) == (meeting.uid, meeting.start)]
            events[:] = [replace(one, **change) if one in copies else one for one in events]
            if copies:
                self.changed(calendar, now)

    def ledger(self) -> Ledger:
        tables = self.world.store.transactions.tables
        (person,) = tables.persons
        return tables.ledgers.get(person) or Ledger(person)  # type: ignore[arg-type]

    def chat(self) -> dict[MessageRef, Screen]:
        return {ref: one.screen for ref, one in self.world.messenger.messages.items()}

    def telling(self, ledger: Ledger, one: Conflict) -> set[MessageRef]:
        """The messages that say it: a warning, or the invitation that overlaps."""
        invitations = {f"{INVITATION}{meeting.meeting}" for meeting in (one.pair.first, one.pair.second)}
        subjects = invitations | {f"{WARNING}{ledger.causes[one.cause].warning}"}
        rows = self.world.store.transactions.tables.notices.values()
        return {row.ref for row in rows if row.subject in subjects and row.ref is not None}

    def message_of(self, ledger: Ledger, cause: CauseId) -> MessageRef | None:
        """Where the message is that warns of it."""
        rows = self.world.store.transactions.tables.notices.values()
        subject = f"{WARNING}{ledger.causes[cause].warning}"
        return next((row.ref for row in rows if row.subject == subject), None)

    def shown_by(self) -> dict[MessageRef, list[str]]:
        """What each message is about."""
        found: dict[MessageRef, list[str]] = {}
        for row in self.world.store.transactions.tables.notices.values():
            if row.ref is not None:
                found.setdefault(row.ref, []).append(row.subject)
        return found


def _about_clashes(screen: Screen) -> bool:
    return isinstance(screen, ConflictCard | ConflictsCard)


def _warns(screen: Screen) -> bool:
    assert isinstance(screen, ConflictCard | ConflictsCard)
    (heading,) = read(screen.heading)
    return not heading.startswith(("Resolved", "Kept", "This double booking has changed"))


def _standing(ledger: Ledger) -> list[Conflict]:
    return [one for one in ledger.conflicts.values() if one.state in STANDING]


def _clash(one: Conflict) -> Clash:
    return frozenset((meeting.meeting, meeting.when.start) for meeting in (one.pair.first, one.pair.second))


def _uids(clash: Clash) -> frozenset[str]:
    return frozenset(uid for uid, _ in clash)


def _order(conflicts: Iterable[Conflict]) -> Any:
    return [(one.pair.overlap, one.pair.first.when, one.pair.second.when) for one in conflicts]


def _unwanted(ledger: Ledger, clash: Clash, kinds: frozenset[str], *, some: bool) -> bool:
    """Whether the person doesn't want to hear of it; `some`: whichever copies of the meetings one looks at."""
    uids, never = _uids(clash), {str(kind) for kind in ledger.rules.never}
    silent = (one for one in ledger.rules.silences if one.series in uids and one.against in {None, *uids})
    return any(silent) or (bool(kinds & never) if some else kinds <= never)


class WarnedByViews(Warned):
    """The same where Outlook tells no changes."""

    refused = True


@pytest.mark.parametrize(("reader", "histories"), [(Warned, HISTORIES // 4), (WarnedByViews, HISTORIES * 3 // 20)])
def test_what_the_chat_says_is_what_clashes_in_outlook(reader: type[Warned], histories: int) -> None:
    run_state_machine_as_test(reader, settings=settings(SUITE, max_examples=histories))


def test_what_an_invitation_said_needs_no_warning() -> None:
    """Random histories found it: of three at one time the invitation's card says two, and none of them interrupts."""
    history = Warned()
    history.begin()
    for answer, people in ((Response.ORGANIZER, 30), (Response.NOT_RESPONDED, 0)):
        history.clash(calendar=DEFAULT, which=0, later=-1, answer=answer, people=people, now=None)
    history.teardown()
