"""What somebody wants written into an event: only what was said is set."""

from dataclasses import dataclass, field

from sandbox.mailbox.model import Json, Moment
from sandbox.mailbox.recurrence import Series


@dataclass(slots=True)
class Draft:
    """Checked contents of a write; None means not said, `clear_series` that the recurrence was set to null."""

    start: Moment | None = None
    end: Moment | None = None
    all_day: bool | None = None
    series: Series | None = None
    clear_series: bool = False
    attendees: list[Json] | None = None
    transaction: str | None = None
    fingerprint: str = ""
    props: Json = field(default_factory=dict)
