"""Made-up articles as files: a line of JSON each, and pages of HTML for those who index pages."""

from __future__ import annotations

import html
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from itertools import islice
from pathlib import Path

from tests.bench.articles import article
from tests.bench.words import vocabulary

BATCH = 500

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<main data-pagefind-body><h1>{title}</h1>
<p data-pagefind-ignore data-pagefind-sort="date">{date}</p>
{paragraphs}
<div hidden>{fields}</div></main></html>
"""


def _lines(numbers: range) -> list[tuple[str, str, str]]:
    made = map(article, numbers)
    return [(one.date, one.id, json.dumps(asdict(one), ensure_ascii=False)) for one in made]


def write(file: Path, count: int) -> None:
    """Writes the first `count` articles, by date, as an index wants them."""
    vocabulary()  # once, before the processes part
    batches = [range(start, min(start + BATCH, count)) for start in range(0, count, BATCH)]
    with ProcessPoolExecutor() as executor:
        rows = sorted(row for batch in executor.map(_lines, batches) for row in batch)
    with file.open("w", encoding="utf-8") as out:
        out.writelines(f"{line}\n" for _, _, line in rows)


def write_pages(articles: Path, count: int, folder: Path) -> None:
    """Writes the first `count` lines of `articles` as pages, with fields for Pagefind."""
    with articles.open(encoding="utf-8") as lines:
        for line in islice(lines, count):
            one = json.loads(line)
            paragraphs = one["text"].split("\n\n")
            values = [("publisher", one["publisher"]), ("place", one["place"]), ("language", "en")]
            values += [("year", one["date"][:4]), *(("tag", tag) for tag in one["tags"])]
            path = folder / "archive" / f"{one['id']}.html"
            path.parent.mkdir(parents=True, exist_ok=True)
            page = PAGE.format(
                title=html.escape(one["title"]),
                date=one["date"],
                paragraphs="".join(f"<p>{html.escape(part)}</p>" for part in paragraphs),
                fields="".join(
                    f'<span data-pagefind-filter="{name}">{html.escape(value)}</span>'
                    for name, value in values
                ),
            )
            path.write_text(page, encoding="utf-8")
