"""Values of the rooms as JSON text, and back."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from core.availability import Blocking, Hours, ShowAs
from core.configuration.model import CalendarId, Journey
from core.connection.model import MicrosoftAccount
from core.people.model import ChatUser, Invitee, PersonId, Platform


def hours_text(hours: Hours) -> str:
    overrides = {day.isoformat(): ranges for day, ranges in hours.overrides}
    return json.dumps({"week": hours.week, "overrides": overrides})


def hours_of(text: str) -> Hours:
    stored = json.loads(text)
    return Hours.of(
        {number: _ranges(day) for number, day in enumerate(stored["week"])},
        {date.fromisoformat(day): _ranges(ranges) for day, ranges in stored["overrides"].items()},
    )


def _ranges(pairs: list[list[int]]) -> list[tuple[int, int]]:
    return [(start, end) for start, end in pairs]


def journeys_text(journeys: tuple[Journey, ...]) -> str:
    """Nothing for no journey."""
    rows = [[one.first.isoformat(), one.last.isoformat(), one.zone, one.local_hours] for one in journeys]
    return json.dumps(rows) if rows else ""


def journeys_of(text: str) -> tuple[Journey, ...]:
    rows = json.loads(text) if text else []
    return tuple(
        Journey(date.fromisoformat(first), date.fromisoformat(last), zone, local) for first, last, zone, local in rows
    )


def ignored_text(ignored: tuple[tuple[CalendarId, date], ...]) -> str:
    return words(f"{calendar}={until.isoformat()}" for calendar, until in ignored)


def ignored_of(text: str) -> tuple[tuple[CalendarId, date], ...]:
    pairs = (word.rpartition("=") for word in text.split())
    return tuple((CalendarId(calendar), date.fromisoformat(until)) for calendar, _, until in pairs)


def blocking_text(blocking: Blocking) -> str:
    return words(show_as.value for show_as in blocking)


def blocking_of(text: str) -> Blocking:
    return frozenset(ShowAs(word) for word in text.split())


def words(values: Iterable[str]) -> str:
    """A set of words without spaces, as one text; `text.split()` is the way back."""
    return " ".join(sorted(values))


def account_text(account: MicrosoftAccount) -> str:
    return json.dumps(
        {
            "tid": account.tid,
            "oid": account.oid,
            "address": account.address,
            "name": account.name,
            "addresses": sorted(account.addresses),
        }
    )


def account_of(text: str) -> MicrosoftAccount:
    stored = json.loads(text)
    return MicrosoftAccount(
        stored["tid"], stored["oid"], stored["address"], stored["name"], frozenset(stored["addresses"])
    )


def invitees_text(invitees: tuple[Invitee, ...]) -> str:
    return json.dumps([_invitee(invitee) for invitee in invitees])


def invitees_of(text: str) -> tuple[Invitee, ...]:
    return tuple(
        Invitee(
            name=stored["name"],
            address=stored["address"],
            person=PersonId(stored["person"]) if stored["person"] else None,
            user=user_of(*stored["user"]) if stored["user"] else None,
            required=stored.get("required", True),
            outsider=stored.get("outsider", False),
        )
        for stored in json.loads(text)
    )


def _invitee(invitee: Invitee) -> dict[str, Any]:
    user = invitee.user
    return {
        "name": invitee.name,
        "address": invitee.address,
        "person": invitee.person,
        "user": [user.platform.value, user.workspace, user.user] if user else None,
        "required": invitee.required,
        "outsider": invitee.outsider,
    }


def user_of(platform: str, workspace: str, user: str) -> ChatUser:
    return ChatUser(Platform(platform), workspace, user)


def user_columns(user: ChatUser) -> dict[str, str]:
    """A chat user as the three columns that every table names alike."""
    return {"platform": user.platform.value, "workspace": user.workspace, "chat_user": user.user}
