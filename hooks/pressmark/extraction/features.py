"""Shallow features of lines, which separate the article of a full-page scrape from its menus.

They follow Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text Features"
(WSDM 2010): length and link density of a line and of its neighbours, in any language. Added are
indentation, which text renderings of a page keep, and sentences, which menus lack.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from pressmark.document import Block, Document
from pressmark.text.characters import dense_count
from pressmark.text.inline import plain
from pressmark.text.lines import WRAPPED
from pressmark.text.segment import is_image
from pressmark.text.sentences import CLOSING, SENTENCE_END, SPACED_STOPS, WIDE_STOPS

Array = NDArray[np.float32]

_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\(([^()\s]*)")
_PICTURE = re.compile(r"!\[([^\[\]]*)\]\([^()]*(?:\([^()]*\)[^()]*)*\)")
_WORD = re.compile(r"\w+")
_FIRST = itemgetter(0)
_INNER = re.compile(rf"[{SPACED_STOPS}{WIDE_STOPS}][{re.escape(CLOSING)}]*\s+[^\W\d_]")
_AFTER_END = f" \t{CLOSING}*_"
_DIGIT = re.compile(r"\d")
_QUOTE = re.compile('[“„«»"]')
_DATED = re.compile(r"\d{1,2}[:.h]\d\d\b|\b(?:19|20)\d\d\b")

SENTENCE = 8
"""Words of the shortest line that counts as a sentence; shorter ones are often labels."""
PHRASE = 4
"""Words of the longest line that is looked up as a whole too: a button's label, a menu entry."""
CACHE = 8192
"""Lines whose text features are kept: some 20 MB. The pages of a site share their menus."""
WINDOWS = (1, 3, 8, 20)
"""Distances in lines: neighbours up to so far away are averaged."""

TEXT_FEATURES = (
    "words",
    "ends a sentence",
    "sentences",
    "commas",
    "linked",
    "links",
    "image",
    "capitals",
    "digits",
    "stop words",
    "bar",
    "question",
    "year or time",
    "address",
    "dots",
    "colon",
    "quoted",
)
"""Features of a line's text alone."""
OWN_FEATURES = (*TEXT_FEATURES, "item", "heading", "caption", "blank above")
"""Features of a line without its neighbours."""


class LineFeatures(NamedTuple):
    """A line of a document, or a wrapped paragraph, with its own features."""

    numbers: tuple[int, ...]
    """Lines of the file, from 1."""
    shown: str
    """Its text without marks."""
    key: str
    """`shown` in lower case, for comparison."""
    tokens: tuple[str, ...]
    """The words of `key`; for a line of few words, also the line itself (`^read more`)."""
    words: float
    """Number of words."""
    sentence: float
    """Number of words outside of links if it ends like a sentence and is long enough, else 0."""
    indent: int
    """Spaces at its beginning."""
    marked: bool
    """Whether it is marked as a heading."""
    links: tuple[tuple[str, str], ...]
    """Label and address of each link."""
    own: tuple[float, ...]
    """Values of `OWN_FEATURES`."""


def line_features(document: Document, stop_words: frozenset[str]) -> list[LineFeatures]:
    """Features of each line of a document, whatever its fate, without the front matter's."""
    return [
        _line_features(document, block, numbers, text, stop_words)
        for block in document.blocks
        if block.fate.name != "front-matter"
        for numbers, text in _parts(block)
    ]


def _parts(block: Block) -> Iterator[tuple[tuple[int, ...], str]]:
    """Line numbers and text of each part of a block: its lines, or all of a wrapped paragraph,
    since a line of one is no sentence.
    """
    wrapped = block.kind in ("paragraph", "quote", "caption", "item") and all(
        len(text) >= WRAPPED for text in block.text[:-1]
    )
    if wrapped or block.kind == "heading":
        yield block.lines, " ".join(block.text)
    else:
        yield from (((n,), text) for n, text in zip(block.lines, block.text, strict=True))


def _line_features(
    document: Document,
    block: Block,
    numbers: tuple[int, ...],
    text: str,
    stop_words: frozenset[str],
) -> LineFeatures:
    first = document.raw[numbers[0] - 1]
    above = document.raw[numbers[0] - 2] if numbers[0] > 1 else ""
    features = _text_features(text, document.markdown, stop_words)
    heading = block.level if block.kind == "heading" and first.lstrip().startswith("#") else 0
    own = (
        *features.values,
        float(block.kind == "item"),
        float(heading),
        float(block.kind == "caption"),
        float(not above.strip()),
    )
    return LineFeatures(
        numbers,
        features.shown,
        features.key,
        features.tokens,
        features.words,
        features.sentence,
        len(first) - len(first.lstrip()),
        heading > 0,
        features.links,
        own,
    )


class _TextFeatures(NamedTuple):
    """Features of a text, wherever it stands; fields as in `LineFeatures`."""

    shown: str
    key: str
    tokens: tuple[str, ...]
    words: float
    sentence: float
    links: tuple[tuple[str, str], ...]
    values: tuple[float, ...]
    """Values of `TEXT_FEATURES`."""


@lru_cache(CACHE)
def _text_features(text: str, markdown: bool, stop_words: frozenset[str]) -> _TextFeatures:
    shown = " ".join(plain(text, markdown).split())
    key = shown.casefold()
    written, folded = _WORD.findall(shown), _WORD.findall(key)
    count = len(written) + dense_count(shown) / 2
    links = _links(text) if markdown and "](" in text else ()
    inside = sum(len(_WORD.findall(label)) for label, _ in links)
    linked = min(1.0, inside / len(written)) if written else float(bool(links))
    ends = shown.rstrip(_AFTER_END).endswith(SENTENCE_END)
    long = count >= SENTENCE
    per_word = 1 / max(1.0, count)
    values = (
        count,
        ends,
        len(_INNER.findall(shown)) + ends if long else 0,
        shown.count(",") * per_word,
        linked,
        len(links),
        "![" in text and is_image(text),
        sum(map(str.isupper, map(_FIRST, written))) * per_word,
        len(_DIGIT.findall(shown)) / max(1, len(shown)),
        sum(map(stop_words.__contains__, folded)) * per_word,
        "|" in shown or "©" in shown or "•" in shown,
        shown.endswith(("?", "？", "؟")),
        _DATED.search(shown) is not None,
        "@" in shown or "://" in shown or "www." in shown,
        shown.endswith(("…", "...")),
        shown.endswith(":"),
        _QUOTE.search(shown) is not None,
    )
    sentence = count * (1 - linked) if ends and long else 0.0
    numbers = tuple(map(float, values))
    return _TextFeatures(shown, key, _tokens(folded), float(count), sentence, links, numbers)


def _links(text: str) -> tuple[tuple[str, str], ...]:
    """Label and address of each Markdown link. A picture in a label counts as its description."""
    return tuple(_LINK.findall(_PICTURE.sub(r"\1 ", text) if "[![" in text else text))


def tokens(key: str) -> tuple[str, ...]:
    """Keys of a line in the table of word odds: its words, and all of a short line.

    >>> tokens("read more")
    ('read', 'more', '^read more')
    """
    return _tokens(_WORD.findall(key))


def _tokens(words: Sequence[str]) -> tuple[str, ...]:
    return (*words, "^" + " ".join(words)) if 0 < len(words) <= PHRASE else tuple(words)


CONTEXT_FEATURES = (
    "column",
    "column is main",
    *(f"sentences within {reach}" for reach in WINDOWS),
    *(f"links within {reach}" for reach in WINDOWS),
    "sentences above",
    "sentences below",
    "sentence just above",
    "sentence just below",
    "words just above",
    "words just below",
    "same line above",
    "same line below",
    "lines to a sentence above",
    "lines to a sentence below",
    "after the first heading",
    "page: sentences",
    "page: linked",
    "page: lines",
    "page: short lines",
)
"""Features of a line's neighbours, and of the whole page (`page: …`)."""

WORD_FEATURES = (
    "mean word odds",
    "lowest word odds",
    "highest word odds",
    "third lowest word odds",
    "share of bad words",
    "lowest word odds just above",
    "lowest word odds within 3",
    "mean word odds within 8",
    "lowest word odds within 20",
)
"""Log odds of the words of a line and of its neighbours."""

BAD = -1.0
"""Log odds below which a word is a sign of boilerplate."""

BODY_FEATURES = (*OWN_FEATURES, *CONTEXT_FEATURES, *WORD_FEATURES)
"""Columns of `body_features`."""


def body_features(lines: Sequence[LineFeatures], word_odds: Mapping[str, float]) -> Array:
    """Feature matrix of a page: a row for each line, a column for each of `BODY_FEATURES`.

    `word_odds` has the log odds that a line with a word belongs to an article.
    """
    shape = len(lines), len(OWN_FEATURES)
    own = np.array([line.own for line in lines], dtype=np.float32).reshape(shape)
    return np.concatenate([own, _context(lines, own), _word_odds(lines, word_odds)], axis=1)


def _word_odds(lines: Sequence[LineFeatures], word_odds: Mapping[str, float]) -> Array:
    """Values of `WORD_FEATURES`."""
    rows = []
    for line in lines:
        tokens_ = {token: word_odds[token] for token in line.tokens if token in word_odds}
        odds = sorted(tokens_.values())
        if odds:
            bad = sum(1 for value in odds if value < BAD) / max(1.0, line.words)
            third = odds[min(2, len(odds) - 1)]
            rows.append((sum(odds) / len(odds), odds[0], odds[-1], third, bad))
        else:
            rows.append((0.0, 0.0, 0.0, 0.0, 0.0))
    own = np.array(rows, dtype=np.float32).reshape(len(lines), 5)
    mean, worst = own[:, 0], own[:, 1]
    near = (shifted(worst, 1), mean_around(worst, 3), mean_around(mean, 8), mean_around(worst, 20))
    return np.concatenate([own, np.stack(near, axis=1)], axis=1)


def _context(lines: Sequence[LineFeatures], own: Array) -> Array:
    """Values of `CONTEXT_FEATURES`; `own` has those of `OWN_FEATURES`."""
    words = np.array([line.words for line in lines], dtype=np.float32)
    sentence = np.array([line.sentence for line in lines], dtype=np.float32)
    linked = own[:, OWN_FEATURES.index("linked")] * words
    total = max(1.0, float(sentence.sum()))
    column = _column_weights(lines, sentence) / total
    above = np.cumsum(sentence) - sentence
    page = np.ones(len(lines), dtype=np.float32)
    same_above = _same_above([line.key for line in lines])
    same_below = _same_above([line.key for line in reversed(lines)])[::-1]
    heading = own[:, OWN_FEATURES.index("heading")] == 1
    total_words = max(1.0, float(words.sum()))
    return np.stack(
        [
            column,
            column >= column.max(initial=0),
            *(mean_around(sentence, reach) for reach in WINDOWS),
            *(mean_around(linked, reach) / (mean_around(words, reach) + 1) for reach in WINDOWS),
            above / total,
            1 - (above + sentence) / total,
            shifted(sentence, 1),
            shifted(sentence, -1),
            shifted(words, 1),
            shifted(words, -1),
            same_above,
            same_below,
            _lines_since(sentence > 0),
            _lines_since((sentence > 0)[::-1])[::-1],
            np.minimum(np.cumsum(heading) - heading, 2),
            page * float(sentence.sum()) / total_words,
            page * float(linked.sum()) / total_words,
            page * len(lines),
            page * float((words < SENTENCE).sum()) / max(1, len(lines)),
        ],
        axis=1,
    ).astype(np.float32)


def _same_above(keys: Sequence[str]) -> Array:
    """For each key, the number of equal ones above it."""
    counts: dict[str, int] = {}
    result = []
    for key in keys:
        result.append(count := counts.get(key, 0))
        counts[key] = count + 1
    return np.array(result, dtype=np.float32)


def _column_weights(lines: Iterable[LineFeatures], sentence: Array) -> Array:
    """For each line, the words in sentences of all lines with the same indentation."""
    indents = np.array([line.indent for line in lines])
    if not len(indents):
        return np.zeros(0, dtype=np.float32)
    _, group = np.unique(indents, return_inverse=True)
    return np.asarray(np.bincount(group, weights=sentence)[group], dtype=np.float32)


def mean_around(values: Array, reach: int) -> Array:
    """Mean of the `reach` values before and after each, itself left out."""
    sums = np.concatenate([np.zeros(1, dtype=np.float64), np.cumsum(values, dtype=np.float64)])
    index = np.arange(len(values))
    start, end = np.maximum(index - reach, 0), np.minimum(index + reach + 1, len(values))
    inside = sums[end] - sums[start] - values
    return np.asarray(inside / np.maximum(end - start - 1, 1), dtype=np.float32)


def shifted(values: Array, distance: int) -> Array:
    """The value `distance` rows above each (below it, if negative); 0 beyond the ends."""
    result = np.zeros_like(values)
    if distance > 0:
        result[distance:] = values[:-distance]
    else:
        result[:distance] = values[-distance:]
    return result


def _lines_since(flags: NDArray[np.bool_]) -> Array:
    """Lines from each row up to the nearest flag above it, at most 99."""
    index = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, index, -99)) if len(flags) else index
    last = np.concatenate([[-99], last[:-1]]) if len(flags) else last
    return np.minimum(index - last, 99).astype(np.float32)
