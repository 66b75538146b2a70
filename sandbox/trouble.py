"""The admin API's switches for delta, subscriptions and notifications: how the service misbehaves, and when."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.handling import Handler, sent_object
from sandbox.subscriptions.model import LIFECYCLE

if TYPE_CHECKING:
    from sandbox.world import World


def table(world: "World") -> list[tuple[str, str, Handler]]:
    """Method, path and handler of each."""
    trouble = _Trouble(world)
    return [
        ("GET", "/admin/delta", trouble.read_delta),
        ("POST", "/admin/delta", trouble.set_delta),
        ("GET", "/admin/graph", trouble.read_graph),
        ("POST", "/admin/graph", trouble.set_graph),
        ("GET", "/admin/notifications", trouble.read_notifications),
        ("POST", "/admin/notifications", trouble.set_notifications),
        ("GET", "/admin/subscriptions", trouble.list_subscriptions),
        ("POST", "/admin/subscriptions/lifecycle", trouble.lifecycle),
        ("POST", "/admin/subscriptions/expire", trouble.expire),
    ]


class _Trouble:
    """The handlers over one world."""

    def __init__(self, world: "World") -> None:
        self._world = world

    async def read_delta(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response(asdict(self._world.delta.switches))

    async def set_delta(self, request: web.Request) -> web.StreamResponse:
        body = await sent_object(request)
        expire, malform = body.pop("expire", None), body.pop("malform", None)
        self._world.delta.switches.set(body)
        for address in self._addresses(malform):
            self._world.delta.malform(address)
        for address in self._addresses(expire):
            self._world.delta.expire(address)
        return await self.read_delta(request)

    async def read_graph(self, _request: web.Request) -> web.StreamResponse:
        habits = self._world.habits
        seen = {"seen_at_once": habits.seen, "seen_in_ten_minutes": habits.in_ten_minutes()}
        return web.json_response({**habits.dump(), **seen})

    async def set_graph(self, request: web.Request) -> web.StreamResponse:
        self._world.habits.switches.set(await sent_object(request))
        return await self.read_graph(request)

    async def read_notifications(self, _request: web.Request) -> web.StreamResponse:
        part = self._world.subscriptions
        paces = {"paces": part.outbox.measure.listing()}
        return web.json_response({"switches": part.switches.dump(), **asdict(part.outbox.counters), **paces})

    async def set_notifications(self, request: web.Request) -> web.StreamResponse:
        body, part = await sent_object(request), self._world.subscriptions
        flush = body.pop("flush", False)
        part.switches.set(body)
        if flush:
            await part.outbox.flush()
        return await self.read_notifications(request)

    async def list_subscriptions(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"subscriptions": self._world.subscriptions.listing()})

    async def lifecycle(self, request: web.Request) -> web.StreamResponse:
        """Tell something about all subscriptions, an account's, or one."""
        body, part = await sent_object(request), self._world.subscriptions
        if body["event"] not in LIFECYCLE:
            raise ValueError(f"event is one of {', '.join(LIFECYCLE)}")
        account, key = str(body.get("account") or "").casefold(), body.get("subscription")
        meant = [one for one in part.living() if account in {"", one.address} and key in {None, one.id}]
        told = [one.id for one in meant if part.lifecycle(one, body["event"], pause=bool(body.get("pause")))]
        return web.json_response({"subscriptions": [one.id for one in meant], "told": told})

    async def expire(self, request: web.Request) -> web.StreamResponse:
        """End all subscriptions, or an account's, without a word."""
        body, part = await sent_object(request), self._world.subscriptions
        account = str(body.get("account") or "").casefold()
        ended = [one for one in part.living() if account in {"", one.address}]
        for one in ended:
            part.remove(one)
        return web.json_response({"subscriptions": [one.id for one in ended]})

    def _addresses(self, which: Any) -> list[str]:
        """Everybody for true, nobody for null or false, else the one mailbox; raises ValueError when there is none."""
        if isinstance(which, str):
            box = self._world.mailboxes.find(which)
            if box is None:
                raise ValueError(f"nobody has the mailbox {which}")
            return [box.account.address]
        return list(self._world.mailboxes.boxes) if which else []
