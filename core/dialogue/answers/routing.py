"""Which command is answered by what: one table, put together from what each family of answers gives."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from core.dialogue.answers.asker import Asker
from core.dialogue.commands import Command
from core.dialogue.screens import Screen

Answer = Callable[[Asker, Any], Awaitable[Screen | None]]
"""None: nothing to show here, or a message follows by itself. Raises what the use cases raise."""

Routes = Mapping[type[Command], Answer]


def together(*families: Routes) -> Routes:
    """All of them. Raises ValueError for a command that two families answer."""
    found: dict[type[Command], Answer] = {}
    for family in families:
        twice = found.keys() & family.keys()
        if twice:
            raise ValueError(f"two answers to {', '.join(sorted(one.__name__ for one in twice))}")
        found |= family
    return found
