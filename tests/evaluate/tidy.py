"""The task of leaving alone what is tidy: texts that hold nothing but an article."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from pressmark.corpus.read import scan
from pressmark.corpus.settings import read_collection
from pressmark.document import Document
from pressmark.pipeline import RULE_NAMES, process
from pressmark.text.inline import plain
from tests.evaluate.labelled import words
from tests.evaluate.scored import PRESSMARK, Scored
from tools.weights.examples import CORPUS

COLLECTIONS = ("cranfield", "med", "cacm")
"""Abstracts of papers below `search`; their texts begin with the title, or have none."""


def evaluate(data: Path) -> Iterator[tuple[str, Scored]]:
    """(task, row) for each tidy set: its words that are kept, and its texts that lose none."""
    for name, texts in _sets(data):
        digest = hashlib.sha256(repr(sorted(texts.items())).encode()).hexdigest()
        yield "tidy", Scored(name, digest, PRESSMARK, score(texts))


_TAG = re.compile(r"\{%.*?%\}|<!--.*?-->", re.DOTALL)
"""What a template makes a picture of, and comments: no words of the text."""


def score(texts: Mapping[str, str]) -> dict[str, float]:
    """What is kept of `texts`, each with the name of its file."""
    removed: list[int] = []
    every = 0
    with tempfile.TemporaryDirectory(prefix="pressmark-") as temporary:
        folder = Path(temporary)
        for name, text in texts.items():
            (folder / name).write_text(text, encoding="utf-8", newline="")
        settings = read_collection(folder, RULE_NAMES, None)
        for item in scan(folder, settings).items:
            document = process(folder, item, settings).document
            if document:
                every += _count("\n".join(document.raw))
                removed.append(_removed(document))
    untouched = sum(count == 0 for count in removed) / len(removed)
    return {"words kept": 1 - sum(removed) / every, "texts untouched": untouched}


def _removed(document: Document) -> int:
    gone = (block for block in document.blocks if block.fate.kind == "removed")
    return _count(
        "\n".join(plain(text, document.markdown) for block in gone for text in block.text)
    )


def _count(text: str) -> int:
    return len(words(_TAG.sub("", text)))


def _sets(data: Path) -> Iterator[tuple[str, dict[str, str]]]:
    posts = sorted((data / "metadata" / "gov-18f" / "raw").glob("*.txt"))
    if posts:
        yield "gov-18f", {path.name: path.read_text(encoding="utf-8") for path in posts}
    for name in COLLECTIONS:
        file = data / "search" / name / "docs.jsonl"
        if file.is_file():
            rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
            found = {f"{row['id']}.txt": row["text"] for row in rows}
            yield name, {name: text for name, text in found.items() if text.strip()}
    essays = sorted((CORPUS / "essays").glob("*.[mt][dx]*"))
    if any(data.glob("metadata")):
        yield "demo, essays", {path.name: path.read_text(encoding="utf-8") for path in essays}
