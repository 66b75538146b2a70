"""Home tabs that were opened, and workspaces that the app was installed in."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from core.dialogue.home_tabs import HomeTab
from core.people.installations.model import INSTALL_WITHIN, Installation, InstallAttempt
from core.people.model import ChatUser, Platform
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, PEOPLE, chat_user

NOW = datetime(2027, 3, 1, 8, 0, tzinfo=UTC)
IN_T1, IN_T2 = ChatUser(Platform.SLACK, "T1", "U1"), ChatUser(Platform.SLACK, "T2", "U2")
CONTOSO = Installation(
    "T1", "UBOT", "https://contoso.slack.example/", "xoxb-secret", frozenset({"chat:write", "commands"}), NOW, "E1"
)


async def tabs(store: AnyStore, person: str) -> list[HomeTab]:
    async with store.transactions.read() as tx:
        return list(await store.home_tabs.of_person(tx, person))  # type: ignore[arg-type]


async def test_each_user_has_one_tab_and_a_person_all_of_theirs(store: AnyStore) -> None:
    first, second = HomeTab(ADA, IN_T1, NOW), HomeTab(ADA, IN_T2, NOW, NOW + timedelta(seconds=1), "abc")
    async with store.transactions.write() as tx:
        for tab in (second, replace(first, shown="old"), first):
            await store.home_tabs.save(tx, tab)
    assert await tabs(store, ADA) == [first, second]
    assert await tabs(store, BEN) == []
    async with store.transactions.read() as tx:
        assert await store.home_tabs.get(tx, IN_T2) == second
        assert await store.home_tabs.get(tx, replace(IN_T2, workspace="T3")) is None


async def test_tabs_follow_their_person_when_two_become_one(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        await store.home_tabs.save(tx, HomeTab(BEN, IN_T2, NOW))
        await store.persons.lock(tx, frozenset({ADA, BEN}))
        await store.persons.join(tx, ADA, BEN)
    assert await tabs(store, ADA) == [HomeTab(ADA, IN_T2, NOW)]


async def test_everybody_of_a_workspace_is_found(store: AnyStore) -> None:
    async with store.transactions.read() as tx:
        there = await store.persons.of_workspace(tx, Platform.SLACK, "T1")
        assert there[chat_user(ADA)] == ADA
        assert set(there.values()) == set(PEOPLE)
        assert await store.persons.of_workspace(tx, Platform.SLACK, "T9") == {}
        assert await store.persons.of_workspace(tx, Platform.TEAMS, "T1") == {}


async def test_installing_again_replaces_and_forgetting_leaves_the_others(store: AnyStore) -> None:
    again, other = replace(CONTOSO, token="xoxb-newer"), replace(CONTOSO, workspace="T2", enterprise=None)
    async with store.transactions.write() as tx:
        for one in (CONTOSO, other, again):
            await store.installations.save(tx, one)
    async with store.transactions.read() as tx:
        assert await store.installations.get(tx, "T1") == again
        assert await store.installations.all(tx) == ("T1", "T2")
    async with store.transactions.write() as tx:
        await store.installations.forget(tx, "T1")
        assert await store.installations.get(tx, "T1") is None
        assert await store.installations.all(tx) == ("T2",)


async def test_an_attempt_to_install_counts_once_with_its_own_cookie_and_in_time(store: AnyStore) -> None:
    late = NOW + INSTALL_WITHIN
    async with store.transactions.write() as tx:
        for state in ("one", "two"):
            await store.installations.begin(tx, InstallAttempt(state, "cookie", late))
        assert not await store.installations.take(tx, "one", "another's cookie", NOW)
        assert await store.installations.take(tx, "one", "cookie", NOW)
        assert not await store.installations.take(tx, "one", "cookie", NOW)
        assert not await store.installations.take(tx, "two", "cookie", late)
        assert not await store.installations.take(tx, "three", "cookie", NOW)
