"""What the builder writes: the same whatever the volumes, small for a small archive, bounded."""

from __future__ import annotations

import base64
import gzip
import pickle
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.runtime.workers import WorkerPool, pool
from pressmark.search.build import build
from pressmark.search.columns import days
from pressmark.search.encoding import documents, front_coded, gaps, varint, varints, zigzag
from pressmark.search.parameters import STANDARD
from pressmark.search.prepare import prepare
from pressmark.search.tokens import tokenise
from pressmark.text.stems import language_name, stem, stop_words
from tests.search.small import SMALL, entry, search, write
from tests.search.test_search import random_entries

CALL = re.compile(rb'pressmarkChunk\("([^"]+)","([A-Za-z0-9+/=]*)"\);\n')


def files(folder: Path) -> dict[str, bytes]:
    paths = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def test_each_file_is_one_call_with_a_true_checksum(tmp_path: Path) -> None:
    built = write(tmp_path, SMALL)
    found = files(tmp_path)
    assert built.files == len(found)
    assert built.bytes == sum(map(len, found.values()))
    for name, data in found.items():
        match = CALL.fullmatch(data)
        assert match, name
        assert match[1].decode() + ".js" == name
        assert gzip.decompress(base64.b64decode(match[2]))


def test_a_small_archive_has_few_files(tmp_path: Path) -> None:
    entries = [replace(each, id=f"{each.id}-{n}") for n in range(3) for each in SMALL]
    assert write(tmp_path, entries).files <= 11


def test_the_files_do_not_depend_on_the_volumes_or_the_crew(tmp_path: Path) -> None:
    entries = random_entries(1, 90)
    prepared = [prepare(entries[at : at + 30]) for at in range(0, 90, 30)]
    few = replace(STANDARD, form_range=500)
    build(prepared, tmp_path / "one", parameters=few)
    with pool(2) as executor:
        several = replace(few, volume=150)
        build(prepared, tmp_path / "two", parameters=several, pool=WorkerPool(executor, 2))
    whole = [prepare(entries)]
    build(whole, tmp_path / "three", parameters=few)
    words = {name for name in files(tmp_path / "one") if name.startswith("w.")}
    assert words <= files(tmp_path / "three").keys()
    assert len(files(tmp_path / "one")) > 20
    assert files(tmp_path / "one") == files(tmp_path / "two")


def test_many_small_chunks_hold_the_same(tmp_path: Path, node: str) -> None:
    tiny = replace(
        STANDARD,
        dictionary=60,
        grams=60,
        postings=40,
        forms=20,
        positions=60,
        columns=10,
        texts=200,
        text_volume=700,
    )
    write(tmp_path / "one", SMALL)
    built = write(tmp_path / "many", SMALL, parameters=tiny)
    assert built.files > 60
    for query in ("printing press", '"president of the republic"', "prin* -mainz", "图书馆"):
        one, many = (search(node, tmp_path / name, query) for name in ("one", "many"))
        assert one == many
        assert one["total"]


def test_another_text_gives_another_address(tmp_path: Path) -> None:
    write(tmp_path / "a", SMALL)
    write(tmp_path / "b", [*SMALL[:-1], replace(SMALL[-1], text=SMALL[-1].text + " More.")])
    a, b = files(tmp_path / "a"), files(tmp_path / "b")
    for name in a.keys() & b.keys() - {"root.js"}:
        assert a[name] == b[name], name


def test_long_texts_are_cut_for_excerpts_only(tmp_path: Path, node: str) -> None:
    text = "filler words " * 20_000 + "needle"
    write(tmp_path, [entry(0, text), entry(1, "a needle")])
    answer = search(node, tmp_path, "needle")
    assert answer["total"] == 2
    assert all(len(data) < 60_000 for data in files(tmp_path).values())


def test_a_document_of_one_endless_word(tmp_path: Path, node: str) -> None:
    write(tmp_path, [entry(0, "x" * 300_000), entry(1, "漢" * 50_000), entry(2, "")])
    assert search(node, tmp_path, "漢漢")["total"] == 1
    assert search(node, tmp_path, "x" * 64)["total"] == 1


def test_text_that_is_no_unicode_is_written_all_the_same(tmp_path: Path, node: str) -> None:
    write(tmp_path, [entry(0, "a\ud800b \x00 </script>", "\udfff", publisher="\ud800")])
    [result] = search(node, tmp_path, "b")["results"]
    assert "</script>" not in result["excerpt"]


def test_tokens_travel() -> None:
    tokens = tokenise(SMALL[2:4])
    assert pickle.loads(pickle.dumps(tokens)) == tokens  # noqa: S301 (our own)
    assert tokens == tokenise(SMALL[2:4])
    assert tokens.titles == (4, 5)
    assert sum(tokens.lengths) == len(tokens.ids) // 4
    assert "printing\tenglish\tprint" in tokens.words.split("\n")
    assert "of\tenglish!\tof" in tokens.words.split("\n")


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2024-02-29", 738_944, 738_944),
        ("2024-02", 738_916, 738_944),
        ("2024", 738_885, 739_250),
        ("2024?", 738_885, 739_250),
        ("2024-02/2024-02-29", 738_916, 738_944),
        ("2024-02-29/..", 738_944, 738_944),
        ("2024-02-29T10:00:00", 738_944, 738_944),
    ],
)
def test_days(date: str, first: int, last: int) -> None:
    assert days(date) == (first, last)


@pytest.mark.parametrize(
    "date", [None, "", "XXXX-02-02", "2024-13", "2024-02-30", "20240", "../2024", "0000", "x"]
)
def test_no_days(date: str | None) -> None:
    assert days(date) is None


def test_stems_and_stop_words() -> None:
    assert language_name("zh-Hans") == ""
    assert stem("english", "libraries", "Libraries") == stem("english", "library", "library")
    assert stem("english", "the", "The") == ""
    assert stem("spanish", "naciones", "naciones") == stem("spanish", "nacion", "nación")
    assert stem("english", "2025", "2025") == ""
    assert {"the", "dont", "it"} <= stop_words("english")
    assert "won" not in stop_words("english")
    assert "في" in stop_words("arabic")
    assert stop_words("") == frozenset()


@given(st.lists(st.integers(0, 2**35 - 1), max_size=50))
def test_many_varints_are_like_single_ones(numbers: list[int]) -> None:
    packed, ends = varints(np.array(numbers, dtype=np.int64))
    assert packed.tobytes() == b"".join(map(varint, numbers))
    assert ends.tolist() == np.cumsum([len(varint(n)) for n in numbers], dtype=np.int64).tolist()


@given(st.sets(st.integers(0, 200)))
def test_a_document_list_is_written_the_shorter_way(numbers: set[int]) -> None:
    rising = np.array(sorted(numbers), dtype=np.int64)
    bitmap, packed = documents(rising, 201)
    if bitmap:
        bits = np.unpackbits(np.frombuffer(packed, np.uint8), bitorder="little")
        assert np.flatnonzero(bits).tolist() == rising.tolist()
    else:
        assert packed == b"".join(map(varint, gaps(rising.tolist())))
    assert len(packed) <= 26 * 2


def test_small_codes() -> None:
    assert [zigzag(n) for n in (0, -1, 1, -2, 2)] == [0, 1, 2, 3, 4]
    assert front_coded(b"printer", b"printing") == b"\x05\x02er"
    assert gaps([3, 5, 10]) == [3, 2, 5]
