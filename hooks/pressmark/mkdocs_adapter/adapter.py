"""The adapter: the only module that knows MkDocs. It lends us its command line, its theme and its
live server; what is published is made by the rest of the library.

MkDocs renders the pages of the site that are unique (home, search, about, hand-written ones) and
the molds; all others are cast in workers when it is done. The site is built beside the one that
stands and takes its place at the end.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any, cast

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.templates import TemplateContext

from pressmark import __version__
from pressmark.build import first_pass
from pressmark.build import site as edition
from pressmark.build.document_pages import Output
from pressmark.build.previous_site import PreviousSite
from pressmark.build.report import report
from pressmark.corpus import plain_values
from pressmark.corpus.read import scan
from pressmark.corpus.settings import PUBLIC, Collection, read_collection
from pressmark.corpus.settings import Site as SiteSettings
from pressmark.errors import CuratorError, digest
from pressmark.mkdocs_adapter import local_server, site_settings
from pressmark.pipeline import RULE_NAMES
from pressmark.relate.corpus import family_path
from pressmark.render import policy
from pressmark.render.assets import (
    PAGES,
    assets,
    is_part,
    page_styles,
    page_styles_key,
    styles_needed,
)
from pressmark.render.browse import DEPTHS as BROWSE_DEPTHS
from pressmark.render.home_view import site_view, title_of
from pressmark.render.page_mold import ListSlots, Mold, Slots, make_mold, markers
from pressmark.render.shipped import is_needless
from pressmark.render.site_links import Site, slugs
from pressmark.runtime import cache, manifest, site_folder
from pressmark.runtime import output as publish
from pressmark.runtime.interruption import end_on_signals
from pressmark.runtime.program import program_digest
from pressmark.runtime.progress import Progress
from pressmark.runtime.site_folder import SiteFolder
from pressmark.runtime.workers import WorkerPool, WorkerSettings, open_pool

log = logging.getLogger("mkdocs.pressmark")

GENERATED = {
    "index.md": ("home.html", "Home"),
    "search.md": ("search.html", "Search"),
    "about.md": ("about.html", "About this archive"),
}
"""Pages that MkDocs renders from the theme's templates: (template, title)."""
DOCUMENT, LIST = "document.html", "browse.html"
"""Templates of the pages that are cast."""
MOLD = "mold.md"
"""File name of the pages that molds are made from; they are not published."""
MATERIAL_STYLES = "assets/stylesheets/"
"""Where the theme's style sheets are."""
SITEMAP = "sitemap.xml"
Kind = type[Slots] | type[ListSlots]


class MkDocsAdapter:
    """One build after another, as MkDocs' events come in."""

    def __init__(self) -> None:
        self._site_dir: Path | None = None
        self._serves = False
        self._stack = ExitStack()
        """The locked folder of the site and the worker pool, until a build ends."""

    def start(self, command: str) -> None:
        """`on_startup`: whether sites are built to be looked at while their texts are edited."""
        self._serves = command == "serve"
        end_on_signals(revive_sigint=self._serves)

    def leave(self) -> None:
        """`on_shutdown`: end what a signal has interrupted. MkDocs removes the site that it has
        served, so what was kept for the next one goes too.
        """
        self._end()
        if self._serves and self._site_dir:
            shutil.rmtree(site_folder.cache_dir(self._site_dir), ignore_errors=True)

    def configure(self, config: MkDocsConfig) -> MkDocsConfig:
        """`on_config`: read the settings, and let MkDocs write beside the previous site."""
        self.started = perf_counter()
        self._end()
        self._wanted_dir = config.site_dir
        with _told():
            self.settings: SiteSettings = site_settings.read(config)
            self._staff = WorkerSettings(
                self.settings.workers, self.settings.executor, self.settings.scheduler
            )
            base = Path(config.config_file_path).parent if config.config_file_path else Path()
            self.corpus_dir = (base / self.settings.corpus).absolute()
            self.collection: Collection = read_collection(self.corpus_dir, RULE_NAMES)
            self._folder: SiteFolder = self._stack.enter_context(
                site_folder.opened(Path(config.site_dir), self.corpus_dir, self._umask(), log.info)
            )
        self._site_dir = self._folder.site
        config.site_dir = str(self._folder.staging)
        self._adapt(config)
        return config

    def _umask(self) -> int | None:
        """The umask to write with. What is served on this machine is for its owner alone."""
        if self._serves:
            return 0o077
        return 0o022 if self.settings.permissions == PUBLIC else None

    def _adapt(self, config: MkDocsConfig) -> None:
        """Give the host the collection's name and address, and take back what is ours to do."""
        if self.collection.title:
            config.site_name = self.collection.title
        elif not self.settings.publish_docs:
            config.site_name = title_of(self.corpus_dir)
        if self.collection.description:
            config.site_description = self.collection.description
        self.name = plain_values.line("site_name", config.site_name)
        # A site that is served has the address that MkDocs serves it at.
        preferred = "" if self._serves else self.settings.site_url
        config.site_url = preferred or config.site_url or self.collection.site_url
        # Material's templates write these as they are.
        config.site_name = escape(self.name)
        config.site_description = escape(config.site_description or "")
        config.site_author = escape(config.site_author or "")
        if not self.settings.publish_docs:
            config.nav = None
        config.extra["pressmark_policy"] = policy.strict()
        config.extra["pressmark_guide"] = self.settings.publish_docs
        # Material's own header leads to a folder otherwise, and on a disk folders open as lists.
        config.extra["homepage"] = "index.html"
        # Ours knows all pages; MkDocs' own would list the few that it has rendered.
        config.theme.static_templates.discard(SITEMAP)

    def prepare(self, config: MkDocsConfig) -> None:
        """`on_pre_build`: the first pass over the corpus."""
        self.progress = Progress()
        try:
            self._kept = cache.opened(self._folder.cache, self.collection)
            inventory = scan(self.corpus_dir, self.collection)
            known = first_pass.find_changes(inventory, self._kept)
            # They are hired once: as long as nothing is known of the corpus they are small.
            self._crew: WorkerPool = self._stack.enter_context(
                open_pool(self._staff, len(inventory.items))
            )
            self._gather = partial(
                first_pass.analyze_corpus,
                inventory,
                self.collection,
                self._folder.spool,
                self._crew,
                self.progress,
                known,
            )
            self.gathered = first_pass.load_if_unchanged(inventory, known) or self._gather()
            if not self.gathered.corpus.documents:
                # An empty site would take the place of the last good one.
                raise CuratorError(self.gathered.problems)
        except CuratorError as error:
            self.progress.clear()
            raise _abort(error) from None
        corpus = self.gathered.corpus
        self.site = Site(self.name, config.site_url or "", slugs(corpus))
        self._view = site_view(
            corpus,
            self.site,
            self.collection,
            self.gathered.held,
            self.gathered.ignored,
            self.gathered.problems,
        )
        documents = {d.href.count("/") for d in corpus.documents}
        lists = BROWSE_DEPTHS | {family_path(f).count("/") for f, _ in corpus.families()}
        self._mold_pages: dict[str, tuple[int, Kind]] = {
            f"{folder}/{'x/' * (depth - 1)}{MOLD}": (depth, kind)
            for folder, depths, kind in (
                ("archive", documents, Slots),
                ("browse", lists, ListSlots),
            )
            for depth in sorted(depths)
        }
        self._molds: dict[Kind, dict[int, Mold]] = {Slots: {}, ListSlots: {}}
        self._rendered: list[str] = []
        self.progress.clear()
        for line in digest(self.gathered.problems):
            log.warning(line)

    def add_files(self, files: Files, config: MkDocsConfig) -> Files:
        """`on_files`: add the generated pages, a page for each mold, and what they load; take out
        what nothing loads.
        """
        sheets = [f for f in files if f.src_uri.startswith(MATERIAL_STYLES)]
        self._sheets = [f.content_string for f in sheets if f.src_uri.endswith(".css")]
        own = {str(config.theme.get(name)) for name in ("favicon", "logo")}
        own |= {str(path) for path in (*config.extra_css, *config.extra_javascript)}
        if not self.settings.publish_docs:
            for file in [f for f in files if f.src_dir == config.docs_dir and f.src_uri not in own]:
                files.remove(file)
        hand_written = any(page.src_uri not in GENERATED for page in files.documentation_pages())
        needless = partial(
            is_needless,
            hand_written=hand_written,
            lunr=bool({"search", "material/search"} & set(config.plugins)),
            favicon=str(config.theme.get("favicon")),
        )
        for file in [f for f in files if is_part(f.src_uri) or needless(f.src_uri)]:
            files.remove(file)
        template = files.get_file_from_path(SITEMAP)
        if template:
            files.remove(template)
        for name, content in assets(hand_written):
            # Without this, MkDocs leaves out names that begin with a dot, such as `.nojekyll`.
            included = InclusionLevel.INCLUDED
            files.append(File.generated(config, name, content=content, inclusion=included))
        for name in (*GENERATED, *self._mold_pages):
            if name not in files.src_uris:
                page = File.generated(config, name, content="", inclusion=InclusionLevel.NOT_IN_NAV)
                files.append(page)
        self._own_pages = [
            file.dest_uri
            for file in files.documentation_pages()
            if file.src_uri not in self._mold_pages
        ]
        return files

    def template(self, page: Page) -> None:
        """`on_page_markdown`: which template a page of ours is rendered with."""
        name = page.file.src_uri
        if name in GENERATED:
            page.meta["template"], page.meta["title"] = GENERATED[name]
        elif name in self._mold_pages:
            kind = self._mold_pages[name][1]
            page.meta["template"] = DOCUMENT if kind is Slots else LIST

    def context(self, context: TemplateContext, page: Page) -> TemplateContext:
        """`on_page_context`: what the templates are given."""
        name = page.file.src_uri
        extra = cast(dict[str, Any], context)
        if page.meta.get("template") in (DOCUMENT, LIST):
            # The host would link to the page's first heading, which differs from page to page.
            page.toc = TableOfContents([])
        if name in GENERATED:
            extra["site"] = self._view
        elif name in self._mold_pages:
            slots = markers(self._mold_pages[name][1])
            extra["cast"] = slots
            if isinstance(slots, Slots):
                page.content = slots.content
        return context

    def capture(self, output: str, page: Page) -> str:
        """`on_post_page`: keep the molds, and what our pages look like."""
        if page.file.src_uri in GENERATED or page.file.src_uri in self._mold_pages:
            self._rendered.append(output)
        elif page.meta.get("template") != DOCUMENT:
            output = policy.hand_written(output)
        found = self._mold_pages.get(page.file.src_uri)
        if found:
            depth, kind = found
            self._molds[kind][depth] = make_mold(output, kind)
        return output

    def finish(self, config: MkDocsConfig) -> None:
        """`on_post_build`: cast the pages, write what is made of all of them, change the sites."""
        folder, site = self._folder.staging, self._folder.site
        for name in sorted(self._mold_pages, reverse=True):
            page = (folder / name).with_suffix(".html")
            page.unlink()
            # The folders of deeper molds are there for nothing else. `rmdir` leaves what is not.
            with suppress(OSError):
                page.parent.rmdir()
        needed = styles_needed(self._rendered)
        styles_key = cache.key([self._kept.maker, page_styles_key(self._sheets, needed)])
        sheets = cache.remembered(
            self._kept, "styles", styles_key, lambda: page_styles(self._sheets, needed)
        )
        publish.write(folder, PAGES, sheets.encode())
        publish.mark(folder, {
            "generator": f"pressmark {__version__}",
            "program": program_digest(),
            "documents": len(self.gathered.corpus.documents),
            "title": self.site.name,
            "url": self.site.url,
            "per_page": self.settings.per_page,
        })  # fmt: skip
        output = Output(
            folder,
            self.site,
            self._molds[Slots],
            self._molds[ListSlots],
            self.corpus_dir,
            self._folder.spool,
            PreviousSite(self._kept, site, folder),
        )
        with _told():
            made = edition.write(
                self.gathered,
                output,
                edition.Frame(sorted(self._own_pages), self.settings.per_page),
                self._crew,
                self.progress,
                self._gather,
            )
        self.progress.clear()
        problems = (*self.gathered.problems, *made.problems)
        for line in digest(made.problems):
            log.warning(line)
        self._tell_of_spoilt(self.gathered.spoilt + made.spoilt, config.strict)
        all_of_it = {"all": perf_counter() - self.started}
        times = dict(self.gathered.times) | made.times | all_of_it
        for line in report(self.gathered.corpus, self.gathered.held, self.gathered.ignored, times):
            log.info(line)
        if config.strict and problems:
            total = len(problems)
            raise Abort(f"{total} problems in the corpus, and --strict: the site stays as it was")
        if not made.stands:
            manifest.write(folder, self._kept)
            with _told(), site_folder.reported(site):
                self._folder.replace()
        log.info(f"release: {manifest.release_of(site)}")
        with _told():
            self._stack.close()
        # MkDocs and its plugins speak of the site that was asked for.
        config.site_dir = self._wanted_dir

    def _tell_of_spoilt(self, parts: int, strict: bool) -> None:
        """That some of what was kept couldn't be used. It is no fault of the corpus, so a strict
        build goes on.
        """
        if parts:
            level = logging.INFO if strict else logging.WARNING
            name = self._kept.folder.name
            log.log(level, f"{name}: {parts} parts were spoilt and have been made again")

    def abandon(self, error: Exception) -> None:
        """`on_build_error`: leave nothing behind but the previous site. Raises `Abort` for what the
        machine has refused, so that nobody has to read a traceback to make room on a disk.
        """
        self._end()
        if isinstance(error, OSError):
            log.debug("The build was ended by:", exc_info=error)
            raise _abort(CuratorError(site_folder.explain(error, Path(self._wanted_dir)))) from None
        if isinstance(error, BrokenProcessPool):
            message = "a worker process has ended, perhaps for want of memory; fewer need less: "
            raise _abort(CuratorError(message + "PRESSMARK_WORKERS=1")) from None

    def _end(self) -> None:
        """End the worker pool whatever it is doing, remove what was built so far, and unlock the
        site.
        """
        ended = KeyboardInterrupt()
        try:
            self._stack.__exit__(type(ended), ended, None)
        except CuratorError as error:
            _abort(error)

    def watch(self, server: LiveReloadServer) -> LiveReloadServer:
        """`on_serve`: build again when the corpus changes, its settings and sidecars included, and
        answer no other website.
        """
        server.watch(str(self.corpus_dir))
        server.set_app(local_server.guarded(server.serve_request, str(server.server_address[0])))
        return server


@contextmanager
def _told() -> Iterator[None]:
    """Tells the curator what ends a build."""
    try:
        yield
    except CuratorError as error:
        raise _abort(error) from None


def _abort(error: CuratorError) -> Abort:
    for line in digest(error.problems) if error.problems else [str(error)]:
        log.error(line)
    return Abort("The archive was not built; the site that stood before is untouched.")
