"""What Outlook sends us unasked. Nothing of it is believed but that one should look."""

from enum import StrEnum
from typing import NamedTuple


class Lifecycle(StrEnum):
    """What happened to a subscription itself. https://learn.microsoft.com/graph/change-notifications-lifecycle-events"""

    MISSED = "missed"
    REMOVED = "subscriptionRemoved"
    REAUTHORIZE = "reauthorizationRequired"


class Notification(NamedTuple):
    """One item of a request. `client_state` is what the sender claims to know; `lifecycle` None: an event changed."""

    subscription: str
    client_state: str
    lifecycle: Lifecycle | None = None
