"""A MkDocs project with an archive: its settings, read once at the start of a build."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from markupsafe import escape
from mkdocs.config.defaults import MkDocsConfig

from pressmark.build.site import BuildRequest
from pressmark.corpus import plain_values
from pressmark.corpus.settings import PUBLIC, Collection, SiteSettings, read_collection
from pressmark.mkdocs_adapter import site_settings
from pressmark.pipeline import RULE_NAMES
from pressmark.render import policy
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


def read_project(config: MkDocsConfig, *, serves: bool) -> Project:
    """Read the settings of the project and of its collection, and give MkDocs the collection's name
    and address. `serves`: whether the site is only looked at on this machine.

    Raises `CuratorError` for settings that can't be used.
    """
    settings = site_settings.read(config)
    base = Path(config.config_file_path).parent if config.config_file_path else Path()
    corpus = (base / settings.corpus).absolute()
    collection = read_collection(corpus, RULE_NAMES)
    site_dir = Path(config.site_dir)
    name = _adapt(config, settings, collection, corpus, serves)
    # What is served on this machine is for its owner alone.
    umask = PUBLIC_UMASK if settings.permissions == PUBLIC else None
    request = BuildRequest(
        corpus,
        site_dir,
        collection,
        name,
        config.site_url or "",
        settings.per_page,
        WorkerSettings(settings.workers, settings.executor, settings.scheduler),
        PRIVATE_UMASK if serves else umask,
    )
    return Project(request, site_dir, settings.publish_docs)


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
