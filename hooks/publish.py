"""The MkDocs hook: each of MkDocs' events goes to the host, which does the work."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from pressmark.mkdocs_adapter.adapter import MkDocsAdapter

_adapter = MkDocsAdapter()


def on_startup(command: str, **_: Any) -> None:
    _adapter.start(command)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    return _adapter.configure(config)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    return _adapter.add_files(files, config)


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    _adapter.template(page)
    return markdown


def on_page_context(context: TemplateContext, page: Page, **_: Any) -> TemplateContext:
    return _adapter.context(context, page)


def on_post_page(output: str, page: Page, **_: Any) -> str:
    return _adapter.capture(output, page)


def on_post_build(config: MkDocsConfig) -> None:
    _adapter.finish(config)


def on_build_error(error: Exception, **_: Any) -> None:
    _adapter.abandon(error)


def on_serve(server: LiveReloadServer, **_: Any) -> LiveReloadServer:
    return _adapter.watch(server)


def on_shutdown() -> None:
    _adapter.leave()
