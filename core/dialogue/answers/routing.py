"""Which command is answered by what: two tables, put together from what each family of answers gives."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

from core.dialogue.answers.asker import Asker
from core.dialogue.commands import Command
from core.dialogue.screens import Form, Line, Screen

Answer = Callable[[Asker, Any], Awaitable[Screen | None]]
"""None: nothing to show here, or a message follows by itself. Raises what the use cases raise."""

Routes = Mapping[type[Command], Answer]

Forms = Mapping[type[Command], Callable[[Asker, Any], Awaitable[Form | Line]]]
"""The form that a command opens; a line says why there is none. Read our own database only, but for who is an admin."""

A = TypeVar("A")


def together(*families: Mapping[type[Command], A]) -> Mapping[type[Command], A]:
    """All of them. Raises ValueError for a command that two families answer."""
    found: dict[type[Command], A] = {}
    for family in families:
        twice = found.keys() & family.keys()
        if twice:
            raise ValueError(f"two answers to {', '.join(sorted(one.__name__ for one in twice))}")
        found |= family
    return found
