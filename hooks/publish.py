"""The MkDocs hook: each of MkDocs' events goes to the host, which does the work."""

from __future__ import annotations

from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

from pressmark.mkdocs_adapter.adapter import MkDocsAdapter

_host = MkDocsAdapter()


def on_startup(command: str, **_: Any) -> None:
    _host.start(command)


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    return _host.configure(config)


def on_pre_build(config: MkDocsConfig) -> None:
    _host.prepare(config)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    return _host.add_files(files, config)


def on_page_markdown(markdown: str, page: Page, **_: Any) -> str:
    _host.template(page)
    return markdown


def on_page_context(context: TemplateContext, page: Page, **_: Any) -> TemplateContext:
    return _host.context(context, page)


def on_post_page(output: str, page: Page, **_: Any) -> str:
    return _host.capture(output, page)


def on_post_build(config: MkDocsConfig) -> None:
    _host.finish(config)


def on_build_error(error: Exception, **_: Any) -> None:
    _host.abandon(error)


def on_serve(server: LiveReloadServer, **_: Any) -> LiveReloadServer:
    return _host.watch(server)


def on_shutdown() -> None:
    _host.leave()
