"""What the page needs to know before it draws anything."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from sandbox.page.assets import secured
from sandbox.people import SLACK_BOT_USER, Person
from sandbox.seed.desk import next_monday
from sandbox.teams.names import work_account
from sandbox.world import World

GRAPH: str = "/v1.0"
ADMIN: str = "/admin"
TOKEN_SCOPES: tuple[str, ...] = (
    "Calendars.ReadWrite",
    "Calendars.ReadWrite.Shared",
    "MailboxSettings.Read",
    "User.Read",
)


def describe(person: Person) -> dict[str, Any]:
    """One person as the page shows them; accounts by address, the work one first."""
    return {
        "key": person.key,
        "name": person.name,
        "initials": person.initials,
        "slack_id": person.slack_id,
        "tz": person.tz,
        "locale": person.locale,
        "title": person.title,
        "directory_id": work_account(person).oid,
        "accounts": [
            {"address": account.address, "personal": account.personal}
            for account in sorted(person.accounts, key=lambda account: account.personal)
        ],
    }


def config(world: World) -> Callable[[web.Request], Any]:
    """The handler of GET /page/api/config: people, addresses, the present moment, the week worth seeing."""

    async def answer(_request: web.Request) -> web.Response:
        return secured(
            web.json_response(
                {
                    "people": [describe(person) for person in world.people],
                    "bot": {"slack_id": SLACK_BOT_USER, "name": "Clearhour"},
                    "admin": ADMIN,
                    "graph": GRAPH,
                    "token_scopes": list(TOKEN_SCOPES),
                    "now": world.clock.now().isoformat(),
                    "monday": next_monday(world.clock.now()).isoformat(),
                }
            )
        )

    return answer
