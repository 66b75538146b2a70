"""Mailboxes as JSON and back, for keeping them across restarts."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sandbox.mailbox.model import Calendar, Change, Event, Json, Mailbox, Moment
from sandbox.mailbox.recurrence import Series
from sandbox.people import account_of


def box_json(box: Mailbox) -> Json:
    """A mailbox as JSON; its account is known by the address it is kept under."""
    return {
        "zone": box.zone,
        "locale": box.locale,
        "hours": list(box.hours),
        "days": list(box.days),
        "calendars": [asdict(calendar) for calendar in box.calendars.values()],
        "events": [_plain(asdict(event)) for event in box.events.values()],
        "removed": [_plain(asdict(event)) for event in box.removed.values()],
        "changes": [asdict(change) for change in box.changes],
        "off": box.off,
        "custom_hours_zone": box.custom_hours_zone,
        "transactions": {key: list(pair) for key, pair in box.transactions.items()},
    }


def box_from(address: str, data: Json) -> Mailbox:
    """Back from `box_json`; raises ValueError when nobody has the address."""
    account = account_of(address)
    if account is None:
        raise ValueError(f"the stored state has a mailbox of {address}, and nobody has that address")
    calendars = [
        Calendar(**{**row, "source": tuple(row["source"]) if row["source"] else None}) for row in data["calendars"]
    ]
    return Mailbox(
        account=account,
        zone=data["zone"],
        locale=data["locale"],
        hours=(data["hours"][0], data["hours"][1]),
        days=tuple(data["days"]),
        calendars={calendar.key: calendar for calendar in calendars},
        events={row["key"]: _event(row) for row in data["events"]},
        removed={row["key"]: _event(row) for row in data.get("removed", ())},
        changes=[Change(**row) for row in data["changes"]],
        off=data.get("off", False),
        custom_hours_zone=data.get("custom_hours_zone", False),
        transactions={key: (pair[0], pair[1]) for key, pair in data["transactions"].items()},
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value  # a datetime is a date too


def _event(row: Json) -> Event:
    return Event(
        **{
            **row,
            "start": _moment(row["start"]),
            "end": _moment(row["end"]),
            "created": datetime.fromisoformat(row["created"]),
            "modified": datetime.fromisoformat(row["modified"]),
            "response_time": datetime.fromisoformat(row["response_time"]) if row["response_time"] else None,
            "series": _series(row["series"]) if row["series"] else None,
            "exceptions": {day: _event(inner) for day, inner in row["exceptions"].items()},
        }
    )


def _moment(row: Json) -> Moment:
    return Moment(datetime.fromisoformat(row["wall"]), row["zone"])


def _series(row: Json) -> Series:
    start, end = date.fromisoformat(row["start"]), date.fromisoformat(row["end"]) if row["end"] else None
    return Series(**{**row, "start": start, "end": end, "days": tuple(row["days"])})
