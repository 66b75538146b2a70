"""Sign-ins that wait for an administrator."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.connection.approval import ApprovalWait, WaitState
from core.connection.model import ConnectionId
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, CLEO, HOUR, NOW

TID = "6f0c2a34-5b1d-4e0f-9a77-0c1f3d2b8e41"


def wait(person: str = ADA, **more: object) -> ApprovalWait:
    return replace(ApprovalWait(person, f"link-{person}", WaitState.BEGUN, NOW), **more)  # type: ignore[arg-type]


async def save(store: AnyStore, *waits: ApprovalWait) -> None:
    async with store.transactions.write() as tx:
        for one in waits:
            await store.approvals.save_wait(tx, one)


async def test_a_wait_comes_back_as_it_was_saved_and_the_newest_attempt_replaces_it(store: AnyStore) -> None:
    first = wait(tid=TID, domain="contoso.example", reconnects=ConnectionId("c1"), told_at=NOW + HOUR)
    second = wait(link="link-2", state=WaitState.ASKED, since=NOW + HOUR)
    for one in (first, second):
        await save(store, one)
        async with store.transactions.read() as tx:
            assert await store.approvals.wait_of(tx, ADA) == one
            assert await store.approvals.wait_of(tx, BEN) is None


async def test_a_wait_that_ended_is_gone_and_ending_it_again_changes_nothing(store: AnyStore) -> None:
    await save(store, wait(), wait(BEN))
    for _ in range(2):
        async with store.transactions.write() as tx:
            await store.approvals.end_wait(tx, ADA)
    async with store.transactions.read() as tx:
        assert await store.approvals.wait_of(tx, ADA) is None
        assert await store.approvals.wait_of(tx, BEN) is not None


async def test_who_waits_for_a_tenant_is_who_has_it_or_has_none_and_the_domain(store: AnyStore) -> None:
    ada, ben = wait(ADA, tid=TID, domain="a.example"), wait(BEN, domain="b.example")
    cleo = wait(CLEO, tid="another", domain="b.example")
    await save(store, cleo, ben, ada)
    async with store.transactions.read() as tx:
        both = tuple(sorted((ada, ben), key=lambda one: one.person))
        assert await store.approvals.waiting(tx, TID, "b.example") == both
        assert await store.approvals.waiting(tx, TID, None) == (ada,)
        assert await store.approvals.waiting(tx, "another", "a.example") == (cleo,)
    await save(store, replace(ben, domain=None))
    async with store.transactions.read() as tx:
        assert await store.approvals.waiting(tx, TID, None) == (ada,), "no domain is nobody's domain"


async def test_returns_are_counted_for_each_person_after_a_moment(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        for person, minutes in ((ADA, 0), (ADA, 30), (BEN, 30)):
            await store.approvals.add_return(tx, person, TID, NOW + timedelta(minutes=minutes))
    async with store.transactions.read() as tx:
        assert await store.approvals.returns_since(tx, ADA, NOW - HOUR) == 2
        assert await store.approvals.returns_since(tx, ADA, NOW) == 1, "the moment itself does not count"
        assert await store.approvals.returns_since(tx, BEN, NOW) == 1
        assert await store.approvals.returns_since(tx, CLEO, NOW) == 0


@pytest.mark.parametrize("text", ["", "{}", "ä" * 2000])
async def test_what_was_sealed_for_one_purpose_opens_for_that_one_only(store: AnyStore, text: str) -> None:
    sealed = store.seals.seal("this", text)
    assert store.seals.open("this", sealed) == text
    assert store.seals.open("that", sealed) is None
    for wrong in ("", "x", "k1.", "k1.AAAA", sealed[:-6], "x" + sealed, sealed.swapcase(), "ключ", "k1.ä"):
        assert wrong == sealed or store.seals.open("this", wrong) is None, wrong
