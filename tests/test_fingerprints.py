"""A file is read again wherever it may have changed, and only there."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pressmark.build import fingerprints
from pressmark.build.fingerprints import RACE
from pressmark.build.first_pass import (
    ANALYSIS,
    AnalyzedCorpus,
    analyze_corpus,
    find_changes,
    load_if_unchanged,
)
from pressmark.corpus.read import Item, scan
from pressmark.corpus.settings import Collection
from pressmark.runtime import cache
from pressmark.runtime.cache import Cache

LONG_AGO = 10 * RACE
ITEM = Item("a.txt", "a.yml", None)


@pytest.fixture
def kept(tmp_path: Path) -> Cache:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.txt").write_text("The bell\n\nIt rang at noon.\n")
    (tmp_path / "corpus" / "a.yml").write_text("title: The bell\n")
    return cache.open_cache(tmp_path / "kept", Collection())


def later(monkeypatch: pytest.MonkeyPatch, ago: int = LONG_AGO) -> None:
    """Has the files be as old as that."""
    now = time.time_ns()
    monkeypatch.setattr("pressmark.build.fingerprints.time_ns", lambda: now + ago)


def test_what_is_as_it_was_is_not_read(
    kept: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    later(monkeypatch)
    key, known = fingerprints.read_item(kept, corpus, ITEM)
    assert set(known) == {"a.txt", "a.yml"}
    fingerprints.save(kept, known)
    monkeypatch.setattr("os.open", lambda *_, **__: pytest.fail("it was read"))
    assert fingerprints.item_key(kept, corpus, ITEM, known) == key
    monkeypatch.undo()
    assert fingerprints.load(kept) == known


def test_what_was_just_written_is_not_trusted(
    kept: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be written again before the clock of the file system goes on."""
    written = max(path.stat().st_mtime_ns for path in (tmp_path / "corpus").iterdir())
    monkeypatch.setattr("pressmark.build.fingerprints.time_ns", lambda: written + 1)
    key, known = fingerprints.read_item(kept, tmp_path / "corpus", ITEM)
    assert known == {}
    assert fingerprints.item_key(kept, tmp_path / "corpus", ITEM, known) is None
    later(monkeypatch)
    assert fingerprints.read_item(kept, tmp_path / "corpus", ITEM)[0] == key


def tick(file: Path) -> None:
    """Wait until the clock of the file system has gone on since `file` was written."""
    other = file.with_name("tick")
    other.touch()
    while other.stat().st_ctime_ns <= file.stat().st_ctime_ns:
        other.unlink()
        other.touch()
    other.unlink()


def rewritten(file: Path) -> None:
    tick(file)
    file.write_text(file.read_text().replace("bell", "lamp"))


def rewritten_in_secret(file: Path) -> None:
    """Size and time are as they were."""
    before = file.stat()
    rewritten(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def replaced(file: Path) -> None:
    other = file.with_name("other")
    rewritten_in_secret(file)
    other.write_bytes(file.read_bytes())
    before = file.stat()
    os.utime(other, ns=(before.st_atime_ns, before.st_mtime_ns))
    other.replace(file)


@pytest.mark.parametrize("name", ["a.txt", "a.yml"])
@pytest.mark.parametrize("way", [rewritten, rewritten_in_secret, replaced, Path.unlink])
def test_whatever_is_done_to_a_file_is_seen(
    name: str,
    way: Callable[[Path], None],
    kept: Cache,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    corpus = tmp_path / "corpus"
    later(monkeypatch)
    key, known = fingerprints.read_item(kept, corpus, ITEM)
    way(corpus / name)
    assert fingerprints.item_key(kept, corpus, ITEM, known) is None
    assert fingerprints.read_item(kept, corpus, ITEM)[0] != key


def analysis(corpus: Path, settings: Collection, kept: Cache) -> AnalyzedCorpus:
    return analyze_corpus(find_changes(scan(corpus, settings), kept), settings)


def before(corpus: Path, settings: Collection, kept: Cache) -> AnalyzedCorpus | None:
    return load_if_unchanged(find_changes(scan(corpus, settings), kept))


def test_what_was_gathered_is_known_until_anything_changes(
    kept: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, settings = tmp_path / "corpus", Collection()
    later(monkeypatch)
    whole = analysis(corpus, settings, kept)
    brief = before(corpus, settings, kept)
    assert brief is not None
    assert brief.spooled is None
    assert whole.spooled
    for name in ("corpus", "inferred", "keys", "problems", "held", "ignored"):
        assert getattr(brief, name) == getattr(whole, name), name
    (corpus / "notes.pdf").write_bytes(b"%PDF")
    assert before(corpus, settings, kept) is None
    (corpus / "notes.pdf").unlink()
    assert before(corpus, settings, kept) is not None
    rewritten(corpus / "a.txt")
    assert before(corpus, settings, kept) is None


@pytest.mark.parametrize("name", [fingerprints.NAME, ANALYSIS])
def test_what_is_spoilt_is_no_answer(
    name: str, kept: Cache, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus, settings = tmp_path / "corpus", Collection()
    later(monkeypatch)
    analysis(corpus, settings, kept)
    file = kept.folder / name
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 16
    file.write_bytes(data)
    assert before(corpus, settings, kept) is None
    analysis(corpus, settings, kept)
    assert before(corpus, settings, kept) is not None
