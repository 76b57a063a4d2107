"""Dates beside the headline of a page that was taken whole, in a line with other words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressmark import edtf
from pressmark.clean.lines import Line, lines
from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.dates import Found, find
from pressmark.inline import plain

BELOW, ABOVE = 15, 8
"""Lines from the headline in which the date stands; those below it are looked at first."""
MAX_LINE, MAX_WORDS = 200, 14
"""Characters, and words, of a line about the text; a longer one begins with its date or tells of
another day.
"""
BEGINS = 4
"""Characters before a date that a line begins with."""
BESIDE = 2
"""Lines within which another date leaves open which of them is the text's."""
_CHANGED = re.compile(
    r"updat|modifi|revis|aktuali|akt\.|geändert|editiert|actuali|mis à jour|aggiornat|atualiz"
    r"|bijgewerkt|oppdater|opdater|uppdater|güncel|обновл|更新",
    re.IGNORECASE,
)
"""What a line says before the date on which a text was changed."""


def headline_date(page: Page) -> Iterator[Answer]:
    """The first whole date near the headline, but for the day of a change where there is another:
    `Jonas Ebert | Lesedauer 4 Min. | 12.05.2016, 10:30`.
    """
    found = list(_dates(page))
    fresh = [one for one in found if not _CHANGED.search(one[1][: one[2].start])]
    for at, text, date in (fresh or found)[:1]:
        others = {d.value for other, _, d in fresh if abs(other - at) <= BESIDE}
        if others <= {date.value}:
            yield Answer("date", date.value, at, text)


def _dates(page: Page) -> Iterator[tuple[int, str, Found]]:
    """Line, text and date of each line near the headline that has a whole one."""
    headline = page.document.headline
    near = _near(list(lines(page.blocks)), headline) if headline else ()
    for line in near:
        if line.block.kind in ("code", "quote") or len(line.text) > 4 * MAX_LINE:
            continue
        text = plain(line.text, page.document.markdown).strip(" \t*_#|>•·-+")
        date = next((f for f in find(text[:MAX_LINE]) if edtf.iso(f.value)), None)
        short = len(text) <= MAX_LINE and len(text.split()) <= MAX_WORDS
        if date and (short or date.start < BEGINS):
            yield line.number, text, date


def _near(body: Sequence[Line], headline: int) -> Sequence[Line]:
    below = [line for line in body if line.number > headline][:BELOW]
    above = [line for line in body if line.number < headline][-ABOVE:]
    return [*below, *reversed(above)]
