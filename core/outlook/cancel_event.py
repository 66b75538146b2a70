"""Cancel or delete an event. Scope Calendars.ReadWrite."""

from http import HTTPStatus

from core.connection.model import ConnectionId
from core.outlook.graph import GraphClient
from core.outlook.routes import Route, route
from core.shared.errors import OutlookRejected

GONE_OR_INVALID = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND})


async def cancel_event(
    graph: GraphClient, connection: ConnectionId, event: str, *, with_invitees: bool, comment: str
) -> None:
    """With invitees: cancels, and Outlook tells them with the comment. Without: deletes. Already gone counts as done.

    A second attempt gives 404 on work accounts and 400 ErrorInvalidRequest on personal ones; since 400 may mean
    something else, one look decides. https://learn.microsoft.com/graph/api/event-cancel
    """
    try:
        if with_invitees:
            await graph.act(connection, route("/me/events/{event}/cancel", event=event), {"comment": comment})
        else:
            await graph.delete(connection, route("/me/events/{event}", event=event))
    except OutlookRejected as refused:
        if refused.status == HTTPStatus.NOT_FOUND:
            return
        if refused.status == HTTPStatus.BAD_REQUEST and await _is_gone(
            graph, connection, route("/me/events/{event}", event=event)
        ):
            return
        raise


async def _is_gone(graph: GraphClient, connection: ConnectionId, where: Route) -> bool:
    try:
        event = await graph.get(connection, where, {"$select": "id,isCancelled"})
    except OutlookRejected as refused:
        return refused.status in GONE_OR_INVALID
    return bool(event.get("isCancelled"))
