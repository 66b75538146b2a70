"""kill -9 between telling of a double booking and writing down that it was told: told once, at most twice, and every
message that is known of ends as Resolved."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from tests.driving.cards import Card
from tests.driving.meetings import meeting
from tests.driving.person import Person
from tests.driving.programs import Bot
from tests.driving.truth import Truth
from tests.e2e.acts import ADA, connected, until

WARNS, RESOLVED = "Double booking", "Resolved"
SLOW_SECONDS = 1.2
NUMBERS = count()


@pytest.fixture(scope="module")
def clock_offset() -> int:
    """The next Saturday at nine: nothing of the seeded week is near."""
    now = datetime.now(UTC)
    day = (now + timedelta(days=(5 - now.weekday()) % 7 or 7)).replace(hour=9, minute=0, second=0, microsecond=0)
    return round((day - now).total_seconds())


class Scene:
    """Ada, and one double booking of hers within the hour, which is told at once."""

    def __init__(self, bot: Bot, ada: Person, truth: Truth, number: int) -> None:
        """Each scene of the module has a time of its own."""
        self.bot, self.ada, self.truth = bot, ada, truth
        self.titles = (f"Review {number}", f"Call {number}")
        self.starts_in = timedelta(minutes=8 + 17 * number)
        self.events: list[str] = []
        self.probes = 0

    async def clashes(self) -> None:
        start = (await self.truth.now()).replace(second=0, microsecond=0) + self.starts_in
        for number, title in enumerate(self.titles):
            made = await self.truth.adds(ADA, meeting(title, start + number * timedelta(minutes=5), 10))
            self.events.append(made["id"])

    async def ends(self) -> None:
        """The second meeting is moved away in Outlook."""
        moved = meeting(self.titles[1], await self.truth.now() + timedelta(hours=6) + self.starts_in, 10)
        await self.truth.changes(ADA, self.events[1], {name: moved[name] for name in ("start", "end")})

    async def slow(self, method: str) -> None:
        """Slack takes its time over the next such call, and does it although the caller has died meanwhile."""
        await self.truth.admin("POST", "slack/faults", {"method": method, "delay_seconds": SLOW_SECONDS, "times": 1})

    async def is_being_called(self) -> None:
        """Once Slack has the slow call: its fault has left the list, in which only our questions are."""

        async def taken() -> bool:
            self.probes += 1
            asked = await self.truth.admin("POST", "slack/faults", {"method": "api.test", "times": 1})
            return int(asked["faults"]) == self.probes

        await until(taken)

    async def messages(self, *words: str) -> list[Card]:
        """The cards about it that say these words as well."""
        return [one for one in await self.ada.cards() if one.says(self.titles[1], *words)]

    async def killed(self) -> None:
        """Dies, and comes back."""
        self.bot.kill()
        await self.truth.admin("DELETE", "slack/faults")

    def lives(self) -> None:
        self.bot.launch()
        self.bot.await_ready()

    async def is_resolved(self, told: int) -> None:
        """The message that is known of says so, and is the last of those that were sent."""

        async def resolved() -> bool:
            return bool(await self.messages(RESOLVED))

        await until(resolved)
        await asyncio.sleep(0.5)  # whatever would still be sent
        cards = await self.messages()
        assert [card.says(RESOLVED) for card in cards] == [False] * (told - 1) + [True], cards


@pytest.fixture
async def scene(bot: Bot, ada: Person, truth: Truth) -> Scene:
    await connected(ada, ADA)
    await truth.listened_to(ADA)
    return Scene(bot, ada, truth, next(NUMBERS))


async def test_a_warning_on_its_way_at_the_death_is_told_twice_and_not_more(scene: Scene) -> None:
    """Slack has the message, and nobody wrote down that it has."""
    await scene.slow("chat.postMessage")
    await scene.clashes()
    await scene.is_being_called()
    await scene.killed()
    assert await scene.messages() == [], "killed too late to prove much"
    await until(lambda: _are(scene, 1))
    scene.lives()
    await until(lambda: _are(scene, 2))
    await scene.ends()
    await scene.is_resolved(told=2)


async def test_a_warning_not_sent_yet_at_the_death_is_told_once(scene: Scene) -> None:
    """The row that says so is there, and its message is refused until the process is dead."""
    refused = {"method": "chat.postMessage", "error": "ratelimited", "status": 429, "retry_after": 1}
    await scene.truth.admin("POST", "slack/faults", refused)
    await scene.clashes()
    await asyncio.sleep(0.5)
    await scene.killed()
    scene.lives()
    await until(lambda: _are(scene, 1))
    await scene.ends()
    await scene.is_resolved(told=1)


async def test_a_warning_whose_edit_is_on_its_way_at_the_death_is_resolved_once(scene: Scene) -> None:
    await scene.clashes()
    await until(lambda: _are(scene, 1))
    await scene.slow("chat.update")
    await scene.ends()
    await scene.is_being_called()
    await scene.killed()
    scene.lives()
    await scene.is_resolved(told=1)


async def _are(scene: Scene, count: int) -> bool:
    return len(await scene.messages(WARNS)) == count
