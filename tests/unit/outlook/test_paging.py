"""Lists that come in pages: all of them, or an error."""

import httpx
import pytest

from core.outlook.routes import route
from core.shared.errors import OutlookUnavailable
from tests.unit.outlook.fakes import ADA, GRAPH, ScriptedGraph, error, graph

EVENTS = route("/me/events")
NEXT = f"{GRAPH}/me/events?$skip=2&$select=id%2Csubject"


def page(*ids: str, link: str | None = None) -> httpx.Response:
    body: dict[str, object] = {"value": [{"id": one} for one in ids]}
    return httpx.Response(200, json=body | ({"@odata.nextLink": link} if link else {}))


async def ids(server: ScriptedGraph) -> list[str]:
    return [item["id"] async for item in server.client().pages(ADA, EVENTS, {"$select": "id"})]


async def test_links_are_followed_as_they_are_with_the_same_headers() -> None:
    server = graph(page("a", "b", link=NEXT), page(link=f"{GRAPH}/me/events?$skiptoken=R0%2Bx"), page("c"))
    assert await ids(server) == ["a", "b", "c"]
    assert server.paths[1:] == [
        "GET /v1.0/me/events?$skip=2&$select=id%2Csubject",
        "GET /v1.0/me/events?$skiptoken=R0%2Bx",
    ]
    assert all('IdType="ImmutableId"' in request.headers["prefer"] for request in server.requests)


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/v1.0/me/events",
        "http://graph.microsoft.com/v1.0/me/events",
        "https://graph.microsoft.com:8443/v1.0/me/events",
        "https://graph.microsoft.com.evil.example/v1.0/me/events",
        "https://graph.microsoft.com/beta/me/events",
        "/v1.0/me/events?$skip=2",
        "https://[broken",
    ],
)
async def test_a_link_away_from_graph_never_gets_the_token(link: str) -> None:
    server = graph(page("a", link=link))
    with pytest.raises(OutlookUnavailable):
        await ids(server)
    assert len(server.requests) == 1


async def test_a_link_that_comes_twice_is_an_error_and_no_endless_list() -> None:
    other = f"{GRAPH}/me/events?$skip=4"
    server = graph(page("a", link=NEXT), page("b", link=other), page("c", link=NEXT))
    with pytest.raises(OutlookUnavailable):
        await ids(server)


async def test_a_later_page_that_fails_for_good_gives_no_half_list() -> None:
    server = graph(page("a", link=NEXT), error(503, "x"), error(503, "x"), error(503, "x"))
    with pytest.raises(OutlookUnavailable):
        await ids(server)


async def test_a_token_that_expires_between_pages_is_renewed() -> None:
    server = graph(page("a", link=NEXT), error(401, "InvalidAuthenticationToken"), page("b"))
    assert await ids(server) == ["a", "b"]
    assert server.paths[1] == server.paths[2]


async def test_an_answer_without_a_list_is_an_error() -> None:
    server = graph(httpx.Response(200, json={"id": "x"}))
    with pytest.raises(OutlookUnavailable):
        await ids(server)
