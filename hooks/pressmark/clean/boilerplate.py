"""The rule for a page that was taken whole: what stands round its article."""

from __future__ import annotations

from collections.abc import Iterable

from pressmark.clean.rule import Page


def beside_article(page: Page) -> Iterable[int]:
    """What stands above, beside and below the article that `article.locate` has found. It goes only
    once all fields are read: the title and the date often stand among it.
    """
    return page.document.beside
