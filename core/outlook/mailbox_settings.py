"""GET /me/mailboxSettings: the mailbox's zone and working hours. Scope MailboxSettings.Read."""

from core.availability import Hours
from core.configuration.ports import MailboxSettings
from core.connection.model import ConnectionId
from core.outlook.answers import Json
from core.outlook.graph import GraphClient
from core.outlook.routes import route
from core.outlook.zones import iana_zone
from core.shared.errors import OutlookUnavailable

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NEW_MAILBOX_ZONES = frozenset({"", "UTC"})  # until the first sign-in to Outlook on the web; says nothing of the person


async def read_mailbox_settings(graph: GraphClient, connection: ConnectionId) -> MailboxSettings:
    """Zone and hours; None where the mailbox has none."""
    answer = await graph.get(connection, route("/me/mailboxSettings"), {"$select": "timeZone,workingHours"})
    working = answer.get("workingHours") or {}
    return MailboxSettings(zone=_zone(answer.get("timeZone") or "", working), hours=hours_of(working))


def _zone(mailbox_zone: str, working: Json) -> str | None:
    """The mailbox's zone, else that of the working hours (which may be custom and then has no name)."""
    zone = None if mailbox_zone in NEW_MAILBOX_ZONES else iana_zone(mailbox_zone)
    return zone or working_zone(working)


def working_zone(working: Json) -> str | None:
    """The IANA zone the working hours are meant in."""
    name = (working.get("timeZone") or {}).get("name") or ""
    return None if name in NEW_MAILBOX_ZONES else iana_zone(name)


def hours_of(working: Json) -> Hours | None:
    """One interval for all its days, which is all v1.0 knows; None without days or with an empty interval.

    https://learn.microsoft.com/graph/api/resources/workinghours
    """
    days = [WEEKDAYS.index(day) for day in working.get("daysOfWeek") or () if day in WEEKDAYS]
    try:
        start, end = _minute(working.get("startTime")), _minute(working.get("endTime"))
    except ValueError as error:
        raise OutlookUnavailable from error
    if not days or start is None or end is None or start == end:
        return None
    return Hours.of({day: [(start, end)] for day in days})


def _minute(text: str | None) -> int | None:
    """ "08:30:00.0000000" as 510."""
    if not text:
        return None
    hour, minute = text.split(":")[:2]
    return int(hour) * 60 + int(minute)
