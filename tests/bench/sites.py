"""What a site costs to build, from nothing and after small changes, beside others on the same
texts in the same run.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench import scrapes
from tests.bench.generators import OTHERS, Generator, pressmark
from tests.bench.measure import Cost, run

PEERS_UP_TO = 10_000
"""Documents: with more the others would take hours, or all memory, and ours is run once."""
AFTERTHOUGHT = "\nWhat was not known when this was written has come to light since.\n"

_LOADED = re.compile(r"""<(?:link[^>]+rel="?stylesheet"?[^>]*|script[^>]+)>""")
_ADDRESS = re.compile(r"""(?:href|src)="?([^"\s>]+)""")


@dataclass(frozen=True, slots=True)
class Built:
    """What one kind of build cost, and what came of it."""

    system: str
    documents: int
    step: str
    cost: Cost
    files: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class Weight:
    """Of a page, gzipped, in kB."""

    system: str
    documents: int
    page: float
    """Its HTML."""
    own: float
    """Its HTML without the article's text."""
    loads: float
    """Styles and scripts, which all pages share."""


def _edited(texts: Sequence[Path]) -> tuple[Sequence[Path], Sequence[Path]]:
    """The one text that is changed, and the hundred."""
    middle = len(texts) // 2
    return texts[middle : middle + 1], texts[:: max(1, len(texts) // 100)][:100]


def edits(texts: Sequence[Path]) -> dict[str, Callable[[], object]]:
    """Name → a change of a folder of texts, one after another."""
    one, hundred = _edited(texts)
    added = texts[0].with_stem("added")

    def change(paths: Sequence[Path]) -> None:
        for path in paths:
            with path.open("a", encoding="utf-8") as file:
                file.write(AFTERTHOUGHT)

    return {
        "nothing changed": lambda: None,
        "1 changed": lambda: change(one),
        "100 changed": lambda: change(hundred),
        "1 added": lambda: added.write_bytes(texts[-1].read_bytes()),
        "1 deleted": added.unlink,
    }


COLD = "from nothing"


def measured(sizes: Sequence[int], folder: Path, runs: int) -> tuple[list[Built], list[Weight]]:
    """Builds sites of so many made-up texts below `folder`, each system in turn; of each kind of
    build the middle one of `runs` counts.
    """
    built: list[Built] = []
    weights: list[Weight] = []
    for size in sizes:
        here = folder / str(size)
        systems = [pressmark(here / "pressmark")]
        if size <= PEERS_UP_TO:
            made = (make(here / make.__name__) for make in OTHERS)
            systems += [pressmark(here / "alone", 1), *(system for system in made if system)]
        for system in systems:
            scrapes.write(system.texts, size, system.markdown)
        found: dict[tuple[str, str], list[Built]] = {}
        for _ in range(runs if size <= PEERS_UP_TO else 1):
            for system in systems:
                for one in _all_steps(system, size):
                    found.setdefault((one.system, one.step), []).append(one)
        built += map(_middle, found.values())
        weights += [_weight(system, size) for system in systems if not system.cold]
    return built, weights


def stages(size: int, folder: Path) -> dict[str, float]:
    """Stage of a build from nothing in one process → seconds, as the build says."""
    system = pressmark(folder, 1)
    scrapes.write(system.texts, size)
    [(command, here, environment)] = system.commands
    loud = [part for part in command if part != "--quiet"]
    around = {**os.environ, **environment}
    done = subprocess.run(loud, cwd=here, env=around, capture_output=True, text=True, check=True)
    [line] = re.findall(r"seconds: (.+)", done.stderr)
    pairs = (part.rsplit(" ", 1) for part in line.split(", "))
    return {name: float(seconds) for name, seconds in pairs}


def real(texts: Path, folder: Path, runs: int) -> list[Built]:
    """Builds a site of a folder of texts, again and again; of each kind the middle one counts."""
    system = pressmark(Path(tempfile.mkdtemp(prefix="real-", dir=folder)))
    shutil.copytree(texts, system.texts)
    count = sum(path.is_file() for path in system.texts.rglob("*"))
    found: dict[str, list[Built]] = {}
    for _ in range(runs):
        for one in _all_steps(system, count):
            found.setdefault(one.step, []).append(one)
    return list(map(_middle, found.values()))


def _put_aside(system: Generator) -> None:
    """Have nothing left of the last build. Nothing is removed before all is measured: a file system
    may take ten times as long to make one while it remembers thousands that are gone (ext4 does).
    """
    for folder in (system.site, *system.leftovers):
        if folder.exists():
            folder.rename(tempfile.mkdtemp(prefix="aside-", dir=system.texts.parent))


def _all_steps(system: Generator, size: int) -> Iterator[Built]:
    _put_aside(system)
    yield _build(system, size, COLD)
    if system.cold:
        return
    texts = sorted(path for path in system.texts.rglob("*") if path.suffix in (".txt", ".md"))
    # The next run begins with the same texts: what is added to one again may be no news to a build.
    before = {path: path.read_bytes() for paths in _edited(texts) for path in paths}
    for step, edit in edits(texts).items():
        edit()
        yield _build(system, size, step)
    for path, data in before.items():
        path.write_bytes(data)


def _build(system: Generator, size: int, step: str) -> Built:
    costs = [run(*command) for command in system.commands]
    together = Cost(
        sum(cost.seconds for cost in costs),
        sum(cost.processor for cost in costs),
        max(cost.largest for cost in costs),
        max(cost.together for cost in costs),
        "",
    )
    files = [path.stat().st_size for path in system.site.rglob("*") if path.is_file()]
    return Built(system.name, size, step, together, len(files), sum(files) / 1e6)


def _middle(found: Sequence[Built]) -> Built:
    middle = median(one.cost.seconds for one in found)
    return min(found, key=lambda one: abs(one.cost.seconds - middle))


def _weight(system: Generator, size: int) -> Weight:
    """Of the page of the text in the middle."""
    wanted = scrapes.name(size // 2)
    path = next(
        path for path in system.site.rglob("*.html") if path.as_posix().endswith(f"{wanted}.html")
    )
    text = path.read_text(encoding="utf-8")
    paragraphs = re.compile(r"<p[^>]*>.*?</p>", re.DOTALL)
    return Weight(
        system.name,
        size,
        _zipped(text.encode()),
        _zipped(paragraphs.sub("", text).encode()),
        sum(_zipped(file.read_bytes()) for file in _loaded(system.site, path, text)),
    )


def _loaded(site: Path, page: Path, text: str) -> Iterator[Path]:
    for tag in _LOADED.findall(text):
        address = _ADDRESS.search(tag)
        if address and "://" not in address[1]:
            name = address[1].partition("?")[0]
            yield site / name.lstrip("/") if name.startswith("/") else page.parent / name


def _zipped(data: bytes) -> float:
    return len(gzip.compress(data, 6)) / 1000
