"""The service measures how fast each address answers, and holds back or drops notifications for the slow ones."""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

Pace = Literal["good", "slow", "drop"]
SLOW_SECONDS, SLOW_SHARE = 3.0, 0.10
DROP_SECONDS, DROP_SHARE = 10.0, 0.15


@dataclass(slots=True)
class _Host:
    """Moments and durations of the answers of one host in the window, and until when it is marked as what."""

    answers: deque[tuple[float, float]] = field(default_factory=deque)
    pace: Pace = "good"
    until: float = 0.0


class Measure:
    """More than a tenth of a host's answers over 3 seconds within the window make it slow: what is new waits as long as
    the window is. More than 15 % over 10 seconds make it a drop: what is new in that time is lost. Afterwards it counts
    anew."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._hosts: dict[str, _Host] = {}

    def note(self, url: str, seconds: float, window: float) -> None:
        """An answer came, or its time ran out, after so long."""
        host, now = self._hosts.setdefault(_name(url), _Host()), self._clock()
        host.answers.append((now, seconds))
        while host.answers[0][0] <= now - window:
            host.answers.popleft()
        marked, count = host.pace if host.until > now else "good", len(host.answers)
        if marked == "drop":
            return
        if sum(1 for _, took in host.answers if took >= DROP_SECONDS) > DROP_SHARE * count:
            host.pace, host.until = "drop", now + window
        elif marked == "good" and sum(1 for _, took in host.answers if took > SLOW_SECONDS) > SLOW_SHARE * count:
            host.pace, host.until = "slow", now + window

    def pace(self, url: str) -> Pace:
        """How the host of this address counts at present."""
        host = self._hosts.get(_name(url))
        if host is None or host.pace == "good":
            return "good"
        if host.until <= self._clock():
            host.pace = "good"
            host.answers.clear()
        return host.pace

    def listing(self) -> dict[str, str]:
        """All hosts that do not count as good."""
        return {name: found for name in list(self._hosts) if (found := self.pace(f"http://{name}")) != "good"}


def _name(url: str) -> str:
    return urlsplit(url).netloc
