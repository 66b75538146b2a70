"""Who is an admin, as each chat says."""

from dataclasses import dataclass, field

import pytest

from adapters.slack.admins import SlackAdmins
from adapters.slack.parse.ask import Here
from adapters.slack.render import Json
from adapters.slack.workspaces import NotInstalled
from adapters.teams.admins import TeamsAdmins
from adapters.teams.routes import Routes
from core.people.model import ChatProfile, ChatUser, Platform, Workspace
from tests.fakes.memory import Memory
from tests.fakes.people import FakeChatRoutes

HERE = Workspace(Platform.SLACK, "T1")
TENANT = "0f3b7c1e-1111-2222-3333-444455556666"


def slack_user(key: str, **flags: object) -> Json:
    return {"id": key, "team_id": "T1", "profile": {"real_name": key.title()}, **flags}


@dataclass
class OneWorkspace:
    """Slack's Web API as SlackAdmins uses it; everybody is found from everywhere, as a configured token finds them."""

    people: list[Json]
    here: Here = field(default_factory=lambda: Here("T1", "UBOT", "https://t1.slack.example/"))

    async def of(self, team: str) -> "OneWorkspace":
        if team == "TGONE":
            raise NotInstalled
        return self

    @property
    def calls(self) -> "OneWorkspace":
        return self

    async def user(self, user: str) -> Json | None:
        return next((one for one in self.people if one["id"] == user), None)

    async def users(self) -> list[Json]:
        return self.people


SLACK = OneWorkspace(
    [
        slack_user("admin", is_admin=True),
        slack_user("owner", is_owner=True),
        slack_user("ben"),
        slack_user("gone", is_admin=True, deleted=True),
        slack_user("guest", is_admin=True, is_restricted=True),
        slack_user("robot", is_admin=True, is_bot=True),
        slack_user("stranger", is_admin=True, team_id="T2"),
    ]
)


@pytest.mark.parametrize(
    ("user", "expected"),
    [
        (ChatUser(Platform.SLACK, "T1", "admin"), True),
        (ChatUser(Platform.SLACK, "T1", "owner"), True),
        *((ChatUser(Platform.SLACK, "T1", one), False) for one in ("ben", "gone", "guest", "robot", "nobody")),
        (ChatUser(Platform.SLACK, "T2", "stranger"), False),
        (ChatUser(Platform.SLACK, "T2", "admin"), False),
        (ChatUser(Platform.SLACK, "TGONE", "admin"), False),
    ],
)
async def test_slack_says_who_is_one_of_the_workspace_itself(user: ChatUser, expected: bool) -> None:
    assert await SlackAdmins(SLACK).is_admin(user) is expected  # type: ignore[arg-type]


async def test_slack_names_some_of_them() -> None:
    assert await SlackAdmins(SLACK).named(HERE) == ("Admin", "Owner")  # type: ignore[arg-type]
    assert await SlackAdmins(SLACK).named(Workspace(Platform.SLACK, "TGONE")) == ()  # type: ignore[arg-type]


@dataclass
class Roster:
    """Implements the part of TeamsDirectory that is asked."""

    people: dict[str, ChatProfile]

    async def profile(self, user: ChatUser) -> ChatProfile | None:
        return self.people.get(user.user)


def teams_user(oid: str, tenant: str = TENANT) -> ChatUser:
    return ChatUser(Platform.TEAMS, tenant, oid)


def teams(named: frozenset[str] = frozenset()) -> tuple[TeamsAdmins, Routes]:
    people = {one: ChatProfile(teams_user(one), one.title(), None, "UTC", "en-GB") for one in ("ada", "ben", "op")}
    people["gast"] = ChatProfile(teams_user("gast"), "Gast", None, "UTC", "en-GB", outsider=True)
    routes = Routes(FakeChatRoutes(), Memory(), "app")
    return TeamsAdmins(Roster(people), routes, named), routes  # type: ignore[arg-type]


async def test_in_teams_it_is_who_installed_the_app_first_and_whom_the_operator_names() -> None:
    admins, routes = teams(frozenset({"op"}))
    assert not await admins.is_admin(teams_user("ada"))
    for one in ("ada", "ben"):
        await routes.installed(TENANT, one)
    assert [await admins.is_admin(teams_user(one)) for one in ("ada", "ben", "op", "")] == [True, False, True, False]
    assert not await admins.is_admin(teams_user("ada", "another-tenant"))
    assert await admins.named(Workspace(Platform.TEAMS, TENANT)) == ("Ada", "Op")


async def test_a_guest_who_installed_it_is_none() -> None:
    admins, routes = teams()
    await routes.installed(TENANT, "gast")
    assert not await admins.is_admin(teams_user("gast"))


async def test_who_comes_after_an_installation_of_before_is_none() -> None:
    """Who installed it was not written down then: the operator names them."""
    admins, routes = teams()
    await routes.installed(TENANT)
    await routes.installed(TENANT, "ben")
    assert not await admins.is_admin(teams_user("ben"))
