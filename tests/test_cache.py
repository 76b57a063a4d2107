"""What is kept from one build to the next changes nothing but the time that it takes."""

from __future__ import annotations

import os
import pickle
import random
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import py3langid
import pytest
from numpy.typing import NDArray
from py3langid.langid import LanguageIdentifier

from pressmark.build import describe_batch, fingerprints
from pressmark.build.describe_batch import BATCH, FILES
from pressmark.build.first_pass import (
    ANALYSIS,
    BATCHES,
    AnalyzedCorpus,
    analyze_corpus,
    find_changes,
)
from pressmark.corpus.read import Item, scan
from pressmark.corpus.settings import Collection, read_collection
from pressmark.describe import language_model
from pressmark.errors import CuratorError
from pressmark.pipeline import RULE_NAMES, Outcome, process
from pressmark.runtime import spool, workers
from pressmark.runtime.cache import Cache, open_cache
from tests.builds import build, contents
from tests.conftest import ROOT
from tests.editions import change, texts

LATER = 4_000_000_000
"""A time that no machine's clock has reached, in seconds."""


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The demo's texts, twice, in batches of a few."""
    monkeypatch.setattr(workers, "BATCH", 8)
    folder = tmp_path / "corpus"
    for part in range(2):
        shutil.copytree(ROOT / "corpus", folder / str(part))
        (folder / str(part) / "corpus.yml").unlink()
        (folder / str(part) / "metadata.csv").unlink()
    return folder


def gathered(corpus: Path, folder: Path) -> AnalyzedCorpus:
    """The first pass with the cache in `folder`."""
    collection = read_collection(corpus, RULE_NAMES)
    changes = find_changes(scan(corpus, collection), open_cache(folder, collection))
    return analyze_corpus(changes, collection)


def said(found: AnalyzedCorpus) -> dict[str, Any]:
    """All that the second pass is given, but for where it waits."""
    assert found.spooled
    return {
        "corpus": found.corpus,
        "inferred": found.inferred,
        "documents": spool.get(list(found.spooled.locations.values())),
        "ids": list(found.spooled.locations),
        "terms": [terms.file.read_bytes() for terms in found.spooled.terms],
        "lengths": [terms.lengths.tolist() for terms in found.spooled.terms],
        "problems": found.problems,
        "held": found.held,
    }


def notes(folder: Path) -> dict[str, float]:
    return {path.name: path.stat().st_mtime_ns for path in folder.glob(f"*{BATCH}")}


def test_only_what_a_change_touches_is_made_again(corpus: Path, tmp_path: Path) -> None:
    known = tmp_path / "kept"
    gathered(corpus, known)
    before = notes(known)
    gathered(corpus, known)
    assert notes(known) == before
    change(corpus, random.Random(1))
    gathered(corpus, known)
    after = notes(known)
    assert len(before) > 3
    assert len(after.keys() - before.keys()) == 1
    assert len(before.keys() - after.keys()) == 1
    assert all(after[name] == before[name] for name in after.keys() & before.keys())


def test_of_a_batch_only_what_has_changed_is_described_again(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Held files too; and where the last build's batch is spoilt, all of it."""
    known = tmp_path / "kept"
    (corpus / "0" / "blank.txt").write_bytes(b" \n")
    gathered(corpus, known)
    described: list[str] = []

    def counted(root: Path, item: Item, settings: Collection) -> Outcome:
        described.append(item.path)
        return process(root, item, settings)

    monkeypatch.setattr(describe_batch, "process", counted)
    items = scan(corpus, Collection()).items
    part = next(
        part
        for part in workers.content_defined_batches(items, lambda item: item.path)
        if any(item.path == "0/blank.txt" for item in part) and len(part) > 2
    )
    first = part[0].path
    for spoil in (False, True):
        described.clear()
        if spoil:
            stem = max(known.glob(f"*{BATCH}"), key=lambda path: path.stat().st_mtime_ns)
            stem.with_suffix(".documents").write_bytes(b"")
        with open(corpus / first, "ab") as file:
            file.write(b"\nOne line more.\n")
        found = gathered(corpus, known)
        assert described == ([item.path for item in part] if spoil else [first])
        assert found.corrupt == spoil
        assert said(found) == said(gathered(corpus, tmp_path / "anew"))
        assert "0/blank.txt" in found.held


def test_nothing_is_kept_that_no_build_asks_for(corpus: Path, tmp_path: Path) -> None:
    known = tmp_path / "kept"
    gathered(corpus, known)
    (known / "left.unfinished").write_bytes(b"killed")
    for path in texts(corpus)[10:]:
        path.unlink()
    gathered(corpus, known)
    # What is remembered of all files depends on how long ago they were written.
    others = (fingerprints.NAME, ANALYSIS, BATCHES, language_model.NAME)
    left = {path for path in known.iterdir() if path.name not in others}
    stems = {path.stem for path in left}
    assert {path.name for path in left} == {s + e for s in stems for e in (*FILES, BATCH)}
    assert len(stems) < 4


def test_the_language_model_is_as_good_as_its_package_has_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As it is loaded first, as it was kept, and after that has been spoilt."""
    kept = open_cache(tmp_path, Collection())
    samples = [
        path.read_text(encoding="utf-8", errors="replace") for path in texts(ROOT / "corpus")[:20]
    ]

    def answers() -> list[list[tuple[str, float]]]:
        return [language_model.model().rank(sample) for sample in samples]

    package = Path(py3langid.__file__).parent / "data" / "model.npz.xz"
    model = LanguageIdentifier.from_model_file(package, norm_probs=True)
    right = [model.rank(sample) for sample in samples]
    file = tmp_path / language_model.NAME
    language_model.cache_clear()
    assert not language_model.prepare(kept)
    assert answers() == right
    with monkeypatch.context() as patched:
        patched.delattr(language_model, "load_model")
        language_model.cache_clear()
        assert not language_model.prepare(kept)
        assert answers() == right
    data = file.read_bytes()
    file.write_bytes(data[: len(data) // 2])
    language_model.cache_clear()
    assert language_model.prepare(kept)
    assert answers() == right
    assert file.read_bytes() == data


def tables(**changes: NDArray[Any]) -> dict[str, NDArray[Any]]:
    """A model of two languages, three features and four states that share two rows."""
    right: dict[str, NDArray[Any]] = {
        "weights": np.zeros((3, 2), np.float16),
        "priors": np.zeros(2, np.float32),
        "moves": np.arange(512, dtype=np.uint32) % np.uint32(4),
        "rows": np.array([0, 1, 1, 0], np.uint16),
        "features": np.array([-1, 0, 1, 2], np.int32),
    }
    return right | changes


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({}, ""),
        ({"weights": np.zeros((3, 2), np.float32)}, "weights are float32, not float16"),
        ({"weights": np.zeros((2, 3), np.float16)}, "shape of weights is (2, 3), not (3, 2)"),
        ({"priors": np.zeros(3, np.float32)}, "shape of priors is (3,), not (2,)"),
        (
            {"moves": np.arange(256, dtype=np.uint32) % np.uint32(4)},
            "shape of moves is (256,), not (512,)",
        ),
        ({"moves": np.zeros(512, np.uint32)}, "number of states is 1, not 4"),
        ({"features": np.array([-1, 0, 2], np.int32)}, "shape of features is (3,), not (4,)"),
    ],
)
def test_another_layout_of_the_language_model_is_an_error(
    changes: dict[str, NDArray[Any]], fault: str
) -> None:
    found = language_model.layout_fault(2, tables(**changes))
    assert fault in found
    assert bool(fault) == bool(found)


def test_the_error_says_which_package_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = (*(np.zeros((1, 1)) for _ in range(2)), ["en"], *(np.zeros(1) for _ in range(3)))
    language_model.cache_clear()
    with monkeypatch.context() as patched:
        patched.setattr(language_model, "load_model", lambda _: wide)
        with pytest.raises(CuratorError, match=r"py3langid [\d.]+: .* weights are float64"):
            language_model.model()


@pytest.mark.parametrize("ending", [*FILES, BATCH])
@pytest.mark.parametrize("way", ["flipped", "cut", "emptied", "gone"])
def test_what_is_spoilt_is_made_again(ending: str, way: str, corpus: Path, tmp_path: Path) -> None:
    known = tmp_path / "kept"
    right = said(gathered(corpus, known))
    spoilt = sorted(known.glob(f"*{ending}"))[1]
    data = spoilt.read_bytes()
    middle = len(data) // 2
    if way == "gone":
        spoilt.unlink()
    else:
        flipped = data[:middle] + bytes([data[middle] ^ 16]) + data[middle + 1 :]
        spoilt.write_bytes({"flipped": flipped, "cut": data[:middle], "emptied": b""}[way])
    found = gathered(corpus, known)
    assert said(found) == right
    # A batch without its note was never finished, as far as anybody can tell.
    assert found.corrupt == (0 if (ending, way) == (BATCH, "gone") else 1)
    assert gathered(corpus, known).corrupt == 0


def test_a_note_of_somebody_else_runs_nothing(tmp_path: Path) -> None:
    class Harm:
        def __reduce__(self) -> tuple[Any, ...]:
            return os.mkdir, (str(tmp_path / "harm"),)

    with pytest.raises(pickle.UnpicklingError, match=r"mkdir is no part of a document"):
        spool.loads(pickle.dumps(Harm()))
    for other in (asdict, Cache, analyze_corpus):
        with pytest.raises(pickle.UnpicklingError, match="is no part of a document"):
            spool.loads(pickle.dumps(other))
    assert not (tmp_path / "harm").exists()


def test_a_file_in_its_place_is_left(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("mine")
    with pytest.raises(CuratorError, match="is a file"):
        open_cache(tmp_path / "kept", read_collection(tmp_path, RULE_NAMES))


def test_a_build_tells_of_what_was_spoilt(corpus: Path, tmp_path: Path) -> None:
    """Of what it needs: where no text has changed it needs nothing of the first pass. These may
    have changed, since they were written later than now, as far as anybody can tell.
    """
    for path in texts(corpus):
        if path.parent.name == "1":
            path.unlink()
        else:
            os.utime(path, (LATER, LATER))
    site = tmp_path / "site"
    assert build(corpus, site).returncode == 0
    right = contents(site)
    kept = tmp_path / ".site.cache"
    for path in kept.glob("*.terms"):
        path.write_bytes(path.read_bytes()[:-1])
    again = build(corpus, site)
    assert again.returncode == 0
    assert "parts were spoilt and have been made again" in again.stderr
    assert contents(site) == right
    quiet = build(corpus, site, "--strict")
    assert "spoilt" not in quiet.stderr
    assert contents(site) == right


@pytest.mark.parametrize(("number", "size"), [(200, 8), (1000, 32), (5000, 64)])
def test_one_more_changes_hardly_another_batch(number: int, size: int) -> None:
    names = [f"texts/{n:05d}.txt" for n in range(number)]
    parts = workers.content_defined_batches(names, str)
    assert [name for part in parts for name in part] == names
    assert max(map(len, parts)) <= 2 * size
    assert number / size / 2 < len(parts) < number / size * 2
    more = workers.content_defined_batches(sorted([*names, "texts/00020-a.txt"]), str)
    assert len({*map(tuple, more)} - {*map(tuple, parts)}) <= 2
