"""A weekly meeting over HTTP: one date clashes and is left out, one is moved, and Outlook has exactly that."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.driving.cards import Json
from tests.driving.person import Person
from tests.driving.truth import Truth, instant
from tests.e2e.acts import ADA, BEN, connected, finds, starts

TITLE, BERLIN = "Weekly plan", ZoneInfo("Europe/Berlin")
HALF_AN_HOUR = timedelta(minutes=30)


@pytest.fixture(scope="module")
def clock_offset() -> int:
    """It is a Tuesday noon in Berlin, whenever this runs: nobody's quiet hours."""
    now = datetime.now(UTC)
    tuesday = now.replace(hour=11, minute=0, second=0, microsecond=0) + timedelta(days=(1 - now.weekday()) % 7 or 7)
    return round((tuesday - now).total_seconds())


def week(first: datetime, number: int) -> datetime:
    """The same wall time in Berlin, so many weeks later."""
    local = first.astimezone(BERLIN) + timedelta(weeks=number)
    return local.astimezone(UTC)


def busy(start: datetime, subject: str) -> Json:
    end = start + HALF_AN_HOUR
    return {"subject": subject, **{name: _wall(at) for name, at in (("start", start), ("end", end))}, "showAs": "busy"}


def _wall(at: datetime) -> Json:
    return {"dateTime": f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}", "timeZone": "UTC"}


async def dates(truth: Truth, account: str, first: datetime) -> list[datetime]:
    """Where the account's mailbox shows the meeting, and isn't told that it was called off."""
    shown = await truth.everywhere(account, first - timedelta(days=1), first + timedelta(weeks=7))
    return sorted(
        instant(event["start"]) for _, event in shown if event["subject"] == TITLE and not event["isCancelled"]
    )


async def test_a_weekly_series_with_a_date_left_out_and_one_moved_stands_so_in_outlook(
    ada: Person, ben: Person, truth: Truth
) -> None:
    await connected(ada, ADA)
    await connected(ben, BEN)
    found = await finds(ada, f"30m with {BEN} next week")
    start = starts(found)[-1]
    await truth.adds(ADA, busy(week(start, 2), "Dentist"))
    await truth.adds(BEN, busy(week(start, 4), "Secret"))

    await ada.presses(found, found.slots()[-1])
    last = (start.astimezone(BERLIN) + timedelta(weeks=5)).date()
    answer = await ada.submits(await ada.form(), title=TITLE, repeats="weekly", until=last.isoformat())
    assert answer["ok"], answer
    card = await ada.sees("2 of 6 dates clash", "Dentist")
    assert not card.says("Secret"), "of others only that they are busy"

    await ada.clicks_on(card, "Skip")
    card = await ada.sees("1 of 6 dates clash", "Left out")
    await ada.clicks_on(card, "Move this one")
    offered = await ada.sees("Where to?")
    moves = [one for one in offered.buttons if one.value and one.command.get("decision") == "move"]
    there = datetime.fromisoformat(moves[0].command["start"])
    await ada.presses(offered, moves[0])
    card = await ada.sees("Book 5 dates?", "Moved")
    assert await dates(truth, ADA, start) == [], "nothing is written before it is confirmed"
    since = await truth.mark()
    await ada.clicks_on(card, "Book 5 dates")
    booked = await ada.sees("Booked", TITLE, "Left out", "Moved")

    wanted = sorted([week(start, 0), week(start, 1), week(start, 3), there, week(start, 5)])
    assert await dates(truth, ADA, start) == wanted == await dates(truth, BEN, start)
    written = [one["method"] for one in await truth.log(since, "graph") if one["method"] in ("POST", "PATCH", "DELETE")]
    assert sorted(one for one in written if one != "POST") == ["DELETE", "PATCH", "PATCH"], written
    called_off = await truth.everywhere(BEN, start, start + timedelta(weeks=7))
    assert not [event for _, event in called_off if event["subject"] == f"Canceled: {TITLE}"], "Ben saw no other date"

    await ada.clicks_on(booked, "Dates")
    listed = await ada.sees("The next dates", TITLE)
    await ada.clicks_on(listed, "Cancel this date")
    asked = await ada.sees("Cancel this date?", "Ben")
    await ada.clicks_on(asked, "Yes, cancel this date")
    await ada.sees("Booked", TITLE, f"{week(start, 0).astimezone(BERLIN):%-d %b}")
    assert await truth.lies_at(ADA, TITLE, week(start, 1)) == [week(start, 1)]
    assert await dates(truth, BEN, start) == wanted[1:]
