"""One running stage per test: a fresh Teams in a world that is seeded once, with the tiny bot registered."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from sandbox.world import World
from tests.sandbox.teams.stage import Stage, stage


@pytest.fixture(scope="session")
def world() -> World:
    """Seeding mailboxes and making keys takes some tenths of a second, and nothing here changes them."""
    return World()


@pytest.fixture
async def teams(world: World) -> AsyncIterator[Stage]:
    world.clock.set_offset(timedelta())
    async with stage(world) as made:
        yield made


@pytest.fixture
async def bare(world: World) -> AsyncIterator[Stage]:
    """The bot registered, but installed nowhere."""
    world.clock.set_offset(timedelta())
    async with stage(world, installed=False) as made:
        yield made
