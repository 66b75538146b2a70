"""/metrics, in Prometheus' text form: what Graph is asked for, and what its notifications come to.

No label holds a person, an account, a calendar or a tenant. Numbers count from the start of the process.
"""

import ipaddress
from collections.abc import Iterator

from aiohttp import web
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from bot.wiring import Program

FORWARDED = ("X-Forwarded-For", "Forwarded")


class Metrics(Collector):
    """Reads the program's own counters whenever somebody asks."""

    def __init__(self, program: Program) -> None:
        self._calls = program.outlook.calls
        self._breakers = program.outlook.graph.breakers
        self._notified = program.rooms.sync.notified
        self._rounds = program.rooms.sync.mirroring.rounds
        self._registry = CollectorRegistry(auto_describe=False)
        self._registry.register(self)

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/metrics", self.metrics)]

    async def metrics(self, request: web.Request) -> web.Response:
        """For the operator's own network only: a sender of forged notifications should not learn how they fared."""
        if not _is_near(request):
            raise web.HTTPNotFound
        return web.Response(body=generate_latest(self._registry), headers={"Content-Type": "text/plain; version=0.0.4"})

    def collect(self) -> Iterator[Metric]:
        calls = CounterMetricFamily(
            "clearhour_graph_calls", "Requests to Microsoft Graph.", labels=["reason", "outcome"]
        )
        for (reason, outcome), count in sorted(self._calls.counts.items()):
            calls.add_metric([reason, outcome], count)
        yield calls
        seconds = CounterMetricFamily("clearhour_graph_seconds", "Time waited for Microsoft Graph.", labels=["reason"])
        for reason, milliseconds in sorted(self._calls.milliseconds.items()):
            seconds.add_metric([reason], milliseconds / 1000)
        yield seconds
        yield GaugeMetricFamily(
            "clearhour_graph_tenants_paused", "Tenants that Graph keeps failing.", value=self._breakers.open
        )
        items = CounterMetricFamily(
            "clearhour_notifications", "Items that Graph's notifications held.", labels=["kind"]
        )
        counted = self._notified.counted
        for kind, count in (("genuine", counted.genuine), ("forged", counted.forged), ("unknown", counted.unknown)):
            items.add_metric([kind], count)
        yield items
        yield CounterMetricFamily(
            "clearhour_notification_commits", "Transactions they were stored in.", value=self._notified.batches
        )
        yield CounterMetricFamily(
            "clearhour_copy_repairs", "Events that a nightly look found wrong in a copy.", value=self._rounds.repaired
        )


def _is_near(request: web.Request) -> bool:
    """Whether the caller is in a private network and came by itself, not through a proxy for somebody else."""
    if any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.remote or "").is_private
    except ValueError:
        return False
