"""The tasks of reading: the body of a text, and the fields that stand in it."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import fmean
from typing import Any
from unittest.mock import patch

import justext
from babel import Locale, UnknownLocaleError

from pressmark.corpus.read import scan
from pressmark.corpus.settings import read_collection
from pressmark.describe.language import classify_language
from pressmark.export import records
from pressmark.extraction import find_article
from pressmark.extraction.find_article import Models
from pressmark.pipeline import RULE_NAMES
from pressmark.text.decode import decode
from tests.evaluate.compare import overlap, same_address, same_authors, same_day, same_title
from tests.evaluate.labelled import Labelled, Truth, read, words
from tests.evaluate.scored import PRESSMARK, Scored
from tools.weights.body import cross_validated, fold
from tools.weights.examples import site_of

Answer = Mapping[str, Any]
"""What a system reads in a text: the fields of a record that it knows."""
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^()]*\)")
_LINKED = r'<a href="#">\1</a>'
System = Callable[[Labelled, Sequence[Models]], dict[str, Answer]]
Measure = Callable[[Sequence[tuple[Truth, Answer]]], dict[str, float] | None]


def pressmark(labelled: Labelled, learned: Sequence[Models]) -> dict[str, Answer]:
    """The records of the texts, as `pressmark records` has them. Each is read with what was learned
    on other sites than its own.
    """
    collection = read_collection(labelled.folder, RULE_NAMES, None)
    inventory = scan(labelled.folder, collection)
    parts = {f"{truth.id}.txt": fold(site_of(truth, labelled.name)) for truth in labelled.truths}
    out: dict[str, Answer] = {}
    for part, known in enumerate(learned):
        items = tuple(item for item in inventory.items if parts.get(item.path) == part)
        with patch.object(find_article, "models", partial(_same, known)):
            found = list(records(replace(inventory, items=items), collection, workers=1))
        rows = [json.loads(line) for exported in found for line in exported.lines]
        out |= {row["id"]: row for row in rows}
    return out


def _same(known: Models) -> Models:
    return known


def everything(labelled: Labelled, _: Sequence[Models]) -> dict[str, Answer]:
    """Keeps every line, and takes the first for the title."""
    out: dict[str, Answer] = {}
    for truth in labelled.truths:
        text = decode((labelled.folder / f"{truth.id}.txt").read_bytes(), None).text
        first = next((line.strip() for line in text.splitlines() if line.strip()), "")
        out[truth.id] = {"text": text, "title": first}
    return out


def by_justext(labelled: Labelled, _: Sequence[Models]) -> dict[str, Answer]:
    """The paragraphs that jusText takes for good, with the words of the text's language.

    It reads HTML, so each line goes as a paragraph, its links and its heading marked.
    """
    lists = justext.get_stoplists()
    out: dict[str, Answer] = {}
    for truth in labelled.truths:
        text = decode((labelled.folder / f"{truth.id}.txt").read_bytes(), None).text
        language = _english_name(classify_language(text)[0])
        words_ = justext.get_stoplist(language if language in lists else "English")
        found = justext.justext("".join(map(_as_html, text.splitlines())), words_)
        out[truth.id] = {"text": "\n".join(p.text for p in found if not p.is_boilerplate)}
    return out


def _english_name(language: str) -> str | None:
    try:
        return Locale(language).get_language_name("en")
    except UnknownLocaleError:
        return None


def _as_html(line: str) -> str:
    mark = "h1" if line.startswith("#") else "p"
    return f"<{mark}>{_LINK.sub(_LINKED, html.escape(line))}</{mark}>"


TITLED = "everything kept, first line"
SYSTEMS: dict[str, System] = {
    PRESSMARK: pressmark,
    TITLED: everything,
    "jusText": by_justext,
}


def body(pairs: Sequence[tuple[Truth, Answer]]) -> dict[str, float] | None:
    """How much of the article is in the body, and how much of the body is article."""
    scored = [overlap(answer.get("text", ""), truth.body) for truth, answer in pairs if truth.body]
    if not scored:
        return None
    means = [fmean(column) for column in zip(*scored, strict=True)]
    return dict(zip(("precision", "recall", "F1"), means, strict=True))


def passages(pairs: Sequence[tuple[Truth, Answer]]) -> dict[str, float] | None:
    """The share of passages that must be kept and is, and of those that must go and are gone."""
    kept: list[bool] = []
    dropped: list[bool] = []
    for truth, answer in pairs:
        text = " ".join(words(answer.get("text", "")))
        kept += [" ".join(words(passage)) in text for passage in truth.must]
        dropped += [" ".join(words(passage)) not in text for passage in truth.must_not]
    if not kept or not dropped:
        return None
    return {"kept": fmean(kept), "dropped": fmean(dropped)}


def field(
    known: Callable[[Truth], Any],
    given: Callable[[Answer], Any],
    right: Callable[[Any, Any], bool],
    whole: Callable[[Any, Any], bool],
    name: str,
    pairs: Sequence[tuple[Truth, Answer]],
) -> dict[str, float] | None:
    """Recall of a field where its value stands in the text; precision of all that is given where
    the truth is known, and of those of it where it stands in the text: a page may say another day
    than its source does. A part of the truth isn't false, and isn't found either.
    """
    judged = [(truth, known(truth), given(answer)) for truth, answer in pairs if known(truth)]
    stands = [(value, said) for truth, value, said in judged if name in truth.visible]
    if not stands:
        return None
    said = [right(answer, value) for _, value, answer in judged if answer]
    there = [right(answer, value) for value, answer in stands if answer]
    return {
        "recall": fmean(bool(answer) and whole(answer, value) for value, answer in stands),
        "precision": fmean(said) if said else 1.0,
        "precision where it stands": fmean(there) if there else 1.0,
    }


def _field(
    name: str,
    key: str,
    known: Callable[[Truth], Any],
    right: Callable[[Any, Any], bool],
    whole: Callable[[Any, Any], bool] | None = None,
) -> Measure:
    return partial(field, known, lambda answer: answer.get(key), right, whole or right, name)


TASKS: dict[str, Measure] = {
    "body": body,
    "passages": passages,
    "title": _field("title", "title", lambda truth: truth.title, same_title),
    "date": _field("date", "date", lambda truth: truth.date, same_day, str.__eq__),
    "authors": _field("author", "authors", lambda truth: truth.authors, same_authors),
    "address": _field("url", "url", lambda truth: truth.url, same_address),
}
"""Task → its measures; None where a set says nothing of it."""
REFERENCES = {TITLED: ("body", "passages", "title"), "jusText": ("body", "passages")}
"""The tasks that a reference has a part in."""


def evaluate(data: Path) -> Iterator[tuple[str, Scored]]:
    """(task, row) for every system on every rendering below `data`/metadata."""
    learned = cross_validated(data) if any(read(data)) else []
    for labelled in read(data):
        for name, system in SYSTEMS.items():
            answers = system(labelled, learned)
            pairs = [(truth, answers.get(truth.id, {})) for truth in labelled.truths]
            for task, measure in TASKS.items():
                scores = measure(pairs) if task in REFERENCES.get(name, TASKS) else None
                if scores is not None:
                    yield task, Scored(labelled.name, labelled.digest, name, scores)
