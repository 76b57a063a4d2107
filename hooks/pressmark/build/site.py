"""A build of a site, from start to end.

    with open_build(request) as build:
        analysis = build.analyze()         # first pass: what the collection is
        …the host renders its own pages and the molds into build.staging…
        build.write(analysis, shells)      # second pass: pages, lists, families, index
        build.publish()                    # the next site takes the previous one's place

The host is whatever renders pages from the theme's templates, such as MkDocs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pressmark.build import first_pass, second_pass
from pressmark.build.collection_pages import ListContext, write_feeds, write_lists
from pressmark.build.document_pages import PageContext
from pressmark.build.first_pass import AnalyzedCorpus, Changes, Progress, no_progress
from pressmark.build.incremental import Incremental, Made, Task
from pressmark.build.previous_site import PreviousSite, paths_below
from pressmark.build.resources import Resources, Tally, document_locations
from pressmark.build.workspace import Workspace
from pressmark.corpus.read import scan
from pressmark.corpus.settings import Collection
from pressmark.errors import CuratorError, Problem
from pressmark.relate.corpus import family_path
from pressmark.render.browse import DEPTHS
from pressmark.render.page_mold import Molds
from pressmark.render.site_links import Site, slugs
from pressmark.runtime import manifest, output, site_folder
from pressmark.runtime.cache import open_cache
from pressmark.runtime.program import VERSION, program_digest
from pressmark.runtime.site_folder import SiteFolder
from pressmark.runtime.stopwatch import Stopwatch
from pressmark.runtime.workers import WorkerPool, WorkerSettings, open_pool

PER_PAGE = 100
"""Documents on a browse page, if nothing else is asked for."""


def _ignore(_message: str) -> None:
    """Takes messages that nobody wants."""


@dataclass(frozen=True, slots=True)
class BuildRequest:
    """What is to be built, and how."""

    corpus: Path
    """The folder of texts."""
    site: Path
    """The folder of the site."""
    collection: Collection
    """The settings of the collection."""
    name: str
    """The site's name."""
    url: str = ""
    """The site's address, with a slash at its end; empty if it isn't known."""
    per_page: int = PER_PAGE
    """Documents on a browse page."""
    workers: WorkerSettings = field(default_factory=WorkerSettings)
    folder: str = ""
    """The folder of the archive in the site, with a slash at its end, if the rest of the site is
    the host's; empty if the site is the archive.
    """
    umask: int | None = None
    """For the modes of published files; None leaves the process's own."""
    reuse: bool = True
    """Whether to reuse what the last build has kept."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the host needs of the collection to render its pages."""

    corpus: AnalyzedCorpus
    site: Site

    def depths(self) -> tuple[frozenset[int], frozenset[int]]:
        """How many folders deep document pages and lists lie: each depth needs a mold."""
        corpus = self.corpus.corpus
        families = (family_path(family) for family, _ in corpus.families())
        return (
            frozenset(summary.href.count("/") for summary in corpus.documents),
            DEPTHS | {path.count("/") for path in families},
        )


@dataclass(frozen=True, slots=True)
class Shells:
    """What the host has rendered."""

    documents: Molds
    lists: Molds
    own_pages: Sequence[str]
    """Paths of the host's pages that belong in the sitemap."""


@dataclass(frozen=True, slots=True)
class BuildResult:
    """One finished build, and how it went."""

    analysis: AnalyzedCorpus
    problems: tuple[Problem, ...]
    """Of the files of the corpus, and of documents that are published plainly."""
    corrupt: int
    """Groups of kept results that couldn't be used, and were made again."""
    times: Mapping[str, float]
    """Stage → seconds."""
    unchanged: bool
    """Whether the previous site is what the next one would be, so that it stays as it is."""


@dataclass(frozen=True, slots=True)
class Build:
    """A build that is going on: its folder is locked, its worker pool is open."""

    request: BuildRequest
    folder: SiteFolder
    pool: WorkerPool
    changes: Changes
    incremental: Incremental
    progress: Progress

    @property
    def staging(self) -> Path:
        """The folder in which the next site is made."""
        return self.folder.staging

    @property
    def archive(self) -> Path:
        """The folder of the archive in it."""
        return self.staging / self.request.folder

    def analyze(self) -> Analysis:
        """The first pass, or what the last build has kept of it if nothing has changed. Raises
        `CuratorError` if no document can be published: an empty site would replace a good one.
        """
        corpus = first_pass.load_if_unchanged(self.changes) or self._analyze()
        if not corpus.corpus.documents:
            raise CuratorError(corpus.problems)
        site = Site(self.request.name, self.request.url, slugs(corpus.corpus))
        return Analysis(corpus, site)

    def _analyze(self) -> AnalyzedCorpus:
        return first_pass.analyze_corpus(
            self.changes, self.request.collection, self.pool, self.progress
        )

    def write(self, analysis: Analysis, shells: Shells) -> BuildResult:
        """The second pass: all files of the next site that the host hasn't written."""
        output.mark(self.staging, self._marker(analysis))
        watch, tally = Stopwatch(), Tally()
        contexts = (
            PageContext(analysis.site.name, analysis.site.url, shells.documents),
            ListContext(analysis.site.name, analysis.site.url, shells.lists),
        )
        own = set(paths_below(self.archive))
        times: dict[str, float] = {}

        def make(_context: object, _corpus: object, _workspace: Workspace) -> Made[None]:
            times.update(self._write_all(analysis, shells, contexts, tally))
            paths = list(paths_below(self.archive))
            _check_whole(analysis.corpus, paths)
            return Made([path for path in paths if path not in own], None, tally.problems)

        # All that is published follows from these: the shells, and the documents by their keys.
        task = Task("site", (*contexts, tuple(shells.own_pages), self.request.per_page), make)
        documents = tuple(analysis.corpus.keys.items())
        unchanged = (
            self.incremental.has_unchanged(task, "all", documents) and self._host_unchanged()
        )
        if not unchanged:
            workspace = Workspace(self.archive, self.request.corpus)
            results = self.incremental.run(task, "all", [documents], workspace)
            tally.corrupt += results.corrupt
        watch.lap("pages")
        return BuildResult(
            analysis.corpus,
            (*analysis.corpus.problems, *sorted(tally.problems)),
            analysis.corpus.corrupt + tally.corrupt,
            dict(analysis.corpus.times) | (times or watch.times),
            unchanged,
        )

    def _write_all(
        self,
        analysis: Analysis,
        shells: Shells,
        contexts: tuple[PageContext, ListContext],
        tally: Tally,
    ) -> Mapping[str, float]:
        """Write or link all files; returns the seconds of each stage."""
        corpus, times = analysis.corpus, dict[str, float]()
        if corpus.spooled is None:
            corpus = self._analyze()
            if corpus.keys != analysis.corpus.keys:
                # The host has rendered pages of other texts than those that would be written.
                raise CuratorError(
                    f"{self.request.corpus}: texts were edited during the build; build again"
                )
            tally.corrupt += corpus.corrupt
            times |= corpus.times
        resources = self._resources(corpus, tally)
        times |= second_pass.write_documents(corpus, analysis.site, contexts, resources)
        watch = Stopwatch()
        lists = write_lists(corpus.corpus.documents, self.request.per_page, contexts[1], resources)
        paths = [*shells.own_pages, *lists.paths]
        write_feeds(corpus.corpus, analysis.site, paths, resources.workspace())
        watch.lap("lists")
        return times | watch.times

    def _resources(self, corpus: AnalyzedCorpus, tally: Tally) -> Resources:
        return Resources(
            self.incremental,
            self.pool,
            self.archive,
            self.request.corpus,
            self.folder.spool,
            document_locations(corpus),
            self.progress,
            tally,
        )

    def _host_unchanged(self) -> bool:
        """Whether the pages of the host are those of the previous site, byte for byte, and its
        manifest is the last build's. What others have put there doesn't count.
        """
        previous = PreviousSite(self.folder.site, self.staging)
        try:
            written = set(paths_below(self.staging))
            return (
                self.request.reuse
                and manifest.is_as_built(previous.site, self.incremental.cache)
                and previous.has_same_bytes(written)
            )
        except OSError:
            # A file of it has been removed, or can't be read: it is replaced.
            return False

    def _marker(self, analysis: Analysis) -> dict[str, object]:
        embedded = {"folder": self.request.folder} if self.request.folder else {}
        return embedded | {
            "generator": f"pressmark {VERSION}",
            "program": program_digest(),
            "documents": len(analysis.corpus.corpus.documents),
            "title": analysis.site.name,
            "url": analysis.site.url,
            "per_page": self.request.per_page,
        }

    def publish(self, result: BuildResult) -> str | None:
        """Put the next site in the place of the previous one, unless they are the same. Returns the
        digest of the release, None if somebody has damaged it meanwhile. Raises `CuratorError` if
        the disk refuses, or a file of somebody else is in the way.
        """
        if not result.unchanged:
            with site_folder.reported(self.folder.site):
                manifest.write(self.staging, self.incremental.cache)
                self.folder.replace()
        return manifest.release_of(self.folder.site)


@contextmanager
def open_build(
    request: BuildRequest,
    tell: Callable[[str], None] = _ignore,
    progress: Progress = no_progress,
) -> Iterator[Build]:
    """Lock the site's folder, scan the corpus, and open the worker pool. At the end the pool is
    closed, and what wasn't published is removed. `tell` takes messages for the curator.

    Raises `CuratorError` where the site can't be built, or mustn't be replaced.
    """
    with ExitStack() as stack:
        opened = site_folder.opened(request.site, request.corpus, request.umask, tell)
        folder = stack.enter_context(opened)
        # Without reuse, there is a cache that is new, and no previous site.
        cache_folder = folder.cache if request.reuse else folder.spool / "cache"
        previous = folder.site if request.reuse else folder.spool / "no-site"
        archive = PreviousSite(previous / request.folder, folder.staging / request.folder)
        cache = open_cache(cache_folder, request.collection)
        inventory = scan(request.corpus, request.collection)
        changes = first_pass.find_changes(inventory, cache)
        # Opened once, before the corpus is in memory, which forked workers would hold as well.
        pool = stack.enter_context(open_pool(request.workers, len(inventory.items)))
        incremental = Incremental(cache, archive)
        yield Build(request, folder, pool, changes, incremental, progress)


def _check_whole(corpus: AnalyzedCorpus, paths: Sequence[str]) -> None:
    """Raises `CuratorError` unless the page of each document is there: whoever has removed files
    while they were written must not get a site that lacks them, now or from what is kept of it.
    """
    missing = {summary.href for summary in corpus.corpus.documents} - set(paths)
    if missing:
        raise CuratorError(
            f"{len(missing)} pages have been removed while the site was built ({min(missing)}); "
            "build again, and leave the folder beside it alone meanwhile"
        )
