"""Incremental work: a task is run for its input, or its result is linked from the previous site.

A task sees three things: its context, one input, and a workspace that gives documents by their
keys. The key of a result is the digest of the program, the task's name, the context and the input.
So whatever a result may show is in its key, and nobody has to list what a page depends on.

    key of an input kept, and all its files unchanged?  → link the files, use the kept value
    else                                                → run the task, keep files and value

Tasks nest: the site is one result, its lists are one, and each page is one. Results are kept in
groups, a file of the cache each: small ones would cost a file each, and a group loses nothing when
one of its results changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from pressmark.build.previous_site import FileStat, PreviousSite
from pressmark.build.workspace import Workspace
from pressmark.errors import Problem
from pressmark.runtime.cache import Cache, canonical_bytes, digest_of
from pressmark.runtime.manifest import is_as_built

Context = TypeVar("Context")
Input = TypeVar("Input")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Made(Generic[Value]):
    """What a task has made of one input."""

    paths: Sequence[str]
    """The files that it has written, below the next site."""
    value: Value
    """What later steps need of it, besides the files; it is kept with them."""
    problems: Sequence[Problem] = ()
    """A result with problems isn't kept: each build makes it again, and so reports them again."""


@dataclass(frozen=True, slots=True)
class Task(Generic[Context, Input, Value]):
    """A step of the build whose results can be reused."""

    name: str
    context: Context
    """What all inputs have in common, such as the mold of the pages."""
    make: Callable[[Context, Input, Workspace], Made[Value]]

    def version(self, cache: Cache) -> bytes:
        """The part of the keys that all inputs have in common."""
        context = canonical_bytes(self.context)
        return digest_of(cache.version.encode(), self.name.encode(), context).encode()


Entry = tuple[list[FileStat], Any]
"""A kept result: the stats of its files, and its value."""


@dataclass(slots=True)
class Results(Generic[Value]):
    """The results of some inputs, in their order."""

    values: list[Value] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    """Key → result, of those that may be kept."""
    corrupt: int = 0
    """1 if kept results couldn't be used."""


@dataclass(frozen=True, slots=True)
class Incremental:
    """Runs tasks, or reuses their results. It alone knows the previous site and the cache; it can
    be sent to workers.
    """

    cache: Cache
    previous: PreviousSite

    def run(
        self,
        task: Task[Context, Input, Value],
        group: str,
        inputs: Iterable[Input],
        workspace: Workspace,
    ) -> Results[Value]:
        """The results of `task` for all `inputs` of a group, which are kept for the next build."""
        previous, corrupt = self.load(task, group)
        results = self.run_part(task, previous, inputs, workspace)
        results.corrupt = int(corrupt)
        if results.entries != previous:
            self.keep(task, group, results.entries)
        return results

    def run_part(
        self,
        task: Task[Context, Input, Value],
        previous: Mapping[str, Entry],
        inputs: Iterable[Input],
        workspace: Workspace,
    ) -> Results[Value]:
        """The results of `task` for some inputs of a group that had the results `previous` in the
        last build.
        """
        version = task.version(self.cache)
        results: Results[Value] = Results()
        for value in inputs:
            key = digest_of(version, canonical_bytes(value))
            entry = previous.get(key)
            if entry is None or not self.previous.link_unchanged(entry[0]):
                made = task.make(task.context, value, workspace)
                entry = self.previous.stats(made.paths), made.value
                results.problems += made.problems
                if not made.problems:
                    results.entries[key] = entry
            else:
                results.entries[key] = entry
            results.values.append(entry[1])
            results.paths += (stat[0] for stat in entry[0])
        return results

    def load(self, task: Task[Any, Any, Any], group: str) -> tuple[dict[str, Entry], bool]:
        """Key → result of a group in the last build; and whether they are corrupt."""
        entries, corrupt = self.cache.get(file_name(task.name, group))
        return (entries, False) if isinstance(entries, dict) else ({}, corrupt)

    def keep(self, task: Task[Any, Any, Any], group: str, entries: Mapping[str, Entry]) -> None:
        """Keep the results of a group for the next build."""
        self.cache.put(file_name(task.name, group), entries)

    def evict(self, names: Sequence[str], groups: set[str]) -> None:
        """Forget the results of the tasks with these names, but those of `groups`."""
        used = {file_name(name, group) for name in names for group in groups}
        self.cache.evict([f".{name}" for name in names], used)

    def is_current(
        self, task: Task[Context, Input, Any], group: str, value: Input, own: Iterable[str]
    ) -> bool:
        """Whether the previous site is what the next one would be: it has the result of `task` for
        this input with all files unchanged, its manifest is the last build's, and its files at
        the paths `own` are those of the next site, byte for byte. Files of others don't count.
        """
        entries, _ = self.load(task, group)
        key = digest_of(task.version(self.cache), canonical_bytes(value))
        if key not in entries:
            return False
        try:
            return (
                self.previous.has_unchanged(entries[key][0])
                and is_as_built(self.previous.site, self.cache)
                and self.previous.has_same_bytes(own)
            )
        except OSError:
            # A file of it has been removed, or can't be read: it is replaced.
            return False

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the next site, or link the previous site's if it has the same bytes."""
        self.previous.write(path, data)


def file_name(task: str, group: str) -> str:
    """The name in the cache of a group of results."""
    return f"{group}.{task}"
