"""What MkDocs renders for one build: the pages that are unique, and the molds of all others."""

from __future__ import annotations

import logging
from contextlib import suppress
from functools import partial
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils.templates import TemplateContext

from pressmark.build.report import details, summary
from pressmark.build.site import Analysis, Build, BuildResult, Shells
from pressmark.errors import summarize
from pressmark.mkdocs_adapter.project import SITEMAP, Project
from pressmark.render import policy
from pressmark.render.assets import (
    FOLDER,
    PAGES,
    assets,
    embedded_assets,
    is_part,
    page_styles,
    page_styles_key,
    styles_needed,
)
from pressmark.render.home_view import site_view
from pressmark.render.page_mold import ListSlots, Mold, Slots, make_mold, markers
from pressmark.render.shipped import is_needless
from pressmark.runtime import output
from pressmark.runtime.cache import key_of
from pressmark.text.site_paths import NO_JEKYLL

log = logging.getLogger("mkdocs.pressmark")

GENERATED = {
    "index.md": ("home.html", "Home"),
    "search.md": ("search.html", "Search"),
    "about.md": ("about.html", "About this archive"),
}
"""Pages that MkDocs renders from our templates: (template, title)."""
TEMPLATES = "pressmark/"
"""Folder of our templates in the theme."""
DOCUMENT, LIST = f"{TEMPLATES}document.html", f"{TEMPLATES}browse.html"
"""Templates of the pages that are cast."""
MOLD = "mold.md"
"""File name of the pages that molds are made from; they are not published."""
MATERIAL_STYLES = "assets/stylesheets/"
"""Where the theme's style sheets are."""
Kind = type[Slots] | type[ListSlots]


class Rendering:
    """One build, and what MkDocs has rendered for it so far."""

    def __init__(self, project: Project, build: Build, analysis: Analysis) -> None:
        self.project = project
        self.build = build
        self.analysis = analysis
        corpus = analysis.corpus
        self.view = site_view(
            corpus.corpus,
            analysis.site,
            build.request.collection,
            corpus.held,
            corpus.ignored,
            corpus.problems,
        )
        self.folder = project.folder
        self.generated = {self.folder + name: page for name, page in GENERATED.items()}
        documents, lists = analysis.depths()
        kinds = (("archive", documents, Slots), ("browse", lists, ListSlots))
        self.mold_pages: dict[str, tuple[int, Kind]] = {
            f"{self.folder}{folder}/{'x/' * (depth - 1)}{MOLD}": (depth, kind)
            for folder, depths, kind in kinds
            for depth in sorted(depths)
        }
        """Page that a mold is made from → its depth and kind."""
        self.molds: dict[Kind, dict[int, Mold]] = {Slots: {}, ListSlots: {}}
        self.rendered: list[str] = []
        """Our pages as MkDocs has rendered them: what styles they need."""
        self.sheets: list[str] = []
        """Material's style sheets."""
        self.own_pages: list[str] = []
        """Paths of the pages that MkDocs renders and the sitemap lists."""

    def add_files(self, files: Files, config: MkDocsConfig) -> Files:
        """Add the generated pages, a page for each mold, and what they load. In an archive that is
        a site of its own, take out what nothing loads.
        """
        if self.folder:
            for file in [f for f in files if f.src_uri.startswith(f"{FOLDER}/")]:
                files.remove(file)
            own = [(self.folder + name, content) for name, content in embedded_assets()]
            own.append((NO_JEKYLL, ""))
        else:
            hand_written = self._reduce(files, config)
            own = list(assets(hand_written))
        for name, content in own:
            # Without this, MkDocs leaves out names that begin with a dot, such as `.nojekyll`.
            included = InclusionLevel.INCLUDED
            files.append(File.generated(config, name, content=content, inclusion=included))
        for name in (*self.generated, *self.mold_pages):
            if name not in files.src_uris:
                # A navigation that MkDocs makes leads to the archive; a project's own may.
                in_nav = self._is_home(name) and config.nav is None
                files.append(_page(name, config, in_nav))
        pages = [f for f in files.documentation_pages() if f.src_uri not in self.mold_pages]
        own_uris = [f.dest_uri for f in pages if not self.folder or f.src_uri in self.generated]
        self.own_pages += [uri.removeprefix(self.folder) for uri in own_uris]
        return files

    def _reduce(self, files: Files, config: MkDocsConfig) -> bool:
        """Take out what nothing loads. Returns whether there are hand-written pages."""
        sheets = [f for f in files if f.src_uri.startswith(MATERIAL_STYLES)]
        self.sheets += [f.content_string for f in sheets if f.src_uri.endswith(".css")]
        own = {str(config.theme.get(name)) for name in ("favicon", "logo")}
        own |= {str(path) for path in (*config.extra_css, *config.extra_javascript)}
        if not self.project.publish_docs:
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
        return hand_written

    def choose_template(self, page: Page) -> None:
        """Have MkDocs render a page of ours with its template."""
        name = page.file.src_uri
        if name in self.generated:
            template, title = self.generated[name]
            page.meta["template"] = TEMPLATES + template
            page.meta["title"] = self.analysis.site.name if self._is_home(name) else title
        elif name in self.mold_pages:
            page.meta["template"] = DOCUMENT if self.mold_pages[name][1] is Slots else LIST
            page.meta["title"] = self.analysis.site.name
        if self.folder and page.meta.get("template", "").startswith(TEMPLATES):
            # They have a search of their own.
            page.meta["search"] = {"exclude": True}
            page.meta["hide"] = ["toc"]

    def _is_home(self, name: str) -> bool:
        """Whether a page is the archive's first one, which the navigation names by its title."""
        return bool(self.folder) and name == f"{self.folder}index.md"

    def add_context(self, context: TemplateContext, page: Page) -> TemplateContext:
        """Give the templates what they show."""
        name = page.file.src_uri
        extra = cast(dict[str, Any], context)
        if page.meta.get("template") in (DOCUMENT, LIST):
            # The host would link to the page's first heading, which differs from page to page.
            page.toc = TableOfContents([])
        extra["folder"] = self.folder
        if name in self.generated:
            extra["site"] = self.view
        elif name in self.mold_pages:
            # Each page has an address of its own.
            page.canonical_url = None
            slots = markers(self.mold_pages[name][1])
            extra["cast"] = slots
            if isinstance(slots, Slots):
                page.content = slots.content
        return context

    def take(self, output: str, page: Page) -> str:
        """Take molds out of what MkDocs has rendered, and note what our pages look like."""
        name = page.file.src_uri
        if name in self.generated or name in self.mold_pages:
            self.rendered.append(output)
        elif not self.folder and page.meta.get("template") != DOCUMENT:
            output = policy.hand_written(output)
        if name in self.mold_pages:
            depth, kind = self.mold_pages[name]
            self.molds[kind][depth] = make_mold(output, kind)
        return output

    def finish(self, strict: bool) -> BuildResult:
        """Write all that MkDocs hasn't rendered, report, and publish the site. Raises `Abort` if
        the build is `strict` and there are problems.
        """
        self._remove_mold_pages()
        if not self.folder:
            output.write(self.build.staging, PAGES, self._styles().encode())
        own_pages = sorted(self.own_pages)
        shells = Shells(self.molds[Slots], self.molds[ListSlots], own_pages)
        result = self.build.write(self.analysis, shells)
        self._report(result, strict)
        if strict and result.problems:
            total = len(result.problems)
            raise Abort(f"{total} problems in the corpus, and --strict: the site stays as it was")
        release = self.build.publish(result)
        if not self.project.serves:
            log.info(f"release: {release}")
            log.info(f"open {self.project.site_dir / self.folder / 'index.html'}")
        return result

    def _styles(self) -> str:
        """What our pages need of Material's styles, and our own."""
        needed = styles_needed(self.rendered)
        cache = self.build.incremental.cache
        key = key_of(cache.version, page_styles_key(self.sheets, needed))
        return cache.get_or_make("styles", key, lambda: page_styles(self.sheets, needed))

    def _remove_mold_pages(self) -> None:
        for name in sorted(self.mold_pages, reverse=True):
            page = (self.build.staging / name).with_suffix(".html")
            page.unlink()
            # The folders of deeper molds are there for nothing else. `rmdir` leaves what is not.
            with suppress(OSError):
                page.parent.rmdir()

    def _report(self, result: BuildResult, strict: bool) -> None:
        corpus = result.analysis
        for line in summarize(result.problems[len(corpus.problems) :]):
            log.warning(line)
        if result.corrupt:
            # No fault of the corpus, so a strict build goes on.
            level = logging.INFO if strict else logging.WARNING
            name = self.build.incremental.cache.folder.name
            log.log(level, f"{name}: {result.corrupt} parts were spoilt and have been made again")
        for line in summary(result):
            log.info(line)
        for line in details(result):
            log.debug(line)


def _page(name: str, config: MkDocsConfig, in_nav: bool) -> File:
    """A page that MkDocs renders for us: at its own path, whatever form the addresses of the
    project's pages have, so that links work from a disk.
    """
    file = File(
        name,
        src_dir=None,
        dest_dir=config.site_dir,
        use_directory_urls=False,
        inclusion=InclusionLevel.UNDEFINED if in_nav else InclusionLevel.NOT_IN_NAV,
    )
    file.content_string = ""
    return file
