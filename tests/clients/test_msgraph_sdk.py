"""msgraph-sdk for Python judges the sandbox: reading."""

import time
from datetime import timedelta
from typing import Any

import pytest
from msgraph import GraphServiceClient
from msgraph.generated.models.calendar import Calendar
from msgraph.generated.models.event_type import EventType
from msgraph.generated.models.free_busy_status import FreeBusyStatus
from msgraph.generated.models.o_data_errors.o_data_error import ODataError
from msgraph.generated.users.item.calendar.get_schedule.get_schedule_post_request_body import GetSchedulePostRequestBody
from msgraph.generated.users.item.calendars.calendars_request_builder import CalendarsRequestBuilder
from msgraph.generated.users.item.calendars.item.calendar_view.calendar_view_request_builder import (
    CalendarViewRequestBuilder,
)
from msgraph.generated.users.item.calendars.item.calendar_view.delta.delta_request_builder import DeltaRequestBuilder
from msgraph_core.tasks.page_iterator import PageIterator

from tests.clients.msgraph import IMMUTABLE, asking, client, meeting, when
from tests.clients.program import Sandbox
from tests.clients.week import ADA, BEN, MONDAY, SATURDAY

WEEK = {"start_date_time": MONDAY.isoformat(), "end_date_time": SATURDAY.isoformat()}
NOBODY = "nobody@contoso.com"


@pytest.fixture
def ada(sandbox: Sandbox) -> GraphServiceClient:
    return client(sandbox.graph, sandbox.token(ADA))


async def _default(graph: GraphServiceClient) -> str:
    calendar = await graph.me.calendar.get()
    assert calendar is not None
    assert calendar.id
    return calendar.id


async def test_it_knows_who_signed_in(ada: GraphServiceClient) -> None:
    me = await ada.me.get()
    assert me is not None
    assert (me.user_principal_name, me.display_name) == (ADA, "Ada Lindqvist")


async def test_it_reads_the_mailbox_settings(ada: GraphServiceClient) -> None:
    settings = await ada.me.mailbox_settings.get()
    assert settings is not None
    assert settings.time_zone
    assert settings.working_hours is not None
    assert next(str(day.value) for day in settings.working_hours.days_of_week or []) == "monday"
    assert settings.working_hours.start_time is not None


async def test_it_pages_through_the_calendars(ada: GraphServiceClient) -> None:
    whole = await ada.me.calendars.get()
    asked = CalendarsRequestBuilder.CalendarsRequestBuilderGetQueryParameters(top=2)
    page = await ada.me.calendars.get(request_configuration=asking(asked))
    assert whole is not None
    assert whole.value
    assert page is not None
    assert page.odata_next_link
    assert len(page.value or []) == 2
    found: list[Calendar] = []

    def keep(calendar: Calendar) -> bool:
        found.append(calendar)
        return True

    await PageIterator(page, ada.request_adapter).iterate(keep)
    assert [one.id for one in found] == [one.id for one in whole.value]
    default = next(one for one in found if one.is_default_calendar)
    assert default.can_edit
    assert default.owner is not None
    assert default.owner.address == ADA
    assert default.default_online_meeting_provider is not None
    assert default.default_online_meeting_provider.value == "teamsForBusiness"


async def test_it_pages_through_a_calendar_view(ada: GraphServiceClient) -> None:
    view = ada.me.calendars.by_calendar_id(await _default(ada)).calendar_view
    parameters = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters
    whole = await view.get(request_configuration=asking(parameters(**WEEK, top=100, orderby=["start/dateTime"])))
    assert whole is not None
    assert whole.value
    assert not whole.odata_next_link
    page = await view.get(request_configuration=asking(parameters(**WEEK, top=4, orderby=["start/dateTime"])))
    seen = []
    while page is not None:
        seen += [one.id for one in page.value or []]
        assert len(page.value or []) <= 4
        page = await view.with_url(page.odata_next_link).get() if page.odata_next_link else None
    assert seen == [one.id for one in whole.value]
    starts = [one.start.date_time for one in whole.value if one.start]
    assert starts == sorted(starts)
    moved = next(one for one in whole.value if one.subject == "Product review (moved)")
    assert moved.type == EventType.Exception
    assert not [one for one in whole.value if one.type == EventType.SeriesMaster]


async def test_it_gets_times_in_the_zone_it_prefers(ada: GraphServiceClient) -> None:
    view = ada.me.calendar.calendar_view
    parameters = CalendarViewRequestBuilder.CalendarViewRequestBuilderGetQueryParameters(**WEEK, top=50)
    asked = asking(parameters, 'outlook.timezone="Pacific Standard Time"', IMMUTABLE)
    found = await view.get(request_configuration=asked)
    assert found is not None
    writing = next(one for one in found.value or [] if one.subject == "Roadmap writing")
    assert writing.start is not None
    assert (writing.start.date_time, writing.start.time_zone) == (
        "2026-11-25T00:00:00.0000000",
        "Pacific Standard Time",
    )


async def test_an_immutable_id_is_another_than_the_default_one_and_opens_the_same_event(
    ada: GraphServiceClient,
) -> None:
    made = await ada.me.events.post(meeting("Ids", MONDAY, MONDAY + timedelta(hours=1)), asking(None, IMMUTABLE))
    assert made is not None
    assert made.id
    plain = await ada.me.events.by_event_id(made.id).get()
    again = await ada.me.events.by_event_id(made.id).get(asking(None, IMMUTABLE))
    assert plain is not None
    assert again is not None
    assert again.id == made.id
    assert plain.id != made.id
    assert plain.i_cal_u_id == made.i_cal_u_id


async def _round(builder: DeltaRequestBuilder, first: Any) -> tuple[list[Any], str, int]:
    """Everything of a round, the link to the next round, and how many pages it took."""
    page, found, pages = first, [], 1
    while page.odata_next_link:
        found += page.value or []
        page = await builder.with_url(page.odata_next_link).get(asking(None, "odata.maxpagesize=3", IMMUTABLE))
        pages += 1
    assert page.odata_delta_link
    return [*found, *(page.value or [])], page.odata_delta_link, pages


async def test_it_follows_a_calendar_by_delta(ada: GraphServiceClient) -> None:
    delta = ada.me.calendars.by_calendar_id(await _default(ada)).calendar_view.delta
    parameters = DeltaRequestBuilder.DeltaRequestBuilderGetQueryParameters(**WEEK)
    first = await delta.get(asking(parameters, "odata.maxpagesize=3", IMMUTABLE))
    everything, link, pages = await _round(delta, first)
    assert pages > 2
    masters = {one.id for one in everything if one.type == EventType.SeriesMaster}
    assert masters
    assert {one.series_master_id for one in everything if one.type == EventType.Exception} <= masters

    start = MONDAY + timedelta(hours=6)
    made = await ada.me.events.post(meeting("New", start, start + timedelta(hours=1)), asking(None, IMMUTABLE))
    lunch = next(one for one in everything if one.subject == "Lunch walk")
    await ada.me.events.by_event_id(lunch.id).delete()
    changed, link, _ = await _round(
        delta, await delta.with_url(link).get(asking(None, "odata.maxpagesize=3", IMMUTABLE))
    )
    assert made is not None
    assert {one.id for one in changed} == {made.id, lunch.id}
    gone = next(one for one in changed if one.id == lunch.id)
    assert gone.additional_data["@removed"] == {"reason": "deleted"}
    assert next(one for one in changed if one.id == made.id).subject == "New"
    quiet, _, _ = await _round(delta, await delta.with_url(link).get(asking(None, IMMUTABLE)))
    assert quiet == []


async def test_it_reads_schedules_and_is_told_who_has_none(ada: GraphServiceClient) -> None:
    wednesday = MONDAY + timedelta(days=2)
    body = GetSchedulePostRequestBody(
        schedules=[ADA, BEN, NOBODY],
        start_time=when(wednesday + timedelta(hours=8)),
        end_time=when(wednesday + timedelta(hours=12)),
        availability_view_interval=60,
    )
    answer = await ada.me.calendar.get_schedule.post(body)
    assert answer is not None
    mine, bens, nobody = answer.value or []
    assert mine.availability_view == "2220"
    assert [item.subject for item in mine.schedule_items or []] == ["Roadmap writing"]
    assert bens.schedule_items is not None
    assert {item.status for item in bens.schedule_items} == {FreeBusyStatus.Busy}
    assert {item.subject for item in bens.schedule_items} == {None}
    assert bens.working_hours is not None
    assert bens.working_hours.start_time is not None
    assert nobody.error is not None
    assert nobody.error.response_code == "5016"


async def test_a_missing_event_is_told_by_status_and_code(ada: GraphServiceClient) -> None:
    made = await ada.me.events.post(meeting("Short-lived", MONDAY, MONDAY + timedelta(hours=1)))
    assert made is not None
    assert made.id
    await ada.me.events.by_event_id(made.id).delete()
    with pytest.raises(ODataError) as caught:
        await ada.me.events.by_event_id(made.id).get()
    assert caught.value.response_status_code == 404
    assert caught.value.error is not None
    assert caught.value.error.code == "ErrorItemNotFound"
    assert caught.value.error.inner_error is not None
    assert caught.value.error.inner_error.request_id


async def test_a_view_without_a_window_is_refused_with_a_code(ada: GraphServiceClient) -> None:
    with pytest.raises(ODataError) as caught:
        await ada.me.calendar.calendar_view.get()
    assert caught.value.response_status_code == 400
    assert caught.value.error is not None
    assert caught.value.error.code == "ErrorInvalidParameter"


async def test_a_token_that_is_none_is_refused(sandbox: Sandbox) -> None:
    with pytest.raises(ODataError) as caught:
        await client(sandbox.graph, "no.such.token").me.calendars.get()
    assert caught.value.response_status_code == 401
    assert caught.value.error is not None
    assert caught.value.error.code == "InvalidAuthenticationToken"


async def test_it_waits_as_long_as_a_429_says_and_then_succeeds(sandbox: Sandbox, ada: GraphServiceClient) -> None:
    sandbox.throttle("/me/calendars", seconds=1)
    mark, began = sandbox.mark(), time.monotonic()
    found = await ada.me.calendars.get()
    assert found is not None
    assert found.value
    assert sandbox.answered_since(mark, "/me/calendars") == [("GET", 429), ("GET", 200)]
    assert time.monotonic() - began >= 1
