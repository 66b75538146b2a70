"""What the dialogue stands on."""

from dataclasses import dataclass

from bot.rooms.bookings import Bookings
from bot.rooms.conflicts import Conflicts
from bot.rooms.sync import Sync
from core.configuration.usecases import Configuring
from core.connection.usecases import Connecting
from core.people.usecases import Meeting


@dataclass(frozen=True, slots=True)
class Below:
    """The rooms under the dialogue, built."""

    meeting: Meeting
    connecting: Connecting
    configuring: Configuring
    sync: Sync
    bookings: Bookings
    conflicts: Conflicts
