"""Declining somebody else's meeting, with and without another time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.availability import ShowAs
from core.configuration.model import CalendarKind
from core.connection.model import Access, ConnectionState
from core.shared.errors import Gone, InvalidChoice, OutlookRejected, PermissionMissing
from core.shared.ranges import Range
from core.sync.model import Response
from tests.fakes.outlook import DEFAULT
from tests.unit.core.booking_scene import HOUR, TEN
from tests.unit.core.ways_out import BERLIN, HALF, Desk, desk

LATER = timedelta(minutes=10)
OTHER = Range(TEN + 3 * HOUR, TEN + 4 * HOUR)


@pytest.fixture
async def two() -> Desk:
    """Ada's meeting at ten is in Ben's calendar."""
    found = await desk()
    found.meet()
    return found


async def proposals(two: Desk):  # type: ignore[no-untyped-def] # noqa: ANN201
    person, calendar = await two.person("ben"), await two.calendar("ben")
    return await two.answering.offer(person, calendar, two.copy("ben").id, BERLIN)


async def test_times_are_offered_that_suit_oneself_the_organizer_and_the_others(two: Desk) -> None:
    two.box("ben").add(TEN - HOUR, TEN, "Ben's own")
    two.box("ada").add(TEN + HALF, TEN + 2 * HOUR, "Ada's other")
    offer = await proposals(two)
    assert offer.starts == (TEN + 2 * HOUR, TEN + 2 * HOUR + HALF, TEN + 3 * HOUR)
    assert [one.person for one in offer.invitees] == [await two.person("ada")]


async def test_an_organizer_who_did_not_connect_is_asked_by_free_busy() -> None:
    one = await desk("ben")
    one.mailbox("ada@contoso.com")
    one.meet()
    one.box("ada").add(TEN - HALF, TEN, "Ada's other")
    assert (await proposals(one)).starts == (TEN + HALF, TEN + HOUR, TEN + HOUR + HALF)


async def test_an_organizer_who_takes_no_proposals_is_offered_none(two: Desk) -> None:
    two.box("ben").change(two.copy("ben").id, takes_proposals=False)
    offer = await proposals(two)
    assert (offer.starts, offer.event.takes_proposals) == ((), False)


async def test_declining_tells_the_organizer_and_takes_the_event_out(two: Desk) -> None:
    mine = two.copy("ben")
    await two.decline(mine.id)
    await two.work()
    assert two.outlook.heard == [(mine.uid, TEN, "ben@contoso.com", None)]
    assert two.box("ben").all_events() == []
    assert two.answered() == ["declined"]


async def test_proposing_declines_with_the_other_time(two: Desk) -> None:
    mine = two.copy("ben")
    await two.decline(mine.id, OTHER)
    await two.work()
    assert two.outlook.heard == [(mine.uid, TEN, "ben@contoso.com", OTHER)]
    assert two.answered() == ["proposed"]


async def test_a_proposal_that_is_not_taken_answers_nothing_and_says_so(two: Desk) -> None:
    mine = two.copy("ben")
    two.box("ben").change(mine.id, takes_proposals=False)
    await two.decline(mine.id, OTHER)
    await two.work()
    assert (two.outlook.heard, two.answered()) == ([], ["no_proposals"])
    assert two.copy("ben").response is Response.NOT_RESPONDED


async def test_one_day_of_a_series_is_declined_alone(two: Desk) -> None:
    two.meet(start=TEN + 24 * HOUR, series="S", uid="U", ical_uid="U1")
    two.meet(start=TEN + 48 * HOUR, series="S", uid="U", ical_uid="U2")
    tomorrow = next(one for one in two.box("ben").all_events() if one.ical_uid == "U1")
    await two.decline(tomorrow.id)
    await two.work()
    assert two.outlook.heard == [("U", TEN + 24 * HOUR, "ben@contoso.com", None)]
    assert {one.ical_uid for one in two.box("ben").all_events() if one.series} == {"U2"}


async def test_whole_days_are_declined_too_but_nothing_is_proposed(two: Desk) -> None:
    days = (date(2027, 3, 2), date(2027, 3, 3))
    fair = two.box("ben").add_days(*days, "Fair", response=Response.ACCEPTED, show_as=ShowAs.BUSY)
    person, calendar = await two.person("ben"), await two.calendar("ben")
    assert (await two.answering.offer(person, calendar, fair, BERLIN)).starts == ()
    await two.decline(fair)
    await two.work()
    assert two.answered() == ["declined"]


@pytest.mark.parametrize("fault", ["lost before", "lost after"])
@pytest.mark.parametrize("proposed", [None, OTHER])
async def test_a_lost_answer_is_repeated_and_heard_once(two: Desk, fault: str, proposed: Range | None) -> None:
    await two.decline(two.copy("ben").id, proposed)
    two.outlook.faults = [fault, fault]
    await two.work()
    assert two.answered() == []
    await two.work(through=LATER)
    assert len(two.outlook.heard) == 1
    assert two.answered() == ["proposed" if proposed else "declined"]


async def test_a_second_click_while_the_first_waits_is_none(two: Desk) -> None:
    event = two.copy("ben").id
    await two.decline(event, OTHER)
    await two.decline(event)
    await two.work()
    assert (len(two.outlook.heard), two.answered()) == (1, ["proposed"])


async def test_ones_own_meeting_is_not_declined(two: Desk) -> None:
    mine = two.copy("ada").id
    person, calendar = await two.person("ada"), await two.calendar("ada")
    with pytest.raises(OutlookRejected, match="own_meeting"):
        await two.answering.offer(person, calendar, mine, BERLIN)
    await two.decline(mine, key="ada")
    await two.work()
    assert (two.outlook.heard, two.answered()) == ([], ["outlook_rejected"])
    assert two.copy("ada").id == mine


async def test_what_the_organizer_cancelled_meanwhile_is_gone(two: Desk) -> None:
    event = two.copy("ben").id
    await two.decline(event)
    two.box("ben").change(event, is_cancelled=True)
    await two.work()
    assert (two.outlook.heard, two.answered()) == ([], ["gone"])
    with pytest.raises(Gone):
        await proposals(two)


async def test_a_refusal_and_a_dead_sign_in_are_told(two: Desk) -> None:
    event = two.copy("ben").id
    await two.decline(event)
    two.outlook.faults = [OutlookRejected(403, "ErrorAccessDenied")]
    await two.work()
    await two.decline(event)
    (connection,), calendar = await two.connections("ben"), await two.calendar("ben")
    async with two.store.transactions.write() as tx:
        await two.store.connections.save(tx, replace(connection, state=ConnectionState.NEEDS_RECONNECT))
    await two.work()
    await two.connecting.disconnect(connection.person, connection.id)
    async with two.store.transactions.write() as tx:
        await two.answering.decline(tx, connection.person, calendar, event, None)
    await two.work()
    assert two.answered() == ["outlook_rejected", "reconnect_needed", "not_connected"]


async def test_a_calendar_that_is_not_ones_own_is_not_answered_from(two: Desk) -> None:
    two.meet("ben", ("ada",), start=TEN + 2 * HOUR)
    event = next(one.id for one in two.box("ada").all_events() if not one.is_organizer)
    ben = await two.person("ben")
    with pytest.raises(Gone):
        await two.answering.offer(ben, await two.calendar("ada"), event, BERLIN)
    hers = await two.calendar("ada")
    async with two.store.transactions.write() as tx:
        await two.answering.decline(tx, ben, hers, event, None)
    await two.work()
    assert (two.outlook.heard, two.answered()) == ([], ["gone"])


async def test_an_invitation_in_a_shared_calendar_is_its_owners_to_answer(two: Desk) -> None:
    box = two.box("ben")
    box.listed[DEFAULT] = replace(box.listed[DEFAULT], owner_address="ada@contoso.com", is_default=False)
    setup = await two.configuring.refresh(await two.person("ben"))
    assert [one.kind for one in setup.calendars] == [CalendarKind.SHARED]
    with pytest.raises(PermissionMissing, match="calendar"):
        await proposals(two)


async def test_read_only_access_answers_nothing() -> None:
    one = await desk("ada")
    await one.connected("ben", Access.READ)
    one.meet()
    with pytest.raises(PermissionMissing, match="write"):
        await proposals(one)


async def test_a_proposed_time_that_is_over_is_none(two: Desk) -> None:
    with pytest.raises(InvalidChoice, match="time_is_over"):
        await two.decline(two.copy("ben").id, Range(TEN - 3 * HOUR, TEN - 2 * HOUR))


async def test_the_copy_loses_what_was_declined() -> None:
    two = await desk(copied=True)
    two.meet()
    await two.sync("ada", "ben")
    await two.decline(two.copy("ben").id)
    await two.work()
    blocks = {key[0] for key in two.store.transactions.tables.busy_blocks}
    assert blocks == {await two.calendar("ada")}
