"""Several accounts on one picker: groups, what personal ones can't do, what others share, what many calendars cost."""

from datetime import timedelta

import pytest

from core.booking.model import BookingState
from core.connection.model import READ_SHARED, Access
from core.dialogue.commands import (
    AddAccount,
    ChooseCalendars,
    Find,
    Named,
    OpenBookingForm,
    PreviewCalendars,
    ShowBookings,
    ShowCalendars,
)
from core.dialogue.screens import (
    BookingForm,
    BookingsCard,
    CalendarOption,
    CalendarPicker,
    ConnectOffer,
    Problem,
    SlotsCard,
)
from tests.fakes.outlook import DEFAULT, Mailbox
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.core.booking_scene import HOUR, TEN, hold, release, scene, state_of
from tests.unit.core.test_hidden_titles import HOME, with_home
from tests.unit.world import CONSUMERS, World


def desk(world: World) -> Mailbox:
    """Ada's mailbox with calendars of Ben's shared to read and to write."""
    world.join("ada")
    box = world.mailbox("ada@contoso.com")
    box.add_calendar("Launch", owner_name="Ben", owner_address="ben@contoso.com", can_edit=False)
    box.add_calendar("Team", owner_name="Ben", owner_address="ben@contoso.com")
    return box


def groups(picker: CalendarPicker) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in picker.selectable:
        found.setdefault(read(one.group)[0], []).append(one.name)
    return found


def id_of(options: tuple[CalendarOption, ...], name: str) -> str:
    return next(one.id for one in options if one.name == name)


async def test_calendars_stand_account_by_account_and_only_own_ones_are_ticked_from_the_start(world: World) -> None:
    world.sign_in.always_grants = frozenset({READ_SHARED})
    desk(world).add_calendar("Holidays", can_edit=False, automatic=True)
    home = await with_home(world)
    home.add_calendar("Kids")
    picker = await ask(world, ShowCalendars(), CalendarPicker)
    assert groups(picker) == {
        "ada@contoso.com: Mine": [DEFAULT],
        "ada@contoso.com: Shared by Ben": ["Launch", "Team"],
        "ada@contoso.com: Holidays and birthdays": ["Holidays"],
        f"{HOME}: Mine": [DEFAULT, "Kids"],
    }
    ticked = {one.name for one in picker.selectable if one.id in picker.conflicts}
    assert ticked == {DEFAULT}  # of home; that of work is the linked one; Kids is younger than the connection


async def test_with_one_account_its_address_is_not_repeated(world: World) -> None:
    await world.connected("ada")
    assert groups(await ask(world, ShowCalendars(), CalendarPicker)) == {"Mine": [DEFAULT]}


async def test_what_others_share_is_listed_after_one_more_consent_of_the_same_account(world: World) -> None:
    desk(world)
    await world.connected("ada")
    picker = await ask(world, ShowCalendars(), CalendarPicker)
    assert groups(picker) == {"Mine": [DEFAULT]}
    (button,) = [one for one in picker.actions if isinstance(one.command, AddAccount)]
    assert button.command is not None
    offer = await ask(world, button.command, ConnectOffer)
    (allow,) = offer.actions
    assert offer.repairs == "ada@contoso.com"
    await world.follow(str(allow.url), "ada@contoso.com")
    await world.work()
    shown = await ask(world, ShowCalendars(), CalendarPicker)
    assert groups(shown)["Shared by Ben"] == ["Launch", "Team"]
    assert [one for one in shown.actions if isinstance(one.command, AddAccount)] == []
    assert shown.conflicts == picker.conflicts
    assert shown.linked == picker.linked


@pytest.mark.parametrize("answer", ["declined", "another account"])
async def test_a_consent_that_comes_to_nothing_loses_nothing(world: World, answer: str) -> None:
    desk(world)
    await world.connected("ada")
    world.mailbox("ada@second.example")
    before, setup = await ask(world, ShowCalendars(), CalendarPicker), await world.setup("ada")
    offer = await ask(world, AddAccount(setup.connections[0].id, shared=True), ConnectOffer)
    begun = await world.connecting.begin(str(offer.actions[0].url).rsplit("/", 1)[1])
    state = begun.url.split("state=")[1]
    code = {"error": "access_denied"} if answer == "declined" else {"code": "ada@second.example"}
    finished = await world.connecting.finish(begun.cookie, {"state": state, **code})
    await world.work()
    assert finished.outcome.value == ("declined" if answer == "declined" else "other_account")
    assert await world.setup("ada") == setup
    assert await ask(world, ShowCalendars(), CalendarPicker) == before


async def test_reconnecting_asks_again_for_what_was_allowed_before(world: World) -> None:
    desk(world)
    await world.connected("ada")
    (account,) = await world.connections("ada")
    offer = await ask(world, AddAccount(account.id, shared=True), ConnectOffer)
    await world.follow(str(offer.actions[0].url), "ada@contoso.com")
    await world.sign("ada", "ada@contoso.com", Access.READ_WRITE, reconnects=account.id)
    (after,) = await world.connections("ada")
    assert READ_SHARED in after.scopes
    assert (after.id, after.access) == (account.id, Access.READ_WRITE)


async def test_a_personal_account_is_never_asked_for_shared_calendars_and_says_what_it_cannot_do(world: World) -> None:
    await with_home(world)
    work, home = await world.connections("ada")
    picker = await ask(world, ShowCalendars(), CalendarPicker)
    asked = [one.command for one in picker.actions if isinstance(one.command, AddAccount)]
    assert asked == [AddAccount(work.id, shared=True)]
    assert any(line.startswith(f"{HOME} is a personal account") for line in read(*picker.notes))
    await ask(world, AddAccount(home.id, shared=True), Problem)


async def test_nobody_is_asked_about_by_a_personal_account(world: World) -> None:
    """getSchedule is refused there: colleagues are asked about by the account at work, or by none."""
    world.join("ada", email=HOME)
    world.mailbox(HOME, CONSUMERS)
    await world.sign("ada", HOME)
    await world.work()
    await ask(world, Find((Named("address", "carol@contoso.com"),), 30), SlotsCard)
    assert "free_busy" not in {call for call, _ in world.outlook.calls}


async def test_of_two_accounts_the_one_of_the_organisation_asks_about_colleagues(world: World) -> None:
    world.join("ada", email=HOME)
    world.mailbox(HOME, CONSUMERS)
    await world.sign("ada", HOME)
    await world.work()
    world.clock.advance(timedelta(minutes=1))
    world.mailbox("ada@contoso.com")
    finished = await world.sign("ada", "ada@contoso.com")
    await world.connecting.type_code(await world.person("ada"), finished.code)
    await world.work()
    work = next(one for one in await world.connections("ada") if one.account.address == "ada@contoso.com")
    await ask(world, Find((Named("address", "carol@contoso.com"),), 30), SlotsCard)
    assert {asking for call, asking in world.outlook.calls if call == "free_busy"} == {work.id}


@pytest.mark.parametrize(("count", "said"), [(10, False), (11, True)])
async def test_above_ten_conflict_calendars_the_card_says_what_they_cost(world: World, count: int, said: bool) -> None:
    world.join("ada")
    box = world.mailbox("ada@contoso.com")
    for number in range(count - 1):
        box.add_calendar(f"Project {number}")
    await world.connected("ada")
    notes = read(*(await ask(world, ShowCalendars(), CalendarPicker)).notes)
    assert any(f"{count} conflict calendars" in line for line in notes) == said


async def test_what_was_ticked_on_another_face_of_the_card_is_saved_with_it(world: World) -> None:
    world.join("ada")
    box = world.mailbox("ada@contoso.com")
    for name in ("A", "B", "C", "D"):
        box.add_calendar(name)
    await world.connected("ada")
    first = await ask(world, ShowCalendars(), CalendarPicker)
    a, b, c, d = (id_of(first.selectable, name) for name in "ABCD")
    assert set(first.conflicts) == set(first.stored) == {a, b, c, d}
    looked = await ask(world, PreviewCalendars(first.linked, (a,), listed=(a, b), search="c"), CalendarPicker)
    assert set(looked.conflicts) == {a, c, d}
    assert set(looked.stored) == {a, b, c, d}
    saved = await ask(world, ChooseCalendars(first.linked, (d,), listed=(c, d), removed=(b,)), CalendarPicker)
    assert set(saved.conflicts) == {a, d}
    assert (await world.setup("ada")).preferences.conflicts == {a, d}


async def test_new_bookings_go_to_the_new_linked_calendar_and_old_ones_are_managed_where_they_are() -> None:
    world = await scene()
    world.box("ada").add_calendar("Projects")
    old = await hold(world)
    await world.work()
    ada = await world.person("ada")
    setup = await world.configuring.refresh(ada)
    projects = next(item.id for item in setup.calendars if item.name == "Projects")
    await world.configuring.choose(ada, projects, setup.preferences.conflicts)
    new = await hold(world, start=TEN + HOUR * 3)
    await world.work()
    assert [event.transaction_id for event in world.box("ada").events[DEFAULT]] == [old.id]
    assert [event.transaction_id for event in world.box("ada").events["Projects"]] == [new.id]
    shown = await ask(world, ShowBookings(), BookingsCard)
    written = {read(line.state)[0] for line in shown.bookings}
    silent = "Ben Example hasn't answered."
    assert written == {f"Written to “{DEFAULT}”. {silent}", f"Written to “Projects”. {silent}"}
    await release(world, old)
    await world.work()
    assert world.box("ada").events[DEFAULT] == []
    assert [event.transaction_id for event in world.box("ada").events["Projects"]] == [new.id]
    assert (state_of(world, old)[0], state_of(world, new)[0]) == (BookingState.CANCELLED, BookingState.CONFIRMED)


async def test_a_personal_linked_calendar_offers_no_teams_meeting(world: World) -> None:
    await world.connected("ben")
    world.join("ada", email=HOME)
    world.mailbox(HOME, CONSUMERS)
    await world.sign("ada", HOME)
    await world.work()
    form = await world.dialogue.form(actor(), OpenBookingForm(TEN + HOUR, 30, (BEN,)))
    assert isinstance(form, BookingForm)
    assert not form.online
