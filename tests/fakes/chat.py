"""A chat workspace, in memory: its directory of users and the direct messages that the bot sends."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from core.dialogue.model import MessageRef
from core.dialogue.ports import Still
from core.dialogue.screens import Screen
from core.people.model import ChatProfile, ChatUser, Reader
from core.shared.errors import ChannelRefused, ChatUnavailable, ClearhourError
from core.shared.transaction import forbid_network_in_transaction
from tests.fakes.administration import FakeAdmins


@dataclass
class FakeDirectory:
    """Implements ChatDirectory. `asked` counts the questions, so that a test can see what was remembered;
    `admins` are told by Admins."""

    profiles: dict[ChatUser, ChatProfile] = field(default_factory=dict)
    asked: int = 0
    admins: FakeAdmins = field(default_factory=FakeAdmins)

    def add(self, profile: ChatProfile) -> None:
        self.profiles[profile.user] = profile

    def change(self, user: ChatUser, **changes: object) -> None:
        self.profiles[user] = replace(self.profiles[user], **changes)  # type: ignore[arg-type]

    async def profile(self, user: ChatUser) -> ChatProfile | None:
        forbid_network_in_transaction()
        self.asked += 1
        return self.profiles.get(user)

    async def by_email(self, workspace: str, address: str) -> ChatProfile | None:
        forbid_network_in_transaction()
        mine = (one for one in self.profiles.values() if one.user.workspace == workspace and one.email)
        return next((one for one in mine if (one.email or "").casefold() == address.casefold()), None)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a direct message shows now, to whom and how they read; `edits` counts its changes."""

    user: ChatUser
    screen: Screen
    reader: Reader
    edits: int = 0


class Uninstalled(ClearhourError):
    """The chat refuses for certain."""

    code = "uninstalled"


@dataclass
class FakeMessenger:
    """Implements Messenger. `fails`: so many next messages are not taken; `frozen` ones can't be edited any more;
    `closed` users can't be reached at all (they took the app out). `channels`: what everybody in a channel sees; `shut`
    channels take nothing. `homes`: what was shown in whose Home tab, oldest first. `meanwhile` happens once, while the
    next message to a channel is on its way."""

    messages: dict[MessageRef, Shown] = field(default_factory=dict)
    frozen: set[MessageRef] = field(default_factory=set)
    closed: set[ChatUser] = field(default_factory=set)
    channels: dict[MessageRef, Shown] = field(default_factory=dict)
    shut: set[str] = field(default_factory=set)
    homes: list[tuple[ChatUser, Screen]] = field(default_factory=list)
    fails: int = 0
    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def show(
        self, user: ChatUser, screen: Screen, reader: Reader, ref: MessageRef | None, still: Still | None = None
    ) -> MessageRef:
        forbid_network_in_transaction()
        if self.fails:
            self.fails -= 1
            raise ChatUnavailable(retry_after_seconds=1)
        if user in self.closed:
            raise Uninstalled
        if ref is not None and still is not None and not await still():
            return ref
        if ref is not None and ref in self.frozen:
            ref = None
        edits = self.messages[ref].edits + 1 if ref in self.messages else 0
        ref = ref or MessageRef(f"D{user.user}", f"{len(self.messages) + 1}.0")
        self.messages[ref] = Shown(user, screen, reader, edits)
        return ref

    async def post(
        self, user: ChatUser, channel: str, screen: Screen, reader: Reader, ref: MessageRef | None
    ) -> MessageRef:
        forbid_network_in_transaction()
        if self.fails:
            self.fails -= 1
            raise ChatUnavailable(retry_after_seconds=1)
        if channel in self.shut:
            raise ChannelRefused
        happens, self.meanwhile = self.meanwhile, None
        if happens is not None:
            await happens()
        ref = ref or MessageRef(channel, f"{len(self.channels) + 1}.0")
        edits = self.channels[ref].edits + 1 if ref in self.channels else 0
        self.channels[ref] = Shown(user, screen, reader, edits)
        return ref

    async def publish(self, user: ChatUser, screen: Screen, reader: Reader) -> None:
        forbid_network_in_transaction()
        if self.fails:
            self.fails -= 1
            raise ChatUnavailable(retry_after_seconds=1)
        if user in self.closed:
            raise Uninstalled
        self.homes.append((user, screen))

    def to(self, user: ChatUser) -> list[Screen]:
        """What this user's direct messages show now, oldest first."""
        return [shown.screen for shown in self.messages.values() if shown.user == user]

    def last(self, user: ChatUser) -> Screen:
        return self.to(user)[-1]
