"""What isn't in a result's key can't be shown: all that changes in an input changes its key."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.build.incremental import Incremental, Made, Task
from pressmark.build.previous_site import PreviousSite
from pressmark.build.workspace import Workspace
from pressmark.errors import Problem
from pressmark.relate.document_summary import ListEntry
from pressmark.runtime.cache import Cache, canonical_bytes
from tests.conftest import ROOT
from tests.editions import make

TASKS = {"page", "words", "list", "lists", "family", "lexicon", "site"}


def changed(value: Any) -> Iterator[Any]:
    """`value` with one of its parts changed, for each of them."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            for part in changed(getattr(value, field.name)):
                yield dataclasses.replace(value, **{field.name: part})
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield {k: v for k, v in value.items() if k != key}
            yield from ({**value, key: part} for part in changed(item))
    elif isinstance(value, tuple):
        yield (*value, "one more")
        for index, item in enumerate(value[:3]):
            before, after = value[:index], value[index + 1 :]
            yield before + after
            yield from ((*before, part, *after) for part in changed(item))
    else:
        yield OTHER[type(value)](value)


OTHER: Mapping[type, Callable[[Any], Any]] = {
    bool: lambda value: not value,
    int: lambda value: value + 1,
    bytes: lambda value: value + b".",
    str: lambda value: value + ".",
    type(None): lambda _: "something",
}
"""Another value of the same type."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Any, list[Any]]]:
    """Name of a task → its context and the inputs that it had in one build."""
    folder = tmp_path_factory.mktemp("incremental")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    seen: dict[str, tuple[Any, list[Any]]] = {}
    real = Incremental.run_part

    def note(self: Incremental, task: Any, previous: Any, inputs: Any, workspace: Any) -> Any:
        inputs = list(inputs)
        seen.setdefault(task.name, (task.context, []))[1].extend(inputs)
        return real(self, task, previous, inputs, workspace)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Incremental, "run_part", note)
        make(folder / "corpus", folder / "site")
    return seen


def test_tasks(runs: dict[str, Any]) -> None:
    assert runs.keys() == TASKS


@pytest.mark.parametrize("name", sorted(TASKS))
def test_every_part_of_an_input_is_in_its_key(
    name: str, runs: dict[str, tuple[Any, list[Any]]]
) -> None:
    cache = Cache(Path(), "version")
    context, inputs = runs[name]
    # The richest input has most parts that could be forgotten.
    value = max(inputs, key=lambda each: len(canonical_bytes(each)))
    key = canonical_bytes(value)
    number = 0
    for other in changed(value):
        number += 1
        assert canonical_bytes(other) != key
    assert number

    def version(context: object) -> bytes:
        return Task(name, context, lambda *_: Made((), None)).version(cache)

    assert all(version(other) != version(context) for other in changed(context))
    assert Task("other", context, lambda *_: Made((), None)).version(cache) != version(context)
    assert version(context) != Task(name, context, lambda *_: Made((), None)).version(
        Cache(Path(), "later")
    )


@given(st.text(max_size=5), st.text(max_size=5))
def test_equal_values_alone_have_equal_bytes(one: str, other: str) -> None:
    """However often one object stands in a value: pickle itself refers back to it."""
    first = ListEntry(one, other, one, None, None, other)
    again = ListEntry(*(None if v is None else "".join(list(v)) for v in astuple(first)))  # type: ignore[arg-type]
    assert canonical_bytes((first, first)) == canonical_bytes((first, again))
    swapped = ListEntry(other, one, other, None, None, one)
    assert (canonical_bytes(first) == canonical_bytes(swapped)) == (one == other)


def astuple(entry: ListEntry) -> tuple[str | None, ...]:
    return tuple(getattr(entry, field.name) for field in dataclasses.fields(entry))


@pytest.fixture
def incremental(tmp_path: Path) -> Incremental:
    for name in ("site", "next", "cache"):
        (tmp_path / name).mkdir()
    return Incremental(
        Cache(tmp_path / "cache", "1"), PreviousSite(tmp_path / "site", tmp_path / "next")
    )


def write(context: list[str], value: str, workspace: Workspace) -> Made[str]:
    context.append(value)
    workspace.write(f"{value}.html", value.encode())
    problems = [Problem(value, 0, "kind", "is wrong")] if value == "wrong" else []
    return Made((f"{value}.html",), value.upper(), problems)


def test_results_are_reused_until_their_files_change(
    incremental: Incremental, tmp_path: Path
) -> None:
    made: list[str] = []
    task: Task[None, str, str] = Task("t", None, lambda _, v, w: write(made, v, w))
    workspace = Workspace(tmp_path / "next", tmp_path)

    def build(*values: str) -> list[str]:
        made.clear()
        results = incremental.run(task, "g", values, workspace)
        assert results.values == [value.upper() for value in values]
        assert results.paths == [f"{value}.html" for value in values]
        assert all((tmp_path / "next" / path).read_text() for path in results.paths)
        shutil.rmtree(tmp_path / "site")
        (tmp_path / "next").rename(tmp_path / "site")
        (tmp_path / "next").mkdir()
        return made

    assert build("a", "b") == ["a", "b"]
    assert build("a", "b") == []
    assert build("b", "c", "a") == ["c"]
    (tmp_path / "site" / "b.html").write_text("edited")
    assert build("a", "b", "c") == ["b"]
    assert build("a", "wrong") == ["wrong"]
    # It is made again, so that it is reported again.
    assert build("a", "wrong") == ["wrong"]


def test_corrupt_results_are_made_again(incremental: Incremental, tmp_path: Path) -> None:
    task: Task[None, str, str] = Task("t", None, lambda _, v, w: write([], v, w))
    workspace = Workspace(tmp_path / "next", tmp_path)
    assert incremental.run(task, "g", ["a"], workspace).corrupt == 0
    (tmp_path / "cache" / "g.t").write_bytes(b"garbage")
    again = incremental.run(task, "g", ["a"], workspace)
    assert (again.values, again.corrupt) == (["A"], 1)
    assert incremental.run(task, "g", ["a"], workspace).corrupt == 0


def test_a_group_that_no_build_asks_for_is_evicted(
    incremental: Incremental, tmp_path: Path
) -> None:
    task: Task[None, str, str] = Task("t", None, lambda _, v, w: write([], v, w))
    for group in "gh":
        incremental.run(task, group, ["a"], Workspace(tmp_path / "next", tmp_path))
    incremental.evict(("t",), {"h"})
    assert [path.name for path in (tmp_path / "cache").iterdir()] == ["h.t"]
