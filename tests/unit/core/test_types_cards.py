"""Meeting types by cards: made, changed, shared in a channel, left and removed, each by who may."""

from dataclasses import replace
from typing import Any

import pytest

from core.configuration.meeting_types.model import MeetingType, TypeMode
from core.configuration.model import SeenBy
from core.dialogue.commands import Find, Named
from core.dialogue.model import Actor, Place
from core.dialogue.screens import Line, Problem, SettingsForm, SlotsCard, TypesCard
from core.dialogue.type_commands import (
    LeaveType,
    OpenType,
    RemoveType,
    SaveType,
    ShareType,
    ShowType,
    ShowTypes,
    UnshareType,
)
from core.shared.errors import InvalidChoice
from core.shared.ids import new_id
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.core.types_scene import add, booked, members, scene, slots, terms
from tests.unit.world import ELSEWHERE, World, build, user

NEW = SaveType(draft="d1", name="Intro", durations="30, 60")


@pytest.fixture
async def world() -> World:
    """Ada, Ben and Dan are connected; there are no types."""
    found = build()
    for key in ("ada", "ben", "dan"):
        await found.connected(key)
    return found


def types(world: World) -> list[MeetingType]:
    return list(world.store.transactions.tables.meeting_types.values())


async def save(world: World, command: SaveType, key: str = "ada") -> object:
    return await world.dialogue.submit(actor(key), command)


def labels(card: TypesCard, part: int = 0) -> list[str]:
    return read(*(action.label for action in card.parts[part].actions))


async def test_who_has_none_is_told_what_they_are_for_and_can_make_one(world: World) -> None:
    card = await ask(world, ShowTypes(), TypesCard)
    assert "no meeting types yet" in read(*card.lines)[0]
    assert [action.command for action in card.actions] == [OpenType()]
    form = await world.dialogue.form(actor(), OpenType())
    assert isinstance(form, SettingsForm)
    assert isinstance(form.submit, SaveType)
    assert form.submit.draft


async def test_the_form_makes_a_type_with_all_that_was_typed(world: World) -> None:
    typed = replace(
        NEW, mode="k_of_n", people=(BEN, Named("address", "dan@contoso.com")), k="1", required="ben@contoso.com",
        before="5", after="10", notice="120", horizon="14", daily_limit="3", title="{type}", note="See {host}",
        place="Room 1", online=False,
    )  # fmt: skip
    card = await save(world, typed)
    assert isinstance(card, TypesCard)
    (kind,) = types(world)
    assert (kind.name, kind.durations, kind.mode, kind.k) == ("Intro", (30, 60), TypeMode.K_OF_N, 1)
    assert [(one.person, one.required) for one in kind.members] == [
        (await world.person("ben"), True),
        (await world.person("dan"), False),
    ]
    rules = (kind.buffer_before_minutes, kind.buffer_after_minutes, kind.minimum_notice_minutes, kind.horizon_days)
    assert rules == (5, 10, 120, 14)
    assert (kind.daily_limit, kind.title, kind.note, kind.place, kind.online) == (
        3,
        "{type}",
        "See {host}",
        "Room 1",
        False,
    )
    assert kind.owner == await world.person("ada")


async def test_a_form_that_is_sent_twice_makes_one_type(world: World) -> None:
    for _ in range(2):
        assert isinstance(await save(world, NEW), TypesCard)
    assert len(types(world)) == 1


async def test_what_was_saved_stands_in_the_form_again_and_an_untouched_one_changes_nothing(world: World) -> None:
    await save(world, replace(NEW, mode="collective", people=(BEN,), notice="30", title="{type} for {guest}"))
    (before,) = types(world)
    form = await world.dialogue.form(actor(), OpenType(before.id))
    assert isinstance(form, SettingsForm)
    filled: dict[str, Any] = {}
    for field in form.fields:
        people = getattr(field, "people", None)
        value = getattr(field, "value", getattr(field, "chosen", getattr(field, "on", None)))
        filled[field.name] = value if people is None else tuple(one.named for one in people)
    assert isinstance(form.submit, SaveType)
    assert isinstance(await save(world, replace(form.submit, **filled)), TypesCard)
    assert types(world) == [before]


@pytest.mark.parametrize(
    ("changes", "field", "reason"),
    [
        ({"name": " "}, "name", "types.no_name"),
        ({"name": "x" * 61}, "name", "types.name_long"),
        ({"durations": ""}, "durations", "types.bad_durations"),
        ({"durations": "soon"}, "durations", "types.bad_durations"),
        ({"durations": "1"}, "durations", "types.bad_durations"),
        ({"durations": "5 10 15 20 25 30"}, "durations", "types.bad_durations"),
        ({"before": "long"}, "before", "types.bad_number"),
        ({"horizon": "0"}, "horizon", "types.bad_number"),
        ({"daily_limit": "-1"}, "daily_limit", "types.bad_number"),
        ({"title": "{name}"}, "title", "types.bad_mark"),
        ({"note": "{0}"}, "note", "types.bad_mark"),
        ({"place": "x" * 201}, "place", "types.place_long"),
        ({"mode": "collective"}, "people", "types.no_members"),
        ({"mode": "k_of_n", "people": (BEN,), "k": "2"}, "k", "types.bad_k"),
        ({"mode": "k_of_n", "people": (BEN,), "k": ""}, "k", "types.bad_k"),
        ({"mode": "collective", "people": (Named("address", "x@y.org"),)}, "people", "types.member_unknown"),
        ({"mode": "collective", "people": (BEN,), "required": "dan@contoso.com"}, "required", "types.bad_required"),
        ({"linked": "not-mine"}, "linked", "choice.calendar_gone"),
        ({"conflicts": ("not-mine",)}, "conflicts", "choice.calendar_gone"),
    ],
)
async def test_what_can_not_be_is_said_beside_its_field(
    world: World, changes: dict[str, Any], field: str, reason: str
) -> None:
    found = await save(world, replace(NEW, **changes))
    assert isinstance(found, InvalidChoice)
    assert (found.field, found.reason) == (field, reason)
    assert not types(world)


async def test_only_the_owner_changes_shares_and_removes_a_type() -> None:
    world = await scene()
    (kind,) = types(world)
    for command in (
        SaveType(kind.id, name="Mine"), RemoveType(kind.id), RemoveType(kind.id, confirmed=True), ShareType(kind.id),
        UnshareType(kind.id), OpenType(kind.id),
    ):  # fmt: skip
        found = await (world.dialogue.form if isinstance(command, OpenType) else world.dialogue.submit)(
            actor("ben"), command
        )
        assert isinstance(found, Problem | InvalidChoice), command
    assert types(world) == [kind]


async def test_removing_is_asked_once_and_bookings_stay() -> None:
    world = await scene()
    made = await booked(world, "ben")
    (kind,) = types(world)
    card = await ask(world, RemoveType(kind.id), TypesCard)
    assert "stays" in read(*card.lines)[0]
    assert types(world)
    for _ in range(2):
        await ask(world, RemoveType(kind.id, confirmed=True), TypesCard)
    assert not types(world)
    assert world.store.transactions.tables.bookings[made.id] == made
    assert isinstance(await world.dialogue.handle(actor("ben"), Find(terms=terms())), Problem)


async def test_a_member_sees_the_type_and_can_leave_it() -> None:
    world = await scene(shared=False)
    await add(world, shared=False, mode=TypeMode.COLLECTIVE, members=await members(world, "ben", "dan"))
    card = await ask(world, ShowTypes(), TypesCard, "ben")
    assert labels(card) == ["Find a time", "Leave"]
    left = await ask(world, LeaveType("intro"), TypesCard, "ben")
    assert left.parts == ()
    assert [member.person for member in types(world)[0].members] == [await world.person("dan")]
    assert isinstance(await world.dialogue.handle(actor("ben"), LeaveType("intro")), Problem)


def in_channel(key: str, channel: str = "C7") -> Actor:
    return Actor(user(key), Place.CHANNEL, channel, new_id())


async def test_typed_in_a_channel_the_list_offers_to_share_there_and_one_card_appears(world: World) -> None:
    await save(world, NEW)
    (kind,) = types(world)
    card = await world.dialogue.handle(in_channel("ada"), ShowTypes())
    assert isinstance(card, TypesCard)
    assert "Share in this channel" in labels(card)
    for _ in range(2):
        await ask(world, ShareType(kind.id, "C7"), TypesCard)
        await world.work()
    assert types(world)[0].shared
    ((channel, posted),) = world.messenger.channels.items()
    shown = posted.screen
    assert channel.channel == "C7"
    assert isinstance(shown, TypesCard)
    assert [action.command for action in shown.actions] == [Find(terms=terms(kind.id))]
    found = await world.dialogue.handle(in_channel("ben"), Find(terms=terms(kind.id)))
    assert isinstance(found, SlotsCard)


async def test_a_card_in_a_channel_says_when_nobody_can_book_by_it_any_more(world: World) -> None:
    await save(world, NEW)
    (kind,) = types(world)
    await ask(world, ShareType(kind.id, "C7"), TypesCard)
    await world.work()
    await save(world, replace(NEW, type=kind.id, name="Talk"))
    await world.work()
    (shown,) = [one.screen for one in world.messenger.channels.values()]
    assert read(shown.heading) == ["Talk"]
    await ask(world, UnshareType(kind.id), TypesCard)
    await world.work()
    (shown,) = [one.screen for one in world.messenger.channels.values()]
    assert "Nobody can book by this" in read(*shown.lines)[0]
    assert isinstance(await world.dialogue.handle(actor("ben"), Find(terms=terms(kind.id))), Problem)


async def test_shared_again_while_its_card_is_being_ended_it_is_offered_there_again(world: World) -> None:
    await save(world, NEW)
    (kind,) = types(world)
    share = ShareType(kind.id, "C7")
    await ask(world, share, TypesCard)
    await world.work()
    await ask(world, UnshareType(kind.id), TypesCard)
    world.messenger.meanwhile = lambda: ask(world, share, TypesCard)
    await world.work()
    (shown,) = [one.screen for one in world.messenger.channels.values()]
    assert [action.command for action in shown.actions] == [Find(terms=terms(kind.id))]


async def test_a_shared_type_offers_times_to_whoever_presses_find() -> None:
    world = await scene()
    card = await ask(world, ShowType("intro"), TypesCard, "cleo")
    assert read(card.actions[0].label) == ["Find a time"]
    assert await slots(world, "cleo")


async def test_a_channel_that_takes_nothing_is_told_to_the_owner_with_a_way_on(world: World) -> None:
    await save(world, NEW)
    (kind,) = types(world)
    world.messenger.shut.add("C7")
    await ask(world, ShareType(kind.id, "C7"), TypesCard)
    await world.work()
    (told,) = [one.screen for one in world.messenger.messages.values() if isinstance(one.screen, Line)]
    assert "may not write in that channel" in read(told.text)[0]
    assert told.action is not None
    assert told.action.command == ShareType(kind.id, "C7")
    world.messenger.shut.clear()
    await ask(world, ShareType(kind.id, "C7"), TypesCard)
    await world.work()
    assert len(world.messenger.channels) == 1


async def test_who_is_made_a_member_is_told_once_and_can_leave_from_there(world: World) -> None:
    await save(world, replace(NEW, mode="collective", people=(BEN,)))
    await world.work()
    (kind,) = types(world)
    await save(world, replace(NEW, type=kind.id, mode="collective", people=(BEN,), durations="45"))
    await world.work()
    (told,) = [one for one in world.messenger.messages.values() if one.user == user("ben") and _is_card(one.screen)]
    assert "Ada Example made you one of its people" in read(*told.screen.lines)[0]
    assert "45 min" in read(*told.screen.lines)[1]
    assert LeaveType(kind.id) in [action.command for action in told.screen.actions]
    await world.dialogue.handle(actor("ben"), LeaveType(kind.id))
    await world.work()
    (told,) = [one for one in world.messenger.messages.values() if one.user == user("ben") and _is_card(one.screen)]
    assert "You take part no longer" in read(*told.screen.lines)[0]
    assert LeaveType(kind.id) not in [action.command for action in told.screen.actions]


def _is_card(screen: object) -> bool:
    return isinstance(screen, TypesCard)


async def test_only_people_who_show_the_owner_their_times_can_be_members(world: World) -> None:
    ben = await world.person("ben")
    async with world.store.transactions.write() as tx:
        chosen = await world.store.preferences.get(tx, ben)
        assert chosen is not None
        await world.store.preferences.save(tx, replace(chosen, seen_by=SeenBy.NOBODY))
    found = await save(world, replace(NEW, mode="round_robin", people=(BEN,)))
    assert isinstance(found, InvalidChoice)
    assert (found.field, found.reason) == ("people", "types.member_hidden")


async def test_nobody_of_another_organisation_can_be_a_member(world: World) -> None:
    world.join("eve")
    world.mailbox("eve@contoso.com", ELSEWHERE)
    await world.sign("eve", "eve@contoso.com")
    await world.work()
    found = await save(world, replace(NEW, mode="round_robin", people=(Named("user", "UEVE"),)))
    assert isinstance(found, InvalidChoice)
    assert found.field == "people"
    assert not types(world)
