"""What is compared: Pressmark's search, and two references that rank the same texts.

Each takes a collection and gives, for each query in order, the documents' ids, best first, at most
`DEPTH` of them. Queries go in as they were written, like a reader's.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bm25s
import numpy as np
import Stemmer

from pressmark.describe.language import SAMPLE, identify_language
from pressmark.runtime.workers import batches
from pressmark.search.build import build
from pressmark.search.prepare import prepare
from pressmark.search.search_document import SearchDocument
from pressmark.text.stems import language_name, stop_words
from tests.evaluate.collection import Retrieval, Text
from tests.evaluate.scored import PRESSMARK
from tools.make_scripts import CONSTANTS

DEPTH = 1000
"""What the engine gives at most, and TREC's usual depth."""

Ranking = list[list[str]]


def in_node(script: str, task: dict[str, Any]) -> Ranking:
    """What a script beside this file answers to `task`: a line of JSON a query."""
    node = shutil.which("node")
    if node is None:
        raise FileNotFoundError("Node.js was not found; `make evaluate` brings its own")
    done = subprocess.run(
        [node, str(Path(__file__).with_name(script))],
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=True,
    )
    answers: Ranking = [json.loads(line) for line in done.stdout.split("\n") if line]
    return answers


def _entry(text: Text) -> SearchDocument:
    """A text in the language that a site would take it to be in, if in any."""
    told = identify_language(text.text[:SAMPLE])
    return SearchDocument(
        id=text.id,
        url=f"archive/{text.id}.html",
        title=text.title or None,
        label=text.title or text.text[:40],
        date=None,
        publisher=None,
        language=told[0] if told else None,
        place=None,
        tags=(),
        family=None,
        text=text.text,
    )


def pressmark(collection: Retrieval) -> Ranking:
    """Our own: the index as a site has it, asked by the engine as a page asks it."""
    entries = [_entry(text) for text in collection.texts]
    with tempfile.TemporaryDirectory(prefix="pressmark-") as temporary:
        build(map(prepare, batches(entries)), Path(temporary))
        queries = list(collection.queries.values())
        task = {"folder": temporary, "queries": queries, "depth": DEPTH, "constants": CONSTANTS}
        return in_node("pressmark.mjs", task)


def bm25(collection: Retrieval) -> Ranking:
    """BM25 as Lucene computes it, over title and text together. Its tokens: runs of two or more
    letters or digits in small letters, without the stop words of the collection's language and
    stemmed; a query has each as often as it is typed.
    """
    language = language_name(collection.language)
    stemmer = Stemmer.Stemmer(language)

    def words(texts: list[str]) -> list[list[str]]:
        found: list[list[str]] = bm25s.tokenize(
            texts,
            stopwords=sorted(stop_words(language)),
            stemmer=stemmer,
            return_ids=False,
            show_progress=False,
        )
        return found

    index = bm25s.BM25(method="lucene", k1=1.2, b=0.75)
    index.index(words([f"{t.title}\n{t.text}" for t in collection.texts]), show_progress=False)
    ranking = []
    for query in words(list(collection.queries.values())):
        scores = index.get_scores(query)
        order = np.argsort(-scores, kind="stable")[: min(DEPTH, int((scores > 0).sum()))]
        ranking.append([collection.texts[place].id for place in order.tolist()])
    return ranking


def lunr(collection: Retrieval) -> Ranking | None:
    """Lunr with its own English pipeline over the same two fields; None in other languages."""
    if collection.language != "en":
        return None
    texts = [{"id": t.id, "title": t.title, "text": t.text} for t in collection.texts]
    queries = list(collection.queries.values())
    return in_node("lunr.js", {"texts": texts, "queries": queries, "depth": DEPTH})


SYSTEMS: dict[str, Callable[[Retrieval], Ranking | None]] = {
    PRESSMARK: pressmark,
    "BM25": bm25,
    "Lunr": lunr,
}
