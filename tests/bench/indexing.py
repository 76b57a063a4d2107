"""`python -m tests.bench.indexing ARTICLES COUNT OUT`: builds a search index and nothing else.

ARTICLES is a file of `articles.write`; the first COUNT are taken. What a site's build does for
search is done here in the same way: words are cut in workers, and the index is put together from
what they give.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from pressmark.runtime.workers import BATCH, WorkerPool, map_ordered, pool, worker_count
from pressmark.search.build import build
from pressmark.search.prepare import Prepared, prepare
from pressmark.search.search_document import SearchDocument


def entry(line: bytes | str) -> SearchDocument:
    """An article as the build of a site hands it to search."""
    article = json.loads(line)
    return SearchDocument(
        id=article["id"],
        url=f"archive/{article['id']}.html",
        title=article["title"],
        label=article["title"],
        date=article["date"],
        publisher=article["publisher"],
        language="en",
        place=article["place"],
        tags=tuple(article["tags"]),
        family=None,
        text=article["text"],
    )


def _prepared(batch: tuple[Path, int, int]) -> Prepared:
    """What the lines of a part of a file give: it begins at a byte, and has so many of them."""
    file, first, size = batch
    with file.open("rb") as lines:
        lines.seek(first)
        return prepare([entry(line) for line in lines.read(size).splitlines()])


def _batches(articles: Path, wanted: int) -> Iterator[tuple[Path, int, int]]:
    first = 0
    with articles.open("rb") as file:
        lines = islice(file, wanted)
        while sizes := [len(line) for line in islice(lines, BATCH)]:
            yield articles, first, sum(sizes)
            first += sum(sizes)


def main(articles: Path, wanted: int, out: Path) -> None:
    """Writes the index of the first `wanted` articles below `out`."""
    number = worker_count(0, wanted)
    with pool(number) as executor:
        prepared = map_ordered(executor, _prepared, _batches(articles, wanted), number)
        built = build(prepared, out, pool=WorkerPool(executor, number))
    print(json.dumps({"words": built.words, "files": built.files, "bytes": built.bytes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
