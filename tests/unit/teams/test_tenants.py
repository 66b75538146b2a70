"""Whose Teams may talk to us: our own, those that are named, or each that installed the app."""

import pytest

from adapters.teams.http import Json
from adapters.teams.parse.payloads import Activity
from adapters.teams.tenants import Refusing, Tenants
from tests.unit.teams.stage import SERVICE, SilentLog, Stage, stage
from tests.unit.world import CONTOSO

FABRIKAM, NORTHWIND = "d0000000-0000-4000-8000-00000000000f", "d0000000-0000-4000-8000-0000000000aa"


def activity(tenant: str, kind: str = "message", name: str | None = None, **more: object) -> Activity:
    said: Json = {
        "type": kind, "id": "1", "channelId": "msteams", "serviceUrl": SERVICE, "name": name,
        "from": {"id": "29:zoe", "aadObjectId": "zoe"}, "recipient": {"id": "28:bot"},
        "conversation": {"id": "a:zoe", "conversationType": "personal", "tenantId": tenant},
        "channelData": {"tenant": {"id": tenant}}, **more,
    }  # fmt: skip
    return Activity.model_validate({key: value for key, value in said.items() if value is not None})


async def admits(one: Stage, others: str, tenant: str, kind: str = "message") -> bool:
    return await Tenants.parse(CONTOSO, others).admit(activity(tenant, kind), one.workspace.routes)


async def test_only_ours_and_those_that_are_named_may_talk() -> None:
    async with stage() as one:
        assert await admits(one, "", CONTOSO)
        assert not await admits(one, "", FABRIKAM)
        assert await admits(one, f"{FABRIKAM.upper()}, {NORTHWIND}", FABRIKAM)
        assert not await admits(one, NORTHWIND, FABRIKAM)
        assert not await admits(one, NORTHWIND, FABRIKAM, "installationUpdate")


async def test_where_all_may_install_it_only_who_did_may_talk() -> None:
    async with stage() as one:
        assert not await admits(one, "*", FABRIKAM)
        assert await admits(one, "*", FABRIKAM, "installationUpdate")
        await one.workspace.routes.installed(FABRIKAM)
        assert await admits(one, "*", FABRIKAM)
        assert not await admits(one, "*", NORTHWIND)


@pytest.mark.parametrize(("many", "tenant"), [(False, CONTOSO), (True, "botframework.com")])
async def test_a_bot_signs_in_where_azure_has_it(many: bool, tenant: str) -> None:
    async with stage(many=many) as one:
        await one.types("ada", "help")
        assert any(f"/{tenant}/oauth2" in call for call in one.teams.calls)


@pytest.mark.parametrize(
    ("kind", "name", "shape"),
    [
        ("invoke", "adaptiveCard/action", "statusCode"),
        ("invoke", "task/fetch", "task"),
        ("invoke", "composeExtension/fetchTask", "task"),
    ],
)
async def test_a_refused_press_is_answered_in_its_own_shape(kind: str, name: str, shape: str) -> None:
    async with stage() as one:
        answer = refusing(one).answer(activity(FABRIKAM, kind, name))
        assert answer is not None
        assert shape in answer
        assert FABRIKAM in str(answer)
        assert one.teams.posts == {}


async def test_a_refused_word_is_answered_where_it_was_said_in_the_persons_language() -> None:
    async with stage() as one:
        said = activity(FABRIKAM, localTimezone="Europe/Berlin", locale="de-DE")
        assert refusing(one).answer(said) is None
        await one.settles()
        (line,) = one.teams.said("a:zoe")
        assert FABRIKAM in line
        assert "Organisation" in line
        assert refusing(one).answer(activity(FABRIKAM, "installationUpdate", action="remove")) is None
        await one.settles()
        assert len(one.teams.said("a:zoe")) == 1


def refusing(one: Stage) -> Refusing:
    return Refusing(calls=one.workspace.calls, tasks=one.adapter._tasks, clock=one.world.clock, log=SilentLog())
