"""Calendar groups, who sees a calendar, categories and zones, and the small actions."""

import pytest

from tests.sandbox.m365.stage import Graph, Sandbox, event, invite

RECIPIENT = {"toRecipients": [{"emailAddress": {"address": "carol@contoso.com"}}], "comment": "See here"}


def test_ones_own_calendars_and_those_of_others_are_in_two_groups(ada: Graph) -> None:
    groups = {row["name"]: f"/me/calendarGroups/{row['id']}" for row in ada.get("/me/calendarGroups")["value"]}
    own = {row["name"]: row for row in ada.get(f"{groups['My Calendars']}/calendars?$top=50")["value"]}
    others = {row["name"] for row in ada.get(f"{groups['People' + chr(39) + 's Calendars']}/calendars")["value"]}
    assert own.keys() | others == ada.calendars().keys()
    assert others == {"Team launch"}
    place = f"{groups['My Calendars']}/calendars/{own['Side projects']['id']}"
    made = ada.post(f"{place}/events", event("Grouped"))
    assert ada.view("2026-11-24", "2026-11-25", of=place)[0]["id"] == made["id"]
    assert ada.error("GET", "/me/calendarGroups/none") == (404, "ErrorItemNotFound")


def test_the_owner_sees_who_a_calendar_is_shared_with_and_a_sharee_does_not(ada: Graph, ben: Graph) -> None:
    bens, adas = ben.calendars()["Team launch"]["id"], ada.calendars()["Team launch"]["id"]
    rows = ben.get(f"/me/calendars/{bens}/calendarPermissions")["value"]
    roles = {row["emailAddress"]["name"]: row["role"] for row in rows}
    assert roles == {"My Organization": "freeBusyRead", "Ada Lindqvist": "read", "Emil Novak": "write"}
    assert ada.get(f"/me/calendars/{adas}/calendarPermissions")["value"] == []


@pytest.mark.parametrize("who", ["organizer", "attendee"])
def test_whoever_forwards_a_meeting_the_recipient_is_invited(
    sandbox: Sandbox, ada: Graph, ben: Graph, who: str
) -> None:
    made = ada.post("/me/events", event("Forwarded", attendees=invite("ben@contoso.com")))
    (copy,) = [row for row in ben.view("2026-11-24", "2026-11-25") if row["uid"] == made["uid"]]
    graph, own = (ada, made) if who == "organizer" else (ben, copy)
    for _ in range(2):
        assert graph.send("POST", f"/me/events/{own['id']}/forward", json=RECIPIENT).status_code == 202
    attendees = ada.get(f"/me/events/{made['id']}")["attendees"]
    assert [one["emailAddress"]["address"] for one in attendees] == ["ben@contoso.com", "carol@contoso.com"]
    carol = sandbox.graph("carol@contoso.com")
    assert [row["subject"] for row in carol.view("2026-11-24", "2026-11-25") if row["uid"] == made["uid"]] == [
        "Forwarded"
    ]
    nobody = {"toRecipients": []}
    assert graph.error("POST", f"/me/events/{own['id']}/forward", json=nobody) == (400, "ErrorInvalidRecipients")


def test_ids_are_translated_between_the_two_forms_of_graph(ada: Graph) -> None:
    made = ada.post("/me/events", event())
    asked = {"inputIds": [made["id"], "rubbish"], "sourceIdType": "restId", "targetIdType": "restImmutableEntryId"}
    good, bad = ada.send("POST", "/me/translateExchangeIds", json=asked).json()["value"]
    immutable = ada.get(f"/me/events/{made['id']}", prefer='IdType="ImmutableId"')["id"]
    assert (good["sourceId"], good["targetId"]) == (made["id"], immutable)
    assert (bad["targetId"], bad["errorDetails"]["code"]) == (None, "ErrorInvalidIdMalformed")
    other = {**asked, "targetIdType": "ewsId"}
    assert ada.error("POST", "/me/translateExchangeIds", json=other) == (400, "ErrorInvalidParameter")


def test_reminders_can_be_put_off_and_away(ada: Graph) -> None:
    made = ada.post("/me/events", event())
    later = {"newReminderTime": {"dateTime": "2026-11-24T08:55:00", "timeZone": "UTC"}}
    path = f"/me/events/{made['id']}"
    assert ada.send("POST", f"{path}/snoozeReminder", json=later).status_code == 200
    assert ada.send("POST", f"{path}/dismissReminder").status_code == 200
    assert ada.send("POST", f"{path}/snoozeReminder", json={}).status_code == 400


def test_zones_come_by_windows_or_iana_names(ada: Graph) -> None:
    windows = {row["alias"]: row["displayName"] for row in ada.get("/me/outlook/supportedTimeZones")["value"]}
    path = "/me/outlook/supportedTimeZones(TimeZoneStandard=microsoft.graph.timeZoneStandard'Iana')"
    iana = {row["alias"] for row in ada.get(path)["value"]}
    assert windows["India Standard Time"] == "(UTC+05:30) India Standard Time"
    assert "Europe/Berlin" in iana
    assert not iana & windows.keys()


def test_categories_are_the_mailboxs_own(sandbox: Sandbox, ada: Graph) -> None:
    rows = ada.get("/me/outlook/masterCategories")["value"]
    assert {row["displayName"]: row["color"] for row in rows}["Red category"] == "preset0"
    narrow = sandbox.graph("ada@contoso.com", ("Calendars.Read",))
    assert narrow.error("GET", "/me/outlook/masterCategories") == (403, "ErrorAccessDenied")


def test_a_filter_takes_moments_without_quotes(ada: Graph) -> None:
    made = ada.post("/me/events", event("New"))
    query = f"/me/events?$filter=createdDateTime ge {made['createdDateTime']} and subject eq 'New'"
    assert [row["id"] for row in ada.get(query)["value"]] == [made["id"]]


def test_an_event_names_its_calendar(ada: Graph) -> None:
    side = ada.calendars()["Side projects"]["id"]
    made = ada.post(f"/me/calendars/{side}/events", event())
    assert ada.get(f"/me/events/{made['id']}/calendar")["id"] == side
