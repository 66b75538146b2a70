"""How we reach people: written down from what Teams sends, as JSON behind the port ChatRoutes."""

import json
from collections import OrderedDict
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from core.people.model import ChatUser, Platform
from core.people.ports import ChatRoutes
from core.shared.transaction import Transactions

REMEMBER_MOST = 5000
ROSTERS_MOST = 50


@dataclass(frozen=True, slots=True)
class Route:
    """One user, or the bot itself in one tenant (then `rosters`, `installs` and `users` count).

    `teams_id`: how this bot knows the user. `personal`: our conversation with them, once there is one. `roster`: where
    they were seen last. `refused_at`: Teams refused a personal message when there were so many installs; it is tried
    again after the next. `installer`: who installed it first (object id).
    `alone`: they talk to the bot alone; `removed`: they took it out. `users`: so many talk to it
    alone. `zone` and `locale` are those of the client they last wrote from.
    """

    service_url: str = ""
    teams_id: str = ""
    name: str = ""
    personal: str | None = None
    roster: str | None = None
    refused_at: int | None = None
    zone: str = ""
    locale: str = ""
    rosters: tuple[str, ...] = ()
    installs: int = 0
    installer: str = ""
    alone: bool = False
    removed: bool = False
    users: int = 0


class Routes:
    """Reads through a memory of the last few thousand; writes only what changed."""

    def __init__(self, stored: ChatRoutes, transactions: Transactions, app_id: str) -> None:
        self._stored = stored
        self._transactions = transactions
        self._bot = app_id or "development"
        self._known: OrderedDict[ChatUser, Route] = OrderedDict()

    def bot(self, tenant: str) -> ChatUser:
        """The bot itself in a tenant."""
        return ChatUser(Platform.TEAMS, tenant, self._bot)

    async def get(self, user: ChatUser) -> Route:
        """An empty route for somebody who was never seen."""
        if user not in self._known:
            async with self._transactions.read() as tx:
                self._keep(user, _read(await self._stored.get(tx, user)))
        self._known.move_to_end(user)
        return self._known[user]

    async def learn(self, user: ChatUser, **changes: Any) -> Route:
        """Fields of Route that were just seen."""
        if replace(await self.get(user), **changes) == self._known[user]:
            return self._known[user]
        async with self._transactions.write() as tx:
            route = replace(_read(await self._stored.get(tx, user)), **changes)
            await self._stored.save(tx, user, json.dumps(asdict(route)))
        self._keep(user, route)
        return route

    async def joined(self, tenant: str, service_url: str, conversation: str) -> None:
        """The bot is a member of this team or group chat."""
        bot = self.bot(tenant)
        known = (await self.get(bot)).rosters
        if conversation not in known:
            rosters = (conversation, *known)[:ROSTERS_MOST]
            await self.learn(bot, service_url=service_url, rosters=rosters)

    async def left(self, tenant: str, conversation: str) -> None:
        bot = self.bot(tenant)
        known = (await self.get(bot)).rosters
        await self.learn(bot, rosters=tuple(one for one in known if one != conversation))

    async def installed(self, tenant: str, by: str = "") -> None:
        """Something was installed: whoever refused us may be reached now. `by`: who did it."""
        bot = self.bot(tenant)
        known = await self.get(bot)
        first = by if known.installs == 0 else known.installer
        await self.learn(bot, installs=known.installs + 1, installer=first)

    async def came(self, user: ChatUser) -> None:
        """Somebody has the bot for themselves."""
        if not (await self.get(user)).alone:
            await self.learn(user, alone=True, removed=False)
            bot = self.bot(user.workspace)
            await self.learn(bot, users=(await self.get(bot)).users + 1)

    async def went(self, user: ChatUser) -> None:
        """Somebody took it out."""
        counted = (await self.get(user)).alone
        await self.learn(user, personal=None, alone=False, removed=True)
        if counted:
            bot = self.bot(user.workspace)
            await self.learn(bot, users=max(0, (await self.get(bot)).users - 1))

    async def is_nowhere(self, tenant: str) -> bool:
        """Whether it was taken out of every place of this tenant."""
        bot = await self.get(self.bot(tenant))
        return bot.installs > 0 and not bot.rosters and bot.users == 0

    async def refuses(self, user: ChatUser) -> bool:
        """Whether Teams refused a personal message to this user since the last install."""
        refused_at = (await self.get(user)).refused_at
        return refused_at is not None and refused_at == (await self.get(self.bot(user.workspace))).installs

    async def refused(self, user: ChatUser) -> None:
        installs = (await self.get(self.bot(user.workspace))).installs
        await self.learn(user, refused_at=installs, personal=None)

    def _keep(self, user: ChatUser, route: Route) -> None:
        self._known[user] = route
        while len(self._known) > REMEMBER_MOST:
            self._known.popitem(last=False)


def _read(text: str | None) -> Route:
    """Fields of other versions are left out."""
    if text is None:
        return Route()
    known = {one.name for one in fields(Route)}
    found = {name: value for name, value in json.loads(text).items() if name in known}
    return Route(**{**found, "rosters": tuple(found.get("rosters", ()))})
