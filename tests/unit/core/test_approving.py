"""Sign-ins that do not come back, an administrator's approval, and whose accounts are taken."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from core.connection.approval import PATIENCE, RETURNS_MOST, Returned, SignInEnded, TenantApproved
from core.connection.model import Access
from core.connection.usecases import AllowedTenants, Outcome
from core.dialogue.commands import AddAccount, Connect
from core.dialogue.screens import ConnectDone, ConnectOffer, NewsCard
from core.people.model import ChatProfile, ChatUser, Platform
from core.shared.errors import Gone
from tests.unit.core.asking import ask, read
from tests.unit.world import CONSUMERS, World, account, build, user

TID, OTHER = "6f0c2a34-5b1d-4e0f-9a77-0c1f3d2b8e41", "11111111-5b1d-4e0f-9a77-0c1f3d2b8e41"
A_MINUTE = timedelta(minutes=1)


@pytest.fixture
def world() -> World:
    world = build()
    for key in ("ada", "ben", "carol"):
        world.join(key)
        world.mailbox(f"{key}@contoso.com", TID)
    world.directory.change(user("carol"), email="carol@elsewhere.example")
    return world


async def token(world: World, key: str = "ada", access: Access = Access.READ_WRITE) -> str:
    return (await world.connecting.offer(await world.person(key), user(key), access)).rsplit("/", 1)[1]


async def leaves(world: World, key: str = "ada") -> tuple[str, str]:
    """Presses Continue; the cookie and the state that a callback would need."""
    begun = await world.connecting.begin(await token(world, key))
    return begun.cookie, begun.url.split("state=")[1]


async def waits(world: World, *keys: str) -> None:
    """They stand before "Need admin approval", longer than we wait."""
    for key in keys:
        await leaves(world, key)
    await world.work(through=PATIENCE)


async def passes(world: World, span: timedelta) -> None:
    """So much time goes by, with everything that comes due in it."""
    end = world.clock.now() + span
    await world.work(through=span)
    world.clock.set(end)


async def request(world: World, key: str = "ada") -> dict[str, str]:
    """What the address of the request asks of Microsoft, with the tenant that it is for."""
    asked = await world.connecting.approving.request(await token(world, key))
    parts = urlsplit(asked.url)
    return {name: values[0] for name, values in parse_qs(parts.query).items()} | {"t": parts.path.split("/")[1]}


async def comes_back(world: World, key: str = "ada", tenant: str = TID, **more: str) -> Returned:
    answer = {"admin_consent": "True", "tenant": tenant, "state": (await request(world, key))["state"]} | more
    how, _ = await world.connecting.approving.returned(answer)
    await world.work()
    return how


def news(world: World, key: str = "ada") -> list[str]:
    return [read(one.heading)[0] for one in world.messenger.to(user(key)) if isinstance(one, NewsCard)]


async def test_nothing_back_within_five_minutes_turns_the_card_and_a_late_callback_turns_it_again(world: World) -> None:
    cookie, state = await leaves(world)
    await passes(world, PATIENCE - A_MINUTE)
    assert news(world) == []
    await passes(world, A_MINUTE)
    assert news(world) == ["Didn't finish? Try again"]
    (card,) = world.messenger.to(user("ada"))
    assert isinstance(card, NewsCard)
    assert card.actions[0].command == Connect()
    finished = await world.connecting.finish(cookie, {"state": state, "code": "ada@contoso.com"})
    await world.work()
    assert finished.outcome is Outcome.CONNECTED
    assert [type(one) for one in world.messenger.to(user("ada"))] == [ConnectDone], "the same message"


async def test_the_message_that_offered_the_connection_is_the_one_that_turns(world: World) -> None:
    from tests.unit.core.asking import CARD, actor
    from tests.unit.core.test_notices import place

    place(world)
    offer = await ask(world, Connect(), ConnectOffer, card=CARD)
    await world.dialogue.delivered(actor(card=CARD), offer, CARD)
    await waits(world, "ada")
    assert isinstance(world.messenger.messages[CARD].screen, NewsCard)
    assert len(world.messenger.messages) == 1


async def test_who_came_back_in_time_hears_nothing_of_it_and_a_second_try_is_counted_anew(world: World) -> None:
    cookie, state = await leaves(world)
    await passes(world, A_MINUTE)
    await world.connecting.finish(cookie, {"state": state, "error": "access_denied"})
    await world.work()
    assert news(world) == ["Not connected"]
    await leaves(world)
    await passes(world, PATIENCE - A_MINUTE)
    assert news(world) == ["Not connected"], "the first one's five minutes are over, the second one's not"
    await passes(world, A_MINUTE)
    assert news(world) == ["Didn't finish? Try again"]


async def test_a_job_that_runs_again_or_after_the_link_was_swept_says_it_once(world: World) -> None:
    await leaves(world)
    world.clock.advance(timedelta(minutes=30))
    await world.store.sweep(world.clock.now())
    await world.restart()
    await world.work()
    (link,) = {one.link for one in world.facts(SignInEnded) if isinstance(one, SignInEnded)}
    await world.connecting.approving.unfinished(await world.person("ada"), link)
    await world.work()
    assert len(world.facts(SignInEnded)) == 1
    assert news(world) == ["Didn't finish? Try again"]


@pytest.mark.parametrize(
    ("error", "heading"), [("access_denied", "Not connected"), ("consent_required", "Microsoft asked for an admin")]
)
async def test_what_microsoft_says_stands_on_the_card_too(world: World, error: str, heading: str) -> None:
    cookie, state = await leaves(world)
    finished = await world.connecting.finish(cookie, {"state": state, "error": error})
    await world.work(through=PATIENCE)
    assert finished.retry_url
    assert news(world) == [heading]


async def test_the_request_names_the_tenant_as_soon_as_anything_tells_it(world: World) -> None:
    assert (await request(world))["t"] == "organizations"
    await world.connected("ada")
    assert (await request(world))["t"] == TID
    world.join("dina")
    world.mailbox("dina@outlook.example", CONSUMERS)
    world.directory.change(user("dina"), email="dina@outlook.example")
    await world.sign("dina", "dina@outlook.example")
    assert (await request(world, "dina"))["t"] == "organizations", "a private account tells no organisation"
    teams = ChatUser(Platform.TEAMS, TID, "oid-1")
    world.directory.add(ChatProfile(teams, "Ed", None, "UTC", "en-GB"))
    person = await world.meeting.person(teams)
    url = await world.connecting.offer(person.id, teams, Access.READ)
    asked = await world.connecting.approving.request(url.rsplit("/", 1)[1])
    assert asked.tenant == TID


async def test_the_request_asks_for_each_right_by_name_and_comes_back_to_us(world: World) -> None:
    asked = await request(world)
    graph = "https://graph.microsoft.com/"
    assert asked["scope"].split() == [
        graph + one for one in ("User.Read", "Calendars.Read", "MailboxSettings.Read", "Calendars.ReadWrite")
    ]
    assert asked["redirect_uri"] == "https://clearhour.example/connect/callback"
    assert world.facts(SignInEnded) == []


async def test_looking_at_the_request_uses_nothing_up_and_it_lives_while_the_browser_is_at_microsoft(
    world: World,
) -> None:
    secret = await token(world)
    for _ in range(3):
        await world.connecting.approving.request(secret)
    await world.connecting.begin(secret)
    await world.connecting.approving.request(secret)
    world.clock.advance(timedelta(minutes=10))
    for dead in (secret, "made-up"):
        with pytest.raises(Gone):
            await world.connecting.approving.request(dead)


async def test_an_approval_is_told_once_to_everybody_of_the_tenant_who_waits_and_to_nobody_else(world: World) -> None:
    await waits(world, "ada", "ben", "carol")
    assert await comes_back(world, "ada") is Returned.APPROVED
    assert [news(world, key)[-1] for key in ("ada", "ben")] == ["Approved: continue"] * 2
    assert "Approved: continue" not in news(world, "carol"), "nothing says that she works there"
    assert await comes_back(world, "ada") is Returned.APPROVED
    assert [len(news(world, key)) for key in ("ada", "ben")] == [2, 2]
    offer = await ask(world, Connect(), ConnectOffer)
    assert offer.actions[0].url


async def test_nobody_is_told_who_connected_by_then_or_never_tried(world: World) -> None:
    await waits(world, "ada")
    await world.connected("ben")
    await comes_back(world, "ada")
    assert news(world, "ben") == []
    assert news(world, "carol") == []


async def test_who_asked_without_having_tried_lets_the_others_hear_of_it(world: World) -> None:
    await waits(world, "ben")
    assert await comes_back(world, "ada") is Returned.APPROVED
    assert news(world, "ben")[-1] == "Approved: continue"
    assert news(world, "ada") == []


async def test_who_has_no_address_in_the_chat_still_hears_of_their_own_approval(world: World) -> None:
    world.directory.change(user("ada"), email=None)
    await waits(world, "ada")
    await comes_back(world, "ada")
    assert news(world)[-1] == "Approved: continue"


async def test_an_approval_means_try_again_and_nothing_else(world: World) -> None:
    await waits(world, "ada")
    before = dict(world.store.transactions.tables.connections)
    await comes_back(world, "ada")
    assert world.store.transactions.tables.connections == before
    assert world.sign_in.begun == [(Access.READ_WRITE, None)], "nobody was signed in by it"
    assert await world.connections("ada") == ()


async def test_a_return_that_is_not_ours_or_too_old_does_nothing(world: World) -> None:
    await waits(world, "ada")
    state = (await request(world))["state"]
    for wrong in ("", "admin.", "admin.x", state[:-4], state.removeprefix("admin."), "x" + state):
        with pytest.raises(Gone):
            await world.connecting.approving.returned({"admin_consent": "True", "tenant": TID, "state": wrong})
    for tenant in ("", "contoso.com", "<b>", TID + "0"):
        with pytest.raises(Gone):
            await world.connecting.approving.returned({"admin_consent": "True", "tenant": tenant, "state": state})
    world.clock.advance(timedelta(days=30))
    with pytest.raises(Gone):
        await world.connecting.approving.returned({"admin_consent": "True", "tenant": TID, "state": state})
    assert world.facts(TenantApproved) == []


@pytest.mark.parametrize(
    "more",
    [{"error": "access_denied"}, {"admin_consent": "False"}, {"admin_consent": "True", "error": "consent_required"}],
)
async def test_a_refusal_is_a_refusal_whatever_else_it_says_and_nobody_is_told(
    world: World, more: dict[str, str]
) -> None:
    await waits(world, "ada")
    assert await comes_back(world, **more) is Returned.REFUSED
    assert world.facts(TenantApproved) == []


async def test_forged_returns_wake_nobody_of_another_tenant_and_only_a_few_times(world: World) -> None:
    """Mallory has a request of her own; with it she can name any tenant."""
    await world.connected("ben")  # known to be of TID, and waiting for more rights
    await waits(world, "ben")
    world.join("mallory")
    world.directory.change(user("mallory"), email="mallory@evil.example")
    assert await comes_back(world, "mallory", OTHER) is Returned.APPROVED
    assert len(world.facts(TenantApproved)) == 0
    found = [await comes_back(world, "mallory", TID) for _ in range(RETURNS_MOST)]
    assert found == [Returned.APPROVED] * (RETURNS_MOST - 1) + [Returned.TOO_OFTEN]
    assert len(world.facts(TenantApproved)) == 1, "told once, however often it came"
    assert await comes_back(world, "ben", OTHER) is Returned.OTHER_TENANT


async def test_who_was_told_and_waits_again_is_told_again_but_not_within_minutes(world: World) -> None:
    await waits(world, "ada")
    await comes_back(world, "ada")
    await leaves(world, "ada")
    await comes_back(world, "ada")
    assert len(world.facts(TenantApproved)) == 1
    await waits(world, "ada")
    world.clock.advance(timedelta(minutes=10))
    await comes_back(world, "ada")
    assert len(world.facts(TenantApproved)) == 2


async def test_who_repairs_a_connection_is_led_back_to_that_one(world: World) -> None:
    await world.connected("ada")
    (connection,) = await world.connections("ada")
    url = await world.connecting.offer(await world.person("ada"), user("ada"), Access.READ_WRITE, connection.id)
    await world.connecting.begin(url.rsplit("/", 1)[1])
    await world.work(through=PATIENCE)
    cards = [one for one in world.messenger.to(user("ada")) if isinstance(one, NewsCard)]
    assert cards[-1].actions[0].command == AddAccount(connection.id)


@pytest.mark.parametrize(("allowed", "taken"), [((), True), ((TID,), True), ((OTHER,), False), ((CONSUMERS,), False)])
async def test_only_accounts_of_allowed_tenants_are_taken(allowed: tuple[str, ...], taken: bool) -> None:
    world = build(tenants=AllowedTenants(frozenset(allowed)))
    world.join("ada")
    world.mailbox("ada@contoso.com", TID)
    finished = await world.sign("ada", "ada@contoso.com")
    await world.work()
    assert (finished.outcome is Outcome.CONNECTED) is taken
    assert (len(await world.connections("ada")) == 1) is taken
    assert bool(world.store.transactions.tables.caches) is taken
    assert news(world) == ([] if taken else ["That account can't be used here"])


@pytest.mark.parametrize("allowed", [(), (CONSUMERS,), (TID,)])
async def test_private_accounts_are_taken_if_listed_or_nothing_is(allowed: tuple[str, ...]) -> None:
    world = build(tenants=AllowedTenants(frozenset(allowed)))
    world.join("dina", email="dina@outlook.example")
    world.sign_in.add(account("dina@outlook.example", CONSUMERS))
    finished = await world.sign("dina", "dina@outlook.example")
    assert (finished.outcome is Outcome.CONNECTED) is (allowed != (TID,))


async def test_a_tenant_that_is_not_allowed_is_not_approved_either() -> None:
    world = build(tenants=AllowedTenants(frozenset({OTHER})))
    world.join("ada")
    await world.person("ada")
    assert (await request(world))["t"] == OTHER, "the only one that it can be"
    assert await comes_back(world, "ada") is Returned.NOT_ALLOWED
