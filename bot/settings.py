"""Settings: read once, from the environment or a file; all problems are reported at once, each with its fix.

Every key starts with CLEARHOUR_. A secret may be given as a file: CLEARHOUR_..._FILE holds its path.
"""

import os
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

from adapters.teams.addresses import ISSUER, LOGIN_URL, MICROSOFTS, OPENID_URL, ServiceAddresses
from bot import chats_set_up
from bot.chats_set_up import chat_problems, named
from core.connection.model import CONSUMER_TENANT, Access
from core.connection.usecases import TENANT_ID, AllowedTenants, IdentityPolicy
from core.shared.errors import SettingsError
from core.storage import Keyring
from core.storage.address import async_url

PREFIX = chats_set_up.PREFIX
FILE_SUFFIX = "_FILE"


def is_loopback(host: str | None) -> bool:
    """Whether a host name or address stays on this machine."""
    if host is None:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _address(value: str) -> str:
    """An http(s) address without a slash at its end; plain http only on loopback."""
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an address like https://clearhour.example.org")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise ValueError("must begin with https:// (http is for loopback addresses only)")
    return value.rstrip("/")


def _slashed(value: str) -> str:
    return _address(value) + "/"


Address = Annotated[str, AfterValidator(_address)]
SlashedAddress = Annotated[str, AfterValidator(_slashed)]


class GraphNotifications(StrEnum):
    """Whether Graph may tell us of changes."""

    AUTO = "auto"
    OFF = "off"


class Settings(BaseSettings):
    """Everything that can be set. Field descriptions are the table in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    public_url: Address = Field(
        description="Address under which browsers and chats reach this program, https except on loopback."
    )
    encryption_keys: SecretStr = Field(
        description="Keys for tokens and titles, `id:base64,…`, 32 bytes each; the first encrypts, all decrypt. "
        "Make one with `clearhour key`."
    )
    microsoft_client_id: str = Field(min_length=1, description="Application (client) id of the Entra app registration.")
    microsoft_client_secret: SecretStr = Field(min_length=1, description="Client secret of that registration.")
    microsoft_tenant: str = Field(
        default="organizations",
        min_length=1,
        description="Who may sign in: a tenant id (one organisation), `organizations`, or `common` (private ones too).",
    )
    allowed_tenants: str = Field(
        default="",
        description="Whose accounts may be connected: tenant ids with commas between them, empty for all that may sign "
        f"in. Private accounts have the id {CONSUMER_TENANT}.",
    )
    slack_bot_token: SecretStr = Field(
        default=SecretStr(""), description="Bot token of the Slack app, begins with xoxb-. Slack, Teams or both."
    )
    slack_signing_secret: SecretStr = Field(
        default=SecretStr(""), description="Signing secret of the Slack app; Socket Mode needs none."
    )
    slack_client_id: str = Field(
        default="",
        pattern=r"^[0-9.]*$",
        description="Client id of the Slack app, for many workspaces: each installs it at `/slack/install`. Instead of "
        "the bot token.",
    )
    slack_client_secret: SecretStr = Field(
        default=SecretStr(""), description="Client secret of the Slack app; goes with its client id."
    )
    slack_app_token: SecretStr = Field(
        default=SecretStr(""),
        description="App-level token (begins with xapp-, scope connections:write) for Socket Mode: Slack needs no "
        "address of this program.",
    )
    teams_app_id: str = Field(default="", description="Application (client) id of the Azure Bot for Teams.")
    teams_app_password: SecretStr = Field(
        default=SecretStr(""), description="Client secret of that application; goes with its id."
    )
    teams_tenant: str = Field(
        default="",
        pattern=r"^[0-9A-Za-z.-]*$",
        description="Tenant id of the organisation whose Teams may talk to the bot; goes with the app id.",
    )
    teams_tenants: str = Field(
        default="",
        description="Further tenants whose Teams may talk to the bot: ids with commas between them, or `*` for all "
        "that install it.",
    )
    teams_bot_type: Literal["single", "multi"] = Field(
        default="single", description="How Azure has the bot: `single` tenant, or `multi` (no longer made, but kept)."
    )
    teams_admins: str = Field(
        default="",
        description="Object ids (GUIDs) of people who may use `admin` in Teams, with commas between them, beside who "
        "installed the app first in their organisation. Slack knows its admins itself.",
    )

    database_url: SecretStr = Field(
        default=SecretStr("sqlite:///clearhour.db"),
        description="`sqlite:///file` (one process) or `postgresql://user:password@host/name`.",
    )
    host: str = Field(default="127.0.0.1", description="Address to listen on.")
    port: int = Field(default=8080, ge=0, le=65535, description="Port to listen on.")
    command: str = Field(default="/schedule", pattern=r"^/[a-z0-9_-]{1,31}$", description="Name of the slash command.")
    highest_access: Access = Field(
        default=Access.READ_WRITE, description="The most that people may grant: `read_write`, or `read` (no bookings)."
    )
    identity_policy: IdentityPolicy = Field(
        default=IdentityPolicy.CONFIRM,
        description="Microsoft account that doesn't match the chat profile: `confirm` by a code, or `strict` (refuse).",
    )
    login_url: Address = Field(
        default="https://login.microsoftonline.com", description="Where this program reaches Microsoft Entra."
    )
    sign_in_url: Address = Field(
        default="https://login.microsoftonline.com", description="Where browsers are sent to sign in."
    )
    graph_url: Address = Field(
        default="https://graph.microsoft.com/v1.0", description="Where this program reaches Microsoft Graph."
    )
    graph_notifications: GraphNotifications = Field(
        default=GraphNotifications.AUTO,
        description="Change notifications from Graph: `auto` (when Graph can reach public_url: https, or both on "
        "loopback) or `off` (calendars are read every 15 minutes).",
    )
    slack_api_url: SlashedAddress = Field(
        default="https://slack.com/api/", description="Where this program reaches Slack's Web API."
    )
    slack_authorize_url: Address = Field(
        default="https://slack.com/oauth/v2/authorize",
        description="Where browsers are sent to install the Slack app in a workspace.",
    )
    teams_openid_url: Address = Field(
        default=OPENID_URL, description="Where the keys that sign Teams' activities are described."
    )
    teams_issuer: str = Field(default=ISSUER, min_length=1, description="Who must have issued an activity's token.")
    teams_login_url: Address = Field(
        default=LOGIN_URL, description="Where this program signs in for its own calls to Teams."
    )
    teams_service_urls: str = Field(
        default=",".join(MICROSOFTS),
        description="Addresses of Teams that are believed and called, with commas between them; `*.` stands for names.",
    )
    teams_unverified: bool = Field(
        default=False,
        description="Development only: take activities that nobody signed, without an app id; loopback only.",
    )
    clock_offset: int = Field(
        default=0,
        description="Seconds by which Clearhour's clock is ahead, for demonstrations; loopback only. "
        "Token, signature and TLS times stay real.",
    )
    log_level: str = Field(
        default="info", pattern="^(debug|info|warning|error)$", description="`debug`, `info`, `warning` or `error`."
    )

    @field_validator("encryption_keys")
    @classmethod
    def _usable_keys(cls, value: SecretStr) -> SecretStr:
        try:
            Keyring.parse(value.get_secret_value())
        except ValueError as error:
            raise ValueError(f"can't be used: {error}") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _known_database(cls, value: SecretStr) -> SecretStr:
        try:
            async_url(value.get_secret_value())
        except ValueError as error:
            raise ValueError(f"can't be used: {error}") from None
        return value

    @field_validator("clock_offset", "teams_unverified")
    @classmethod
    def _only_at_home(cls, value: int, info: ValidationInfo) -> int:
        public = urlsplit(str(info.data.get("public_url", ""))).hostname
        if value and not (is_loopback(public) and is_loopback(str(info.data.get("host", "")))):
            raise ValueError("may only be set when public_url and host are loopback addresses")
        return value

    @field_validator("allowed_tenants")
    @classmethod
    def _tenant_ids(cls, value: str) -> str:
        """Ids in lower case; names would have to be looked up, and may change hands."""
        found = [one.strip().casefold() for one in value.split(",") if one.strip()]
        if wrong := [one for one in found if not TENANT_ID.fullmatch(one)]:
            raise ValueError(f"must be tenant ids (GUIDs) with commas between them, and {wrong[0]} is none")
        return ",".join(found)

    @field_validator("teams_admins")
    @classmethod
    def _object_ids(cls, value: str) -> str:
        found = [one.strip().casefold() for one in value.split(",") if one.strip()]
        if wrong := [one for one in found if not TENANT_ID.fullmatch(one)]:
            raise ValueError(f"must be object ids (GUIDs) with commas between them, and {wrong[0]} is none")
        return ",".join(found)

    @field_validator("teams_tenants")
    @classmethod
    def _teams_tenants(cls, value: str) -> str:
        return value.strip() if value.strip() == "*" else cls._tenant_ids(value)

    @field_validator("teams_service_urls")
    @classmethod
    def _addresses(cls, value: str) -> str:
        """https, or http on loopback. At least one: an empty list would answer nobody."""
        found = ServiceAddresses.parse(value).allowed
        for one in found:
            _address(one.replace("*.", "any.", 1))
        if not found:
            raise ValueError("must name at least one address")
        return value

    @property
    def slack(self) -> bool:
        """Whether Slack is set up."""
        return bool(self.slack_bot_token.get_secret_value() or self.slack_client_id)

    @property
    def tenants(self) -> AllowedTenants:
        """Whose accounts may be connected."""
        single = self.microsoft_tenant.casefold()
        allowed = frozenset(one for one in self.allowed_tenants.split(",") if one)
        return AllowedTenants(allowed, single if TENANT_ID.fullmatch(single) else None)

    @property
    def teams(self) -> bool:
        """Whether Teams is set up, also for development."""
        return bool(self.teams_app_id) or self.teams_unverified

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 the library's signature
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what `load` hands over: it has read environment, files and secrets itself, to name every problem."""
        return (init_settings,)

    @property
    def clock_moved_by(self) -> timedelta:
        return timedelta(seconds=self.clock_offset)

    @property
    def callbacks_url(self) -> str | None:
        """Below which Graph notifies us; None when it can't, or shall not."""
        if self.graph_notifications is GraphNotifications.OFF:
            return None
        ours, theirs = urlsplit(self.public_url), urlsplit(self.graph_url)
        at_home = is_loopback(ours.hostname)
        reachable = is_loopback(theirs.hostname) if at_home else ours.scheme == "https"
        return f"{self.public_url}/graph" if reachable else None

    @property
    def redirect_uri(self) -> str:
        """The redirect address to register in Entra."""
        return f"{self.public_url}/connect/callback"


SECRETS = frozenset(name for name, field in Settings.model_fields.items() if field.annotation is SecretStr)


def load(environment: Mapping[str, str] = os.environ, file: Path | None = None) -> Settings:
    """The settings from the environment, over those of a file of KEY=value lines. Raises SettingsError."""
    problems: list[str] = []
    given = {**_lines(file, problems), **environment}
    values: dict[str, str] = {}
    for key, value in given.items():
        if key.startswith(PREFIX):
            _take(key, value, values, problems)
    problems += chat_problems(values, {name: str(found.description) for name, found in Settings.model_fields.items()})
    try:
        settings = Settings(**values)  # type: ignore[arg-type]
    except ValidationError as error:
        problems += [_sentence(item["loc"], item["msg"], item["type"]) for item in error.errors()]
    if problems:
        raise SettingsError(tuple(sorted(problems)))
    return settings


def _take(key: str, value: str, values: dict[str, str], problems: list[str]) -> None:
    name = key.removeprefix(PREFIX).lower()
    if name in Settings.model_fields:
        values[name] = value
        return
    secret = name.removesuffix(FILE_SUFFIX.lower())
    if secret == name or secret not in SECRETS:
        problems.append(f"{key} is not a setting. See docs/settings.md for their names.")
        return
    try:
        values.setdefault(secret, Path(value).read_text(encoding="utf-8").strip())
    except OSError as error:
        problems.append(f"{key}: the file {value} can't be read ({error.strerror}).")
    except ValueError:
        problems.append(f"{key}: the file {value} holds no text.")


def _lines(file: Path | None, problems: list[str]) -> dict[str, str]:
    if file is None:
        return {}
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        problems.append(f"The settings file {file} can't be read ({error.strerror}).")
        return {}
    except ValueError:
        problems.append(f"The settings file {file} holds no text.")
        return {}
    pairs = {}
    for number, line in enumerate(lines, start=1):
        key, equals, value = line.partition("=")
        if equals:
            pairs[key.strip()] = value.strip()
        elif line.strip() and not line.lstrip().startswith("#"):
            problems.append(f"The settings file {file} says nothing on line {number}: write KEY=value.")
    return {key: value for key, value in pairs.items() if not key.startswith("#")}


def _sentence(where: tuple[int | str, ...], message: str, kind: str) -> str:
    name = named(str(where[0]))
    if kind == "missing":
        description = Settings.model_fields[str(where[0])].description
        return f"{name} is missing: {description}"
    return f"{name} {message.removeprefix('Value error, ').removesuffix('.')}."


def _plain(default: object) -> object:
    return default.get_secret_value() if isinstance(default, SecretStr) else getattr(default, "value", default)


def _default(value: object) -> str:
    shown = _plain(value)
    if shown == "":
        return "–"
    return f"`{str(shown).lower() if isinstance(shown, bool) else shown}`"


def table() -> str:
    """The settings as a Markdown table: name, default, meaning."""
    rows = ["| setting | default | meaning |", "|---|---|---|"]
    for name, field in Settings.model_fields.items():
        default = "**required**" if field.is_required() else _default(field.default)
        secret = " (or `…_FILE`)" if name in SECRETS else ""
        rows.append(f"| `{PREFIX}{name.upper()}`{secret} | {default} | {field.description} |")
    return "\n".join(rows)
