"""Sandbox and bot once per module; people who act in front of them. After each module the bot's log is looked at."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack

import pytest

from tests.driving.person import Person
from tests.driving.programs import Bot, running_pair
from tests.driving.teams import TeamsPerson
from tests.driving.truth import Truth
from tests.e2e.log import no_fault, no_secret

Seat = Callable[[str], TeamsPerson]


@pytest.fixture(scope="module")
def clock_offset() -> int:
    """Seconds by which both programs are ahead; a module may override it."""
    return 0


@pytest.fixture(scope="module")
def bot(clock_offset: int) -> Iterator[Bot]:
    """Both programs on a fresh database."""
    with running_pair(clock_offset=clock_offset) as running:
        yield running
        running.stop()
        text = running.log.read_text()
        assert no_fault(text) == []
        assert no_secret(text, running) == []


@pytest.fixture
async def truth(bot: Bot) -> AsyncIterator[Truth]:
    async with Truth(bot.sandbox) as found:
        yield found
        await found.no_faults()


@pytest.fixture
async def ada(bot: Bot) -> AsyncIterator[Person]:
    async with Person(bot.sandbox.page, "ada") as person:
        yield person


@pytest.fixture
async def ben(bot: Bot) -> AsyncIterator[Person]:
    async with Person(bot.sandbox.page, "ben") as person:
        yield person


@pytest.fixture
async def carol(bot: Bot) -> AsyncIterator[Person]:
    async with Person(bot.sandbox.page, "carol") as person:
        yield person


@pytest.fixture
async def dina(bot: Bot, truth: Truth) -> AsyncIterator[Person]:
    await truth.reads("dina", "en-GB")
    async with Person(bot.sandbox.page, "dina") as person:
        yield person


@pytest.fixture
async def emil(bot: Bot) -> AsyncIterator[Person]:
    async with Person(bot.sandbox.page, "emil") as person:
        yield person


@pytest.fixture
async def in_teams(bot: Bot) -> AsyncIterator[Seat]:
    """One of the five in front of Teams; the app isn't installed yet."""
    async with AsyncExitStack() as stack:

        def sits(key: str) -> TeamsPerson:
            person = TeamsPerson(bot.sandbox.page, key)
            stack.push_async_exit(person)
            return person

        yield sits
