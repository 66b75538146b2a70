"""Every fault of a Graph that misbehaves (G6), at every request of a round: no half copy, and never asked too early."""

import json
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import httpx
import pytest

from core.outlook import calendar_view, delta
from core.shared.errors import OutlookUnavailable
from core.sync.model import ReaderKind
from tests.contract_outlook.conftest import Desk
from tests.contract_outlook.mirroring import Answer, Mirror, mirror_of
from tests.contract_outlook.test_copies import body, pattern
from tests.unit.outlook.fakes import START, error

DATED = {"retry-after": "Wed, 21 Oct 2015 07:28:07 GMT", "date": "Wed, 21 Oct 2015 07:28:00 GMT"}


def _always(made: Callable[[], httpx.Response]) -> Answer:
    return lambda _: made()


def _silent(_: httpx.Response) -> httpx.Response:
    raise httpx.ReadTimeout("silence")


def _torn(_: httpx.Response) -> httpx.Response:
    raise httpx.RemoteProtocolError("peer closed connection without sending complete message body")


def _truncated(real: httpx.Response) -> httpx.Response:
    return httpx.Response(200, content=real.content[: len(real.content) // 2])


PASSING: dict[str, Answer] = {
    "429 for seconds": _always(lambda: error(429, "ApplicationThrottled", {"retry-after": "7"})),
    "429 until a date": _always(lambda: error(429, "ApplicationThrottled", DATED)),
    "503 for seconds": _always(lambda: error(503, "ErrorServerBusy", {"retry-after": "7"})),
    "503": _always(lambda: error(503, "serviceNotAvailable")),
    "504": _always(lambda: httpx.Response(504, html="<h1>Gateway timeout</h1>")),
    "500": _always(lambda: error(500, "ErrorInternalServerTransientError")),
    "silence": _silent,
    "torn": _torn,
    "truncated JSON": _truncated,
    "HTML with 200": _always(lambda: httpx.Response(200, html="<html>Sign in to the hotel's network</html>")),
    "401": _always(lambda: error(401, "InvalidAuthenticationToken")),
}
ASKED = {"429 for seconds", "429 until a date", "503 for seconds"}
REQUESTS_OF_A_ROUND = range(6)
"""More than there are: delta's pages, the view's pages or instances."""


@pytest.fixture(autouse=True)
def small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that each list has several."""
    for module in (delta, calendar_view):
        monkeypatch.setattr(module, "PAGE", 9)
    monkeypatch.setattr(delta, "PAGE_SIZE", "odata.maxpagesize=9")


async def begun(desk: Desk) -> Mirror:
    """Ada's calendar is copied; since then something was added, moved and taken away."""
    mirror = await mirror_of(desk)
    mirror.at(START)
    outside = desk.sandbox.seen("ada@contoso.com")
    kept = [outside.send("POST", "/me/events", body(14 + number, 20, "Kept")).json()["id"] for number in range(2)]
    series = outside.send("POST", "/me/events", body(14, 30, "Series", **pattern(14, True, 8))).json()["id"]
    await mirror.rounds.sync(mirror.calendars[0])
    assert await mirror.copy() == await mirror.truth()
    assert {one.series for one in (await mirror.copy()).values()} > {None}
    outside.send("DELETE", f"/me/events/{kept[0]}")
    outside.send("PATCH", f"/me/events/{kept[1]}", body(15, 22, "Moved"))
    outside.send("PATCH", f"/me/events/{series}", {"showAs": "oof"})
    for number in range(12):
        outside.send("POST", "/me/events", body(14 + number % 5, 10 + number, "Added"))
    return mirror


@pytest.mark.parametrize(
    ("fault", "full"), [*((name, False) for name in PASSING), ("truncated JSON", True), ("401", True), ("504", True)]
)
async def test_a_fault_that_passes_costs_nothing_but_time(desk: Desk, fault: str, full: bool) -> None:
    mirror = await begun(desk)
    if full:
        desk.sandbox.admin("POST", "delta", {"expire": True})
    mirror.line.strike(PASSING[fault], first=1)
    await mirror.rounds.sync(mirror.calendars[0])
    assert mirror.line.number > 2, "the fault struck"
    assert (await mirror.state()).error is None
    assert await mirror.copy() == await mirror.truth()
    if fault in ASKED:
        (struck, _), (again, _) = mirror.line.asked[1:3]
        assert again - struck >= timedelta(seconds=7)


@pytest.mark.parametrize("fault", [name for name in PASSING if name != "401"])
async def test_a_fault_that_stays_leaves_the_copy_as_it_was_at_whichever_request_it_strikes(
    desk: Desk, fault: str
) -> None:
    mirror = await begun(desk)
    before, link = await mirror.copy(), (await mirror.state()).link
    reached = 0
    for first in REQUESTS_OF_A_ROUND:
        mirror.line.strike(PASSING[fault], first, times=50)
        await mirror.rounds.sync(mirror.calendars[0])
        state = await mirror.state()
        if state.error is None:
            break
        reached += 1
        assert (state.error, state.link, await mirror.copy()) == (OutlookUnavailable.code, link, before)
        mirror.line.heal()
        desk.clock.time += timedelta(minutes=10)
    mirror.line.heal()
    assert reached >= 3, "it struck at later requests too"
    assert await mirror.copy() == await mirror.truth() != before


@pytest.mark.parametrize("fault", sorted(ASKED))
async def test_a_mailbox_that_asked_for_quiet_is_not_asked_a_moment_too_early(desk: Desk, fault: str) -> None:
    mirror = await begun(desk)
    mirror.line.strike(PASSING[fault], times=50)
    for _ in range(30):
        await mirror.rounds.sync(mirror.calendars[0])
        desk.clock.time += timedelta(seconds=2)
    moments = [moment for moment, _ in mirror.line.asked]
    assert len(moments) > 3
    assert all(later - earlier >= timedelta(seconds=7) for earlier, later in pairwise(moments))


@pytest.mark.parametrize(
    "refusal",
    [(410, "SyncStateNotFound"), (400, "BadRequest"), (400, "SyncStateInvalid"), (404, "resyncRequired")],
    ids=lambda refusal: f"{refusal[0]} {refusal[1]}",
)
async def test_p17_a_place_that_outlook_forgot_leads_to_a_full_round_at_once(
    desk: Desk, refusal: tuple[int, str]
) -> None:
    mirror = await begun(desk)
    mirror.line.strike(_always(lambda: error(*refusal)))
    await mirror.rounds.sync(mirror.calendars[0])
    assert "startDateTime" in str(mirror.line.asked[1][1].url)
    state = await mirror.state()
    assert (state.error, state.reader) == (None, ReaderKind.DELTA)
    assert await mirror.copy() == await mirror.truth()


async def test_p17_a_place_that_is_forgotten_between_two_pages_leaves_no_half_round(desk: Desk) -> None:
    mirror = await begun(desk)
    mirror.line.strike(_always(lambda: error(410, "SyncStateNotFound")), first=1)
    await mirror.rounds.sync(mirror.calendars[0])
    assert (await mirror.state()).error is None
    assert await mirror.copy() == await mirror.truth()


async def test_a_list_that_never_ends_is_given_up_and_nothing_of_it_is_kept(desk: Desk) -> None:
    mirror = await begun(desk)
    before = await mirror.copy()

    def again(real: httpx.Response) -> httpx.Response:
        told = json.loads(real.content)
        told.pop("@odata.deltaLink", None)
        told["@odata.nextLink"] = f"{desk.sandbox.settings.graph_url}/me/calendars/x/calendarView/delta?$skiptoken=R0"
        return httpx.Response(200, json=told)

    def the_same(_: httpx.Response) -> httpx.Response:
        return again(httpx.Response(200, json={"value": []}))

    mirror.line.strike(again)
    mirror.line.strikes = {0: again} | dict.fromkeys(range(1, 50), the_same)
    await mirror.rounds.sync(mirror.calendars[0])
    assert mirror.line.number <= 3
    assert (await mirror.state()).error == OutlookUnavailable.code
    assert await mirror.copy() == before


@pytest.mark.parametrize(
    "habit",
    [{"empty_first_page": True}, {"duplicates": True}, {"replay": 4}, {"empty_first_page": True, "duplicates": True}],
    ids=str,
)
async def test_empty_first_pages_duplicates_and_replays_change_nothing(desk: Desk, habit: dict[str, object]) -> None:
    desk.sandbox.admin("POST", "delta", habit)
    mirror = await begun(desk)
    for _ in range(3):
        await mirror.rounds.sync(mirror.calendars[0])
        assert await mirror.copy() == await mirror.truth()


@pytest.mark.parametrize("status", [400, 404, 501])
async def test_where_delta_is_refused_the_whole_view_is_read_and_every_later_round_too(desk: Desk, status: int) -> None:
    desk.sandbox.fault(kind="graph", path="calendarView/delta", status=status)
    mirror = await begun(desk)
    await mirror.rounds.sync(mirror.calendars[0])
    state = await mirror.state()
    assert (state.reader, state.link, state.error) == (ReaderKind.VIEW, None, None)
    assert await mirror.copy() == await mirror.truth()


@pytest.mark.parametrize(
    ("status", "code"), [(429, "ApplicationThrottled"), (404, "ErrorItemNotFound"), (403, "ErrorAccessDenied")]
)
async def test_p5_trouble_in_the_middle_of_a_list_is_unknown_and_never_half_of_it(
    desk: Desk, status: int, code: str
) -> None:
    mirror = await begun(desk)
    desk.sandbox.fault(kind="graph", path="calendarView/delta", status=501)
    await mirror.rounds.sync(mirror.calendars[0])
    before = await mirror.copy()
    assert before == await mirror.truth()
    desk.sandbox.seen("ada@contoso.com").send("POST", "/me/events", body(15, 2, "Later"))
    mirror.line.strike(_always(lambda: error(status, code)), first=1, times=50)  # the view's second page
    await mirror.rounds.sync(mirror.calendars[0])
    assert mirror.line.number > 1
    assert (await mirror.state()).error is not None
    assert await mirror.copy() == before


async def test_p5_a_token_that_dies_between_two_pages_is_renewed_and_the_list_is_whole(desk: Desk) -> None:
    mirror = await begun(desk)
    mirror.line.strike(PASSING["401"], first=1)
    await mirror.rounds.sync(mirror.calendars[0])
    first, second = (request.headers["authorization"] for _, request in mirror.line.asked[1:3])
    assert first != second
    assert await mirror.copy() == await mirror.truth()
