"""One served sandbox for all tests here, freshly seeded before each."""

from collections.abc import Iterator

import pytest

from sandbox.world import World
from tests.sandbox.m365.stage import REDIRECT, WEDNESDAY, Graph, Sandbox, served


@pytest.fixture(scope="session")
def _stage() -> Iterator[Sandbox]:
    world = World()
    with served(world) as origin:
        sandbox = Sandbox(origin, world)
        yield sandbox
        sandbox.close()


@pytest.fixture
def sandbox(_stage: Sandbox) -> Sandbox:
    """Seeded on a Wednesday morning; the app is registered with one redirect address."""
    _stage.admin("POST", "reset", {"now": WEDNESDAY.isoformat()})
    _stage.admin("POST", "entra/app", {"redirect_uris": [REDIRECT]})
    _stage.http.cookies.clear()
    return _stage


@pytest.fixture
def ada(sandbox: Sandbox) -> Graph:
    return sandbox.graph("ada@contoso.com")


@pytest.fixture
def ben(sandbox: Sandbox) -> Graph:
    return sandbox.graph("ben@contoso.com")
