"""What Graph is asked for, counted: why, and what came of it. No word of a person or a calendar is in it."""

from collections import Counter
from dataclasses import dataclass, field

from core.outlook.wire import Observer, unobserved

REASONS = {
    "GET /me": "sign_in",
    "GET /me/calendars": "calendars",
    "GET /me/mailboxSettings": "settings",
    "GET /me/calendars/{calendar}/calendarView": "view",
    "GET /me/calendars/{calendar}/calendarView/delta": "delta",
    "GET /me/calendars/{calendar}/events/{master}": "instances",
    "GET /me/calendars/{calendar}/events/{master}/instances": "instances",
    "POST /me/calendar/getSchedule": "schedule",
    "GET /subscriptions": "subscribe",
    "POST /subscriptions": "subscribe",
    "PATCH /subscriptions/{subscription}": "renew",
    "POST /subscriptions/{subscription}/reauthorize": "renew",
    "DELETE /subscriptions/{subscription}": "unsubscribe",
    "POST /me/calendars/{calendar}/events": "booking",
}
"""By method and template; whatever else is done to an event is done for a booking or an answer."""

BOOKING = "booking"
PLACES_OF_EVENTS = ("/me/events", "/me/calendars/{calendar}/events")
OTHER = "other"


def reason_of(method: str, template: str) -> str:
    known = REASONS.get(f"{method} {template}")
    if known is not None:
        return known
    return BOOKING if template.startswith(PLACES_OF_EVENTS) else OTHER


def outcome_of(status: int | None) -> str:
    """ "ok", "throttled", "refused", "failed" (5xx), "silent" (no answer)."""
    if status is None:
        return "silent"
    if status == 429:
        return "throttled"
    return "failed" if status >= 500 else "refused" if status >= 400 else "ok"


@dataclass(slots=True)
class CallCounts:
    """Implements Observer, and tells `then`. `counts` are by (reason, outcome), `milliseconds` by reason."""

    then: Observer = unobserved
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    milliseconds: Counter[str] = field(default_factory=Counter)

    def __call__(self, method: str, template: str, status: int | None, milliseconds: int) -> None:
        reason = reason_of(method, template)
        self.counts[reason, outcome_of(status)] += 1
        self.milliseconds[reason] += milliseconds
        self.then(method, template, status, milliseconds)

    @property
    def total(self) -> int:
        return self.counts.total()
