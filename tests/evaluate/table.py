"""The tables that are printed, and written into the guide."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from statistics import fmean

from tests.evaluate.scored import Scored


def _means(rows: Sequence[Scored]) -> Iterable[Scored]:
    """A row for each system that was scored on every set, with the means of its scores; none where
    there is but one set.
    """
    sets = {row.data for row in rows}
    if len(sets) == 1:
        return
    for system in dict.fromkeys(row.system for row in rows):
        own = [row for row in rows if row.system == system]
        if {row.data for row in own} == sets:
            scores = {key: fmean(row.scores[key] for row in own) for key in own[0].scores}
            yield Scored("mean", "", system, scores)


def table(rows: Sequence[Scored]) -> str:
    """A Markdown table of one task, its means last; columns are padded, to be read as text too."""
    measures = list(rows[0].scores)
    cells = [["data", "system", *measures]]
    for row in [*rows, *_means(rows)]:
        cells.append([row.data, row.system, *(f"{row.scores[key]:.3f}" for key in measures)])
    return aligned(cells, 2)


def aligned(cells: Sequence[Sequence[str]], words: int) -> str:
    """A Markdown table of `cells`, the head first; the first `words` columns aren't numbers."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        [cell.ljust(width) for cell, width in zip(line, widths, strict=True)] for line in cells
    ]
    rule = [
        f"{'-' * (width - 1)}{'-' if place < words else ':'}" for place, width in enumerate(widths)
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in [lines[0], rule, *lines[1:]])


def placed(page: str, task: str, text: str) -> str:
    """`page` with `text` between the two comments that mark the place of a task's table.

    Raises `ValueError` where the page has no such place.
    """
    place = re.compile(rf"(<!-- begin {task} -->\n).*?(<!-- end {task} -->\n)", re.DOTALL)
    written, count = place.subn(lambda found: f"{found[1]}\n{text}\n{found[2]}", page)
    if count != 1:
        raise ValueError(f"the page has no place, or several, for the table of {task}")
    return written
