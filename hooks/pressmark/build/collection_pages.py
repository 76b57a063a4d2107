"""Pages made of many documents: browse pages, families of near-copies, feed, sitemap."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pressmark.build.incremental import Entry, Incremental, Made, Results, Task
from pressmark.build.resources import Resources
from pressmark.build.workspace import Workspace
from pressmark.errors import Problem
from pressmark.relate.corpus import Corpus, family_path
from pressmark.relate.document_summary import DocumentSummary
from pressmark.render.browse import pages as browse_pages
from pressmark.render.family import MOST_COMPARED, family_view
from pressmark.render.feeds import FEED, atom, robots, sitemaps
from pressmark.render.page import markdown_page
from pressmark.render.page_mold import Molds
from pressmark.render.site_links import Site, slugs
from pressmark.render.templates import family_slots, list_slots
from pressmark.render.views import BrowseView
from pressmark.runtime.cache import key_of
from pressmark.runtime.workers import batches, content_defined_batches, map_ordered

LISTS_AT_A_TIME = 32
"""Browse pages in a batch."""


@dataclass(frozen=True, slots=True)
class ListContext:
    """What all pages of lists have in common."""

    site_name: str
    site_url: str
    molds: Molds


# ---- Browse pages


@dataclass(frozen=True, slots=True)
class ListsInput:
    """All that the browse pages may show."""

    documents: tuple[DocumentSummary, ...]
    """Reduced to what lists show of a document."""
    per_page: int
    """Documents on a page."""


def write_lists(
    documents: Sequence[DocumentSummary], per_page: int, context: ListContext, resources: Resources
) -> Results[None]:
    """Write or link all browse pages."""

    def make(_context: ListContext, lists: ListsInput, _workspace: Workspace) -> Made[None]:
        return _write_lists(context, lists, resources)

    reduced = tuple(map(_as_listed, documents))
    return resources.run(Task("lists", context, make), "all", [ListsInput(reduced, per_page)])


def _as_listed(summary: DocumentSummary) -> DocumentSummary:
    """A summary without what no list shows, so that it changes no list."""
    return replace(
        summary, path="", titled=False, description=None, rights=None, words=0, encoding="",
        sha256="", removed=(), fields=(), defaults=(),
    )  # fmt: skip


def _write_lists(context: ListContext, lists: ListsInput, resources: Resources) -> Made[None]:
    corpus = Corpus(lists.documents)
    site = Site(context.site_name, context.site_url, slugs(corpus))
    pages = browse_pages(corpus, site, lists.per_page)
    task = _list_task(context)
    work = partial(_write_list_batch, resources.incremental, context, resources.workspace())
    jobs = batches(pages, LISTS_AT_A_TIME)
    paths: list[str] = []
    entries: dict[str, Entry] = {}
    for results in map_ordered(resources.pool.executor, work, jobs, resources.pool.number):
        resources.tally.add(results)
        paths += results.paths
        entries |= results.entries
    resources.incremental.keep(task, "all", entries)
    return Made(paths, None)


def _list_task(context: ListContext) -> Task[ListContext, tuple[str, BrowseView], None]:
    return Task("list", context, _write_list)


def _write_list_batch(
    incremental: Incremental,
    context: ListContext,
    workspace: Workspace,
    pages: Sequence[tuple[str, BrowseView]],
) -> Results[None]:
    """Write or link some browse pages. All lists are one group of results: with a new document come
    new pages, so that no part of the others would stay as it is.
    """
    task = _list_task(context)
    previous, _ = incremental.load(task, "all")
    return incremental.run_part(task, previous, pages, workspace)


def _write_list(
    context: ListContext, page: tuple[str, BrowseView], workspace: Workspace
) -> Made[None]:
    path, view = page
    html = context.molds[path.count("/")].cast(list_slots(view, context.site_name))
    workspace.write(path, html.encode("utf-8", "xmlcharrefreplace"))
    return Made((path,), None)


# ---- Families of near-copies

FAMILY = "family"
"""Name of the task."""


@dataclass(frozen=True, slots=True)
class FamilyInput:
    """All that the page of a family may show."""

    id: str
    members: tuple[DocumentSummary, ...]
    """In order of time, reduced to what lists show, and the number of words."""
    compared: tuple[str, ...]
    """Keys of the documents whose texts are compared: the first of the members."""
    path: str
    """The first member's path in the corpus, to name it in messages."""


def family_inputs(corpus: Corpus, keys: dict[str, str]) -> Iterator[FamilyInput]:
    """The input of each family's page; `keys` has the key of each document by its id."""
    for name, members in corpus.families():
        yield FamilyInput(
            name,
            tuple(replace(_as_listed(member), words=member.words) for member in members),
            tuple(keys[member.id] for member in members[:MOST_COMPARED]),
            members[0].path,
        )


def write_families(
    corpus: Corpus, keys: dict[str, str], context: ListContext, resources: Resources
) -> None:
    """Write or link the pages of all families."""
    inputs = list(family_inputs(corpus, keys))
    parts = content_defined_batches(inputs, lambda family: family.id)
    jobs = (
        (part, resources.workspace(key for family in part for key in family.compared))
        for part in parts
    )
    work = partial(_write_family_batch, resources.incremental, context)
    for results in map_ordered(resources.pool.executor, work, jobs, resources.pool.number):
        resources.tally.add(results)
    resources.incremental.evict((FAMILY,), {_group(part) for part in parts})


def _write_family_batch(
    incremental: Incremental, context: ListContext, job: tuple[Sequence[FamilyInput], Workspace]
) -> Results[None]:
    families, workspace = job
    task = Task(FAMILY, context, _write_family)
    return incremental.run(task, _group(families), families, workspace)


def _group(families: Sequence[FamilyInput]) -> str:
    """Names the results of a batch for its last family: it stays when others come or go."""
    return key_of(families[-1].id)


def _write_family(context: ListContext, family: FamilyInput, workspace: Workspace) -> Made[None]:
    texts = (markdown_page(workspace.read(key)).text for key in family.compared)
    path = family_path(family.id)
    problems = []
    try:
        view = family_view(family.id, family.members, texts)
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  # a fault of ours costs the comparison
        view = family_view(family.id, family.members)
        message = (
            "met a fault in Pressmark, so the page of its near-copies doesn't show what differs; "
            f"please report it: {error!r}"
        )
        problems.append(Problem(family.path, 0, "published-plainly", message))
    html = context.molds[path.count("/")].cast(family_slots(view, context.site_name))
    workspace.write(path, html.encode("utf-8", "xmlcharrefreplace"))
    return Made((path,), None, problems)


# ---- Feed, sitemap and robots.txt


def write_feeds(corpus: Corpus, site: Site, paths: Sequence[str], workspace: Workspace) -> None:
    """Write the feed, robots.txt, and the sitemap of `paths`, all documents and all families."""
    workspace.write(FEED, atom(corpus, site))
    documents = [summary.href for summary in corpus.documents]
    documents += [family_path(family) for family, _ in corpus.families()]
    for name, data in sitemaps([*paths, *documents], site):
        workspace.write(name, data)
    workspace.write("robots.txt", robots(site))
