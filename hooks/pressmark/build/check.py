"""What would go wrong in a build of a corpus, found without building."""

from __future__ import annotations

from functools import partial
from itertools import chain

from pressmark.build.document_pages import rehearse_pages
from pressmark.build.first_pass import analyzed_once
from pressmark.build.second_pass import page_jobs
from pressmark.corpus.read import Inventory
from pressmark.corpus.settings import Collection
from pressmark.errors import Problem
from pressmark.render.site_links import Site, slugs
from pressmark.runtime.workers import WorkerSettings, map_ordered


def check_corpus(inventory: Inventory, collection: Collection) -> tuple[list[Problem], int]:
    """All problems of a corpus, and how many documents would be published. Each page is made, and
    none is written.
    """
    with analyzed_once(inventory, collection, WorkerSettings()) as (analyzed, pool, folder):
        site = Site("", "", slugs(analyzed.corpus))
        jobs = page_jobs(analyzed, {}, site, folder, inventory.root)
        work = partial(rehearse_pages, site)
        faults = chain.from_iterable(map_ordered(pool.executor, work, jobs, pool.number))
        return [*analyzed.problems, *faults], len(analyzed.corpus.documents)
