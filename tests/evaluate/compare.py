"""When what is read counts as right."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from tests.evaluate.labelled import words

NEAR = 0.8
"""Share of words in common from which a title is nearly right."""


def overlap(found: str, truth: str) -> tuple[float, float, float]:
    """Precision, recall and F1 of the words of `found`, each as often as it occurs."""
    ours, theirs = Counter(words(found)), Counter(words(truth))
    common = (ours & theirs).total()
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / ours.total(), common / theirs.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def same_title(said: str, truth: str) -> bool:
    """Whether two titles have the same words, or nearly."""
    return words(said) == words(truth) or overlap(said, truth)[2] >= NEAR


def same_day(said: str, truth: str) -> bool:
    """Whether all that a date (EDTF) says of year, month and day is true."""
    parts = zip(said.rstrip("?~%").split("-"), truth.split("-"), strict=False)
    return all(ours == theirs or set(ours) == {"X"} for ours, theirs in parts)


def same_name(said: str, truth: str) -> bool:
    """Whether one name has all words of the other."""
    ours, theirs = set(words(said)), set(words(truth))
    return bool(ours and theirs) and (ours <= theirs or theirs <= ours)


def same_authors(said: Sequence[str], truth: Sequence[str]) -> bool:
    """Whether every name that is given is an author's."""
    return all(any(same_name(name, other) for other in truth) for name in said)


def same_address(said: str, truth: str) -> bool:
    """Whether two addresses lead to the same page, as far as their text tells."""

    def plain(url: str) -> str:
        return re.sub(r"^https?://(?:www\.)?|[?#].*$|/$", "", url.casefold())

    return plain(said) == plain(truth)
