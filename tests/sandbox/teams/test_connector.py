"""The bot's own calls: posting, editing, deleting, reading who is there, and every refusal."""

from typing import Any

from sandbox.teams.names import GENERAL
from tests.sandbox.teams.stage import Stage, attached, card, text

Json = dict[str, Any]
ADA = "a1b2c3d4-0000-4000-8000-000000000001"
TENANT = "6f0c2a34-5b1d-4e0f-9a77-0c1f3d2b8e41"


async def test_a_message_is_posted_edited_and_deleted_in_place(teams: Stage) -> None:
    chat = await teams.place("personal")
    status, answer = await teams.say(chat, text="**Hello**")
    assert status == 201
    await teams.say(chat, text="second")
    where = ("conversations", chat, "activities", answer["id"])
    assert (await teams.call("PUT", *where, type="message", text="Hello again"))[0] == 200
    seen = await teams.sees()
    assert [(one["text"], one["edited"], one["bot"]) for one in seen] == [
        ("Hello again", True, True),
        ("second", False, True),
    ]
    assert (await teams.call("DELETE", *where))[0] == 200
    assert [one["text"] for one in await teams.sees()] == ["second"]
    status, refused = await teams.call("PUT", *where, type="message", text="too late")
    assert (status, refused["error"]["code"]) == (404, "ActivityNotFoundInConversation")


async def test_the_bot_changes_only_its_own_messages(teams: Stage) -> None:
    typed = (await teams.hand("send", text="mine"))["id"]
    where = ("conversations", await teams.place("personal"), "activities", typed)
    assert (await teams.call("PUT", *where, type="message", text="x"))[0] == 403
    assert (await teams.call("DELETE", *where))[0] == 403
    assert [one["text"] for one in await teams.sees()] == ["mine"]


async def test_text_beside_a_card_is_split_and_has_no_id(teams: Stage) -> None:
    chat = await teams.place("personal")
    assert await teams.say(chat, text="Look", attachments=[attached(card())]) == (201, {})
    assert [(one["text"], len(one["cards"])) for one in await teams.sees()] == [("Look", 0), ("", 1)]
    status, answer = await teams.say(chat, summary="Look", attachments=[attached(card())])
    assert (status, list(answer)) == (201, ["id"])
    where = ("conversations", chat, "activities", answer["id"])
    status, refused = await teams.call("PUT", *where, type="message", text="x", attachments=[attached(card())])
    assert (status, refused["error"]["code"]) == (400, "BadSyntax")


async def test_typing_is_told_to_the_page_and_leaves_nothing(teams: Stage) -> None:
    chat = await teams.place("personal")
    async with teams.world.bus.subscribe() as queue:
        assert (await teams.call("POST", "conversations", chat, "activities", type="typing"))[0] == 201
        events = [queue.get_nowait() for _ in range(queue.qsize())]
    assert [one["what"] for one in events if one["type"] == "teams"] == ["typing"]
    assert await teams.sees() == []


REFUSED: list[tuple[Json, int, str]] = [
    ({"type": "message"}, 400, "BadSyntax"),
    ({"type": "trace", "text": "x"}, 400, "BadSyntax"),
    ({"type": "message", "text": 5}, 400, "BadSyntax"),
    ({"type": "message", "text": "x", "from": {"id": "28:another"}}, 403, "ForbiddenOperation"),
    (
        {"type": "message", "attachments": [{"contentType": "application/vnd.microsoft.card.hero"}]},
        400,
        "BadSyntax",
    ),
    ({"type": "message", "attachments": [attached({"type": "AdaptiveCard"})]}, 400, "BadSyntax"),
    (
        {"type": "message", "text": "hi", "entities": [{"type": "mention", "text": "<at>Ben</at>"}]},
        400,
        "BadSyntax",
    ),
    ({"type": "message", "text": "x" * 29_000}, 413, "MessageSizeTooBig"),
    ({"type": "message", "attachments": [attached(card(text("x" * 29_000)))]}, 413, "MessageSizeTooBig"),
]


async def test_what_teams_would_not_take_is_refused(teams: Stage) -> None:
    chat = await teams.place("personal")
    for activity, status, code in REFUSED:
        got, answer = await teams.call("POST", "conversations", chat, "activities", **activity)
        assert (got, answer["error"]["code"]) == (status, code), activity
    assert await teams.sees() == []


async def test_no_malformed_body_makes_the_connector_fall_over(teams: Stage) -> None:
    chat = await teams.place("personal")
    await teams.call("GET", "conversations", chat, "members")
    header = {"Authorization": f"Bearer {teams.token}"}
    bodies = [
        "",
        "[]",
        "5",
        "{",
        '{"type": {}}',
        '{"type": "message", "text": "x", "from": "me"}',
        '{"channelData": 5}',
    ]
    bodies += ['{"type": "message", "attachments": {}}', '{"type": "message", "text": "x", "entities": [5]}']
    bodies += [f'{{"tenantId": "{TENANT}", "members": [5]}}', f'{{"tenantId": "{TENANT}", "activity": "x"}}']
    for path in ("conversations", f"conversations/{chat}/activities"):
        for body in bodies:
            async with teams.http.post(f"{teams.origin}/teams/v3/{path}", data=body, headers=header) as response:
                assert (response.status, (await response.json())["error"]["code"]) == (400, "BadSyntax"), body


async def test_an_unknown_conversation_is_not_found(teams: Stage) -> None:
    for name in ("19:nowhere@thread.v2", f"{GENERAL};messageid=1"):
        status, answer = await teams.say(name, text="x")
        assert (status, answer["error"]["code"]) == (404, "ConversationNotFound")


async def test_a_personal_chat_can_be_opened_by_either_id_and_stays_the_same(teams: Stage) -> None:
    chat = await teams.place("personal")
    member = (await teams.call("GET", "conversations", chat, "members", ADA))[1]["id"]
    for name in (member, ADA):
        answer = await teams.call(
            "POST", "conversations", isGroup=False, bot={"id": "x"}, members=[{"id": name}], tenantId=TENANT
        )
        assert answer == (201, {"id": chat})
    greeted = await teams.call(
        "POST",
        "conversations",
        members=[{"id": member}],
        channelData={"tenant": {"id": TENANT}},
        activity={"type": "message", "text": "hello"},
    )
    assert greeted[1]["activityId"] == (await teams.sees())[0]["id"]


IMPOSSIBLE: list[tuple[Json, int]] = [
    ({"members": [{"id": ADA}]}, 400),
    ({"members": [{"id": "29:nobody"}], "tenantId": TENANT}, 400),
    ({"members": [{"id": ADA}, {"id": ADA}], "isGroup": True, "tenantId": TENANT}, 400),
    ({"members": [{"id": ADA}], "tenantId": "00000000-0000-4000-8000-000000000000"}, 403),
    ({"isGroup": True, "channelData": {"channel": {"id": GENERAL}}, "tenantId": TENANT}, 400),
    ({"isGroup": True, "channelData": {"channel": {"id": "19:no"}}, "tenantId": TENANT}, 404),
]


async def test_a_conversation_that_cannot_be_made_is_refused(teams: Stage) -> None:
    for content, status in IMPOSSIBLE:
        assert (await teams.call("POST", "conversations", **content))[0] == status, content


async def test_a_new_post_in_a_channel_opens_a_thread(teams: Stage) -> None:
    status, made = await teams.call(
        "POST",
        "conversations",
        isGroup=True,
        channelData={"channel": {"id": GENERAL}, "tenant": {"id": TENANT}},
        activity={"type": "message", "attachments": [attached(card())]},
    )
    assert (status, made["id"]) == (201, f"{GENERAL};messageid={made['activityId']}")
    await teams.say(made["id"], text="and an answer")
    await teams.call("POST", "conversations", GENERAL, "activities", made["activityId"], type="message", text="another")
    assert [one["thread"] for one in await teams.sees("channel")] == [None, made["activityId"], made["activityId"]]


async def test_the_roster_knows_everybody_by_every_id(teams: Stage) -> None:
    status, page = await teams.call("GET", "conversations", GENERAL, "pagedmembers", query="?pageSize=2")
    assert (status, len(page["members"]), "continuationToken" in page) == (200, 5, False)
    dina = next(one for one in page["members"] if one["givenName"] == "Dina")
    assert (dina["userPrincipalName"], dina["tenantId"], dina["userRole"]) == ("dina@contoso.com", TENANT, "user")
    for name in (dina["id"], dina["aadObjectId"], "Dina@contoso.com"):
        assert (await teams.call("GET", "conversations", GENERAL, "members", name))[1] == dina
    assert len((await teams.call("GET", "conversations", GENERAL, "members"))[1]) == 5
    alone = (await teams.call("GET", "conversations", await teams.place("personal"), "members"))[1]
    assert [one["name"] for one in alone] == ["Ada Lindqvist"]  # type: ignore[index]
    assert (await teams.call("GET", "conversations", await teams.place("personal"), "members", dina["id"]))[0] == 404
    assert (await teams.call("GET", "teams", GENERAL))[1]["name"] == "Contoso"


async def test_the_switch_makes_the_eighth_message_of_a_second_wait(teams: Stage) -> None:
    chat = await teams.place("personal")
    await teams.post("/admin/teams/settings", rate_limit=True)
    answers = [await teams.say(chat, text=str(number)) for number in range(9)]
    assert [status for status, _answer in answers] == [201] * 7 + [429, 429]
    assert answers[7][1]["error"]["code"] == "Throttled"
    assert (await teams.say(await teams.place("groupChat"), text="another conversation"))[0] == 201
    await teams.post("/admin/teams/settings", rate_limit=False)


async def test_planted_faults_strike_the_named_call_as_often_as_told(teams: Stage) -> None:
    chat = await teams.place("personal")
    await teams.post("/admin/teams/faults", call="send", status=502, times=1)
    assert (await teams.call("GET", "conversations", chat, "members"))[0] == 200
    assert [(await teams.say(chat, text="x"))[0] for _ in range(2)] == [502, 201]
    await teams.post("/admin/teams/faults", status=429, retry_after=7)
    async with teams.http.get(
        f"{teams.origin}/teams/v3/teams/{GENERAL}", headers={"Authorization": f"Bearer {teams.token}"}
    ) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "7")
    async with teams.http.delete(f"{teams.origin}/admin/teams/faults"):
        assert (await teams.say(chat, text="y"))[0] == 201
