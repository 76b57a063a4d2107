"""What can be seen of a line of text, and of what stands round it, without knowing its language.

The measures follow Kohlschütter, Fankhauser and Nejdl, "Boilerplate Detection using Shallow Text
Features" (WSDM 2010): length, link density, and those of the neighbours. New are indentation, which
a page that was laid out as text keeps, and sentences, which menus have none of.
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
"""Words of the longest line that counts as a whole too: the label of a button, a menu's entry."""
CACHE = 8192
"""Lines of which what they say is kept: some 20 MB."""
WINDOWS = (1, 3, 8, 20)
"""Lines before and after a line that are looked at with it."""


class Seen(NamedTuple):
    """A line of the text, or a paragraph that was wrapped, with its own measures."""

    numbers: tuple[int, ...]
    shown: str
    """Without its marks."""
    key: str
    """Folded, for comparison."""
    tokens: tuple[str, ...]
    """The words of `key`; a line of few words is one more (`^read more`)."""
    words: float
    sentence: float
    """Words in it, outside of links, if it reads like a sentence, else 0."""
    indent: int
    marked: bool
    """Whether its author marked it as a heading."""
    links: tuple[tuple[str, str], ...]
    """Label and address of each."""
    own: tuple[float, ...]
    """In the order of `OWN`."""


SAID = (
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
"""Measures of what a line says, wherever it stands."""
OWN = (*SAID, "item", "heading", "caption", "blank above")
"""Measures of a line by itself."""


def seen(document: Document, stops: frozenset[str]) -> list[Seen]:
    """The lines of a document in order, whatever became of them; front matter isn't among them."""
    return [
        _seen(document, block, numbers, text, stops)
        for block in document.blocks
        if block.fate.name != "front-matter"
        for numbers, text in _parts(block)
    ]


def _parts(block: Block) -> Iterator[tuple[tuple[int, ...], str]]:
    """A wrapped paragraph is one part, since its lines are no sentences; else each line is."""
    wrapped = block.kind in ("paragraph", "quote", "caption", "item") and all(
        len(text) >= WRAPPED for text in block.text[:-1]
    )
    if wrapped or block.kind == "heading":
        yield block.lines, " ".join(block.text)
    else:
        yield from (((n,), text) for n, text in zip(block.lines, block.text, strict=True))


def _seen(
    document: Document, block: Block, numbers: tuple[int, ...], text: str, stops: frozenset[str]
) -> Seen:
    first = document.raw[numbers[0] - 1]
    above = document.raw[numbers[0] - 2] if numbers[0] > 1 else ""
    said = _said(text, document.markdown, stops)
    heading = block.level if block.kind == "heading" and first.lstrip().startswith("#") else 0
    own = (
        *said.own,
        float(block.kind == "item"),
        float(heading),
        float(block.kind == "caption"),
        float(not above.strip()),
    )
    indent = len(first) - len(first.lstrip())
    return Seen(
        numbers,
        said.shown,
        said.key,
        said.tokens,
        said.words,
        said.sentence,
        indent,
        heading > 0,
        said.links,
        own,
    )


class _Said(NamedTuple):
    """What a line says: see `Seen`."""

    shown: str
    key: str
    tokens: tuple[str, ...]
    words: float
    sentence: float
    links: tuple[tuple[str, str], ...]
    own: tuple[float, ...]
    """In the order of `SAID`."""


@lru_cache(CACHE)
def _said(text: str, markdown: bool, stops: frozenset[str]) -> _Said:
    """The menus of a site are the same on all of its pages."""
    shown = " ".join(plain(text, markdown).split())
    key = shown.casefold()
    found, words = _WORD.findall(shown), _WORD.findall(key)
    count = len(found) + dense_count(shown) / 2
    links = _links(text) if markdown and "](" in text else ()
    inside = sum(len(_WORD.findall(label)) for label, _ in links)
    linked = min(1.0, inside / len(found)) if found else float(bool(links))
    ends = shown.rstrip(_AFTER_END).endswith(SENTENCE_END)
    long = count >= SENTENCE
    per = 1 / max(1.0, count)
    own = (
        count,
        ends,
        len(_INNER.findall(shown)) + ends if long else 0,
        shown.count(",") * per,
        linked,
        len(links),
        "![" in text and is_image(text),
        sum(map(str.isupper, map(_FIRST, found))) * per,
        len(_DIGIT.findall(shown)) / max(1, len(shown)),
        sum(map(stops.__contains__, words)) * per,
        "|" in shown or "©" in shown or "•" in shown,
        shown.endswith(("?", "？", "؟")),
        _DATED.search(shown) is not None,
        "@" in shown or "://" in shown or "www." in shown,
        shown.endswith(("…", "...")),
        shown.endswith(":"),
        _QUOTE.search(shown) is not None,
    )
    sentence = count * (1 - linked) if ends and long else 0.0
    numbers = tuple(map(float, own))
    return _Said(shown, key, _tokens(words), float(count), sentence, links, numbers)


def _links(text: str) -> tuple[tuple[str, str], ...]:
    """Label and address of each link; a picture in a label counts with what it is called."""
    return tuple(_LINK.findall(_PICTURE.sub(r"\1 ", text) if "[![" in text else text))


def tokens(key: str) -> tuple[str, ...]:
    """What a line's words are looked up by.

    >>> tokens("read more")
    ('read', 'more', '^read more')
    """
    return _tokens(_WORD.findall(key))


def _tokens(found: Sequence[str]) -> tuple[str, ...]:
    return (*found, "^" + " ".join(found)) if 0 < len(found) <= PHRASE else tuple(found)


ROUND = (
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
    "said before",
    "said again",
    "lines to a sentence above",
    "lines to a sentence below",
    "after the first heading",
    "text: sentences",
    "text: linked",
    "text: lines",
    "text: short lines",
)
"""Measures of what stands round a line."""


WORDED = (
    "words say",
    "worst word",
    "best word",
    "third worst word",
    "bad words",
    "worst word just above",
    "worst words within 3",
    "words say within 8",
    "worst words within 20",
)
"""What the words of a line, and of those round it, say of where they stand on pages."""

BAD = -1.0
"""What a word says, from which it is a bad sign."""

MEASURES = (*OWN, *ROUND, *WORDED)


def measures(lines: Sequence[Seen], words: Mapping[str, float]) -> Array:
    """One row for each line; its columns are `MEASURES`. `words` has the logarithm of the odds that
    a line with a word belongs to an article.
    """
    own = np.array([line.own for line in lines], dtype=np.float32).reshape(len(lines), len(OWN))
    return np.concatenate([own, _round(lines, own), _worded(lines, words)], axis=1)


def _worded(lines: Sequence[Seen], words: Mapping[str, float]) -> Array:
    rows = []
    for line in lines:
        said = sorted({token: words[token] for token in line.tokens if token in words}.values())
        if said:
            bad = sum(1 for odds in said if odds < BAD) / max(1.0, line.words)
            third = said[min(2, len(said) - 1)]
            rows.append((sum(said) / len(said), said[0], said[-1], third, bad))
        else:
            rows.append((0.0, 0.0, 0.0, 0.0, 0.0))
    own = np.array(rows, dtype=np.float32).reshape(len(lines), 5)
    mean, worst = own[:, 0], own[:, 1]
    near = (shifted(worst, 1), around(worst, 3), around(mean, 8), around(worst, 20))
    return np.concatenate([own, np.stack(near, axis=1)], axis=1)


def _round(lines: Sequence[Seen], own: Array) -> Array:
    words = np.array([line.words for line in lines], dtype=np.float32)
    sentence = np.array([line.sentence for line in lines], dtype=np.float32)
    linked = own[:, OWN.index("linked")] * words
    total = max(1.0, float(sentence.sum()))
    column = _columns(lines, sentence) / total
    before = np.cumsum(sentence) - sentence
    text = np.ones(len(lines), dtype=np.float32)
    before_it = _before([line.key for line in lines])
    after_it = _before([line.key for line in reversed(lines)])[::-1]
    heading = own[:, OWN.index("heading")] == 1
    every = max(1.0, float(words.sum()))
    return np.stack(
        [
            column,
            column >= column.max(initial=0),
            *(around(sentence, reach) for reach in WINDOWS),
            *(around(linked, reach) / (around(words, reach) + 1) for reach in WINDOWS),
            before / total,
            1 - (before + sentence) / total,
            shifted(sentence, 1),
            shifted(sentence, -1),
            shifted(words, 1),
            shifted(words, -1),
            before_it,
            after_it,
            _since(sentence > 0),
            _since((sentence > 0)[::-1])[::-1],
            np.minimum(np.cumsum(heading) - heading, 2),
            text * float(sentence.sum()) / every,
            text * float(linked.sum()) / every,
            text * len(lines),
            text * float((words < SENTENCE).sum()) / max(1, len(lines)),
        ],
        axis=1,
    ).astype(np.float32)


def _before(keys: Sequence[str]) -> Array:
    """How often each key stands before its place."""
    met: dict[str, int] = {}
    out = []
    for key in keys:
        out.append(count := met.get(key, 0))
        met[key] = count + 1
    return np.array(out, dtype=np.float32)


def _columns(lines: Iterable[Seen], sentence: Array) -> Array:
    """The weight of the sentences at each line's indentation."""
    indents = np.array([line.indent for line in lines])
    if not len(indents):
        return np.zeros(0, dtype=np.float32)
    _, place = np.unique(indents, return_inverse=True)
    return np.asarray(np.bincount(place, weights=sentence)[place], dtype=np.float32)


def around(values: Array, reach: int) -> Array:
    """The mean of the `reach` values before and after each, itself left out."""
    sums = np.concatenate([np.zeros(1, dtype=np.float64), np.cumsum(values, dtype=np.float64)])
    at = np.arange(len(values))
    start, end = np.maximum(at - reach, 0), np.minimum(at + reach + 1, len(values))
    inside = sums[end] - sums[start] - values
    return np.asarray(inside / np.maximum(end - start - 1, 1), dtype=np.float32)


def shifted(values: Array, by: int) -> Array:
    """The value `by` places before (or, below 0, after) each; 0 beyond the ends."""
    out = np.zeros_like(values)
    if by > 0:
        out[by:] = values[:-by]
    else:
        out[:by] = values[-by:]
    return out


def _since(flags: NDArray[np.bool_]) -> Array:
    """How many lines ago a flag was set; 99 where it was not or longer ago."""
    at = np.arange(len(flags))
    last = np.maximum.accumulate(np.where(flags, at, -99)) if len(flags) else at
    last = np.concatenate([[-99], last[:-1]]) if len(flags) else last
    return np.minimum(at - last, 99).astype(np.float32)
