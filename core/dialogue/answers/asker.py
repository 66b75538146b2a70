"""Who is being answered."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from core.dialogue.model import MessageRef
from core.dialogue.screens import Zone
from core.people.model import ChatUser, PersonId, Reader
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
        return self.now.astimezone(ZoneInfo(self.reader.zone)).date()

    def local_days(self, first: date, last: date) -> Range:
        """From the first day's midnight to the midnight after the last day, in the reader's zone."""
        zone = ZoneInfo(self.reader.zone)
        return Range(
            datetime.combine(first, time(), zone).astimezone(UTC),
            datetime.combine(last + timedelta(days=1), time(), zone).astimezone(UTC),
        )

    def local_date(self, at: datetime) -> date:
        return at.astimezone(ZoneInfo(self.reader.zone)).date()

    def second_zone(self, home: str, at: datetime) -> Zone | None:
        """The home zone, if its clock shows another time than the reader's then; one zone has many names."""
        clocks = {at.astimezone(ZoneInfo(zone)).utcoffset() for zone in (home, self.reader.zone)}
        return Zone(home) if len(clocks) > 1 else None
