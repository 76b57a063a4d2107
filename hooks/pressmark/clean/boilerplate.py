"""The rule for full-page scrapes: lines around the article."""

from __future__ import annotations

from collections.abc import Iterable

from pressmark.clean.rule import Page


def beside_article(page: Page) -> Iterable[int]:
    """Lines outside of the article that `extraction` found.

    It runs once all fields are read: the title and the date often stand among these lines.
    """
    return page.document.boilerplate
