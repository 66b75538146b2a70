"""Cancel or delete an event. Scope Calendars.ReadWrite."""

from http import HTTPStatus

from core.connection.model import ConnectionId
from core.outlook.graph import GraphClient
from core.outlook.places import EventPlace
from core.outlook.routes import Route
from core.shared.errors import OutlookRejected

GONE_OR_INVALID = frozenset({HTTPStatus.BAD_REQUEST, HTTPStatus.NOT_FOUND})


async def cancel_event(graph: GraphClient, where: EventPlace, *, with_invitees: bool, comment: str) -> None:
    """With invitees: cancels, and Outlook tells them with the comment. Without: deletes. Found nowhere counts as done.

    A second attempt gives 404 on work accounts and 400 ErrorInvalidRequest on personal ones; since 400 may mean
    something else, one look decides. https://learn.microsoft.com/graph/api/event-cancel
    """
    for event in where.events:
        try:
            if with_invitees:
                await graph.act(where.connection, event.below("/cancel"), {"comment": comment})
            else:
                await graph.delete(where.connection, event)
        except OutlookRejected as refused:
            if refused.status == HTTPStatus.NOT_FOUND:
                continue
            if refused.status == HTTPStatus.BAD_REQUEST and await _is_gone(graph, where.connection, event):
                continue
            raise
        return


async def _is_gone(graph: GraphClient, connection: ConnectionId, event: Route) -> bool:
    try:
        found = await graph.get(connection, event, {"$select": "id,isCancelled"})
    except OutlookRejected as refused:
        return refused.status in GONE_OR_INVALID
    return bool(found.get("isCancelled"))
