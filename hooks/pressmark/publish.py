"""The only stage that writes to the site: files below its folder, and the change of sites.

A site is built beside the one that stands, and takes its place in one step when it is whole. A
build that ends early, for whatever reason, leaves the last good site as it was.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from pathlib import Path

from pressmark.errors import CuratorError

MARKER = "pressmark.json"
"""A file in every site: what may be replaced by the next build, and nothing else."""

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


def staging(site: Path) -> Path:
    """The folder beside `site` in which the next one is built."""
    return site.with_name(f".{site.name}.new")


def waiting_room(site: Path) -> Path:
    """The folder beside `site` in which documents wait between the two passes.

    It has a fixed name, so that the next build clears what a killed one has left.
    """
    return site.with_name(f".{site.name}.spool")


def kept(site: Path) -> Path:
    """The folder beside `site` in which a build keeps what the next one may need again."""
    return site.with_name(f".{site.name}.cache")


def _old(site: Path) -> Path:
    return site.with_name(f".{site.name}.old")


def begin(site: Path, corpus: Path) -> Path:
    """Make an empty folder for the next site; raises `CuratorError` if `site` must not be replaced.

    Mends what a build that was killed between two steps has left.
    """
    inside, texts = site.resolve(), corpus.resolve()
    if inside == texts or texts.is_relative_to(inside) or inside.is_relative_to(texts):
        raise CuratorError(f"{site}: the site and the corpus must not lie in one another")
    if not site.exists() and _old(site).exists():
        _old(site).rename(site)
    if site.exists() and not site.is_dir():
        raise CuratorError(f"{site}: is a file; give a folder for the site")
    if site.is_dir() and any(site.iterdir()) and not (site / MARKER).exists():
        raise CuratorError(
            f"{site}: holds files that no build of Pressmark has put there, and a build replaces "
            "the whole folder; give another one, or empty it"
        )
    for folder in (waiting_room(site), staging(site)):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
    return staging(site)


def leads_out(path: str) -> bool:
    """Whether a path below the site's folder isn't there."""
    return path.startswith("/") or ".." in path.split("/") or "\0" in path


def write(folder: Path, path: str, data: bytes) -> None:
    """Write `data` to `path` below `folder`; raises `ValueError` for a path that leads out."""
    if leads_out(path):
        raise ValueError(f"{path!r} leads out of the site")
    target = os.path.join(folder, path)
    try:
        file = open(target, "xb")  # noqa: SIM115  # closed below, whichever call opened it
    except FileExistsError:
        # It may be a link to a file of the site that stands, which mustn't change.
        os.unlink(target)
        file = open(target, "xb")  # noqa: SIM115
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        file = open(target, "xb")  # noqa: SIM115
    with file:
        file.write(data)


def put(folder: Path, path: str, data: bytes, stands: Path | None) -> None:
    """Write `data` as `write` does, or link the file that has the same bytes already at the same
    path of the folder that `stands`: a file costs the system ten times as much as a link.
    """
    if stands and not leads_out(path):
        before = f"{stands}/{path}"
        try:
            if not os.path.islink(before) and _holds(before, data):
                link(before, f"{folder}/{path}")
                return
        except OSError:
            # There is none, or the file system has no links.
            pass
    write(folder, path, data)


def _holds(path: str, data: bytes) -> bool:
    with open(path, "rb") as file:
        return file.read(len(data) + 1) == data


def link(source: str, target: str) -> None:
    """Have a file at a second place, whose folder is made where it is missing."""
    try:
        os.link(source, target)
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        os.link(source, target)
    except FileExistsError:
        # Clusters do a job again when they have lost its result.
        if not os.path.samefile(source, target):
            raise


def mark(folder: Path, facts: dict[str, object]) -> None:
    """Write the file that says that the site in `folder` is ours, with what it says of it."""
    write(folder, MARKER, json.dumps(facts, indent=1, sort_keys=True).encode() + b"\n")


def finish(folder: Path, site: Path) -> None:
    """Put the whole site in `folder` in the place of `site`, in one step where the system can."""
    shutil.rmtree(waiting_room(site), ignore_errors=True)
    old = _old(site)
    shutil.rmtree(old, ignore_errors=True)
    if not site.exists():
        folder.rename(site)
        return
    if _exchange(folder, site):
        shutil.rmtree(folder)
        return
    site.rename(old)
    folder.rename(site)
    shutil.rmtree(old)


def leave(site: Path) -> None:
    """Let `site` stand as it is."""
    shutil.rmtree(waiting_room(site), ignore_errors=True)
    shutil.rmtree(staging(site))


def abandon(site: Path) -> None:
    """Remove what was built so far."""
    shutil.rmtree(staging(site), ignore_errors=True)
    shutil.rmtree(waiting_room(site), ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Swap two folders atomically with renameat2(2); False where that can't be had."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    result = renameat2(
        _AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), ctypes.c_uint(_RENAME_EXCHANGE)
    )
    if result == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.EINVAL, errno.ENOSYS, errno.EPERM, errno.ENOTSUP):
        return False
    raise OSError(code, os.strerror(code), str(other))
