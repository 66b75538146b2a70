"""What one booking asks of Graph: each conflict calendar of the people whose time is taken once, the event, and one
look whether it is there. Counted at the sandbox, over the real client, the real database and the bot's own jobs."""

import asyncio
import time
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import pytest

from core.storage import Keyring, open_store
from tests.contract_outlook.program import Sandbox
from tests.contract_outlook.week import WEDNESDAY
from tests.crash.life import Life, Order, work
from tests.crash.office import Employee, employ

PEOPLE = ("ada", "ben", "carol")
START = WEDNESDAY + timedelta(days=35)


def calendars_of(sandbox: Sandbox, key: str) -> list[str]:
    return [one["id"] for one in sandbox.seen(f"{key}@contoso.com").get("/me/calendars")["value"] if one["canEdit"]]


def token_of(sandbox: Sandbox, key: str) -> str:
    asked = {"account": f"{key}@contoso.com", "scopes": ["Calendars.Read", "Calendars.ReadWrite"]}
    return str(sandbox.admin("POST", "token", asked)["access_token"])


async def booked(sandbox: Sandbox, folder: Path, staff: dict[str, list[str]], click: dict[str, Any]) -> Life:
    """The first of the staff books with all the others, and everything that follows from it is done."""
    tokens = {f"connection-{key}": token_of(sandbox, key) for key in staff}
    order = Order(
        address=f"sqlite:///{folder / 'clearhour.db'}", keys=Keyring.fresh_text(), graph=sandbox.settings.graph_url,
        tokens=tokens, staff=staff, told=str(folder / "told"), base=WEDNESDAY.isoformat(), began=time.monotonic(),
        speed=1.0, clicks=[click], drain=True,
    )  # fmt: skip
    store = await open_store(order.address, Keyring.parse(order.keys))
    await employ(store, tuple(Employee(key, tuple(calendars)) for key, calendars in staff.items()))
    life = Life(order, store)
    try:
        await work(life)
        assert await life.found() == {"confirmed": 1}
    finally:
        await life.close()
        await store.close()
    return life


@pytest.mark.parametrize(("people", "calendars"), [(1, 1), (1, 3), (2, 1), (2, 3), (3, 3)])
def test_a_booking_asks_graph_once_for_each_calendar_and_twice_for_itself(
    sandbox: Sandbox, tmp_path: Path, people: int, calendars: int
) -> None:
    staff = {key: calendars_of(sandbox, key)[:calendars] for key in PEOPLE[:people]}
    guests = list(staff)[1:]
    click = {
        "number": 1, "act": "book", "who": "ada", "guests": guests, "start": START.astimezone(UTC).isoformat(),
        "minutes": 30, "title": "Counted",
    }  # fmt: skip
    before = sandbox.requests()
    asyncio.run(booked(sandbox, tmp_path, staff, click))
    asked = [path for path in sandbox.paths_since(before) if path.startswith("/v1.0/")]
    conflicts = sum(len(mine) for mine in staff.values())
    assert conflicts == people * calendars
    assert conflicts < len(asked) <= conflicts + 2, asked
    assert len(sandbox.seen("ada@contoso.com").events("Counted")) == 1
