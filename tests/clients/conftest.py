"""One sandbox program for all judges, freshly seeded before each test."""

import importlib.util
from collections.abc import Iterator

import pytest

if not importlib.util.find_spec("msgraph"):
    raise pytest.UsageError(
        "tests/clients needs Microsoft's clients, which have a venv of their own. Run: make clients"
    )

from tests.clients.program import Sandbox, running
from tests.clients.week import WEDNESDAY


@pytest.fixture(scope="session")
def _program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandbox]:
    with running(tmp_path_factory.mktemp("sandbox")) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(_program: Sandbox) -> Sandbox:
    _program.reset(WEDNESDAY)
    return _program
