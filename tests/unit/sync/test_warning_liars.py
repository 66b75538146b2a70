"""The histories of test_warned_histories.py find out programs that warn wrongly."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis.stateful import run_state_machine_as_test

from core.dialogue.screens import ConflictCard, ConflictsCard
from tests.unit.sync.test_histories import HUNT
from tests.unit.sync.test_warned_histories import WARNING, Warned


class NeverEdits(Warned):
    """Leaves every message about a double booking as it was sent."""

    def prepare(self) -> None:
        show = self.world.messenger.show

        async def shown(to: Any, screen: Any, reader: Any, ref: Any, *still: Any) -> Any:
            if ref is not None and isinstance(screen, ConflictCard | ConflictsCard):
                return ref
            return await show(to, screen, reader, ref, *still)

        self.world.messenger.show = shown  # type: ignore[method-assign]
        super().prepare()


class NeverLooks(Warned):
    """Waits for the night instead of looking when a copy changes."""

    def prepare(self) -> None:
        async def busy_changed(*_: object, **__: object) -> None:
            """Nothing."""

        self.world.rooms.watching.busy_changed = busy_changed  # type: ignore[method-assign]
        super().prepare()


class NeverRemembers(Warned):
    """Doesn't write down where its messages are, and sends them again."""

    def prepare(self) -> None:
        save = self.world.store.notices.save

        async def saved(tx: Any, notice: Any) -> None:
            await save(tx, replace(notice, ref=None) if notice.subject.startswith(WARNING) else notice)

        self.world.store.notices.save = saved  # type: ignore[method-assign]
        super().prepare()


@pytest.mark.parametrize("wrong", [NeverEdits, NeverLooks, NeverRemembers])
def test_a_program_that_warns_wrongly_is_found_out_by_the_same_histories(wrong: type[Warned]) -> None:
    with pytest.raises((AssertionError, BaseExceptionGroup)):
        run_state_machine_as_test(wrong, settings=HUNT)
