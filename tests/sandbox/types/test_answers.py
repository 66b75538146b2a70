"""Every route of the sandbox's Graph, walked with the judge listening; and that the judge would object."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from sandbox.witness import Exchange
from tests.sandbox.m365.hook import Hook
from tests.sandbox.m365.stage import MONDAY, Graph, Json, Sandbox, event, invite
from tests.sandbox.types.contract import DATA, TYPES, WIRE, problems, properties
from tests.sandbox.types.judge import Judge
from tests.sandbox.types.routes import TABLE, row_of

WINDOW = f"startDateTime={MONDAY}&endDateTime=2026-12-12"
NOT_SERVED = {"findmeetingtimes", "reminderview", "revokesigninsessions"}
WEEKLY = {
    "pattern": {"type": "weekly", "interval": 1, "daysOfWeek": ["tuesday"], "firstDayOfWeek": "monday"},
    "range": {"type": "numbered", "startDate": "2026-11-24", "numberOfOccurrences": 4},
}


def _walk(sandbox: Sandbox, ada: Graph, ben: Graph, order: Callable[..., Json]) -> None:
    """Every path that the sandbox serves, with reading, writing and answering."""
    calendars = ada.calendars()
    own, side = calendars["Calendar"]["id"], calendars["Side projects"]["id"]
    groups = ada.get("/me/calendarGroups")["value"]
    group = f"/me/calendarGroups/{groups[0]['id']}"
    for path in ("/me", "/me/mailboxSettings", "/me/mailboxSettings/timeZone", "/me/mailboxSettings/workingHours"):
        ada.get(path)
    for path in (group, f"{group}/calendars", f"{group}/calendars/{own}", f"{group}/calendars/{own}/events?$top=3"):
        ada.get(path)
    ada.get(f"{group}/calendars/{own}/calendarView?{WINDOW}")
    for path in ("/me/calendar", f"/me/calendars('{own}')", "/me/calendar/calendarPermissions", "/me/calendars?$top=2"):
        ada.get(path)
    ada.get("/me/outlook/supportedTimeZones")
    ada.get("/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')")
    ada.get("/me/outlook/masterCategories")
    made = ada.post("/me/calendars", {"name": "Pots"})
    ada.send("PATCH", f"/me/calendars/{made['id']}", json={"name": "Bowls", "color": "lightRed"})
    ada.send("DELETE", f"/me/calendars/{made['id']}")
    _read_and_write(ada, ben, side)
    asked = {"schedules": ["ben@contoso.com", "nobody@x.example"], "startTime": _at("09"), "endTime": _at("17")}
    ada.send("POST", "/me/calendar/getSchedule", json=asked)
    _subscribe(sandbox, ada, order)


def _read_and_write(ada: Graph, ben: Graph, side: str) -> None:
    meeting = ada.post(
        "/me/events", event(attendees=invite("ben@contoso.com"), isOnlineMeeting=True, recurrence=WEEKLY)
    )
    for path in ("/me/calendarView", f"/me/calendars/{side}/calendarView", "/users/ada@contoso.com/calendarView"):
        ada.get(f"{path}?{WINDOW}&$top=500")
        ada.get(f"{path}?{WINDOW}&$select=subject,start,showAs,originalStart&$orderby=start/dateTime&$count=true")
    page = ada.get(f"/me/calendarView/delta?{WINDOW}", prefer='odata.maxpagesize=3, IdType="ImmutableId"')
    while "@odata.nextLink" in page:
        page = ada.get(page["@odata.nextLink"], prefer="odata.maxpagesize=3")
    ada.get(f"/me/events/{meeting['id']}?$expand=exceptionOccurrences,singleValueExtendedProperties($filter=id eq 'x')")
    ada.get(f"/me/events/{meeting['id']}/calendar")
    days = ada.get(f"/me/events/{meeting['id']}/instances?{WINDOW}", prefer='outlook.timezone="Europe/Berlin"')["value"]
    ada.send("PATCH", f"/me/events/{days[1]['id']}", json={"subject": "Other", "location": {"displayName": "Room A"}})
    ada.send("DELETE", f"/me/events/{days[2]['id']}")
    ada.get(page["@odata.deltaLink"], prefer="odata.maxpagesize=50")
    ids = {"inputIds": [meeting["id"], "x"], "sourceIdType": "restId", "targetIdType": "restImmutableEntryId"}
    ada.send("POST", "/me/translateExchangeIds", json=ids)
    (copy, *_rest) = [row for row in ben.view("2026-11-24", "2026-11-25") if row["uid"] == meeting["uid"]]
    ben.send("POST", f"/me/events/{copy['id']}/tentativelyAccept", json={"comment": "Maybe"})
    for action in ("accept", "dismissReminder", "decline"):
        ben.send("POST", f"/me/events/{copy['id']}/{action}", json={})
    snoozed, carol = {"newReminderTime": _at("08")}, {"toRecipients": invite("carol@contoso.com")}
    ada.send("POST", f"/me/events/{meeting['id']}/snoozeReminder", json=snoozed)
    ada.send("POST", f"/me/events/{meeting['id']}/forward", json=carol)
    single = ada.post(
        f"/me/calendars/{side}/events", event("All day", "2026-11-24T00:00:00", "2026-11-25T00:00:00", isAllDay=True)
    )
    ada.get("/me/events?$filter=subject eq 'All day'&$top=5")
    ada.send("POST", f"/me/events/{single['id']}/permanentDelete")
    ada.send("POST", f"/me/events/{meeting['id']}/cancel", json={"comment": "No"})
    ada.send("DELETE", f"/me/events/{ada.post('/me/events', event())['id']}")
    ada.get(f"/me/calendarView/delta?{WINDOW}", prefer="odata.maxpagesize=100")


def _subscribe(sandbox: Sandbox, ada: Graph, order: Callable[..., Json]) -> None:
    made = ada.post("/subscriptions", order())
    ada.get("/subscriptions")
    ada.get(f"/subscriptions/{made['id']}")
    ada.send("PATCH", f"/subscriptions/{made['id']}", json={"expirationDateTime": made["expirationDateTime"]})
    ada.send("POST", f"/subscriptions/{made['id']}/reauthorize")
    parts = [
        {"id": "1", "method": "GET", "url": "/me/calendars"},
        {"id": "2", "method": "POST", "url": "/me/events", "body": event("In a batch")},
        {"id": "3", "method": "GET", "url": "/me/events/none", "dependsOn": ["2"]},
        {"id": "4", "method": "GET", "url": "/me", "dependsOn": ["3"]},
    ]
    ada.send("POST", "/$batch", json={"requests": parts})
    sandbox.admin("POST", "notifications", {"flush": True})
    ada.send("DELETE", f"/subscriptions/{made['id']}")


def _at(hour: str) -> Json:
    return {"dateTime": f"2026-11-24T{hour}:00:00", "timeZone": "UTC"}


def test_every_route_answers_in_the_documented_types(
    sandbox: Sandbox, ada: Graph, ben: Graph, hook: Hook, order: Callable[..., Json]
) -> None:
    walked: list[Exchange] = []
    sandbox.world.witnesses.append(walked.append)
    _walk(sandbox, ada, ben, order)
    sandbox.world.witnesses.remove(walked.append)
    good = [one for one in walked if one.kind == "graph" and one.status < 400]
    ways = {row_of(one.method, one.url) for one in good}
    served = [row for row in TABLE if not any(word in row[1] for word in NOT_SERVED)]
    missing = [row[:2] for row in served if row not in ways]
    assert missing == []
    assert [one for one in walked if one.kind == "notification"]
    assert sandbox.judge.wrong == []


def test_refusals_have_the_documented_form(sandbox: Sandbox, ada: Graph) -> None:
    assert ada.error("GET", "/me/events/none")[0] == 400
    assert ada.error("GET", "/me/nothing")[0] == 400
    for status in (401, 403, 404, 410, 412, 429, 500, 503, 504):
        sandbox.admin("POST", "faults", {"kind": "graph", "status": status, "times": 1})
        assert ada.error("GET", "/me")[0] == status
    assert sandbox.judge.wrong == []


@pytest.fixture
def seen(sandbox: Sandbox, ada: Graph) -> Exchange:
    """A page of delta with a series, one of its days as an exception, slim days and a removal."""
    made = ada.post("/me/events", event("Series", recurrence=WEEKLY, attendees=invite("ben@contoso.com")))
    link = ada.get(f"/me/calendarView/delta?{WINDOW}", prefer="odata.maxpagesize=200")["@odata.deltaLink"]
    day = ada.get(f"/me/events/{made['id']}/instances?{WINDOW}")["value"][1]
    ada.send("PATCH", f"/me/events/{day['id']}", json={"subject": "Other"})
    gone = ada.post("/me/events", event("Gone"))
    ada.send("DELETE", f"/me/events/{gone['id']}")
    answers: list[Exchange] = []
    sandbox.world.witnesses.append(answers.append)
    ada.get(link)
    sandbox.world.witnesses.remove(answers.append)
    return answers[0]


def _spoil(seen: Exchange, change: Callable[[Json], None], kind: str = "seriesMaster") -> list[str]:
    """What the judge says when the first row of that kind was changed."""
    body = json.loads(seen.body)
    change(next(row for row in body["value"] if row.get("type", "removed") == kind))
    return list(Judge().complaints(replace(seen, body=json.dumps(body))))


def test_the_page_itself_is_right(seen: Exchange) -> None:
    assert list(Judge().complaints(seen)) == []


PRIMITIVES = frozenset("String Boolean Int32 Double DateTimeOffset Date TimeOfDay Guid Binary Duration".split())
WRONG: dict[str, tuple[Callable[[Json], Any], str]] = {
    "an unknown property": (lambda row: row.update(colour="red"), "colour: no such property"),
    "a wrong type": (lambda row: row.update(isAllDay="no"), "isAllDay: 'no' is no Boolean"),
    "a wrong enum member": (lambda row: row.update(showAs="Busy"), "showAs: 'Busy' is no freeBusyStatus"),
    "a moment without an offset": (lambda row: row.update(createdDateTime="2026-11-24T09:00:00"), "no DateTimeOffset"),
    "a wall clock with an offset": (lambda row: row["start"].update(dateTime="2026-11-24T09:00:00Z"), "seven decimals"),
    "a null that may not be": (lambda row: row["recurrence"]["pattern"].update(interval=None), "null, but Int32!"),
    "no collection": (lambda row: row.update(categories="Focus"), "no collection of String"),
    "a null for a collection": (lambda row: row.update(attendees=None), "attendees: null"),
    "a missing property": (lambda row: row.pop("changeKey"), "changeKey: missing"),
    "an etag without quotes": (lambda row: row.update({"@odata.etag": "abc"}), "is no etag"),
    "another type": (lambda row: row.update({"@odata.type": "#microsoft.graph.calendar"}), "@odata.type"),
    "a wrong enum deep inside": (lambda row: row["attendees"][0].update(type="must"), "'must' is no attendeeType"),
    "navigation that nobody expanded": (lambda row: row.update(calendar={}), "no such property"),
    "another order": (lambda row: row.update(id=row.pop("id")), "not in the order of the wire"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_planted_wrong_answer_is_found(seen: Exchange, name: str) -> None:
    change, words = WRONG[name]
    assert any(words in one for one in _spoil(seen, change)), _spoil(seen, change)


def test_slim_days_and_removals_hold_nothing_more(seen: Exchange) -> None:
    assert _spoil(seen, lambda row: row.update(subject="Other"), "occurrence")
    assert _spoil(seen, lambda row: row.update({"@removed": {"reason": "changed"}}), "removed")
    body = {**json.loads(seen.body), "@odata.nextLink": "http://x/next"}
    assert list(Judge().complaints(replace(seen, body=json.dumps(body)))) == [
        "a page of delta has one link, next or delta"
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "/v1.0/me/inventedThings"}, "no document speaks of this path"),
        ({"status": 201}, "status 201"),
        ({"headers": {"content-type": "text/html"}}, "request-id"),
        ({"status": 404, "body": '{"error": {"code": "X"}}'}, "an error without code or message"),
        ({"kind": "notification", "body": '{"value": [{"changeType": "moved"}]}'}, "no changeType"),
    ],
)
def test_a_wrong_envelope_is_found(seen: Exchange, change: Json, words: str) -> None:
    assert any(words in one for one in Judge().complaints(replace(seen, **change)))


def test_the_data_is_whole() -> None:
    assert DATA["source"].endswith("(2026-08-20)")
    for name in TYPES:
        for key, spec in properties(name).items():
            bare = spec.strip("[]!")
            known = bare in TYPES or bare in DATA["enums"]
            assert known or bare in PRIMITIVES, (name, key)
    for name in set(WIRE) - {"slim", "removed"}:
        assert [key for key in WIRE[name] if key not in properties(name) and "@" not in key] == []


def test_a_value_is_held_against_its_type_at_every_depth() -> None:
    zone = {"@odata.type": "#microsoft.graph.customTimeZone", "name": "Customized Time Zone", "bias": -60}
    hours = {"daysOfWeek": ["monday"], "startTime": "08:00:00.0000000", "endTime": "17:00:00.0000000", "timeZone": zone}
    assert list(problems(hours, "workingHours!")) == []
    assert list(problems({**hours, "startTime": "8:00"}, "workingHours!"))
    assert list(problems({**hours, "timeZone": {"name": "x", "bias": 1}}, "workingHours!"))
    assert list(problems({**hours, "daysOfWeek": ["Monday"]}, "workingHours!"))
