"""What somebody asked for, read from a verified payload."""

from dataclasses import dataclass

from adapters.slack.render import Origin
from core.dialogue.commands import Command
from core.dialogue.model import Actor, Place
from core.people.model import ChatUser, Platform


class Stale:
    """What was pressed or submitted is no command of this version."""


@dataclass(frozen=True, slots=True)
class Route:
    """How one line that only the asker sees gets to where they asked. A response URL lives 30 minutes and 5 uses:
    https://docs.slack.dev/interactivity/handling-user-interaction#message_responses

    `replaces`: the click was on such a line, which the answer replaces.
    """

    channel: str
    thread: str | None = None
    response_url: str | None = None
    replaces: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """`said`: typed words, or the command of a button or form. `trigger` can open a form for 3 seconds.

    `route` is None where the answer is the card itself: in our direct message. `home`: pressed in the Home tab.
    """

    actor: Actor
    said: str | Command | Stale
    trigger: str | None = None
    route: Route | None = None
    home: bool = False

    @property
    def nowhere(self) -> bool:
        """Asked by a shortcut from anywhere: there is no message and no conversation to answer in."""
        return self.route is None and not self.actor.channel and not self.home

    @property
    def origin(self) -> Origin:
        """What a form opened by this ask must remember."""
        return Origin(self.actor.card, self.actor.channel, self.route.response_url if self.route else None, self.home)


@dataclass(frozen=True, slots=True)
class Here:
    """The workspace the bot is installed in, as auth.test says; `url` ends with a slash."""

    team: str
    bot_user: str
    url: str

    def user(self, user: str) -> ChatUser:
        """User ids are unique across workspaces, so guests from elsewhere are found by our own."""
        return ChatUser(Platform.SLACK, self.team, user)


def place(channel: str, channel_type: str | None = None) -> Place:
    """Direct messages have ids that start with D; the Home tab and a shortcut from anywhere are in no channel."""
    return Place.DIRECT if channel_type == "im" or not channel or channel.startswith("D") else Place.CHANNEL
