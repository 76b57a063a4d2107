"""Date and authors of a page that was taken whole, from lines that say more than that."""

from __future__ import annotations

from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer


def headline_date(page: Page) -> Iterator[Answer]:
    """The date near the headline (see `article.dates`):
    `Jonas Ebert | Lesedauer 4 Min. | 12.05.2016, 10:30`.
    """
    clue = page.document.article_date
    if clue:
        yield Answer("date", clue.value, clue.line, clue.evidence)


def headline_authors(page: Page) -> Iterator[Answer]:
    """The names near the headline (see `article.authors`): `Jonas Ebert | Lesedauer 4 Min.`"""
    clues = page.document.article_authors
    if clues:
        names = tuple(clue.value for clue in clues)
        seen = " / ".join(dict.fromkeys(clue.evidence for clue in clues))
        yield Answer("authors", names, clues[0].line, seen)
