"""Which facts may change what stands in a Home tab."""

from bot.handlers import Args, Handler, of_person, user_in
from core.configuration.model import CalendarsChosen
from core.conflicts.model import CauseChanged
from core.connection.model import Connected, ConnectionHealed, ConnectionLost, Disconnected
from core.dialogue.home_tabs import HOME_JOB, Homes
from core.people.model import PersonsJoined
from core.sync.model import BusyChanged, ReadingChanged

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


def home_jobs(homes: Homes) -> dict[str, Handler]:
    """After each of these facts the person's Home tab is looked at."""

    async def show(args: Args) -> None:
        await homes.show(user_in(args))

    return {**{kind.kind(): of_person(homes.changed) for kind in CHANGES}, HOME_JOB: show}
