"""Made-up newspaper articles, as many as are asked for; always the same ones, and the first of many
are those of few.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from tests.bench.words import FUNCTION, SIZE, vocabulary, weights

PUBLISHERS = 40
PLACES = 400
SUBJECTS = 120
TOPICS = 300
TOPIC_WORDS = 1_500
FIRST_DAY, DAYS = dt.date(2004, 1, 1), 20 * 365

MEDIAN_WORDS, SPREAD, LONGEST = 350, 0.7, 4_000
"""Words of an article: log-normal. The mean is about 450."""

TOPICAL = 0.3
"""Share of an article's words that its topic gives."""

PHRASES, FAVOURITES, PHRASAL = 20_000, 20, 0.25
"""Turns of phrase that all writers use, how many of them are in every mouth, and how often one
begins. With them five texts together deflate to 0.43 of their size; the newspaper's, to 0.28.
"""

Ranks = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Article:
    """One document, before any cleaning could be needed."""

    id: str
    title: str
    date: str
    publisher: str
    place: str
    tags: tuple[str, ...]
    text: str
    """Paragraphs separated by a blank line."""


@cache
def _cumulated() -> npt.NDArray[np.float64]:
    total: npt.NDArray[np.float64] = np.cumsum(weights())
    return total / float(total[-1])


@cache
def _topic(number: int) -> tuple[Ranks, npt.NDArray[np.float64]]:
    """A topic's own words and how they are shared out. Most are rare elsewhere."""
    generator = np.random.default_rng((2, number))
    span = np.log(SIZE / 150)
    ranks = (150 * np.exp(span * generator.random(TOPIC_WORDS) ** 1.8)).astype(np.int64)
    share = np.cumsum(1 / (np.arange(TOPIC_WORDS) + 5.0))
    return np.minimum(ranks, SIZE - 1), share / share[-1]


@cache
def _phrases() -> list[Ranks]:
    """Turns of phrase, the most used first."""
    generator = np.random.default_rng(4)
    sizes = generator.integers(2, 6, PHRASES)
    return [np.searchsorted(_cumulated(), generator.random(size)) for size in sizes.tolist()]


@cache
def names(kind: str, count: int) -> tuple[str, ...]:
    """Names of publishers, places …: capitalised words of the vocabulary."""
    chance = random.Random(kind)
    words = vocabulary()[2_000:60_000]
    plain = [word for word in words if word.isalpha() and len(word) > 4]
    return tuple(f"{word.capitalize()} {kind}" for word in chance.sample(plain, count))


def _skewed(chance: random.Random, count: int) -> int:
    """A number below `count`, small ones much more often."""
    return int(count * chance.random() ** 2.5)


def article(number: int) -> Article:
    """Article `number` of the collection."""
    chance = random.Random(number)
    generator = np.random.default_rng((3, number))
    length = min(LONGEST, max(40, round(MEDIAN_WORDS * np.exp(SPREAD * generator.normal()))))
    ranks = np.searchsorted(_cumulated(), generator.random(length))
    topic = _skewed(chance, TOPICS)
    words, share = _topic(topic)
    # An article keeps to few of its topic's words and repeats them.
    own = words[np.searchsorted(share, generator.random(max(4, length // 12)))]
    topical = np.flatnonzero(generator.random(length) < TOPICAL)
    ranks[topical] = own[(len(own) * generator.random(len(topical)) ** 1.6).astype(np.int64)]
    phrases = _phrases()
    for start in np.flatnonzero(generator.random(length) < PHRASAL).tolist():
        phrase = phrases[int(FAVOURITES * (PHRASES / FAVOURITES) ** chance.random()) - FAVOURITES][
            : length - start
        ]
        ranks[start : start + len(phrase)] = phrase
    known = vocabulary()
    text = [known[rank] for rank in ranks.tolist()]
    title = [known[rank] for rank in own[: chance.randrange(3, 8)].tolist()]
    title.insert(len(title) // 2, chance.choice(FUNCTION[:30]))
    day = FIRST_DAY + dt.timedelta(days=chance.randrange(DAYS))
    subjects = {(topic * 7 + _skewed(chance, 6)) % SUBJECTS for _ in range(chance.randrange(4))}
    tags = names("Studies", SUBJECTS)
    return Article(
        id=f"{day:%Y/%m}/{number:06d}",
        title=" ".join(title).capitalize(),
        date=day.isoformat(),
        publisher=names("Gazette", PUBLISHERS)[_skewed(chance, PUBLISHERS)],
        place=names("Bay", PLACES)[_skewed(chance, PLACES)],
        tags=tuple(tags[subject] for subject in sorted(subjects)),
        text=_prose(text, chance),
    )


def _prose(words: list[str], chance: random.Random) -> str:
    """`words` with the points and breaks of prose."""
    paragraphs: list[str] = []
    sentences: list[str] = []
    at, wanted = 0, chance.randrange(2, 6)
    while at < len(words):
        size = chance.randrange(6, 30)
        part = words[at : at + size]
        part[0] = part[0].capitalize()
        if size > 14:
            middle = min(len(part) - 1, size // 2)
            part[middle] += ","
        sentences.append(" ".join(part) + ".")
        at += size
        if len(sentences) == wanted or at >= len(words):
            paragraphs.append(" ".join(sentences))
            sentences, wanted = [], chance.randrange(2, 6)
    return "\n\n".join(paragraphs)


def articles(count: int) -> Iterator[Article]:
    """The first `count` articles, in the order of their numbers."""
    yield from map(article, range(count))
