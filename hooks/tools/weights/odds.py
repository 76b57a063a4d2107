"""What words say: the odds that a line with one belongs to an article, by sites and not by lines,
so that no site counts for more than one.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping

from tools.weights.examples import Example

SITES = 8
"""Sites that must have a word."""
PRIOR = 2.0
LEAST = 0.4
"""Log odds below which a word says nothing, and is left out."""

Shares = dict[str, dict[str, tuple[int, int]]]
"""Word → site → (lines beside the article, lines in it)."""


def counts(examples: Iterable[Example]) -> Shares:
    """How often each site has each word beside its articles and in them."""
    found: defaultdict[str, dict[str, tuple[int, int]]] = defaultdict(dict)
    for example in examples:
        for line, label in zip(example.lines, example.labels, strict=True):
            for token in set(line.tokens):
                out, into = found[token].get(example.site, (0, 0))
                found[token][example.site] = (out + (label < 0.5), into + (label >= 0.5))
    return {token: sites for token, sites in found.items() if len(sites) >= SITES}


def odds(sites: Mapping[str, tuple[int, int]], without: str = "") -> float:
    """A word's log odds, from all sites but one."""
    shares = [out / (out + into) for site, (out, into) in sites.items() if site != without]
    beside = sum(shares)
    return math.log((len(shares) - beside + PRIOR) / (beside + PRIOR))


def table(shares: Shares) -> dict[str, float]:
    """All words that say something."""
    found = {token: odds(sites) for token, sites in shares.items()}
    return {token: value for token, value in found.items() if abs(value) >= LEAST}


def for_example(example: Example, shares: Shares) -> dict[str, float]:
    """What the words of an example say, learned on other sites than its own."""
    tokens = {token for line in example.lines for token in line.tokens}
    found = {token: odds(shares[token], example.site) for token in tokens if token in shares}
    return {token: value for token, value in found.items() if abs(value) >= LEAST}
