"""api.test and auth.test."""

from __future__ import annotations

from sandbox.people import SLACK_APP, SLACK_BOT_USER, SLACK_TEAM
from sandbox.slack.api.call import ApiError, Call, Method
from sandbox.slack.ids import BOT_ID, BOT_NAME, TEAM_DOMAIN, TEAM_NAME
from sandbox.slack.model import Json


async def _api_test(call: Call) -> Json:
    arguments = {key: value for key, value in call.arguments.items() if key != "token"}
    if "error" in arguments:
        raise ApiError(str(arguments["error"]), args=arguments)
    return {"args": arguments}


async def _auth_test(call: Call) -> Json:
    domain, name = (TEAM_DOMAIN, TEAM_NAME) if call.team == SLACK_TEAM else ("fabrikam", "Fabrikam")
    return {
        "url": f"https://{domain}.slack.com/",
        "team": name,
        "user": BOT_NAME,
        "team_id": call.team,
        "user_id": SLACK_BOT_USER,
        "bot_id": BOT_ID,
        "app_id": SLACK_APP,
        "is_enterprise_install": False,
    }


METHODS = {"api.test": Method(_api_test, needs_token=False), "auth.test": Method(_auth_test)}
