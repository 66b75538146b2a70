"""kill -9 at random moments over booking, moving, handing over and cancelling, with a Graph that fails before and loses
answers after: nothing is lost, doubled, orphaned or left undone.

`make crash` kills 60 times, half of them over each database; KILLS=1000 make figures does so a thousand times.
"""

import asyncio
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.configuration.meeting_types.model import MeetingType, Member, TypeMode
from core.storage import Keyring, open_store
from tests.crash.conftest import KEYS
from tests.crash.judging import judge
from tests.crash.killing import MEMBERS, PEOPLE, Nursery, Office, kill_again_and_again, nursery
from tests.crash.life import KIND
from tests.crash.office import BEGAN, Employee, employ
from tests.driving.programs import Addresses, admin, running_sandbox
from tests.driving.truth import Truth

KILLS = int(os.environ.get("CLEARHOUR_KILLS", "60"))
SEED = int(os.environ.get("CLEARHOUR_SEED", "20261123"))


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Addresses]:
    with running_sandbox(tmp_path_factory.mktemp("sandbox")) as found:
        yield found


@pytest.fixture
def lives(tmp_path: Path) -> Iterator[Nursery]:
    with nursery(tmp_path / "log") as found:
        yield found


@pytest.fixture
def office(sandbox: Addresses, address: str, tmp_path: Path) -> Office:
    """Five people with three calendars each, connected; over either database."""
    return furnished(sandbox, address, tmp_path)


@pytest.fixture
def small_office(sandbox: Addresses, migrated_file: Path, tmp_path: Path) -> Office:
    """The same over SQLite."""
    shutil.copy(migrated_file, tmp_path / "clearhour.db")
    return furnished(sandbox, f"sqlite:///{tmp_path / 'clearhour.db'}", tmp_path)


def furnished(sandbox: Addresses, address: str, tmp_path: Path) -> Office:
    admin(sandbox, "POST", "reset")
    staff = asyncio.run(_calendars(sandbox))
    asyncio.run(_move_in(address, staff))
    told = tmp_path / "told"
    told.touch()
    scopes = ["Calendars.Read", "Calendars.ReadWrite"]
    tokens = {
        f"connection-{key}": admin(
            sandbox, "POST", "token", {"account": f"{key}@contoso.com", "scopes": scopes, "expires_in": 86400}
        )["access_token"]
        for key in PEOPLE
    }
    return Office(address, KEYS, sandbox, told, staff, tokens, random.Random(SEED))


async def _calendars(sandbox: Addresses) -> dict[str, list[str]]:
    async with Truth(sandbox) as truth:
        return {key: list((await truth.calendars(f"{key}@contoso.com")).values())[:3] for key in PEOPLE}


async def _move_in(address: str, staff: dict[str, list[str]]) -> None:
    store = await open_store(address, Keyring.parse(KEYS))
    office = {key: Employee(key, tuple(calendars)) for key, calendars in staff.items()}
    await employ(store, tuple(office.values()))
    members = tuple(Member(office[key].person) for key in MEMBERS)
    turns = MeetingType(
        KIND, members[0].person, "T1", "Turns", (30, 60), BEGAN, TypeMode.ROUND_ROBIN, members, shared=True
    )
    async with store.transactions.write() as tx:
        await store.meeting_types.save(tx, turns)
    await store.close()


@pytest.mark.timeout(3600)
def test_kill_9_at_random_moments_loses_doubles_and_orphans_nothing(office: Office, lives: Nursery) -> None:
    kill_again_and_again(office, lives, KILLS // 2)
    verdict = asyncio.run(judge(office))
    print(
        f"\n{office.address.partition(':')[0]}: {office.kills} kills, {len(office.clicks)} clicks, speed {office.speed}"
    )
    acts = Counter(click["act"] for click in office.clicks)
    print(f"pressed: {dict(acts)}; answered: {Counter(one.split()[0] for one in office.answers.values())}")
    print(f"found after kills: {dict(office.found)}; ends: {dict(verdict.ends)}")
    assert verdict.faults == []
    assert lives.complaints() == []


@pytest.mark.timeout(600)
def test_without_a_transaction_id_the_same_proof_finds_duplicates(small_office: Office, lives: Nursery) -> None:
    """The proof above can fail: this bot POSTs as if Graph knew no repetition, and some answers get lost."""
    small_office.careless = True
    kill_again_and_again(small_office, lives, 2)
    lost = {"kind": "graph", "method": "POST", "path": "/events", "answer": "lose_answer", "times": 2}
    admin(small_office.sandbox, "POST", "faults", lost)
    lives.life(small_office.order(small_office.press(3, only_new=True), drain=True), None)
    assert asyncio.run(judge(small_office)).duplicates
