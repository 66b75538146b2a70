"""The Outlook pane: what the week shows, and that every change really happens in the mailbox."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Locator, expect

from tests.sandbox.page.tab import Json, Tab

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def monday_of(tab: Tab) -> str:
    return str(await tab.by("week-title").get_attribute("data-monday"))


async def at(tab: Tab, day: int, hour: int) -> tuple[float, float]:
    """Where a time of the shown week is on the screen; day 0 is Monday."""
    column = tab.page.locator(".ec-body .ec-day").nth(day)
    box = await column.bounding_box()
    assert box is not None
    top = await tab.page.evaluate(
        """hour => {
          const labels = [...document.querySelectorAll('.ec-slot')];
          const found = labels.find(label => parseInt(label.textContent, 10) === hour &&
            label.textContent.includes(':'));
          const box = found.getBoundingClientRect();
          return box.top + box.height / 4;
        }""",
        hour,
    )
    return box["x"] + box["width"] / 2, float(top)


async def make_event(tab: Tab, subject: str, day: str, start: str, end: str, **extra: object) -> Json:
    zone = "W. Europe Standard Time"

    def point(hour: str) -> Json:
        return {"dateTime": f"{day}T{hour}:00", "timeZone": zone}

    body = {"subject": subject, "start": point(start), "end": point(end), **extra}
    return await tab.graph("POST", "/me/events", body)


async def drag(tab: Tab, event: Locator, dx: float, dy: float) -> None:
    box = await event.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + 8
    await tab.page.mouse.move(x, y)
    await tab.page.mouse.down()
    await tab.page.mouse.move(x + dx / 2, y + dy / 2, steps=3)
    await tab.page.mouse.move(x + dx, y + dy, steps=3)
    await tab.page.mouse.up()


async def test_the_week_shows_the_seeded_events_and_says_what_they_mean(tab: Tab) -> None:
    free = tab.page.locator('[data-testid="event"][data-show-as="free"]').first
    await expect(free).to_contain_text("Free")
    await expect(tab.page.locator('[data-testid="event"][data-show-as="tentative"]').first).to_contain_text("Tentative")
    await expect(tab.page.locator('[data-testid="event"]').filter(has_text="Private").first).to_be_visible()
    names = await tab.page.locator(".calendar-toggle").all_inner_texts()
    assert len(names) >= 3
    assert any("read-only" in name for name in names)


async def test_a_calendar_switched_off_hides_its_events(tab: Tab) -> None:
    calendars = (await tab.graph("GET", "/me/calendars"))["value"]
    own = next(calendar for calendar in calendars if not calendar["isDefaultCalendar"] and calendar["canEdit"])
    day = await monday_of(tab)
    zone = "W. Europe Standard Time"
    times = {
        name: {"dateTime": f"{day}T{hour}:00", "timeZone": zone}
        for name, hour in (("start", "07:30"), ("end", "08:30"))
    }
    await tab.graph("POST", f"/me/calendars/{own['id']}/events", {"subject": "Only here", **times})
    await expect(tab.event("Only here")).to_be_visible()
    await tab.page.get_by_label(own["name"], exact=True).uncheck()
    await expect(tab.event("Only here")).to_have_count(0)


async def test_dragging_an_event_moves_it_in_the_mailbox(tab: Tab) -> None:
    monday = await monday_of(tab)
    made = await make_event(tab, "Drag me", monday, "12:00", "12:45")
    event = tab.event("Drag me")
    await event.wait_for()
    from_x, from_y = await at(tab, 0, 12)
    to_x, to_y = await at(tab, 1, 13)
    async with tab.page.expect_response(lambda response: response.request.method == "PATCH"):
        await drag(tab, event, to_x - from_x, to_y - from_y)
    moved = await tab.graph("GET", f"/me/events/{made['id']}")
    tuesday = monday[:8] + f"{int(monday[8:]) + 1:02d}"
    shown = await tab.page.locator('[data-subject="Drag me"]').get_attribute("data-start")
    assert moved["start"]["dateTime"][:16] == str(shown)[:16]
    assert moved["start"]["dateTime"][11:16] == "13:00"
    assert int(monday[8:]) > 27 or moved["start"]["dateTime"][:10] == tuesday
    assert moved["end"]["dateTime"][11:16] == "13:45"


async def test_an_event_of_a_read_only_calendar_cannot_be_dragged_and_says_why(tab: Tab) -> None:
    shared = tab.page.locator(".ec-event:not(.ec-draggable)").first
    await shared.click()
    dialog = tab.by("event-dialog")
    await expect(dialog).to_contain_text(re.compile("not change it|theirs to change"))


async def test_a_selected_range_becomes_an_event_with_a_guest(tab: Tab) -> None:
    x, y = await at(tab, 4, 16)
    await tab.page.mouse.move(x, y + 2)
    await tab.page.mouse.down()
    await tab.page.mouse.move(x, y + 50, steps=4)
    await tab.page.mouse.up()
    await tab.by("event-subject").fill("With Ben")
    await tab.by("event-show-as").select_option("tentative")
    await tab.by("invite-ben").check()
    start = await tab.by("event-start").input_value()
    assert start.endswith("16:00")
    async with tab.page.expect_response(lambda response: response.request.method == "POST" and response.status == 201):
        await tab.by("event-save").click()
    await expect(tab.event("With Ben")).to_be_visible()
    window = f"startDateTime={start[:10]}T00:00:00Z&endDateTime={start[:10]}T23:00:00Z"
    for account in ("ada@contoso.com", "ben@contoso.com"):
        found = (await tab.graph("GET", f"/me/calendarView?{window}", account=account))["value"]
        mine = next(event for event in found if event["subject"] == "With Ben")
        assert mine["showAs"] == "tentative"
        assert mine["start"]["dateTime"][11:16] == "16:00"


async def test_show_as_is_changed_and_an_event_deleted_from_its_details(tab: Tab) -> None:
    made = await make_event(tab, "Changes", await monday_of(tab), "12:00", "13:00")
    await tab.event("Changes").click()
    await tab.by("event-show-as").select_option("free")
    await tab.by("event-save").click()
    await expect(tab.page.locator('[data-subject="Changes"]')).to_have_attribute("data-show-as", "free")
    assert (await tab.graph("GET", f"/me/events/{made['id']}"))["showAs"] == "free"
    await tab.event("Changes").get_by_role("button").press("Enter")
    await tab.by("event-delete").click()
    await tab.by("confirm-yes").click()
    await expect(tab.event("Changes")).to_have_count(0)


async def test_what_somebody_else_changes_appears_by_itself_and_is_told_in_an_open_form(tab: Tab) -> None:
    monday = await monday_of(tab)
    made = await make_event(tab, "From afar", monday, "12:00", "13:00")
    await tab.event("From afar").click()
    await tab.by("event-subject").fill("half typed")
    await tab.graph("PATCH", f"/me/events/{made['id']}", {"subject": "Renamed"})
    await expect(tab.by("event-news")).to_contain_text("Changed meanwhile: “Renamed”")
    await expect(tab.by("event-subject")).to_have_value("half typed")
    await tab.by("event-now").click()
    await expect(tab.by("event-subject")).to_have_value("Renamed")
    await tab.graph("DELETE", f"/me/events/{made['id']}")
    await expect(tab.by("event-news")).to_contain_text("deleted meanwhile")
    tab.expected.append("404")  # the form asks for the event itself
    await tab.by("event-cancel").click()
    await expect(tab.event("Renamed")).to_have_count(0)


async def test_the_week_is_in_the_mailboxs_zone_of_whoever_is_shown(tab: Tab) -> None:
    await make_event(
        tab, "Same moment", await monday_of(tab), "15:00", "16:00", attendees=[_guest("carol@contoso.com", "Carol")]
    )
    await expect(tab.page.locator('[data-subject="Same moment"]')).to_have_attribute(
        "data-start", re.compile("T15:00:00$")
    )
    await tab.by("person").select_option("carol")
    await expect(tab.page.locator('[data-subject="Same moment"]')).to_have_attribute(
        "data-start", re.compile("T(09|10|08):00:00$")
    )
    await expect(tab.by("outlook-note")).to_contain_text("Eastern")


async def test_somebody_with_two_accounts_has_two_weeks(tab: Tab) -> None:
    await tab.by("person").select_option("dina")
    await expect(tab.by("account")).to_have_value("dina@contoso.com")
    work = await tab.page.locator(".calendar-toggle").all_inner_texts()
    await tab.by("account").select_option("dina.haddad@outlook.example")
    await expect(tab.page.locator(".calendar-toggle")).not_to_have_count(len(work))


async def test_the_weeks_can_be_walked(tab: Tab) -> None:
    first = await monday_of(tab)
    await tab.by("week-next").click()
    assert await monday_of(tab) > first
    await tab.by("week-prev").click()
    assert await monday_of(tab) == first
    await tab.by("week-today").click()
    assert await monday_of(tab) < first
    await tab.by("weekend").click()
    await expect(tab.page.locator(".day-head")).to_have_count(7)


MAKE_CLASH = """async (withHost) => {
  const [{makeClash}, {page}] = await Promise.all(
    ["outlook/clash.js", "state.js"].map((name) => import(`/page/static/${name}`)));
  await (withHost ? makeClash(page.pair[1], page.pair[0]) : makeClash(page.pair[0]));
}"""


async def _in_the_way(tab: Tab, account: str, subject: str) -> tuple[Json, list[Json]]:
    """The event with this subject, and the busy ones that take a part of its time."""
    now = datetime.now(UTC)
    window = f"startDateTime={now:%Y-%m-%dT00:00:00Z}&endDateTime={now + timedelta(14):%Y-%m-%dT00:00:00Z}"
    found = (await tab.graph("GET", f"/me/calendarView?{window}&$top=200", account=account))["value"]
    made = next(one for one in found if one["subject"] == subject)
    others = [
        one
        for one in found
        if one["showAs"] == "busy"
        and one["subject"] != subject
        and one["start"]["dateTime"] < made["end"]["dateTime"]
        and made["start"]["dateTime"] < one["end"]["dateTime"]
    ]
    return made, others


async def test_a_clash_on_demand_lies_on_a_meeting_and_is_seen_in_the_week(tab: Tab) -> None:
    await tab.page.evaluate(MAKE_CLASH, False)
    await expect(tab.event("Dentist")).to_be_visible()
    await expect(tab.by("check-clash")).to_have_attribute("data-done", "true")


async def test_a_clash_for_the_other_person_is_an_invitation_they_accepted(tab: Tab) -> None:
    await tab.page.evaluate(MAKE_CLASH, True)
    await expect(tab.event("Budget round")).to_be_visible()
    await expect(tab.by("outlook-as-ben")).to_have_attribute("aria-pressed", "true")
    made, others = await _in_the_way(tab, "ben@contoso.com", "Budget round")
    assert (made["isOrganizer"], made["responseStatus"]["response"], made["showAs"]) == (False, "accepted", "busy")
    assert others
    _own, hers = await _in_the_way(tab, "ada@contoso.com", "Budget round")
    assert hers == []


def _guest(address: str, name: str) -> Json:
    return {"emailAddress": {"address": address, "name": name}, "type": "required"}
