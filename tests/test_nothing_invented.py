"""Promise 2, on all texts at hand: what a record says stands in what it was read from.

Every rendering of the labelled pages (of pages taken whole, which are long, a third), the seeds, a
tenth of a large scrape, and the demo collection with its sidecars, table and settings: all of that
in a thorough run, a part of it in others. What "stands" means is said in `tests/invented.py`, and
shown below on records that say too much.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from pressmark.corpus.read import Item, scan
from pressmark.corpus.settings import read_collection
from pressmark.document import Origin, Record
from pressmark.export import records
from pressmark.pipeline import RULE_NAMES, process
from pressmark.runtime.workers import batches, map_ordered, pool, worker_count
from tests.invented import Sources, faults, month_names, sources
from tests.thorough import rounds

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
WHOLE, REST, SCRAPED = rounds(30, 3), rounds(10, 1), rounds(50, 10)
"""Of pages taken whole, of other labelled pages and of the large scrape, one in so many texts."""

Job = tuple[Path, Sequence[Item]]


def jobs(root: Path, every: int = 1) -> Iterator[Job]:
    """Batches of the texts in the folder `root`."""
    items = scan(root, read_collection(root, RULE_NAMES, None)).items[::every]
    return ((root, batch) for batch in batches(items))


def invented(job: Job) -> tuple[int, list[str]]:
    """How many fields the texts of a batch have, and what is wrong with them."""
    root, items = job
    collection = read_collection(root, RULE_NAMES, None)
    filled, wrong = 0, []
    for item in items:
        document = process(root, item, collection).document
        if document is None:
            continue
        files = (root / name for name in (item.sidecar, "metadata.csv", "corpus.yml") if name)
        beside = [file.read_text(encoding="utf-8") for file in files if file.exists()]
        data = (root / item.path).read_bytes()
        found = sources(data, item.path, beside, collection.encoding)
        filled += len(document.record.origins)
        name = f"{root.parent.name}/{root.name}/{item.path}"
        wrong += [f"{name}: {fault}" for fault in faults(document.record, found)]
    return filled, wrong


def check(all_jobs: Sequence[Job]) -> None:
    texts = sum(len(items) for _, items in all_jobs)
    month_names()  # read once, before the workers are forked
    number = worker_count(0, texts)
    with pool(number) as executor:
        done = list(map_ordered(executor, invented, all_jobs, number))
    assert [fault for _, wrong in done for fault in wrong] == []
    assert sum(filled for filled, _ in done) > texts


def test_nothing_is_invented_of_labelled_pages(shared: Callable[[str], Path]) -> None:
    folders = sorted(path for path in shared("metadata").glob("*/*") if path.is_dir())
    whole = [job for folder in folders if "page" in folder.name for job in jobs(folder, WHOLE)]
    rest = [job for folder in folders if "page" not in folder.name for job in jobs(folder, REST)]
    check([*whole, *rest])


def test_nothing_is_invented_of_scrapes(shared: Callable[[str], Path]) -> None:
    scrape = jobs(shared("scale/tehrantimes") / "raw", SCRAPED)
    check([*jobs(shared("seeds")), *scrape])


def test_nothing_is_invented_of_the_demo_collection() -> None:
    check(list(jobs(CORPUS)))


def test_publishers_of_siblings_stand_with_them(
    shared: Callable[[str], Path], tmp_path: Path
) -> None:
    """Every second article says who published it; of the others, those of the same sites follow."""
    folder = shared("metadata/fundus")
    truths = [
        json.loads(line)
        for line in (folder / "truth.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    for number, truth in enumerate(truths):
        text = (folder / "article.txt" / f"{truth['id']}.txt").read_bytes()
        (tmp_path / f"{truth['id']}.txt").write_bytes(text)
        said = {"url": truth["url"]} | ({"publisher": truth["publisher"]} if number % 2 else {})
        (tmp_path / f"{truth['id']}.yml").write_text(json.dumps(said), encoding="utf-8")
    collection = read_collection(tmp_path, RULE_NAMES, None)
    found = records(scan(tmp_path, collection), collection, workers=1)
    added = [
        (row["publisher"], row["id"], evidence[1].partition(" and ")[0])
        for exported in found
        for row in map(json.loads, exported.lines)
        if len(evidence := _evidence(row).rsplit(" in ", 1)) > 1
    ]
    publishers = {truth["id"]: truth["publisher"] for truth in truths}
    assert len(added) > len(truths) / 8
    assert [one for one in added if {publishers[one[1]], publishers[one[2]]} != {one[0]}] == []


def _evidence(row: Mapping[str, Any]) -> str:
    """What a record's publisher was inferred from."""
    origin = row["origins"].get("publisher", {})
    return str(origin["evidence"]) if origin.get("origin") == "inference" else ""


TEXT = """The old *press*

By Ada Miller and Bo Smith
Fecha: 3 de mayo de 2021

It stands by the window; [the bindery
upstairs](https://bindery.example/) has its twin. Itâ€™s for sale.
"""

read = partial(sources, TEXT.encode(), "notes/old-press_1897.txt")


def record(field: str, value: str | tuple[str, ...], evidence: str, inferred: bool) -> Record:
    origin = Origin("inference" if inferred else "text", evidence)
    values: dict[str, str | tuple[str, ...]] = {field: value}
    return Record(**values, origins={field: origin})  # type: ignore[arg-type]  # one of its fields


@pytest.mark.parametrize(
    ("field", "value", "evidence", "inferred"),
    [
        ("title", "THE OLD PRESS", "line 1 (x): The old press", False),
        ("title", "notes old press 1897", "(name): old-press_1897", True),
        ("description", "It’s for sale.", "line 7 (x): It’s for sale.", False),
        ("description", "the bindery upstairs has its…", "line 6 (x): …", False),
        ("authors", ("Ada Miller", "Bo Smith"), "line 3 (x): By Ada …", False),
        ("publisher", "The Courier", "essay.yml, line 1: The Courier", False),
        ("date", "2021-05-03", "line 4 (x): 3 de mayo de 2021", False),
        ("date", "XXXX-05-03", "line 4 (x): 3 de mayo de 2021", False),
        ("date", "1897~", "(name): old-press_1897", True),
        ("date", "189X", "(name): old-press_1897", True),
        ("language", "en", "line 1 (x): The old press… (probability 1.00)", True),
        ("tags", ("bindery", "window"), "line 6 (x): …", False),
    ],
)
def test_what_stands_somewhere_is_not_invented(
    field: str, value: str | tuple[str, ...], evidence: str, inferred: bool
) -> None:
    found = read(["publisher: The Courier\n"])
    assert faults(record(field, value, evidence, inferred), found) == []


@pytest.mark.parametrize(
    ("field", "value", "evidence", "inferred", "said"),
    [
        ("title", "The new press", "line 1 (x): The new press", False, "'The new press' stands"),
        ("description", "It isn’t for sale.", "line 7 (x): It’s", False, "stands nowhere"),
        ("authors", ("Ada Miller", "Bo Smythe"), "line 3 (x): By", False, "'Bo Smythe' stands"),
        ("publisher", "The Courier", "line 1 (x): The Courier", False, "stands nowhere"),
        ("url", "https://bindery.example/a", "line 7 (x): …", False, "stands nowhere"),
        ("place", "Leeds", "(model): Leeds (probability 0.99)", True, "stands nowhere"),
        ("date", "2020-05-03", "line 4 (x): 3 de mayo de 2021", False, "no year 2020"),
        ("date", "2021-06-03", "line 4 (x): 3 de mayo de 2021", False, "no month 06"),
        ("date", "2021-05-04", "line 4 (x): 3 de mayo de 2021", False, "no day 04"),
        # Each part stands somewhere, but not where it is said to have been read.
        ("date", "2021-05", "line 3 (x): By Ada Miller", False, "no month 05"),
        ("date", "184X", "line 4 (x): 3 de mayo de 2021", False, "no years 184"),
        ("date", "2021/2023", "line 4 (x): 3 de mayo de 2021", False, "no year 2023"),
        ("language", "en", "line 1 (x): The old press", True, "how surely"),
        ("tags", ("bindery", "harbour"), "line 6 (x): …", False, "'harbour' stands"),
        ("rights", "The old press", " ", False, "no evidence"),
    ],
)
def test_what_stands_nowhere_is_found(
    field: str, value: str | tuple[str, ...], evidence: str, inferred: bool, said: str
) -> None:
    wrong = faults(record(field, value, evidence, inferred), read())
    assert len(wrong) == 1
    assert wrong[0].startswith(f"{field}: ")
    assert said in wrong[0]


def test_a_field_without_an_origin_is_found() -> None:
    found: Sources = read()
    assert faults(Record(title="The old press"), found) == ["title: has no evidence"]


def test_months_are_known_in_many_languages() -> None:
    names = month_names()
    assert {"may", "mai", "mayo", "мая", "май", "مايو", "մայիս"} <= names[5]
    assert not {"mayo", "мая"} & names[6]
