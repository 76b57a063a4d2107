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

from pressmark.search.build import Crew, build
from pressmark.search.entry import Entry
from pressmark.search.prepare import Prepared, prepare
from pressmark.workers import BATCH, count, pool, run


def entry(line: str) -> Entry:
    """An article as the build of a site hands it to search."""
    article = json.loads(line)
    return Entry(
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


def _prepared(lines: list[str]) -> Prepared:
    return prepare([entry(line) for line in lines])


def _batches(articles: Path, wanted: int) -> Iterator[list[str]]:
    with articles.open(encoding="utf-8") as file:
        lines = islice(file, wanted)
        while batch := list(islice(lines, BATCH)):
            yield batch


def main(articles: Path, wanted: int, out: Path) -> None:
    """Writes the index of the first `wanted` articles below `out`."""
    number = count(0, wanted)
    with pool(number) as executor:
        prepared = run(executor, _prepared, _batches(articles, wanted), number)
        built = build(prepared, out, crew=Crew(executor, number))
    print(json.dumps({"words": built.words, "files": built.files, "bytes": built.bytes}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3]))
