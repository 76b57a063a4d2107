"""Word odds: the log odds that a line with a word belongs to an article.

Counted by sites and not by lines, so that no site weighs more than another.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from tools.weights.examples import Example

MIN_SITES = 8
"""Sites that a word must occur on."""
PRIOR = 2.0
"""Sites that are added to both sides of the odds."""
MIN_ODDS = 0.4
"""Words whose log odds are nearer to 0 are left out."""

Counts = dict[str, dict[str, tuple[int, int]]]
"""Word → site → (lines of boilerplate, lines of articles)."""


def line_counts(examples: Iterable[Example]) -> Counts:
    """For each word, the lines of each site that have it; words on few sites are left out."""
    counts: defaultdict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for example in examples:
        for line, label in zip(example.lines, example.labels, strict=True):
            for token in set(line.tokens):
                boilerplate, article = counts[token].get(example.site, (0, 0))
                counts[token][example.site] = (
                    boilerplate + (label < 0.5),
                    article + (label >= 0.5),
                )
    return {token: sites for token, sites in counts.items() if len(sites) >= MIN_SITES}


def word_odds(sites: Mapping[str, tuple[int, int]], without: str = "") -> float:
    """Log odds of a word, from its counts on all sites but `without`."""
    shares = [
        boilerplate / (boilerplate + article)
        for site, (boilerplate, article) in sites.items()
        if site != without
    ]
    total = sum(shares)
    return math.log((len(shares) - total + PRIOR) / (total + PRIOR))


def all_word_odds(counts: Counts) -> dict[str, float]:
    """Log odds of all words that have any to speak of."""
    odds = {token: word_odds(sites) for token, sites in counts.items()}
    return {token: value for token, value in odds.items() if abs(value) >= MIN_ODDS}


def word_odds_without(example: Example, counts: Counts) -> dict[str, float]:
    """Log odds of the words of an example, from other sites than its own."""
    tokens = {token for line in example.lines for token in line.tokens}
    odds = {token: word_odds(counts[token], example.site) for token in tokens if token in counts}
    return {token: value for token, value in odds.items() if abs(value) >= MIN_ODDS}
