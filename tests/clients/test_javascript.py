"""@microsoft/microsoft-graph-client judges the sandbox: Node runs js/judge.mjs, one step a line."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from tests.clients import authority
from tests.clients.program import Sandbox, node

FOLDER = Path(__file__).parent / "js"
STEPS = re.compile(r"^test\(", re.MULTILINE)


def test_microsofts_javascript_client_believes_the_sandbox(
    sandbox: Sandbox, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = authority.make(tmp_path)
    environment = {
        "PATH": os.environ["PATH"],
        "NODE_EXTRA_CA_CERTS": str(files.authority),
        "ADMIN": sandbox.admin_url,
        "PORT": str(sandbox.port),
        "KEY": str(files.key),
        "CERTIFICATE": str(files.certificate),
    }
    command = [node(), "--test-reporter=spec", "judge.mjs"]
    run = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, timeout=90, check=False)
    with capsys.disabled():
        print(f"\n{run.stdout}{run.stderr}")
    steps = len(STEPS.findall((FOLDER / "judge.mjs").read_text()))
    assert run.returncode == 0
    assert f"pass {steps}\n" in run.stdout
