"""Objects of a card: which properties each type has, and which it needs."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.teams.cards.rules import Rule, Walk


@dataclass(frozen=True, slots=True)
class Shape:
    """The properties of one type; `since` is the schema version that brought it."""

    fields: dict[str, Rule]
    needs: tuple[str, ...] = ()
    since: str = "1.0"


@dataclass(slots=True)
class Family:
    """Types that may stand in the same place, by the value of `type`; `assumed` is the type when none is given."""

    name: str
    shapes: dict[str, Shape] = field(default_factory=dict)
    assumed: str | None = None

    def rule(self, value: Any, walk: Walk, at: str) -> None:
        """Any member of the family."""
        if not isinstance(value, dict):
            walk.found("must be an object", at)
            return
        kind = value.get("type", self.assumed)
        shape = self.shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            known = "there is no type" if kind is None else f"{kind} is no {self.name} of schema 1.5"
            walk.found(known, at)
            return
        check(value, shape, str(kind), walk, at)


def check(value: dict[str, Any], shape: Shape, kind: str, walk: Walk, at: str) -> None:
    """The properties of an object against its shape."""
    for name in shape.needs:
        if value.get(name) is None:
            walk.found(f"{kind} needs {name}", at)
    for name, content in value.items():
        if name in ("type", "$schema"):
            continue
        rule = shape.fields.get(name)
        if rule is None:
            walk.found(f"{kind} has no property {name}", at)
        elif content is not None:
            rule(content, walk, f"{at}.{name}")


def plain(shape: Shape, kind: str) -> Rule:
    """An object without a type of its own, such as a fact."""

    def rule(value: Any, walk: Walk, at: str) -> None:
        if isinstance(value, dict):
            check(value, shape, kind, walk, at)
        else:
            walk.found("must be an object", at)

    return rule
