"""What every test may ask for, and the house rule about skips.

A test that needs a tool this machine lacks skips and says how to get it. Where
CI or CLEARHOUR_FORBID_SKIPS is set, a skip is a failure.
"""

import gc
import os
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests import chromium as browser
from tests.postgres import PostgresMissingError, Server, shared_server

settings.register_profile("dev", deadline=None, max_examples=50)
settings.register_profile("ci", deadline=None, max_examples=50, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("ci" if os.environ.get("CI") else "dev")


def skips_forbidden() -> bool:
    """Whether this is a build machine."""
    return any(os.environ.get(name, "").lower() in {"1", "true", "yes"} for name in ("CI", "CLEARHOUR_FORBID_SKIPS"))


def pytest_configure() -> None:
    """Collecting makes a million objects that stay; looking for garbage among them takes a third of its time."""
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on only what tests leave behind is looked through, and less often: what they forgot to close is still
    found, at the end at the latest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
    gc.enable()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Tests that share programs stay on one worker; see tests/spreading.py."""
    from tests.spreading import ByFile

    return ByFile(config, log)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the shuffling: what takes long begins first."""
    from tests.spreading import longest_first

    longest_first(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turns a skip into a failure where skips are forbidden; an expected failure stays one."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and skips_forbidden():
        report.outcome = "failed"
        report.longrepr = f"Skips are forbidden here, and this test skipped: {report.longrepr}"
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole module that skips itself."""
    report = yield
    if report.skipped and skips_forbidden():
        report.outcome = "failed"
        report.longrepr = f"Skips are forbidden here, and this module skipped: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server named by CLEARHOUR_TEST_POSTGRES_URL, else one throw-away cluster per test run."""
    given = os.environ.get("CLEARHOUR_TEST_POSTGRES_URL")
    if given:
        yield Server(given.rstrip("/"))
        return
    base = tmp_path_factory.getbasetemp()
    run_directory = base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
    try:
        with shared_server(run_directory) as server:
            yield server
    except PostgresMissingError as missing:
        pytest.skip(str(missing))


@pytest.fixture(scope="session")
def postgres_url(postgres_server: Server) -> Iterator[str]:
    """The SQLAlchemy address of a database that is empty when the session starts and belongs to this worker alone."""
    yield from _database(postgres_server)


@pytest.fixture
def fresh_postgres_url(postgres_server: Server) -> Iterator[str]:
    """The SQLAlchemy address of an empty database for this test alone; about 50 ms."""
    yield from _database(postgres_server)


def _database(server: Server) -> Iterator[str]:
    url = server.create_database()
    yield url
    server.drop_database(url)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium; start it with tests.chromium.FLAGS."""
    path = browser.find()
    if path is None or not Path(path).exists():
        pytest.skip(browser.MISSING)
    return path
