"""Open in Outlook, filled in: what the link holds, who is offered it, and how the meeting is recognised."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.booking.model import MeetingPlan
from core.connection.model import CONSUMER_TENANT, Access, Connection, ConnectionId, ConnectionState, MicrosoftAccount
from core.dialogue.answers.compose import LINK_MOST, compose_link, is_over, marker_of, recognised
from core.dialogue.commands import AddAccount, AskAdmin, Find, OpenBookingForm, ShowCalendars
from core.dialogue.model import MessageRef
from core.dialogue.screens import BookingForm, ComposeCard, Line, Problem, SlotsCard
from core.people.model import Invitee, PersonId
from core.shared.ranges import Range
from tests.unit.core.asking import BEN, actor, ask, read
from tests.unit.world import CONTOSO, MONDAY, World, build, user

CARD = MessageRef("DUADA", "of the form")
START = MONDAY + timedelta(days=1, hours=2)
WHEN = Range(START, START + timedelta(minutes=30))
FORM = OpenBookingForm(START, 30, (BEN,), "Plan & budget +1")
TEXTS = st.text(st.characters(codec="utf-8"), max_size=80)


def an_account(tid: str = CONTOSO) -> Connection:
    known = MicrosoftAccount(tid, "oid", "ada@contoso.com", "Ada", frozenset())
    return Connection(ConnectionId("c"), PersonId("p"), known, Access.READ, frozenset(), ConnectionState.OK, MONDAY)


def a_plan(title: str = "Sync", note: str = "", *addresses: str) -> MeetingPlan:
    return MeetingPlan(title, WHEN, tuple(Invitee(one, one, None, None) for one in addresses), note=note)


@given(title=TEXTS, note=TEXTS)
def test_whatever_is_typed_arrives_in_outlooks_form_as_it_was_typed(title: str, note: str) -> None:
    link, left_out = compose_link(an_account(), a_plan(title, note, "ben+x@contoso.com", "o'neil@contoso.com"))
    parts = urlsplit(link)
    assert "+" not in parts.query
    found = {name: values[0] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
    assert (parts.hostname, parts.path) == ("outlook.office.com", "/calendar/0/deeplink/compose")
    assert found["startdt"] == "2027-03-02T10:00:00Z"
    assert found["enddt"] == "2027-03-02T10:30:00Z"
    assert found["to"] == "ben+x@contoso.com,o'neil@contoso.com"
    assert found.get("subject", "") == title
    assert found.get("body", "") == note
    assert left_out == 0


def test_personal_accounts_use_outlooks_other_host() -> None:
    link, _ = compose_link(an_account(CONSUMER_TENANT), a_plan())
    assert urlsplit(link).hostname == "outlook.live.com"


@given(title=TEXTS, note=st.text("ü&x ", max_size=2000), count=st.integers(0, 60))
def test_a_link_is_never_longer_than_a_button_takes_and_people_left_out_are_counted(
    title: str, note: str, count: int
) -> None:
    addresses = [f"somebody.with.a.long.name.{number}@subsidiary.contoso.com" for number in range(count)]
    link, left_out = compose_link(an_account(), a_plan(title, note, *addresses))
    assert len(link) <= LINK_MOST
    to = parse_qs(urlsplit(link).query).get("to", [""])[0]
    assert [one for one in to.split(",") if one] == addresses[: count - left_out]


def test_a_meeting_is_recognised_by_start_end_and_subject_and_by_nothing_less() -> None:
    world = build()
    box = world.mailbox("ada@contoso.com")
    marker = marker_of(WHEN, "Plan  and Budget")
    events = {
        "same": box.add(WHEN.start, WHEN.end, "plan and budget"),
        "other title": box.add(WHEN.start, WHEN.end, "Plan"),
        "other time": box.add(WHEN.start, WHEN.end + timedelta(minutes=5), "Plan and budget"),
        "ours": box.add(WHEN.start, WHEN.end, "Plan and budget", transaction_id="booking"),
        "cancelled": box.add(WHEN.start, WHEN.end, "Plan and budget", is_cancelled=True),
    }
    found = {name: box.get(id_) for name, id_ in events.items()}
    assert [name for name, event in found.items() if event and recognised(event, marker)] == ["same"]
    assert not is_over(marker, WHEN.end - timedelta(minutes=1))
    assert is_over(marker, WHEN.end + timedelta(minutes=1))
    assert "udget" not in marker


async def test_who_connected_read_only_is_offered_the_form_with_the_consent_as_the_next_step() -> None:
    world = build()
    await world.connected("ada", Access.READ)
    await world.connected("ben")
    card = await ask(world, FORM, ComposeCard)
    opened, upgrade, other_times = card.actions
    assert opened.url is not None
    assert "ben%40contoso.com" in opened.url
    assert isinstance(upgrade.command, AddAccount)
    assert read(card.lines[0])[0].startswith("You connected read-only.")
    assert other_times.command == Find((BEN,), 30, since=START.date(), title=FORM.title)


async def test_who_allows_bookings_after_all_is_shown_times_for_the_same_meeting_by_itself() -> None:
    world = build()
    await world.connected("ada", Access.READ)
    await world.connected("ben")
    await ask(world, FORM, ComposeCard)
    await world.connected("ada", Access.READ_WRITE)
    shown = world.messenger.last(user("ada"))
    assert isinstance(shown, SlotsCard)
    assert read(shown.heading) == ["30 min with Ben Example"]


async def test_where_the_admin_allows_reading_only_the_admin_is_asked() -> None:
    world = build(highest=Access.READ)
    await world.connected("ada", Access.READ)
    card = await ask(world, OpenBookingForm(START, 30), ComposeCard)
    assert isinstance(card.actions[1].command, AskAdmin)
    request = await ask(world, AskAdmin(), Line)
    assert "CLEARHOUR_HIGHEST_ACCESS" in read(request.text)[0]


async def test_without_a_linked_calendar_both_ways_are_offered_and_a_vanished_one_stops_as_before(world: World) -> None:
    await world.connected("ada")
    ada = await world.person("ada")
    await world.configuring.choose(ada, None, frozenset())
    card = await ask(world, OpenBookingForm(START, 30), ComposeCard)
    assert isinstance(card.actions[1].command, ShowCalendars)
    world.box("ada").add_calendar("Projects")
    setup = await world.configuring.refresh(ada)
    projects = next(item.id for item in setup.calendars if item.name == "Projects")
    await world.configuring.choose(ada, projects, frozenset())
    world.box("ada").remove_calendar("Projects")
    await world.configuring.refresh(ada)
    await ask(world, OpenBookingForm(START, 30), Problem)


async def test_who_can_book_gets_the_form_of_before(world: World) -> None:
    await world.connected("ada")
    assert isinstance(await world.dialogue.form(actor(), OpenBookingForm(START, 30)), BookingForm)


@pytest.mark.parametrize("changed", [False, True])
async def test_the_card_says_so_once_the_copy_has_the_meeting_and_only_then(changed: bool) -> None:
    world = build(copied=True)
    await world.connected("ada", Access.READ)
    card = await ask(world, OpenBookingForm(START, 30, (), "Review"), ComposeCard)
    await world.dialogue.delivered(actor(), card, CARD)
    start = START + timedelta(hours=changed)
    world.box("ada").add(start, start + timedelta(minutes=30), "Review", web_link="https://outlook.example/1")
    await world.work(through=timedelta(minutes=20))
    shown = world.messenger.messages.get(CARD)
    assert (shown is None) == changed
    if shown is not None:
        assert isinstance(shown.screen, ComposeCard)
        assert shown.screen.done
        await world.work(through=timedelta(hours=1))
        assert world.messenger.messages[CARD].edits == 0


def test_the_times_in_the_link_are_utc() -> None:
    at = datetime(2027, 7, 1, 12, tzinfo=UTC)
    link, _ = compose_link(an_account(), MeetingPlan("x", Range(at, at + timedelta(hours=1)), ()))
    assert "startdt=2027-07-01T12%3A00%3A00Z" in link
