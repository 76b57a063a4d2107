"""A small archive in several languages, and how the tests build and ask an index."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from pressmark.runtime.workers import batches
from pressmark.search.build import Built, build
from pressmark.search.parameters import STANDARD, Parameters
from pressmark.search.prepare import prepare
from pressmark.search.search_document import SearchDocument
from pressmark.text.words import LONGEST
from tools.make_scripts import CONSTANTS

ASK = Path(__file__).with_name("ask.mjs")


def entry(number: int, text: str, title: str | None = None, **more: Any) -> SearchDocument:
    """An entry with an address of its own and English for its language."""
    plain = SearchDocument(
        id=f"doc-{number}",
        url=f"archive/doc-{number}.html",
        title=title,
        label=title or text[:40],
        date=None,
        publisher=None,
        language="en",
        place=None,
        tags=(),
        family=None,
        text=text,
    )
    return replace(plain, **more)


SMALL = [
    entry(0, "A ceasefire was declared; nobody knows when.", None, tags=("war", "peace")),
    entry(
        1,
        "The library bought a printing press. Libraries like presses, and the printer's ink.",
        "On printing",
        date="1999",
        publisher="Press Club",
        tags=("printing",),
    ),
    entry(
        2,
        "Printing came to Mainz. The printers of Mainz printed and printed, don't you know.",
        "The printers of Mainz",
        date="2001-05",
        publisher="Press Club",
        place="Mainz",
        family="mainz",
        tags=("printing", "history"),
    ),
    entry(
        3,
        "Printing came to Mainz. The printers of Mainz printed and printed, do you not know.",
        "The printers of Mainz, again",
        date="2001-06-01",
        publisher="Press & Co <b>",
        place="Mainz",
        family="mainz",
        tags=("history",),
    ),
    entry(
        4,
        "L’imprimerie de l’État a imprimé des journaux. Les bibliothèques les gardent.",
        "L’imprimerie",
        date="2010-01-01",
        publisher="Le Journal",
        language="fr",
        place="Paris",
    ),
    entry(
        5,
        "تحفظ المكتبات الصحف القديمة. المكتبة الوطنية تحفظ كِتَابًا نادرًا منذ عام ٢٠١٥.",
        "المكتبة الوطنية",
        date="2015-03-04",
        publisher="الجريدة",
        language="ar",
    ),
    entry(
        6,
        "北京大学图书馆收藏旧报纸。图书馆很大，学生很多。",
        "北京大学图书馆",
        date="2018",
        publisher="新闻",
        language="zh-Hans",
    ),
    entry(
        7,
        "東京の図書館で古い新聞を読む。タワーへ行く。",
        "東京の新聞",
        date="2019-12-31",
        publisher="新聞社",
        language="ja",
    ),
    entry(
        8,
        "To be or not to be, that is the question of the press. <script>alert(1)</script> & more.",
        None,
        date="2020/2021",
        publisher="Press Club",
        language="en-GB",
    ),
    entry(
        9,
        "The Who played. The press of the president of the republic was there; so was the library.",
        "President of the Republic",
        date="2024-02-29",
        publisher="Daily",
        tags=("music",),
    ),
]


MANY = [
    entry(
        number,
        f"The printing press in report {number}. " + "Ink, paper and type were to be had. " * 12,
        f"تقرير {number}" if number % 9 == 4 else f"Report {number}",
        date=str(1950 + number),
        publisher=f"Paper {number:02}",
        place=("Leeds", "Mainz", "سلا")[number % 3],
        language="ar" if number % 9 == 4 else "en",
        family="wire / 1" if 10 <= number < 35 else None,
        tags=("printing", f"<i>subject</i> {number % 12}"),
    )
    for number in range(64)
]
"""As many years and publishers as documents; twenty-five of them are near-copies of each other."""


def write(
    folder: Path,
    entries: Iterable[SearchDocument],
    parameters: Parameters = STANDARD,
    batch: int = 64,
) -> Built:
    """Builds the index of `entries` in `folder`."""
    prepared = (prepare(part, parameters) for part in batches(list(entries), batch))
    return build(prepared, folder, parameters=parameters)


def ask(
    node: str, calls: Sequence[Sequence[Any]], folder: Path | None = None, table: Any = None
) -> list[Any]:
    """What the engine answers in Node to each call (see `ask.mjs`)."""
    task = {
        "folder": str(folder) if folder else None,
        "table": table,
        "longest": LONGEST,
        "calls": calls,
        "constants": CONSTANTS,
    }
    done = subprocess.run(
        [node, str(ASK)],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert not done.stderr, done.stderr
    answers = [json.loads(line) for line in done.stdout.removesuffix("\n").split("\n")]
    assert len(answers) == len(calls)
    return answers


def search(node: str, folder: Path, query: str, **options: Any) -> Any:
    """One answer."""
    return ask(node, [["search", query, options]], folder)[0]


def ids(answer: Any) -> list[int]:
    """The numbers of the documents found, first result first."""
    return [int(result["id"].removeprefix("doc-")) for result in answer["results"]]
