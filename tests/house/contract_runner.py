"""Plants one forbidden import after another into a copy of the tree and prints which contracts each breaks.

A program of its own, started by test_import_contracts.py: the checker finds packages by importing them, so it needs an
interpreter that does not know ours yet. Argument: the copy's directory. Input: a JSON list of [file, line].
Output: a JSON list with the names of the contracts that each plant broke, the first one without any plant.
"""

import contextlib
import io
import json
import os
import sys
from pathlib import Path

from importlinter import configuration
from importlinter.application import use_cases


def broken_contracts() -> list[str]:
    """The names of the contracts that don't hold in the tree of the working directory."""
    report = use_cases.create_report(use_cases.read_user_options("pyproject.toml"), cache_dir=".cache")
    if report.could_not_run:
        raise RuntimeError(report.invalid_contract_options)
    return [contract.name for contract, check in report.get_contracts_and_checks() if not check.kept]


def main() -> None:
    """Reads the plants, prints the findings."""
    root = Path(sys.argv[1])
    os.chdir(root)
    sys.path.insert(0, str(root))
    configuration.configure()
    plants = json.load(sys.stdin)
    findings: list[list[str]] = []
    with contextlib.redirect_stdout(io.StringIO()):
        use_cases.lint_imports("pyproject.toml", cache_dir=".cache", no_logo=True)  # registers the contract types
        findings.append(broken_contracts())
        for file, line in plants:
            planted = root / file
            planted.write_text(f'"""A planted violation."""\n\n{line}\n')
            findings.append(broken_contracts())
            planted.unlink()
    json.dump(findings, sys.stdout)


if __name__ == "__main__":
    main()
