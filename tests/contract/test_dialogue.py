"""Notices, kept commands, seen requests."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from core.dialogue.model import KeptCommand, MessageRef, Notice
from tests.contract.conftest import AnyStore
from tests.contract.examples import ADA, BEN, HOUR, NOW, chat_user

REF = MessageRef("D1", "1700000000.000100")
TOLD = Notice(ADA, "booking:1", "card", chat_user(ADA), REF)


async def test_a_notice_is_found_by_person_subject_and_kind(store: AnyStore) -> None:
    unsent = replace(TOLD, kind="other", ref=None)
    async with store.transactions.write() as tx:
        await store.notices.save(tx, TOLD)
        await store.notices.save(tx, unsent)
    async with store.transactions.read() as tx:
        assert await store.notices.get(tx, ADA, "booking:1", "card") == TOLD
        assert await store.notices.get(tx, ADA, "booking:1", "other") == unsent
        assert await store.notices.get(tx, BEN, "booking:1", "card") is None


async def test_saving_a_notice_again_replaces_its_message(store: AnyStore) -> None:
    moved = replace(TOLD, ref=MessageRef("D2", "2"))
    async with store.transactions.write() as tx:
        await store.notices.save(tx, TOLD)
        await store.notices.save(tx, moved)
    async with store.transactions.read() as tx:
        assert await store.notices.of_subject(tx, "booking:1") == (moved,)


async def test_a_subject_lists_everybody_who_was_told_until_they_are_forgotten(store: AnyStore) -> None:
    bens = replace(TOLD, person=BEN, user=chat_user(BEN))
    async with store.transactions.write() as tx:
        for notice in (bens, TOLD, replace(TOLD, subject="booking:2")):
            await store.notices.save(tx, notice)
    async with store.transactions.write() as tx:
        assert await store.notices.of_subject(tx, "booking:1") == (TOLD, bens)
        await store.notices.forget_person(tx, ADA)
        assert await store.notices.of_subject(tx, "booking:1") == (bens,)
        assert await store.notices.of_subject(tx, "booking:2") == ()


async def test_one_subject_of_one_person_can_be_forgotten(store: AnyStore) -> None:
    others = (replace(TOLD, person=BEN, user=chat_user(BEN)), replace(TOLD, subject="booking:2"))
    async with store.transactions.write() as tx:
        for notice in (TOLD, replace(TOLD, kind="other"), *others):
            await store.notices.save(tx, notice)
        await store.notices.forget_subject(tx, ADA, "booking:1")
        assert await store.notices.of_subject(tx, "booking:1") == others[:1]
        assert await store.notices.of_subject(tx, "booking:2") == others[1:]


async def test_what_a_message_shows_is_found_and_one_kind_of_it_forgotten(store: AnyStore) -> None:
    bens = replace(TOLD, person=BEN, user=chat_user(BEN))
    later, other = replace(TOLD, subject="conflict:1"), replace(TOLD, kind="other")
    elsewhere = replace(TOLD, subject="booking:3", kind="third", ref=MessageRef("D1", "2"))
    async with store.transactions.write() as tx:
        for notice in (later, TOLD, other, bens, elsewhere):
            await store.notices.save(tx, notice)
        assert await store.notices.of_message(tx, ADA, REF) == (TOLD, other, later)
        await store.notices.forget_kind(tx, ADA, "card")
        assert await store.notices.of_message(tx, ADA, REF) == (other,)
        assert await store.notices.of_subject(tx, "booking:1") == (other, bens)


def command(payload: str) -> KeptCommand:
    return KeptCommand(ADA, chat_user(ADA), payload, NOW + HOUR)


async def test_a_kept_command_is_taken_once(store: AnyStore) -> None:
    kept = command('{"find": "30"}')
    async with store.transactions.write() as tx:
        await store.kept_commands.keep(tx, kept)
    async with store.transactions.write() as tx:
        assert await store.kept_commands.take(tx, BEN, NOW) is None
        assert await store.kept_commands.take(tx, ADA, NOW) == kept
        assert await store.kept_commands.take(tx, ADA, NOW) is None


async def test_a_newer_command_replaces_the_older_one(store: AnyStore) -> None:
    newer = command("second")
    async with store.transactions.write() as tx:
        await store.kept_commands.keep(tx, command("first"))
        await store.kept_commands.keep(tx, newer)
        assert await store.kept_commands.take(tx, ADA, NOW) == newer


async def test_an_expired_command_is_not_run(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        await store.kept_commands.keep(tx, command("late"))
        assert await store.kept_commands.take(tx, ADA, NOW + HOUR) is None


async def test_a_delivery_is_new_once_and_also_if_it_comes_many_times_at_once(store: AnyStore) -> None:
    async def deliver() -> bool:
        async with store.transactions.write() as tx:
            return await store.seen_requests.first_time(tx, "trigger-1", NOW)

    assert sorted(await asyncio.gather(*(deliver() for _ in range(5)))) == [False] * 4 + [True]


async def test_a_delivery_whose_effect_was_rolled_back_is_new_again(store: AnyStore) -> None:
    async def fail() -> None:
        async with store.transactions.write() as tx:
            assert await store.seen_requests.first_time(tx, "trigger-1", NOW)
            raise LookupError

    for _ in range(2):
        try:
            await fail()
        except LookupError:
            continue
    async with store.transactions.write() as tx:
        assert await store.seen_requests.first_time(tx, "trigger-1", NOW)


async def test_another_delivery_is_new_and_old_ones_are_still_known_after_a_day(store: AnyStore) -> None:
    async with store.transactions.write() as tx:
        assert await store.seen_requests.first_time(tx, "trigger-1", NOW)
        assert await store.seen_requests.first_time(tx, "trigger-2", NOW + timedelta(days=1))
        assert not await store.seen_requests.first_time(tx, "trigger-1", NOW + timedelta(days=1))
