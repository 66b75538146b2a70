"""POST accept, tentativelyAccept, decline: the answer to somebody else's meeting. Scope Calendars.ReadWrite."""

from http import HTTPStatus

from core.connection.model import ConnectionId
from core.outlook.answers import GraphRejected
from core.outlook.find_event import look_at_event
from core.outlook.graph import GraphClient
from core.outlook.places import EventPlace
from core.outlook.times import utc_value
from core.shared.errors import Gone, InvalidChoice
from core.shared.ranges import Range

NOT_ALLOWED = "ErrorInvalidParameter"


async def decline_event(
    graph: GraphClient, connection: ConnectionId, event: str, comment: str, proposed: Range | None
) -> None:
    """Declines, and Outlook tells the organizer, with another time if one is proposed. Found nowhere counts as done.

    Declining takes the event out of the mailbox, so a second attempt gives 404, or 400 on personal accounts; since 400
    may mean something else, one look decides. A proposal that the organizer doesn't take is refused as an invalid
    parameter. https://learn.microsoft.com/graph/api/event-decline
    """
    where = EventPlace(connection, event, None)
    body: dict[str, object] = {"comment": comment, "sendResponse": True}
    if proposed is not None:
        body["proposedNewTime"] = {"start": utc_value(proposed.start), "end": utc_value(proposed.end)}
    try:
        await graph.act(connection, where.events[0].below("/decline"), body)
    except GraphRejected as refused:
        if refused.status == HTTPStatus.NOT_FOUND:
            return
        if refused.status != HTTPStatus.BAD_REQUEST:
            raise
        if proposed is not None and refused.reason == NOT_ALLOWED:
            raise InvalidChoice("proposed", "answer.no_proposals") from None
        if await look_at_event(graph, where) is not None:
            raise


async def accept_event(graph: GraphClient, connection: ConnectionId, event: str, *, tentative: bool) -> None:
    """Accepts, and Outlook tells the organizer. A second time changes nothing. Raises Gone when it is found nowhere.
    https://learn.microsoft.com/graph/api/event-accept
    """
    where = EventPlace(connection, event, None)
    action = "/tentativelyAccept" if tentative else "/accept"
    try:
        await graph.act(connection, where.events[0].below(action), {"comment": "", "sendResponse": True})
    except GraphRejected as refused:
        if refused.status == HTTPStatus.NOT_FOUND:
            raise Gone from None
        raise
