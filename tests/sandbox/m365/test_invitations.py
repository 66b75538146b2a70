"""Invitations: answers with and without another time, what a change asks anew, and series answered day by day."""

import pytest

from tests.sandbox.m365.stage import Graph, Json, Sandbox, event, invite, span

DAILY: Json = {
    "pattern": {"type": "daily", "interval": 1},
    "range": {"type": "numbered", "startDate": "2026-12-14", "numberOfOccurrences": 4},
}
LATER: Json = {
    "start": {"dateTime": "2026-11-24T15:00:00", "timeZone": "Europe/Berlin"},
    "end": {"dateTime": "2026-11-24T16:00:00", "timeZone": "Europe/Berlin"},
}


def _seen(graph: Graph, subject: str) -> list[Json]:
    return [row for row in graph.view("2026-11-23", "2026-12-20") if subject in row["subject"]]


def _answer(graph: Graph, row: Json, action: str, **body: object) -> int:
    return graph.send("POST", f"/me/events/{row['id']}/{action}", json=body).status_code


def _invitee(row: Json, address: str = "ben@contoso.com") -> Json:
    (found,) = [one for one in row["attendees"] if one["emailAddress"]["address"] == address]
    invitee: Json = found
    return invitee


@pytest.fixture
def meeting(ada: Graph) -> Json:
    """Ada invites Ben and Emil."""
    return ada.post("/me/events", event("Ours", attendees=invite("ben@contoso.com", "emil@contoso.com")))


@pytest.fixture
def course(ada: Graph) -> Json:
    """Ada invites Ben to four days."""
    span_ = ("2026-12-14T19:00:00", "2026-12-14T20:00:00")
    return ada.post("/me/events", event("Course", *span_, recurrence=DAILY, attendees=invite("ben@contoso.com")))


@pytest.mark.parametrize(
    ("action", "response", "left"), [("tentativelyAccept", "tentativelyAccepted", 1), ("decline", "declined", 0)]
)
def test_a_proposed_time_reaches_the_organizer_and_goes_when_it_is_accepted(
    ada: Graph, ben: Graph, meeting: Json, action: str, response: str, left: int
) -> None:
    (copy,) = _seen(ben, "Ours")
    assert _answer(ben, copy, action, comment="later?", proposedNewTime=LATER) == 202
    path = f"/me/events/{meeting['id']}"
    told = _invitee(ada.get(path, prefer='outlook.timezone="India Standard Time"'))
    assert told["status"]["response"] == response
    assert span(told["proposedNewTime"]) == ("2026-11-24T19:30", "2026-11-24T20:30")
    assert told["proposedNewTime"]["start"]["timeZone"] == "India Standard Time"
    assert len(_seen(ben, "Ours")) == left
    assert ben.send("GET", f"/me/events/{copy['id']}").status_code == (200 if left else 404)
    moved = ada.send("PATCH", path, json=LATER).json()
    assert ("proposedNewTime" in _invitee(moved), _invitee(moved)["status"]["response"]) == (False, "none")
    (again,) = _seen(ben, "Ours")
    assert (span(again)[0], again["responseStatus"]["response"]) == ("2026-11-24T14:00", "notResponded")


@pytest.mark.parametrize(
    ("proposed", "code"),
    [
        ({"start": LATER["end"], "end": LATER["start"]}, "ErrorInvalidParameter"),
        ({"start": LATER["start"]}, "ErrorInvalidRequest"),
        ("later", "RequestBodyRead"),
    ],
)
def test_a_senseless_proposal_is_refused(ben: Graph, meeting: Json, proposed: object, code: str) -> None:
    (copy,) = _seen(ben, "Ours")
    body = {"proposedNewTime": proposed}
    assert ben.error("POST", f"/me/events/{copy['id']}/decline", json=body) == (400, code)


def test_a_proposal_needs_an_answer_that_is_sent_and_a_meeting_that_allows_it(
    ada: Graph, ben: Graph, meeting: Json
) -> None:
    (copy,) = _seen(ben, "Ours")
    path = f"/me/events/{copy['id']}"
    unsent = {"sendResponse": False, "proposedNewTime": LATER}
    assert ben.error("POST", f"{path}/decline", json=unsent) == (400, "ErrorInvalidParameter")
    ada.send("PATCH", f"/me/events/{meeting['id']}", json={"allowNewTimeProposals": False})
    assert ben.error("POST", f"{path}/decline", json={"proposedNewTime": LATER}) == (400, "ErrorInvalidParameter")


def test_an_answer_that_is_not_sent_stays_with_the_attendee(ada: Graph, ben: Graph, meeting: Json) -> None:
    (copy,) = _seen(ben, "Ours")
    assert _answer(ben, copy, "accept", sendResponse=False) == 202
    assert _seen(ben, "Ours")[0]["responseStatus"]["response"] == "accepted"
    assert _invitee(ada.get(f"/me/events/{meeting['id']}"))["status"]["response"] == "none"


def test_who_declined_is_asked_again_only_when_the_time_changes(
    sandbox: Sandbox, ada: Graph, ben: Graph, meeting: Json
) -> None:
    path = f"/me/events/{meeting['id']}"
    emil = sandbox.graph("emil@contoso.com")
    _answer(emil, _seen(emil, "Ours")[0], "accept")
    _answer(ben, _seen(ben, "Ours")[0], "decline")
    ada.send("PATCH", path, json={"subject": "Ours, renamed"})
    assert _seen(ben, "Ours") == []
    assert _seen(emil, "renamed")[0]["responseStatus"]["response"] == "accepted"
    everybody = invite("ben@contoso.com", "emil@contoso.com", "carol@contoso.com")
    ada.send("PATCH", path, json={"attendees": everybody})
    assert _seen(ben, "Ours") == []
    assert len(_seen(sandbox.graph("carol@contoso.com"), "Ours")) == 1
    row = ada.get(path)
    assert [_invitee(row, one["emailAddress"]["address"])["status"]["response"] for one in everybody] == [
        "declined",
        "accepted",
        "none",
    ]
    ada.send("PATCH", path, json=LATER)
    assert _seen(ben, "Ours")[0]["responseStatus"]["response"] == "notResponded"


def test_a_series_is_answered_as_a_whole(ada: Graph, ben: Graph, course: Json) -> None:
    days = _seen(ada, "Course")
    ada.send("PATCH", f"/me/events/{days[1]['id']}", json={"location": {"displayName": "Room 2"}})
    copy = _seen(ben, "Course")[0]
    assert ben.send("POST", f"/me/events/{copy['seriesMasterId']}/accept", json={}).status_code == 202
    assert {(row["responseStatus"]["response"], row["showAs"]) for row in _seen(ben, "Course")} == {
        ("accepted", "busy")
    }
    assert _invitee(ada.get(f"/me/events/{course['id']}"))["status"]["response"] == "accepted"
    assert {_invitee(row)["status"]["response"] for row in _seen(ada, "Course")} == {"accepted"}
    ada.send("PATCH", f"/me/events/{days[2]['id']}", json={"subject": "Course, room 3"})
    assert {row["responseStatus"]["response"] for row in _seen(ben, "Course")} == {"accepted"}


def test_one_day_of_a_series_is_answered_alone(ada: Graph, ben: Graph, course: Json) -> None:
    days = _seen(ben, "Course")
    ben.send("POST", f"/me/events/{days[0]['seriesMasterId']}/accept", json={})
    assert _answer(ben, days[1], "decline") == 202
    assert _answer(ben, days[2], "tentativelyAccept") == 202
    assert [(span(row)[0][8:10], row["showAs"]) for row in _seen(ben, "Course")] == [
        ("14", "busy"),
        ("16", "tentative"),
        ("17", "busy"),
    ]
    assert ben.send("GET", f"/me/events/{days[1]['id']}").status_code == 404
    told = [(row["type"], _invitee(row)["status"]["response"]) for row in _seen(ada, "Course")]
    assert told == [
        ("occurrence", "accepted"),
        ("exception", "declined"),
        ("exception", "tentativelyAccepted"),
        ("occurrence", "accepted"),
    ]
    assert _invitee(ada.get(f"/me/events/{course['id']}"))["status"]["response"] == "accepted"


def test_a_day_declined_stays_away_until_the_organizer_moves_it(ada: Graph, ben: Graph, course: Json) -> None:
    mine, his = _seen(ada, "Course"), _seen(ben, "Course")
    _answer(ben, his[1], "decline")
    ada.send("PATCH", f"/me/events/{course['id']}", json={"subject": "Course II"})
    assert len(_seen(ben, "Course II")) == 3
    assert {row["subject"] for row in _seen(ada, "Course")} == {"Course II"}
    ada.send(
        "PATCH", f"/me/events/{mine[1]['id']}", json=event("Course II", "2026-12-15T08:00:00", "2026-12-15T09:00:00")
    )
    back = [row for row in _seen(ben, "Course") if span(row)[0] == "2026-12-15T08:00"]
    assert [row["responseStatus"]["response"] for row in back] == ["notResponded"]


def test_a_series_moved_or_cancelled_does_so_for_everybody(ada: Graph, ben: Graph, course: Json) -> None:
    ben.send("POST", f"/me/events/{_seen(ben, 'Course')[0]['seriesMasterId']}/accept", json={})
    path = f"/me/events/{course['id']}"
    ada.send("PATCH", path, json=event("Course", "2026-12-14T10:00:00", "2026-12-14T11:00:00"))
    moved = _seen(ben, "Course")
    assert [span(row)[0] for row in moved] == [f"2026-12-{day}T10:00" for day in (14, 15, 16, 17)]
    assert {row["responseStatus"]["response"] for row in moved} == {"notResponded"}
    ada.send("POST", f"{path}/cancel", json={"comment": ""})
    assert _seen(ada, "Course") == []
    assert {(row["isCancelled"], row["showAs"]) for row in _seen(ben, "Course")} == {(True, "free")}


def test_who_was_invited_reads_why_a_meeting_was_cancelled(ada: Graph, ben: Graph, meeting: Json) -> None:
    ada.send("POST", f"/me/events/{meeting['id']}/cancel", json={"comment": "I am ill."})
    (copy,) = _seen(ben, "Canceled: Ours")
    assert (copy["isCancelled"], copy["bodyPreview"][:9]) == (True, "I am ill.")


def test_an_attendees_own_change_lasts_until_the_organizer_writes_again(ada: Graph, ben: Graph, meeting: Json) -> None:
    (copy,) = _seen(ben, "Ours")
    ben.send("PATCH", f"/me/events/{copy['id']}", json={"subject": "Ours?", "categories": ["Focus"]})
    assert _seen(ada, "Ours")[0]["subject"] == "Ours"
    ada.send("PATCH", f"/me/events/{meeting['id']}", json={"location": {"displayName": "Room 1"}})
    (again,) = _seen(ben, "Ours")
    assert (again["subject"], again["categories"], again["location"]["displayName"]) == ("Ours", ["Focus"], "Room 1")
