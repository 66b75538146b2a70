"""calendarView: windows, zones, series, paging and what a query may ask."""

from typing import Any

import pytest

from tests.sandbox.m365.stage import MONDAY, Graph, Json, Sandbox, event, span

WEEKLY: Json = {
    "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["monday"]},
    "range": {
        "type": "noEnd",
        "startDate": "2026-10-05",
        "recurrenceTimeZone": "W. Europe Standard Time",
    },
}


def _recurring(pattern: Json, **range_: Any) -> Json:
    return {"pattern": pattern, "range": {"type": "numbered", "numberOfOccurrences": 4, **range_}}


def test_a_series_keeps_its_wall_clock_time_over_the_clock_change(ada: Graph) -> None:
    ada.post(
        "/me/events", event("Over", "2026-10-05T09:00:00", "2026-10-05T10:00:00", "Europe/Berlin", recurrence=WEEKLY)
    )
    rows = [row for row in ada.view("2026-10-18", "2026-11-03") if row["subject"] == "Over"]
    assert [span(row)[0] for row in rows] == ["2026-10-19T07:00", "2026-10-26T08:00", "2026-11-02T08:00"]
    local = ada.view("2026-10-18", "2026-11-03", prefer='outlook.timezone="Europe/Berlin"')
    assert {row["start"]["dateTime"][11:16] for row in local if row["subject"] == "Over"} == {"09:00"}
    assert {row["start"]["timeZone"] for row in local} == {"Europe/Berlin"}


def test_the_seeded_series_shows_its_moved_day_and_hides_its_cancelled_one(ada: Graph) -> None:
    rows = ada.view("2026-11-09", "2026-12-12", prefer='outlook.timezone="W. Europe Standard Time"')
    review = [row for row in rows if row["subject"].startswith("Product review")]
    assert [(row["type"], span(row)[0]) for row in review] == [
        ("occurrence", "2026-11-10T10:00"),
        ("occurrence", "2026-11-17T10:00"),
        ("exception", "2026-11-24T14:00"),
        ("occurrence", "2026-12-08T10:00"),
    ]
    (master_id,) = {row["seriesMasterId"] for row in review}
    master = ada.get(f"/me/events/{master_id}?$select=subject,cancelledOccurrences&$expand=exceptionOccurrences")
    assert [text[-10:] for text in master["cancelledOccurrences"]] == ["2026-12-01"]
    assert [row["type"] for row in master["exceptionOccurrences"]] == ["exception"]
    instances = ada.get(f"/me/events/{master_id}/instances?startDateTime=2026-11-09&endDateTime=2026-12-12")["value"]
    assert [row["id"] for row in instances] == [row["id"] for row in review] or len(instances) == len(review)


def test_events_lists_the_series_itself_and_no_occurrences(ada: Graph) -> None:
    rows = ada.get("/me/events?$top=100")["value"]
    assert {row["type"] for row in rows} == {"singleInstance", "seriesMaster"}


def test_an_all_day_event_floats_at_midnight_in_every_zone(ada: Graph) -> None:
    ada.post("/me/events", event("Whole", "2026-11-24T00:00:00", "2026-11-25T00:00:00", "Europe/Berlin", isAllDay=True))
    for zone in ("UTC", "India Standard Time", "America/New_York"):
        rows = ada.view("2026-11-24", "2026-11-25", prefer=f'outlook.timezone="{zone}"')
        (row,) = [row for row in rows if row["subject"] == "Whole"]
        assert span(row) == ("2026-11-24T00:00", "2026-11-25T00:00")
        assert row["start"]["timeZone"] == zone
    assert not [row for row in ada.view("2026-11-25", "2026-11-26") if row["subject"] == "Whole"]


@pytest.mark.parametrize(
    ("pattern", "start", "expected"),
    [
        ({"type": "daily", "interval": 2}, "2026-12-01", ["12-01", "12-03", "12-05", "12-07"]),
        (
            {"type": "weekly", "interval": 2, "daysOfWeek": ["tuesday", "friday"], "firstDayOfWeek": "monday"},
            "2026-12-01",
            ["12-01", "12-04", "12-15", "12-18"],
        ),
        (
            {"type": "absoluteMonthly", "interval": 1, "dayOfMonth": 31},
            "2026-12-31",
            ["12-31", "01-31", "02-28", "03-31"],
        ),
        (
            {"type": "relativeMonthly", "interval": 1, "daysOfWeek": ["thursday"], "index": "last"},
            "2026-12-01",
            ["12-31", "01-28", "02-25", "03-25"],
        ),
        ({"type": "absoluteYearly", "interval": 1, "dayOfMonth": 24, "month": 12}, "2026-12-01", ["12-24"] * 4),
    ],
)
def test_the_patterns_fall_on_their_dates(ada: Graph, pattern: Json, start: str, expected: list[str]) -> None:
    body = event("Series", f"{start}T06:00:00", f"{start}T07:00:00", recurrence=_recurring(pattern, startDate=start))
    master = ada.post("/me/events", body)
    rows = ada.view("2026-11-30", "2030-12-30", query="&$top=1000")
    days = [row["start"]["dateTime"] for row in rows if row["seriesMasterId"] == master["id"]]
    assert [day[5:10] for day in days] == expected
    assert master["start"]["dateTime"] == days[0]


def test_paging_follows_the_links_over_more_than_ten_events(ada: Graph) -> None:
    for hour in range(8, 20):
        ada.post("/me/events", event(f"N{hour}", f"2026-12-23T{hour:02}:00:00", f"2026-12-23T{hour:02}:30:00"))
    page = ada.get("/me/calendarView?startDateTime=2026-12-23&endDateTime=2026-12-24&$orderby=start/dateTime")
    rest = ada.get(page["@odata.nextLink"])
    assert (len(page["value"]), len(rest["value"])) == (10, 2)
    assert "@odata.nextLink" not in rest
    assert [row["subject"] for row in [*page["value"], *rest["value"]]] == [f"N{hour}" for hour in range(8, 20)]
    sized = ada.get("/me/calendarView?startDateTime=2026-12-23&endDateTime=2026-12-24", prefer="odata.maxpagesize=5")
    assert len(sized["value"]) == 5


def test_a_next_link_uses_the_origin_the_client_talks_to(ada: Graph) -> None:
    headers = {"X-Forwarded-Host": "graph.microsoft.com", "X-Forwarded-Proto": "https"}
    link = ada.get("/me/calendars?$top=1", headers=headers)["@odata.nextLink"]
    assert link.startswith("https://graph.microsoft.com/v1.0/me/calendars?")


def test_the_window_takes_what_overlaps_it_and_no_more(ada: Graph) -> None:
    ada.post("/me/events", event("Edge", "2026-12-23T09:00:00", "2026-12-23T10:00:00"))

    def seen(start: str, end: str) -> bool:
        return bool(ada.view(f"2026-12-23T{start}", f"2026-12-23T{end}"))

    assert seen("09:59:00Z", "11:00:00Z")
    assert seen("10:00:00%2B02:00", "11:00:00%2B01:00")
    assert not seen("10:00:00", "11:00:00")
    assert not seen("08:00:00", "09:00:00")


def test_every_calendar_path_gives_its_own_events(ada: Graph) -> None:
    side = ada.calendars()["Side projects"]["id"]
    for path in (f"/me/calendars/{side}", f"/me/calendars('{side}')", f"/Me/Calendars/{side}"):
        rows = ada.view(MONDAY, "2026-11-28", of=path)
        assert {row["subject"] for row in rows} == {"Pottery class", "Talk rehearsal"}
    assert ada.view(MONDAY, "2026-11-28", of="/me/calendar") == ada.view(MONDAY, "2026-11-28")


def test_select_keeps_id_etag_and_the_chosen_properties(ada: Graph) -> None:
    row = ada.view(MONDAY, "2026-11-28", query="&$select=subject,showAs&$top=1")[0]
    assert set(row) == {"@odata.etag", "id", "subject", "showAs"}


def test_ids_come_in_two_forms_that_mean_the_same_event(ada: Graph) -> None:
    plain = ada.view(MONDAY, "2026-11-28")[0]["id"]
    immutable = ada.view(MONDAY, "2026-11-28", prefer='IdType="ImmutableId", odata.maxpagesize=3')[0]["id"]
    assert plain != immutable
    assert "=" in plain
    assert ada.get(f"/me/events/{plain}")["iCalUId"] == ada.get(f"/me/events/{immutable}")["iCalUId"]


@pytest.mark.parametrize(
    ("path", "prefer", "code"),
    [
        ("/me/calendarView", "", "ErrorInvalidParameter"),
        ("/me/calendarView?startDateTime=2026-01-01&endDateTime=2031-02-01", "", "ErrorInvalidRequest"),
        ("/me/calendarView?startDateTime=yesterday&endDateTime=2031-02-01", "", "ErrorInvalidParameter"),
        ("/me/events?$select=nonsense", "", "BadRequest"),
        ("/me/events?$top=x", "", "BadRequest"),
        ("/me/events", 'outlook.timezone="Moon/Base"', "TimeZoneNotSupportedException"),
        ("/me/events/nonsense", "", "ErrorInvalidIdMalformed"),
        ("/me/nonsense", "", "BadRequest"),
    ],
)
def test_a_senseless_request_gets_400_with_its_code(ada: Graph, path: str, prefer: str, code: str) -> None:
    assert ada.error("GET", path, prefer=prefer) == (400, code)


def test_filter_and_order_choose_and_sort(ada: Graph) -> None:
    rows = ada.view(
        MONDAY,
        "2026-11-28",
        query="&$top=50&$filter=showAs eq 'busy' and isAllDay eq false&$orderby=start/dateTime desc",
    )
    starts = [row["start"]["dateTime"] for row in rows]
    assert starts == sorted(starts, reverse=True)
    assert {row["showAs"] for row in rows} == {"busy"}


def test_the_seed_is_the_same_for_the_same_clock(sandbox: Sandbox, ada: Graph) -> None:
    before = ada.view(MONDAY, "2026-12-30")
    sandbox.admin("POST", "reset")
    after = ada.view(MONDAY, "2026-12-30")
    assert [(row["id"], span(row), row["subject"]) for row in before] == [
        (row["id"], span(row), row["subject"]) for row in after
    ]
