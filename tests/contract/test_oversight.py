"""What an admin decides for a workspace, and may know of its people and of nobody else's."""

from dataclasses import replace
from datetime import timedelta

from core.administration.model import ConnectedTenant, Member
from core.availability import Hours
from core.configuration.model import SeenBy
from core.configuration.workspace import Defaults
from core.connection.model import ConnectionState
from core.people.model import ChatProfile, ChatUser, Person, PersonId, Platform, Workspace
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, CLEO, NOW, account, booking, calendar, connection, state

NIGHTS = Hours.parse({"fri": [["22:00", "06:00"], ["08:00", "09:00"]]})
HERE, ELSEWHERE = Workspace(Platform.SLACK, "T1"), Workspace(Platform.TEAMS, "T1")
ZOE = PersonId("person-zoe")


async def meet_elsewhere(store: AnyStore) -> None:
    user = ChatUser(Platform.TEAMS, "T1", "U-zoe")
    async with store.transactions.write() as tx:
        await store.persons.add(tx, Person(ZOE, user, NOW), ChatProfile(user, "Zoe", None, "UTC", "en-GB"), NOW)
        other = replace(account(ZOE), tid="tenant-9")
        await store.connections.save(tx, connection(ZOE, account=other))


async def test_what_was_decided_is_each_workspaces_own(store: AnyStore) -> None:
    decided = Defaults(
        read_only_first=True, one_tap=True, seen_by=SeenBy.NOBODY, duration_minutes=45, hours=NIGHTS, language="de"
    )
    async with store.transactions.write() as tx:
        assert await store.defaults.get(tx, HERE) == Defaults()
        await store.tenants.save(tx, HERE, frozenset({"b", "a"}))
        await store.defaults.save(tx, HERE, Defaults())
        await store.defaults.save(tx, HERE, decided)
    async with store.transactions.read() as tx:
        assert await store.defaults.get(tx, HERE) == decided
        assert await store.defaults.get(tx, ELSEWHERE) == Defaults()
        assert await store.tenants.of(tx, HERE) == {"a", "b"}
        assert await store.tenants.of(tx, ELSEWHERE) == frozenset()


async def test_what_somebody_chose_is_kept_until_they_start_anew(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        for _ in range(2):
            await store.own_choices.add(tx, ADA, "sharing")
        await store.own_choices.add(tx, ADA, "rules")
        await store.own_choices.add(tx, BEN, "rules")
    async with store.transactions.write() as tx:
        assert await store.own_choices.of_person(tx, ADA) == {"rules", "sharing"}
        await store.own_choices.forget_person(tx, ADA)
        assert await store.own_choices.of_person(tx, ADA) == frozenset()
        assert await store.own_choices.of_person(tx, BEN) == {"rules"}


async def test_health_counts_the_people_of_one_workspace(store: AnyStore) -> None:
    await meet_elsewhere(store)
    mine, broken = connection(ADA), connection(BEN, state=ConnectionState.NEEDS_RECONNECT)
    read, failing = calendar(mine.id, "Read"), calendar(mine.id, "Failing")
    theirs = calendar(connection(ZOE).id, "Zoes")
    async with store.transactions.write() as tx:
        for one in (mine, broken):
            await store.connections.save(tx, one)
        await store.calendars.replace(tx, mine.id, (read, failing))
        await store.calendars.replace(tx, connection(ZOE).id, (theirs,))
        await store.sync_states.save(tx, state(read.id, read_at=NOW))
        await store.sync_states.save(tx, state(failing.id, read_at=NOW - timedelta(hours=2), error="forbidden"))
        await store.sync_states.save(tx, state(theirs.id, read_at=NOW - timedelta(days=2), error="forbidden"))
        held = booking(ADA)
        await store.bookings.add(tx, held)
        for args in ({"person": ADA}, {"booking": held.id}, {"calendar": read.id}, {"person": ZOE}, {"x": "y"}):
            await store.jobs.enqueue(tx, "some.job", args)
    (job,) = await store.jobs.claim(NOW, timedelta(seconds=15), 1)
    await store.jobs.bury(job.id, NOW, "outlook_rejected")
    async with store.transactions.read() as tx:
        found = await store.oversight.health(tx, HERE)
    assert (found.people, found.connected) == (3, 2)
    assert found.accounts == {"needs_reconnect": 1, "ok": 1}
    assert found.oldest_read_at == NOW - timedelta(hours=2)
    assert found.unread == {"forbidden": 1}
    assert (found.waiting_jobs, found.dead_jobs, found.errors) == (2, 1, {"outlook_rejected": 1})


async def test_the_log_shows_what_its_people_did_the_newest_first(store: AnyStore) -> None:
    await meet_elsewhere(store)
    for who, action, details, workspace in (
        (ADA, "connected", {}, None),
        (ZOE, "connected", {}, None),
        (BEN, "person.disconnected", {"person": CLEO}, HERE),
        ("erased-1", "erased", {}, HERE),
        ("erased-2", "erased", {}, ELSEWHERE),
    ):
        async with store.transactions.write() as tx:
            await store.audit.record(tx, PersonId(who), action, details, workspace=workspace)
    async with store.transactions.read() as tx:
        lines = await store.oversight.audit(tx, HERE, 50)
        assert len(await store.oversight.audit(tx, HERE, 2)) == 2
    told = [(one.action, one.who, one.about) for one in lines]
    ben = ("person.disconnected", "Person-Ben", "Person-Cleo")
    assert told == [("erased", None, None), ben, ("connected", "Person-Ada", None)]


async def test_people_of_another_workspace_are_nobody(store: AnyStore) -> None:
    await meet_elsewhere(store)
    async with store.transactions.write() as tx:
        await store.connections.save(tx, connection(ADA))
    async with store.transactions.read() as tx:
        assert await store.oversight.member(tx, HERE, ADA) == Member(ADA, "Person-Ada", 1)
        assert await store.oversight.member(tx, HERE, ZOE) is None
        assert await store.oversight.member(tx, HERE, PersonId("nobody")) is None
        assert await store.oversight.tenants(tx, HERE) == (ConnectedTenant("tenant-1", "contoso.example", 1),)
        assert await store.oversight.at_home(tx, HERE, "", 2) == (ADA, BEN)
        assert await store.oversight.at_home(tx, HERE, BEN, 2) == (CLEO,)
        assert await store.oversight.at_home(tx, ELSEWHERE, "", 9) == (ZOE,)
