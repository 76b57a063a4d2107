"""The MkDocs plugin: `plugins: [pressmark]` makes an archive a part of a project with Material."""

from __future__ import annotations

from typing import Any, Literal

from mkdocs.config import config_options as c
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from pressmark.corpus.settings import PUBLIC, UMASK, SiteSettings
from pressmark.mkdocs_adapter.adapter import MkDocsAdapter
from pressmark.runtime.workers import EXECUTORS

_DEFAULTS = SiteSettings()


class Options(Config):  # type: ignore[no-untyped-call]  # MkDocs' own
    """The plugin's options: those of `extra: pressmark:`, with the same names and defaults."""

    corpus = c.Type(str, default=_DEFAULTS.corpus)
    folder = c.Type(str, default=_DEFAULTS.folder)
    publish_docs = c.Type(bool, default=_DEFAULTS.publish_docs)
    per_page = c.Type(int, default=_DEFAULTS.per_page)
    workers = c.Type(int, default=_DEFAULTS.workers)
    executor = c.Choice(EXECUTORS, default=_DEFAULTS.executor)
    scheduler = c.Type(str, default=_DEFAULTS.scheduler)
    permissions = c.Choice((PUBLIC, UMASK), default=_DEFAULTS.permissions)
    site_url = c.Type(str, default=_DEFAULTS.site_url)


class PressmarkPlugin(BasePlugin[Options]):  # type: ignore[no-untyped-call]  # as above
    """Each of MkDocs' events goes to the adapter, which does the work."""

    def __init__(self) -> None:
        self.adapter = MkDocsAdapter()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], **_: Any) -> None:
        """Start to serve, or to build."""
        self.adapter.start(command)

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Begin a build."""
        return self.adapter.configure(config, dict(self.config))

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add our pages."""
        return self.adapter.add_files(files, config)

    def on_page_markdown(self, markdown: str, *, page: Page, **_: Any) -> str:
        """Choose the templates of our pages."""
        self.adapter.template(page)
        return markdown

    def on_page_context(self, context: TemplateContext, *, page: Page, **_: Any) -> TemplateContext:
        """Give our templates what they show."""
        return self.adapter.context(context, page)

    def on_post_page(self, output: str, *, page: Page, **_: Any) -> str:
        """Take our molds."""
        return self.adapter.capture(output, page)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Write the archive, and publish the site."""
        self.adapter.finish(config)

    def on_build_error(self, *, error: Exception) -> None:
        """Leave nothing behind but the previous site."""
        self.adapter.abandon(error)

    def on_serve(self, server: LiveReloadServer, **_: Any) -> LiveReloadServer:
        """Build again when the corpus changes."""
        return self.adapter.watch(server)

    def on_shutdown(self) -> None:
        """End what a signal has interrupted."""
        self.adapter.leave()
