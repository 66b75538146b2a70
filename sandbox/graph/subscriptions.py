"""/subscriptions: create after a handshake, list, read, renew, reauthorize, delete."""

import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from aiohttp import web

from sandbox.graph.call import Call, Json
from sandbox.graph.errors import NOT_FOUND, GraphError, invalid
from sandbox.graph.places import READ, place_of
from sandbox.graph.segments import segments
from sandbox.subscriptions.model import CHANGE_TYPES, Subscription
from sandbox.subscriptions.validation import validate

FLOOR = timedelta(minutes=45)
MOST_MINUTES = 10_080
MAX_CLIENT_STATE = 128
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
REQUIRED = ("changeType", "notificationUrl", "resource", "expirationDateTime", "clientState")
OPTIONAL = {"lifecycleNotificationUrl", "latestSupportedTlsVersion", "@odata.type"}
RENEWABLE = {"expirationDateTime", "notificationUrl", "@odata.type"}


async def dispatch(call: Call, rest: list[str]) -> web.Response:
    """Answer what stands after /subscriptions."""
    call.need(*READ)
    method = call.request.method
    if not rest and method == "GET":
        rows = [one.wire(call.bearer.account) for one in call.world.subscriptions.living() if _mine(call, one)]
        return web.json_response({"@odata.context": f"{call.origin}/v1.0/$metadata#subscriptions", "value": rows})
    if not rest and method == "POST":
        return await _create(call)
    if len(rest) == 1 and method in {"GET", "PATCH", "DELETE"}:
        found = _found(call, rest[0])
        if method == "PATCH":
            await _renew(call, found)
        elif method == "DELETE":
            call.world.subscriptions.remove(found)
            return web.Response(status=204)
        return _shown(call, found, 200)
    if len(rest) == 2 and rest[1].lower() == "reauthorize" and method == "POST":
        call.world.subscriptions.authorize(_found(call, rest[0]), _authorized_until(call))
        return web.Response(status=204)
    raise invalid("BadRequest", f"Resource not found for the segment '{rest[-1] if rest else 'subscriptions'}'.")


async def _create(call: Call) -> web.Response:
    """POST /subscriptions: 201 after both addresses proved that they are there."""
    body = await call.body()
    _check_names(body)
    resource, change_type = _text(body, "resource"), _text(body, "changeType")
    new = Subscription(
        id=str(uuid.uuid4()),
        resource=resource,
        address=call.bearer.account.address,
        calendar=_calendar(call, resource),
        change_type=change_type,
        notification_url=_url(body, "notificationUrl"),
        lifecycle_url=_url(body, "lifecycleNotificationUrl") if body.get("lifecycleNotificationUrl") else None,
        client_state=_text(body, "clientState"),
        expires=_expires(call, body),
        authorized_until=_authorized_until(call),
        immutable=call.prefer.immutable,
        tls=str(body.get("latestSupportedTlsVersion") or "v1_2"),
    )
    if unknown := sorted(new.change_types - set(CHANGE_TYPES)):
        raise invalid("InvalidRequest", f"Invalid 'changeType' attribute: '{unknown[0]}'.")
    if len(new.client_state) > MAX_CLIENT_STATE:
        raise invalid("InvalidRequest", f"The 'clientState' may have at most {MAX_CLIENT_STATE} characters.")
    _check_twin(call, new)
    for url in (new.notification_url, new.lifecycle_url):
        if url is not None:
            await _prove(call, url)
    _check_twin(call, new)
    _check_count(call)
    call.world.subscriptions.add(new)
    return _shown(call, new, 201)


async def _renew(call: Call, found: Subscription) -> None:
    """PATCH: a new expiry, also a new address that proves itself; either one authorizes the subscription anew."""
    body = await call.body()
    if unknown := sorted(set(body) - RENEWABLE):
        raise invalid("InvalidRequest", f"The property '{unknown[0]}' of a subscription can't be updated.")
    expires = _expires(call, body) if "expirationDateTime" in body else found.expires
    url = _url(body, "notificationUrl") if "notificationUrl" in body else found.notification_url
    if url != found.notification_url:
        await _prove(call, url)
    found.expires, found.notification_url = expires, url
    call.world.subscriptions.authorize(found, _authorized_until(call))


def _authorized_until(call: Call) -> datetime:
    """When the caller's token runs out, by the sandbox clock."""
    return call.world.clock.now() + (datetime.fromtimestamp(call.bearer.expires, UTC) - datetime.now(UTC))


def _check_names(body: Json) -> None:
    for name in REQUIRED:
        if not body.get(name):
            raise invalid("InvalidRequest", f"The property '{name}' of a subscription is required.")
    if unknown := sorted(set(body) - {*REQUIRED, *OPTIONAL}):
        raise invalid("InvalidRequest", f"The property '{unknown[0]}' of a subscription is not supported here.")


def _check_twin(call: Call, new: Subscription) -> None:
    twin = call.world.subscriptions.twin(new.resource, new.address, new.change_types)
    if twin is not None:
        raise GraphError(409, "Conflict", f"Subscription Id {twin.id} already exists for the requested combination")


def _check_count(call: Call) -> None:
    """No more than so many per mailbox."""
    most = call.world.habits.switches.most_subscriptions
    if sum(1 for one in call.world.subscriptions.living() if _mine(call, one)) >= most:
        raise _refused(GraphError(403, "ErrorAccessDenied", f"The mailbox has its {most} subscriptions already."))


async def _prove(call: Call, url: str) -> None:
    seconds = call.world.subscriptions.switches.validation_seconds
    reason = await validate(url, str(uuid.uuid4()), seconds)
    if reason is not None:
        raise invalid("ValidationError", reason)


def _calendar(call: Call, resource: str) -> str:
    """The key of the calendar whose events are meant: `me/events` is the default one. Raises 400 for another kind of
    resource, 403 for what is not in one's own mailbox, 404 for a calendar there is none of."""
    parts = segments(resource)
    match [part.lower() for part in parts]:
        case ["me", "events"] | ["users", _, "events"] | ["me", "calendar", "events"]:
            calendar = None
        case ["me", "calendars", _, "events"] | ["users", _, "calendars", _, "events"]:
            calendar = parts[-2]
        case _:
            raise invalid("InvalidRequest", f"The value '{resource}' of parameter 'Resource' is not supported.")
    box = call.own_box if parts[0].lower() == "me" else call.mailboxes.find(parts[1])
    if box is not call.own_box:
        raise _refused(GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."))
    try:
        place = place_of(call, box, calendar)
    except GraphError as error:
        raise _refused(error) from error
    if place.home is not box:
        raise _refused(GraphError(403, "ErrorAccessDenied", "Access is denied. Check credentials and try again."))
    return place.key


def _refused(error: GraphError) -> GraphError:
    """What Exchange refused, as the subscription service tells it."""
    words = {403: "Forbidden", 404: "NotFound"}.get(error.status, "BadRequest")
    message = f"Operation: Create; Exception: [Status Code: {words}; Reason: {error.message}]"
    return GraphError(error.status, "ExtensionError", message)


def _expires(call: Call, body: Json) -> datetime:
    """The expiry asked for, at least 45 minutes ahead; raises 400 beyond a week. By the sandbox clock."""
    try:
        moment = datetime.fromisoformat(_text(body, "expirationDateTime"))
    except ValueError as error:
        raise invalid("InvalidRequest", "The property 'expirationDateTime' is no date and time.") from error
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    now = call.world.clock.now()
    if moment > now + timedelta(minutes=MOST_MINUTES):
        raise invalid("ValidationError", f"Subscription expiration can only be {MOST_MINUTES} minutes in the future.")
    return max(moment, now + FLOOR)


def _url(body: Json, name: str) -> str:
    """An https address, or any on this machine; raises 400."""
    url = _text(body, name)
    parts = urlsplit(url)
    if not parts.hostname or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise invalid("InvalidRequest", f"The property '{name}' must be an https address.")
    return url


def _text(body: Json, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not value:
        raise invalid("InvalidRequest", f"The property '{name}' of a subscription is a text.")
    return value


def _mine(call: Call, one: Subscription) -> bool:
    return one.address == call.bearer.account.address


def _found(call: Call, key: str) -> Subscription:
    found = call.world.subscriptions.find(key)
    if found is None or not _mine(call, found):
        raise GraphError(404, "ResourceNotFound", NOT_FOUND)
    return found


def _shown(call: Call, one: Subscription, status: int) -> web.Response:
    context = f"{call.origin}/v1.0/$metadata#subscriptions/$entity"
    return web.json_response({"@odata.context": context, **one.wire(call.bearer.account)}, status=status)
