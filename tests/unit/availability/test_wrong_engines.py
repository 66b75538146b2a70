"""The comparison with the oracle notices every wrong engine, so it would notice a fault of ours."""

from collections.abc import Iterator

import pytest

from core.availability import crowd, prepared, working, zones
from tests.unit.availability.comparing import difference
from tests.unit.availability.oracle import Oracle
from tests.unit.availability.wrong_engines import WRONG_ENGINES


@pytest.fixture
def _forget() -> Iterator[None]:
    """What a wrong rule computed must not be remembered."""
    caches = (zones._stretches, working._expanded, prepared.hours_bits, crowd.grid_bits)
    for cache in caches:
        cache.cache_clear()
    yield
    for cache in caches:
        cache.cache_clear()


@pytest.mark.usefixtures("_forget")
@pytest.mark.parametrize("fault", WRONG_ENGINES)
def test_a_wrong_engine_is_caught(fault: str, known: list[Oracle], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(*WRONG_ENGINES[fault])
    assert any(difference(oracle.request, oracle) for oracle in known)
