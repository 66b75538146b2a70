"""Screens on their way to Teams: the port Messenger, and what is shown where others read along."""

from collections import OrderedDict
from contextlib import suppress
from datetime import datetime, timedelta

from adapters.edge.edits import Edits
from adapters.teams.calls import Calls, MessageGone, NotWritable, TeamsRefused
from adapters.teams.parse.ask import Where
from adapters.teams.render import Message, render
from adapters.teams.render.refresh import VIEWERS_MOST, refreshing
from adapters.teams.routes import Route, Routes
from core.dialogue.model import MessageRef
from core.dialogue.ports import Still
from core.dialogue.screens import Screen
from core.dialogue.texts import Words
from core.people.model import ChatUser, Reader
from core.shared.clock import Clock
from core.shared.errors import ChannelRefused, ClearhourError

SIZE_HOLDS_FOR = timedelta(days=1)
SIZES_MOST = 1000


class PersonalRefused(ClearhourError):
    """Teams lets us write nothing to this person alone: the app is neither theirs nor in a team of theirs."""

    code = "teams_personal_refused"


class TeamsMessenger:
    """The personal chat with the bot."""

    def __init__(self, calls: Calls, routes: Routes, clock: Clock) -> None:
        self._calls = calls
        self._routes = routes
        self._clock = clock
        self._edits = Edits()
        self._sizes: OrderedDict[str, tuple[bool, datetime]] = OrderedDict()

    async def show(
        self, user: ChatUser, screen: Screen, reader: Reader, ref: MessageRef | None, still: Still | None = None
    ) -> MessageRef:
        """Edits `ref`; a new personal message when there is none or it is gone. Returns where the screen is now.

        Raises ChatUnavailable to be tried again; PersonalRefused, TeamsRefused and OperatorNeeded when that would not
        help.
        """
        message = self.rendered(screen, reader)
        route = await self._routes.get(user)
        if ref is not None:
            try:
                async with self._edits.of(ref, still) as wanted:
                    if wanted:
                        await self._calls.update(route.service_url, ref.channel, ref.message, message)
            except (MessageGone, NotWritable):
                pass
            else:
                return ref
        return await self._post(user, message)

    async def post(
        self, user: ChatUser, channel: str, screen: Screen, reader: Reader, ref: MessageRef | None
    ) -> MessageRef:
        """For everybody in a channel or group chat of which the user is a member.

        Raises ChannelRefused, ChatUnavailable, OperatorNeeded."""
        route = await self._routes.get(user)
        service_url = route.service_url
        viewers = None if await self._few(service_url, channel) else [route.teams_id]
        message = refreshing(self.rendered(screen, reader), screen, viewers)
        if ref is not None:
            with suppress(MessageGone, NotWritable):
                await self._calls.update(service_url, ref.channel, ref.message, message)
            return ref
        if await self._calls.member(service_url, channel, user.user) is None:
            raise ChannelRefused
        try:
            return MessageRef(channel, await self._calls.post(service_url, channel, message))
        except (MessageGone, NotWritable, TeamsRefused) as refused:
            raise ChannelRefused from refused

    def viewed(self, screen: Screen, reader: Reader) -> Message:
        """A card for many as one of them sees it."""
        return refreshing(self.rendered(screen, reader), screen)

    async def _few(self, service_url: str, channel: str) -> bool:
        """Whether the place has so few members that each may see a card in their own way; asked again after a day."""
        now, known = self._clock.now(), self._sizes.get(channel)
        if known is None or now - known[1] > SIZE_HOLDS_FOR:
            known = (await self._calls.has_at_most(service_url, channel, VIEWERS_MOST), now)
            self._sizes[channel] = known
            while len(self._sizes) > SIZES_MOST:
                self._sizes.popitem(last=False)
        return known[0]

    async def _post(self, user: ChatUser, message: Message) -> MessageRef:
        """A conversation that is gone is opened again; a refusal is remembered until something is installed."""
        if await self._routes.refuses(user):
            raise PersonalRefused
        try:
            route = await self._opened(user)
            try:
                return await self._sent(route, message)
            except MessageGone:
                await self._routes.learn(user, personal=None)
                return await self._sent(await self._opened(user), message)
        except NotWritable as refused:
            await self._routes.refused(user)
            raise PersonalRefused from refused

    async def _sent(self, route: Route, message: Message) -> MessageRef:
        assert route.personal is not None
        return MessageRef(route.personal, await self._calls.post(route.service_url, route.personal, message))

    async def _opened(self, user: ChatUser) -> Route:
        route = await self._routes.get(user)
        if route.personal is not None:
            return route
        if not route.teams_id:
            raise PersonalRefused
        opened = await self._calls.personal_conversation(route.service_url, route.teams_id, user.workspace)
        return await self._routes.learn(user, personal=opened)

    async def say(self, where: Where, message: Message | str) -> str | None:
        """Says something where it was asked, under the message it answers; None where the bot may not write."""
        try:
            return await self._calls.post(where.service_url, where.conversation, message, where.thread)
        except (NotWritable, MessageGone):
            return None

    async def unsay(self, where: Where, message: str) -> None:
        try:
            await self._calls.delete(where.service_url, where.conversation, message)
        except (NotWritable, MessageGone):
            return

    def rendered(self, screen: Screen, reader: Reader) -> Message:
        return render(screen, Words(reader, self._clock.now()))
