"""One person in two chats: what was asked goes on, home can move, and every message about one thing is edited."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import BookingChanged, BookingState
from core.connection.model import Access
from core.dialogue.answers.asker import Asker
from core.dialogue.commands import (
    Book,
    CancelBooking,
    Command,
    SetHome,
    ShowAgenda,
    ShowBooking,
    ShowBookings,
    ShowConflicts,
    ShowConnections,
    ShowHelp,
)
from core.dialogue.model import Actor, MessageRef, Notice, Place
from core.dialogue.screens import (
    AgendaCard,
    BookingCard,
    ConflictsCard,
    ConnectDone,
    ConnectionsCard,
    ConnectOffer,
    HelpCard,
    Line,
    Problem,
    Screen,
    SettingsCard,
    SlotsCard,
    say,
)
from core.dialogue.settings_commands import ShowSettings
from core.people.model import ChatProfile, ChatUser, Platform, Reader
from core.shared.errors import Gone, OutlookUnavailable
from core.shared.ids import new_id
from tests.fakes.chat import Shown
from tests.unit.core.asking import CARD, actor, read
from tests.unit.core.booking_scene import TEN
from tests.unit.world import CONTOSO, World, user

ADDRESS = "ada@contoso.com"
TEAMS = ChatUser(Platform.TEAMS, CONTOSO, f"oid-{ADDRESS}")
IN_TEAMS = MessageRef("A1", "7")
READER = Reader("Europe/Berlin", "en-GB")


def from_teams(card: MessageRef | None = None) -> Actor:
    return Actor(TEAMS, Place.DIRECT, "A1", new_id(), card)


async def shows(world: World, who: Actor, screen: Screen | None, ref: MessageRef) -> None:
    """What an adapter does with an answer."""
    assert screen is not None
    world.messenger.messages[ref] = Shown(who.user, screen, READER)
    await world.dialogue.delivered(who, screen, ref)


async def asks(world: World, who: Actor, command: Command, ref: MessageRef) -> Screen | None:
    screen = await world.dialogue.handle(who, command)
    if screen is not None:
        await shows(world, who, screen, ref)
    return screen


@pytest.fixture
async def both(world: World) -> World:
    """Ada in Slack, connected, and Ada in Teams, who proved the same account and said yes."""
    await world.connected("ada")
    world.clock.advance(timedelta(minutes=1))
    world.directory.add(ChatProfile(TEAMS, "Ada", None, "Europe/Berlin", "en-GB"))
    await join(world)
    return world


async def join(world: World) -> None:
    offer = await asks(world, from_teams(), ShowAgenda("today"), IN_TEAMS)
    assert isinstance(offer, ConnectOffer)
    asked = await world.follow(offer.actions[0].url or "", ADDRESS)
    await world.connecting.joining.join(asked.cookie, asked.state)
    await world.work()


async def books(world: World) -> None:
    """An hour at ten, in Slack."""
    world.messenger.messages[CARD] = Shown(user("ada"), SlotsCard, READER)  # type: ignore[arg-type]
    await world.dialogue.submit(actor(card=CARD), Book(TEN, 60))
    await world.work()


async def test_the_offer_turns_to_connected_and_what_was_asked_goes_on_where_it_was_asked(both: World) -> None:
    assert isinstance(both.messenger.messages[IN_TEAMS].screen, ConnectDone)
    assert isinstance(both.messenger.last(TEAMS), AgendaCard)
    assert both.failures == []


async def test_a_booking_made_in_one_chat_and_looked_at_in_the_other_is_edited_in_both(both: World) -> None:
    await books(both)
    (booking,) = both.store.transactions.tables.bookings.values()
    card = await asks(both, from_teams(), ShowBooking(booking.id), IN_TEAMS)
    assert isinstance(card, BookingCard)
    await both.dialogue.handle(actor(card=CARD), CancelBooking(booking.id, confirmed=True))
    await both.work()
    (booking,) = both.store.transactions.tables.bookings.values()
    assert booking.state is BookingState.CANCELLED
    for ref in (CARD, IN_TEAMS):
        shown = both.messenger.messages[ref].screen
        assert isinstance(shown, BookingCard)
        assert not shown.done
        assert shown.heading.key == "booking.cancelled"


async def test_home_stays_what_it_was_and_can_be_moved_by_a_button(both: World) -> None:
    both_chats = await both.connecting.chats(await both.person("ada"))
    assert [one.user.platform for one in both_chats] == [Platform.SLACK, Platform.TEAMS]
    card = await both.dialogue.handle(actor(), ShowConnections())
    assert isinstance(card, ConnectionsCard)
    (move,) = [one.command for one in card.actions if isinstance(one.command, SetHome)]
    assert move == SetHome("teams")
    after = await both.dialogue.handle(actor(), move)
    assert isinstance(after, ConnectionsCard)
    assert [one.command for one in after.actions if isinstance(one.command, SetHome)] == [SetHome("slack")]
    person = await both.person("ada")
    assert both.store.transactions.tables.persons[person].home == TEAMS


async def test_who_speaks_from_one_chat_has_no_other_home(world: World) -> None:
    await world.connected("ada")
    card = await world.dialogue.handle(actor(), ShowConnections())
    assert isinstance(card, ConnectionsCard)
    assert not any(isinstance(one.command, SetHome) for one in card.actions)
    before = world.store.transactions.tables.persons
    assert isinstance(await world.dialogue.handle(actor(), SetHome("teams")), Problem)
    assert world.store.transactions.tables.persons == before


async def test_two_users_of_one_platform_are_one_choice(both: World) -> None:
    """Somebody in two workspaces of Slack: home names the platform, and so does the button."""
    person = await both.person("ada")
    second = ChatProfile(replace(user("ada"), workspace="T2"), "Ada", None, "Europe/Berlin", "en-GB")
    async with both.store.transactions.write() as tx:
        await both.store.persons.save_profile(tx, person, second, both.clock.now())
    card = await both.dialogue.handle(actor(), ShowConnections())
    assert isinstance(card, ConnectionsCard)
    assert [one.command for one in card.actions if isinstance(one.command, SetHome)] == [SetHome("teams")]


async def test_disconnecting_in_one_chat_disconnects_the_person(both: World) -> None:
    (connection,) = await both.connections("ada")
    await both.connecting.disconnect((await both.meeting.person(TEAMS)).id, connection.id)
    await both.work()
    for who in (actor(), from_teams()):
        assert isinstance(await both.dialogue.handle(who, ShowAgenda("today")), ConnectOffer)
    assert both.failures == []


async def test_a_chat_that_took_the_app_out_does_not_keep_the_other_from_being_told(both: World) -> None:
    await books(both)
    (booking,) = both.store.transactions.tables.bookings.values()
    await asks(both, from_teams(), ShowBooking(booking.id), IN_TEAMS)
    for closed, open_ref in ((TEAMS, CARD), (user("ada"), IN_TEAMS)):
        both.messenger.closed = {closed}
        async with both.store.transactions.write() as tx:
            tx.publish(BookingChanged(booking.id, booking.state))
        before = both.messenger.messages[open_ref].edits
        await both.work()
        assert both.messenger.messages[open_ref].edits == before + 1
    assert both.failures == [], "nothing is tried again that can't succeed"


async def test_what_nobody_asked_for_goes_to_the_other_chat_when_home_took_the_app_out(both: World) -> None:
    both.messenger.closed = {user("ada")}
    notice = Notice(await both.person("ada"), "warning:1", "card", user("ada"), None)
    async with both.store.transactions.write() as tx:
        await both.store.notices.save(tx, notice)
    posting = both.rooms.posting

    async def face(asker: Asker) -> Screen:
        return Line(say("code.right" if asker.user == TEAMS else "nobody"))

    await posting.edit([(notice, face)])
    assert both.messenger.last(TEAMS) == Line(say("code.right"))
    async with both.store.transactions.read() as tx:
        kept = await both.store.notices.get(tx, notice.person, "warning:1", "card")
    assert kept is not None
    assert kept.user == TEAMS
    assert kept.ref is not None


async def test_the_home_chat_hears_that_two_became_one(both: World) -> None:
    assert any(isinstance(one, Line) and one.text.key == "joined.told" for one in both.messenger.to(user("ada")))


async def test_settings_say_where_messages_come_and_move_them(both: World) -> None:
    card = await both.dialogue.handle(actor(), ShowSettings())
    assert isinstance(card, SettingsCard)
    (part,) = [one for one in card.parts if one.heading == say("settings.home")]
    assert part.lines == (say("settings.told_in_slack"),)
    assert [one.command for one in part.actions] == [SetHome("teams")]
    await both.dialogue.handle(actor(), SetHome("teams"))
    card = await both.dialogue.handle(actor(), ShowSettings())
    assert isinstance(card, SettingsCard)
    assert say("settings.told_in_teams") in [line for one in card.parts for line in one.lines]


async def test_somebody_who_connected_in_the_other_chat_is_protected_when_mentioned_here(world: World) -> None:
    """Ben is connected in Teams only; Ada mentions him in Slack, where his profile names the same address."""
    await world.connected("ada")
    teams = ChatUser(Platform.TEAMS, CONTOSO, "oid-ben@contoso.com")
    world.directory.add(ChatProfile(teams, "Ben", None, "Europe/Berlin", "en-GB"))
    world.mailbox("ben@contoso.com")
    ben = (await world.meeting.person(teams)).id
    await world.follow(await world.connecting.offer(ben, teams, Access.READ_WRITE), "ben@contoso.com")
    await world.work()
    slack = world.join("ben")
    assert (await world.inviting.by_user(slack)).person == ben
    world.directory.change(slack, outsider=True)
    world.clock.advance(timedelta(days=2))
    assert (await world.inviting.by_user(slack)).person is None, "a guest of the workspace is nobody of ours"


async def test_what_a_message_is_to_show_may_not_be_known_just_now_and_then_it_is_edited_later(both: World) -> None:
    """Outlook away is no refusal of the chat: the others are edited, and this one is tried again."""
    person = await both.person("ada")
    notices = [Notice(person, f"warning:{ref.message}", "card", user("ada"), ref) for ref in (CARD, IN_TEAMS)]
    async with both.store.transactions.write() as tx:
        for notice in notices:
            await both.store.notices.save(tx, notice)

    async def unknown(_: Asker) -> Screen:
        raise OutlookUnavailable

    async def known(_: Asker) -> Screen:
        return Line(say("code.right"))

    with pytest.raises(OutlookUnavailable):
        await both.rooms.posting.edit(zip(notices, (unknown, known), strict=True))
    assert both.messenger.messages[IN_TEAMS].screen == Line(say("code.right"))


async def test_what_was_asked_before_connecting_is_followed_like_what_is_asked_after(world: World) -> None:
    """The list that comes by itself after the sign-in is edited later, so it is written down where it is."""
    world.join("ada")
    world.mailbox(ADDRESS)
    offer = await world.dialogue.handle(actor(), ShowConflicts())
    assert isinstance(offer, ConnectOffer)
    await world.follow(offer.actions[0].url or "", ADDRESS)
    await world.work()
    (ref,) = [ref for ref, one in world.messenger.messages.items() if isinstance(one.screen, ConflictsCard)]
    person = await world.person("ada")
    async with world.store.transactions.read() as tx:
        assert [one.subject for one in await world.store.notices.of_message(tx, person, ref)] == [f"conflicts:{person}"]


async def test_help_names_people_as_the_chat_can(both: World) -> None:
    """In Teams nobody else can be mentioned to the bot alone, so the example there has an address."""
    for who, example in ((actor(), "with @Ben"), (from_teams(), "with ben@contoso.com")):
        card = await both.dialogue.handle(who, ShowHelp())
        assert isinstance(card, HelpCard)
        finds = [usage for usage in read(*(one.usage for one in card.entries)) if usage.startswith("find")]
        assert example in finds[0]


async def test_a_message_shown_while_two_persons_are_joined_is_remembered_for_the_one_who_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    save, saved = type(world.store.notices).save, []

    async def joined_meanwhile(self: object, tx: object, notice: Notice) -> None:
        saved.append(notice)
        if len(saved) == 1:
            raise Gone("the person of this notice was joined with another")
        await save(self, tx, notice)  # type: ignore[arg-type]

    monkeypatch.setattr(type(world.store.notices), "save", joined_meanwhile)
    await shows(world, actor("ada"), await world.dialogue.handle(actor("ada"), ShowBookings()), CARD)
    person = (await world.meeting.person(actor("ada").user)).id
    async with world.store.transactions.read() as tx:
        assert [one.subject for one in await world.store.notices.of_message(tx, person, CARD)] == ["connect"]
