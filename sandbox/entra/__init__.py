"""The sign-in service: discovery, the pages, tokens and keys under `/{tenant}/…`, as Entra lays them out."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from sandbox.entra.admin_consent import admin_consent
from sandbox.entra.authorize import authorize, known_tenant
from sandbox.entra.errors import refuse
from sandbox.entra.token_endpoint import post_token
from sandbox.people import CONSUMER_TENANT, CONTOSO_TENANT

if TYPE_CHECKING:
    from sandbox.world import World

ALIASES = ["login.microsoftonline.com", "login.windows.net", "login.microsoft.com", "sts.windows.net"]
Endpoint = Callable[[web.Request, "World"], Awaitable[web.StreamResponse]]


def routes(world: "World") -> list[web.AbstractRouteDef]:
    """The login routes; unknown tenants are refused as the service does."""

    def at(endpoint: Endpoint) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def handle(request: web.Request) -> web.StreamResponse:
            tenant = request.match_info["tenant"]
            if not known_tenant(tenant):
                return refuse(90002, error="invalid_tenant", description=f"Tenant '{tenant}' not found.")
            return await endpoint(request, world)

        return handle

    return [
        web.get("/common/discovery/instance", _instances),
        web.get("/{tenant}/v2.0/.well-known/openid-configuration", at(_discovery)),
        web.get("/{tenant}/discovery/v2.0/keys", at(_keys)),
        web.get("/{tenant}/oauth2/v2.0/authorize", at(authorize)),
        web.post("/{tenant}/oauth2/v2.0/authorize", at(authorize)),
        web.post("/{tenant}/oauth2/v2.0/token", at(post_token)),
        web.get("/{tenant}/v2.0/adminconsent", at(admin_consent)),
        web.post("/{tenant}/v2.0/adminconsent", at(admin_consent)),
        web.get("/{tenant}/adminconsent", at(admin_consent)),
        web.post("/{tenant}/adminconsent", at(admin_consent)),
    ]


async def _discovery(request: web.Request, world: "World") -> web.StreamResponse:
    tenant = request.match_info["tenant"]
    issuer = {
        "common": "{tenantid}",
        "organizations": "{tenantid}",
        "consumers": CONSUMER_TENANT,
        "contoso.com": CONTOSO_TENANT,
    }
    base = f"{world.public_login}/{tenant}"
    document: dict[str, Any] = {
        "issuer": f"{world.public_login}/{issuer.get(tenant.casefold(), tenant)}/v2.0",
        "authorization_endpoint": f"{base}/oauth2/v2.0/authorize",
        "token_endpoint": f"{base}/oauth2/v2.0/token",
        "device_authorization_endpoint": f"{base}/oauth2/v2.0/devicecode",
        "end_session_endpoint": f"{base}/oauth2/v2.0/logout",
        "jwks_uri": f"{base}/discovery/v2.0/keys",
        "userinfo_endpoint": "https://graph.microsoft.com/oidc/userinfo",
        "response_modes_supported": ["query", "fragment", "form_post"],
        "response_types_supported": ["code"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "claims_supported": [
            "sub",
            "iss",
            "aud",
            "exp",
            "iat",
            "nonce",
            "preferred_username",
            "name",
            "tid",
            "ver",
            "email",
        ],
    }
    return web.json_response(document)


async def _instances(_request: web.Request) -> web.StreamResponse:
    names = {"preferred_network": ALIASES[0], "preferred_cache": ALIASES[1], "aliases": ALIASES}
    endpoint = f"https://{ALIASES[0]}/common/v2.0/.well-known/openid-configuration"
    return web.json_response({"tenant_discovery_endpoint": endpoint, "api-version": "1.1", "metadata": [names]})


async def _keys(_request: web.Request, world: "World") -> web.StreamResponse:
    return web.json_response({"keys": [world.entra.key.public_jwk]})
