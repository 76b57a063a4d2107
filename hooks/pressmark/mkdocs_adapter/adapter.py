"""The adapter to MkDocs, which lends us its command line, its theme and its live server; what is
published is made by the rest of the library.

MkDocs renders the pages of the site that are unique (home, search, about, hand-written ones) and
the molds; all others are cast in workers when it is done. The site is built beside the previous one
and takes its place at the end.
"""

from __future__ import annotations

import logging
import shutil
from collections.abc import Iterator
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from pressmark.build.site import open_build
from pressmark.errors import CuratorError, summarize
from pressmark.mkdocs_adapter import local_server
from pressmark.mkdocs_adapter.project import Project, read_project
from pressmark.mkdocs_adapter.rendering import Rendering
from pressmark.runtime import site_folder
from pressmark.runtime.interruption import end_on_signals
from pressmark.runtime.progress import Progress

log = logging.getLogger("mkdocs.pressmark")


class MkDocsAdapter:
    """One build after another, as MkDocs' events come in."""

    def __init__(self) -> None:
        self._serves = False
        self._project: Project | None = None
        """Of the last build."""
        self._rendering: Rendering | None = None
        """The build that is going on."""
        self._stack = ExitStack()
        """Ends it: unlocks the site's folder, and ends the workers."""

    @property
    def rendering(self) -> Rendering:
        """The build that is going on. Raises `RuntimeError` if there is none."""
        if self._rendering is None:
            raise RuntimeError("MkDocs has sent the event of a build before `on_config`")
        return self._rendering

    def start(self, command: str) -> None:
        """`on_startup`: whether sites are built to be looked at while their texts are edited."""
        self._serves = command == "serve"
        end_on_signals(revive_sigint=self._serves)

    def configure(self, config: MkDocsConfig) -> MkDocsConfig:
        """`on_config`: read the settings, analyze the corpus, and have MkDocs write beside the
        previous site.
        """
        self._end()
        progress = Progress()
        with _reported():
            self._project = project = read_project(config, serves=self._serves)
            build = self._stack.enter_context(open_build(project.request, log.info, progress))
            try:
                analysis = build.analyze()
            finally:
                progress.clear()
        config.site_dir = str(build.staging)
        for line in summarize(analysis.corpus.problems):
            log.warning(line)
        self._rendering = Rendering(project, build, analysis)
        return config

    def add_files(self, files: Files, config: MkDocsConfig) -> Files:
        """`on_files`."""
        return self.rendering.add_files(files, config)

    def template(self, page: Page) -> None:
        """`on_page_markdown`."""
        self.rendering.choose_template(page)

    def context(self, context: TemplateContext, page: Page) -> TemplateContext:
        """`on_page_context`."""
        return self.rendering.add_context(context, page)

    def capture(self, output: str, page: Page) -> str:
        """`on_post_page`."""
        return self.rendering.take(output, page)

    def finish(self, config: MkDocsConfig) -> None:
        """`on_post_build`: write everything that MkDocs hasn't rendered, and publish the site."""
        with _reported():
            self.rendering.finish(config.strict)
            self._rendering = None
            self._stack.close()
        # MkDocs and its plugins speak of the site that was asked for.
        if self._project:
            config.site_dir = str(self._project.site_dir)

    def abandon(self, error: Exception) -> None:
        """`on_build_error`: leave nothing behind but the previous site. Raises `Abort` for what the
        machine has refused, so that nobody has to read a traceback to make room on a disk.
        """
        self._end()
        if isinstance(error, OSError):
            log.debug("The build was ended by:", exc_info=error)
            site = self._project.site_dir if self._project else Path("site")
            raise _abort(CuratorError(site_folder.explain(error, site))) from None
        if isinstance(error, BrokenProcessPool):
            message = "a worker process has ended, perhaps for want of memory; fewer need less: "
            raise _abort(CuratorError(message + "PRESSMARK_WORKERS=1")) from None

    def leave(self) -> None:
        """`on_shutdown`: end what a signal has interrupted. MkDocs removes the site that it has
        served, so what was kept for the next one goes too.
        """
        self._end()
        if self._serves and self._project:
            site = site_folder.resolved(self._project.site_dir)
            shutil.rmtree(site_folder.cache_dir(site), ignore_errors=True)

    def watch(self, server: LiveReloadServer) -> LiveReloadServer:
        """`on_serve`: build again when the corpus changes, its settings and sidecars included, and
        answer no other website.
        """
        if self._project:
            server.watch(str(self._project.request.corpus))
        server.set_app(local_server.guarded(server.serve_request, str(server.server_address[0])))
        return server

    def _end(self) -> None:
        """End the workers at once, remove what was built so far, and unlock the site."""
        self._rendering = None
        ended = KeyboardInterrupt()
        try:
            self._stack.__exit__(type(ended), ended, None)
        except CuratorError as error:
            _abort(error)


@contextmanager
def _reported() -> Iterator[None]:
    """Reports to the curator what ends a build."""
    try:
        yield
    except CuratorError as error:
        raise _abort(error) from None


def _abort(error: CuratorError) -> Abort:
    for line in summarize(error.problems) if error.problems else [str(error)]:
        log.error(line)
    return Abort("The archive was not built; the site that stood before is untouched.")
