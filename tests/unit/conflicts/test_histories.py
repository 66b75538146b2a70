"""Any history of edits, looks, waiting, keeping and rules, against a plain model of what a person may be told.

The ledger is driven the way the use cases drive it: an edit is looked at (or the hint of it is lost), the jobs are
those that the difference of two ledgers asks for, and each job looks before it speaks.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import combinations, count
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from core.availability import DEFAULT_BLOCKING, ShowAs
from core.conflicts.model import (
    STANDING,
    CauseId,
    Form,
    Kind,
    Ledger,
    Manners,
    PairKey,
    State,
    Weight,
    digest,
    is_quiet,
    kept,
    look_at,
    looked,
    needs_digest,
    never,
    next_digest,
    pruned,
    said,
    to_say,
    warnings_changed,
)  # fmt: skip
from core.people.model import PersonId
from core.sync.model import Event
from tests.unit.conflicts.diary import BERLIN, ME, OWN, at, row

MANNERS = Manners(BERLIN)
HOUR = timedelta(hours=1)
NAMES = [f"e{number}" for number in range(7)]
SHOWN = (ShowAs.BUSY, ShowAs.BUSY, ShowAs.BUSY, ShowAs.TENTATIVE, ShowAs.OOF, ShowAs.FREE)


class History(RuleBasedStateMachine):
    """`first_seen`, `heard` and `kept` are about the present run of each overlap: they end with it."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at("2026-10-23 06:50")
        self.events: dict[str, Event] = {}
        self.ledger = Ledger(PersonId("ada"))
        self.numbers = count()
        self.jobs: list[tuple[datetime, CauseId | None]] = []
        self.first_seen: dict[PairKey, datetime] = {}
        self.heard: set[PairKey] = set()
        self.kept: set[PairKey] = set()
        self.is_fresh = True

    @rule(
        name=st.sampled_from(NAMES), starts=st.integers(0, 100), lasts=st.sampled_from([0, 2, 4, 6, 40]),
        shown=st.sampled_from(SHOWN), noticed=st.integers(0, 4), first=st.integers(0, 9),
    )  # fmt: skip
    def edit(self, name: str, starts: int, lasts: int, shown: ShowAs, noticed: int, first: int) -> None:
        """Makes an event, or moves and changes it: in steps of 15 minutes, up to a day ahead."""
        start = self.now.replace(minute=0, second=0) + starts * timedelta(minutes=15)
        made = row(f"Mon 09:00-10:00 {name}").event
        self.events[name] = replace(made, start=start, end=start + lasts * timedelta(minutes=15), show_as=shown)
        self.is_fresh = False
        if noticed:
            self._look(first=frozenset({OWN}) if first == 0 else None)

    @rule(name=st.sampled_from(NAMES), days=st.integers(0, 4), noticed=st.integers(0, 4))
    def push_or_delete(self, name: str, days: int, noticed: int) -> None:
        event = self.events.pop(name, None)
        if event is not None and days:
            by = timedelta(days=days)
            self.events[name] = replace(event, start=event.start + by, end=event.end + by)
        self.is_fresh = False
        if noticed:
            self._look()

    @rule()
    def look(self) -> None:
        self._look()

    @rule(seconds=st.sampled_from([1, 40, 89, 90, 600, 3600, 4 * 3600, 10 * 3600, 24 * 3600]))
    def wait(self, seconds: int) -> None:
        """Time passes, and every job runs when it is due."""
        until = self.now + timedelta(seconds=seconds)
        for _ in range(200):
            self.jobs.sort(key=lambda job: (job[0], job[1] or ""))
            if not self.jobs or self.jobs[0][0] > until:
                break
            moment, cause = self.jobs.pop(0)
            self.now = max(self.now, moment)
            self._look()
            before = self.ledger
            if cause is None:
                self._became(before, digest(before, self.now, MANNERS, self._id))
            else:
                self._became(before, said(before, cause, self.now, MANNERS, self._id))
        else:
            raise AssertionError("jobs make jobs without end")
        self.now = until
        self.is_fresh = False

    @precondition(lambda self: self.ledger.causes)
    @rule(which=st.integers(0, 20))
    def keep(self, which: int) -> None:
        causes = sorted(self.ledger.causes)
        cause = causes[which % len(causes)]
        standing = {
            one.pair.key
            for one in self.ledger.of_cause(cause)
            if one.state in STANDING and one.pair.overlap.end > self.now
        }
        self._became(self.ledger, kept(self.ledger, cause, self.now))
        self.kept |= standing

    @rule(kind=st.sampled_from([Kind.TENTATIVE, Kind.LONG]), really=st.integers(0, 6))
    def never(self, kind: Kind, really: int) -> None:
        if really == 0:
            self._became(self.ledger, never(self.ledger, kind))

    @invariant()
    def what_stands_is_what_overlaps(self) -> None:
        if self.is_fresh:
            standing = {one.pair.key for one in self.ledger.conflicts.values() if one.state in STANDING}
            assert standing == self._overlapping() - self.kept - self._muted()

    @invariant()
    def what_is_to_be_told_has_its_time(self) -> None:
        for one in self.ledger.conflicts.values():
            if one.state is State.OPEN and one.pair.weight is Weight.HARD and one.pair.overlap.end > self.now:
                cause = self.ledger.causes[one.cause]
                assert cause.held or cause.say_at is not None
                assert cause.say_at is None or (cause.say_at, cause.id) in self.jobs
                assert not cause.held or any(job is None for _, job in self.jobs)

    @invariant()
    def what_was_told_has_its_message_and_every_row_its_cause(self) -> None:
        assert {one.cause for one in self.ledger.conflicts.values()} == set(self.ledger.causes)
        told = {one.cause for one in self.ledger.conflicts.values() if one.state is State.TOLD}
        assert {self.ledger.causes[cause].warning for cause in told} <= set(self.ledger.warnings)

    @invariant()
    def a_day_has_three_interruptions_and_one_digest(self) -> None:
        for form, most in ((Form.CAUSE, 3), (Form.DIGEST, 1)):
            days = [
                one.said_at.astimezone(ZoneInfo(BERLIN)).date()
                for one in self.ledger.warnings.values()
                if one.form is form
            ]
            assert all(days.count(day) <= most for day in days)

    def _look(self, first: Any = None) -> None:
        present = self._overlapping()
        self.first_seen = {key: self.first_seen.get(key, self.now) for key in present - self._muted()}
        self.heard &= self.first_seen.keys()
        self.kept &= present
        look = look_at({OWN: list(self.events.values())}, frozenset({ME}), DEFAULT_BLOCKING, BERLIN, self.now)
        self.is_fresh = True
        after = looked(self.ledger, look, self.now, MANNERS, first=first, new_id=self._id)
        self._became(self.ledger, pruned(after, self.now))

    def _became(self, before: Ledger, after: Ledger) -> None:
        """What a change asks for, and what was said by it."""
        self.jobs += [(max(moment, self.now), cause) for cause, moment in to_say(before, after).items()]
        if needs_digest(before, after):
            self.jobs.append((next_digest(self.now, MANNERS), None))
        new = after.warnings.keys() - before.warnings.keys()
        assert new <= warnings_changed(before, after)
        told = {
            key
            for key, one in after.conflicts.items()
            if one.state is State.TOLD
            and (key not in before.conflicts or before.conflicts[key].state is not State.TOLD)
        }
        assert not told & self.heard, "said twice"
        assert not new or told, "a message about nothing"
        self.heard |= told
        for warning in new:
            pairs = [after.conflicts[key].pair for key in told]
            soon = [pair for pair in pairs if pair.overlap.start <= self.now + HOUR]
            stood = [pair for pair in pairs if self.now - self.first_seen[pair.key] >= timedelta(seconds=90)]
            assert all(pair.weight is Weight.HARD and pair.overlap.end > self.now for pair in pairs)
            form = after.warnings[warning].form
            assert form is Form.BACKLOG or soon or stood, "said too early"
            assert form is not Form.CAUSE or soon or not is_quiet(self.now, MANNERS), "said at night"
        self.ledger = after

    def _overlapping(self) -> set[PairKey]:
        return {
            (min(one.id, other.id), max(one.id, other.id))
            for one, other in combinations(self.events.values(), 2)
            if ShowAs.FREE not in {one.show_as, other.show_as}
            and max(one.start, other.start, self.now) < min(one.end, other.end, self.now + timedelta(days=14))
            and one.start < one.end
            and other.start < other.end
        }

    def _muted(self) -> set[PairKey]:
        """A pair has one kind: a long one counts before a tentative one."""
        muted = set()
        for key in self._overlapping():
            both = [self.events[name] for name in key]
            kind = (
                Kind.LONG
                if any(one.end - one.start >= 8 * HOUR for one in both)
                else Kind.TENTATIVE
                if any(one.show_as is ShowAs.TENTATIVE for one in both)
                else Kind.MEETING
            )
            if kind in self.ledger.rules.never:
                muted.add(key)
        return muted

    def _id(self) -> str:
        return f"id-{next(self.numbers)}"


TestHistories = History.TestCase
TestHistories.settings = settings(max_examples=40, stateful_step_count=40, deadline=None)
