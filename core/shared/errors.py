"""Every error a room may raise, named by what the person can do next.

ClearhourError
├── NotConnected            connect Outlook first
├── ReconnectNeeded         sign in to Microsoft again
├── PermissionMissing       allow more, or ask the owner or the admin
├── InvalidChoice           choose something else (names the field)
├── NotYours                this card or id belongs to someone else
├── Gone                    it no longer exists; look at the present state
├── SlotTaken               pick another time
├── CalendarUnreadable      reconnect, or take the calendar out
├── OutlookUnavailable      wait and try again
├── OutlookRejected         Outlook refused for certain; change the request
├── ChatUnavailable         the chat did not take a message; it is sent again
├── ChannelRefused          the channel takes no message of ours; invite us there
├── TooManySearches         wait until asking about others goes on
├── OperatorNeeded          the installation is misconfigured
└── SettingsError           fix the settings (all problems at once)
"""

from dataclasses import dataclass
from datetime import datetime


class ClearhourError(Exception):
    """Something happened that a person must be told, with a stable code."""

    code = "error"


class NotConnected(ClearhourError):
    """The person has no Microsoft account connected."""

    code = "not_connected"


class ReconnectNeeded(ClearhourError):
    """Microsoft no longer honours the stored sign-in; only signing in again helps."""

    code = "reconnect_needed"


@dataclass
class PermissionMissing(ClearhourError):
    """A right is missing. `what` is a stable word: "write", "calendar", "admin"."""

    what: str
    code = "permission_missing"


@dataclass
class InvalidChoice(ClearhourError):
    """What was chosen cannot be. `field` names the form field, `reason` is a text key of the catalogue."""

    field: str
    reason: str
    code = "invalid_choice"


class NotYours(ClearhourError):
    """The id in the request belongs to another person."""

    code = "not_yours"


class Gone(ClearhourError):
    """The thing asked for existed once and no longer does."""

    code = "gone"


class SlotTaken(ClearhourError):
    """Somebody else has that time now."""

    code = "slot_taken"


class DayFull(SlotTaken):
    """The day has as many bookings of a meeting type as it may."""


@dataclass
class CalendarUnreadable(ClearhourError):
    """A calendar that decides could not be read. `names` are shown to its owner only."""

    names: tuple[str, ...]
    code = "calendar_unreadable"


@dataclass
class OutlookUnavailable(ClearhourError):
    """Outlook did not answer, or asked to wait. The outcome of a write is unknown."""

    retry_after_seconds: float | None = None
    code = "outlook_unavailable"


@dataclass
class OutlookRejected(ClearhourError):
    """Outlook refused for certain. `status` is the HTTP status, `reason` Graph's own error code."""

    status: int
    reason: str
    code = "outlook_rejected"


@dataclass
class ChatUnavailable(ClearhourError):
    """The chat platform did not take a message now."""

    retry_after_seconds: float | None = None
    code = "chat_unavailable"


class ChannelRefused(ClearhourError):
    """We are not in the channel, or its people may not write there."""

    code = "channel_refused"


@dataclass
class TooManySearches(ClearhourError):
    """The person asked about others' free times too often; it goes on at `until`."""

    until: datetime | None = None
    code = "too_many_searches"


class OperatorNeeded(ClearhourError):
    """Only the operator can repair this (client secret, app registration)."""

    code = "operator_needed"


@dataclass
class SettingsError(ClearhourError):
    """Settings are wrong; `problems` lists all of them, each with its fix."""

    problems: tuple[str, ...]
    code = "settings"
