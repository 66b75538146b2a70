"""What the smoke run prints: each step, what the person saw, and what was expected where a step failed."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from tests.driving.cards import Card


class StepFailedError(Exception):
    """A step showed something else than promised."""

    def __init__(self, step: str, reason: str) -> None:
        super().__init__(f'FAILED at step "{step}"\n{reason}')
        self.step = step


class UnmetError(AssertionError):
    """An expectation within a step."""


class Report:
    """Prints as it goes."""

    def __init__(self) -> None:
        self._began = time.monotonic()
        self.steps: list[str] = []

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """One step; whatever isn't as expected names it. Raises StepFailedError."""
        print(f"\n● {name}", flush=True)
        began = time.monotonic()
        try:
            yield
        except (AssertionError, KeyError, StopIteration, ValueError) as error:
            raise StepFailedError(name, str(error) or type(error).__name__) from error
        self.steps.append(name)
        print(f"  ✓ {time.monotonic() - began:.1f} s", flush=True)

    def saw(self, who: str, what: Card | str) -> None:
        print(f"  {who} sees:", *(f"    {line}" for line in str(what).split("\n")), sep="\n")

    def note(self, text: str) -> None:
        print(f"  · {text}")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began


def expect(fulfilled: object, expected: str, seen: object) -> None:
    """Raises UnmetError with both sides."""
    if not fulfilled:
        raise UnmetError(f"  expected: {expected}\n  seen: {seen}")
