"""Which type answers which request: the paths of the documents, read by the tests themselves."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class Expected:
    """What an answer with success holds: `one` of a type, a `list` of it, a `delta` page, a bare `value`, a `batch` or
    `nothing`. `context` is how its @odata.context ends."""

    shape: str
    type: str = ""
    context: str = ""


def _result(name: str) -> Expected:
    """What an action gives, named in its context."""
    return Expected("one", name, f"microsoft.graph.{name}")


def _results(name: str) -> Expected:
    """What an action or function gives many of, named in its context."""
    return Expected("list", name, f"Collection(microsoft.graph.{name})")


EVENT = r"(?:/calendargroups/\*)?(?:/calendars/\*|/calendar)?"
ACTIONS = "accept|tentativelyaccept|decline|cancel|forward|dismissreminder|snoozereminder|permanentdelete"

# method, path after the version without case and with ids as "*", what comes
TABLE: tuple[tuple[str, str, Expected], ...] = (
    ("GET", "/me", Expected("one", "user")),
    ("GET", "/me/mailboxsettings", Expected("one", "mailboxSettings")),
    ("GET", "/me/mailboxsettings/timezone", Expected("value", "String")),
    ("GET", "/me/mailboxsettings/workinghours", Expected("one", "workingHours")),
    ("GET", r"/me/outlook/supportedtimezones.*", _results("timeZoneInformation")),
    ("GET", "/me/outlook/mastercategories", Expected("list", "outlookCategory")),
    ("GET", "/me/calendargroups", Expected("list", "calendarGroup")),
    ("GET", r"/me/calendargroups/\*", Expected("one", "calendarGroup")),
    ("GET", r"/me(?:/calendargroups/\*)?/calendars", Expected("list", "calendar")),
    ("POST", "/me/calendars", Expected("one", "calendar")),
    ("GET|PATCH", r"/me(?:/calendargroups/\*)?(?:/calendars/\*|/calendar)", Expected("one", "calendar")),
    ("DELETE", r"/me/calendars/\*", Expected("nothing")),
    ("GET", r"/me(?:/calendars/\*|/calendar)/calendarpermissions", Expected("list", "calendarPermission")),
    ("GET", rf"/me{EVENT}/calendarview", Expected("list", "event")),
    ("GET", rf"/me{EVENT}/calendarview/delta", Expected("delta", "event", "Collection(event)")),
    ("GET", rf"/me{EVENT}/events", Expected("list", "event")),
    ("POST", rf"/me{EVENT}/events", Expected("one", "event")),
    ("GET|PATCH", rf"/me{EVENT}/events/\*", Expected("one", "event")),
    ("GET", rf"/me{EVENT}/events/\*/calendar", Expected("one", "calendar")),
    ("DELETE", rf"/me{EVENT}/events/\*", Expected("nothing")),
    ("GET", rf"/me{EVENT}/events/\*/instances", Expected("list", "event")),
    ("POST", rf"/me{EVENT}/events/\*/(?:{ACTIONS})", Expected("nothing")),
    ("POST", r"/me(?:/calendars/\*|/calendar)/getschedule", _results("scheduleInformation")),
    ("POST", "/me/findmeetingtimes", _result("meetingTimeSuggestionsResult")),
    ("POST", "/me/translateexchangeids", _results("convertIdResult")),
    ("GET", "/me/reminderview.*", _results("reminder")),
    ("POST", "/me/revokesigninsessions", Expected("value", "Boolean")),
    ("GET", "/subscriptions", Expected("list", "subscription", "subscriptions")),
    ("POST", "/subscriptions", Expected("one", "subscription", "subscriptions/$entity")),
    ("GET|PATCH", r"/subscriptions/\*", Expected("one", "subscription", "subscriptions/$entity")),
    ("DELETE", r"/subscriptions/\*", Expected("nothing")),
    ("POST", r"/subscriptions/\*/reauthorize", Expected("nothing")),
    ("POST", r"/\$batch", Expected("batch")),
)  # fmt: skip
HOLDS_IDS = frozenset({"users", "calendars", "calendargroups", "events", "subscriptions"})


def row_of(method: str, url: str) -> tuple[str, str, Expected] | None:
    """The row of the table that a request fits; None for one that no document speaks of."""
    path = normal(urlsplit(url).path)
    return next((row for row in TABLE if method in row[0].split("|") and re.fullmatch(row[1], path)), None)


def expected(method: str, url: str) -> Expected | None:
    """What the answer should hold; None for a request that no document speaks of."""
    row = row_of(method, url)
    return row[2] if row else None


def normal(path: str) -> str:
    """The path after the version, without case, ids as "*", another mailbox as "me"."""
    parts: list[str] = []
    for raw in path.split("/")[2:]:
        text = unquote(raw).removesuffix("()").removeprefix("microsoft.graph.")
        if keyed := re.fullmatch(r"(\w+)\('[^']*'\)", text):
            parts.extend((keyed[1].lower(), "*"))
        else:
            parts.append("*" if parts and parts[-1] in HOLDS_IDS else text.lower())
    if parts[:2] == ["users", "*"]:
        parts[:2] = ["me"]
    return "/" + "/".join(parts)


def option(url: str, name: str) -> str:
    """A system option of the query, written in any case; empty when it is not there."""
    found = {key.casefold(): values[0] for key, values in parse_qs(urlsplit(url).query).items()}
    return found.get(name, "")
