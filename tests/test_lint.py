"""House rules that no linter knows."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = ROOT / "hooks" / "pressmark"

LOCKS = ("requirements.lock", "requirements-dev.lock", "package-lock.json")

MACHINE = re.compile(
    r"""(?<![\w.$}])/(?:root|home/\w+|Users/\w+|work|opt)/"""  # a path of somebody's machine
    r"""|(?:pythonhosted|pypi|npmjs)\.(?:org|com)"""  # a package registry's host
)


def tracked() -> list[Path]:
    """The files that git holds or would take, raw texts and cases left out."""
    if shutil.which("git") is None or not (ROOT / ".git").exists():
        pytest.skip("not a git clone")
    # A clone may be somebody else's, and a test may be run by a hook of Git's.
    command = ["git", "-c", "safe.directory=*", "ls-files"]
    command += ["-z", "--cached", "--others", "--exclude-standard"]
    around = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    names = subprocess.run(
        command, cwd=ROOT, env=around, check=True, capture_output=True, text=True
    ).stdout
    paths = (ROOT / name for name in names.split("\0") if name)
    data = (ROOT / "corpus", ROOT / "tests" / "cases")
    return [
        path
        for path in paths
        if path.is_file() and not any(path.is_relative_to(folder) for folder in data)
    ]


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()


def imported(path: Path) -> set[str]:
    """The top-level names of the modules that a Python file imports, anywhere in it."""
    names = set()
    for statement in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in statement.names}
        elif isinstance(statement, ast.ImportFrom) and statement.module:
            names.add(statement.module.partition(".")[0])
    return names


def test_no_module_is_long() -> None:
    modules = [path for ending in ("py", "js") for path in LIBRARY.rglob(f"*.{ending}")]
    assert modules
    too_long = {
        str(path.relative_to(ROOT)): count for path in modules if (count := len(lines(path))) > 400
    }
    assert too_long == {}


def test_the_hook_only_delegates() -> None:
    assert len(lines(ROOT / "hooks" / "publish.py")) < 100


def test_only_the_adapter_knows_mkdocs() -> None:
    users = {
        path.relative_to(LIBRARY).parts[0]
        for path in LIBRARY.rglob("*.py")
        if imported(path) & {"mkdocs", "material"}
    }
    assert users == {"mkdocs_adapter"}


def test_each_dependency_is_declared_and_used() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    entries = [*project["dependencies"], *project["optional-dependencies"]["dask"]]
    declared = {re.split(r"[^\w-]", entry)[0].lower() for entry in entries}
    shipped = [ROOT / "hooks" / "publish.py", *LIBRARY.rglob("*.py")]
    modules = {name for path in shipped for name in imported(path)}
    owners = packages_distributions()
    used = {
        owner.lower()
        for module in modules - sys.stdlib_module_names - {"pressmark"}
        for owner in owners.get(module, [f"{module} (not installed)"])
    }
    # The theme is named in mkdocs.yml: no Python imports it.
    assert used | {"mkdocs-material"} == declared


def test_no_file_names_a_machine_or_a_registry() -> None:
    found = []
    for path in tracked():
        if path == Path(__file__).resolve():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in MACHINE.finditer(text)]
    assert found == []


@pytest.mark.parametrize("name", LOCKS)
def test_lock_files_say_what_and_not_from_where(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    # Where a package's authors take donations isn't where it comes from.
    text = re.sub(r'"funding": (?:\[.*?\]|\{.*?\})', "", text, flags=re.DOTALL)
    assert re.search(r"https?:|file:|--(?:extra-)?index-url|--find-links", text) is None


def test_every_locked_package_has_a_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        entries = re.split(r"\n(?=[\w])", (ROOT / name).read_text(encoding="utf-8"))
        packages = [entry for entry in entries if re.match(r"[\w.-]+==", entry)]
        assert packages
        assert [entry for entry in packages if "--hash=sha256:" not in entry] == []


# ---- The house


MOST_LINES = 60
MOST_MODULES = 12
CHANGES = {
    *("append", "add", "update", "pop", "clear", "setdefault", "extend", "insert", "remove"),
    *("discard", "popitem", "sort", "reverse"),
}


STATE = {
    # Caches: bounded, and freed between the passes.
    *("relate/shingles.py _MEMO", "search/tokens.py _WORDS", "text/memo.py _MEMOS"),
    # What the signals of this worker process find it at.
    "runtime/interruption.py _worker",
}


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(LIBRARY.rglob("*.py")):
        yield str(path.relative_to(LIBRARY)), ast.parse(path.read_text(encoding="utf-8"))


def test_few_modules_lie_at_the_top() -> None:
    assert len(list(LIBRARY.glob("*.py"))) <= MOST_MODULES


def test_no_function_is_long() -> None:
    long = [
        f"{name}:{node.lineno} {node.name}"
        for name, tree in trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno >= MOST_LINES
    ]
    assert long == []


def test_every_attribute_is_set_when_an_object_is_made() -> None:
    late = []
    for name, tree in trees():
        for cls in (node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)):
            fields = {
                item.target.id
                for item in cls.body
                if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name)
            }
            methods = [item for item in cls.body if isinstance(item, ast.FunctionDef)]
            made = fields | {
                attribute
                for method in methods
                if method.name in ("__init__", "__post_init__")
                for attribute in attributes_set(method)
            }
            late += [
                f"{name} {cls.name}.{attribute}"
                for method in methods
                for attribute in attributes_set(method)
                if attribute not in made
            ]
    assert late == []


def attributes_set(method: ast.FunctionDef) -> Iterator[str]:
    for node in ast.walk(method):
        if (
            isinstance(node, ast.Attribute)
            and isinstance(node.ctx, ast.Store)
            and isinstance(node.value, ast.Name)
            and node.value.id == "self"
        ):
            yield node.attr


def test_no_module_has_state_that_changes() -> None:
    """Caches of functions are bounded, and clear themselves."""
    found = []
    for name, tree in trees():
        own = {
            target.id
            for node in tree.body
            if isinstance(node, ast.Assign | ast.AnnAssign)
            for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
            if isinstance(target, ast.Name)
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Global):
                found.append(f"{name} global")
            target = changed_by(node)
            if target in own and f"{name} {target}" not in STATE:
                found.append(f"{name} {target}")
    assert found == []


def changed_by(node: ast.AST) -> str | None:
    """The name of what a statement or a call changes in place."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        value = node.func.value if node.func.attr in CHANGES else None
    elif isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
        value = node.value
    else:
        return None
    return value.id if isinstance(value, ast.Name) else None
