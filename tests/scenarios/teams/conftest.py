"""One stage per test."""

from collections.abc import AsyncIterator

import pytest

from adapters.teams import answers
from tests.scenarios.teams.stage import Stage
from tests.scenarios.teams.stage import stage as open_stage


@pytest.fixture
async def teams(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Stage]:
    """Sandbox and adapter; nothing is installed, and "Answered you in private" goes away soon."""
    monkeypatch.setattr(answers, "POINTER_SECONDS", 0.05)
    async with open_stage() as stage:
        yield stage


@pytest.fixture
async def stage(teams: Stage) -> Stage:
    """Installed for Ada and in the team; the welcomes are gone from the record."""
    await teams.install()
    await teams.install("general")
    for place in ("personal", "general"):
        for message in await teams.said(place):
            teams.world.parts["teams"].messages[message["conversation"]].pop(message["id"])
    teams.dialogue.asked.clear()
    teams.dialogue.told.clear()
    return teams
