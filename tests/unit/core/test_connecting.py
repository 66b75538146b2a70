"""Connecting: who gets tokens, who never does, and what a link is good for."""

from datetime import timedelta

import pytest

from core.connection.model import CODE_LIFETIME, LINK_LIFETIME, Access, Connected, Disconnected, LinkState
from core.connection.usecases import CODE_ALPHABET, IdentityPolicy, Outcome
from core.people.model import ChatProfile, ChatUser, Platform
from core.shared.errors import Gone, InvalidChoice, NotYours, OutlookUnavailable
from tests.unit.world import CONTOSO, PUBLIC_URL, World, build, user

READ, WRITE = Access.READ, Access.READ_WRITE


def token(url: str) -> str:
    return url.rsplit("/", 1)[1]


async def offer(world: World, key: str = "ada", access: Access = WRITE) -> str:
    return await world.connecting.offer(await world.person(key), user(key), access)


@pytest.fixture
def ada(world: World) -> World:
    world.join("ada")
    world.mailbox("ada@contoso.com")
    return world


async def test_the_account_of_the_chat_profile_is_connected_at_once_and_the_fact_is_told(ada: World) -> None:
    finished = await ada.sign("ada", "ada@contoso.com")
    assert (finished.outcome, finished.address, finished.code) == (Outcome.CONNECTED, "ada@contoso.com", "")
    (connection,) = await ada.connections("ada")
    assert connection.access is WRITE
    assert ada.store.transactions.tables.caches[connection.id][0] == "tokens-of-oid-ada@contoso.com"
    assert ada.facts(Connected) == [Connected(connection.person, connection.id)]


async def test_a_profile_address_in_capitals_is_the_same_address(ada: World) -> None:
    ada.directory.change(user("ada"), email="ADA@Contoso.COM")
    assert (await ada.sign("ada", "ada@contoso.com")).outcome is Outcome.CONNECTED


async def test_the_profile_is_asked_for_at_the_moment_of_the_sign_in_not_remembered(ada: World) -> None:
    await ada.person("ada")
    ada.directory.change(user("ada"), email="mallory@contoso.com")
    assert (await ada.sign("ada", "ada@contoso.com")).outcome is Outcome.CODE


async def test_looking_at_a_link_changes_nothing_however_often_a_preview_looks(ada: World) -> None:
    url = await offer(ada)
    before = ada.store.transactions.tables
    for _ in range(3):
        seen = await ada.connecting.look(token(url))
        assert (seen.name, seen.workspace, seen.access) == ("Ada Example", "T1", WRITE)
    assert ada.store.transactions.tables.links == before.links
    assert (await ada.follow(url, "ada@contoso.com")).outcome is Outcome.CONNECTED


async def test_the_secrets_of_link_and_cookie_are_stored_as_digests_only(ada: World) -> None:
    url = await offer(ada)
    assert url.startswith(f"{PUBLIC_URL}/connect/")
    assert len(token(url)) >= 43  # 256 bits
    begun = await ada.connecting.begin(token(url))
    stored = repr(ada.store.transactions.tables.links)
    assert token(url) not in stored
    assert begun.cookie not in stored


async def test_a_link_works_once(ada: World) -> None:
    url = await offer(ada)
    await ada.follow(url, "ada@contoso.com")
    for use in (ada.connecting.look, ada.connecting.begin):
        with pytest.raises(Gone):
            await use(token(url))


async def test_of_two_browsers_that_press_continue_one_goes_on(ada: World) -> None:
    url = await offer(ada)
    await ada.connecting.begin(token(url))
    with pytest.raises(Gone):
        await ada.connecting.begin(token(url))


async def test_a_link_lives_for_ten_minutes(ada: World) -> None:
    url = await offer(ada)
    ada.clock.advance(LINK_LIFETIME - timedelta(seconds=1))
    await ada.connecting.look(token(url))
    ada.clock.advance(timedelta(seconds=1))
    for use in (ada.connecting.look, ada.connecting.begin):
        with pytest.raises(Gone):
            await use(token(url))


async def test_coming_back_from_microsoft_too_late_connects_nothing(ada: World) -> None:
    begun = await ada.connecting.begin(token(await offer(ada)))
    ada.clock.advance(LINK_LIFETIME)
    with pytest.raises(Gone):
        await ada.connecting.finish(begun.cookie, {"state": begun.url.split("state=")[1], "code": "ada@contoso.com"})
    assert await ada.connections("ada") == ()


@pytest.mark.parametrize("wrong", ["no cookie", "other cookie", "other link's cookie", "no state", "other state"])
async def test_cookie_and_state_must_belong_together(ada: World, wrong: str) -> None:
    begun = await ada.connecting.begin(token(await offer(ada)))
    other = await ada.connecting.begin(token(await offer(ada)))
    cookie = {"no cookie": None, "other cookie": "x" * 43, "other link's cookie": other.cookie}.get(wrong, begun.cookie)
    state = {"no state": "", "other state": "x" * 36}.get(wrong, begun.url.split("state=")[1])
    with pytest.raises(Gone):
        await ada.connecting.finish(cookie, {"state": state, "code": "ada@contoso.com"})
    assert await ada.connections("ada") == ()
    assert ada.store.transactions.tables.caches == {}


async def test_the_callback_of_one_sign_in_counts_once(ada: World) -> None:
    begun = await ada.connecting.begin(token(await offer(ada)))
    answer = {"state": begun.url.split("state=")[1], "code": "ada@contoso.com"}
    await ada.connecting.finish(begun.cookie, answer)
    with pytest.raises(Gone):
        await ada.connecting.finish(begun.cookie, answer)
    assert len(ada.facts(Connected)) == 1


async def test_mallorys_link_with_victors_consent_ends_in_a_code_and_no_token_is_usable(ada: World) -> None:
    ada.join("mallory")
    finished = await ada.follow(await offer(ada, "mallory"), "ada@contoso.com")
    assert finished.outcome is Outcome.CODE
    assert len(finished.code) == 6
    assert set(finished.code) <= set(CODE_ALPHABET)
    assert finished.address == ""
    await ada.work()
    assert ada.store.transactions.tables.connections == {}
    assert ada.store.transactions.tables.caches == {}
    assert ada.outlook.calls == []
    told = repr(ada.messenger.to(user("mallory")))
    assert finished.code not in told
    assert "ada@" not in told
    assert finished.code not in repr(ada.store.transactions.tables)


async def test_the_right_code_in_the_chat_connects_whatever_its_case(ada: World) -> None:
    ada.join("carol", email="carol@slackmail.example")
    finished = await ada.follow(await offer(ada, "carol", READ), "ada@contoso.com")
    connection = await ada.connecting.type_code(await ada.person("carol"), f" {finished.code.lower()} ")
    assert connection.account.address == "ada@contoso.com"
    assert connection.access is READ
    assert await ada.connections("carol") == (connection,)
    assert all(link.pending_cache is None for link in ada.store.transactions.tables.links.values())


async def test_a_hidden_chat_address_needs_the_code(ada: World) -> None:
    ada.directory.change(user("ada"), email=None)
    assert (await ada.sign("ada", "ada@contoso.com")).outcome is Outcome.CODE


async def test_after_the_third_wrong_code_the_sign_in_is_thrown_away(ada: World) -> None:
    ada.join("mallory")
    finished = await ada.follow(await offer(ada, "mallory"), "ada@contoso.com")
    mallory = await ada.person("mallory")
    reasons = []
    for guess in ("WRONG2", "", "WRONG3", finished.code):
        with pytest.raises(InvalidChoice) as refused:
            await ada.connecting.type_code(mallory, guess)
        reasons.append(refused.value.reason)
    assert reasons == ["code.wrong", "code.wrong", "code.used_up", "code.none_waiting"]
    (link,) = ada.store.transactions.tables.links.values()
    assert (link.status, link.pending_cache, link.pending_account, link.code_hash) == (
        LinkState.FAILED,
        None,
        None,
        None,
    )
    assert ada.store.transactions.tables.caches == {}


async def test_a_newer_sign_in_that_waits_for_its_code_ends_the_older_one(ada: World) -> None:
    ada.join("mallory")
    older = await ada.follow(await offer(ada, "mallory"), "ada@contoso.com")
    newer = await ada.follow(await offer(ada, "mallory"), "ada@contoso.com")
    assert older.code != newer.code
    links = ada.store.transactions.tables.links.values()
    assert sorted(link.status for link in links) == sorted([LinkState.FAILED, LinkState.CODE])
    with pytest.raises(InvalidChoice, match="wrong"):
        await ada.connecting.type_code(await ada.person("mallory"), older.code)


async def test_a_code_lives_for_ten_minutes(ada: World) -> None:
    ada.join("carol", email=None)
    finished = await ada.follow(await offer(ada, "carol"), "ada@contoso.com")
    ada.clock.advance(CODE_LIFETIME)
    with pytest.raises(InvalidChoice, match="none_waiting"):
        await ada.connecting.type_code(await ada.person("carol"), finished.code)


async def test_a_code_works_once_and_for_the_person_who_asked_only(ada: World) -> None:
    ada.join("carol", email=None)
    ada.join("mallory")
    finished = await ada.follow(await offer(ada, "carol"), "ada@contoso.com")
    with pytest.raises(InvalidChoice, match="none_waiting"):
        await ada.connecting.type_code(await ada.person("mallory"), finished.code)
    await ada.connecting.type_code(await ada.person("carol"), finished.code)
    with pytest.raises(InvalidChoice, match="none_waiting"):
        await ada.connecting.type_code(await ada.person("carol"), finished.code)


async def test_strict_policy_refuses_an_account_that_does_not_match_without_a_code() -> None:
    world = build(policy=IdentityPolicy.STRICT)
    world.join("carol", email="carol@slackmail.example")
    world.mailbox("carol@contoso.com")
    finished = await world.sign("carol", "carol@contoso.com")
    assert (finished.outcome, finished.code) == (Outcome.MISMATCH, "")
    tables = world.store.transactions.tables
    assert (tables.connections, tables.caches) == ({}, {})
    assert all(link.pending_cache is None for link in tables.links.values())
    world.directory.change(user("carol"), email="carol@contoso.com")
    assert (await world.sign("carol", "carol@contoso.com")).outcome is Outcome.CONNECTED


async def test_an_account_that_somebody_else_connected_is_refused_and_stays_theirs(ada: World) -> None:
    await ada.sign("ada", "ada@contoso.com")
    before = ada.store.transactions.tables.caches
    ada.join("mallory", email="ada@contoso.com")
    assert (await ada.sign("mallory", "ada@contoso.com")).outcome is Outcome.TAKEN
    assert await ada.connections("mallory") == ()
    assert ada.store.transactions.tables.caches == before


async def test_an_account_connected_by_somebody_else_while_the_code_waited_is_refused_and_its_tokens_go(
    ada: World,
) -> None:
    ada.join("mallory")
    finished = await ada.follow(await offer(ada, "mallory"), "ada@contoso.com")
    await ada.sign("ada", "ada@contoso.com")
    with pytest.raises(NotYours):
        await ada.connecting.type_code(await ada.person("mallory"), finished.code)
    assert await ada.connections("mallory") == ()
    assert all(link.pending_cache is None for link in ada.store.transactions.tables.links.values())


async def test_reconnecting_refuses_another_account_and_changes_nothing(ada: World) -> None:
    await ada.sign("ada", "ada@contoso.com")
    ada.mailbox("other@contoso.com")
    before = await ada.connections("ada")
    finished = await ada.sign("ada", "other@contoso.com", reconnects=before[0].id)
    assert finished.outcome is Outcome.OTHER_ACCOUNT
    assert await ada.connections("ada") == before
    assert len(ada.store.transactions.tables.caches) == 1


async def test_reconnecting_hints_at_the_account_and_keeps_the_connections_id(ada: World) -> None:
    await ada.sign("ada", "ada@contoso.com", READ)
    (before,) = await ada.connections("ada")
    ada.clock.advance(timedelta(days=90))
    assert (await ada.sign("ada", "ada@contoso.com", reconnects=before.id)).outcome is Outcome.CONNECTED
    (after,) = await ada.connections("ada")
    assert (after.id, after.created_at) == (before.id, before.created_at)
    assert (before.access, after.access) == (READ, WRITE)
    assert ada.sign_in.begun[-1] == (WRITE, "ada@contoso.com")


async def test_read_only_is_never_widened_by_rights_that_were_allowed_earlier(ada: World) -> None:
    ada.sign_in.always_grants = frozenset({"Calendars.ReadWrite"})
    await ada.sign("ada", "ada@contoso.com", READ)
    (first,) = await ada.connections("ada")
    await ada.sign("ada", "ada@contoso.com", READ, reconnects=first.id)
    (second,) = await ada.connections("ada")
    assert (first.access, second.access) == (READ, READ)


async def test_writing_that_microsoft_did_not_grant_is_not_claimed(ada: World) -> None:
    ada.sign_in.never_grants = frozenset({"Calendars.ReadWrite"})
    await ada.sign("ada", "ada@contoso.com", WRITE)
    assert [one.access for one in await ada.connections("ada")] == [READ]


async def test_nobody_gets_a_link_for_somebody_elses_connection(ada: World) -> None:
    await ada.sign("ada", "ada@contoso.com")
    ada.join("mallory")
    (connection,) = await ada.connections("ada")
    with pytest.raises(NotYours):
        await ada.connecting.offer(await ada.person("mallory"), user("mallory"), WRITE, connection.id)


@pytest.mark.parametrize(("said", "outcome"), [("access_denied", "declined"), ("consent_required", "admin_needed")])
async def test_after_a_no_there_is_a_fresh_link_for_the_same_person_that_works(
    ada: World, said: str, outcome: str
) -> None:
    begun = await ada.connecting.begin(token(await offer(ada, access=READ)))
    finished = await ada.connecting.finish(begun.cookie, {"state": begun.url.split("state=")[1], "error": said})
    assert finished.outcome == outcome
    assert await ada.connections("ada") == ()
    assert (await ada.connecting.look(token(finished.retry_url))).access is READ
    assert (await ada.follow(finished.retry_url, "ada@contoso.com")).outcome is Outcome.CONNECTED


async def test_while_microsoft_is_away_nothing_is_used_up(ada: World) -> None:
    url = await offer(ada)
    ada.sign_in.down = True
    with pytest.raises(OutlookUnavailable):
        await ada.connecting.begin(token(url))
    ada.sign_in.down = False
    assert (await ada.follow(url, "ada@contoso.com")).outcome is Outcome.CONNECTED


async def test_disconnecting_deletes_tokens_and_links_and_tells_the_fact(ada: World) -> None:
    await ada.sign("ada", "ada@contoso.com")
    await offer(ada)
    (connection,) = await ada.connections("ada")
    gone = await ada.connecting.disconnect(connection.person, connection.id)
    tables = ada.store.transactions.tables
    assert gone == connection
    assert (tables.connections, tables.caches, tables.links) == ({}, {}, {})
    assert ada.facts(Disconnected) == [Disconnected(connection.person, connection.id)]
    with pytest.raises(Gone):
        await ada.connecting.disconnect(connection.person, connection.id)


async def test_nobody_disconnects_somebody_elses_account(ada: World) -> None:
    await ada.sign("ada", "ada@contoso.com")
    ada.join("mallory")
    (connection,) = await ada.connections("ada")
    with pytest.raises(NotYours):
        await ada.connecting.disconnect(await ada.person("mallory"), connection.id)
    assert await ada.connections("ada") == (connection,)


async def test_the_audit_names_ids_only(ada: World) -> None:
    await ada.connected("ada")
    (connection,) = await ada.connections("ada")
    await ada.connecting.disconnect(connection.person, connection.id)
    kept = list(ada.store.transactions.tables.audit.values())
    assert [action for _, action, _ in kept] == ["connected", "disconnected"]
    assert "contoso.com" not in repr([details for _, _, details in kept])


async def in_teams(world: World, tenant: str, oid: str, email: str) -> ChatUser:
    """Somebody who speaks to the bot in Teams."""
    known = ChatUser(Platform.TEAMS, tenant, oid)
    world.directory.add(ChatProfile(known, "Ada Example", email, "Europe/Berlin", "en-GB"))
    return known


async def teams_outcome(world: World, known: ChatUser, address: str) -> Outcome:
    person = await world.meeting.person(known)
    return (await world.follow(await world.connecting.offer(person.id, known, WRITE), address)).outcome


async def test_in_teams_the_signed_in_account_itself_is_the_proof(ada: World) -> None:
    known = await in_teams(ada, CONTOSO, "oid-ada@contoso.com", "another.name@contoso.com")
    assert await teams_outcome(ada, known, "ada@contoso.com") is Outcome.CONNECTED


@pytest.mark.parametrize(
    ("tenant", "oid"), [(CONTOSO, "oid-mallory@contoso.com"), ("tid-elsewhere", "oid-ada@contoso.com")]
)
async def test_in_teams_an_equal_address_proves_nothing(ada: World, tenant: str, oid: str) -> None:
    known = await in_teams(ada, tenant, oid, "ada@contoso.com")
    assert await teams_outcome(ada, known, "ada@contoso.com") is Outcome.CODE
