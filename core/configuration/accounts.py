"""Several Microsoft accounts of one person: whose titles are shown, and what a personal account can't do."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from core.configuration.model import Calendar
from core.connection.model import Connection, ConnectionId


def hidden_at_first(connections: Sequence[Connection], added: Connection) -> bool:
    """Whether an account's titles stay hidden until its owner says otherwise: any but the first one that is personal or
    of another organisation. `connections` oldest first."""
    first = connections[0] if connections else added
    if first.id == added.id:
        return False
    return added.account.is_personal or added.account.tid != first.account.tid


def told_apart(calendars: tuple[Calendar, ...], hidden: Collection[ConnectionId]) -> tuple[Calendar, ...]:
    """The calendars with the choice of their accounts."""
    return tuple(replace(item, hides_titles=item.connection in hidden) for item in calendars)
