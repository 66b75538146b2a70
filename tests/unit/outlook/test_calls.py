"""What Graph is asked for is counted by reason, and every place of ours has one."""

import re
from pathlib import Path

import httpx

import core.outlook
from core.outlook.calls import OTHER, CallCounts, reason_of
from core.outlook.routes import route
from tests.unit.outlook.fakes import ADA, error, graph

TEMPLATES = re.compile(r'"(/(?:me|subscriptions|users|communications)[^"?]*)"')


def test_every_address_that_we_ask_has_a_reason() -> None:
    sources = Path(core.outlook.__file__).parent.glob("*.py")
    templates = {found for path in sources if path.name != "calls.py" for found in TEMPLATES.findall(path.read_text())}
    assert len(templates) > 8
    reasons = {one: {reason_of(method, one) for method in ("GET", "POST", "PATCH", "DELETE")} for one in templates}
    assert [one for one, found in reasons.items() if found == {OTHER}] == []


def test_what_a_round_a_subscription_and_a_booking_cost_is_kept_apart() -> None:
    asked = {
        ("GET", "/me/calendars/{calendar}/calendarView/delta"): "delta",
        ("GET", "/me/calendars/{calendar}/calendarView"): "view",
        ("GET", "/me/calendars/{calendar}/events/{master}/instances"): "instances",
        ("POST", "/subscriptions"): "subscribe",
        ("PATCH", "/subscriptions/{subscription}"): "renew",
        ("POST", "/me/calendar/getSchedule"): "schedule",
        ("POST", "/me/calendars/{calendar}/events"): "booking",
        ("POST", "/me/events/{event}/decline"): "booking",
    }
    assert {key: reason_of(*key) for key in asked} == asked


async def test_each_attempt_counts_with_what_came_of_it() -> None:
    counts = CallCounts()
    server = graph(error(503, "x"), httpx.ReadTimeout("late"), httpx.Response(200, json={"id": "1"}))
    client = server.client()
    client._wire._observer = counts
    await client.get(ADA, route("/me/mailboxSettings"))
    assert counts.counts == {("settings", "failed"): 1, ("settings", "silent"): 1, ("settings", "ok"): 1}
    assert counts.total == 3
