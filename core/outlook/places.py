"""Where events are found."""

from dataclasses import dataclass

from core.connection.model import ConnectionId
from core.outlook.routes import Route, route


@dataclass(frozen=True, slots=True)
class EventPlace:
    """Where an event may be: anywhere in the account's own mailbox, or in the calendar it was seen in.

    /me/events finds it in every own calendar, also after it was moved; an event of a shared calendar lies in the
    sharer's mailbox and is found below that calendar only.
    """

    connection: ConnectionId
    event: str
    calendar: str | None

    @property
    def events(self) -> tuple[Route, ...]:
        own = route("/me/events/{event}", event=self.event)
        if self.calendar is None:
            return (own,)
        return own, route("/me/calendars/{calendar}/events/{event}", calendar=self.calendar, event=self.event)
