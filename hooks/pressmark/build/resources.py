"""What the steps of a build work with, and what they report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pressmark.build.first_pass import AnalyzedCorpus, Progress
from pressmark.build.incremental import Context, Incremental, Input, Results, Task, Value
from pressmark.build.workspace import Workspace
from pressmark.errors import Problem
from pressmark.runtime.spool import Location
from pressmark.runtime.workers import WorkerPool


class Tally:
    """What the steps of a build report on their way."""

    def __init__(self) -> None:
        self.corrupt = 0
        """Groups of kept results that couldn't be used."""
        self.problems: list[Problem] = []

    def add(self, results: Results[Any]) -> None:
        """Count what a group of results reports."""
        self.corrupt += results.corrupt
        self.problems += results.problems


@dataclass(frozen=True, slots=True)
class Resources:
    """What the second pass works with, in the main process."""

    incremental: Incremental
    pool: WorkerPool
    next_site: Path
    corpus: Path
    """The folder of the raw files."""
    temporary: Path
    """A folder for temporary files that all workers see."""
    locations: Mapping[str, Location]
    """Document key → where the document lies."""
    progress: Progress
    tally: Tally

    def workspace(self, keys: Iterable[str] = ()) -> Workspace:
        """A workspace for workers, with the documents of these keys."""
        return Workspace(self.next_site, self.corpus, {key: self.locations[key] for key in keys})

    def run(
        self, task: Task[Context, Input, Value], group: str, inputs: Iterable[Input]
    ) -> Results[Value]:
        """Run a task in this process, and count what it reports."""
        results = self.incremental.run(task, group, inputs, self.workspace())
        self.tally.add(results)
        return results


def document_locations(analyzed: AnalyzedCorpus) -> dict[str, Location]:
    """Document key → where the document lies. None are known of an analysis in brief."""
    locations = analyzed.spooled.locations if analyzed.spooled else {}
    return {analyzed.keys[name]: location for name, location in locations.items()}
