"""The task `search`: how well queries find what somebody has judged to answer them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import ir_measures
from ir_measures import AP, RR, Success, nDCG

from tests.evaluate.collection import Retrieval, read
from tests.evaluate.scored import Scored
from tests.evaluate.systems import SYSTEMS

MEASURES = {
    "nDCG@10": nDCG @ 10,
    "MAP": AP,
    "MRR": RR,
    "success@1": Success @ 1,
    "success@10": Success @ 10,
}


def score(collection: Retrieval, ranking: Iterable[Sequence[str]]) -> dict[str, float]:
    """Measure → mean over all judged queries; `ranking` has a list of ids a query, best first.

    A query that finds nothing counts as 0. The documents that a query leaves out close their gap.
    """
    run = {}
    for query, found in zip(collection.queries, ranking, strict=True):
        left_out = collection.left_out.get(query, frozenset())
        kept = [document for document in found if document not in left_out]
        # The place is the score, so that the order is the system's own where its scores tie.
        run[query] = {document: float(-place) for place, document in enumerate(kept)}
    means = ir_measures.calc_aggregate(list(MEASURES.values()), collection.grades, run)
    return {name: float(means[measure]) for name, measure in MEASURES.items()}


def evaluate(data: Path) -> Iterator[tuple[str, Scored]]:
    """The task, and a row for every system on each collection below `data`/search."""
    folders = (path.parent for path in data.glob("search/*/queries.jsonl"))
    for folder in sorted(folders):
        collection = read(folder)
        for name, system in SYSTEMS.items():
            ranking = system(collection)
            if ranking is not None:
                scores = score(collection, ranking)
                yield "search", Scored(collection.name, collection.digest, name, scores)
