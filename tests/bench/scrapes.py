"""Made-up articles as a scraper leaves them: files of text with what stood round the article, and
some of them twice with small changes.
"""

from __future__ import annotations

import datetime as dt
import random
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tests.bench.articles import Article, article
from tests.bench.words import vocabulary

BATCH = 500
COPY = 20
"""One in so many is a near-copy of another: 5 %."""
NOISE = (
    "Share this article",
    "Advertisement",
    "Subscribe to our newsletter",
    "Follow us on Facebook",
    "Image not found or type unknown",
    "Print this page",
)


def source(number: int) -> tuple[Article, bool]:
    """The article that text `number` has, and whether another text has it too."""
    copied = number % COPY == COPY - 1
    return article(number - COPY // 2 if copied else number), copied


def name(number: int) -> str:
    """The path of text `number`, without its ending: a folder for each month."""
    one, _ = source(number)
    return f"{one.date[:4]}/{one.date[5:7]}/{number:06d}"


def scrape(number: int) -> str:
    """Text `number`: a headline, a dateline, an article with buttons in between, and its foot."""
    one, copied = source(number)
    chance = random.Random(-1 - number)
    day = dt.date.fromisoformat(one.date) + dt.timedelta(days=int(copied))
    paragraphs = one.text.split("\n\n")
    if copied:
        words = paragraphs[0].split(" ")
        del words[len(words) // 2]
        paragraphs[0] = " ".join(words)
    for noise in chance.sample(NOISE, chance.randrange(4)):
        paragraphs.insert(chance.randrange(1, len(paragraphs) + 1), noise)
    paragraphs[0] = f"{one.place}, {day:%B} {day.day} ({one.publisher}) -- {paragraphs[0]}"
    host = one.publisher.lower().replace(" ", "")
    tail = [f"Tags: {', '.join(one.tags)}"] if one.tags else []
    tail.append(f"Source: {one.publisher}\nhttps://www.{host}.example/{day:%Y/%m/%d}/{number}")
    return "\n\n".join((one.title, *paragraphs, *tail)) + "\n"


def page(number: int) -> str:
    """The same text as a Markdown page, for those who read no scrapes: what a scraper left stays,
    the title and the date are told in front matter.
    """
    one, _ = source(number)
    _, _, rest = scrape(number).partition("\n\n")
    return f'---\ntitle: "{one.title}"\ndate: {one.date}\n---\n\n# {one.title}\n\n{rest}'


def _write(folder: Path, markdown: bool, numbers: range) -> None:
    for number in numbers:
        path = folder / (name(number) + (".md" if markdown else ".txt"))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(number) if markdown else scrape(number), encoding="utf-8")


def write(folder: Path, count: int, markdown: bool = False) -> None:
    """Write the first `count` texts below `folder`."""
    vocabulary()  # once, before the processes part
    batches = [range(start, min(start + BATCH, count)) for start in range(0, count, BATCH)]
    with ProcessPoolExecutor() as executor:
        list(executor.map(partial(_write, folder, markdown), batches))
