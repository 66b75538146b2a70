"""Who is in a conversation."""

from __future__ import annotations

from aiohttp import web

from sandbox.people import CONTOSO_TENANT, Person
from sandbox.teams.connector.errors import ConnectorError, bad_syntax, not_installed
from sandbox.teams.connector.reading import place
from sandbox.teams.model import Json
from sandbox.teams.names import user_id, work_account
from sandbox.teams.state import Teams

LEAST_PAGE, MOST_PAGE = 50, 500  # Teams treats smaller pages as 50 and larger ones as 500


async def everybody(teams: Teams, request: web.Request) -> web.Response:
    """GET conversations/{id}/members."""
    return web.json_response([described(person) for person in _people(teams, request)])


async def one(teams: Teams, request: web.Request) -> web.Response:
    """GET conversations/{id}/members/{userId}: by Teams id, directory object id or user principal name."""
    people, wanted = _people(teams, request), teams.person_by_id(request.match_info["member"])
    if wanted is None or wanted not in people:
        text = "The specified member was not found in the conversation."
        raise ConnectorError(404, "MemberNotFoundInConversation", text)
    return web.json_response(described(wanted))


async def paged(teams: Teams, request: web.Request) -> web.Response:
    """GET conversations/{id}/pagedmembers?pageSize=&continuationToken=."""
    people = _people(teams, request)
    try:
        size = min(max(int(request.query.get("pageSize") or MOST_PAGE), LEAST_PAGE), MOST_PAGE)
        start = int(request.query.get("continuationToken") or 0)
    except ValueError:
        raise bad_syntax("pageSize is a number and continuationToken comes from the page before.") from None
    answer: Json = {"members": [described(person) for person in people[start : start + size]]}
    if start + size < len(people):
        answer["continuationToken"] = str(start + size)
    return web.json_response(answer)


def described(person: Person) -> Json:
    """A person as the roster shows them."""
    account = work_account(person)
    given, _space, surname = person.name.partition(" ")
    return {
        "id": user_id(person),
        "name": person.name,
        "objectId": account.oid,
        "aadObjectId": account.oid,
        "givenName": given,
        "surname": surname,
        "email": account.address,
        "userPrincipalName": account.address,
        "tenantId": CONTOSO_TENANT,
        "userRole": "user",
    }


def _people(teams: Teams, request: web.Request) -> list[Person]:
    conversation, _thread = place(teams, request)
    if not teams.may_write(conversation):
        raise not_installed()
    return [person for person in teams.world.people if person.key in conversation.members]
