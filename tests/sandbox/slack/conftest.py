"""One running stage per test: a fresh Slack in a world that is seeded once, with the tiny bot installed."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from sandbox.world import World
from tests.sandbox.slack.stage import Stage, stage


@pytest.fixture(scope="session")
def world() -> World:
    """Seeding mailboxes takes a tenth of a second, and nothing here touches them."""
    return World()


@pytest.fixture
async def slack(world: World) -> AsyncIterator[Stage]:
    world.clock.set_offset(timedelta())
    async with stage(world) as made:
        yield made
