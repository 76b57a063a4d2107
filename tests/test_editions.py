"""What is taken from the site that stands changes nothing but the time that a build takes."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pressmark.build import fingerprints
from pressmark.build.previous_site import PreviousSite, file_stats, paths_below
from pressmark.describe import language_model
from pressmark.errors import CuratorError
from pressmark.runtime import cache, manifest, output, site_folder, workers
from pressmark.runtime.workers import DASK, WorkerSettings
from pressmark.search import build
from tests import editions
from tests.builds import contents
from tests.conftest import ROOT
from tests.editions import EDITS, make, texts
from tests.thorough import rounds

PARTS = range(rounds(1, 10))
"""Each a test of its own, so that none takes long."""
TIMES = 20
KILLS = rounds(5, 50)


HOUR = 3600 * 10**9
"""Nanoseconds."""


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Some of the demo's texts, in batches of a few."""
    monkeypatch.setattr(workers, "BATCH", editions.BATCH)
    # To load the language model for each of hundreds of editions would take most of the time.
    monkeypatch.setattr(language_model, "cache_clear", lambda: None)
    folder = tmp_path / "corpus"
    shutil.copytree(ROOT / "corpus", folder)
    (folder / "corpus.yml").unlink()
    (folder / "metadata.csv").unlink()
    for path in set(texts(folder)) - set(texts(folder)[::3]):
        path.unlink()
    return folder


def dated(corpus: Path, chance: random.Random) -> None:
    """Another place among all others."""
    path = chance.choice(texts(corpus))
    path.with_suffix(".yml").write_text(f"date: {chance.randrange(1880, 1930)}-05-12\n")


def copied(corpus: Path, chance: random.Random) -> None:
    """One more near-copy."""
    path = max(texts(corpus), key=lambda path: path.stat().st_size)
    data = path.read_bytes() + b"\nThis is another edition.\n"
    path.with_stem(f"copy-{chance.randrange(1000)}").write_bytes(data)


def add_one(corpus: Path, chance: random.Random) -> None:
    (corpus / f"new-{chance.randrange(1000)}.txt").write_text(
        f"The lamp of {chance.randrange(1000)}\n\nA lamp stood at the quay, and nobody lit it.\n"
    )


@pytest.mark.parametrize("part", PARTS)
def test_whatever_is_edited_the_site_is_as_if_built_anew(
    part: int, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The corpus, settings and the molds change; so do files of the site, and of what was kept.
    Files may be young, and so are read once more, or old enough to be told by their times.
    """
    chance = random.Random(7 + part)
    ways = (*EDITS, dated, copied, add_one)
    site, anew = tmp_path / "site", tmp_path / "anew"
    look, name, per_page = "plain", "Editions", 5
    make(corpus, site)
    for turn in range(TIMES):
        seem(monkeypatch, "old" if chance.random() < 0.5 else "young")
        way = chance.choice(ways)
        way(corpus, chance)
        if len(texts(corpus)) < 10:
            add_one(corpus, chance)
        if turn == 5:
            look = f"look {part}"
        if turn == 10:
            name = f"Name {part}"
        if turn == 15:
            per_page = 3 + part % 7
        if turn % 5 == 2:
            editions.spoil(chance.choice(sorted(site_folder.cache_dir(site).iterdir())), chance)
        if turn % 5 == 4:
            files = [path for path in sorted(site.rglob("*")) if path.is_file()]
            spoilt = chance.choice(files)
            if spoilt.name != output.MARKER:
                editions.spoil(spoilt, chance)
        make(corpus, site, name=name, look=look, per_page=per_page)
        make(corpus, anew, name=name, look=look, per_page=per_page, keeps=False)
        found, right = contents(site), contents(anew)
        assert found.keys() == right.keys(), (turn, way.__name__)
        assert [path for path in right if found[path] != right[path]] == [], (turn, way.__name__)


def seem(monkeypatch: pytest.MonkeyPatch, age: str) -> None:
    """Has files seem to have been written just now, or long ago, however fast the machine is."""
    away = {"young": -HOUR, "old": HOUR}[age]
    monkeypatch.setattr(fingerprints, "time_ns", lambda: time.time_ns() + away)


def numbers(site: Path) -> dict[str, int]:
    return {
        path.relative_to(site).as_posix(): path.stat().st_ino
        for path in site.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize("age", ["young", "old"])
def test_what_stands_is_not_written_again(
    age: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seem(monkeypatch, age)
    site = tmp_path / "site"
    make(corpus, site)
    before = numbers(site)
    make(corpus, site)
    assert numbers(site) == before
    assert not (site_folder.cache_dir(site) / "next").exists()
    make(corpus, site, name="Another")
    make(corpus, site)
    before = numbers(site)
    (site / "own.html").write_text("what somebody has put there")
    before["own.html"] = (site / "own.html").stat().st_ino
    make(corpus, site)
    assert numbers(site) == before
    page = next(site.glob("archive/**/*.html"))
    right = page.read_bytes()
    page.write_bytes(right + b"<p>what somebody has added</p>")
    make(corpus, site)
    assert page.read_bytes() == right
    same = {path for path, number in numbers(site).items() if before.get(path) == number}
    own = {"index.html", output.MARKER, *manifest.UNLISTED}
    feeds = {"feed.xml", "robots.txt", "sitemap.xml"}
    name = page.relative_to(site / "archive").with_suffix("").as_posix()
    files = {f"archive/{name}.html", f"archive/{name}.md", f"raw/{name}.txt"}
    assert before.keys() - same == own | feeds | files
    before = numbers(site)
    editions.change(corpus, random.Random(1))
    make(corpus, site)
    after = numbers(site)
    pages = [path for path in after if path.startswith("archive/") and path.endswith(".html")]
    kept = [path for path in pages if before[path] == after[path]]
    assert 0 < len(pages) - len(kept) < len(pages) / 2
    assert all(before[p] == after[p] for p in after if p.startswith("browse/date/"))


def test_of_a_batch_only_the_pages_are_made_again_that_change(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("BATCH", "LEAST_BATCH"):
        monkeypatch.setattr(workers, name, 10_000)
    site = tmp_path / "site"
    make(corpus, site)
    for edit in (editions.change, editions.add, editions.delete):
        before = numbers(site)
        edit(corpus, random.Random(1))
        make(corpus, site)
        after = numbers(site)
        assert len(list(site_folder.cache_dir(site).glob("*.page"))) < 4
        pages = [path for path in after if path.startswith("archive/") and path.endswith(".html")]
        kept = [path for path in pages if before.get(path) == after[path]]
        assert 0 < len(pages) - len(kept) < len(pages) / 2, edit.__name__


def test_of_the_lists_only_those_are_made_again_that_change(corpus: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    make(corpus, site)
    before = numbers(site)
    (corpus / "lamp.txt").write_text("The lamp\n\nA lamp stood at the quay, and nobody lit it.\n")
    (corpus / "lamp.yml").write_text("publisher: The Lamp\ndate: 1901-05-12\n")
    make(corpus, site)
    after = numbers(site)
    lists = {path for path in after if path.startswith("browse/")}
    changed = {path for path in lists if before.get(path) != after[path]}
    assert {
        "browse/index.html",
        "browse/date/1901.html",
        "browse/publisher/the-lamp.html",
    } < changed
    assert len(changed) < len(lists) / 2
    anew = tmp_path / "anew"
    make(corpus, anew, keeps=False)
    assert contents(site) == contents(anew)


def test_what_is_told_of_a_text_leaves_its_words_as_they_are(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A curator's next publisher or tag has no word of the index written anew."""
    site = tmp_path / "site"
    make(corpus, site)
    before = numbers(site)
    texts(corpus)[5].with_suffix(".yml").write_text("publisher: The Lamp\ntags: [lamps]\n")
    with monkeypatch.context() as patched:
        patched.delattr(build, "_write_words")
        assert not make(corpus, site).corrupt
    after = numbers(site)
    words = [path for path in after if path.startswith("search/w.")]
    assert words
    assert all(before[path] == after[path] for path in words)
    assert before["search/root.js"] != after["search/root.js"]
    anew = tmp_path / "anew"
    make(corpus, anew, keeps=False)
    assert contents(site) == contents(anew)
    [kept] = site_folder.cache_dir(site).glob("*.lexicon")
    kept.write_bytes(kept.read_bytes()[:-9])
    texts(corpus)[6].with_suffix(".yml").write_text("publisher: The Lamp\n")
    assert make(corpus, site).corrupt == 1
    assert {path for path in words if numbers(site)[path] == after[path]} < set(words)


@pytest.mark.parametrize(
    "staff",
    [WorkerSettings(2), WorkerSettings(4), WorkerSettings(2, DASK)],
    ids=["two", "four", "dask"],
)
def test_whoever_does_the_work_the_bytes_are_the_same(
    staff: WorkerSettings, corpus: Path, tmp_path: Path
) -> None:
    make(corpus, tmp_path / "alone", keeps=False)
    make(corpus, tmp_path / "site", staff=staff)
    assert contents(tmp_path / "site") == contents(tmp_path / "alone")
    editions.change(corpus, random.Random(1))
    make(corpus, tmp_path / "alone", keeps=False)
    make(corpus, tmp_path / "site", staff=staff)
    assert contents(tmp_path / "site") == contents(tmp_path / "alone")


def test_no_scheduler_answers(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "PATIENCE", 1)
    with pytest.raises(CuratorError, match=r"127\.0\.0\.1:9: no Dask scheduler answers there"):
        make(corpus, tmp_path / "site", staff=WorkerSettings(2, DASK, "tcp://127.0.0.1:9"))


def test_without_dask(corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(CuratorError, match=r"pip install --editable '\.\[dask\]'"):
        make(corpus, tmp_path / "site", staff=WorkerSettings(2, DASK))


def test_what_is_written_is_no_link_to_what_stands(corpus: Path, tmp_path: Path) -> None:
    """Clusters do a job again when they have lost its result, perhaps after it has taken links."""
    make(corpus, tmp_path / "site")
    right = contents(tmp_path / "site")
    previous = PreviousSite(tmp_path / "site", tmp_path / "next")
    stats = file_stats(previous.site, paths_below(previous.site))
    assert previous.link_unchanged(stats)
    assert previous.link_unchanged(stats)
    for path in right:
        output.write(previous.next_site, path, b"other")
    assert contents(previous.site) == right


def test_no_stamp_leads_out(tmp_path: Path) -> None:
    """Whoever can write into the cache can't have other files published."""
    (tmp_path / "secret").write_text("mine")
    for name in ("site", "next"):
        (tmp_path / name).mkdir()
    previous = PreviousSite(tmp_path / "site", tmp_path / "next")
    assert not previous.link_unchanged(file_stats(previous.site, ["../secret"]))
    assert contents(previous.next_site) == {}


def test_nothing_of_another_program_is_taken(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    make(corpus, site)
    # Whatever is made of all documents is linked where it has the same bytes, whoever made it.
    made = (*site.glob("archive/**/*"), *site.glob("browse/**/*"), *site.glob("raw/**/*"))
    times = {path: path.stat().st_mtime_ns for path in made if path.is_file()}
    assert len(times) > 40
    monkeypatch.setattr(cache, "maker", lambda: b"a later version")
    make(corpus, site)
    assert [path for path, time in times.items() if path.stat().st_mtime_ns == time] == []


def test_a_file_system_without_links(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    make(corpus, site)
    right = contents(site)

    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    make(corpus, site)
    assert contents(site) == right


def test_links_that_fail_half_way_are_undone(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or else what is written next would be written into the site that stands."""
    site = tmp_path / "site"
    make(corpus, site)
    stats = file_stats(site, paths_below(site))
    previous = PreviousSite(site, tmp_path / "next")
    link, done = os.link, list[object]()

    def tire(source: str, target: str) -> None:
        if len(done) > 5:
            raise OSError("too many links")
        link(source, target)
        done.append(target)

    monkeypatch.setattr(os, "link", tire)
    assert not previous.link_unchanged(stats)
    assert contents(tmp_path / "next") == {}
    monkeypatch.undo()
    assert previous.link_unchanged(stats)
    assert contents(tmp_path / "next") == contents(site)


def test_a_build_killed_at_any_moment(corpus: Path, tmp_path: Path) -> None:
    """The site that stands stays whole, and the next build is right."""
    site, chance = tmp_path / "site", random.Random(11)
    make(corpus, site)
    rights = [contents(site)]
    editions.change(corpus, chance)
    make(corpus, tmp_path / "anew", keeps=False)
    rights.append(contents(tmp_path / "anew"))
    command = [sys.executable, "-m", "tests.editions", str(corpus), str(site)]
    environment = os.environ | {"PYTHONPATH": f"{ROOT / 'hooks'}{os.pathsep}{ROOT}"}
    killed = most = 0
    for turn in range(KILLS):
        fatal = chance.randint(1, most) if turn % 5 else 0
        build = subprocess.run(
            [*command, str(fatal)], cwd=ROOT, env=environment, capture_output=True, text=True,
            start_new_session=True, check=False,
        )  # fmt: skip
        assert contents(site) in rights, turn
        if build.returncode == -signal.SIGKILL:
            killed += 1
        else:
            assert build.returncode == 0, build.stderr
            most = max(most, int(build.stdout))
            make(corpus, site)
            assert contents(site) == rights[1], turn
            editions.change(corpus, chance)
            make(corpus, tmp_path / "anew", keeps=False)
            rights = [rights[1], contents(tmp_path / "anew")]
    make(corpus, site)
    assert contents(site) == rights[1]
    assert killed >= KILLS / 5
