"""What the phrases of the reader's tables are expected to mean, in few words. It is Wednesday, 25 November 2026."""

from datetime import date
from typing import Any

from core.dialogue.commands import Find, Named, Terms
from core.dialogue.reading_commands import NotUnderstood
from core.people.model import Reader

WEDNESDAY = date(2026, 11, 25)
BRITON, GERMAN, AMERICAN = (
    Reader("Europe/Berlin", "en-GB"), Reader("Europe/Berlin", "de-DE"), Reader("America/New_York", "en-US"),
)  # fmt: skip
ANA, BOB = Named("user", "U0ANA"), Named("user", "U0BOB")
CAROL = Named("address", "carol@contoso.com")
FOR_BOB = Terms(boss=BOB)
NOON = 12 * 60
H = 60


def day(number: int, month: int = 11, year: int = 2026) -> dict[str, Any]:
    """One day."""
    return span(date(year, month, number), date(year, month, number))


def span(first: date, last: date | None) -> dict[str, Any]:
    return {"since": first, "until": last}


def days(first: int, last: int, month: int = 12) -> dict[str, Any]:
    """Days of one month of 2026."""
    return span(date(2026, month, first), date(2026, month, last))


TOMORROW, THURSDAY, FRIDAY = day(26), day(26), day(27)
MONDAY, TUESDAY, SECOND, THIRD = day(30), day(1, 12), day(2, 12), day(3, 12)
NEXT_WEEK = span(date(2026, 11, 30), date(2026, 12, 6))


def half(**more: Any) -> Find:
    """30 minutes."""
    return Find(duration_minutes=30, **more)


def between(start: float | None, end: float | None) -> dict[str, Any]:
    """Hours of the day."""
    return {"from_minute": start and round(start * H), "to_minute": end and round(end * H)}


def asked(
    *wishes: Find, unknown: tuple[str, ...] = (), past: tuple[str, ...] = (), doubtful: str = ""
) -> NotUnderstood:
    return NotUnderstood("find", wishes, unknown, past, doubtful)
