"""Rows of the table in twice.py: what somebody does about their own data, and an admin about a workspace."""

from collections.abc import Callable

from core.dialogue.admin_commands import AllowTenant, DisconnectPerson, RemoveTenant, SaveDefaults
from core.dialogue.commands import Book, Find
from core.dialogue.mydata_commands import EraseMyData
from core.dialogue.screens import AdminCard, SlotsCard
from tests.unit.core.asking import BEN, ask
from tests.unit.core.twice import Row, Scene, calls, does
from tests.unit.world import World, build, user

TENANT, OTHER = "0f3b7c1e-1111-2222-3333-444455556666", "0f3b7c1e-1111-2222-3333-444455557777"


async def _led() -> World:
    world = build()
    for key in ("ada", "ben"):
        await world.connected(key)
    world.directory.admins.admins = {user("ada")}
    return world


def lines(world: World, action: str) -> Callable[[], dict[str, object]]:
    """How often the log says so."""
    return lambda: {action: [one for _, one, _ in world.store.transactions.tables.audit.values()].count(action)}


async def erase() -> Scene:
    world = await _led()
    return Scene(
        world, does(EraseMyData(confirmed=True, person=await world.person("ben"))), lines(world, "erased"), "ben"
    )


async def save_defaults() -> Scene:
    world = await _led()
    return Scene(world, does(SaveDefaults(seen_by="nobody")), lines(world, "defaults.changed"))


async def allow_tenant() -> Scene:
    world = await _led()
    return Scene(world, does(AllowTenant(TENANT)), lines(world, "tenant.added"))


async def remove_tenant() -> Scene:
    world = await _led()
    for tenant in (TENANT, OTHER):
        await ask(world, AllowTenant(tenant), AdminCard)
    return Scene(world, does(RemoveTenant(TENANT)), lines(world, "tenant.removed"))


async def disconnect_somebody() -> Scene:
    world = await _led()
    press = does(DisconnectPerson(await world.person("ben"), confirmed=True))
    return Scene(world, press, lines(world, "person.disconnected"))


async def book_with_one_tap() -> Scene:
    world = await _led()
    await ask(world, SaveDefaults(booking="one_tap"), AdminCard)
    card = await ask(world, Find(people=(BEN,), duration_minutes=30), SlotsCard)
    command = card.days[0].slots[0].command
    assert isinstance(command, Book)
    return Scene(world, does(command), calls(world, "create", "cancel"))


ADMIN = (
    Row("erase my data", erase, {"erased": 1}),
    Row("save defaults", save_defaults, {"defaults.changed": 1}),
    Row("allow an organisation", allow_tenant, {"tenant.added": 1}),
    Row("remove an organisation", remove_tenant, {"tenant.removed": 1}),
    Row("disconnect somebody", disconnect_somebody, {"person.disconnected": 1}),
    Row("book with one tap", book_with_one_tap, {"create": 1, "cancel": 0}),
)
