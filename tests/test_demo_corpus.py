"""The demo collection holds the shapes, encodings and languages it is there to show.

`cases/demo/expected.jsonl` has one object a file: what a careful person reads from it. `removed`
are lines of the file that are no part of its text, `kept` are passages that must stay, `repaired`
are pairs of garbled and right text, `family` names copies of one text, `given` says where its
metadata was written down (nowhere, if it isn't there), `doubtful` names fields that a person sees
and a program may leave empty, but must not get wrong.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from pressmark.build.first_pass import analyzed_once
from pressmark.corpus.read import TEXT_ENDINGS, scan
from pressmark.corpus.settings import read_collection
from pressmark.runtime.workers import WorkerSettings
from pressmark.text import edtf
from pressmark.text.decode import decode

HERE = Path(__file__).parent
CORPUS = HERE.parent / "corpus"
EXPECTED: list[dict[str, Any]] = [
    json.loads(line)
    for line in (HERE / "cases/demo/expected.jsonl").read_text(encoding="utf-8").splitlines()
]

each = pytest.mark.parametrize("expected", EXPECTED, ids=[e["path"] for e in EXPECTED])


def raw(path: str) -> bytes:
    return (CORPUS / path).read_bytes()


def on_one_line(text: str) -> str:
    return " ".join(text.splitlines())


def test_every_file_is_expected_and_there() -> None:
    found = {
        p.relative_to(CORPUS).as_posix() for p in CORPUS.rglob("*") if p.suffix in TEXT_ENDINGS
    }
    assert sorted(found) == sorted(e["path"] for e in EXPECTED)


def test_the_folder_has_no_problem_and_nothing_but_documents_and_metadata() -> None:
    inventory = scan(CORPUS, read_collection(CORPUS, ()))
    assert inventory.problems == ()
    assert len(inventory.items) == len(EXPECTED)
    given = {e["path"]: e.get("given") for e in EXPECTED}
    for item in inventory.items:
        source = "sidecar" if item.sidecar else "table" if item.row else None
        text = decode(raw(item.path)).text
        if text.startswith("---\n"):
            source = "front-matter"
        assert (item.path, source) == (item.path, given[item.path])


@each
def test_the_encoding_is_the_one_it_was_written_in(expected: dict[str, Any]) -> None:
    decoded = decode(raw(expected["path"]))
    assert decoded.decoding.encoding == expected["encoding"]
    assert decoded.decoding.confident
    assert decoded.decoding.patches == ()
    flat = on_one_line(decoded.text)
    assert [k for k in expected["kept"] if k not in flat] == []
    for broken, right in expected.get("repaired", []):
        assert broken in flat
        assert broken.encode("cp1252").decode("utf-8") == right


@each
def test_removed_lines_are_lines_of_the_file(expected: dict[str, Any]) -> None:
    lines = {line.strip() for line in decode(raw(expected["path"])).text.splitlines()}
    assert [line for line in expected.get("removed", []) if line not in lines] == []


@each
def test_dates_are_edtf(expected: dict[str, Any]) -> None:
    assert expected["date"] is None or edtf.valid(expected["date"])


def test_line_ends_and_marks() -> None:
    assert raw("essays/type-sizes.txt").count(b"\r\n") == raw("essays/type-sizes.txt").count(b"\n")
    assert not raw("essays/errata-slips.txt").endswith(b"\n")
    assert raw("abroad/genizah.txt").startswith(b"\xef\xbb\xbf")
    assert raw("abroad/typografeio.txt").startswith(b"\xff\xfe")


def test_a_family_shares_most_of_its_words() -> None:
    def runs(path: str) -> set[tuple[str, ...]]:
        words = decode(raw(path)).text.split()
        return set(zip(*(words[i:] for i in range(3)), strict=False))

    first, *copies = [runs(e["path"]) for e in EXPECTED if e.get("family") == "bookmobile"]
    assert len(copies) == 2
    for copy in copies:
        assert len(first & copy) / len(first | copy) > 0.5


def test_a_family_is_found() -> None:
    settings = read_collection(CORPUS, ())
    with analyzed_once(scan(CORPUS, settings), settings, WorkerSettings(1)) as (analyzed, *_):
        documents = analyzed.corpus.documents
    told = {f.path for f in documents if f.family}
    assert told == {e["path"] for e in EXPECTED if e.get("family")}
    assert {f.family for f in documents} == {None, "gazette/bookmobile"}


def test_enough_of_each_kind() -> None:
    assert len({e["language"].split("-")[0] for e in EXPECTED}) >= 11
    assert len({e["encoding"] for e in EXPECTED}) >= 8
    assert len({e["publisher"] for e in EXPECTED if e["publisher"]}) >= 8
    with open(CORPUS / "metadata.csv", encoding="utf-8", newline="") as file:
        assert 6 <= len(list(csv.DictReader(file))) <= 8
