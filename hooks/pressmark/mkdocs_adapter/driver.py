"""Drive MkDocs for an archive that is a site of its own: in any folder, without `mkdocs.yml`."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

# Material prints a notice about MkDocs 2 with every build; the versions are pinned.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "1")

from mkdocs.commands.build import build as mkdocs_build
from mkdocs.commands.serve import serve as mkdocs_serve
from mkdocs.config import load_config
from mkdocs.exceptions import Abort

from pressmark.build.site import BuildResult
from pressmark.corpus.settings import SiteSettings
from pressmark.errors import CuratorError
from pressmark.mkdocs_adapter.plugin import PressmarkPlugin

PROJECT = Path(__file__).with_name("project.yml")


def build(corpus: Path, site: Path, settings: SiteSettings, *, strict: bool = False) -> BuildResult:
    """Build `site` from the texts in the folder `corpus`. With `strict`, problems of the corpus
    keep the site as it was. Raises `CuratorError`, with all that is wrong, if it can't be built.
    """
    with _configured(corpus, settings) as overrides:
        config = load_config(
            str(PROJECT), site_dir=str(site.absolute()), strict=strict, **overrides
        )
        plugin = config.plugins["pressmark"]
        assert isinstance(plugin, PressmarkPlugin)  # noqa: S101  # named in the settings
        config.plugins.on_startup(command="build", dirty=False)
        try:
            mkdocs_build(config)
        except Abort as error:
            raise plugin.adapter.error or CuratorError(str(error)) from None
        finally:
            config.plugins.on_shutdown()
        if plugin.adapter.result is None:
            raise CuratorError(f"{site}: MkDocs has ended before the site was built")
        return plugin.adapter.result


def serve(corpus: Path, settings: SiteSettings, address: str | None = None) -> None:
    """Serve an archive on this machine, at `address` (host:port) or where MkDocs serves, and build
    it again after each change. Returns when it is interrupted.
    """
    with _configured(corpus, settings) as overrides:
        mkdocs_serve(str(PROJECT), dev_addr=address, **overrides)


@contextmanager
def _configured(corpus: Path, settings: SiteSettings) -> Iterator[Mapping[str, Any]]:
    """What is set over the project, with a folder for MkDocs to look for hand-written pages."""
    own = replace(settings, corpus=str(corpus.absolute()), folder="", publish_docs=False)
    with TemporaryDirectory(prefix="pressmark-docs-") as docs:
        yield {"docs_dir": docs, "plugins": [{"pressmark": asdict(own)}]}
