"""What is made in Outlook shows here at once: free events stay free, busy ones block, tentative ones by choice."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.driving.cards import Json
from tests.driving.person import Person
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, connected, finds, starts

BERLIN = ZoneInfo("Europe/Berlin")


def _tuesday_morning() -> datetime:
    """The next Tuesday, 07:30 in Berlin: a working day that has not begun."""
    now = datetime.now(UTC).astimezone(BERLIN)
    day = now.date() + timedelta(days=(1 - now.weekday()) % 7 or 7)
    return datetime(day.year, day.month, day.day, 7, 30, tzinfo=BERLIN)


@pytest.fixture(scope="module")
def clock_offset() -> int:
    return round((_tuesday_morning() - datetime.now(UTC)).total_seconds())


def _event(subject: str, hour: int, show_as: str) -> Json:
    day = _tuesday_morning().date()

    def at(time: int) -> Json:
        return {"dateTime": f"{day}T{time:02}:00:00", "timeZone": "Europe/Berlin"}

    return {"subject": subject, "start": at(hour), "end": at(hour + 1), "showAs": show_as}


def _at(hour: int) -> datetime:
    return _tuesday_morning().replace(hour=hour, minute=0)


async def test_a_free_event_is_shown_as_free_and_its_time_offered_until_it_is_set_to_busy(
    ada: Person, truth: Truth
) -> None:
    await connected(ada, ADA)
    event = await truth.adds(ADA, _event("Strategy reading", 13, "free"))
    await ada.types("/schedule today")
    agenda = await ada.sees("Today", "Strategy reading")
    line = next(one for one in agenda.text.split("\n") if "Strategy reading" in one)
    assert "13:00" in line
    assert "free" in line
    assert _at(13) in starts(await finds(ada, "30m today"))

    await truth.changes(ADA, event["id"], {"showAs": "busy"})
    offered = starts(await finds(ada, "30m today"))
    assert _at(13) not in offered
    assert _at(13) + timedelta(minutes=30) not in offered
    assert _at(14) in offered, "only its own time is gone"
    await ada.types("/schedule today")
    agenda = await ada.sees("Today", "Strategy reading")
    assert "free" not in next(one for one in agenda.text.split("\n") if "Strategy reading" in one)


async def test_a_tentative_event_blocks_until_only_busy_is_chosen(ada: Person, truth: Truth) -> None:
    await connected(ada, ADA)
    await truth.adds(ADA, _event("Perhaps a call", 15, "tentative"))
    await truth.adds(ADA, _event("Certainly a call", 16, "busy"))
    assert _at(15) not in starts(await finds(ada, "30m today"))
    await _choose(ada, "only_busy")
    offered = starts(await finds(ada, "30m today"))
    assert _at(15) in offered
    assert _at(16) not in offered
    await _choose(ada, "default")
    assert _at(15) not in starts(await finds(ada, "30m today"))


async def _choose(ada: Person, blocking: str) -> None:
    """Advanced settings: what blocks me."""
    await ada.types("/schedule calendars")
    await ada.clicks_on(await ada.sees("Linked calendar"), "Advanced settings")
    form = await ada.form()
    assert form.says("What blocks me"), form
    assert (await ada.submits(form, blocking=blocking))["ok"]
    await ada.sees("Saved")
