"""The limits of a bot per conversation and over all. Source: Teams docs, "Optimize your bot with rate limiting"."""

from __future__ import annotations

import time

from sandbox.teams.connector.errors import throttled
from sandbox.teams.state import Teams

WINDOWS = {
    "send": ((1.0, 7), (2.0, 8), (30.0, 60)),
    "members": ((1.0, 14), (2.0, 16), (30.0, 120)),
}
BUCKETS = {
    "create": "send",
    "send": "send",
    "update": "send",
    "delete": "send",
    "members": "members",
    "member": "members",
}
ALL_PER_SECOND = 50
LONGEST_SECONDS = 30.0


def check_rate(teams: Teams, name: str, conversation: str) -> None:
    """Count this call; raises a 429 that says when there is room again, while the switch is on."""
    if not teams.settings.rate_limit:
        return
    now = time.monotonic()
    _check(teams.recent.setdefault("all", []), ((1.0, ALL_PER_SECOND),), now)
    bucket = BUCKETS.get(name)
    if bucket is not None:
        _check(teams.recent.setdefault(f"{bucket} {conversation}", []), WINDOWS[bucket], now)


def _check(moments: list[float], windows: tuple[tuple[float, int], ...], now: float) -> None:
    moments[:] = [moment for moment in moments if now - moment < LONGEST_SECONDS]
    for seconds, most in windows:
        inside = [moment for moment in moments if now - moment < seconds]
        if len(inside) >= most:
            raise throttled(max(1, round(inside[0] + seconds - now + 0.5)))
    moments.append(now)
