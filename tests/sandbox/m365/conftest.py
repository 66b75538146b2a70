"""One served sandbox for all tests here, freshly seeded before each."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from sandbox.world import World
from tests.sandbox.m365.hook import Hook, listening
from tests.sandbox.m365.stage import REDIRECT, WEDNESDAY, Graph, Json, Sandbox, served
from tests.sandbox.types.judge import Judge


@pytest.fixture(scope="session")
def _stage() -> Iterator[Sandbox]:
    world = World()
    judge = Judge()
    world.witnesses.append(judge)
    with served(world) as origin:
        sandbox = Sandbox(origin, world, judge)
        yield sandbox
        sandbox.close()


@pytest.fixture(autouse=True)
def every_answer_is_of_its_type(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every answer that a test here sees, and every notification, is held against the documented types."""
    yield
    if "_stage" in request.fixturenames:
        judge = request.getfixturevalue("_stage").judge
        wrong, judge.wrong = judge.wrong, []
        assert wrong == []


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


@pytest.fixture
def hook() -> Iterator[Hook]:
    """A notification endpoint."""
    with listening() as found:
        yield found


@pytest.fixture
def order(hook: Hook, sandbox: Sandbox) -> Callable[..., Json]:
    """Makes the body of a subscription to one's default calendar that lives 60 hours."""

    def make(**more: Any) -> Json:
        until = sandbox.world.clock.now() + timedelta(hours=60)
        body = {
            "changeType": "created,updated,deleted",
            "notificationUrl": hook.address,
            "lifecycleNotificationUrl": hook.address.replace("notify", "lifecycle"),
            "resource": "me/events",
            "expirationDateTime": until.isoformat(),
            "clientState": "quiet",
            "latestSupportedTlsVersion": "v1_2",
        }
        return {**body, **more}

    return make
