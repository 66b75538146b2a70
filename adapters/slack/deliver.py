"""Screens on their way to Slack: the port Messenger, and private lines where something was asked."""

from contextlib import suppress

from adapters.edge.edits import Edits
from adapters.slack.calls import Calls, MessageGone, SlackRefused, respond
from adapters.slack.parse.ask import Here, Route
from adapters.slack.render import Message, render, render_home
from adapters.slack.workspaces import NotInstalled, Workspaces
from core.dialogue.model import MessageRef
from core.dialogue.ports import Still
from core.dialogue.screens import Action, Line, Screen, say
from core.dialogue.texts import Words
from core.people.model import ChatUser, Reader
from core.shared.clock import Clock
from core.shared.errors import ChannelRefused, ChatUnavailable, OperatorNeeded


class SlackMessenger:
    """Direct messages of the bot."""

    def __init__(self, workspaces: Workspaces, clock: Clock) -> None:
        self._workspaces = workspaces
        self._clock = clock
        self._channels: dict[ChatUser, str] = {}
        self._edits = Edits()

    async def show(
        self, user: ChatUser, screen: Screen, reader: Reader, ref: MessageRef | None, still: Still | None = None
    ) -> MessageRef:
        """Edits `ref`; a new direct message when there is none or it is gone. Returns where the screen is now.

        Raises ChatUnavailable to be tried again, SlackRefused and OperatorNeeded when that would not help.
        """
        message, calls = self.rendered(screen, reader), await self._calls(user)
        if ref is not None:
            try:
                async with self._edits.of(ref, still) as wanted:
                    if wanted:
                        await calls.update(ref, message)
            except MessageGone:
                pass
            else:
                return ref
        return await calls.post(await self.channel(user), message)

    async def post(
        self,
        user: ChatUser,
        channel: str,
        screen: Screen,
        reader: Reader,
        ref: MessageRef | None,
    ) -> MessageRef:
        """For everybody in a channel. That the user is in it, Slack says: the channel comes from payloads it signed.

        Raises ChannelRefused, ChatUnavailable, OperatorNeeded."""
        message, calls = self.rendered(screen, reader), await self._calls(user)
        if ref is not None:
            with suppress(MessageGone):
                await calls.update(ref, message)
            return ref
        try:
            return await calls.post(channel, message)
        except (MessageGone, SlackRefused) as refused:
            raise ChannelRefused from refused

    async def channel(self, user: ChatUser) -> str:
        """The direct conversation with this user; opened once."""
        if user not in self._channels:
            self._channels[user] = await (await self._calls(user)).direct_channel(user.user)
        return self._channels[user]

    async def publish(self, user: ChatUser, screen: Screen, reader: Reader) -> None:
        """The port HomePublisher: in the user's Home tab, with the way back where it is another screen.

        Raises ChatUnavailable, SlackRefused, OperatorNeeded, NotInstalled."""
        view = render_home(screen, Words(reader, self._clock.now()))
        await (await self._calls(user)).publish_view(user.user, view)

    async def whisper(self, user: ChatUser, screen: Screen, reader: Reader, route: Route) -> bool:
        """Shows the screen to this user alone where they asked; False when the route is spent."""
        message = self.rendered(screen, reader)
        if route.response_url is not None:
            return await respond(route.response_url, message, replaces=route.replaces)
        return await self._whispered(user, message, route)

    def rendered(self, screen: Screen, reader: Reader) -> Message:
        return render(screen, Words(reader, self._clock.now()))

    async def _whispered(self, user: ChatUser, message: Message, route: Route) -> bool:
        try:
            calls = await self._calls(user)
            await calls.post_ephemeral(route.channel, user.user, route.thread, message)
        except (SlackRefused, MessageGone, ChatUnavailable, OperatorNeeded, NotInstalled):
            return False
        return True

    async def _calls(self, user: ChatUser) -> Calls:
        return (await self._workspaces.of(user.workspace)).calls


def pointer(here: Here, ref: MessageRef) -> Line:
    """ "I've answered you in our direct message", with a link to that message."""
    url = f"{here.url}archives/{ref.channel}/p{ref.message.replace('.', '')}"
    return Line(say("private.answered"), Action(say("private.open"), url=url))
