"""What the invited answer in Outlook reaches the host in their chat, and a proposal is accepted from there."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.driving.meetings import at
from tests.driving.person import Person
from tests.driving.teams import slots
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, CAROL, DINA, connected, connects, finds, starts, submits_slot
from tests.e2e.conftest import Seat

BERLIN = ZoneInfo("Europe/Berlin")
HALF_HOUR = timedelta(minutes=30)


def _before_nine() -> datetime:
    """The next Tuesday, 08:20 in Berlin: the first slots begin within the hour, of which answers are told at once."""
    now = datetime.now(UTC).astimezone(BERLIN)
    day = now.date() + timedelta(days=(1 - now.weekday()) % 7 or 7)
    return datetime(day.year, day.month, day.day, 8, 20, tzinfo=BERLIN)


@pytest.fixture(scope="module")
def clock_offset() -> int:
    return round((_before_nine() - datetime.now(UTC)).total_seconds())


async def test_a_proposal_is_accepted_in_slack(ada: Person, truth: Truth) -> None:
    await connected(ada, ADA)
    await truth.listened_to(ADA)
    await ada.types("/schedule settings")
    card = await ada.sees("Hours", "Meetings")
    rules = next(one for one in card.buttons if one.value and one.command.get("do") == "OpenRules")
    await ada.presses(card, rules)
    assert (await ada.submits(await ada.form(), notice_minutes="0"))["ok"]
    await ada.sees("Saved")
    card = await finds(ada, f"30m today with {BEN} {CAROL}")
    start = starts(card)[0]
    await submits_slot(ada, card, start, title="Planning")
    booked = await ada.sees("Booked", "Planning", "haven't answered")

    await truth.answers(CAROL, "Planning", start, "accept")
    edited = await ada.sees("Booked", "accepted", "hasn't answered")
    assert edited.ts == booked.ts, "accepting is counted on the card, and told in no message"
    wanted = start + 8 * HALF_HOUR
    proposed = {"start": at(wanted), "end": at(wanted + HALF_HOUR)}
    await truth.answers(BEN, "Planning", start, "tentativelyAccept", proposed)
    message = await ada.sees("proposes another time", "Nothing changes until you choose")
    await ada.clicks_on(message, "Accept proposal")
    moved = await ada.sees("Moved", "Outlook asked everybody again", "haven't answered")
    assert moved.ts == message.ts
    for account in (ADA, BEN, CAROL):
        assert await truth.lies_at(account, "Planning", wanted) == [wanted]


async def test_a_refusal_is_told_in_teams_and_kept(in_teams: Seat, truth: Truth) -> None:
    await truth.reads("dina", "en-GB")
    dina = await in_teams("dina").installs()
    await connects(dina, DINA)
    await dina.types("settings")
    await dina.clicks_on(await dina.sees("Change the rules for meetings"), "Change the rules for meetings")
    await dina.submits("Save", notice_minutes="0")
    await dina.sees("Saved")
    await dina.types(f"find 30m today with {CAROL}")
    times = await dina.sees("Read just now")
    slot = slots(times)[0]
    await dina.clicks_on(times, slot["tooltip"])
    await dina.submits("Book", title="In Teams")
    booked = await dina.sees("Booked", "In Teams", "hasn't answered")
    start = datetime.fromisoformat(slot["command"]["start"]).astimezone(UTC)
    await truth.answers(CAROL, "In Teams", start, "decline")
    message = await dina.sees("Nothing changes until you choose", "declined")
    assert message["id"] != booked["id"]
    await dina.clicks_on(message, "Keep In Teams as it is")
    kept = await dina.sees("Kept as it is")
    assert kept["id"] == message["id"]
