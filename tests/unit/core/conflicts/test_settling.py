"""What a person sees of their double bookings and decides about them."""

from datetime import timedelta

import pytest

from core.availability import ShowAs
from core.conflicts.model import CauseId, Form, Kind, State, causes_of
from core.shared.errors import Gone, NotYours
from core.sync.model import Event, Response
from tests.contract.examples import BEN, connection
from tests.simulation.desk import Desk
from tests.unit.core.conflicts.conftest import DAY, HOUR, MONDAY_TEN, TOMORROW, meeting


async def clash(desk: Desk, *events: Event) -> CauseId:
    """Two meetings that are told to overlap."""
    known = set((await desk.ledger()).causes)
    await desk.change(*events or (meeting("a"), meeting("b")))
    await desk.work(desk.clock.now() + timedelta(minutes=2))
    (cause,) = set((await desk.ledger()).causes) - known
    return cause


async def states(desk: Desk, cause: CauseId) -> set[State]:
    return {one.state for one in (await desk.settling.cause(desk.person, cause)).of_cause(cause)}


async def test_a_cause_and_its_message_are_shown_to_their_owner_only(desk: Desk) -> None:
    cause = await clash(desk)
    ledger = await desk.settling.cause(desk.person, cause)
    known, (conflict,) = ledger.causes[cause], ledger.of_cause(cause)
    assert {conflict.pair.first.event, conflict.pair.second.event} == {"a", "b"}
    assert known.warning is not None
    assert ledger.warnings[known.warning].form is Form.CAUSE
    assert causes_of(ledger, known.warning) == (known,)
    with pytest.raises(NotYours):
        await desk.settling.cause(BEN, cause)
    with pytest.raises(NotYours):
        await desk.settling.keep(BEN, cause)
    assert known.warning not in (await desk.settling.ledger(BEN)).warnings
    assert await states(desk, cause) == {State.TOLD}


async def test_what_is_not_known_is_gone(desk: Desk) -> None:
    for use in (desk.settling.cause, desk.settling.keep, desk.settling.ignore):
        with pytest.raises(Gone):
            await use(desk.person, CauseId("none"))


async def test_keeping_both_is_shown_in_the_message_and_never_said_again(desk: Desk) -> None:
    cause = await clash(desk)
    assert await desk.settling.keep(desk.person, cause) is None
    await desk.work()
    (message,) = desk.messages.values()
    assert message.edits == 1
    assert await states(desk, cause) == {State.KEPT}
    await desk.change(meeting("c", TOMORROW + 5 * HOUR))
    await desk.work(MONDAY_TEN + 3 * HOUR)
    assert len(desk.messages) == 1


async def test_pressing_keep_twice_is_pressing_it_once(desk: Desk) -> None:
    cause = await clash(desk)
    await desk.settling.keep(desk.person, cause)
    await desk.settling.keep(desk.person, cause)
    await desk.work()
    assert [one.edits for one in desk.messages.values()] == [1]
    assert (await desk.ledger()).rules.keeps == {Kind.MEETING: 1}


async def test_the_third_keep_of_a_kind_offers_its_rule_which_silences_what_stands_and_what_comes(desk: Desk) -> None:
    offered = []
    for number in range(3):
        soft = meeting(f"soft{number}", TOMORROW + number * DAY, show_as=ShowAs.TENTATIVE, response=Response.TENTATIVE)
        cause = await clash(desk, meeting(f"firm{number}", TOMORROW + number * DAY), soft)
        offered.append(await desk.settling.keep(desk.person, cause))
    assert offered == [None, None, Kind.TENTATIVE]
    fourth = TOMORROW + 4 * DAY
    before = await clash(
        desk, meeting("x", fourth), meeting("y", fourth, show_as=ShowAs.TENTATIVE, response=Response.TENTATIVE)
    )
    await desk.settling.never(desk.person, Kind.TENTATIVE)
    assert await states(desk, before) == {State.MUTED}
    fifth = TOMORROW + 5 * DAY
    after = await clash(
        desk, meeting("v", fifth), meeting("w", fifth, show_as=ShowAs.TENTATIVE, response=Response.TENTATIVE)
    )
    assert await states(desk, after) == {State.MUTED}


async def test_a_rule_taken_back_lets_what_stands_and_what_comes_be_known_again_and_wants_three_more_keeps(
    desk: Desk,
) -> None:
    async def soft(day: int) -> CauseId:
        at = TOMORROW + day * DAY
        maybe = meeting(f"soft{day}", at, show_as=ShowAs.TENTATIVE, response=Response.TENTATIVE)
        return await clash(desk, meeting(f"firm{day}", at), maybe)

    for day in range(3):
        await desk.settling.keep(desk.person, await soft(day))
    await desk.settling.never(desk.person, Kind.TENTATIVE)
    silent = await soft(3)
    await desk.settling.warn_again(desk.person, Kind.TENTATIVE)
    heard = await soft(4)
    assert await states(desk, silent) == {State.OPEN}, "looked at again with the next change"
    assert await states(desk, heard) == {State.OPEN}
    assert await desk.settling.keep(desk.person, heard) is None, "no rule at the fourth keep of all"


async def test_an_ignored_series_is_silent_on_its_other_dates_too(desk: Desk) -> None:
    daily = [meeting(f"s{day}", TOMORROW + day * DAY, series="master", uid="daily") for day in range(3)]
    cause = await clash(desk, *daily, meeting("a"))
    await desk.settling.ignore(desk.person, cause)
    await desk.work()
    assert await states(desk, cause) == {State.MUTED}
    await desk.change(meeting("b", TOMORROW + DAY))
    await desk.work(MONDAY_TEN + HOUR)
    assert len(desk.messages) == 1


async def test_ignoring_what_does_not_recur_changes_nothing(desk: Desk) -> None:
    cause = await clash(desk)
    await desk.settling.ignore(desk.person, cause)
    assert await states(desk, cause) == {State.TOLD}


async def test_what_is_kept_before_it_was_said_is_never_said(desk: Desk) -> None:
    await desk.change(meeting("a"), meeting("b"))
    await desk.work()
    (cause,) = (await desk.ledger()).causes
    await desk.settling.keep(desk.person, cause)
    await desk.work(MONDAY_TEN + HOUR)
    assert desk.messages == {}


async def test_leaving_one_of_two_accounts_forgets_nothing_yet_leaving_the_last_forgets_everything(desk: Desk) -> None:
    cause = await clash(desk)
    await desk.settling.forget(desk.person)
    assert await states(desk, cause) == {State.TOLD}
    async with desk.store.transactions.write() as tx:
        await desk.store.connections.delete(tx, connection(desk.person).id)
    await desk.settling.forget(desk.person)
    with pytest.raises(Gone):
        await desk.settling.cause(desk.person, cause)
