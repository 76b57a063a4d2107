"""A MkDocs project with an archive: its settings, read once at the start of a build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig

from pressmark.build.site import BuildRequest
from pressmark.corpus import plain_values
from pressmark.corpus.settings import PUBLIC, Collection, SiteSettings, read_collection
from pressmark.errors import CuratorError
from pressmark.mkdocs_adapter import site_settings
from pressmark.pipeline import RULE_NAMES
from pressmark.render import policy
from pressmark.render.assets import ARCHIVE_THEME, EMBEDDED_THEME, PAGES_THEME
from pressmark.render.home_view import title_of
from pressmark.runtime.workers import WorkerSettings

SITEMAP = "sitemap.xml"
PUBLIC_UMASK, PRIVATE_UMASK = 0o022, 0o077


@dataclass(frozen=True, slots=True)
class Project:
    """What a build takes from MkDocs' configuration."""

    request: BuildRequest
    site_dir: Path
    """The site's folder as MkDocs names it."""
    publish_docs: bool
    """Whether the hand-written pages of `docs/` are part of the site."""
    serves: bool
    """Whether the site is only looked at on this machine."""

    @property
    def folder(self) -> str:
        """The folder of the archive in the site; empty if the site is the archive."""
        return self.request.folder


def read_project(
    config: MkDocsConfig, options: Mapping[str, object] | None, *, serves: bool
) -> Project:
    """Read the settings of the project and of its collection, and give MkDocs the collection's name
    and address. `options` are a plugin's; without them, the settings are in `extra: pressmark:`.
    `serves` says whether the site is only looked at on this machine.

    Raises `CuratorError` for settings that can't be used.
    """
    settings = site_settings.read(config, options)
    base = Path(config.config_file_path).parent if config.config_file_path else Path()
    corpus = (base / settings.corpus).absolute()
    collection = read_collection(corpus, RULE_NAMES)
    site_dir = Path(config.site_dir)
    frame = EMBEDDED_THEME if settings.folder else ARCHIVE_THEME
    # The project's own templates come first.
    place = len(config.theme.dirs) - len(_theme_dirs(config))
    config.theme.dirs[place:place] = [str(PAGES_THEME), str(frame)]
    if settings.folder:
        name = plain_values.line("title", collection.title or title_of(corpus))
        url = urljoin(config.site_url, settings.folder) if config.site_url else ""
    else:
        name = _adapt(config, settings, collection, corpus, serves)
        url = config.site_url or ""
    # What is served on this machine is for its owner alone.
    umask = PUBLIC_UMASK if settings.permissions == PUBLIC else None
    request = BuildRequest(
        corpus,
        site_dir,
        collection,
        name,
        url,
        settings.per_page,
        WorkerSettings(settings.workers, settings.executor, settings.scheduler),
        settings.folder,
        PRIVATE_UMASK if serves else umask,
    )
    return Project(request, site_dir, settings.publish_docs, serves)


def _theme_dirs(config: MkDocsConfig) -> list[str]:
    """The folders of the theme, without one of the project's own. Raises `CuratorError` if the
    theme isn't Material.
    """
    if config.theme.name != "material":
        raise CuratorError(
            f"mkdocs.yml: Pressmark needs the theme Material for MkDocs, not "
            f"`{config.theme.name}`; write `theme: material`"
        )
    return [folder for folder in config.theme.dirs if folder != config.theme.custom_dir]


def _adapt(
    config: MkDocsConfig,
    settings: SiteSettings,
    collection: Collection,
    corpus: Path,
    serves: bool,
) -> str:
    """Give MkDocs the collection's name and address, and take back what is ours to do. Returns the
    site's name as plain text.
    """
    if collection.title:
        config.site_name = collection.title
    elif not settings.publish_docs:
        config.site_name = title_of(corpus)
    if collection.description:
        config.site_description = collection.description
    name = plain_values.line("site_name", config.site_name)
    # A site that is served has the address that MkDocs serves it at.
    preferred = "" if serves else settings.site_url
    config.site_url = preferred or config.site_url or collection.site_url
    # Material's templates write these as they are.
    config.site_name = escape(name)
    config.site_description = escape(config.site_description or "")
    config.site_author = escape(config.site_author or "")
    if not settings.publish_docs:
        config.nav = None
    config.extra["pressmark_policy"] = policy.strict()
    config.extra["pressmark_guide"] = settings.publish_docs
    # Material's own header leads to a folder otherwise, and on a disk folders open as lists.
    config.extra["homepage"] = "index.html"
    # Ours knows all pages; MkDocs' own would list the few that it has rendered.
    config.theme.static_templates.discard(SITEMAP)
    return name
