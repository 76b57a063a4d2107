"""Fits the models of dates and authors."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pressmark.extraction.additive_model import AdditiveModel, log_odds
from pressmark.extraction.authors import AUTHOR_FEATURES, author_features, name_mentions
from pressmark.extraction.dates import DATE_FEATURES, BestDate, date_features, date_mentions
from pressmark.extraction.features import Array, body_features
from pressmark.extraction.find_article import THRESHOLD
from pressmark.extraction.headline import headline_candidates, headline_features
from pressmark.extraction.scored_page import ScoredPage
from pressmark.extraction.select import date_order_of, scored_page
from tests.evaluate.labelled import words
from tools.weights.examples import Example
from tools.weights.fit import fit

Candidates = tuple[Array, Array]
"""Feature matrix of a page's candidates, and for each 1 if it is right, else 0."""

WRONG = 0.2
"""Weight of a page without a right candidate; one with some weighs 1."""
MIN_WORDS = 2
"""Words of a part of an author's name that counts as the name."""


def score_page(
    example: Example,
    body: AdditiveModel,
    headline: AdditiveModel,
    word_odds: dict[str, float],
) -> ScoredPage:
    """An example with the log odds that the models of lines and headlines give."""
    features = body_features(example.lines, word_odds)
    body_log_odds = log_odds(body, features)
    rows = headline_candidates(example.lines)
    candidates = headline_features(example.lines, features, body_log_odds, THRESHOLD)
    odds = log_odds(headline, candidates)
    return scored_page(example.lines, features, body_log_odds, THRESHOLD, rows, odds)


def fit_models(
    examples: Sequence[Example],
    body: AdditiveModel,
    headline: AdditiveModel,
    word_odds: dict[str, float],
) -> tuple[AdditiveModel, AdditiveModel]:
    """The models of dates and of authors that fit those `examples` that are full-page scrapes."""
    examples_ = [(e, e.truth) for e in examples if "page" in e.labelled and e.truth]
    pages = {id(e): score_page(e, body, headline, word_odds) for e, _ in examples_}
    date_candidates, dates = [], {}
    for example, truth in examples_:
        page = pages[id(example)]
        mentions = date_mentions(page, date_order_of(page))
        features = date_features(page, mentions)
        dates[id(example)] = (mentions, features)
        if truth.date and mentions:
            right = [mention.value == truth.date for mention in mentions]
            date_candidates.append((features, np.array(right, dtype=np.float32)))
    date = fit_candidates(DATE_FEATURES, date_candidates)
    author_candidates = []
    for example, truth in examples_:
        if truth.authors:
            page = pages[id(example)]
            mentions, features = dates[id(example)]
            odds = log_odds(date, features)
            best = int(odds.argmax()) if mentions else 0
            best_date = BestDate(mentions[best].row, float(odds[best])) if mentions else None
            names = name_mentions(page)
            if names:
                right = [is_author(mention.name.text, truth.authors) for mention in names]
                features = author_features(page, names, word_odds, best_date)
                author_candidates.append((features, np.array(right, dtype=np.float32)))
    return date, fit_candidates(AUTHOR_FEATURES, author_candidates)


def is_author(name: str, authors: Sequence[str]) -> bool:
    """Whether a name is one of the authors', or a part of one with at least `MIN_WORDS` words."""
    ours = set(words(name))
    for author in authors:
        theirs = set(words(author))
        if ours == theirs or (len(ours) >= MIN_WORDS and ours < theirs):
            return True
    return False


def fit_candidates(names: Sequence[str], pages: Sequence[Candidates]) -> AdditiveModel:
    """The model that fits the candidates of all pages.

    The right ones of a page weigh as much as all of them, and a page with many candidates weighs
    no more than the square root of their number.
    """
    weights = []
    for _, right in pages:
        root = np.sqrt(len(right))
        weight = np.full(len(right), (1.0 if right.any() else WRONG) / root, dtype=np.float32)
        if right.any():
            weight[right > 0] *= root / right.sum()
        weights.append(weight)
    if not pages:
        row = np.zeros((1, len(names)), np.float32)
        return fit(names, row, np.zeros(1, np.float32), np.ones(1, np.float32))
    return fit(
        names,
        np.concatenate([features for features, _ in pages]),
        np.concatenate([right for _, right in pages]),
        np.concatenate(weights),
    )
