"""One request to Graph, read: whose token, what the headers prefer, what the query asks."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.entra.tokens import Bearer
from sandbox.graph.errors import denied, invalid, unknown_zone
from sandbox.mailbox.model import Mailbox
from sandbox.mailbox.store import Mailboxes
from sandbox.zones import UnknownZoneError, zone

if TYPE_CHECKING:
    from sandbox.world import World

Json = dict[str, Any]
PREFERENCE = re.compile(r'\s*([A-Za-z.\-]+)\s*=\s*("[^"]*"|[^,;]*)')
DELTA_QUERY = frozenset({"$skiptoken", "$deltatoken", "$search"})  # delta refuses $search in its own words
ALLOWED_QUERY = frozenset("$select $top $skip $orderby $filter $expand $count startdatetime enddatetime".split())


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the Prefer headers ask for; `zone` is the name as given, None for UTC."""

    zone: str | None = None
    immutable: bool = False
    text_body: bool = False
    page_size: int | None = None

    @property
    def zone_name(self) -> str:
        """The zone that times are written in."""
        return self.zone or "UTC"


@dataclass(frozen=True, slots=True)
class Call:
    """A request with a good token."""

    request: web.Request
    world: "World"
    bearer: Bearer
    prefer: Preferences
    query: Mapping[str, str]

    @property
    def mailboxes(self) -> Mailboxes:
        """All mailboxes."""
        return self.world.mailboxes

    @property
    def own_box(self) -> Mailbox:
        """The mailbox of whose token it is; raises 404 when the account has none (any more)."""
        box = self.mailboxes.find(self.bearer.account.address)
        if box is None or box.off:
            raise missing_mailbox()
        return box

    @property
    def origin(self) -> str:
        """The origin the client thinks it talks to."""
        return origin_of(self.request, self.world)

    def need(self, *scopes: str) -> None:
        """Raise 403 unless the token has one of these scopes."""
        if self.bearer.scopes.isdisjoint(scopes):
            raise denied()

    async def body(self) -> Json:
        """The JSON object of the request; raises 400 for anything else."""
        text = await self.request.text()
        if text and self.request.content_type != "application/json":
            raise invalid("RequestBodyRead", "Content-Type header value missing or not application/json.")
        try:
            value = json.loads(text) if text else {}
        except json.JSONDecodeError as error:
            raise invalid("BadRequest", f"Unable to read JSON request payload. {error.msg}") from error
        if not isinstance(value, dict):
            raise invalid("BadRequest", "Unable to read JSON request payload. A JSON object was expected.")
        return value


def origin_of(request: web.Request, world: "World") -> str:
    """The origin the client thinks it talks to: as its proxy says, as the sandbox was told, else as it asked."""
    if "X-Forwarded-Host" not in request.headers and world.public_graph:
        return world.public_graph
    host = request.headers.get("X-Forwarded-Host") or request.host
    return f"{request.headers.get('X-Forwarded-Proto') or request.scheme}://{host}"


def missing_mailbox() -> Exception:
    """There is no mailbox behind this account."""
    from sandbox.graph.errors import GraphError

    return GraphError(
        404, "MailboxNotEnabledForRESTAPI", "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
    )


def read_preferences(request: web.Request) -> Preferences:
    """The Prefer headers, several or one; raises 400 for a zone there is none of."""
    found = {
        key.casefold(): value.strip().strip('"')
        for header in request.headers.getall("Prefer", [])
        for key, value in PREFERENCE.findall(header)
    }
    name, size = found.get("outlook.timezone"), found.get("odata.maxpagesize", "")
    if name:
        try:
            zone(name)
        except UnknownZoneError as error:
            raise unknown_zone(name) from error
    return Preferences(
        zone=name or None,
        immutable=found.get("idtype", "").casefold() == "immutableid",
        text_body=found.get("outlook.body-content-type", "").casefold() == "text",
        page_size=int(size) if size.isdigit() and int(size) > 0 else None,
    )


def read_query(request: web.Request) -> dict[str, str]:
    """The query with keys in lower case; raises 400 for a system option that is not served."""
    query = {key.casefold(): value for key, value in request.query.items()}
    more = DELTA_QUERY if "delta" in request.path.rsplit("/", 1)[-1].casefold() else frozenset()
    for key in query:
        if key.startswith("$") and key not in ALLOWED_QUERY | more:
            raise invalid("BadRequest", f"The query option '{key}' is not supported.")
    return query
