"""The admin API: what tests, the page and a curious person may do to the sandbox. For this machine only."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from aiohttp import web

from sandbox import directory, owners, trouble
from sandbox.entra.admin_consent import ConsentSwitches
from sandbox.entra.scopes import SCOPES
from sandbox.entra.tokens import access_token
from sandbox.graph.call import Preferences
from sandbox.graph.errors import GraphError, not_found
from sandbox.graph.fields import read_event
from sandbox.graph.wire import Viewer, event_json
from sandbox.handling import Handler, Json, sent_object
from sandbox.mailbox import writing
from sandbox.mailbox.ids import box_tag, read_id
from sandbox.mailbox.model import Item, Mailbox
from sandbox.mailbox.view import occurrence, stored
from sandbox.people import PEOPLE, account_of
from sandbox.seed.planting import plant

if TYPE_CHECKING:
    from sandbox.world import World

LOOPBACK = frozenset({"127.0.0.1", "::1", "::ffff:127.0.0.1"})


def routes(world: "World") -> list[web.AbstractRouteDef]:
    """Everything under /admin."""
    admin = _Admin(world)
    table: list[tuple[str, str, Handler]] = [
        ("POST", "/admin/reset", admin.reset),
        ("GET", "/admin/clock", admin.read_clock),
        ("POST", "/admin/clock", admin.set_clock),
        ("GET", "/admin/people", admin.people),
        ("POST", "/admin/token", admin.token),
        ("POST", "/admin/mailboxes/{address}/events", admin.add_event),
        ("PATCH", "/admin/mailboxes/{address}/events/{id}", admin.change_event),
        ("DELETE", "/admin/mailboxes/{address}/events/{id}", admin.remove_event),
        ("POST", "/admin/mailboxes/{address}/events/{id}/touch", admin.touch_event),
        ("DELETE", "/admin/mailboxes/{address}", admin.remove_mailbox),
        ("GET", "/admin/faults", admin.read_faults),
        ("POST", "/admin/faults", admin.add_fault),
        ("DELETE", "/admin/faults", admin.clear_faults),
        ("GET", "/admin/log", admin.log),
        *directory.table(world),
        *ConsentSwitches(world).table(),
        *owners.table(world),
        *trouble.table(world),
    ]
    return [web.route(method, path, _guarded(handler)) for method, path, handler in table]


def _guarded(handler: Handler) -> Handler:
    """Only callers on this machine; refusals as JSON with the reason."""

    async def handle(request: web.Request) -> web.StreamResponse:
        if request.remote not in LOOPBACK or request.headers.get("Sec-Fetch-Site") == "cross-site":
            return _refusal(403, "The admin API answers callers on this machine only, and no other site's pages.")
        try:
            return await handler(request)
        except GraphError as error:
            return _refusal(error.status, f"{error.code}: {error.message}")
        except (ValueError, KeyError, TypeError) as error:
            words = f"missing {error}" if isinstance(error, KeyError) else str(error)
            return _refusal(400, f"{request.method} {request.path}: {words}")

    return handle


def _refusal(status: int, reason: str) -> web.Response:
    return web.json_response({"error": reason}, status=status)


class _Admin:
    """The handlers over one world."""

    def __init__(self, world: "World") -> None:
        self._world = world

    async def reset(self, request: web.Request) -> web.StreamResponse:
        body = await sent_object(request)
        if body.get("now"):
            self._world.clock.set_now(datetime.fromisoformat(body["now"]))
        self._world.reset()
        return self._clock_answer()

    async def read_clock(self, _request: web.Request) -> web.StreamResponse:
        return self._clock_answer()

    async def set_clock(self, request: web.Request) -> web.StreamResponse:
        body = await sent_object(request)
        if "now" in body:
            self._world.clock.set_now(datetime.fromisoformat(body["now"]))
        else:
            self._world.clock.set_offset(timedelta(seconds=float(body["offset_seconds"])))
        self._world.bus.publish({"type": "clock", "now": self._world.clock.now().isoformat()})
        return self._clock_answer()

    def _clock_answer(self) -> web.Response:
        clock = self._world.clock
        answer = {"now": clock.now().isoformat(), "offset_seconds": clock.offset.total_seconds()}
        return web.json_response({**answer, "resets": self._world.resets})

    async def people(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"people": [asdict(person) for person in PEOPLE]})

    async def token(self, request: web.Request) -> web.StreamResponse:
        body = await sent_object(request)
        account = account_of(body["account"])
        if account is None:
            raise ValueError(f"nobody has the account {body['account']}")
        scopes = tuple(body.get("scopes") or ("Calendars.ReadWrite", "MailboxSettings.Read", "User.Read"))
        if unknown := [name for name in scopes if name not in SCOPES]:
            raise ValueError(f"there is no scope {unknown[0]}")
        text = access_token(self._world.entra, account, scopes, None, int(body.get("expires_in", 3600)))
        return web.json_response({"access_token": text})

    async def add_event(self, request: web.Request) -> web.StreamResponse:
        box = self._box(request)
        event = plant(self._world.mailboxes, box, await sent_object(request))
        return web.json_response(_shown(box, stored(event)), status=201)

    async def change_event(self, request: web.Request) -> web.StreamResponse:
        box = self._box(request)
        item = _item(box, request.match_info["id"])
        draft = read_event(
            await sent_object(request), item.event.organizer, old=(item.start, item.end, item.event.all_day)
        )
        return web.json_response(_shown(box, writing.update(self._world.mailboxes, box, item, draft)))

    async def remove_event(self, request: web.Request) -> web.StreamResponse:
        box = self._box(request)
        writing.delete(self._world.mailboxes, box, _item(box, request.match_info["id"]))
        return web.Response(status=204)

    async def touch_event(self, request: web.Request) -> web.StreamResponse:
        """A new change key and nothing else, as the service gives one by itself."""
        box = self._box(request)
        item = _item(box, request.match_info["id"])
        self._world.mailboxes.changed(box, item.master or item.event, "updated")
        return web.Response(status=204)

    async def remove_mailbox(self, request: web.Request) -> web.StreamResponse:
        del self._world.mailboxes.boxes[self._box(request).account.address]
        return web.Response(status=204)

    async def read_faults(self, _request: web.Request) -> web.StreamResponse:
        return web.json_response({"faults": self._world.faults.listing()})

    async def add_fault(self, request: web.Request) -> web.StreamResponse:
        self._world.faults.plant(await sent_object(request))
        return await self.read_faults(request)

    async def clear_faults(self, request: web.Request) -> web.StreamResponse:
        self._world.faults.clear(request.query)
        return web.Response(status=204)

    async def log(self, request: web.Request) -> web.StreamResponse:
        return web.json_response(self._world.journal.since(int(request.query.get("since", 0))))

    def _box(self, request: web.Request) -> Mailbox:
        box = self._world.mailboxes.find(request.match_info["address"])
        if box is None:
            raise not_found()
        return box


def _item(box: Mailbox, text: str) -> Item:
    ref = read_id(text)
    event = box.events.get(ref.key) if ref.box == box_tag(box.account.address) else None
    item = None if event is None else stored(event) if ref.day is None else occurrence(event, ref.day)
    if item is None:
        raise not_found()
    return item


def _shown(box: Mailbox, item: Item) -> Json:
    return event_json(item, Viewer(box.account.address, Preferences(immutable=True)))
