"""Events as somebody makes them in Outlook."""

from datetime import UTC, datetime, timedelta

from tests.driving.cards import Json
from tests.driving.truth import Truth


def at(moment: datetime) -> Json:
    """An instant as Graph takes it."""
    return {"dateTime": moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"), "timeZone": "UTC"}


def meeting(subject: str, start: datetime, minutes: int = 30, guests: dict[str, str] | None = None) -> Json:
    """A meeting, or an entry without guests. `guests`: address -> name."""
    invited = [
        {"type": "required", "emailAddress": {"address": address, "name": name}}
        for address, name in (guests or {}).items()
    ]
    end = start + timedelta(minutes=minutes)
    return {"subject": subject, "start": at(start), "end": at(end), "attendees": invited}


async def room_for(truth: Truth, *accounts: str) -> datetime:
    """Five to ten minutes from now; nothing that stood in the next two hours blocks any more."""
    now = await truth.now()
    for account in accounts:
        listed = (await truth.graph(account, "/me/calendars"))["value"]
        own = {one["name"] for one in listed if one["owner"]["address"] == account}
        for calendar, event in await truth.everywhere(account, now, now + timedelta(hours=2)):
            if calendar in own:
                await truth.changes(account, event["id"], {"showAs": "free"})
    return now.replace(minute=now.minute // 5 * 5, second=0, microsecond=0) + timedelta(minutes=10)
