"""Sign-in over the sandbox's pages, renewal, and the ways it ends."""

import pytest

from core.connection.model import Access, ConnectionLost, ConnectionState
from core.connection.ports import SignInRefused
from core.shared.errors import OutlookUnavailable, ReconnectNeeded
from tests.contract_outlook.conftest import Desk
from tests.unit.outlook.fakes import ADA


async def test_a_person_signs_in_and_is_known_by_tenant_and_object_id(desk: Desk) -> None:
    done = await desk.sign_in("ada@contoso.com")
    assert done.account.name == "Ada Lindqvist"
    assert done.account.is_reached_by("ADA@contoso.com")
    assert done.account.tid != done.account.oid
    assert {"Calendars.Read", "Calendars.ReadWrite", "MailboxSettings.Read", "User.Read"} <= done.scopes


async def test_read_only_access_does_not_ask_for_writing(desk: Desk) -> None:
    done = await desk.sign_in("ben@contoso.com", Access.READ)
    assert "Calendars.ReadWrite" not in done.scopes


async def test_a_personal_account_signs_in_too(desk: Desk) -> None:
    done = await desk.sign_in("dina.haddad@outlook.example")
    assert done.account.is_reached_by("dina.haddad@outlook.example")
    connection = desk.storage.connect(done.account, done.cache)
    assert "Family" in {one.name for one in await desk.outlook.calendars.calendars(connection)}


async def test_declining_is_a_refusal(desk: Desk) -> None:
    flow = await desk.outlook.sign_in.begin(Access.READ, None)
    answer = desk.sandbox.browse(flow.url, "ada@contoso.com", "cancel")
    with pytest.raises(SignInRefused) as caught:
        await desk.outlook.sign_in.finish(flow.flow, answer)
    assert caught.value.reason == "declined"


async def test_a_code_works_once(desk: Desk) -> None:
    flow = await desk.outlook.sign_in.begin(Access.READ, None)
    answer = desk.sandbox.browse(flow.url, "ada@contoso.com")
    await desk.outlook.sign_in.finish(flow.flow, answer)
    with pytest.raises(SignInRefused) as caught:
        await desk.outlook.sign_in.finish(flow.flow, answer)
    assert caught.value.reason == "expired"


async def test_a_token_refused_by_graph_is_renewed_unseen(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    before = desk.storage.cache
    desk.sandbox.fault(kind="graph", status=401, times=1)
    assert await desk.outlook.calendars.calendars(ADA)
    assert desk.storage.cache[1] == before[1] + 1
    assert desk.storage.state is ConnectionState.OK


async def test_revoked_sessions_need_the_person_and_are_told_once(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    desk.sandbox.admin("POST", "entra/revoke", {"account": "ada@contoso.com"})
    desk.sandbox.fault(kind="graph", status=401, times=1)
    for _ in range(2):
        with pytest.raises(ReconnectNeeded):
            await desk.outlook.calendars.calendars(ADA)
    assert desk.storage.state is ConnectionState.NEEDS_RECONNECT
    assert desk.storage.published == [ConnectionLost(person="ada", connection=ADA)]
    await desk.connect("ada@contoso.com")
    assert await desk.outlook.calendars.calendars(ADA)


async def test_an_outage_of_the_sign_in_service_keeps_the_connection(desk: Desk) -> None:
    await desk.connect("ada@contoso.com")
    desk.sandbox.fault(kind="graph", status=401)
    desk.sandbox.fault(kind="token", error="temporarily_unavailable", status=503)
    with pytest.raises(OutlookUnavailable):
        await desk.outlook.calendars.calendars(ADA)
    assert desk.storage.state is ConnectionState.OK
