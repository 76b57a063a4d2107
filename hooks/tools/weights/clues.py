"""Learns which dates and names on a page are those of its article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pressmark.extraction import authors, dates
from pressmark.extraction.additive_model import AdditiveModel, scores
from pressmark.extraction.features import Array, measures
from pressmark.extraction.find_article import KEPT
from pressmark.extraction.headline import candidates, measures_of
from pressmark.extraction.scored_page import ScoredPage
from pressmark.extraction.select import habits_of, sight_of
from tests.evaluate.labelled import words
from tools.weights.examples import Example
from tools.weights.fit import fit

Rows = tuple[Array, Array]
"""Measures of a page's candidates, and which of them are right."""

WRONG = 0.2
"""What a page without a right one weighs beside one that has it."""
SEVERAL = 2
"""Words of a name from which they may be a part of how the author is named."""


def sight(
    example: Example, body: AdditiveModel, headline: AdditiveModel, said: dict[str, float]
) -> ScoredPage:
    """What the models of lines and headlines make of an example."""
    measured = measures(example.lines, said)
    found = scores(body, measured)
    at = candidates(example.lines)
    odds = scores(headline, measures_of(example.lines, measured, found, KEPT))
    return sight_of(example.lines, measured, found, KEPT, at, odds)


def learn(
    examples: Sequence[Example],
    body: AdditiveModel,
    headline: AdditiveModel,
    said: dict[str, float],
) -> tuple[AdditiveModel, AdditiveModel]:
    """The models of dates and of authors that `examples` of whole pages teach."""
    pages = [(e, e.truth) for e in examples if "page" in e.labelled and e.truth]
    sights = {id(e): sight(e, body, headline, said) for e, _ in pages}
    dated, met = [], {}
    for example, truth in pages:
        page = sights[id(example)]
        found = dates.mentions(page, habits_of(page))
        rows = dates.measures_of(page, found)
        met[id(example)] = (found, rows)
        if truth.date and found:
            right = [one.value == truth.date for one in found]
            dated.append((rows, np.array(right, dtype=np.float32)))
    date = weighed(dates.DATE_MEASURES, dated)
    signed = []
    for example, truth in pages:
        if truth.authors:
            page = sights[id(example)]
            found, rows = met[id(example)]
            odds = scores(date, rows)
            best = (found[int(odds.argmax())].at, float(odds.max())) if found else None
            names = authors.mentions(page)
            if names:
                right = [is_author(one.name.text, truth.authors) for one in names]
                measured = authors.measures_of(page, names, said, best)
                signed.append((measured, np.array(right, dtype=np.float32)))
    return date, weighed(authors.AUTHOR_MEASURES, signed)


def is_author(name: str, truth: Sequence[str]) -> bool:
    """Whether a name is an author's, or has as many words of it as tell who is meant."""
    ours = set(words(name))
    for other in truth:
        theirs = set(words(other))
        if ours == theirs or (len(ours) >= SEVERAL and ours < theirs):
            return True
    return False


def weighed(names: Sequence[str], found: Sequence[Rows]) -> AdditiveModel:
    """The model of `found`: right ones and wrong ones of a page weigh the same, and pages with many
    candidates no more than the root of that.
    """
    weights = []
    for _, right in found:
        many = np.sqrt(len(right))
        weight = np.full(len(right), (1.0 if right.any() else WRONG) / many, dtype=np.float32)
        if right.any():
            weight[right > 0] *= many / right.sum()
        weights.append(weight)
    if not found:
        row = np.zeros((1, len(names)), np.float32)
        return fit(names, row, np.zeros(1, np.float32), np.ones(1, np.float32))
    return fit(
        names,
        np.concatenate([measured for measured, _ in found]),
        np.concatenate([right for _, right in found]),
        np.concatenate(weights),
    )
