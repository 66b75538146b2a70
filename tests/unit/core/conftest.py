"""One world per test."""

import pytest

from tests.unit.world import World, build


@pytest.fixture
def world() -> World:
    return build()
