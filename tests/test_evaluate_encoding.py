"""The evaluation of decoding and repairs, on files and lines whose scores can be counted."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pressmark.text.repair import repair_line
from tests.evaluate import decoding, repairs
from tests.evaluate.decoding import File, Files, right, score
from tests.evaluate.scored import PRESSMARK

TEXT = "Старый станок стоит у окна, и наборщик приходит к нему каждое утро.\n"
LONG = TEXT * 4


def sha1(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


def files(*pairs: tuple[bytes, str]) -> Files:
    return Files("few", "", tuple(File("", data, sha1(text)) for data, text in pairs))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Labelled data: one set of two files, and one of three lines."""
    old = tmp_path / "encoding" / "old"
    (old / "cyrillic").mkdir(parents=True)
    rows = []
    for name in ("koi8-r", "utf-16"):
        (old / "cyrillic" / name).write_bytes(LONG.encode(name))
        rows.append({"file": f"cyrillic/{name}", "utf8_sha1": sha1(LONG)})
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (old / "manifest.jsonl").write_text(lines, encoding="utf-8")
    wild = tmp_path / "encoding" / "wild" / "test-cases"
    wild.mkdir(parents=True)
    cases = [
        {"original": "It isnâ€™t", "fixed-encoding": "It isn’t", "fixed": "It isn't"},
        {"original": "L’été à “Zürich”", "fixed-encoding": "L’été à “Zürich”", "fixed": "L'été"},
        {"original": "lost for good", "fixed": "found", "expect": "fail"},
    ]
    text = json.dumps([{"expect": "pass", **case} for case in cases])
    (wild / "some.json").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("été\r\n", True), ("\ufeffété\r\n", True), ("été\n", False), ("e\u0301te\u0301\r\n", False)],
    ids=["the same", "with a mark", "other line ends", "other Unicode form"],
)
def test_a_text_is_right_to_the_last_character(text: str, verdict: bool) -> None:
    assert right(text, File("", b"", sha1("été\r\n"))) is verdict


def test_no_answer_is_wrong() -> None:
    assert not right(None, File("", b"", sha1("")))
    assert not right("\udcff", File("", b"", sha1("?")))


def test_small_files_count_among_all_only() -> None:
    few = files((b"a", "a"), (b"b", "not b"), (LONG.encode(), LONG), (b"c" * 200, "no"))
    found = score(few, lambda data: data.decode())
    assert found == {"all files": 0.5, "200 bytes or more": 0.5}
    assert score(files((b"a", "b")), bytes.decode)["200 bytes or more"] == 1


@pytest.mark.parametrize("name", decoding.SYSTEMS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "koi8-r"])
def test_system_decodes(name: str, encoding: str) -> None:
    system = decoding.SYSTEMS[name]
    assert score(files((LONG.encode(encoding), LONG)), system)["all files"] == 1


@pytest.mark.parametrize("name", decoding.SYSTEMS)
def test_system_has_no_trouble_with_what_is_no_text(name: str) -> None:
    noise = hashlib.shake_256(b"noise").digest(2000)
    assert score(files((noise, "text")), decoding.SYSTEMS[name])["all files"] == 0


def test_cases_that_ftfy_fails_are_left_out(data: Path) -> None:
    cases = repairs.read(data / "encoding" / "wild" / "test-cases")
    assert [case.before for case in cases] == ["It isnâ€™t", "L’été à “Zürich”"]
    assert cases[0].after == {"It isn’t", "It isn't"}


def test_lines_are_compared_without_what_is_repaired_besides() -> None:
    garbled = repairs.Case("Itâ€™s  5\xa0oâ€™clock", frozenset({"It’s  5 o’clock"}))
    good = repairs.Case("café\t", frozenset({"café"}))
    assert repairs.score([garbled, good], repair_line) == {"repaired": 1, "untouched": 1}
    assert repairs.score([garbled, good], str) == {"repaired": 0, "untouched": 1}
    assert repairs.score([garbled, good], str.upper) == {"repaired": 0, "untouched": 0}


@pytest.mark.parametrize("name", repairs.SYSTEMS)
def test_system_repairs(data: Path, name: str) -> None:
    cases = repairs.read(data / "encoding" / "wild" / "test-cases")
    assert repairs.score(cases, repairs.SYSTEMS[name])["repaired"] == 1


def test_every_system_is_scored_on_each_set(data: Path) -> None:
    rows = [*decoding.evaluate(data), *repairs.evaluate(data)]
    assert {(task, row.data, row.system) for task, row in rows} == {
        *(("decoding", "old", name) for name in decoding.SYSTEMS),
        *(("repair", "wild", name) for name in repairs.SYSTEMS),
    }
    assert all(set(row.scores.values()) == {1} for _, row in rows if row.system == PRESSMARK)


def test_digest_is_of_files_and_truth(data: Path) -> None:
    old = data / "encoding" / "old"
    before = decoding.read(old).digest
    assert decoding.read(old).digest == before
    (old / "cyrillic" / "koi8-r").write_bytes(b"another")
    assert decoding.read(old).digest != before
