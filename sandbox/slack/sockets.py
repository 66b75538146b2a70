"""The connections of Socket Mode, and the tickets by which they are opened."""

from __future__ import annotations

import asyncio
import secrets
import time
from dataclasses import dataclass, field

from aiohttp import web

from sandbox.people import SLACK_APP
from sandbox.slack.model import Json

ADDRESS = "socket:"
"""Begins what stands in the app's registration where an address would be."""

TICKET_SECONDS = 30.0
CONNECTIONS_MOST = 10


@dataclass(slots=True)
class Connection:
    """One open WebSocket of the app; `waiting` are the envelopes that it has not acknowledged."""

    ws: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)


@dataclass(slots=True)
class Sockets:
    """Tickets that were handed out, by when they were, and what is open."""

    tickets: dict[str, float] = field(default_factory=dict)
    open: list[Connection] = field(default_factory=list)
    turn: int = 0

    def ticket(self, origin: str) -> str:
        """The address of the next connection; good once, for a short while."""
        ticket = secrets.token_urlsafe(18)
        self.tickets[ticket] = time.monotonic()
        return f"ws{origin.removeprefix('http')}/slack/link/?ticket={ticket}&app_id={SLACK_APP}"

    def next(self) -> Connection | None:
        """Slack chooses one of several connections."""
        if not self.open:
            return None
        self.turn += 1
        return self.open[self.turn % len(self.open)]
