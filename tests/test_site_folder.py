"""The folder of a site is changed in one step, by one build at a time; what is others' stays."""

from __future__ import annotations

import errno
import json
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event, Thread

import pytest

from pressmark.errors import CuratorError
from pressmark.runtime import manifest, output, site_folder
from pressmark.runtime.cache import Cache
from pressmark.runtime.site_folder import SiteFolder
from tests.builds import build, contents

OWN = {"page.html": b"page", "archive/a.html": b"a", "archive/b/c.html": b"c"}
OTHERS = {
    ".git/HEAD": b"ref: refs/heads/main",
    ".git/objects/00/aa": b"\0",
    "CNAME": b"shelf.example",
    "archive/notes.txt": b"mine",
    "archive/b/d/e.txt": b"mine too",
}


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for n in range(3):
        (folder / f"{n}.txt").write_text(f"Title {n}\n\nA text that is long enough, number {n}.\n")
    return folder


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def opened(site: Path, corpus: Path) -> AbstractContextManager[SiteFolder]:
    return site_folder.opened(site, corpus, None, print)


def fill(folder: SiteFolder, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        output.write(folder.staging, path, data)
    output.mark(folder.staging, {"generator": "pressmark tests"})
    manifest.write(folder.staging)


def put(site: Path, corpus: Path, files: dict[str, bytes]) -> list[str]:
    """Build a site of these files; gives those of others that were kept."""
    with opened(site, corpus) as folder:
        fill(folder, files)
        return folder.replace()


def add(site: Path, files: dict[str, bytes]) -> None:
    for path, data in files.items():
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        (site / path).write_bytes(data)


def published(site: Path) -> dict[str, bytes]:
    """What lies in a site, without its lists."""
    lists = {output.MARKER, *manifest.UNLISTED}
    return {path: data for path, data in contents(site).items() if path not in lists}


def leftovers(site: Path) -> set[str]:
    beside = {path.name for path in site.parent.iterdir()} - {"site", "corpus", ".site.cache"}
    work = {"next", "old", "spool", "building", "builder"}
    return beside | {path.name for path in (site.parent / ".site.cache").iterdir()} & work


@pytest.fixture(params=["exchanged", "renamed"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways in which a site takes the place of another."""
    if request.param == "renamed":
        monkeypatch.setattr(site_folder, "_exchange", lambda *_: False)


@pytest.mark.usefixtures("way")
def test_files_of_others_stay(site: Path, corpus: Path) -> None:
    put(site, corpus, OWN)
    add(site, OTHERS)
    kept = put(site, corpus, {"page.html": b"new", "other/x.html": b"x"})
    assert published(site) == {"page.html": b"new", "other/x.html": b"x"} | OTHERS
    assert kept == [".git", "CNAME", "archive/b/d", "archive/notes.txt"]
    assert leftovers(site) == set()


@pytest.mark.parametrize("lost", ["manifest", "cache", "nothing"])
def test_our_own_files_are_known_by_either_list(lost: str, site: Path, corpus: Path) -> None:
    with opened(site, corpus) as folder:
        fill(folder, OWN)
        manifest.write(folder.staging, Cache(folder.cache, ""))
        folder.replace()
    add(site, OTHERS)
    if lost == "manifest":
        (site / manifest.MANIFEST).write_text("spilled ink")
    if lost == "cache":
        (site_folder.cache_dir(site) / "site.digests").unlink()
    put(site, corpus, {"page.html": b"new"})
    assert published(site) == {"page.html": b"new"} | OTHERS


def test_a_site_without_any_list_is_left_alone(site: Path, corpus: Path) -> None:
    put(site, corpus, OWN)
    (site / manifest.MANIFEST).unlink()
    before = contents(site)
    with pytest.raises(CuratorError, match="has no list of the files"), opened(site, corpus):
        pass
    assert contents(site) == before


@pytest.mark.parametrize("facts", ["{}", '{"generator": 1}', "[" * 100_000, "\0", '"x"'])
def test_a_marker_of_somebody_else_is_none(facts: str, site: Path, corpus: Path) -> None:
    put(site, corpus, OWN)
    (site / output.MARKER).write_text(facts)
    before = contents(site)
    with pytest.raises(CuratorError, match="no build of Pressmark has put"), opened(site, corpus):
        pass
    assert contents(site) == before


@pytest.mark.parametrize("theirs", ["new.html", "new.html/x", "deep"])
def test_a_file_of_others_in_the_way_ends_the_build(theirs: str, site: Path, corpus: Path) -> None:
    put(site, corpus, OWN)
    add(site, {theirs: b"theirs"})
    before = contents(site)
    with pytest.raises(CuratorError, match="stands where a file of the next site must be"):
        put(site, corpus, {"new.html": b"ours", "deep/x.html": b"ours"})
    assert contents(site) == before
    assert leftovers(site) == set()


def test_no_link_leads_a_build_out_of_the_site(site: Path, corpus: Path, tmp_path: Path) -> None:
    """A folder of ours that was replaced by a link: what it leads to isn't touched."""
    put(site, corpus, OWN)
    (site / "archive").rename(tmp_path / "elsewhere")
    (site / "archive").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CuratorError, match="archive: stands where"):
        put(site, corpus, OWN)
    assert put(site, corpus, {"page.html": b"new"}) == ["archive"]
    assert contents(tmp_path / "elsewhere") == {"a.html": b"a", "b/c.html": b"c"}
    assert (site / "archive").is_symlink()


def stops() -> Iterator[tuple[str, str]]:
    for call in ("rename", "unlink", "rmdir"):
        for turn in range(12):
            yield call, str(turn)


@pytest.mark.parametrize(("call", "turn"), list(stops()))
@pytest.mark.usefixtures("way")
def test_a_stop_at_any_step_is_mended_by_the_next_build(
    call: str, turn: str, site: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever step a build is killed at, no file of others is lost, and the site is whole."""
    put(site, corpus, OWN)
    add(site, OTHERS)
    steps, original = list[object](), getattr(os, call)

    def stop(*arguments: object, **options: object) -> object:
        if len(steps) >= int(turn):
            raise KeyboardInterrupt
        steps.append(arguments)
        return original(*arguments, **options)

    with monkeypatch.context() as patched:
        try:
            with opened(site, corpus) as folder:
                fill(folder, {"page.html": b"new"})
                patched.setattr(os, call, stop)
                folder.replace()
        except KeyboardInterrupt:
            pass
    if site.exists():
        assert published(site)["page.html"] in (b"page", b"new")
    put(site, corpus, {"page.html": b"newer"})
    assert published(site) == {"page.html": b"newer"} | OTHERS
    assert leftovers(site) == set()


def test_what_comes_during_the_change_is_set_aside(
    site: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    put(site, corpus, OWN)
    move = site_folder._move

    def late(source: Path, target: Path) -> None:
        move(source, target)
        (source.parent / "late.txt").write_text("late")

    add(site, {"CNAME": b"x"})
    with monkeypatch.context() as patched:
        patched.setattr(site_folder, "_move", late)
        put(site, corpus, {"page.html": b"new"})
    aside = site_folder.cache_dir(site) / "kept-1"
    assert (aside / "late.txt").read_text() == "late"
    assert f"{aside}: has what somebody put into {site}" in capsys.readouterr().out
    put(site, corpus, OWN)
    assert (aside / "late.txt").read_text() == "late"


@pytest.mark.parametrize("where", [".", "site", ".."])
def test_site_and_corpus_are_apart(where: str, corpus: Path) -> None:
    with (
        pytest.raises(CuratorError, match="must not lie in one another"),
        opened((corpus / where).resolve(), corpus),
    ):
        pass


def test_a_mount_point_is_refused_before_any_work(
    site: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.mkdir()
    monkeypatch.setattr(os.path, "ismount", lambda path: Path(path) == site)
    with pytest.raises(CuratorError, match=r"is a mount point.*site/archive"), opened(site, corpus):
        pass
    assert set(site.parent.iterdir()) == {corpus, site}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (Path.touch, "is a file; give a folder for the site"),
        (lambda site: site.symlink_to(site), "is a link that leads in a circle"),
        (lambda site: site_folder.cache_dir(site).touch(), "is no folder, where builds keep"),
        (
            lambda site: site_folder.cache_dir(site).symlink_to(site.parent / "corpus"),
            "is no folder, where builds keep",
        ),
    ],
)
def test_what_is_no_place_for_a_site(
    make: Callable[[Path], object], message: str, site: Path, corpus: Path
) -> None:
    make(site)
    with pytest.raises(CuratorError, match=message), opened(site, corpus):
        pass


def test_a_cache_of_somebody_else_is_left_alone(site: Path, corpus: Path) -> None:
    theirs = site_folder.cache_dir(site)
    add(theirs, {"next/thesis.txt": b"years of work"})
    with pytest.raises(CuratorError, match="builds need this name"), opened(site, corpus):
        pass
    assert contents(theirs) == {"next/thesis.txt": b"years of work"}


@pytest.mark.parametrize(
    ("number", "cure"),
    [
        (errno.ENOSPC, "site: its disk is full; make room"),
        (errno.EROFS, "site: its disk can only be read"),
        (errno.EACCES, "see to it that you may write there"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_what_a_disk_refuses_is_said(
    number: int, cure: str, site: Path, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(site, corpus, OWN)
    before = contents(site)
    original = Path.mkdir

    def refuse(path: Path, *arguments: bool, **options: bool) -> None:
        if path.name == "next":
            raise OSError(number, os.strerror(number), str(path))
        original(path, *arguments, **options)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "mkdir", refuse)
        with pytest.raises(CuratorError, match=cure), opened(site, corpus):
            pass
    assert contents(site) == before
    put(site, corpus, OWN)


def test_a_link_to_the_site(site: Path, corpus: Path, tmp_path: Path) -> None:
    """What it leads to is built; the link stays one."""
    link = tmp_path / "link"
    link.symlink_to(site)
    for text in (b"one", b"two"):
        put(link, corpus, {"page.html": text})
        assert link.is_symlink()
        assert published(site) == {"page.html": text}
    assert [path.name for path in tmp_path.iterdir() if "cache" in path.name] == [".site.cache"]


@contextmanager
def umask(mask: int) -> Iterator[None]:
    before = os.umask(mask)
    try:
        yield
    finally:
        os.umask(before)


@pytest.mark.parametrize(
    ("permissions", "mode", "folder"), [("public", 0o644, 0o755), ("umask", 0o600, 0o700)]
)
def test_modes_of_published_files(
    permissions: str, mode: int, folder: int, site: Path, corpus: Path
) -> None:
    """A web server can read them, whatever the umask of who builds."""
    for n in range(3, 140):  # enough for workers
        (corpus / f"{n}.txt").write_text(f"Title {n}\n\nA text that is long enough, number {n}.\n")
    with umask(0o077):
        assert build(corpus, site, permissions=permissions, workers="2").returncode == 0
    modes = {stat.S_IMODE(path.stat().st_mode) for path in site.rglob("*") if path.is_file()}
    folders = {stat.S_IMODE(path.stat().st_mode) for path in site.rglob("*") if path.is_dir()}
    assert modes == {mode}
    assert folders | {stat.S_IMODE(site.stat().st_mode)} == {folder}
    assert stat.S_IMODE(site_folder.cache_dir(site).stat().st_mode) == 0o700


def test_the_second_build_waits_for_the_first(
    site: Path, corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    inside, go_on = Event(), Event()

    def first() -> None:
        with opened(site, corpus) as folder:
            inside.set()
            assert go_on.wait(60)
            fill(folder, {"page.html": b"one"})
            folder.replace()

    def tell(message: str) -> None:
        print(message)
        go_on.set()

    thread = Thread(target=first)
    thread.start()
    assert inside.wait(60)
    with site_folder.opened(site, corpus, None, tell) as folder:
        assert published(site) == {"page.html": b"one"}
        fill(folder, {"page.html": b"two"})
        folder.replace()
    thread.join(60)
    assert published(site) == {"page.html": b"two"}
    assert f"{site}: process {os.getpid()} is building it" in capsys.readouterr().out


def test_a_build_says_what_it_has_left(site: Path, corpus: Path) -> None:
    assert build(corpus, site).returncode == 0
    add(site, {"CNAME": b"shelf.example", ".git/HEAD": b"x"})
    # Nothing has changed: the site stands as it is.
    assert build(corpus, site).returncode == 0
    (corpus / "3.txt").write_text("Title 3\n\nA text that is long enough, number 3.\n")
    built = build(corpus, site)
    assert built.returncode == 0
    assert f"kept in {site}, where no build has put them: .git, CNAME" in built.stderr
    assert (site / "CNAME").read_text() == "shelf.example"
    assert json.loads((site / output.MARKER).read_text())["documents"] == 4
