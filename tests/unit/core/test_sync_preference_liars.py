"""The histories are not blind: each of these wrong programs is found out."""

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from core.booking.usecases.adopting import Adopting
from core.booking.usecases.following import Following
from tests.unit.core.test_sync_preference_histories import Agreeing


async def _does_not_follow(_: Any, __: Any, booking: Any, **___: Any) -> Any:
    return booking


async def _releases_nothing(*_: Any) -> None:
    return


LIES: list[tuple[type, str, Any]] = [
    (Adopting, "release", _releases_nothing),
    (Following, "settle", _does_not_follow),
]


@pytest.mark.parametrize(("where", "what", "lie"), LIES, ids=[what for _, what, _ in LIES])
def test_a_wrong_program_is_found_out(monkeypatch: pytest.MonkeyPatch, where: type, what: str, lie: Any) -> None:
    monkeypatch.setattr(where, what, lie)
    looking = settings(
        max_examples=60,
        stateful_step_count=25,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Agreeing, settings=looking)
