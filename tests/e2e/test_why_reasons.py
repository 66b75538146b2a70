"""why in Slack and in Teams: every kind of reason, asked on a fixed Tuesday, as the person reads the answer."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.driving.meetings import at, meeting
from tests.driving.person import Person
from tests.driving.teams import text
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, BEN, DINA, connected, connects, until
from tests.e2e.conftest import Seat

NOW = datetime(2027, 1, 5, 9, 10, tzinfo=UTC)
ONE = datetime(2027, 1, 21, 13, 0, tzinfo=UTC)
NEXT_DAY = datetime(2027, 1, 22, 13, 0, tzinfo=UTC)
HALF = timedelta(minutes=30)
LATER = NEXT_DAY + timedelta(hours=1)
TITLE, VACATION, OTHERS = "Quarterly numbers", "Vacation", "Secret merger"
ALL_DAY = {
    "subject": VACATION,
    "isAllDay": True,
    "showAs": "free",
    "start": at(datetime(2027, 1, 22, tzinfo=UTC)),
    "end": at(datetime(2027, 1, 23, tzinfo=UTC)),
}
BUFFER = {"buffer_before_minutes": "15"}


@dataclass(frozen=True, slots=True)
class Asking:
    """One person in one chat. `why` types a question and gives the answer as it is read; `choose` fills in the rules.
    `other` is somebody else there: how they are typed, their name, their account."""

    account: str
    zone: ZoneInfo
    why: Callable[[str], Awaitable[str]]
    choose: Callable[[dict[str, str]], Awaitable[None]]
    other: tuple[str, str, str]

    def clock(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%Y-%m-%d %H:%M}"

    async def at(self, moment: datetime, more: str = "") -> str:
        return await self.why(f"{self.clock(moment)}{more}")


@pytest.fixture(scope="module")
def clock_offset() -> int:
    return round((NOW - datetime.now(UTC)).total_seconds())


@pytest.fixture
async def in_slack(ada: Person) -> Asking:
    await connected(ada, ADA)

    async def why(question: str) -> str:
        await ada.types(f"/schedule why {question}")
        return (await ada.sees("This time is")).text

    async def choose(rules: dict[str, str]) -> None:
        await ada.types("/schedule settings")
        card = await ada.sees("No buffers")
        await ada.presses(card, next(one for one in card.buttons if one.command["do"] == "OpenRules"))
        answer = await ada.submits(await ada.form(), **rules)
        assert answer["ok"], answer
        await ada.sees("Saved")

    return Asking(ADA, ZoneInfo("Europe/Berlin"), why, choose, ("@dina", "Dina Haddad", DINA))


@pytest.fixture
async def in_teams_chat(in_teams: Seat) -> Asking:
    ben = await in_teams("ben").installs()
    await connects(ben, BEN)

    async def why(question: str) -> str:
        await ben.types(f"why {question}")
        return text(await ben.sees("This time is"))

    async def choose(rules: dict[str, str]) -> None:
        await ben.types("settings")
        await ben.clicks_on(await ben.sees("No buffers"), "Change the rules for meetings")
        await ben.submits("Save", **rules)
        await ben.sees("Saved")

    return Asking(BEN, ZoneInfo("Europe/London"), why, choose, (DINA, DINA, DINA))


@pytest.fixture(params=["in_slack", "in_teams_chat"])
def asking(request: pytest.FixtureRequest) -> Asking:
    found: Asking = request.getfixturevalue(str(request.param))
    return found


@pytest.mark.timeout(120)
async def test_every_kind_of_reason_is_said_where_it_is_asked(asking: Asking, truth: Truth) -> None:
    await _rules(asking)
    await _conflict_and_buffer(asking, truth)
    await _marked_free(asking, truth)
    await _another_person(asking, truth)
    await _unreadable(asking, truth)


async def _rules(asking: Asking) -> None:
    """Hours and notice: nothing has to be read for them."""
    evening = await asking.why(f"{ONE:%Y-%m-%d} 23:00")
    assert "It is outside your hours. Thu 21 Jan has 09:00–17:" in evening, evening
    soon = await asking.at(NOW + timedelta(minutes=20))
    assert "It is too soon: you ask for 1 h notice." in soon, soon


async def _conflict_and_buffer(asking: Asking, truth: Truth) -> None:
    await truth.adds(asking.account, meeting(TITLE, ONE))

    async def taken() -> bool:
        start, end = (f"{moment.astimezone(asking.zone):%H:%M}" for moment in (ONE, ONE + HALF))
        return f"“{TITLE}” in your calendar “Calendar” takes {start}–{end}." in await asking.at(ONE)

    await until(taken)
    assert "This time is offered" in await asking.at(ONE + HALF)
    await asking.choose(BUFFER)
    close = await asking.at(ONE + HALF)
    assert f"“{TITLE}” in your calendar “Calendar” ends" in close, close
    assert "you keep 15 min free before a meeting." in close, close


async def _marked_free(asking: Asking, truth: Truth) -> None:
    """A whole day away that blocks nothing is pointed out where somebody wonders."""
    await truth.adds(asking.account, ALL_DAY)

    async def said() -> bool:
        answer = await asking.at(NEXT_DAY)
        assert "This time is offered" in answer, answer
        return f"“{VACATION}” (all day, “Calendar”) is marked free, so it doesn't block." in answer

    await until(said)


async def _another_person(asking: Asking, truth: Truth) -> None:
    """Only that they are busy, never what."""
    typed, name, account = asking.other
    await truth.adds(account, meeting(OTHERS, LATER))

    async def busy() -> bool:
        answer = await asking.at(LATER, f" with {typed}")
        assert OTHERS not in answer
        return f"{name} is busy." in answer

    await until(busy)


async def _unreadable(asking: Asking, truth: Truth) -> None:
    """Unknown is not free, and which calendar it is stands there."""
    calendar = (await truth.calendars(asking.account))["Calendar"]
    await truth.fault(kind="graph", account=asking.account, grant="any", path=calendar, status=403)
    await truth.admin("POST", "subscriptions/lifecycle", {"event": "missed", "account": asking.account})

    async def unknown() -> bool:
        answer = await asking.at(NEXT_DAY)
        return "Your calendar “Calendar” can't be read" in answer and "Unknown is not free." in answer

    await until(unknown)
