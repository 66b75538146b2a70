"""Who may see when somebody is free: one rule for finding, explaining, and protecting a time."""

from collections.abc import Collection

from core.configuration.model import SeenBy
from core.configuration.usecases import Setup
from core.connection.model import Connection
from core.people.model import ChatUser, Invitee


def organisations(accounts: Collection[Connection]) -> frozenset[str]:
    """The tenants of these accounts; personal ones belong to none."""
    return frozenset(item.account.tid for item in accounts if not item.account.is_personal)


def same_organisation(mine: tuple[Connection, ...], theirs: tuple[Connection, ...]) -> bool:
    """Whether two people have accounts in one tenant."""
    return bool(organisations(mine) & organisations(theirs))


def may_see(asking: Setup, chats: Collection[ChatUser], other: Setup) -> bool:
    """Whether who asks, known by these `chats` and the addresses of their accounts, may see when the other is free.

    People of another organisation never may. Whoever may not sees and protects nothing: not as free, not as busy.
    """
    if asking.preferences.person == other.preferences.person:
        return True
    if not same_organisation(asking.connections, other.connections):
        return False
    match other.preferences.seen_by:
        case SeenBy.ORGANISATION:
            return True
        case SeenBy.CHOSEN:
            here = organisations(other.connections)
            return any(_is_meant(one, asking, chats, here) for one in other.preferences.shown_to)
        case SeenBy.NOBODY:
            return False


def _is_meant(chosen: Invitee, asking: Setup, chats: Collection[ChatUser], here: Collection[str]) -> bool:
    """By the person, by the chat they were picked in, or by an address that Microsoft confirmed as theirs: a personal
    account's, or one of the organisation (`here`), as another one's directory may claim any."""
    if chosen.person == asking.preferences.person or chosen.user in chats:
        return True
    proved = (item.account for item in asking.connections if item.account.is_personal or item.account.tid in here)
    return any(account.is_reached_by(chosen.address) for account in proved)
