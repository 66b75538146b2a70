"""Presses every button of every screen that can be reached, in both chats, and complains.

One world is walked: what only looks is pressed first, what changes something then, what takes everything away last. So
most cards are stale when their other buttons are pressed, as cards in a chat are. Every press is what each chat
sends; before it, a stranger presses the same.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from heapq import heappop, heappush
from itertools import count

from adapters.slack import render as in_slack
from adapters.teams import render as in_teams
from core.dialogue.command_kinds import FORM_COMMANDS
from core.dialogue.commands import Command, Connect, Disconnect, ShowHelp
from core.dialogue.model import Actor, MessageRef, Place
from core.dialogue.mydata_commands import EraseMyData
from core.dialogue.offer_commands import TakeOffer
from core.dialogue.payloads import from_payload, to_payload
from core.dialogue.screens import Action, CodeAsked, Form, Line, Problem, Screen, Text, Waiting
from core.dialogue.texts import Words
from core.people.model import Reader
from core.shared.errors import InvalidChoice
from core.shared.ids import new_id
from sandbox.teams.cards import card_problems, dialog_problems
from tests.judges import schemas
from tests.judges.crawl_safety import belongings, leaks
from tests.unit.slack import pressing as slack_hands
from tests.unit.slack.rules import elements
from tests.unit.teams import pressing as teams_hands
from tests.unit.world import MONDAY, World, user

WORDS = Words(Reader("Europe/Berlin", "en-GB"), MONDAY)
FINAL = (Line, Waiting, CodeAsked, Form)
"""Screens that may lead nowhere: one line, a moment's wait, and what leads on by being filled in."""

PUBLIC = (TakeOffer,)
"""What is there for whoever comes first."""

STRANGER = "eve"
CHANNEL = "C1"


@dataclass(order=True)
class Press:
    """Something to press. `rank`: what takes more away comes later; then what was found first."""

    rank: int
    number: int
    command: Command = field(compare=False)
    ref: MessageRef | None = field(compare=False)
    place: Place = field(compare=False)
    way: str = field(compare=False)


@dataclass(frozen=True)
class Shown:
    """A screen in both chats."""

    slack: in_slack.Message
    teams: in_slack.Json

    def buttons(self) -> list[in_slack.Json]:
        """Slack's, without links."""
        return [one for one in elements(self.slack.blocks) if one["type"] == "button" and "value" in one]

    def carried(self) -> list[str]:
        """The commands of Teams' buttons."""
        return [one["data"]["command"] for one in teams_hands.buttons(self.teams)]


@dataclass
class Crawl:
    """One walk of one person through one world; `complaints` says what is wrong, each with the way there.

    `elsewhere`: screens whose buttons are pressed in another walk; here they are only judged, unless they were sent.
    """

    world: World
    key: str = "ada"
    most: int = 400
    elsewhere: tuple[type[Screen], ...] = ()
    complaints: list[str] = field(default_factory=list)
    pressed: Counter[str] = field(default_factory=Counter)
    screens: Counter[str] = field(default_factory=Counter)
    _waiting: list[Press] = field(default_factory=list)
    _history: list[Press] = field(default_factory=list)
    _seen: set[tuple[object, ...]] = field(default_factory=set)
    _numbers: Iterator[int] = field(default_factory=count)

    async def walk(self, typed: dict[str, Command]) -> None:
        """Everything that can be typed, and everything that can be pressed from there."""
        for text, command in typed.items():
            self._wait(command, None, Place.DIRECT, f"“{text}”")
            self._wait(command, None, Place.CHANNEL, f"“{text}” in a channel")
        await self._unasked()
        while self._waiting and self.pressed.total() < self.most:
            one = heappop(self._waiting)
            await self._press(one)
            await self._unasked()

    async def press_again(self) -> None:
        """All that was pressed, once more, on cards that have long been something else."""
        for one in self._history:
            way = f"stale: {one.way}"
            screen = await self._asked(one.command, self._actor(one.ref, one.place), way)
            await self.world.work(through=timedelta(seconds=5))
            if screen is not None:
                await self._judge(screen, way)

    def _actor(self, ref: MessageRef | None, place: Place, key: str = "") -> Actor:
        channel = CHANNEL if place is Place.CHANNEL else f"DU{(key or self.key).upper()}"
        return Actor(user(key or self.key), place, channel, new_id(), ref)

    async def _press(self, one: Press) -> None:
        self.pressed[type(one.command).__name__] += 1
        self._history.append(one)
        await self._stranger(one)
        screen = await self._asked(one.command, self._actor(one.ref, one.place), one.way)
        await self.world.work(through=timedelta(seconds=5))
        if screen is None:
            return
        reader = await self.world.dialogue.reader(self._actor(None, Place.DIRECT))
        ref = await self.world.messenger.show(user(self.key), screen, reader, one.ref)
        await self.world.dialogue.delivered(self._actor(ref, Place.DIRECT), screen, ref)
        self._seen.add((ref, _heading(screen)))
        await self._look(screen, ref, one.place, one.way)

    async def _asked(self, command: Command, actor: Actor, way: str) -> Screen | None:
        """The answer; a form is filled in as it comes, by the hands of both chats, and sent."""
        try:
            if isinstance(command, FORM_COMMANDS):
                form = await self.world.dialogue.form(actor, command)
                if not isinstance(form, Form):
                    return form
                found = await self.world.dialogue.submit(actor, self._filled(form, way))
                return None if isinstance(found, InvalidChoice) else found
            return await self.world.dialogue.handle(actor, command)
        except Exception as error:  # noqa: BLE001 that is what is looked for
            self.complaints.append(f"{way}: {type(error).__name__} {error} ({to_payload(command)[:200]})")
            return None

    def _filled(self, form: Form, way: str) -> Command:
        """What the untouched form sends, the same in both chats."""
        self.screens[type(form).__name__] += 1
        view = in_slack.render_form(form, WORDS, in_slack.Origin())
        made = in_teams.render_form(form, WORDS, in_teams.Opened("form-1", ShowHelp()))
        self._wrong(schemas.slack_modal(view), way)
        self._wrong([*schemas.teams_card(made.card), *dialog_problems(made.card)], way)
        said = slack_hands.submit(view).said
        if said != teams_hands.submit(made.card).ask.said:
            self.complaints.append(f"{way}: the form says one thing in Slack and another in Teams")
        assert isinstance(said, Command), (way, form)
        self.pressed[type(said).__name__] += 1
        return said

    async def _stranger(self, one: Press) -> None:
        """Somebody else presses the same: a refusal or a state of their own, and nothing of ours is changed."""
        if to_payload(one.command).count(":") == 1:  # names nothing: it is their own
            return
        before = belongings(self.world, await self.world.person(self.key))
        found = await self._asked(one.command, self._actor(None, one.place, STRANGER), f"a stranger: {one.way}")
        if found is not None:
            shown = in_slack.render(found, WORDS).text if not isinstance(found, Form) else str(found)
            if leaks(shown + str(found)) and not leaks(to_payload(one.command)):
                self.complaints.append(f"a stranger sees our words: {one.way}: {shown[:200]}")
            if isinstance(found, Problem) and found.next_step is None:
                self.complaints.append(f"a stranger is left without a next step: {one.way}")
        after = belongings(self.world, await self.world.person(self.key))
        if after != before and not isinstance(one.command, PUBLIC):
            self.complaints.append(f"a stranger changed what is ours: {one.way} ({to_payload(one.command)[:200]})")

    async def _judge(self, screen: Screen, way: str) -> Shown | None:
        """Valid in both chats, with names that differ, and never the end of the road."""
        self.screens[type(screen).__name__] += 1
        if isinstance(screen, Form):
            self._filled(screen, way)
            return None
        shown = Shown(in_slack.render(screen, WORDS), in_teams.render(screen, WORDS).card)
        self._wrong(schemas.slack_message(shown.slack.text, shown.slack.blocks), way)
        self._wrong([*schemas.teams_card(shown.teams), *card_problems(shown.teams)], way)
        named = Counter(one["accessibility_label"] for one in shown.buttons())
        self._wrong([f"{times} buttons are called {name}" for name, times in named.items() if times > 1], way)
        if not isinstance(screen, FINAL) and not list(actions_of(screen)):
            self.complaints.append(f"{way}: a dead end: {shown.slack.text[:200]!r}")
        if isinstance(screen, Problem):
            await self._leads_on(screen, way)
        return shown

    async def _leads_on(self, screen: Problem, way: str) -> None:
        if screen.what.key == "problem.unexpected.what":
            self.complaints.append(f"{way}: a fault of ours is shown")
        if screen.next_step is None or screen.next_step.command is None:
            self.complaints.append(f"{way}: a problem without a next step: {WORDS.say(screen.what)}")
            return
        after = await self._asked(screen.next_step.command, self._actor(None, Place.DIRECT), f"{way} > next step")
        if isinstance(after, Problem):
            self.complaints.append(f"{way}: the next step of “{WORDS.say(screen.what)}” is a problem too")

    def _follow(self, screen: Screen, shown: Shown, ref: MessageRef | None, place: Place, way: str) -> None:
        """Every button that wasn't met before, by what each chat sends for it; looked at are all of them."""
        labels = {to_payload(one.command): _words(one) for one in actions_of(screen) if one.command is not None}
        in_both = [{_known(one["value"]) for one in shown.buttons()}, {_known(one) for one in shown.carried()}]
        if {one for one in in_both[0] if one in labels} != {one for one in in_both[1] if one in labels}:
            self.complaints.append(f"{way}: the buttons of {type(screen).__name__} differ between the chats")
        for button in shown.buttons():
            label = labels.get(_known(button["value"]), "Save")
            ask = slack_hands.click(shown.slack, button)
            key = (type(screen), _heading(screen), label, _known(button["value"]).split(",")[0])
            if key in self._seen or ask is None:
                continue
            self._seen.add(key)
            if not isinstance(ask.said, Command):
                self.complaints.append(f"{way} > {label}: nobody understands this button")
            else:
                self._wait(ask.said, ref, place, f"{way} > {label}")

    async def _unasked(self) -> None:
        """What was sent to this person by itself, and what stands in channels, as it is now."""
        messenger = self.world.messenger
        sent = [(ref, one, Place.DIRECT) for ref, one in messenger.messages.items() if one.user == user(self.key)]
        public = [(ref, one, Place.CHANNEL) for ref, one in messenger.channels.items()]
        for ref, one, place in (*sent, *public):
            key = (ref, _heading(one.screen))
            if key not in self._seen:
                self._seen.add(key)
                mine = ref if place is Place.DIRECT else None
                await self._look(one.screen, mine, place, f"a message: {_heading(one.screen)}")

    async def _look(self, screen: Screen, ref: MessageRef | None, place: Place, way: str) -> None:
        shown = await self._judge(screen, way)
        if shown is not None and (not isinstance(screen, self.elsewhere) or " > " not in way):
            self._follow(screen, shown, ref, place, way)

    def _wait(self, command: Command, ref: MessageRef | None, place: Place, way: str) -> None:
        heappush(self._waiting, Press(_rank(command), next(self._numbers), command, ref, place, way))

    def _wrong(self, problems: list[str], way: str) -> None:
        self.complaints += [f"{way}: {one}" for one in problems]


def actions_of(found: object) -> Iterator[Action]:
    """Every button and link of a screen."""
    if isinstance(found, Action):
        yield found
    elif isinstance(found, tuple):
        for one in found:
            yield from actions_of(one)
    else:
        for name in getattr(type(found), "__dataclass_fields__", {}):
            yield from actions_of(getattr(found, name))


def _heading(screen: Screen) -> str:
    """What tells one state of a screen from another: its sentence."""
    said = getattr(screen, "heading", None) or getattr(screen, "what", None) or getattr(screen, "text", None)
    state = getattr(screen, "state", None)
    return f"{type(screen).__name__} {said.key if isinstance(said, Text) else ''} {getattr(state, 'key', '')}"


def _known(carried: str) -> str:
    """What a button carries, as it is written in our own JSON: Slack's has some characters written otherwise."""
    return to_payload(from_payload(carried))


def _words(action: Action) -> str:
    return action.label.key if isinstance(action.label, Text) else "a time"


def _rank(command: Command) -> int:
    name = type(command).__name__
    if isinstance(command, Disconnect | EraseMyData):
        return 5 if getattr(command, "confirmed", True) else 4
    if name.startswith(("Cancel", "Remove", "Leave", "Clear", "Follow", "Withdraw")):
        return 3
    if name.startswith(("Show", "Find", "Open", "Why", "Offer", "Preview", "Choose")) or isinstance(command, Connect):
        return 1
    return 2
