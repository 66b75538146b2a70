"""Who proves what to whom: activity tokens and their forgeries, the bot's own sign-in, and where it may write."""

from typing import Any

import aiohttp
import jwt
import pytest

from sandbox.people import CLIENT_ID
from sandbox.world import World
from tests.sandbox.teams.stage import Stage, attached, card, stage


async def minted(teams: Stage, **wish: Any) -> str:
    token: str = (await teams.post("/admin/teams/token", **wish))["token"]
    return token


async def test_a_minted_token_passes_and_each_forgery_fails_on_its_own_point(teams: Stage) -> None:
    assert (await teams.claims(await minted(teams)))["serviceurl"] == f"{teams.origin}/teams/"
    for claims, error in (
        ({"iss": "https://evil.example"}, jwt.InvalidIssuerError),
        ({"aud": "another app"}, jwt.InvalidAudienceError),
        ({"exp": 1}, jwt.ExpiredSignatureError),
        ({"exp": None}, jwt.MissingRequiredClaimError),
    ):
        with pytest.raises(error):
            await teams.claims(await minted(teams, claims=claims))
    elsewhere = await teams.claims(await minted(teams, claims={"serviceurl": "https://evil.example/"}))
    assert elsewhere["serviceurl"] == "https://evil.example/"
    with pytest.raises(KeyError):
        await teams.claims(await minted(teams, key="unknown"))
    unendorsed = await minted(teams, key="unendorsed")
    with pytest.raises(AssertionError):
        await teams.claims(unendorsed)
    assert await teams.claims(unendorsed, endorsement="webchat")


async def test_after_a_rotation_only_the_new_key_is_served_and_used(teams: Stage) -> None:
    old = await minted(teams)
    assert (await teams.post("/admin/teams/rotate"))["ok"]
    with pytest.raises(KeyError):
        await teams.claims(old)
    await teams.hand("send", text="hello")
    assert await teams.claims(teams.bot.received[-1].authorization)


async def test_the_bot_signs_in_with_its_own_secret_only(teams: Stage) -> None:
    for changes, status, code in (
        ({"client_secret": "wrong"}, 401, 7000215),
        ({"client_id": CLIENT_ID}, 400, 700016),
        ({"grant_type": "password"}, 400, 70003),
        ({"scope": "https://graph.microsoft.com/.default"}, 400, 1002012),
    ):
        got, answer = await teams.sign_in(**changes)
        assert (got, answer["error_codes"]) == (status, [code])
    good, token = await teams.sign_in()
    assert (good, token["token_type"]) == (200, "Bearer")


async def test_the_connector_takes_nobody_elses_token(teams: Stage) -> None:
    graph = (await teams.post("/admin/token", account="ada@contoso.com", scopes=["User.Read"]))["access_token"]
    for header in (
        {},
        {"Authorization": "Bearer x.y.z"},
        {"Authorization": f"Bearer {graph}"},
        _as(await minted(teams)),
    ):
        async with teams.http.get(f"{teams.origin}/teams/v3/teams/x", headers=header) as response:
            assert response.status == 401


def _as(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


async def test_installing_tells_the_bot_twice_and_only_once(bare: Stage) -> None:
    assert (await bare.hand("install"))["ok"]
    update, news = (one.activity for one in bare.bot.received)
    assert (update["type"], news["type"], news["action"]) == ("conversationUpdate", "installationUpdate", "add")
    assert [one["id"][:3] for one in update["membersAdded"]] == ["29:", "28:"]
    assert news["conversation"] == update["conversation"]
    assert (await bare.hand("install"))["already"] is True
    assert len(bare.bot.received) == 2
    await bare.hand("install", again=True)
    assert len(bare.bot.received) == 4


async def test_a_team_install_names_team_and_channel_and_its_installer(bare: Stage) -> None:
    await bare.hand("install", conversation="general", person="ben")
    update, news = (one.activity for one in bare.bot.received)
    assert update["channelData"]["eventType"] == "teamMemberAdded"
    assert update["membersAdded"] == [{"id": update["recipient"]["id"]}]
    assert news["from"]["name"] == "Ben Okafor"
    assert news["channelData"]["settings"]["selectedChannel"]["id"] == news["channelData"]["team"]["id"]
    where = ("conversations", news["conversation"]["id"], "activities", news["id"])
    assert (await bare.call("POST", *where, type="message", text="Welcome"))[0] == 201  # an answer to an event
    assert [(one["text"], one["thread"]) for one in await bare.sees("channel")] == [("Welcome", None)]


async def test_where_it_is_not_installed_the_bot_can_neither_write_nor_look(bare: Stage) -> None:
    for kind in ("channel", "groupChat"):
        status, refused = await bare.say(await bare.place(kind), text="x")
        assert (status, refused["error"]["code"]) == (403, "BotNotInConversationRoster")
        assert (await bare.call("GET", "conversations", await bare.place(kind), "members"))[0] == 403
    status, refused = await bare.say(await bare.place("personal"), text="x")
    assert (status, refused["errorCode"]) == (403, 209)
    made = {"members": [{"id": "ada@contoso.com"}], "tenantId": bare.settings["CLEARHOUR_TEAMS_TENANT"]}
    assert (await bare.call("POST", "conversations", **made))[0] == 403
    assert "not installed" in (await bare.hand("send", text="hello"))["error"]
    await bare.hand("install", conversation="general")  # a member of a team that has the app may be written to
    assert (await bare.call("POST", "conversations", **made))[0] == 201
    assert (await bare.say(await bare.place("personal"), text="x"))[0] == 201


async def test_uninstalling_ends_writing_at_once(teams: Stage) -> None:
    await teams.hand("uninstall", conversation="group")
    update, news = (one.activity for one in teams.bot.received)
    assert (update["membersRemoved"], news["action"]) == ([{"id": news["recipient"]["id"]}], "remove")
    assert (await teams.say(await teams.place("groupChat"), text="x"))[0] == 403
    quiet = await teams.hand("send", conversation="group", text="@Clearhour today")
    assert (quiet["sent"], len(teams.bot.received)) == (False, 2)


async def test_a_reset_keeps_the_registration_and_forgets_the_rest(teams: Stage) -> None:
    await teams.say(await teams.place("personal"), text="x")
    await teams.post("/admin/reset")
    state = await teams.state()
    assert state["registered"] is True
    assert not any(one["installed"] for one in state["conversations"])
    assert not any(state["messages"].values())
    assert (await teams.hand("install"))["ok"]


async def test_a_data_directory_keeps_chats_keys_and_installs(tmp_path: Any) -> None:
    async with stage(World(data_dir=tmp_path)) as first:
        await first.say(await first.place("personal"), attachments=[attached(card())])
        before, old = await first.state(), await minted(first)
    world = World(data_dir=tmp_path)
    async with stage(world, installed=False) as second:
        after = await second.state()
        assert after["messages"] == before["messages"]
        assert [one["installed"] for one in after["conversations"]] == [True, True, True]
        assert await second.claims(old)
        assert (await second.hand("install"))["already"] is True


async def test_a_bot_is_registered_with_its_endpoint_and_command_menu(teams: Stage) -> None:
    commands = [{"title": "today", "description": "Your day"}]
    manifest = {"bots": [{"botId": "x", "commandLists": [{"scopes": ["personal"], "commands": commands}]}]}
    await teams.post("/admin/teams/app", endpoint="http://127.0.0.1:9/api/messages", manifest=manifest)
    assert (await teams.state())["commands"] == [{**commands[0], "scopes": ["personal"]}]
    assert (await teams.hand("send", text="x"))["error"] == "Unable to reach app. Please try again."
    await teams.post("/admin/teams/app", endpoint=f"{teams.bot.origin}/api/messages")
    assert (await teams.hand("send", text="x"))["ok"]


async def test_admin_says_what_is_wrong(teams: Stage) -> None:
    for path, wrong in (
        ("app", {"endpoint": "nowhere"}),
        ("settings", {"speed": 1}),
        ("person", {"person": "ada", "tz": "Moon/Base"}),
        ("faults", {"where": "here"}),
        ("token", {"key": "rusty"}),
    ):
        answer = await teams.post(f"/admin/teams/{path}", **wrong)
        assert (answer["ok"], bool(answer["error"])) == (False, True)
    assert (await teams.get("/admin/teams/last_request", person="emil"))["error"]


async def test_a_lost_answer_did_the_work(teams: Stage) -> None:
    await teams.post("/admin/teams/faults", call="send", answer="lose_answer", times=1)
    with pytest.raises(aiohttp.ClientError):
        await teams.say(await teams.place("personal"), text="said")
    assert [one["text"] for one in await teams.sees()] == ["said"]
