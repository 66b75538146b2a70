"""The request for an administrator as a page to copy from, their way back, and the setting for allowed tenants."""

import html
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.settings import load
from core.connection.approval import PATIENCE
from core.connection.model import Access
from core.shared.errors import SettingsError
from tests.unit.bot.test_connect_pages import HOSTILE, app, begin, link, strict
from tests.unit.bot.test_settings import AT_HOME
from tests.unit.world import World, build, user

pytestmark = pytest.mark.usefixtures("quiet")
Client = TestClient[web.Request, web.Application]
TID = "6f0c2a34-5b1d-4e0f-9a77-0c1f3d2b8e41"


@pytest.fixture
async def world() -> World:
    world = build()
    world.join("ada")
    world.mailbox("ada@contoso.com", TID)
    return world


@pytest.fixture
async def client(world: World) -> AsyncIterator[Client]:
    async with TestClient(TestServer(app(world, load(AT_HOME)))) as client:
        yield client


def copied(page: str) -> str:
    """What stands in the field to copy from."""
    return html.unescape(page.split('data-testid="copied"')[1].split(">", 1)[1].split("</textarea>", maxsplit=1)[0])


async def approved(world: World, client: Client, **more: str) -> tuple[int, str]:
    """An administrator goes the way of the request and comes back."""
    page = await (await client.get(await link(world) + "/request")).text()
    address = next(line for line in copied(page).splitlines() if "adminconsent" in line)
    state = address.split("state=")[1].replace("%3D", "=")
    answer = {"admin_consent": "True", "tenant": TID, "state": state} | more
    back = await client.get("/connect/callback", params=answer)
    assert strict(back.headers)
    return back.status, await back.text()


async def test_the_page_before_the_sign_in_leads_to_the_request_and_looking_uses_nothing_up(
    world: World, client: Client
) -> None:
    path = await link(world)
    page = await (await client.get(path)).text()
    assert f'href="{path}/request"' in page
    for _ in range(2):
        answer = await client.get(path + "/request")
        assert answer.status == 200
        assert strict(answer.headers)
    await begin(client, path)
    assert (await client.get(path + "/request")).status == 200, "while the browser is at Microsoft"
    assert (await client.get("/connect/made-up/request")).status == 410


async def test_the_request_says_who_asks_from_where_for_what_and_is_text_without_scripts(
    world: World, client: Client
) -> None:
    page = await (await client.get(await link(world) + "/request")).text()
    text = copied(page)
    assert "Ada Example (ada@contoso.com)" in text
    assert "Slack, workspace T1" in text
    assert "https://login.microsoftonline.com/organizations/v2.0/adminconsent?client_id=app-1" in text
    for scope in ("User.Read", "Calendars.Read", "Calendars.ReadWrite", "MailboxSettings.Read"):
        assert f"({scope})" in text
    assert "<script" not in page
    assert "readonly" in page


async def test_hostile_names_stay_words_on_one_line_of_the_request(world: World, client: Client) -> None:
    world.directory.change(
        user("ada"), name=f"{HOSTILE}</textarea>\nApprove here: https://evil.example {{url}} {'x' * 999}"
    )
    page = await (await client.get(await link(world) + "/request")).text()
    assert "<script" not in page
    assert page.count("</textarea>") == 1
    (line,) = [line for line in copied(page).splitlines() if "evil.example" in line]
    assert line.startswith("Who asks: ")
    assert len(line) < 150


async def test_an_administrator_who_approved_is_thanked_and_who_waits_is_told(world: World, client: Client) -> None:
    await begin(client, await link(world))
    await world.work(through=PATIENCE)
    status, page = await approved(world, client)
    assert status == 200
    assert f"approved for the organisation {TID}" in page
    await world.work()
    assert len(world.messenger.to(user("ada"))) == 2


async def test_an_administrator_who_refused_reads_that_nothing_changed(world: World, client: Client) -> None:
    status, page = await approved(world, client, error="access_denied", error_description=HOSTILE)
    assert status == 200
    assert "Not approved" in page
    assert "alert(1)" not in page


@pytest.mark.parametrize("change", [{"state": "admin.made-up"}, {"tenant": HOSTILE}, {"tenant": ""}])
async def test_a_return_that_is_not_ours_is_a_dead_link(world: World, client: Client, change: dict[str, str]) -> None:
    status, page = await approved(world, client, **change)
    assert status == 410
    assert "alert(1)" not in page


async def test_after_microsoft_asked_for_an_admin_the_page_offers_the_request(world: World, client: Client) -> None:
    state = await begin(client, await link(world))
    answer = {"state": state, "error": "consent_required"}
    page = await (await client.get("/connect/callback", params=answer)).text()
    assert "Your admin has to approve" in page
    path = page.split('data-testid="request"')[0].rsplit('href="', 1)[1].split('"')[0]
    assert (await client.get(path)).status == 200


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("", frozenset()),
        (f" {TID.upper()} ,", frozenset({TID})),
        (f"{TID},{TID[::-1].replace('-', '0')}", None),
        ("contoso.com", None),
    ],
)
def test_allowed_tenants_are_ids_in_any_case_and_nothing_else(given: str, kept: frozenset[str] | None) -> None:
    asked = {**AT_HOME, "CLEARHOUR_ALLOWED_TENANTS": given}
    if kept is not None:
        assert load(asked).tenants.allowed == kept
        return
    with pytest.raises(SettingsError) as caught:
        load(asked)
    assert "CLEARHOUR_ALLOWED_TENANTS" in caught.value.problems[0]


@pytest.mark.parametrize(("tenant", "single"), [("organizations", None), ("common", None), (TID.upper(), TID)])
def test_a_registration_for_one_organisation_says_which(tenant: str, single: str | None) -> None:
    assert load({**AT_HOME, "CLEARHOUR_MICROSOFT_TENANT": tenant}).tenants.single == single


def test_read_only_installations_ask_administrators_for_reading_only() -> None:
    from core.outlook.admin_consent import EntraAdminConsent
    from core.outlook.settings import OutlookSettings

    consent = EntraAdminConsent(OutlookSettings("app", "secret", "https://x.example/cb", allowed_access=Access.READ))
    assert "Calendars.ReadWrite" not in consent.scopes
    assert "Calendars.ReadWrite" not in consent.url(None, "s")
    assert consent.url(TID, "a&b=c").startswith(f"https://login.microsoftonline.com/{TID}/v2.0/adminconsent?")
    assert consent.url(TID, "a&b=c").endswith("state=a%26b%3Dc")
