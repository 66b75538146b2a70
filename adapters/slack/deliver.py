"""Screens on their way to Slack: the port Messenger, and private lines where something was asked."""

from contextlib import suppress

from adapters.edge.edits import Edits
from adapters.slack.calls import Calls, MessageGone, SlackRefused
from adapters.slack.parse.ask import Here, Route
from adapters.slack.render import Message, render
from core.dialogue.model import MessageRef
from core.dialogue.ports import Still
from core.dialogue.screens import Action, Line, Screen, say
from core.dialogue.texts import Words
from core.people.model import ChatUser, Reader
from core.shared.clock import Clock
from core.shared.errors import ChannelRefused, ChatUnavailable, OperatorNeeded


class SlackMessenger:
    """Direct messages of the bot."""

    def __init__(self, calls: Calls, clock: Clock) -> None:
        self._calls = calls
        self._clock = clock
        self._channels: dict[str, str] = {}
        self._edits = Edits()

    async def show(
        self, user: ChatUser, screen: Screen, reader: Reader, ref: MessageRef | None, still: Still | None = None
    ) -> MessageRef:
        """Edits `ref`; a new direct message when there is none or it is gone. Returns where the screen is now.

        Raises ChatUnavailable to be tried again, SlackRefused and OperatorNeeded when that would not help.
        """
        message = self.rendered(screen, reader)
        if ref is not None:
            try:
                async with self._edits.of(ref, still) as wanted:
                    if wanted:
                        await self._calls.update(ref, message)
            except MessageGone:
                pass
            else:
                return ref
        return await self._calls.post(await self.channel(user), message)

    async def post(
        self,
        user: ChatUser,  # noqa: ARG002 - Teams' messenger asks for it
        channel: str,
        screen: Screen,
        reader: Reader,
        ref: MessageRef | None,
    ) -> MessageRef:
        """For everybody in a channel. That the user is in it, Slack says: the channel comes from payloads it signed.

        Raises ChannelRefused, ChatUnavailable, OperatorNeeded."""
        message = self.rendered(screen, reader)
        if ref is not None:
            with suppress(MessageGone):
                await self._calls.update(ref, message)
            return ref
        try:
            return await self._calls.post(channel, message)
        except (MessageGone, SlackRefused) as refused:
            raise ChannelRefused from refused

    async def channel(self, user: ChatUser) -> str:
        """The direct conversation with this user; opened once."""
        if user.user not in self._channels:
            self._channels[user.user] = await self._calls.direct_channel(user.user)
        return self._channels[user.user]

    async def whisper(self, user: ChatUser, screen: Screen, reader: Reader, route: Route) -> bool:
        """Shows the screen to this user alone where they asked; False when the route is spent."""
        message = self.rendered(screen, reader)
        if route.response_url is not None:
            return await self._calls.respond(route.response_url, message, replaces=route.replaces)
        return await self._whispered(user, message, route)

    def rendered(self, screen: Screen, reader: Reader) -> Message:
        return render(screen, Words(reader, self._clock.now()))

    async def _whispered(self, user: ChatUser, message: Message, route: Route) -> bool:
        try:
            await self._calls.post_ephemeral(route.channel, user.user, route.thread, message)
        except (SlackRefused, MessageGone, ChatUnavailable, OperatorNeeded):
            return False
        return True


def pointer(here: Here, ref: MessageRef) -> Line:
    """ "I've answered you in our direct message", with a link to that message."""
    url = f"{here.url}archives/{ref.channel}/p{ref.message.replace('.', '')}"
    return Line(say("private.answered"), Action(say("private.open"), url=url))
