"""What the rooms need from outside, and what the operator decided."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.administration.ports import Admins
from core.configuration.unasked import Unasked
from core.connection.model import Access
from core.connection.usecases import AllowedTenants, IdentityPolicy
from core.dialogue.home_tabs import HomePublisher
from core.dialogue.ports import Messenger
from core.outlook import Outlook
from core.people.model import Platform
from core.people.ports import ChatDirectory
from core.shared.clock import Clock
from core.storage import Store


@dataclass(frozen=True, slots=True)
class Options:
    """What the operator decided. `notified`: Outlook can reach us with notifications. `tenants`: whose accounts may be
    connected."""

    public_url: str
    command: str
    policy: IdentityPolicy
    highest_access: Access
    notified: bool
    tenants: AllowedTenants = AllowedTenants()


@dataclass(frozen=True, slots=True)
class Outside:
    """Everything that lies behind a port. `homes`: the chats that have Home tabs. `detected` hears how many seconds a
    change took to be looked at; `jitter` spreads due times."""

    store: Store
    outlook: Outlook
    directories: Mapping[Platform, ChatDirectory]
    messengers: Mapping[Platform, Messenger]
    clock: Clock
    options: Options
    homes: Mapping[Platform, HomePublisher] = field(default_factory=dict)
    admins: Mapping[Platform, Admins] = field(default_factory=dict)
    detected: Callable[[float], None] = field(default=lambda _: None)
    jitter: Callable[[], float] = field(default=random.random)

    @property
    def unasked(self) -> Unasked:
        """The cap that all kinds of messages share; it holds nothing itself."""
        store = self.store
        return Unasked(counts=store.told_counts, preferences=store.preferences, clock=self.clock)
