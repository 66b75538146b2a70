"""One running stage per test: a sandbox in memory with the tiny bot installed."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.world import World
from tests.sandbox.slack.stage import Stage, stage

# The sandbox's request log reads marks under string keys, which aiohttp 3.14 remarks on once a process.
STRING_KEYS = pytest.mark.filterwarnings("ignore::aiohttp.web_exceptions.NotAppKeyWarning")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(STRING_KEYS)


@pytest.fixture
async def slack() -> AsyncIterator[Stage]:
    async with stage(World()) as made:
        yield made
