"""admin: for who the chat says is one, at that moment; about their own workspace only; without contents."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.booking.model import BookingState
from core.configuration.model import SeenBy
from core.configuration.rules import BookingRules
from core.connection.model import Access
from core.connection.usecases import AllowedTenants, Outcome
from core.dialogue.admin_commands import (
    AllowTenant,
    DisconnectPerson,
    OpenDefaultHours,
    OpenDefaults,
    OpenPeople,
    OpenTenant,
    PickPerson,
    RemoveTenant,
    SaveDefaultHours,
    SaveDefaults,
    ShowAdmin,
    ShowAudit,
)
from core.dialogue.commands import Book, Connect, Find, Named, OpenBookingForm, ShowHelp
from core.dialogue.payloads import COMMANDS
from core.dialogue.screens import AdminCard, ConnectOffer, HelpCard, Line, NewsCard, Problem, SlotsCard, Style
from core.dialogue.screens.settings import SettingsForm
from core.dialogue.settings_commands import SaveRules
from core.people.model import ChatProfile, ChatUser, Platform
from core.shared.errors import InvalidChoice
from tests.unit.core.asking import BEN, CARD, actor, ask, read
from tests.unit.core.booking_scene import killed_at, scene
from tests.unit.core.test_booking_crashes import MOST_STEPS
from tests.unit.world import CONTOSO, World, build, user

GUID, OTHER = "0f3b7c1e-1111-2222-3333-444455556666", "0f3b7c1e-1111-2222-3333-444455557777"
ALL = [
    ShowAdmin(),
    OpenDefaults(),
    SaveDefaults(access="read"),
    OpenDefaultHours(),
    SaveDefaultHours(mon="10:00-11:00"),
    OpenTenant(),
    AllowTenant(GUID),
    RemoveTenant(GUID),
    OpenPeople(),
    PickPerson((BEN,)),
    DisconnectPerson("x", confirmed=True),
    ShowAudit(),
]


@pytest.fixture
async def led(two: World) -> World:
    """Ada is an admin, Ben is none."""
    two.directory.admins.admins = {user("ada")}
    two.directory.admins.names = ("Ada Example",)
    return two


def words(card: AdminCard) -> list[str]:
    return [line for part in card.parts for line in read(part.heading, *part.lines)]


def state(world: World) -> str:
    tables = world.store.transactions.tables
    return repr((tables.defaults, tables.tenants, tables.connections, tables.jobs, tables.audit))


def test_every_command_of_the_family_is_tried() -> None:
    family = {name for name, kind in COMMANDS.items() if kind.__module__.endswith("admin_commands")}
    assert {type(one).__name__ for one in ALL} == family


@pytest.mark.parametrize("command", ALL, ids=lambda one: type(one).__name__)
async def test_who_is_no_admin_reads_whom_to_ask_and_changes_nothing(led: World, command: object) -> None:
    before = state(led)
    refused = await ask(led, command, Line, key="ben")  # type: ignore[arg-type]
    assert read(refused.text) == ["That is for the admins of this workspace. Ask Ada Example."]
    assert refused.action is not None
    if isinstance(command, OpenDefaults | OpenDefaultHours | OpenTenant | OpenPeople):
        assert isinstance(await led.dialogue.form(actor("ben"), command), Line)
    assert state(led) == before


async def test_an_admin_who_is_none_any_more_is_refused_at_the_next_use(led: World) -> None:
    await ask(led, ShowAdmin(), AdminCard)
    led.directory.admins.admins.clear()
    await ask(led, ShowAdmin(), Line)


async def test_a_chat_that_does_not_answer_lets_nobody_in(led: World) -> None:
    led.directory.admins.silent = True
    await ask(led, ShowAdmin(), Problem)


async def test_help_shows_admin_to_admins_only(led: World) -> None:
    def usages(card: HelpCard) -> set[str]:
        return set(read(*(one.usage for one in card.entries)))

    assert {"admin", "mydata"} <= usages(await ask(led, ShowHelp(), HelpCard))
    assert "admin" not in usages(bens := await ask(led, ShowHelp(), HelpCard, key="ben"))
    assert "mydata" in usages(bens)
    led.directory.admins.silent = True
    assert "admin" not in usages(await ask(led, ShowHelp(), HelpCard))


async def test_defaults_hold_at_once_for_who_chose_nothing_and_for_nobody_else(led: World) -> None:
    rules = led.dialogue._routes[SaveRules].__self__._rules  # type: ignore[attr-defined]
    ada, ben = await led.person("ada"), await led.person("ben")
    await rules.set_sharing(ben, SeenBy.ORGANISATION, ())
    saved = await ask(led, SaveDefaults(seen_by="nobody", duration_minutes=45, notice_minutes=120), AdminCard)
    assert read(saved.saved) == ["Saved. New people get it at once, the others in a moment."]
    await led.work()
    mine, bens = (led.store.transactions.tables.preferences[one] for one in (ada, ben))
    assert (mine.seen_by, mine.duration_minutes, mine.minimum_notice_minutes) == (SeenBy.NOBODY, 45, 120)
    assert (bens.seen_by, bens.duration_minutes) == (SeenBy.ORGANISATION, 45)
    cleo = await led.connected("cleo")
    assert led.store.transactions.tables.preferences[cleo].seen_by is SeenBy.NOBODY
    await rules.set_rules(ada, BookingRules(60, 30, 0, 0, 60, 60, None))
    await ask(led, SaveDefaults(duration_minutes=15), AdminCard)
    await led.work()
    mine, bens = (led.store.transactions.tables.preferences[one] for one in (ada, ben))
    assert (mine.seen_by, mine.duration_minutes) == (SeenBy.ORGANISATION, 60)
    assert bens.duration_minutes == 15


async def test_the_same_defaults_again_change_nothing(led: World) -> None:
    await ask(led, SaveDefaults(), AdminCard)
    assert "defaults.changed" not in [action for _, action, _ in led.store.transactions.tables.audit.values()]


async def test_read_only_first_turns_the_buttons_of_connect_round(led: World) -> None:
    led.join("zoe")
    first = (await ask(led, Connect(), ConnectOffer, key="zoe")).actions[0]
    await ask(led, SaveDefaults(access="read"), AdminCard)
    turned = (await ask(led, Connect(), ConnectOffer, key="zoe")).actions
    assert read(first.label) == ["Connect"]
    assert read(*(one.label for one in turned)) == ["Connect read-only", "Connect"]
    assert [one.style for one in turned] == [Style.PRIMARY, Style.PLAIN]


async def test_one_tap_books_by_the_time_itself(led: World) -> None:
    before = await ask(led, Find(people=(BEN,), duration_minutes=30), SlotsCard)
    assert isinstance(before.days[0].slots[0].command, OpenBookingForm)
    await ask(led, SaveDefaults(booking="one_tap"), AdminCard)
    card = await ask(led, Find(people=(BEN,), duration_minutes=30), SlotsCard)
    press = card.days[0].slots[0].command
    assert isinstance(press, Book)
    assert await led.dialogue.handle(actor("ada", CARD), press) is None
    await led.work()
    (booked,) = led.store.transactions.tables.bookings.values()
    assert booked.state is BookingState.CONFIRMED
    assert booked.plan.title == "Ada / Ben"
    alone = await ask(led, Find(duration_minutes=30), SlotsCard)
    mine = alone.days[0].slots[0].command
    assert isinstance(mine, Book)
    assert not mine.online


async def test_who_can_not_write_gets_the_form_also_with_one_tap(led: World) -> None:
    await ask(led, SaveDefaults(booking="one_tap"), AdminCard)
    await led.connected("zoe", Access.READ)
    card = await ask(led, Find(duration_minutes=30), SlotsCard, key="zoe")
    assert isinstance(card.days[0].slots[0].command, OpenBookingForm)


async def test_accounts_of_other_organisations_are_refused_from_then_on_and_connected_ones_counted(led: World) -> None:
    await ask(led, AllowTenant(f" {GUID.upper()} "), AdminCard)
    card = await ask(led, ShowAdmin(), AdminCard)
    assert "2 accounts of other organisations were connected before. They stay until they are disconnected." in words(
        card
    )
    led.join("zoe")
    led.mailbox("zoe@contoso.com")
    assert (await led.sign("zoe", "zoe@contoso.com")).outcome is Outcome.TENANT_REFUSED
    led.join("yan")
    led.mailbox("yan@contoso.com", tid=GUID)
    assert (await led.sign("yan", "yan@contoso.com")).outcome is Outcome.CONNECTED
    asked = await ask(led, RemoveTenant(GUID), NewsCard)
    (danger,) = [one.command for one in asked.actions if one.style is Style.DANGER]
    assert danger == RemoveTenant(GUID, confirmed=True)
    await ask(led, danger, AdminCard)
    assert (await led.sign("zoe", "zoe@contoso.com")).outcome is Outcome.CONNECTED


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("contoso.com", "admin.tenant_bad"), ("", "admin.tenant_bad"), (OTHER, "admin.tenant_refused")],
)
async def test_what_is_no_tenant_or_not_the_operators_is_said_beside_its_field(typed: str, reason: str) -> None:
    world = build(tenants=AllowedTenants(frozenset({GUID})))
    world.join("ada")
    world.directory.admins.admins = {user("ada")}
    assert await world.dialogue.submit(actor("ada"), AllowTenant(typed)) == InvalidChoice("tenant", reason)
    assert world.store.transactions.tables.tenants == {}


async def test_somebody_is_picked_asked_about_disconnected_and_told(led: World) -> None:
    ben = await led.person("ben")
    asked = await led.dialogue.submit(actor("ada"), PickPerson((BEN,)))
    assert isinstance(asked, NewsCard)
    assert read(asked.heading) == ["Disconnect Ben Example?"]
    (danger,) = [one.command for one in asked.actions if one.style is Style.DANGER]
    for _ in range(2):
        await ask(led, danger, AdminCard)  # type: ignore[arg-type]
    await led.work()
    assert await led.connections("ben") == ()
    assert ben not in led.store.transactions.tables.preferences
    told = [one for one in led.messenger.to(user("ben")) if isinstance(one, NewsCard)]
    assert [read(one.heading) for one in told].count(["Your Outlook was disconnected"]) == 1
    assert any("Ada Example, an admin of your workspace" in line for line in read(*told[-1].lines))
    log = words(await ask(led, ShowAudit(), AdminCard))
    assert sum("Ada Example: disconnected Ben Example" in line for line in log) == 1
    after = await ask(led, DisconnectPerson(ben, confirmed=True), AdminCard)
    assert read(after.saved) == ["Ben Example has no account connected."]


@pytest.mark.parametrize("people", [(), (BEN, Named("address", "x@y.example")), (Named("user", "UADA"),)])
async def test_one_colleague_is_picked_or_it_is_said_beside_the_field(led: World, people: tuple[Named, ...]) -> None:
    assert await led.dialogue.submit(actor("ada"), PickPerson(people)) == InvalidChoice("people", "admin.pick_one")


async def test_who_is_of_another_workspace_is_nobody(led: World) -> None:
    zoe = ChatUser(Platform.TEAMS, CONTOSO, "oid-zoe@contoso.com")
    led.directory.add(ChatProfile(zoe, "Zoe Example", None, "Europe/Berlin", "en-GB"))
    there = (await led.meeting.person(zoe)).id
    for confirmed in (False, True):
        await ask(led, DisconnectPerson(there, confirmed=confirmed), Problem)
    await ask(led, SaveDefaults(access="read"), AdminCard)
    led.directory.admins.admins.add(zoe)
    theirs = await led.dialogue.handle(replace(actor("ada"), user=zoe), ShowAdmin())
    assert isinstance(theirs, AdminCard)
    assert "Connecting offers to read and write first." in words(theirs)
    assert "1 person used me from here, 0 connected." in words(theirs)
    log = await led.dialogue.handle(replace(actor("ada"), user=zoe), ShowAudit())
    assert isinstance(log, AdminCard)
    assert words(log) == ["Nothing was done here yet."]


async def test_health_and_the_log_hold_no_contents(led: World) -> None:
    secret = "Poisoned title"
    await led.dialogue.handle(actor("ada", CARD), Book(led.clock.now() + timedelta(hours=2), 30, (BEN,), secret))
    await led.work()
    told = [*words(await ask(led, ShowAdmin(), AdminCard)), *words(await ask(led, ShowAudit(), AdminCard))]
    assert any("a booking was made or changed" in line for line in told)
    assert secret not in " ".join(told)


async def test_the_forms_show_what_holds(led: World) -> None:
    await ask(led, SaveDefaults(access="read", booking="one_tap", seen_by="nobody"), AdminCard)
    form = await led.dialogue.form(actor("ada"), OpenDefaults())
    assert isinstance(form, SettingsForm)
    assert [getattr(one, "chosen", None) for one in form.fields] == [
        "read",
        "one_tap",
        "nobody",
        "30",
        "30",
        "60",
        None,
        "en",
    ]
    for command in (OpenDefaultHours(), OpenTenant(), OpenPeople()):
        assert isinstance(await led.dialogue.form(actor("ada"), command), SettingsForm)


async def told_once(step: int) -> bool:
    world = await scene()
    world.directory.admins.admins = {user("ada")}
    ben = await world.person("ben")
    await ask(world, DisconnectPerson(ben, confirmed=True), AdminCard)
    killed = await killed_at(step, world)
    world.clock.advance(timedelta(minutes=1))
    await world.work()
    assert await world.connections("ben") == ()
    assert ben not in world.store.transactions.tables.preferences
    told = [one for one in world.messenger.to(user("ben")) if isinstance(one, NewsCard)]
    assert 1 <= len(told) <= 1 + killed, "once, and once more where it died between sending and writing that down"
    audit = [action for who, action, _ in world.store.transactions.tables.audit.values() if who != ben]
    assert audit.count("person.disconnected") == 1
    return killed


async def test_killed_at_any_step_somebody_is_disconnected_and_told() -> None:
    steps = 0
    while await told_once(steps):
        steps += 1
    assert steps > 5


async def test_killed_at_any_step_defaults_reach_everybody() -> None:
    for step in range(MOST_STEPS):
        world = await scene("ada", "ben", "dan")
        world.directory.admins.admins = {user("ada")}
        await ask(world, SaveDefaults(seen_by="nobody"), AdminCard)
        killed = await killed_at(step, world)
        world.clock.advance(timedelta(minutes=1))
        await world.work()
        assert {one.seen_by for one in world.store.transactions.tables.preferences.values()} == {SeenBy.NOBODY}
        if not killed:
            break
