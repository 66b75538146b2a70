"""One running stage per test: a sandbox in memory with the tiny bot installed."""

from collections.abc import AsyncIterator

import pytest

from sandbox.world import World
from tests.sandbox.slack.stage import Stage, stage


@pytest.fixture
async def slack() -> AsyncIterator[Stage]:
    async with stage(World()) as made:
        yield made
