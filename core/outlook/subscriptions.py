"""Change notifications: /subscriptions. Scope Calendars.Read, also with write access.

Outlook calls both addresses back before it answers, and accepts a calendar of one's own mailbox only.
https://learn.microsoft.com/graph/api/subscription-post-subscriptions
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

from core.connection.model import ConnectionId
from core.outlook.answers import Json
from core.outlook.graph import GraphClient
from core.outlook.routes import Route, route
from core.shared.errors import Gone, OutlookRejected, OutlookUnavailable, PermissionMissing
from core.sync.model import Subscription

SUBSCRIPTIONS = route("/subscriptions")
ONE = "/subscriptions/{subscription}"
CHANGES = "created,updated,deleted"


@dataclass(frozen=True, slots=True)
class CallbackAddresses:
    """Where Outlook sends notifications, and what happens to subscriptions themselves."""

    notifications: str
    lifecycle: str


async def create_subscription(
    graph: GraphClient,
    connection: ConnectionId,
    calendar: str,
    client_state: str,
    expires_at: datetime,
    addresses: CallbackAddresses,
) -> Subscription:
    """Subscribes to the calendar's events. 409: one that a crash left behind is ended first, because its secret is
    lost."""
    body = {
        "changeType": CHANGES,
        "notificationUrl": addresses.notifications,
        "lifecycleNotificationUrl": addresses.lifecycle,
        "resource": f"me/calendars/{calendar}/events",
        "expirationDateTime": _text(expires_at),
        "clientState": client_state,
        "latestSupportedTlsVersion": "v1_2",
    }
    try:
        return _subscription(await graph.post(connection, SUBSCRIPTIONS, body))
    except OutlookRejected as refused:
        if refused.status != HTTPStatus.CONFLICT:
            raise
    async for item in graph.pages(connection, SUBSCRIPTIONS, {}):
        if str(item.get("resource", "")).strip("/").casefold() == str(body["resource"]).casefold():
            await delete_subscription(graph, connection, str(item["id"]))
    return _subscription(await graph.post(connection, SUBSCRIPTIONS, body))


async def renew_subscription(
    graph: GraphClient, connection: ConnectionId, subscription: str, expires_at: datetime
) -> Subscription:
    """PATCHes the expiry, which also authorises the subscription anew. Raises Gone."""
    try:
        return _subscription(
            await graph.patch(connection, _one(subscription), {"expirationDateTime": _text(expires_at)})
        )
    except OutlookRejected as refused:
        raise _gone(refused) from refused


async def reauthorize_subscription(graph: GraphClient, connection: ConnectionId, subscription: str) -> None:
    """Raises Gone."""
    try:
        await graph.act(connection, _one(subscription).below("/reauthorize"), {})
    except OutlookRejected as refused:
        raise _gone(refused) from refused


async def delete_subscription(graph: GraphClient, connection: ConnectionId, subscription: str) -> None:
    """One that doesn't exist counts as deleted."""
    try:
        await graph.delete(connection, _one(subscription))
    except OutlookRejected as refused:
        if refused.status != HTTPStatus.NOT_FOUND:
            raise


def _one(subscription: str) -> Route:
    return route(ONE, subscription=subscription)


def _gone(refused: OutlookRejected) -> Exception:
    return Gone("Outlook doesn't know this subscription") if refused.status == HTTPStatus.NOT_FOUND else refused


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "0Z"


def _subscription(item: Json) -> Subscription:
    """What Outlook made of it: the expiry may be another one than asked for."""
    try:
        text = str(item["expirationDateTime"]).rstrip("Z").split("+")[0]
        head, _, fraction = text.partition(".")
        expires_at = datetime.fromisoformat(f"{head}.{fraction[:6].ljust(6, '0')}").replace(tzinfo=UTC)
        return Subscription(str(item["id"]), expires_at)
    except (KeyError, ValueError) as error:
        raise OutlookUnavailable from error


class GraphSubscriptions:
    """Implements Subscriptions. Without `addresses` nothing can be created."""

    def __init__(self, graph: GraphClient, addresses: CallbackAddresses | None) -> None:
        self._graph = graph
        self._addresses = addresses

    async def create(
        self, connection: ConnectionId, outlook_calendar_id: str, client_state: str, expires_at: datetime
    ) -> Subscription:
        if self._addresses is None:
            raise PermissionMissing("notifications")
        return await create_subscription(
            self._graph, connection, outlook_calendar_id, client_state, expires_at, self._addresses
        )

    async def renew(self, connection: ConnectionId, subscription: str, expires_at: datetime) -> Subscription:
        return await renew_subscription(self._graph, connection, subscription, expires_at)

    async def reauthorize(self, connection: ConnectionId, subscription: str) -> None:
        await reauthorize_subscription(self._graph, connection, subscription)

    async def delete(self, connection: ConnectionId, subscription: str) -> None:
        await delete_subscription(self._graph, connection, subscription)
