"""Plants forbidden imports into a copy of the tree, one contract's at a time, and prints what each contract noticed.

A program of its own, started by test_import_contracts.py: the checker finds packages by importing them, so it needs an
interpreter that does not know ours yet. Argument: the copy's directory. Input: a JSON list of rounds, each a list of
[file, text]. Output: for each round the broken contracts by name, each with the [importer, imported] pairs it named.
"""

import contextlib
import io
import json
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from importlinter import configuration
from importlinter.application import use_cases

Pair = tuple[str, str]


def broken_contracts() -> dict[str, list[Pair]]:
    """The contracts that don't hold in the tree of the working directory, with the imports they complain about."""
    report = use_cases.create_report(use_cases.read_user_options("pyproject.toml"), cache_dir=".cache")
    if report.could_not_run:
        raise RuntimeError(report.invalid_contract_options)
    checks = report.get_contracts_and_checks()
    return {contract.name: list(_pairs(check.metadata)) for contract, check in checks if not check.kept}


def _pairs(finding: Any) -> Iterator[Pair]:
    """Every import that a finding mentions, however deep its form is."""
    if isinstance(finding, Mapping):
        if "importer" in finding and "imported" in finding:
            yield str(finding["importer"]), str(finding["imported"])
        finding = list(finding.values())
    if isinstance(finding, list | tuple | set):
        for part in finding:
            yield from _pairs(part)


def main() -> None:
    """Reads the rounds, prints the findings."""
    root = Path(sys.argv[1])
    os.chdir(root)
    sys.path.insert(0, str(root))
    configuration.configure()
    findings: list[dict[str, list[Pair]]] = []
    with contextlib.redirect_stdout(io.StringIO()):
        use_cases.lint_imports("pyproject.toml", cache_dir=".cache", no_logo=True)  # registers the contract types
        for plants in json.load(sys.stdin):
            for file, text in plants:
                (root / file).write_text(text)
            findings.append(broken_contracts())
            for file, _ in plants:
                (root / file).unlink()
    json.dump(findings, sys.stdout)


if __name__ == "__main__":
    main()
