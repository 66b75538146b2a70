"""GET /me/calendars: every calendar the account sees, its own and those shared with it. Scope Calendars.Read."""

from core.configuration.ports import ListedCalendar
from core.connection.model import ConnectionId
from core.outlook.answers import Json
from core.outlook.graph import GraphClient
from core.outlook.routes import route

SELECT = "id,name,owner,canEdit,isDefaultCalendar"


async def list_calendars(graph: GraphClient, connection: ConnectionId) -> tuple[ListedCalendar, ...]:
    """All calendars in Outlook's order. The default calendar's owner is the account itself."""
    params = {"$select": SELECT, "$top": "100"}
    items = [item async for item in graph.pages(connection, route("/me/calendars"), params)]
    own = {_owner(item, "address").casefold() for item in items if item.get("isDefaultCalendar")}
    return tuple(_listed(item, own) for item in items)


def _listed(item: Json, own: set[str]) -> ListedCalendar:
    can_edit, is_default = bool(item.get("canEdit")), bool(item.get("isDefaultCalendar"))
    owner_address = _owner(item, "address")
    return ListedCalendar(
        outlook_id=item["id"],
        name=item.get("name") or "",
        owner_name=_owner(item, "name"),
        owner_address=owner_address,
        can_edit=can_edit,
        is_default=is_default,
        automatic=not can_edit and not is_default and (not owner_address or owner_address.casefold() in own),
    )


def _owner(item: Json, part: str) -> str:
    return (item.get("owner") or {}).get(part) or ""


# `automatic`: v1.0 has no flag for holidays and birthdays, and their names are localised. What marks them is that the
# account owns them and still can't edit them: whatever else a mailbox owns it may write, and what others share without
# write access names the sharer as owner. Calendars subscribed to from the internet look the same: automatic too.
# https://learn.microsoft.com/graph/api/resources/calendar (canEdit, owner)
