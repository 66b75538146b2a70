"""calendarView/delta: what a calendar shows in a window, and afterwards what changed there."""

import re

from aiohttp import web

from sandbox.graph.calendar_view import rows, window
from sandbox.graph.call import Call
from sandbox.graph.collection import DEFAULT_PAGE, selected
from sandbox.graph.delta.rounds import Entry, Gone, first_round, later_round
from sandbox.graph.delta.state import Round
from sandbox.graph.delta.tokens import Token, read_token
from sandbox.graph.errors import GraphError, invalid
from sandbox.graph.places import READ_BASIC, Place
from sandbox.graph.wire import slim_json
from sandbox.mailbox.ids import event_id
from sandbox.mailbox.model import Json

TYPE = {"@odata.type": "#microsoft.graph.event"}
TOKENS = ("$skiptoken", "$deltatoken")
UNSUPPORTED = "The following parameters are not supported with change tracking over the 'CalendarView' resource:"
NAMED = re.compile(r"/calendars/([^/()]+)/", re.IGNORECASE)


async def delta(call: Call, place: Place, _ids: list[str]) -> web.Response:
    """GET …/calendarView/delta: the first round needs a window, the later ones a link of the one before."""
    call.need(*READ_BASIC)
    for option in call.query:
        if option.startswith("$") and option not in TOKENS:
            raise invalid("ErrorInvalidUrlQuery", f"{UNSUPPORTED} '{option}'.")
    given = call.query.get("$skiptoken") or call.query.get("$deltatoken")
    token = _first_token(call, place) if given is None else _known_token(call, place, given)
    name = token.round
    if name is None:
        name = _begin(call, place, token)
        if call.world.delta.switches.empty_first_page:
            return _answer(call, place, [], "$skiptoken", _page_token(token, name, 0))
    found = call.world.delta.round(name)
    if found is None:
        raise _forgotten()
    return _page(call, place, token, name, found)


def _page(call: Call, place: Place, token: Token, name: str, found: Round) -> web.Response:
    size = call.prefer.page_size or DEFAULT_PAGE
    after = token.skip + size
    entries = found.entries[token.skip : after]
    if after < len(found.entries):
        return _answer(call, place, entries, "$skiptoken", _page_token(token, name, after))
    since = max(0, found.reaches - call.world.delta.switches.replay)
    done = Token(token.calendar, token.era, token.start, token.end, since)
    return _answer(call, place, entries, "$deltatoken", done)


def _answer(call: Call, place: Place, entries: list[Entry], kind: str, token: Token) -> web.Response:
    link = f"{call.origin}{_path(call)}?{kind}={token.text()}"
    name = "@odata.nextLink" if kind == "$skiptoken" else "@odata.deltaLink"
    body = {
        "@odata.context": f"{call.origin}/v1.0/$metadata#Collection(event)",
        name: link,
        "value": [_row(call, place, entry) for entry in entries],
    }
    applied = ["odata.track-changes"]
    if call.prefer.page_size:
        applied.append(f"odata.maxpagesize={call.prefer.page_size}")
    if call.prefer.immutable:
        applied.append('IdType="ImmutableId"')
    return web.json_response(body, headers={"Preference-Applied": ", ".join(applied)})


def _row(call: Call, place: Place, entry: Entry) -> Json:
    """A removal, a slim occurrence, or a full event as a single look at it would give it."""
    if isinstance(entry, Gone):
        key = event_id(place.box.account.address, entry.key, entry.day, immutable=call.prefer.immutable)
        return {**TYPE, "id": key, "@removed": {"reason": "deleted"}}
    if entry.kind == "occurrence":
        return {**TYPE, **slim_json(entry, place.viewer(call))}
    return {**TYPE, **selected(rows(call, place, [entry])[0], None, "microsoft.graph.event")}


def _begin(call: Call, place: Place, token: Token) -> str:
    """Find the rows of a new round and keep them for its pages."""
    switches, home = call.world.delta.switches, place.home
    if token.since is None:
        entries = first_round(place.events(), token.window)
    else:
        entries = later_round(home, place.key, token.window, token.since, switches)
    if switches.duplicates:
        entries = [entry for entry in entries for _ in range(2)]
    return call.world.delta.keep(entries, home.last_change)


def _first_token(call: Call, place: Place) -> Token:
    start, end = window(call)
    return Token(_calendar(place), call.world.delta.era(place.box.account.address), start.isoformat(), end.isoformat())


def _known_token(call: Call, place: Place, text: str) -> Token:
    """The token of a link; raises 400 for a malformed one or another calendar's, 410 for a forgotten one."""
    try:
        token = read_token(text)
    except ValueError as error:
        raise invalid("BadRequest", "Badly formed token.") from error
    address = place.box.account.address
    if token.calendar != _calendar(place) or call.world.delta.is_malformed(address, token.era):
        raise invalid("BadRequest", "Badly formed token.")
    if token.era != call.world.delta.era(address):
        raise _forgotten()
    return token


def _page_token(token: Token, name: str, skip: int) -> Token:
    return Token(token.calendar, token.era, token.start, token.end, token.since, name, skip)


def _forgotten() -> GraphError:
    return GraphError(
        410,
        "SyncStateNotFound",
        "The sync state generation is not found; generation=149;[highest=157][157][155][156].",
    )


def _calendar(place: Place) -> str:
    return f"{place.box.account.address}/{place.calendar.key}"


def _path(call: Call) -> str:
    """The request's own path as the service writes it in links: the calendar's id in quotes, no parentheses."""
    path = call.request.rel_url.raw_path.removesuffix("()").replace("/microsoft.graph.delta", "/delta")
    return NAMED.sub(r"/calendars('\1')/", path)
