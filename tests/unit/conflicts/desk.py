"""One person's ledger over time, driven as the use cases drive it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count

from core.availability import DEFAULT_BLOCKING
from core.configuration.model import CalendarId
from core.conflicts.model import (
    STANDING,
    Cause,
    CauseId,
    Conflict,
    Form,
    Ledger,
    Manners,
    State,
    Warned,
    digest,
    look_at,
    looked,
    pruned,
    said,
    to_say,
)
from core.people.model import PersonId
from tests.unit.conflicts.diary import BERLIN, ME, at, calendars


@dataclass
class Desk:
    """`due` are the times at which causes asked to be said; `rows` is what the calendars hold."""

    manners: Manners = Manners(BERLIN)
    ledger: Ledger = field(default_factory=lambda: Ledger(PersonId("ada")))
    due: list[tuple[datetime, CauseId]] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)

    def look(
        self, moment: str, *rows: str, first: Iterable[str] | None = None, unread: Iterable[str] = (), only: str = ""
    ) -> None:
        """`only`: the calendars that are warned of, when not all in the rows are."""
        events = {key: those for key, those in calendars(rows).items() if not only or key in only.split()}
        hidden = frozenset(map(CalendarId, unread))
        read = {key: those for key, those in events.items() if key not in hidden}
        now = at(moment, self.manners.zone)
        look = look_at(read, frozenset({ME}), DEFAULT_BLOCKING, self.manners.zone, now, unread=hidden)
        new = None if first is None else frozenset(map(CalendarId, first))
        self._became(pruned(looked(self.ledger, look, now, self.manners, first=new, new_id=self.new_id), now))

    def say(self, moment: datetime | str, cause: CauseId | None = None) -> None:
        """Runs the jobs that are due then, or the one of that cause."""
        now = at(moment, self.manners.zone) if isinstance(moment, str) else moment
        ready = sorted(one for one in self.due if one[0] <= now and cause in {None, one[1]})
        self.due = [one for one in self.due if one not in ready]
        for _, one in ready:
            self._became(said(self.ledger, one, now, self.manners, self.new_id))

    def digest(self, moment: str) -> None:
        now = at(moment, self.manners.zone)
        self._became(digest(self.ledger, now, self.manners, self.new_id))

    def _became(self, after: Ledger) -> None:
        self.due += [(moment, cause) for cause, moment in to_say(self.ledger, after).items()]
        self.ledger = after

    def states(self) -> dict[str, State]:
        """By the pair, "a+b"."""
        return {"+".join(key): one.state for key, one in self.ledger.conflicts.items()}

    def standing(self) -> set[str]:
        return {"+".join(key) for key, one in self.ledger.conflicts.items() if one.state in STANDING}

    def conflict(self, pair: str) -> Conflict:
        one, other = pair.split("+")
        return self.ledger.conflicts[one, other]

    def cause(self, pair: str) -> Cause:
        return self.ledger.causes[self.conflict(pair).cause]

    def said(self, form: Form = Form.CAUSE) -> list[Warned]:
        found = (one for one in self.ledger.warnings.values() if one.form is form)
        return sorted(found, key=lambda one: one.said_at)

    def new_id(self) -> str:
        return f"id-{next(self._numbers):03}"


def clash(day: str, hour: int, name: str) -> tuple[str, str]:
    """Two meetings that overlap: name1 and name2."""
    return (
        f"{day} {hour:02}:00-{hour + 1:02}:00 {name}1 with=2",
        f"{day} {hour:02}:30-{hour + 1:02}:00 {name}2 accepted with=3",
    )
