"""Notifications accepted durably, beside a bare aiohttp handler that stores nothing: how many a second, and how long
each waits at a thousand a second. Both servers are processes of their own and take turns.
"""

from __future__ import annotations

import asyncio
import gc
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

CONNECTIONS = 200
SECONDS, TURNS = 0.8, 10
STEADY_RATE, STEADY_SECONDS = 1000, 5.0
SHARE_GATE, P99_GATE = 0.5, 0.1
ACCEPTED = b"HTTP/1.1 202"
ENDS = b"\r\n\r\n"


@dataclass(slots=True)
class Server:
    """One of the two. `rates` are 202s a second, one for each turn; `waits` the seconds of each steady request."""

    port: int
    requests: Iterator[bytes]
    rates: list[float] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    answered: int = 0
    cpu_seconds: float = 0.0


@contextmanager
def running(kind: str, folder: Path) -> Iterator[Server]:
    command = [sys.executable, "-m", "bench.receiving", kind, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        said = json.loads(process.stdout.readline())
        server = Server(said["port"], cycle([_request(*one) for one in said["subscriptions"]]))
        yield server
        process.stdin.close()
        server.cpu_seconds = json.loads(process.stdout.readline())["cpu_seconds"]
        process.wait(30)


def _request(subscription: str, secret: str) -> bytes:
    """As Graph sends it: one item with its resource."""
    event = "Users/6e7b768e-07e2-4810-8459-485f84f8f204/Events/AAMkADlmNGM2LWFkNWUtNDNkMC04YjA1LWM2ODI5YjA1"
    item = {
        "subscriptionId": subscription,
        "subscriptionExpirationDateTime": "2026-12-07T11:00:00+00:00",
        "changeType": "updated",
        "clientState": secret,
        "tenantId": "84bd8158-6d4d-4958-8b9f-9d6445542f95",
        "resource": event,
        "resourceData": {"@odata.type": "#Microsoft.Graph.Event", "@odata.id": event, "id": event[-60:]},
    }
    body = json.dumps({"value": [item]}).encode()
    head = ("POST /graph/notifications HTTP/1.1", "Host: bench", f"Content-Length: {len(body)}")
    return "\r\n".join(head).encode() + ENDS + body


class Line:
    """One connection that stays open."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def post(self, request: bytes) -> None:
        self._writer.write(request)
        head = await self._reader.readuntil(ENDS)
        assert head.startswith(ACCEPTED), head
        length = next((int(one[15:]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length:")), 0)
        if length:
            await self._reader.readexactly(length)

    def close(self) -> None:
        self._writer.close()


async def _lines(server: Server) -> list[Line]:
    return [Line(*await asyncio.open_connection("127.0.0.1", server.port)) for _ in range(CONNECTIONS)]


async def _as_many_as_possible(server: Server) -> None:
    lines, count = await _lines(server), 0
    began = time.perf_counter()

    async def one(line: Line) -> None:
        nonlocal count
        while time.perf_counter() - began < SECONDS:
            await line.post(next(server.requests))
            count += 1

    await asyncio.gather(*(one(line) for line in lines))
    server.answered += count
    server.rates.append(count / (time.perf_counter() - began))
    for line in lines:
        line.close()


async def _steadily(server: Server) -> None:
    """A request every thousandth of a second, whatever became of the others; waiting for a free line counts."""
    free: asyncio.Queue[Line] = asyncio.Queue()
    lines = await _lines(server)
    for line in lines:
        free.put_nowait(line)
    began = time.perf_counter()

    async def one(meant: float) -> None:
        line = await free.get()
        await line.post(next(server.requests))
        server.waits.append(time.perf_counter() - meant)
        free.put_nowait(line)

    tasks = []
    for number in range(round(STEADY_RATE * STEADY_SECONDS)):
        meant = began + number / STEADY_RATE
        await asyncio.sleep(max(0.0, meant - time.perf_counter()))
        tasks.append(asyncio.create_task(one(meant)))
    await asyncio.gather(*tasks)
    server.answered += len(tasks)
    for line in lines:
        line.close()


def notifications() -> None:
    """Runs it and prints a section of docs/performance.md."""
    gc.freeze()  # looking for garbage in all of the benchmarks would be measured as waiting for an answer
    with tempfile.TemporaryDirectory(prefix="clearhour-bench-") as name:
        folder = Path(name)
        with running("bare", folder) as bare, running("ours", folder) as ours:
            for _ in range(TURNS):
                for server in (bare, ours):
                    asyncio.run(_as_many_as_possible(server))
            for server in (bare, ours):
                asyncio.run(_steadily(server))
    share = statistics.median(ours.rates) / statistics.median(bare.rates)
    print(f"\n### Notifications: {CONNECTIONS} connections, {TURNS} turns of {SECONDS} s each\n")
    print("| | 202s a second, median | best turn | processor, µs each | p50 ms at 1,000/s | p99 ms | max ms |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for title, server in (("bare aiohttp handler", bare), ("ours, durable", ours)):
        cuts = statistics.quantiles(server.waits, n=100, method="inclusive")
        middle, late, most = (1000 * each for each in (cuts[49], cuts[98], max(server.waits)))
        rate, best = statistics.median(server.rates), max(server.rates)
        each = 1e6 * server.cpu_seconds / server.answered
        print(f"| {title} | {rate:.0f} | {best:.0f} | {each:.0f} | {middle:.1f} | {late:.1f} | {most:.1f} |")
    late = statistics.quantiles(ours.waits, n=100, method="inclusive")[98]
    held = {True: "held", False: "missed"}
    print(f"\nShare of the bare handler's rate: {share:.2f} (gate {SHARE_GATE}: {held[share >= SHARE_GATE]});", end=" ")
    print(f"p99 {1000 * late:.1f} ms (gate {1000 * P99_GATE:.0f} ms: {held[late < P99_GATE]}).", flush=True)


if __name__ == "__main__":
    notifications()
