"""msgraph-sdk for Python judges the sandbox: writing, inviting, answering."""

from datetime import timedelta

import pytest
from msgraph import GraphServiceClient
from msgraph.generated.models.day_of_week import DayOfWeek
from msgraph.generated.models.event import Event
from msgraph.generated.models.event_type import EventType
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.models.patterned_recurrence import PatternedRecurrence
from msgraph.generated.models.recurrence_pattern import RecurrencePattern
from msgraph.generated.models.recurrence_pattern_type import RecurrencePatternType
from msgraph.generated.models.recurrence_range import RecurrenceRange
from msgraph.generated.models.recurrence_range_type import RecurrenceRangeType
from msgraph.generated.models.response_type import ResponseType
from msgraph.generated.models.time_slot import TimeSlot
from msgraph.generated.users.item.events.item.accept.accept_post_request_body import AcceptPostRequestBody
from msgraph.generated.users.item.events.item.cancel.cancel_post_request_body import CancelPostRequestBody
from msgraph.generated.users.item.events.item.decline.decline_post_request_body import DeclinePostRequestBody
from msgraph.generated.users.item.events.item.instances.instances_request_builder import InstancesRequestBuilder
from msgraph.generated.users.item.events.item.tentatively_accept.tentatively_accept_post_request_body import (
    TentativelyAcceptPostRequestBody,
)

from tests.clients.msgraph import asking, client, meeting, when
from tests.clients.program import Sandbox
from tests.clients.week import ADA, BEN, MONDAY

TEN = MONDAY + timedelta(hours=10)
ELEVEN = TEN + timedelta(hours=1)


@pytest.fixture
def ada(sandbox: Sandbox) -> GraphServiceClient:
    return client(sandbox.graph, sandbox.token(ADA))


@pytest.fixture
def ben(sandbox: Sandbox) -> GraphServiceClient:
    return client(sandbox.graph, sandbox.token(BEN))


async def _made(graph: GraphServiceClient, event: Event) -> Event:
    made = await graph.me.events.post(event)
    assert made is not None
    return made


async def _found(graph: GraphServiceClient, subject: str) -> Event | None:
    """The event of this subject in somebody's calendar."""
    page = await graph.me.events.get()
    found = []
    while page is not None:
        found += [one for one in page.value or [] if one.subject == subject]
        page = await graph.me.events.with_url(page.odata_next_link).get() if page.odata_next_link else None
    return found[0] if found else None


async def _invited(graph: GraphServiceClient, subject: str) -> Event:
    found = await _found(graph, subject)
    assert found is not None, f"no invitation to {subject}"
    return found


def _answers(event: Event | None) -> dict[str, ResponseType]:
    """Who answered what, as the organizer sees it."""
    assert event is not None
    return {one.email_address.address: one.status.response for one in event.attendees or []}


async def test_it_creates_an_event_and_reads_back_what_it_wrote(ada: GraphServiceClient) -> None:
    asked = meeting("Judged", TEN, ELEVEN, BEN)
    asked.show_as, asked.categories = FreeBusyStatus.Oof, ["Focus"]
    made = await _made(ada, asked)
    read = await ada.me.events.by_event_id(made.id).get()
    assert read is not None
    assert (read.subject, read.show_as, read.categories) == ("Judged", FreeBusyStatus.Oof, ["Focus"])
    assert (read.start.date_time, read.start.time_zone) == ("2026-11-23T10:00:00.0000000", "UTC")
    assert (read.type, read.is_organizer, read.organizer.email_address.address) == (EventType.SingleInstance, True, ADA)
    assert read.web_link.startswith("https://")
    assert read.created_date_time is not None
    assert read.created_date_time.utcoffset() == timedelta(0)


async def test_the_same_transaction_makes_one_event_only(ada: GraphServiceClient) -> None:
    asked = meeting("Once", TEN, ELEVEN)
    asked.transaction_id = "judge-1"
    first, second = await _made(ada, asked), await _made(ada, asked)
    assert first.id == second.id
    asked.subject = "Twice"
    with pytest.raises(ODataError) as caught:
        await _made(ada, asked)
    assert caught.value.response_status_code == 400
    assert caught.value.error.code == "ErrorDuplicateTransactionId"


async def test_it_moves_an_event(ada: GraphServiceClient) -> None:
    made = await _made(ada, meeting("Moving", TEN, ELEVEN))
    change = Event(start=when(ELEVEN), end=when(ELEVEN + timedelta(hours=1)))
    moved = await ada.me.events.by_event_id(made.id).patch(change)
    assert moved is not None
    assert (moved.id, moved.subject) == (made.id, "Moving")
    assert moved.start.date_time == "2026-11-23T11:00:00.0000000"
    assert moved.change_key != made.change_key


async def test_a_change_against_an_old_version_is_refused(ada: GraphServiceClient) -> None:
    made = await _made(ada, meeting("Contested", TEN, ELEVEN))
    await ada.me.events.by_event_id(made.id).patch(Event(subject="Contested by one"))
    late = asking()
    late.headers.add("If-Match", made.additional_data["@odata.etag"])
    with pytest.raises(ODataError) as caught:
        await ada.me.events.by_event_id(made.id).patch(Event(subject="Contested by two"), late)
    assert caught.value.response_status_code == 412
    assert caught.value.error.code == "ErrorIrresolvableConflict"


async def test_an_end_before_the_start_is_refused_with_a_code(ada: GraphServiceClient) -> None:
    with pytest.raises(ODataError) as caught:
        await _made(ada, meeting("Backwards", ELEVEN, TEN))
    assert caught.value.response_status_code == 400
    assert caught.value.error.code == "ErrorCalendarEndDateIsEarlierThanStartDate"


async def test_an_invitation_is_accepted_and_the_organizer_sees_it(
    ada: GraphServiceClient, ben: GraphServiceClient
) -> None:
    made = await _made(ben, meeting("Please come", TEN, ELEVEN, ADA))
    invited = await _invited(ada, "Please come")
    assert (invited.is_organizer, invited.show_as) == (False, FreeBusyStatus.Tentative)
    assert invited.response_status.response == ResponseType.NotResponded
    assert invited.i_cal_u_id == made.i_cal_u_id
    await ada.me.events.by_event_id(invited.id).accept.post(AcceptPostRequestBody(comment="Gladly", send_response=True))
    accepted = await ada.me.events.by_event_id(invited.id).get()
    assert accepted is not None
    assert (accepted.response_status.response, accepted.show_as) == (ResponseType.Accepted, FreeBusyStatus.Busy)
    assert _answers(await ben.me.events.by_event_id(made.id).get()) == {ADA: ResponseType.Accepted}


async def test_another_time_is_proposed_and_the_organizer_sees_it(
    ada: GraphServiceClient, ben: GraphServiceClient
) -> None:
    made = await _made(ben, meeting("Perhaps later", TEN, ELEVEN, ADA))
    invited = await _invited(ada, "Perhaps later")
    later = TimeSlot(start=when(ELEVEN), end=when(ELEVEN + timedelta(hours=1)))
    body = TentativelyAcceptPostRequestBody(send_response=True, proposed_new_time=later)
    await ada.me.events.by_event_id(invited.id).tentatively_accept.post(body)
    seen = await ben.me.events.by_event_id(made.id).get()
    assert _answers(seen) == {ADA: ResponseType.TentativelyAccepted}
    proposed = seen.attendees[0].proposed_new_time
    assert (proposed.start.date_time, proposed.end.date_time) == (
        "2026-11-23T11:00:00.0000000",
        "2026-11-23T12:00:00.0000000",
    )


async def test_a_declined_invitation_leaves_the_calendar(ada: GraphServiceClient, ben: GraphServiceClient) -> None:
    made = await _made(ben, meeting("No, thanks", TEN, ELEVEN, ADA))
    invited = await _invited(ada, "No, thanks")
    await ada.me.events.by_event_id(invited.id).decline.post(DeclinePostRequestBody(send_response=True))
    assert await _found(ada, "No, thanks") is None
    assert _answers(await ben.me.events.by_event_id(made.id).get()) == {ADA: ResponseType.Declined}


async def test_a_cancelled_meeting_is_marked_for_whoever_was_invited(
    ada: GraphServiceClient, ben: GraphServiceClient
) -> None:
    made = await _made(ben, meeting("Off again", TEN, ELEVEN, ADA))
    invited = await _invited(ada, "Off again")
    with pytest.raises(ODataError) as caught:
        await ada.me.events.by_event_id(invited.id).cancel.post(CancelPostRequestBody(comment="Not mine"))
    assert caught.value.response_status_code == 400
    await ben.me.events.by_event_id(made.id).cancel.post(CancelPostRequestBody(comment="Something came up"))
    marked = await ada.me.events.by_event_id(invited.id).get()
    assert marked is not None
    assert (marked.is_cancelled, marked.subject, marked.show_as) == (True, "Canceled: Off again", FreeBusyStatus.Free)
    assert await _found(ben, "Off again") is None


async def test_a_series_has_its_days(ada: GraphServiceClient) -> None:
    series = meeting("Stretch", TEN, ELEVEN)
    series.recurrence = PatternedRecurrence(
        pattern=RecurrencePattern(
            type=RecurrencePatternType.Weekly,
            interval=1,
            days_of_week=[DayOfWeek.Monday, DayOfWeek.Thursday],
            first_day_of_week=DayOfWeek.Monday,
        ),
        range=RecurrenceRange(
            type=RecurrenceRangeType.Numbered,
            start_date=TEN.date(),
            number_of_occurrences=5,
            recurrence_time_zone="UTC",
        ),
    )
    made = await _made(ada, series)
    assert made.type == EventType.SeriesMaster
    assert made.recurrence.range.start_date == TEN.date()
    builder = ada.me.events.by_event_id(made.id).instances
    window = InstancesRequestBuilder.InstancesRequestBuilderGetQueryParameters(
        start_date_time=MONDAY.isoformat(), end_date_time=(MONDAY + timedelta(weeks=4)).isoformat()
    )
    days = await builder.get(asking(window))
    assert days is not None
    assert [one.start.date_time[:10] for one in days.value] == [
        "2026-11-23",
        "2026-11-26",
        "2026-11-30",
        "2026-12-03",
        "2026-12-07",
    ]
    assert {one.series_master_id for one in days.value} == {made.id}
    second = days.value[1].id
    await ada.me.events.by_event_id(second).delete()
    left = await builder.get(asking(window))
    assert second not in {one.id for one in left.value}
    assert len(left.value) == 4


async def test_somebody_without_the_right_to_write_is_refused(sandbox: Sandbox) -> None:
    reader = client(sandbox.graph, sandbox.token(ADA, "Calendars.Read", "User.Read"))
    with pytest.raises(ODataError) as caught:
        await _made(reader, meeting("Not allowed", TEN, ELEVEN))
    assert caught.value.response_status_code == 403
    assert caught.value.error.code == "ErrorAccessDenied"
