"""A change of the reader's clock between now and the times that are shown: whoever counts the hours is warned."""

from datetime import UTC, datetime, timedelta

from core.availability.zones import stretches
from core.dialogue.answers.asker import Asker
from core.dialogue.screens import Day, Text, Zone, length, say

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


def clock_lines(asker: Asker, until: datetime) -> tuple[Text, ...]:
    """One line where the reader's clock shows another time then than now's would; the last change on the way there."""
    now, then = ((at - _EPOCH) // _MINUTE for at in (asker.now, until))
    ways = [way for way in stretches(asker.reader.zone, now, then) if way[1] > now and way[0] <= then]
    by = ways[-1][2] - ways[0][2] if ways else 0
    if not by:
        return ()
    day = Day(asker.local_date(_EPOCH + ways[-1][0] * _MINUTE))
    way = "clock.forward" if by > 0 else "clock.back"
    return (say(way, zone=Zone(asker.reader.zone), day=day, by=length(abs(by))),)
