"""What travels between mailboxes: invitations, answers, shared calendars, free/busy."""

import pytest

from tests.sandbox.m365.stage import MONDAY, Graph, Json, Sandbox, event, invite, span


def _copy(graph: Graph, subject: str, day: str = "2026-11-24") -> Json | None:
    found = [row for row in graph.view(day, f"{day}T23:59:00") if subject in row["subject"]]
    assert len(found) <= 1
    return found[0] if found else None


def _schedule(
    graph: Graph, *addresses: str, start: str = f"{MONDAY}T00:00:00", end: str = "2026-11-28T00:00:00", **more: object
) -> list[Json]:
    span_ = {"startTime": {"dateTime": start, "timeZone": "UTC"}, "endTime": {"dateTime": end, "timeZone": "UTC"}}
    answer = graph.send("POST", "/me/calendar/getSchedule", json={"schedules": list(addresses), **span_, **more})
    assert answer.status_code == 200, answer.text
    rows: list[Json] = answer.json()["value"]
    return rows


def test_an_invitation_arrives_unanswered_and_names_the_organizer(ada: Graph, ben: Graph) -> None:
    made = ada.post("/me/events", event("Ours", attendees=invite("ben@contoso.com", "guest@elsewhere.example")))
    copy = _copy(ben, "Ours")
    assert copy is not None
    assert (copy["responseStatus"]["response"], copy["showAs"], copy["isOrganizer"]) == (
        "notResponded",
        "tentative",
        False,
    )
    assert copy["organizer"]["emailAddress"]["address"] == "ada@contoso.com"
    assert copy["attendees"][0]["emailAddress"]["address"] == "ada@contoso.com"
    assert copy["attendees"][0]["status"]["response"] == "none"
    assert [one["emailAddress"]["address"] for one in made["attendees"]] == [
        "ben@contoso.com",
        "guest@elsewhere.example",
    ]
    assert copy["iCalUId"] == made["iCalUId"]
    assert copy["id"] != made["id"]


def test_an_answer_reaches_the_organizer_and_holds_until_the_time_changes(ada: Graph, ben: Graph) -> None:
    made = ada.post("/me/events", event("Ours", attendees=invite("ben@contoso.com")))
    copy = _copy(ben, "Ours")
    assert copy is not None
    assert ben.send("POST", f"/me/events/{copy['id']}/accept", json={"sendResponse": True}).status_code == 202
    accepted = _copy(ben, "Ours")
    assert accepted is not None
    assert (accepted["showAs"], accepted["responseStatus"]["response"]) == ("busy", "accepted")
    assert ada.get(f"/me/events/{made['id']}")["attendees"][0]["status"]["response"] == "accepted"
    ada.send("PATCH", f"/me/events/{made['id']}", json={"subject": "Ours, renamed"})
    renamed = _copy(ben, "renamed")
    assert renamed is not None
    assert renamed["responseStatus"]["response"] == "accepted"
    ada.send(
        "PATCH", f"/me/events/{made['id']}", json=event("Ours, later", "2026-11-24T13:00:00", "2026-11-24T14:00:00")
    )
    moved = _copy(ben, "later")
    assert moved is not None
    assert (span(moved)[0], moved["responseStatus"]["response"]) == ("2026-11-24T13:00", "notResponded")


def test_a_declined_invitation_leaves_the_calendar(ada: Graph, ben: Graph) -> None:
    made = ada.post("/me/events", event("Ours", attendees=invite("ben@contoso.com")))
    copy = _copy(ben, "Ours")
    assert copy is not None
    assert ben.send("POST", f"/me/events/{copy['id']}/Decline", json={"Comment": "no"}).status_code == 202
    assert _copy(ben, "Ours") is None
    assert ada.get(f"/me/events/{made['id']}")["attendees"][0]["status"]["response"] == "declined"
    assert ada.error("POST", f"/me/events/{made['id']}/accept", json={}) == (400, "ErrorInvalidRequest")


@pytest.mark.parametrize("way", ["cancel", "delete", "uninvite"])
def test_a_meeting_called_off_stays_with_the_attendee_as_cancelled_and_free(ada: Graph, ben: Graph, way: str) -> None:
    path = f"/me/events/{ada.post('/me/events', event('Ours', attendees=invite('ben@contoso.com')))['id']}"
    match way:
        case "cancel":
            assert ada.send("POST", f"{path}/cancel", json={"comment": "sorry"}).status_code == 202
        case "delete":
            ada.send("DELETE", path)
        case _:
            ada.send("PATCH", path, json={"attendees": invite("emil@contoso.com")})
    copy = _copy(ben, "Ours")
    assert copy is not None
    assert (copy["subject"], copy["isCancelled"], copy["showAs"]) == ("Canceled: Ours", True, "free")
    assert (_copy(ada, "Ours") is None) == (way != "uninvite")


def test_a_series_day_moved_or_dropped_by_the_organizer_does_so_for_the_attendee(ada: Graph, ben: Graph) -> None:
    recurrence = {
        "pattern": {"type": "daily", "interval": 1},
        "range": {"type": "numbered", "startDate": "2026-12-14", "numberOfOccurrences": 3},
    }
    body = event(
        "Course",
        "2026-12-14T19:00:00",
        "2026-12-14T20:00:00",
        recurrence=recurrence,
        attendees=invite("ben@contoso.com"),
    )
    ada.post("/me/events", body)
    days = [row for row in ada.view("2026-12-14", "2026-12-18") if row["subject"] == "Course"]
    ada.send("PATCH", f"/me/events/{days[1]['id']}", json=event("Course", "2026-12-15T21:00:00", "2026-12-15T22:00:00"))
    ada.send("DELETE", f"/me/events/{days[2]['id']}")
    seen = [row for row in ben.view("2026-12-14", "2026-12-18") if "Course" in row["subject"]]
    assert [(row["type"], span(row)[0], row["isCancelled"]) for row in seen] == [
        ("occurrence", "2026-12-14T19:00", False),
        ("exception", "2026-12-15T21:00", False),
        ("exception", "2026-12-16T19:00", True),
    ]


def test_a_calendar_shared_for_reading_can_be_read_and_not_written(sandbox: Sandbox, ada: Graph) -> None:
    launch = ada.calendars()["Team launch"]
    assert (launch["canEdit"], launch["canShare"], launch["owner"]["address"]) == (False, False, "ben@contoso.com")
    path = f"/me/calendars/{launch['id']}"
    rows = ada.view(MONDAY, "2026-11-28", of=path)
    assert {row["subject"] for row in rows} == {"Launch rehearsal", "Private Appointment", "Launch week"}
    assert ada.get(f"/me/events/{rows[0]['id']}")["subject"] == rows[0]["subject"]
    assert ada.error("POST", f"{path}/events", json=event()) == (403, "ErrorAccessDenied")
    assert ada.error("DELETE", f"/me/events/{rows[0]['id']}") == (403, "ErrorAccessDenied")
    emil = sandbox.graph("emil@contoso.com")
    theirs = emil.calendars()["Team launch"]
    assert theirs["canEdit"] is True
    emil.post(f"/me/calendars/{theirs['id']}/events", event("From Emil"))
    assert "From Emil" in {row["subject"] for row in ada.view("2026-11-24", "2026-11-25", of=path)}


def test_a_calendar_taken_away_by_its_owner_is_gone_for_the_colleague(sandbox: Sandbox, ada: Graph) -> None:
    launch = ada.calendars()["Team launch"]["id"]
    sandbox.admin("DELETE", "mailboxes/ben@contoso.com/calendars/Team launch")
    assert "Team launch" not in ada.calendars()
    window = f"calendarView?startDateTime={MONDAY}&endDateTime=2026-11-28"
    assert ada.error("GET", f"/me/calendars/{launch}/{window}") == (404, "ErrorItemNotFound")


def test_a_colleagues_own_calendar_is_closed_unless_shared(ada: Graph, sandbox: Sandbox) -> None:
    window = f"calendarView?startDateTime={MONDAY}&endDateTime=2026-11-28"
    narrow = sandbox.graph("ada@contoso.com", ("Calendars.Read",))
    assert ada.error("GET", f"/users/ben@contoso.com/{window}") == (403, "ErrorAccessDenied")
    assert ada.error("GET", f"/users/dina@contoso.com/{window}") == (404, "ErrorItemNotFound")
    assert ada.error("GET", f"/users/nobody@contoso.com/{window}") == (404, "MailboxNotEnabledForRESTAPI")
    assert narrow.error("GET", f"/users/ben@contoso.com/{window}") == (403, "ErrorAccessDenied")
    shared = ada.get("/users/ben@contoso.com/calendars")["value"]
    assert [row["name"] for row in shared] == ["Team launch"]
    assert ada.view(MONDAY, "2026-11-28", of=f"/users/ben@contoso.com/calendars/{shared[0]['id']}")


def test_get_schedule_tells_when_but_not_what(ada: Graph) -> None:
    ben_row, nobody, own = _schedule(ada, "ben@contoso.com", "nobody@contoso.com", "ada@contoso.com")
    assert {key for item in ben_row["scheduleItems"] for key in item} == {"status", "start", "end"}
    assert ben_row["workingHours"]["timeZone"] == {"name": "GMT Standard Time"}
    assert nobody["error"]["responseCode"] == "5016"
    assert (nobody["scheduleItems"], nobody["availabilityView"]) == (None, "")
    assert "Roadmap writing" in {item["subject"] for item in own["scheduleItems"]}


def test_get_schedule_digits_show_the_strongest_state_of_each_slot(sandbox: Sandbox, ada: Graph) -> None:
    carol = sandbox.graph("carol@contoso.com")
    for show_as, start, end in (
        ("tentative", "06", "07"),
        ("oof", "07", "08"),
        ("busy", "07", "08"),
        ("free", "08", "09"),
    ):
        carol.post("/me/events", event(show_as, f"2026-12-24T{start}:00:00", f"2026-12-24T{end}:00:00", showAs=show_as))
    (row,) = _schedule(
        ada, "carol@contoso.com", start="2026-12-24T05:00:00", end="2026-12-24T09:30:00", availabilityViewInterval=60
    )
    assert row["availabilityView"] == "01300"
    assert sorted(item["status"] for item in row["scheduleItems"]) == ["busy", "free", "oof", "tentative"]


def test_get_schedule_places_all_day_events_in_the_zone_of_the_request(sandbox: Sandbox, ada: Graph) -> None:
    body = {
        "schedules": ["emil@contoso.com"],
        "startTime": {"dateTime": "2026-11-26T00:00:00", "timeZone": "India Standard Time"},
        "endTime": {"dateTime": "2026-11-29T00:00:00", "timeZone": "India Standard Time"},
    }
    (row,) = ada.send("POST", "/me/calendar/microsoft.graph.getSchedule", json=body).json()["value"]
    (away,) = [item for item in row["scheduleItems"] if item["status"] == "oof"]
    assert span(away) == ("2026-11-26T18:30", "2026-11-27T18:30")


def test_get_schedule_keeps_its_limits(sandbox: Sandbox, ada: Graph) -> None:
    def refused(graph: Graph, **more: object) -> tuple[int, str]:
        times = {
            "startTime": {"dateTime": "2026-11-01T00:00:00", "timeZone": "UTC"},
            "endTime": {"dateTime": "2027-01-02T00:00:00", "timeZone": "UTC"},
        }
        return graph.error("POST", "/me/calendar/getSchedule", json={"schedules": ["ben@contoso.com"], **times, **more})

    late = {"endTime": {"dateTime": "2027-01-03T00:00:00", "timeZone": "UTC"}}
    assert refused(ada, **late) == (400, "ErrorTimeIntervalTooBig")
    assert refused(ada, schedules=["ben@contoso.com"] * 21) == (400, "ErrorInvalidParameter")
    assert refused(ada, availabilityViewInterval=4) == (400, "ErrorInvalidParameter")
    assert refused(sandbox.graph("dina.haddad@outlook.example"))[0] == 403


def test_everybody_has_an_own_second_and_a_shared_calendar_and_common_free_time(sandbox: Sandbox, ada: Graph) -> None:
    for name in ("ada", "ben", "carol", "dina", "emil"):
        rows = list(sandbox.graph(f"{name}@contoso.com").calendars().values())
        own = [row for row in rows if row["owner"]["address"] == f"{name}@contoso.com"]
        assert sum(row["isDefaultCalendar"] for row in own) == 1
        assert len([row for row in own if row["canEdit"]]) >= 2
        assert [row for row in rows if not row["canEdit"] and row not in own]
    days = [
        _schedule(
            ada, "ada@contoso.com", "ben@contoso.com", start=f"2026-11-{day}T09:00:00", end=f"2026-11-{day}T16:00:00"
        )
        for day in range(23, 28)
    ]
    for mine, theirs in days:
        both = zip(mine["availabilityView"], theirs["availabilityView"], strict=True)
        assert sum(pair == ("0", "0") for pair in both) >= 4
