"""What the whole collection adds to a record: tags, and the publisher of other texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pressmark.corpus.read import scan
from pressmark.corpus.settings import Collection, read_collection
from pressmark.export import records
from pressmark.pipeline import RULE_NAMES
from pressmark.relate.tags import LEAST_DOCUMENTS, MOST_TAGS, TagCandidates, choose_tags

ABOUT = (
    "The keys were kept by Hester Quillan for forty years. When Quillan was ill the library stayed "
    "shut, and in the town they said that Hester Quillan had sent the books to Portugal. From "
    "Portugal they came back in spring, and nobody was told who had read them in the meantime."
)
OTHER = (
    "The clock in the reading room has been four minutes slow since 1911, and nobody on the staff "
    "will hear of mending it. It was given by a widow, who set it herself, number {}."
)


def corpus(folder: Path, size: int, about: int, settings: str = "") -> Path:
    for number in range(size):
        text = ABOUT if number < about else OTHER.format(number)
        (folder / f"{number:03}.txt").write_text(text + "\n", encoding="utf-8")
    (folder / "corpus.yml").write_text(settings or "title: Shelf\n", encoding="utf-8")
    return folder


def read(folder: Path, workers: int = 1) -> list[dict[str, Any]]:
    collection: Collection = read_collection(folder, RULE_NAMES)
    found = records(scan(folder, collection), collection, workers)
    return [json.loads(line) for exported in found for line in exported.lines]


def test_tags_say_where_they_stand(tmp_path: Path) -> None:
    first, *_, last = read(corpus(tmp_path, 20, 4))
    assert first["tags"] == ["Hester Quillan", "Portugal"]
    assert first["origins"]["tags"] == {
        "origin": "inference",
        "evidence": "line 1 (names): Hester Quillan, 3 times, in 4 documents; "
        "line 1 (countries): Portugal, 2 times, in 4 documents",
    }
    assert last["tags"] == []


def test_workers_make_no_difference(tmp_path: Path) -> None:
    folder = corpus(tmp_path, 150, 30)
    alone, together = read(folder, 1), read(folder, 2)
    assert alone == together
    assert sum(bool(record["tags"]) for record in alone) == 30


def test_switched_off(tmp_path: Path) -> None:
    first = read(corpus(tmp_path, 20, 4, "rules:\n  names: off\n"))[0]
    assert first["tags"] == ["Portugal"]
    first = read(corpus(tmp_path, 20, 4, "rules:\n  names: off\n  countries: off\n"))[0]
    assert first["tags"] == []


def test_written_tags_stay_as_they_are(tmp_path: Path) -> None:
    folder = corpus(tmp_path, 20, 4)
    (folder / "000.yml").write_text("tags: [keys]\n", encoding="utf-8")
    first, second, *_ = read(folder)
    assert first["tags"] == ["keys"]
    assert second["tags"] == ["Hester Quillan", "Portugal"]


def test_siblings_come_before_defaults(tmp_path: Path) -> None:
    folder = corpus(tmp_path, 3, 0, "defaults:\n  publisher: Somebody\n")
    for number, more in enumerate(("publisher: Gazette\n", "", "")):
        host = "gazette.example" if number < 2 else "courier.example"
        sidecar = f"url: https://{host}/{number}\n{more}"
        (folder / f"{number:03}.yml").write_text(sidecar, encoding="utf-8")
    rows = read(folder)
    assert [row["publisher"] for row in rows] == ["Gazette", "Gazette", "Somebody"]
    assert "000" in rows[1]["origins"]["publisher"]["evidence"]
    folder = corpus(tmp_path, 3, 0, "rules:\n  sibling-publisher: off\n")
    assert read(folder)[1]["publisher"] is None


def test_every_tag_leads_somewhere() -> None:
    names = [f"Name {letter}" for letter in "ABCDEFGHIJ"]
    # Each text has eight names, so that many lose their place to others.
    texts = [
        TagCandidates(f"{at:03}", tuple("\t" + names[(at * 3 + k) % 10] for k in range(8)))
        for at in range(12)
    ]
    others = [TagCandidates(f"other-{at:03}", ()) for at in range(60)]
    found = choose_tags([*texts, *others])
    counted = [tag.tag for tags in found.values() for tag in tags]
    assert counted
    assert all(counted.count(tag) >= LEAST_DOCUMENTS for tag in counted)
    assert all(len(tags) <= MOST_TAGS for tags in found.values())
    assert all(counted.count(tag.tag) == tag.documents for tags in found.values() for tag in tags)
