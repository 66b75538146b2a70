"""Settings: what must be there, what is refused, and that all of it is said at once."""

import base64
from pathlib import Path

import pytest

from bot import settings as module
from bot.chats_set_up import SLACK_INSTALLS
from bot.settings import PREFIX, SECRETS, Settings, load, table
from core.shared.errors import SettingsError

ROOT = Path(module.__file__).parents[1]
KEY = "k1:" + base64.b64encode(bytes(32)).decode()
WHOLE = {
    "CLEARHOUR_PUBLIC_URL": "https://clearhour.example",
    "CLEARHOUR_ENCRYPTION_KEYS": KEY,
    "CLEARHOUR_MICROSOFT_CLIENT_ID": "client",
    "CLEARHOUR_MICROSOFT_CLIENT_SECRET": "POISON-secret",
    "CLEARHOUR_SLACK_BOT_TOKEN": "xoxb-POISON",
    "CLEARHOUR_SLACK_SIGNING_SECRET": "POISON-signing",
}
TEAMS = {
    "CLEARHOUR_TEAMS_APP_ID": "7c1f9be2-4d0a-4b6e-9a53-1e8d2f60c7a4",
    "CLEARHOUR_TEAMS_APP_PASSWORD": "POISON-password",
    "CLEARHOUR_TEAMS_TENANT": "contoso.example",
}
TEAMS_ONLY = {key: value for key, value in WHOLE.items() if "SLACK" not in key} | TEAMS
MANY = {name: value for name, value in WHOLE.items() if name != "CLEARHOUR_SLACK_BOT_TOKEN"} | {
    "CLEARHOUR_SLACK_CLIENT_ID": "123.456",
    "CLEARHOUR_SLACK_CLIENT_SECRET": "POISON-client",
}
AT_HOME = {**WHOLE, "CLEARHOUR_PUBLIC_URL": "http://127.0.0.1:8080"}


def problems(environment: dict[str, str], file: Path | None = None) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        load(environment, file)
    return refused.value.problems


def changed(**changes: str) -> dict[str, str]:
    return {**WHOLE, **{PREFIX + name.upper(): value for name, value in changes.items()}}


def test_the_required_settings_are_enough_and_the_rest_has_defaults() -> None:
    found = load(WHOLE)
    assert (found.command, found.host, found.port) == ("/schedule", "127.0.0.1", 8080)
    assert found.redirect_uri == "https://clearhour.example/connect/callback"
    assert found.slack_api_url == "https://slack.com/api/"


def test_everything_that_is_missing_is_said_at_once_with_its_meaning() -> None:
    found = problems({})
    required = {f"{PREFIX}{name.upper()}" for name, field in Settings.model_fields.items() if field.is_required()}
    chats, rest = [[line for line in found if line.startswith("No chat") is wanted] for wanted in (True, False)]
    assert {line.split(" is missing: ")[0] for line in rest} == required
    assert all(len(line.split(": ", 1)[1]) > 20 for line in found)
    assert len(chats) == 1
    assert all(name in chats[0] for name in {*WHOLE, *TEAMS_ONLY} - required)


def test_missing_wrong_and_unknown_are_said_together() -> None:
    environment = changed(public_url="ftp://x", port="many", comand="/x", highest_access="all", log_level="loud")
    del environment["CLEARHOUR_SLACK_BOT_TOKEN"]
    found = problems(environment)
    names = [line.split()[0] for line in found]
    assert names == sorted(
        f"{PREFIX}{name}" for name in ("PUBLIC_URL", "PORT", "COMAND", "HIGHEST_ACCESS", "LOG_LEVEL", "SLACK_BOT_TOKEN")
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("public_url", "http://clearhour.example"), ("public_url", "clearhour.example"), ("public_url", ""),
        ("graph_url", "http://graph.microsoft.com/v1.0"), ("login_url", "http://10.0.0.1"),
        ("sign_in_url", "javascript:x"),        ("slack_api_url", "http://slack.com/api"), ("public_url", "http://127.0.0.1.evil.example"),
        ("public_url", "http://localhost.evil.example"), ("command", "schedule"), ("command", "/Two Words"),
        ("port", "-1"), ("port", "65536"), ("microsoft_client_id", ""), ("slack_bot_token", ""),
        ("slack_signing_secret", ""), ("identity_policy", "lax"), ("database_url", "mysql://x/y"),
        ("database_url", "sqlite://"), ("encryption_keys", "secret"), ("encryption_keys", "k1:c2hvcnQ="),
        ("encryption_keys", ""),
    ],
)  # fmt: skip
def test_a_value_that_cannot_work_is_refused_by_name(name: str, value: str) -> None:
    (line,) = problems(changed(**{name: value}))
    assert line.startswith(PREFIX + name.upper())
    assert len(line) > len(PREFIX + name) + 10


def test_no_problem_repeats_a_secret() -> None:
    environment = {key: f"{value}\x00POISON" for key, value in WHOLE.items()}
    environment |= changed(encryption_keys="k1:POISON", database_url="mysql://me:POISON@host/db")
    environment["CLEARHOUR_PUBLIC_URL"] = "nowhere"
    assert "POISON" not in repr(problems(environment))
    assert "POISON" not in repr(load(WHOLE))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "127.9.9.9"])
def test_plain_http_and_a_moved_clock_are_for_loopback(host: str) -> None:
    found = load({**AT_HOME, "CLEARHOUR_PUBLIC_URL": f"http://{host}:8080/", "CLEARHOUR_CLOCK_OFFSET": "-3600"})
    assert found.public_url == f"http://{host}:8080"
    assert found.clock_moved_by.total_seconds() == -3600


@pytest.mark.parametrize(
    "elsewhere", [{"CLEARHOUR_PUBLIC_URL": "https://clearhour.example"}, {"CLEARHOUR_HOST": "0.0.0.0"}]
)
def test_the_clock_is_not_moved_where_others_can_reach_it(elsewhere: dict[str, str]) -> None:
    (line,) = problems({**AT_HOME, "CLEARHOUR_CLOCK_OFFSET": "60", **elsewhere})
    assert line.startswith("CLEARHOUR_CLOCK_OFFSET may only be set when")
    assert load({**AT_HOME, "CLEARHOUR_CLOCK_OFFSET": "0", **elsewhere}).clock_offset == 0


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_a_secret_may_lie_in_a_file(tmp_path: Path, name: str) -> None:
    key = PREFIX + name.upper()
    both = WHOLE | TEAMS
    if name == "slack_client_secret":
        both = MANY | TEAMS
    value = both.get(key, "sqlite:///elsewhere.db")
    (tmp_path / "secret").write_text(f"{value}\n")
    environment = {**both, f"{key}_FILE": str(tmp_path / "secret")}
    environment.pop(key, None)
    assert getattr(load(environment), name).get_secret_value() == value


def test_a_secret_file_that_cannot_be_read_is_said_with_the_rest(tmp_path: Path) -> None:
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")
    environment = {key: value for key, value in WHOLE.items() if "SLACK" not in key}
    environment["CLEARHOUR_SLACK_BOT_TOKEN_FILE"] = str(tmp_path / "nothing")
    environment["CLEARHOUR_SLACK_SIGNING_SECRET_FILE"] = str(tmp_path / "binary")
    found = " ".join(problems(environment))
    assert "CLEARHOUR_SLACK_BOT_TOKEN_FILE" in found
    assert "CLEARHOUR_SLACK_SIGNING_SECRET_FILE" in found


def test_only_secrets_may_lie_in_files(tmp_path: Path) -> None:
    (line,) = problems({**WHOLE, "CLEARHOUR_PORT_FILE": str(tmp_path)})
    assert line.startswith("CLEARHOUR_PORT_FILE is not a setting")


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    lines = ["# our settings", "", *(f"{key}={value}" for key, value in WHOLE.items()), "CLEARHOUR_PORT = 9000"]
    file = tmp_path / "clearhour.env"
    file.write_text("\n".join(lines))
    assert load({}, file).port == 9000
    assert load({"CLEARHOUR_PORT": "9001"}, file).port == 9001
    assert load({}, file).encryption_keys.get_secret_value() == KEY  # a value may hold "="


def test_a_line_of_the_file_that_says_nothing_is_a_problem(tmp_path: Path) -> None:
    file = tmp_path / "clearhour.env"
    file.write_text("CLEARHOUR_PORT 9000\nCLEARHOUR_PROT=9000\n")
    found = " ".join(problems(WHOLE, file))
    assert "line 1" in found
    assert "9000" not in found.split("CLEARHOUR_PROT")[0]
    assert "CLEARHOUR_PROT is not a setting" in found
    assert str(tmp_path / "none") in " ".join(problems(WHOLE, tmp_path / "none"))


def test_the_page_of_settings_is_the_table_of_the_program() -> None:
    page = (ROOT / "docs/settings.md").read_text(encoding="utf-8")
    assert page.endswith(table() + "\n")
    assert page.startswith("# Settings\n")


def test_every_setting_has_a_sentence() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.rstrip().endswith("."), name


@pytest.mark.parametrize(
    ("public", "graph", "chosen", "callbacks"),
    [
        ("https://clearhour.example", "https://graph.microsoft.com/v1.0", "auto", "https://clearhour.example/graph"),
        ("https://clearhour.example", "https://graph.microsoft.com/v1.0", "off", None),
        ("http://127.0.0.1:8080", "http://127.0.0.1:9090/v1.0", "auto", "http://127.0.0.1:8080/graph"),
        ("http://127.0.0.1:8080", "https://graph.microsoft.com/v1.0", "auto", None),
        ("https://localhost:8443", "https://graph.microsoft.com/v1.0", "auto", None),
    ],
)
def test_graph_is_given_an_address_exactly_when_it_can_reach_it(
    public: str, graph: str, chosen: str, callbacks: str | None
) -> None:
    found = load(changed(public_url=public, graph_url=graph, graph_notifications=chosen))
    assert found.callbacks_url == callbacks


def test_one_chat_is_enough_and_both_are_fine() -> None:
    found = [(load(given).slack, load(given).teams) for given in (WHOLE, TEAMS_ONLY, WHOLE | TEAMS)]
    assert found == [(True, False), (False, True), (True, True)]


@pytest.mark.parametrize("key", sorted(TEAMS))
def test_what_belongs_to_teams_comes_together(key: str) -> None:
    given = WHOLE | {name: value for name, value in TEAMS.items() if name != key}
    (line,) = problems(given)
    assert line.startswith(f"{key} is missing: ")


@pytest.mark.parametrize("key", [f"{PREFIX}{name.upper()}" for name in SLACK_INSTALLS])
def test_many_workspaces_need_the_apps_own_credentials(key: str) -> None:
    assert load(MANY).slack
    (line,) = problems({name: value for name, value in MANY.items() if name != key})
    assert line.startswith(f"{key} is missing: ")


def test_one_workspace_or_many() -> None:
    (line,) = problems(WHOLE | MANY)
    assert line.endswith("one workspace, or many.")


@pytest.mark.parametrize("whole", [WHOLE, {}], ids=["one", "many"])
def test_socket_mode_needs_no_signing_secret_but_a_way_to_speak(whole: dict[str, str]) -> None:
    given = {**(whole or MANY), f"{PREFIX}SLACK_APP_TOKEN": "xapp-1"}
    del given[f"{PREFIX}SLACK_SIGNING_SECRET"]
    assert load(given).slack_app_token.get_secret_value() == "xapp-1"
    given = {name: value for name, value in given.items() if name.endswith("APP_TOKEN") or "SLACK" not in name}
    assert [line.split()[0] for line in problems(given)] == [f"{PREFIX}SLACK_BOT_TOKEN"]


def test_unsigned_activities_are_taken_only_at_home_and_only_without_an_app_id() -> None:
    playground = {key: value for key, value in AT_HOME.items() if "SLACK" not in key}
    playground["CLEARHOUR_TEAMS_UNVERIFIED"] = "true"
    assert load(playground).teams
    (public,) = problems({**playground, "CLEARHOUR_PUBLIC_URL": "https://clearhour.example"})
    (both,) = problems(playground | TEAMS)
    assert all(line.startswith("CLEARHOUR_TEAMS_UNVERIFIED") for line in (public, both))


@pytest.mark.parametrize("value", ["http://smba.trafficmanager.net", "smba.trafficmanager.net", ",", "https://"])
def test_service_addresses_are_https_and_at_least_one(value: str) -> None:
    (line,) = problems(TEAMS_ONLY | {"CLEARHOUR_TEAMS_SERVICE_URLS": value})
    assert line.startswith("CLEARHOUR_TEAMS_SERVICE_URLS")
