"""The manifest says what `sha256sum` says, and reading it can't be made to lead anywhere."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from pressmark.runtime import manifest
from pressmark.runtime.cache import Cache
from pressmark.runtime.manifest import MANIFEST, RELEASE, ManifestError

NAMES = (
    "pressmark.json",
    "a.txt",
    "b/c d.html",
    "b/ü.md",
    "b/back\\slash",
    "line\nbreak",
    "c\rr",
    "  x",
    "...",
    "%3F",
)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in NAMES:
        path = tmp_path / "site" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path / "site"


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="needs sha256sum")
def test_sha256sum_reads_it(site: Path) -> None:
    manifest.write(site)
    command = ["sha256sum", "--check", "--strict", MANIFEST]
    checked = subprocess.run(command, cwd=site, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count(b": OK") == len(NAMES)
    (site / "...").write_text("changed")
    checked = subprocess.run(command, cwd=site, capture_output=True, check=False)
    assert checked.returncode != 0
    assert b"...: FAILED" in checked.stdout


def test_it_lists_every_file(site: Path) -> None:
    digest = manifest.write(site)
    assert manifest.read(site) == {
        name: hashlib.sha256(name.encode()).hexdigest() for name in NAMES
    }
    assert [*manifest.read(site)] == sorted(NAMES, key=os.fsencode)
    assert digest == hashlib.sha256((site / MANIFEST).read_bytes()).hexdigest()
    assert digest == manifest.release_of(site)
    assert digest.encode() in (site / RELEASE).read_bytes()
    assert manifest.write(site) == digest


def test_names_need_not_be_unicode(site: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (site / name).write_bytes(b"x")
    manifest.write(site)
    assert manifest.read(site)[name] == hashlib.sha256(b"x").hexdigest()


def test_what_is_kept_is_not_hashed_again(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Cache(tmp_path, "maker")
    first = manifest.write(site, kept)
    assert manifest.is_as_built(site, kept)
    hashed: list[str] = []
    digest_of = manifest.digest_of

    def counted(path: str | Path) -> str:
        hashed.append(os.path.relpath(path, site))
        return digest_of(path)

    monkeypatch.setattr(manifest, "digest_of", counted)
    assert manifest.write(site, kept) == first
    assert hashed == []
    (site / "a.txt").write_text("b.txt")
    new = tmp_path / "new"
    shutil.copytree(site, new, copy_function=os.link)
    assert manifest.write(new, kept) != first
    assert hashed == ["../new/a.txt"]
    monkeypatch.undo()
    assert not manifest.is_as_built(site, kept)


@pytest.mark.parametrize("damage", [MANIFEST, RELEASE])
def test_a_manifest_of_somebody_else(damage: str, site: Path, tmp_path: Path) -> None:
    kept = Cache(tmp_path, "maker")
    manifest.write(site, kept)
    data = (site / damage).read_bytes()
    (site / damage).write_bytes(data + b" ")
    assert manifest.release_of(site) is None
    assert not manifest.is_as_built(site, kept)
    (site / damage).unlink()
    assert not manifest.is_as_built(site, kept)


def test_a_marker_of_somebody_else(site: Path, tmp_path: Path) -> None:
    kept = Cache(tmp_path, "maker")
    manifest.write(site, kept)
    assert manifest.is_as_built(site, kept)
    (site / "pressmark.json").write_text("{}")
    assert not manifest.is_as_built(site, kept)


HEX = "0" * 64
BAD = {
    "no digest": b"x\n",
    "no line end": f"{HEX}  a".encode(),
    "binary mode": f"{HEX} *a\n".encode(),
    "capitals": f"{HEX[1:]}A  a\n".encode(),
    "empty": b"\n",
    "an empty path": f"{HEX}  \n".encode(),
    "NUL": f"{HEX}  a\0b\n".encode(),
    "absolute": f"{HEX}  /etc/passwd\n".encode(),
    "out": f"{HEX}  ../a\n".encode(),
    "out, later": f"{HEX}  a/../../b\n".encode(),
    "two names of one file": f"{HEX}  a/./b\n".encode(),
    "and two more": f"{HEX}  a//b\n".encode(),
    "a folder": f"{HEX}  a/\n".encode(),
    "escaped for nothing": f"\\{HEX}  ab\n".encode(),
    "not escaped": f"{HEX}  a\\b\n".encode(),
    "a wrong escape": f"\\{HEX}  a\\x\n".encode(),
    "escaped out": f"\\{HEX}  a\\\\\\n/../b\n".encode(),
    "twice": f"{HEX}  a\n{HEX}  a\n".encode(),
    "out of order": f"{HEX}  b\n{HEX}  a\n".encode(),
    "itself": f"{HEX}  {MANIFEST}\n".encode(),
    "its script": f"{HEX}  {RELEASE}\n".encode(),
    "endless": b"0" * 200_000,
    "Windows' line ends": f"{HEX}  a\r\n".encode(),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_manifest(case: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_bytes(BAD[case])
    with pytest.raises(ManifestError) as caught:
        manifest.read(tmp_path)
    assert caught.value.line == BAD[case].count(b"\n", 0, -1) + 1
    assert str(caught.value)


def test_a_good_line_after_a_bad_one_counts() -> None:
    lines = [b"x\n", f"{HEX}  a\n".encode()]
    bad, good = manifest.parse(lines)
    assert isinstance(bad, ManifestError)
    assert isinstance(good, manifest.Entry)
    assert good.path == "a"
