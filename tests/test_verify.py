"""`pressmark verify` finds what it is there to find: each kind of damage, done on purpose, as it is
and with the manifest made anew by whoever did it.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from pressmark import cli
from pressmark.errors import CuratorError
from pressmark.runtime import manifest, output
from pressmark.runtime.manifest import MANIFEST, RELEASE
from pressmark.runtime.workers import WorkerPool, pool
from pressmark.verify import files, verify
from pressmark.verify.markup import NO_POLICY
from pressmark.verify.report import Report
from pressmark.verify.site import list_present
from tests.builds import build
from tests.damage import DAMAGE, PAGE, edit, replace
from tests.thorough import THOROUGH

FLIPS = 500 if THOROUGH else 40
GARBAGE = 400 if THOROUGH else 12


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("verify")
    corpus = folder / "corpus"
    (corpus / "deep").mkdir(parents=True)
    (corpus / "one.txt").write_bytes(
        "Ein Titel\r\n\r\nEin Text, der schön lang genug ist.\r\n".encode("cp1252")
    )
    (corpus / "two.txt").write_text(
        "A title\n\nA text that is long enough to be one, isn't it?\n\nShare this article\n"
    )
    (corpus / "three.txt").write_text(
        "The third\n\nMarch 3, 2021\n\nThe harbour was frozen over.\n"
    )
    (corpus / "three.yml").write_text(
        "publisher: Gazette\ntags: [ice, harbour]\ndate: 2021-03-03\n"
    )
    copied = "The ferry came late, and nobody on the quay had waited for it all the night. " * 9
    for name in ("four", "deep/five"):
        (corpus / f"{name}.txt").write_text(f"The ferry\n\n{copied}\n")
    (corpus / "deep/broken.txt").write_bytes(b"Broken bytes\n\nA long \x00 text with \xff in it.\n")
    (corpus / "corpus.yml").write_text("site_url: https://verify.example/shelf/\n")
    built = build(corpus, folder / "site")
    assert built.returncode == 0, built.stderr
    assert f"release: {manifest.release_of(folder / 'site')}" in built.stderr
    return folder / "site"


@pytest.fixture
def site(whole: Path, tmp_path: Path) -> Path:
    """A copy to be damaged."""
    shutil.copytree(whole, tmp_path / "site")
    return tmp_path / "site"


def kinds(found: Report) -> set[str]:
    return {fault.kind for fault in found.faults}


def test_whole(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = verify(whole)
    assert found.faults == []
    assert found.limits == []
    assert found.foreign == []
    assert (found.documents, found.raw_files, found.restored) == (6, 6, 6)
    assert found.links > 100
    assert found.pages == len(list(whole.rglob("*.html")))
    assert found.files == sum(path.is_file() for path in whole.rglob("*")) - 2
    assert cli.main(["verify", str(whole)]) == cli.GOOD
    out = capsys.readouterr().out
    assert "restored from page and ledger: 6 of 6" in out
    assert f"release: {manifest.release_of(whole)}\n" in out


def test_release(whole: Path, capsys: pytest.CaptureFixture[str]) -> None:
    digest = manifest.release_of(whole)
    assert digest
    assert cli.main(["verify", str(whole), "--release", digest.upper()]) == cli.GOOD
    assert f"release: {digest}, which it should be" in capsys.readouterr().out
    assert cli.main(["verify", str(whole), "--release", "0" * 64]) == cli.WRONG
    assert f"isn't the release {'0' * 64}; its digest is {digest}" in capsys.readouterr().out


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sha256sum")
def test_sha256sum_says_the_same(site: Path) -> None:
    command = ["sha256sum", "--check", "--strict", "--quiet", MANIFEST]
    assert subprocess.run(command, cwd=site, check=False).returncode == 0
    edit(PAGE, str.upper)(site)
    checked = subprocess.run(command, cwd=site, capture_output=True, text=True, check=False)
    assert checked.returncode == 1
    assert f"{PAGE}: FAILED" in checked.stdout


@pytest.mark.parametrize("case", DAMAGE)
def test_damage(case: str, site: Path) -> None:
    damage, kind, _ = DAMAGE[case]
    damage(site)
    found = Report()
    files.check(site, list_present(site), found)
    assert kind in kinds(found)
    named = {fault.path for fault in found.faults if fault.kind == kind}
    changed = {path for path in list_present(site) if not _is_listed(site, path)}
    assert named >= changed or kind == "missing"


def _is_listed(site: Path, path: str) -> bool:
    listed = manifest.read(site)
    return path in manifest.UNLISTED or listed.get(path) == manifest.digest_of(site / path)


@pytest.mark.parametrize("case", DAMAGE)
def test_damage_by_somebody_who_makes_a_manifest(case: str, site: Path) -> None:
    """Then the manifest is right, and the rest has to show it; so does the release's digest."""
    damage, _, kind = DAMAGE[case]
    release = manifest.release_of(site)
    damage(site)
    assert manifest.write(site) != release
    assert kind in kinds(verify(site))
    assert "release" in kinds(verify(site, release))


def test_any_byte_flipped_is_seen(whole: Path, site: Path) -> None:
    """Of any file; only what concerns the file is looked at for most, since that is quick."""
    chance = random.Random(19)
    paths = sorted(path for path, plain in list_present(whole).items() if plain)
    sizes = [(whole / path).stat().st_size for path in paths]
    paths = [path for path, size in zip(paths, sizes, strict=True) if size]
    sizes = [size for size in sizes if size]
    for turn in range(FLIPS):
        # Half of them by size, half by number, so that small files get their share.
        path = chance.choices(paths, sizes if turn % 2 else None)[0]
        data = bytearray((site / path).read_bytes())
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        (site / path).write_bytes(data)
        found = Report()
        files.check(site, list_present(site), found)
        named = {fault.path for fault in found.faults}
        assert named & {path, RELEASE}, path
        if turn % 20 == 0:
            assert named & {fault.path for fault in verify(site).faults}
        shutil.copy(whole / path, site / path)


def test_garbage_is_no_crash(whole: Path, site: Path) -> None:
    """Whatever stands in the place of a file is named, though the manifest says it is right."""
    chance = random.Random(20)
    paths = sorted(path for path in list_present(whole) if path not in manifest.UNLISTED)
    kinds_of_files = ["data/records", "data/ledger", "pressmark.json", "archive/", "browse/", ""]
    for turn in range(GARBAGE):
        start = kinds_of_files[turn % len(kinds_of_files)]
        path = chance.choice([path for path in paths if path.startswith(start)])
        data = (whole / path).read_bytes()
        cut = chance.randrange(len(data))
        end = cut + chance.randrange(1, 30)
        garbage = chance.choice([
            b"", b"\xff\xfe", b"{}\n", b'{"id":[]}\n', b"[" * 100_000, b"null\n", data[:cut],
            data[:cut] + b"\0" + data[end:], data[:cut] + b"\xed\xa0\x80" + data[end:],
            data.replace(b'"', b"\\"), data + data, data.replace(b":", b":-1e999,", 3),
        ])  # fmt: skip
        (site / path).write_bytes(garbage)
        manifest.write(site)
        found = verify(site)
        if path.startswith(("data/", "archive/", "browse/")):
            assert found.faults, (path, garbage[:80])
        shutil.copy(whole / path, site / path)


def test_what_is_no_file(site: Path) -> None:
    """Neither opened for ever, nor followed."""
    for path in (PAGE, "raw/two.txt", "data/records-0000.jsonl"):
        (site / path).unlink()
    os.mkfifo(site / PAGE)
    (site / "raw/two.txt").symlink_to("/etc/passwd")
    (site / "data/records-0000.jsonl").symlink_to(site / "nowhere")
    found = verify(site)
    named = {fault.path for fault in found.faults if fault.kind == "changed"}
    assert named == {PAGE, "raw/two.txt", "data/records-0000.jsonl"}


def test_files_of_a_host_are_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / ".git").mkdir()
    for name in ("CNAME", ".git/config", ".DS_Store"):
        (site / name).write_text("x")
    assert cli.main(["verify", str(site)]) == cli.GOOD
    assert "not of this build: CNAME\n" in capsys.readouterr().out
    (site / ".well-known").mkdir()
    (site / ".well-known/x.html").write_text("x")
    assert kinds(verify(site)) >= {"foreign-file"}


def test_another_program(whole: Path, site: Path) -> None:
    """Its pages can't be made again, and that is said; the rest is proved."""
    marker = json.loads((site / output.MARKER).read_text())
    output.mark(site, marker | {"program": "another", "generator": "pressmark 0.0.1"})
    release = manifest.write(site)
    found = verify(site)
    assert found.faults == []
    assert "pressmark 0.0.1" in found.limits[0]
    assert found.restored == 6
    assert found.pages == verify(whole).pages
    assert verify(site, release).faults == []
    for damage in (DAMAGE["an added script"], DAMAGE["a garbage chunk"]):
        damage[0](site)
        manifest.write(site)
        assert damage[2] in kinds(verify(site))


def test_a_release_vouches_for_its_makers_scripts(site: Path) -> None:
    """A hand-written page may have any; without the digest nobody can tell whose they are."""
    replace("about.html", "<h1>", "<script>mine()</script><h1>")(site)
    release = manifest.write(site)
    assert kinds(verify(site)) == {"script"}
    assert verify(site, release).faults == []


@pytest.mark.parametrize("pages", ["about.html", "archive/**/*.html"])
@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace('<meta http-equiv="Content-Security-Policy"', "<meta"),
        lambda text: text.replace("script-src 'self'", "script-src 'self' https://x.example"),
        lambda text: text.replace("script-src 'self'", "script-src 'unsafe-inline'"),
        lambda text: text.replace("object-src 'none'; ", ""),
        lambda text: text.replace("<meta charset", '<link rel="x" href="y"><meta charset'),
    ],
)
def test_every_page_keeps_its_policy(pages: str, change: Callable[[str], str], site: Path) -> None:
    """Also where all pages of a kind were changed in the same way, and the manifest with them."""
    for path in site.glob(pages):
        text = path.read_text()
        assert change(text) != text
        path.write_text(change(text))
    manifest.write(site)
    messages = {fault.message for fault in verify(site).faults}
    assert NO_POLICY in messages


def test_year_zero(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for year in ("0000", "0007", "2021"):
        (corpus / f"{year}.txt").write_text("A title\n\nA text that is long enough.\n")
        (corpus / f"{year}.yml").write_text(f"date: '{year}'\n")
    assert build(corpus, tmp_path / "site").returncode == 0
    assert "#0000s" in (tmp_path / "site/index.html").read_text()
    assert verify(tmp_path / "site").faults == []


def test_no_site(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(tmp_path)]) == cli.UNUSABLE
    assert "is no site that Pressmark has built" in capsys.readouterr().err
    with pytest.raises(CuratorError):
        verify(tmp_path)


def test_the_raw_file_is_nowhere_in_the_ledger(whole: Path) -> None:
    """What is restored comes from the page; a ledger that held the file would prove nothing."""
    for file in (whole / "data").glob("ledger-*.jsonl"):
        for line in file.read_text(encoding="utf-8").splitlines():
            book = json.loads(line)
            assert "long enough" not in line
            assert "lang genug" not in line
            assert any(entry[0] == "body" for entry in book["lines"])


def test_workers_find_the_same(site: Path) -> None:
    """In the same order, whoever looks."""
    DAMAGE["forged text"][0](site)
    DAMAGE["a forged list"][0](site)
    manifest.write(site)
    with pool(2) as executor:
        assert verify(site, pool=WorkerPool(executor, 2)) == verify(site)


@pytest.mark.parametrize("number", [0, -1, 10**18, 10**400, True, 1.5, "6", None])
def test_whatever_the_number_of_documents_is_said_to_be(number: object, site: Path) -> None:
    marker = json.loads((site / output.MARKER).read_text())
    output.mark(site, marker | {"documents": number})
    manifest.write(site)
    assert kinds(verify(site)) & {"count", "marker"}


def test_a_page_of_nothing_but_marks_takes_no_longer_than_it_is_long(site: Path) -> None:
    (site / "about.html").write_text("<a x=" * 200_000)
    assert len(verify(site).faults) < 100
