"""calendarView/delta: rounds, links, series, removals, and what a token may be."""

from pathlib import Path
from typing import Any

import pytest

from sandbox.world import World
from tests.sandbox.m365.copying import Copy
from tests.sandbox.m365.stage import MONDAY, WEDNESDAY, Graph, Json, Sandbox, event, served, span

WINDOW = f"startDateTime={MONDAY}&endDateTime=2026-12-21"
DELTA = f"/me/calendarView/delta?{WINDOW}"
SLIM = {"@odata.type", "@odata.etag", "id", "seriesMasterId", "type", "start", "end"}


def daily(number: int = 5, **more: Any) -> Json:
    """A series from 14 December, 9 to 10 UTC."""
    recurrence = {
        "pattern": {"type": "daily", "interval": 1},
        "range": {"type": "numbered", "startDate": "2026-12-14", "numberOfOccurrences": number},
    }
    return event("Course", "2026-12-14T09:00:00", "2026-12-14T10:00:00", recurrence=recurrence, **more)


def _copy(graph: Graph, *, size: int = 50, of: str = "/me") -> Copy:
    copy = Copy(graph, of, MONDAY, "2026-12-21", size)
    copy.sync()
    return copy


def _days(graph: Graph) -> list[Json]:
    rows = graph.view("2026-12-13", "2026-12-21", prefer='IdType="ImmutableId"')
    return [row for row in rows if row["subject"] == "Course"]


def test_the_first_round_has_masters_and_singles_and_then_the_days_of_each_series(ada: Graph) -> None:
    rows = ada.get(DELTA, prefer="odata.maxpagesize=200")["value"]
    types = [row["type"] for row in rows]
    assert types == sorted(types, key=lambda kind: (kind != "seriesMaster", kind != "singleInstance"))
    (master,) = [row for row in rows if row["type"] == "seriesMaster"]
    days = [row for row in rows if row.get("seriesMasterId") == master["id"]]
    assert master["start"]["dateTime"] < MONDAY
    assert master["recurrence"]["pattern"]["type"] == "weekly"
    assert [span(row)[0] for row in days] == ["2026-11-24T13:00", "2026-12-08T09:00", "2026-12-15T09:00"]
    assert all(set(row) == SLIM for row in days if row["type"] == "occurrence")
    assert [row["subject"] for row in days if row["type"] == "exception"] == ["Product review (moved)"]
    assert {row["@odata.type"] for row in rows} == {"#microsoft.graph.event"}


def test_pages_and_links_are_absolute_and_lead_to_the_same_copy(ada: Graph) -> None:
    side = ada.calendars()["Side projects"]["id"]
    forwarded = {"X-Forwarded-Host": "graph.microsoft.com", "X-Forwarded-Proto": "https"}
    page = ada.get(
        f"/me/calendars/{side}/calendarView/delta()?{WINDOW}", prefer="odata.maxpagesize=1", headers=forwarded
    )
    head = f"https://graph.microsoft.com/v1.0/me/calendars('{side}')/calendarView/delta?"
    assert (len(page["value"]), page["@odata.nextLink"].startswith(f"{head}$skiptoken=")) == (1, True)
    small, large = _copy(ada, size=3), _copy(ada, size=200)
    assert small.rows == large.rows == large.truth()
    assert [row["id"] for row in small.rounds[0]] == [row["id"] for row in large.rounds[0]]


@pytest.mark.parametrize("spelling", ["delta", "delta()", "microsoft.graph.delta()"])
@pytest.mark.parametrize("of", ["/me", "/me/calendar", "/users/ada@contoso.com"])
def test_every_spelling_of_the_path_works(ada: Graph, spelling: str, of: str) -> None:
    page = ada.get(f"{of}/calendarView/{spelling}?{WINDOW}", prefer="odata.maxpagesize=200")
    assert ada.get(page["@odata.deltaLink"])["value"] == []


def test_a_round_without_changes_is_empty_and_gives_a_new_link(ada: Graph) -> None:
    page = ada.get(DELTA, prefer="odata.maxpagesize=200")
    ada.post(f"/me/calendars/{ada.calendars()['Side projects']['id']}/events", event())
    later = ada.get(page["@odata.deltaLink"])
    assert (later["value"], later["@odata.deltaLink"] == page["@odata.deltaLink"]) == ([], False)
    assert "/v1.0/me/calendarView/delta?$deltatoken=" in later["@odata.deltaLink"]


def test_preferences_are_applied_and_told(ada: Graph) -> None:
    prefer = 'odata.maxpagesize=200, IdType="ImmutableId", outlook.timezone="Europe/Berlin"'
    answer = ada.send("GET", DELTA, prefer=prefer)
    for part in ("odata.track-changes", "odata.maxpagesize=200", 'IdType="ImmutableId"', "outlook.timezone="):
        assert part in answer.headers["Preference-Applied"]
    rows = answer.json()["value"]
    zones = {row["type"]: row["start"]["timeZone"] for row in rows}
    assert zones["singleInstance"] == zones["exception"] == "Europe/Berlin"
    assert zones["occurrence"] == "W. Europe Standard Time"
    assert {row["id"][:4] for row in rows} == {"AAkA"}
    assert len(ada.get(DELTA)["value"]) == 10


def test_creates_changes_and_deletes_come_in_the_next_round(ada: Graph) -> None:
    copy = _copy(ada)
    made = ada.post("/me/events", event("New"), prefer='IdType="ImmutableId"')
    copy.sync()
    ada.send("PATCH", f"/me/events/{made['id']}", json={"subject": "Newer"})
    copy.sync()
    ada.send("DELETE", f"/me/events/{made['id']}")
    copy.sync()
    new, newer, gone = (rows[0] for rows in copy.rounds[1:])
    assert (new["subject"], newer["subject"]) == ("New", "Newer")
    assert (set(made) - {"@odata.context"}) | {"@odata.type"} == set(new)
    assert gone == {"@odata.type": "#microsoft.graph.event", "id": made["id"], "@removed": {"reason": "deleted"}}
    assert copy.rows == copy.truth()


def test_an_event_out_of_the_window_is_told_as_removed_even_if_it_never_was_inside(ada: Graph) -> None:
    inside = ada.post("/me/events", event("Moves"), prefer='IdType="ImmutableId"')
    copy = _copy(ada)
    outside = ada.post("/me/events", event("Far", "2027-02-01T09:00:00", "2027-02-01T10:00:00"),
                       prefer='IdType="ImmutableId"')  # fmt: skip
    ada.send("PATCH", f"/me/events/{inside['id']}", json=event("Moves", "2027-02-02T09:00:00", "2027-02-02T10:00:00"))
    copy.sync()
    assert {row["id"] for row in copy.rounds[1] if "@removed" in row} == {inside["id"], outside["id"]}
    assert copy.rows == copy.truth()


@pytest.mark.parametrize(
    ("switch", "types"),
    [
        ("series", ["seriesMaster", "occurrence", "occurrence", "exception"]),
        ("master", ["seriesMaster"]),
        ("occurrences", ["occurrence", "occurrence", "exception"]),
    ],
)
def test_a_deleted_day_of_a_series_leaves_no_tombstone(
    sandbox: Sandbox, ada: Graph, switch: str, types: list[str]
) -> None:
    sandbox.admin("POST", "delta", {"deleted_occurrence": switch})
    ada.post("/me/events", daily(4))
    days = _days(ada)
    ada.send("PATCH", f"/me/events/{days[3]['id']}", json={"subject": "Course", "showAs": "free"})
    copy = _copy(ada)
    ada.send("DELETE", f"/me/events/{days[1]['id']}")
    copy.sync()
    assert [row.get("type") for row in copy.rounds[1]] == types
    assert days[1]["id"] not in {row["id"] for row in copy.rounds[1]}
    assert copy.rows == copy.truth()


def test_a_changed_day_brings_the_whole_series_and_one_moved_away_its_removal(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "delta", {"deleted_occurrence": "master"})  # speaks of deleted days only
    ada.post("/me/events", daily(7))
    days, copy = _days(ada), _copy(ada)
    ada.send("PATCH", f"/me/events/{days[6]['id']}", json=event("Late", "2026-12-21T09:00:00", "2026-12-21T10:00:00"))
    ada.send("PATCH", f"/me/events/{days[0]['id']}", json=event("First", "2026-12-14T08:00:00", "2026-12-14T09:00:00"))
    copy.sync()
    assert [row.get("type") for row in copy.rounds[1]] == ["seriesMaster", "exception", *["occurrence"] * 5, None]
    assert copy.rounds[1][-1]["id"] == days[6]["id"]
    assert copy.rows == copy.truth()


@pytest.mark.parametrize(("switch", "removed"), [("master", 1), ("instances", 6)])
def test_a_deleted_series_is_removed_with_or_without_its_days(
    sandbox: Sandbox, ada: Graph, switch: str, removed: int
) -> None:
    sandbox.admin("POST", "delta", {"removed_series": switch})
    master = ada.post("/me/events", daily(5))
    copy = _copy(ada)
    ada.send("DELETE", f"/me/events/{master['id']}")
    copy.sync()
    assert ["@removed" in row for row in copy.rounds[1]] == [True] * removed
    assert copy.rows == copy.truth()


@pytest.mark.parametrize("option", ["$select=subject", "$filter=subject eq 'a'", "$orderby=start", "$expand=extensions",
                                    "$search=a", "$top=5"])  # fmt: skip
def test_what_delta_cannot_do_is_refused(ada: Graph, option: str) -> None:
    assert ada.error("GET", f"{DELTA}&{option}") == (400, "ErrorInvalidUrlQuery")


def test_a_token_is_good_for_its_own_calendar_and_unharmed_only(ada: Graph) -> None:
    link = ada.get(DELTA, prefer="odata.maxpagesize=200")["@odata.deltaLink"]
    side = ada.calendars()["Side projects"]["id"]
    token = link.split("$deltatoken=")[1]
    for bad in (f"/me/calendarView/delta?$deltatoken={token[:-3]}", "/me/calendarView/delta?$deltatoken=nonsense",
                f"/me/calendars/{side}/calendarView/delta?$deltatoken={token}"):  # fmt: skip
        answer = ada.send("GET", bad)
        assert (answer.status_code, answer.json()["error"]["code"]) == (400, "BadRequest")
        assert answer.json()["error"]["message"] == "Badly formed token."
    assert ada.error("GET", "/me/calendarView/delta") == (400, "ErrorInvalidParameter")


def test_a_forgotten_state_answers_410_and_a_full_round_heals_it(sandbox: Sandbox, ada: Graph) -> None:
    copy = _copy(ada)
    other = _copy(sandbox.graph("ben@contoso.com"))
    sandbox.admin("POST", "delta", {"expire": "ada@contoso.com"})
    assert ada.error("GET", copy.link) == (410, "SyncStateNotFound")
    assert sandbox.graph("ben@contoso.com").get(other.link)["value"] == []
    copy.sync()
    assert copy.rows == copy.truth()
    sandbox.admin("POST", "reset", {})
    assert ada.error("GET", copy.link) == (410, "SyncStateNotFound")


def test_the_service_may_begin_empty_repeat_rows_and_replay_changes(sandbox: Sandbox, ada: Graph) -> None:
    sandbox.admin("POST", "delta", {"empty_first_page": True, "duplicates": True, "replay": 2})
    page = ada.get(DELTA)
    assert (page["value"], "@odata.nextLink" in page) == ([], True)
    ada.post("/me/events", event("One"))
    ada.post("/me/events", event("Two"))
    copy = _copy(ada)
    copy.sync()
    assert sorted(row["subject"] for row in copy.rounds[1]) == ["One", "One", "Two", "Two"]
    assert copy.rows == copy.truth()
    refused = sandbox.http.post("/admin/delta", json={"removed_series": "all"})
    assert (refused.status_code, "master or instances" in refused.json()["error"]) == (400, True)


def test_a_shared_calendar_gives_deltas_without_private_contents(sandbox: Sandbox, ada: Graph) -> None:
    of = f"/me/calendars/{ada.calendars()['Team launch']['id']}"
    copy = _copy(ada, of=of)
    sandbox.graph("emil@contoso.com")
    made = sandbox.admin("POST", "mailboxes/ben@contoso.com/events",
                         {**event("Secret", sensitivity="private"), "calendar": "Team launch"})  # fmt: skip
    copy.sync()
    assert [row["subject"] for row in copy.rounds[1]] == ["Private Appointment"]
    sandbox.admin("DELETE", f"mailboxes/ben@contoso.com/events/{made['id']}")
    copy.sync()
    assert copy.rows == copy.truth()
    sandbox.admin("DELETE", "mailboxes/ben@contoso.com/calendars/Team launch")
    assert ada.error("GET", copy.link) == (404, "ErrorItemNotFound")


def test_delta_links_survive_a_restart_with_a_data_directory(tmp_path: Path) -> None:
    first = World(data_dir=tmp_path)
    first.clock.set_now(WEDNESDAY)
    first.reset()
    with served(first) as origin:
        sandbox = Sandbox(origin, first)
        ada = sandbox.graph()
        sandbox.admin("POST", "delta", {"removed_series": "instances"})
        master = ada.post("/me/events", daily(3))
        copy = _copy(ada)
        half_read = ada.get(DELTA, prefer="odata.maxpagesize=2")["@odata.nextLink"]
        ada.send("DELETE", f"/me/events/{master['id']}")
        sandbox.close()
    second = World(data_dir=tmp_path)
    with served(second) as origin:
        sandbox = Sandbox(origin, second)
        copy.graph = sandbox.graph()
        copy.link = "/" + copy.link.split("/v1.0/", 1)[1]
        copy.sync()
        assert len([row for row in copy.rounds[1] if "@removed" in row]) == 4
        assert copy.rows == copy.truth()
        path = "/" + half_read.split("/v1.0/", 1)[1]
        assert copy.graph.error("GET", path) == (410, "SyncStateNotFound")
        sandbox.close()
