"""Bot Framework's side: the key server that proves activities, and the sign-in service for the bot's own calls."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from aiohttp import web

from sandbox.people import CONTOSO_TENANT
from sandbox.teams.model import Json
from sandbox.teams.names import APP_ID, APP_PASSWORD, BOT_AUDIENCE, CHANNEL, ISSUER
from sandbox.teams.state import Teams
from sandbox.teams.tokens import BOT_TOKEN_SECONDS, bot_token
from sandbox.teams.traced import traced

METADATA_PATH = "/teams/botframework/v1/.well-known/openidconfiguration"
KEYS_PATH = "/teams/botframework/v1/.well-known/keys"
LOGIN_PATH = "/teams/login"
TENANTS = {"botframework.com", CONTOSO_TENANT, "contoso.com"}


def routes(teams: Teams) -> list[web.AbstractRouteDef]:
    async def metadata(_request: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": ISSUER,
                "authorization_endpoint": "https://invalid.botframework.com",
                "jwks_uri": f"{teams.origin()}{KEYS_PATH}",
                "id_token_signing_alg_values_supported": ["RS256"],
                "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            }
        )

    async def keys(_request: web.Request) -> web.Response:
        found = [{**teams.key.public_jwk, "endorsements": [CHANNEL]}]
        if teams.unendorsed_key is not None:
            found.append({**teams.unendorsed_key.public_jwk, "endorsements": ["webchat"]})
        return web.json_response({"keys": found})

    async def token(request: web.Request) -> web.Response:
        return await _token(teams, request)

    return [
        web.get(METADATA_PATH, traced(teams, "the bot reads where the keys are", metadata)),
        web.get(KEYS_PATH, traced(teams, "the bot reads the keys", keys)),
        web.post(f"{LOGIN_PATH}/{{tenant}}/oauth2/v2.0/token", traced(teams, "the bot signs itself in", token)),
    ]


async def _token(teams: Teams, request: web.Request) -> web.Response:
    """The client credentials grant. Source: Microsoft identity platform, client credentials; its error codes."""
    form = {key: value for key, value in (await request.post()).items() if isinstance(value, str)}
    tenant = request.match_info["tenant"]
    if tenant.casefold() not in TENANTS:
        return _refused(400, 90002, "invalid_request", f"Tenant '{tenant}' not found.")
    if form.get("grant_type") != "client_credentials":
        return _refused(400, 70003, "unsupported_grant_type", "The app requested an unsupported grant type.")
    if form.get("client_id") != APP_ID:
        text = f"Application with identifier '{form.get('client_id')}' was not found in the directory."
        return _refused(400, 700016, "unauthorized_client", text)
    if form.get("client_secret") != APP_PASSWORD:
        return _refused(401, 7000215, "invalid_client", "Invalid client secret provided.")
    if form.get("scope") != f"{BOT_AUDIENCE}/.default":
        text = f"The provided value for scope {form.get('scope')} is not valid for client credentials."
        return _refused(400, 1002012, "invalid_scope", text)
    seconds = BOT_TOKEN_SECONDS - 1
    answer = {"token_type": "Bearer", "expires_in": seconds, "ext_expires_in": seconds}
    return web.json_response({**answer, "access_token": bot_token(teams)}, headers={"Cache-Control": "no-store"})


def _refused(status: int, code: int, error: str, text: str) -> web.Response:
    answer: Json = {
        "error": error,
        "error_description": f"AADSTS{code}: {text}",
        "error_codes": [code],
        "timestamp": datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%SZ"),
        "trace_id": str(uuid.uuid4()),
        "correlation_id": str(uuid.uuid4()),
    }
    return web.json_response(answer, status=status)
