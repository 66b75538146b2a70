"""How somebody who asks reads times."""

from datetime import UTC, datetime

from core.dialogue.answers.asker import Asker
from core.dialogue.screens import Zone
from core.people.model import ChatUser, PersonId, Platform, Reader

WINTER, SUMMER = datetime(2027, 1, 12, 9, tzinfo=UTC), datetime(2027, 7, 12, 9, tzinfo=UTC)


def asker(zone: str) -> Asker:
    return Asker(PersonId("ada"), "Ada", ChatUser(Platform.TEAMS, "T", "U"), Reader(zone, "en-GB"), WINTER, "r")


def test_the_home_zone_stands_beside_the_readers_when_its_clock_differs() -> None:
    assert asker("America/New_York").second_zone("Europe/Berlin", WINTER) == Zone("Europe/Berlin")


def test_another_name_of_the_same_zone_is_no_second_zone() -> None:
    assert asker("Asia/Kolkata").second_zone("Asia/Calcutta", WINTER) is None


def test_zones_that_part_in_summer_differ_in_summer() -> None:
    assert asker("Africa/Algiers").second_zone("Europe/Berlin", WINTER) is None
    assert asker("Africa/Algiers").second_zone("Europe/Berlin", SUMMER) == Zone("Europe/Berlin")
