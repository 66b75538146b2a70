"""The day on which pages are clicked and pictures are taken: an ordinary one, with working weeks around it."""

from datetime import UTC, datetime

FRIDAY = datetime(2026, 11, 27, 13, 5, tzinfo=UTC)
"""14:05 in Berlin, 13:05 in London: nobody's midnight or change of the clock is near."""


def seconds_until_friday() -> int:
    """What both programs' clocks have to be ahead."""
    return seconds_until(FRIDAY)


def seconds_until(moment: datetime) -> int:
    """The same for another moment."""
    return round((moment - datetime.now(UTC)).total_seconds())
