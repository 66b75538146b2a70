"""Events as somebody makes them in Outlook."""

from datetime import UTC, datetime, timedelta

from tests.driving.cards import Json


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
