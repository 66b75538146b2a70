"""Who may import whom: the contracts of pyproject.toml hold, and each one notices the import it forbids."""

import json
import re
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

from tests.house.tree import OURS, ROOT

SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
CONTRACTS = {contract["id"]: contract for contract in SETTINGS["contracts"]}
LAYERS = [re.findall(r"[\w.]+", layer) for layer in CONTRACTS["layers"]["layers"]]


def _exists(module: str) -> bool:
    return (ROOT / module.replace(".", "/") / "__init__.py").exists()


def _upward_imports() -> list[tuple[str, str, str]]:
    """Importer and imported: from each floor to the floor above, and to each neighbour on the same floor."""
    floors = [found for floor in LAYERS if (found := [module for module in floor if _exists(module)])]
    upward = [(below, above) for high, low in pairwise(floors) for below in low for above in high]
    sideways = [(a, b) for floor in floors for a in floor for b in floor if a != b]
    return [("layers", importer, imported) for importer, imported in upward + sideways]


def _forbidden_imports() -> list[tuple[str, str, str]]:
    """Each forbidden contract is broken from each of its sources by the first module on its list."""
    return [
        (name, source, contract["forbidden_modules"][0])
        for name, contract in CONTRACTS.items()
        if contract["type"] == "forbidden"
        for source in contract["source_modules"]
    ]


PLANTS = _upward_imports() + _forbidden_imports()


def _round(contract: str) -> list[tuple[str, str]]:
    """The files to plant for one contract: one per importer, with all its forbidden imports."""
    wanted: dict[str, list[str]] = {}
    for name, importer, imported in PLANTS:
        if name == contract:
            wanted.setdefault(importer, []).append(f"import {imported}\n")
    return [
        (f"{importer.replace('.', '/')}/planted_violation.py", "".join(found)) for importer, found in wanted.items()
    ]


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[list[str]]]]:
    """What the contracts say about a copy of the tree: by "nothing planted", then by the contract planted against."""
    copy = tmp_path_factory.mktemp("tree")
    shutil.copy(ROOT / "pyproject.toml", copy)
    for package in OURS:
        shutil.copytree(ROOT / package, copy / package, ignore=shutil.ignore_patterns("node_modules", "__pycache__"))
    run = subprocess.run(
        [sys.executable, "-P", str(Path(__file__).with_name("contract_runner.py")), str(copy)],
        input=json.dumps([[], *(_round(contract) for contract in CONTRACTS)]),
        capture_output=True,
        text=True,
        check=False,
        cwd=copy,
    )
    assert run.returncode == 0, run.stderr
    return dict(zip(("nothing planted", *CONTRACTS), json.loads(run.stdout), strict=True))


@pytest.mark.xdist_group("contracts")
def test_every_contract_holds(findings: dict[str, dict[str, list[list[str]]]]) -> None:
    assert findings["nothing planted"] == {}


@pytest.mark.xdist_group("contracts")
@pytest.mark.parametrize(("contract", "importer", "imported"), PLANTS)
def test_a_planted_import_breaks_its_contract(
    contract: str, importer: str, imported: str, findings: dict[str, dict[str, list[list[str]]]]
) -> None:
    named = findings[contract][CONTRACTS[contract]["name"]]
    assert [f"{importer}.planted_violation", imported] in named


def test_no_contract_has_an_exception() -> None:
    assert [contract["id"] for contract in CONTRACTS.values() if contract.get("ignore_imports")] == []


def test_every_room_and_adapter_has_its_floor() -> None:
    rooms = {f"{path.parent.parent.name}.{path.parent.name}" for path in ROOT.glob("core/*/__init__.py")}
    rooms |= {f"{path.parent.parent.name}.{path.parent.name}" for path in ROOT.glob("adapters/*/__init__.py")}
    assert rooms <= {module for floor in LAYERS for module in floor}


@pytest.mark.parametrize("contract", ["rooms-know-no-vendor", "microsoft", "database"])
def test_a_contract_names_every_room_that_exists(contract: str) -> None:
    allowed = {
        "rooms-know-no-vendor": {"core.outlook", "core.storage"},
        "microsoft": {"core.outlook"},
        "database": {"core.storage"},
    }
    rooms = {f"core.{path.parent.name}" for path in ROOT.glob("core/*/__init__.py")} - allowed[contract]
    assert rooms <= set(CONTRACTS[contract]["source_modules"])


@pytest.mark.parametrize("room", ["core/availability", "core/shared"])
def test_the_pure_rooms_import_only_the_standard_library_and_core(room: str) -> None:
    allowed = sys.stdlib_module_names | {"core"}
    imported = {
        (file.name, match.group(1))
        for file in (ROOT / room).rglob("*.py")
        for match in re.finditer(r"^\s*(?:from|import)\s+(\w+)", _code(file), re.MULTILINE)
    }
    assert {entry for entry in imported if entry[1] not in allowed} == set()


def _code(file: Path) -> str:
    """The file without its docstrings, in which a line may begin with a word like `from`."""
    return re.sub(r'"""[\s\S]*?"""', "", file.read_text())
