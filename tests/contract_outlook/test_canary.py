"""What the log and the observer may not hold."""

import logging

import pytest

from core.outlook import build_outlook
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.test_writing import planned
from tests.contract_outlook.week import WEEK
from tests.unit.outlook.fakes import ADA


async def test_no_log_line_holds_a_token_a_title_an_address_or_an_id(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    one = await planned(desk)
    desk.sandbox.fault(kind="graph", status=401, times=1)
    written = await desk.outlook.writer.create(one)
    await desk.outlook.reader.events(ADA, one.outlook_calendar_id, WEEK)
    await desk.outlook.reader.free_busy(ADA, ("ben@contoso.com",), WEEK)
    desk.sandbox.admin("POST", "entra/revoke", {"account": "ada@contoso.com"})
    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("asyncio"))
    for secret in ("Launch plan", "contoso", "Roadmap", written.id, one.outlook_calendar_id, "refresh_token", "Bearer"):
        assert secret not in ours


async def test_the_observer_hears_of_every_request_without_ids(desk: Desk) -> None:
    heard: list[tuple[str, str, int | None]] = []

    def observe(method: str, template: str, status: int | None, milliseconds: int) -> None:
        heard.append((method, template, status))

    store = desk.storage.store
    outlook = build_outlook(
        desk.sandbox.settings, store.transactions, store.tokens, store.connections, desk.clock, observer=observe
    )
    await desk.connect("ada@contoso.com")
    await outlook.reader.events(ADA, await desk.calendar(ADA), WEEK)
    await outlook.aclose()
    assert heard == [("GET", "/me/calendars/{calendar}/calendarView", 200)]
