"""What the tests of the house look at: the files that are, or are about to be, committed."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
OURS = ("bot", "adapters", "core", "sandbox")


@cache
def files() -> tuple[Path, ...]:
    """Every file below ROOT that git knows or would add; in an unpacked archive all but the ignored kinds."""
    try:
        listed = subprocess.run(
            ["git", "-c", f"safe.directory={ROOT}", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
            cwd=ROOT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout.split("\0")
        found = [ROOT / name for name in listed if name]
    except (FileNotFoundError, subprocess.CalledProcessError):
        ignored = {
            ".venv",
            ".venv-clients",
            "node_modules",
            "__pycache__",
            ".git",
            ".mypy_cache",
            ".ruff_cache",
            ".hypothesis",
        }
        found = [path for path in ROOT.rglob("*") if not ignored & set(path.parts)]
    return tuple(sorted(path for path in found if path.is_file()))


def with_suffix(*suffixes: str) -> tuple[Path, ...]:
    """The committed files of these kinds, for example ".py"."""
    return tuple(path for path in files() if path.suffix in suffixes)


def text_of(path: Path) -> str:
    """The file as text; bytes that are no text become replacement marks."""
    return path.read_text(encoding="utf-8", errors="replace")


def name_of(path: Path) -> str:
    """The path as a reader of the repository would write it."""
    return path.relative_to(ROOT).as_posix()
