"""Installing by OAuth: what the page refuses, and what a code is good for."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.people import SLACK_CLIENT_ID, SLACK_CLIENT_SECRET
from tests.sandbox.slack.stage import Stage

BACK = "https://bot.example/slack/installed"
ASKED = {"client_id": SLACK_CLIENT_ID, "scope": "chat:write,commands", "redirect_uri": BACK, "state": "s1"}


async def registered(slack: Stage) -> None:
    manifest = slack.bot.manifest()
    manifest["oauth_config"]["redirect_urls"] = [BACK]
    assert (await slack.post("/admin/slack/app", manifest=manifest))["ok"]


async def answered(slack: Stage, answer: str, team: str = "T0CONTOSO", **changes: str) -> dict[str, str]:
    """What the browser is sent back with."""
    url = f"{slack.origin}/slack/oauth/v2/authorize"
    form = {"answer": answer, "team": team}
    async with slack.http.post(url, params={**ASKED, **changes}, data=form, allow_redirects=False) as response:
        assert response.status == 302, await response.text()
        found = urlsplit(response.headers["Location"])
        assert f"{found.scheme}://{found.netloc}{found.path}" == BACK
        return {name: values[0] for name, values in parse_qs(found.query).items()}


async def exchanged(slack: Stage, code: str, **changes: str) -> Any:
    given = {"client_id": SLACK_CLIENT_ID, "client_secret": SLACK_CLIENT_SECRET, "redirect_uri": BACK, **changes}
    client = AsyncWebClient(base_url=f"{slack.origin}/slack/api/")
    return await client.api_call("oauth.v2.access", data={"code": code, **given})


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"redirect_uri": "https://evil.example/x"}, "bad_redirect_uri"),
        ({"redirect_uri": f"{BACK}evil"}, "bad_redirect_uri"),
        ({"scope": "admin"}, "invalid_scope: admin"),
        ({"scope": ""}, "no_scopes"),
    ],
)
async def test_the_page_does_not_ask_for_what_was_not_registered(
    slack: Stage, changed: dict[str, str], said: str
) -> None:
    await registered(slack)
    async with slack.http.get(f"{slack.origin}/slack/oauth/v2/authorize", params={**ASKED, **changed}) as response:
        assert response.status == 400
        assert said in await response.text()


async def test_a_refusal_comes_back_with_the_state(slack: Stage) -> None:
    await registered(slack)
    assert await answered(slack, "cancel") == {"error": "access_denied", "state": "s1"}


async def test_a_code_is_good_once_with_the_apps_own_credentials(slack: Stage) -> None:
    await registered(slack)
    code = (await answered(slack, "allow", "T0FABRIKM"))["code"]
    for wrong, said in (
        ({"client_secret": "x"}, "bad_client_secret"),
        ({"client_id": "1.2"}, "invalid_client_id"),
        ({"redirect_uri": "https://bot.example/"}, "bad_redirect_uri"),
    ):
        with pytest.raises(SlackApiError, match=said):
            await exchanged(slack, code, **wrong)
    granted = await exchanged(slack, code)
    assert (granted["team"]["id"], granted["scope"], granted["token_type"]) == ("T0FABRIKM", ASKED["scope"], "bot")
    with pytest.raises(SlackApiError, match="code_already_used"):
        await exchanged(slack, code)
    theirs = AsyncWebClient(granted["access_token"], f"{slack.origin}/slack/api/")
    assert (await theirs.auth_test())["team_id"] == "T0FABRIKM"
    with pytest.raises(SlackApiError, match="user_not_found"):
        await theirs.users_info(user="U0ADA0001")


async def test_who_takes_the_app_out_is_heard_of_after_the_token_is_dead(slack: Stage) -> None:
    manifest = slack.bot.manifest()
    manifest["settings"]["event_subscriptions"]["bot_events"] += ["app_uninstalled", "tokens_revoked"]
    await slack.post("/admin/slack/app", manifest=manifest)
    slack.bot.received.clear()
    assert (await slack.post("/admin/slack/uninstall"))["tokens"] == 1
    assert [one.payload["event"]["type"] for one in slack.bot.received] == ["tokens_revoked", "app_uninstalled"]
    assert slack.bot.received[0].payload["event"]["tokens"]["bot"] == ["U0CLEARHR"]
    with pytest.raises(SlackApiError, match="account_inactive"):
        await slack.client.auth_test()
