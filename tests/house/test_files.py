"""Files stay small, well named, and free of other people's code and addresses."""

import ast
import re

from tests.house.tree import OURS, ROOT, files, name_of, text_of, with_suffix

LONGEST_LINES = 400
EMPTY_WORDS = {"helper", "helpers", "util", "utils", "manager", "managers", "service", "services", "common", "misc"}
# Written in pieces, so that this file passes its own test.
REGISTRIES = ["registry." + "npmjs.org", "pypi" + ".org", "files." + "pythonhosted.org", "registry." + "yarnpkg.com"]


def test_no_written_file_is_longer_than_400_lines() -> None:
    sizes = {name_of(path): text_of(path).count("\n") for path in with_suffix(".py", ".js", ".css", ".html")}
    assert len(sizes) > 20, "found hardly any file: does the listing work?"
    assert {name: size for name, size in sizes.items() if size > LONGEST_LINES} == {}


def test_no_module_has_a_name_that_says_nothing() -> None:
    parts = {part for path in with_suffix(".py", ".js") for part in path.relative_to(ROOT).with_suffix("").parts}
    assert parts & EMPTY_WORDS == set()


def test_no_committed_file_names_a_registry() -> None:
    found = {name_of(path): host for path in files() for host in REGISTRIES if host in text_of(path)}
    assert found == {}


def test_no_lock_file_carries_download_addresses() -> None:
    locks = [path for path in files() if path.name == "package-lock.json"]
    assert locks
    assert [name_of(path) for path in locks if '"resolved"' in text_of(path)] == []


def test_no_committed_file_is_generated_or_somebody_elses() -> None:
    foreign = re.compile(
        r"(^|/)(node_modules|site-packages|vendor|third_party)/|\.min\.(js|css)$|\.(whl|tgz|sqlite3|db)$"
    )
    assert [name_of(path) for path in files() if foreign.search(name_of(path))] == []


def test_every_folder_with_modules_is_a_package() -> None:
    """Else import-linter doesn't see what is in it."""
    modules = [path for path in with_suffix(".py") if path.relative_to(ROOT).parts[0] in OURS]
    folders = {path.parent for path in modules}
    assert [name_of(folder) for folder in folders if not (folder / "__init__.py").exists()] == []


def test_every_exception_to_the_type_checker_names_its_rule() -> None:
    bare = re.compile(r"#\s*type:\s*ignore(?!\[)")
    assert [name_of(path) for path in with_suffix(".py") if bare.search(text_of(path))] == []


def test_a_broad_except_raises_again_or_says_why_on_its_line() -> None:
    found = [
        f"{name_of(path)}:{handler.lineno}"
        for path in with_suffix(".py")
        if path.relative_to(ROOT).parts[0] in {"adapters", "bot", "core"}
        for handler in _broad_handlers(text_of(path))
        if "#" not in text_of(path).splitlines()[handler.lineno - 1]
    ]
    assert found == []


def _broad_handlers(source: str) -> list[ast.ExceptHandler]:
    """Handlers of everything that swallow it."""
    handlers = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.ExceptHandler)]
    broad = [node for node in handlers if node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}]
    return [node for node in broad if not (isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None)]
