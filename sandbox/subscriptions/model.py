"""One subscription, and the notification items made for it."""

import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Literal

from sandbox.mailbox.ids import event_id
from sandbox.mailbox.model import Change, Event
from sandbox.people import CLIENT_ID, Account

Json = dict[str, Any]
LIFECYCLE = ("missed", "subscriptionRemoved", "reauthorizationRequired")
Lifecycle = Literal["missed", "subscriptionRemoved", "reauthorizationRequired"]
CHANGE_TYPES = ("created", "updated", "deleted")


@dataclass(slots=True)
class Subscription:
    """Who wants to hear of which changes of a calendar. `address` is the account, `calendar` its calendar's key,
    `expires` and `authorized_until` (when its token runs out) aware by the sandbox clock. While `paused` its
    notifications wait for a reauthorization."""

    id: str
    resource: str
    address: str
    calendar: str
    change_type: str
    notification_url: str
    lifecycle_url: str | None
    client_state: str
    expires: datetime
    authorized_until: datetime
    immutable: bool = False
    tls: str = "v1_2"
    paused: bool = False
    held: list[Json] = field(default_factory=list)

    @property
    def change_types(self) -> frozenset[str]:
        """The kinds of change asked for."""
        return frozenset(part.strip() for part in self.change_type.split(","))

    def wire(self, account: Account) -> Json:
        """The subscription as Graph shows it to its owner."""
        return {
            "id": self.id,
            "resource": self.resource,
            "applicationId": CLIENT_ID,
            "changeType": self.change_type,
            "clientState": self.client_state,
            "notificationUrl": self.notification_url,
            "notificationQueryOptions": None,
            "lifecycleNotificationUrl": self.lifecycle_url,
            "expirationDateTime": f"{self.expires:%Y-%m-%dT%H:%M:%S}.{self.expires.microsecond:06d}0Z",
            "creatorId": account.oid,
            "includeResourceData": None,
            "latestSupportedTlsVersion": self.tls,
            "encryptionCertificate": None,
            "encryptionCertificateId": None,
            "notificationUrlAppId": None,
        }

    def dump(self) -> Json:
        """As JSON, for keeping it; what is held back is not kept."""
        moments = {"expires": self.expires.isoformat(), "authorized_until": self.authorized_until.isoformat()}
        return {**asdict(self), **moments, "held": []}


def subscription_from(row: Json) -> Subscription:
    """Back from `Subscription.dump`."""
    expires = datetime.fromisoformat(row["expires"])
    authorized = datetime.fromisoformat(row["authorized_until"]) if "authorized_until" in row else expires
    return Subscription(**{**row, "expires": expires, "authorized_until": authorized})


def change_item(subscription: Subscription, account: Account, event: Event, change: Change) -> Json:
    """The notification of one change; a change of a day of a series is an update of the series."""
    key = event_id(account.address, event.key, immutable=subscription.immutable)
    path = f"Users/{account.oid}/Events/{key}"
    return {
        **_head(subscription, account),
        "changeType": change.kind,
        "resource": path,
        "resourceData": {
            "@odata.type": "#Microsoft.Graph.Event",
            "@odata.id": path,
            "@odata.etag": f'W/"{event.change_key}"',
            "id": key,
        },
    }


def lifecycle_item(subscription: Subscription, account: Account, event: Lifecycle) -> Json:
    """The notification that something happened to the subscription itself."""
    return {**_head(subscription, account), "lifecycleEvent": event}


def _head(subscription: Subscription, account: Account) -> Json:
    return {
        "id": str(uuid.uuid4()),
        "subscriptionId": subscription.id,
        "subscriptionExpirationDateTime": subscription.expires.isoformat(),
        "clientState": subscription.client_state,
        "tenantId": account.tid,
    }
