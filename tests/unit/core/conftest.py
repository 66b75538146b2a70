"""One world per test."""

import pytest

from tests.unit.world import World, build


@pytest.fixture
def world() -> World:
    return build()


@pytest.fixture
async def two(world: World) -> World:
    """Ada and Ben of one organisation are connected."""
    await world.connected("ada")
    await world.connected("ben")
    return world
