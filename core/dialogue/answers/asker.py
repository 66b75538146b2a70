"""Who is being answered."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from core.dialogue.model import MessageRef
from core.dialogue.screens import Zone
from core.people.model import ChatUser, PersonId, Reader
from core.shared.days import ONE_DAY, day_at, days
from core.shared.ranges import Range


@dataclass(frozen=True, slots=True)
class Asker:
    """The person, how they read, and the moment they asked; `channel`: where, when others read along there."""

    person: PersonId
    name: str
    user: ChatUser
    reader: Reader
    now: datetime
    request: str
    card: MessageRef | None = None
    channel: str = ""

    @property
    def today(self) -> date:
        """The reader's date."""
        return self.local_date(self.now)

    def local_days(self, first: date, last: date) -> Range:
        """From the first day's midnight to the midnight after the last day, in the reader's zone."""
        return days(first, last + ONE_DAY, self.reader.zone)

    def local_date(self, at: datetime) -> date:
        return day_at(at, self.reader.zone)

    def second_zone(self, home: str, at: datetime) -> Zone | None:
        """The home zone, if its clock shows another time than the reader's then; one zone has many names."""
        clocks = {at.astimezone(ZoneInfo(zone)).utcoffset() for zone in (home, self.reader.zone)}
        return Zone(home) if len(clocks) > 1 else None
