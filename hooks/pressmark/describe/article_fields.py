"""Date and authors of the article in a full-page scrape, as `extraction/` has found them."""

from __future__ import annotations

from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer


def headline_date(page: Page) -> Iterator[Answer]:
    """The date near the headline (`extraction/dates.py`):
    `Jonas Ebert | Lesedauer 4 Min. | 12.05.2016, 10:30`.
    """
    finding = page.document.article_date
    if finding:
        yield Answer("date", finding.value, finding.line, finding.evidence)


def headline_authors(page: Page) -> Iterator[Answer]:
    """The names near the headline (`extraction/authors.py`): `Jonas Ebert | Lesedauer 4 Min.`"""
    findings = page.document.article_authors
    if findings:
        names = tuple(finding.value for finding in findings)
        quotation = " / ".join(dict.fromkeys(finding.evidence for finding in findings))
        yield Answer("authors", names, findings[0].line, quotation)
