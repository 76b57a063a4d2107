"""The search index: what it costs to build, and what it costs to read, beside Pagefind."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from tests.bench import corpus, peers, reading
from tests.bench.measure import Cost, run
from tests.bench.questions import Question, questions
from tests.bench.reading import Reading
from tests.site.browser import CHROMIUM
from tests.site.fixtures import ARGUMENTS
from tests.site.servers import ROOT, build

PEER = 10_000
"""Documents that Pagefind is given, too."""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an index cost, and what there is of it."""

    system: str
    documents: int
    cost: Cost
    files: int
    megabytes: float


@dataclass(frozen=True, slots=True)
class Read:
    """What searches cost in one index."""

    system: str
    documents: int
    readings: list[Reading]
    longest_task: float | None


def measured(sizes: list[int], folder: Path, runs: int) -> tuple[list[Indexed], list[Read]]:
    """Builds and reads indexes of so many made-up articles below `folder`, in turn with Pagefind at
    `PEER` documents; of each build the middle one of `runs` counts.
    """
    pages, indexed, read = folder / "pages", [], []
    articles = {size: folder / f"articles{size}.jsonl" for size in sorted({*sizes, PEER})}
    for size, file in articles.items():
        corpus.write(file, size)
    corpus.write_pages(articles[PEER], PEER, pages)
    asked = questions(articles[PEER])
    theme = _theme(folder)
    peer = peers.pagefind()
    with _browser() as browser:
        for size in sizes:
            ours: list[Indexed] = []
            theirs: list[Indexed] = []
            for _ in range(runs):
                ours.append(_ours(articles[size], size, theme))
                if peer and size == PEER:
                    theirs.append(_theirs(peer[0], peer[1], pages))
            indexed += [_middle(found) for found in (ours, theirs) if found]
            read.append(_read(browser, theme, size, asked))
            if theirs:
                read.append(_read_theirs(browser, theirs[0].system, pages, asked))
    return indexed, read


def _theme(folder: Path) -> Path:
    """A site of one document, whose index is replaced."""
    text, site = folder / "text", folder / "site"
    text.mkdir()
    (text / "one.txt").write_text("One\n\nA text, so that there is a site.\n", encoding="utf-8")
    done = build(text, site)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return site


def _ours(articles: Path, size: int, site: Path) -> Indexed:
    out = site / "search"
    shutil.rmtree(out)
    command = ["python", "-m", "tests.bench.indexing", str(articles), str(size), str(out)]
    cost = run(command, ROOT, {"PYTHONPATH": f"{ROOT / 'hooks'}:{ROOT}"})
    built = json.loads(cost.output)
    return Indexed("Pressmark", size, cost, built["files"], built["bytes"] / 1e6)


def _theirs(version: str, command: list[str], pages: Path) -> Indexed:
    shutil.rmtree(pages / "pagefind", ignore_errors=True)
    cost = run([*command, "--site", str(pages), "--silent"], pages, {})
    files = [path for path in (pages / "pagefind").rglob("*") if path.is_file()]
    size = sum(path.stat().st_size for path in files) / 1e6
    return Indexed(f"Pagefind {version}", PEER, cost, len(files), size)


def _middle(found: list[Indexed]) -> Indexed:
    middle = median(one.cost.seconds for one in found)
    return min(found, key=lambda one: abs(one.cost.seconds - middle))


@contextmanager
def _browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM.find(), args=ARGUMENTS)
        yield browser
        browser.close()


def _read(browser: Browser, site: Path, size: int, asked: list[Question]) -> Read:
    with reading.served(site) as host:
        found = [reading.pressmark(browser, host, question) for question in asked]
        return Read("Pressmark", size, found, reading.longest_task(browser, host, asked))


def _read_theirs(browser: Browser, system: str, pages: Path, asked: list[Question]) -> Read:
    (pages / "empty.html").write_text("<!doctype html><link rel=icon href=data:,>")
    with reading.served(pages) as host:
        return Read(system, PEER, [reading.pagefind(browser, host, one) for one in asked], None)
