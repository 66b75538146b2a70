"""The jobs that write to Outlook and follow it, and how a look at one booking is asked for."""

from datetime import datetime, timedelta

from core.booking.model import BookingId
from core.shared.jobs import Jobs
from core.shared.transaction import Transaction

PUSH_JOB = "booking.push"
CANCEL_JOB = "booking.cancel"
MOVE_SERIES_JOB = "booking.move_series"
DATES_JOB = "booking.dates"
SERIES_JOB = "booking.series"
ADOPT_JOB = "booking.adopt"
COMPARE_JOB = "booking.compare"
STANDS = timedelta(seconds=90)
"""A difference is said when it has stood for so long."""

STILL_JUDGED = timedelta(days=1)
"""A meeting that was moved while it took place, or shortly after, was put off."""


async def ask_to_compare(jobs: Jobs, tx: Transaction, booking: BookingId, now: datetime, *, at_once: bool) -> None:
    """One look that waits and one at once may be asked for side by side."""
    run_at = None if at_once else now + STANDS
    key = f"compare:{booking}:{'now' if at_once else 'later'}"
    await jobs.enqueue(tx, COMPARE_JOB, {"booking": booking}, run_at=run_at, dedupe=key)
