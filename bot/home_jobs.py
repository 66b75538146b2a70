"""Which facts may change what stands in a Home tab."""

from collections.abc import Awaitable, Callable, Mapping

from core.configuration.model import CalendarsChosen
from core.conflicts.model import CauseChanged
from core.connection.model import Connected, ConnectionHealed, ConnectionLost, Disconnected
from core.dialogue.home_tabs import HOME_JOB, Homes
from core.people.model import ChatUser, PersonId, PersonsJoined, Platform
from core.sync.model import BusyChanged, ReadingChanged

Args = Mapping[str, object]
Handler = Callable[[Args], Awaitable[None]]

CHANGES = (
    BusyChanged,
    CalendarsChosen,
    CauseChanged,
    Connected,
    ConnectionHealed,
    ConnectionLost,
    Disconnected,
    PersonsJoined,
    ReadingChanged,
)
"""Facts about one person. What a booking changes comes back from Outlook as busy time."""


def with_homes(table: Mapping[str, Handler], homes: Homes) -> dict[str, Handler]:
    """The same, and after each of these facts the person's Home tab is looked at."""

    async def show(args: Args) -> None:
        await homes.show(ChatUser(Platform(str(args["platform"])), str(args["workspace"]), str(args["user"])))

    followed = {kind.kind(): _then(table[kind.kind()], homes) for kind in CHANGES}
    return {**table, **followed, HOME_JOB: show}


def _then(first: Handler, homes: Homes) -> Handler:
    async def handle(args: Args) -> None:
        await first(args)
        await homes.changed(PersonId(str(args["person"])))

    return handle
