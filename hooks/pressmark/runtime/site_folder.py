"""The folder of a site, and the hidden one beside it in which builds work.

`.NAME.cache` beside the site `NAME` holds the lock of a build, the next site while it is made, its
temporary files, and what one build keeps for the next. A site takes the place of the previous one
in one step when it is whole. A build that ends early, for whatever reason, leaves the previous site
as it was; what it has left in `.NAME.cache` is cleared by the next one.

Files that no build has written (`.git`, `CNAME`, notes) stay in the site. Those that a build has
written are listed in the site's manifest, and in what the cache keeps of it.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from pressmark.errors import SHOWN, CuratorError, printable
from pressmark.runtime import manifest
from pressmark.runtime.cache import Cache
from pressmark.runtime.output import MARKER

_TAG = "CACHEDIR.TAG"
"""The file by which backup programs know a cache (bford.info/cachedir); ours says whose it is."""
_SIGNATURE = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# Made by Pressmark: what its builds keep from one to the next. It may be removed.\n"
)
_FINGERPRINTS = "corpus.fingerprints"
"""A file that caches from before the tag have."""
_LOCK, _BUILDER, _BUILDING = "build.lock", "builder", "building"
_AT_FDCWD = -100
_RENAME_EXCHANGE = 2


@dataclass(frozen=True, slots=True)
class SiteFolder:
    """A site that is about to be built, locked for this build."""

    site: Path
    tell: Callable[[str], None]
    """Takes a message for the curator."""

    @property
    def cache(self) -> Path:
        """The folder beside the site in which builds work."""
        return cache_dir(self.site)

    @property
    def staging(self) -> Path:
        """The folder in which the next site is made."""
        return self.cache / "next"

    @property
    def spool(self) -> Path:
        """The folder of temporary files."""
        return self.cache / "spool"

    @property
    def _old(self) -> Path:
        return self.cache / "old"

    def replace(self) -> list[str]:
        """Put the site in `staging` in the place of the previous one. Gives the files and folders
        of others that were kept, by their paths below the site.

        Raises `CuratorError` where a file of somebody else stands in the way of a page.
        """
        own = _own_files(self.site, self.cache)
        kept = sorted(_foreign(self.site, own))
        for path in kept:
            _refuse_collision(self.site, self.staging, path)
        (self.cache / _BUILDING).unlink()
        if self.site.exists():
            if _exchange(self.staging, self.site):
                self.staging.rename(self._old)
            else:
                self.site.rename(self._old)
                self.staging.rename(self.site)
            _clear(self._old, own, self)
        else:
            self.staging.rename(self.site)
        if kept:
            names = ", ".join(map(printable, kept[:SHOWN]))
            more = f" and {len(kept) - SHOWN} more" if len(kept) > SHOWN else ""
            self.tell(f"kept in {self.site}, where no build has put them: {names}{more}")
        return kept


def cache_dir(site: Path) -> Path:
    """The folder beside `site` in which builds work and keep what the next one may use again."""
    return site.with_name(f".{site.name}.cache")


@contextmanager
def opened(
    site: Path, corpus: Path, umask: int | None, tell: Callable[[str], None]
) -> Iterator[SiteFolder]:
    """The folder of `site`, for one build at a time; a second one waits, after it has said so to
    `tell`. At the end whatever wasn't published is removed.

    `umask` decides on the modes of published files; None leaves it as it is. Raises `CuratorError`
    where the site can't be built, or mustn't be replaced.
    """
    site = resolved(site)
    _refuse(site, corpus)
    with reported(site):
        folder = SiteFolder(site, tell)
        _make_cache(folder.cache)
        if folder.cache.stat().st_dev != site.parent.stat().st_dev:
            raise CuratorError(
                f"{folder.cache}: is on another file system than {site.name}, so a site can't be "
                "moved from there in one step; remove it, and a build makes it where it belongs"
            )
        with _locked(folder):
            before = os.umask(umask) if umask is not None else None
            try:
                _recover(folder)
                _refuse_foreign_site(folder)
                (folder.cache / _BUILDING).touch()
                folder.staging.mkdir()
                folder.spool.mkdir()
                yield folder
            finally:
                if before is not None:
                    os.umask(before)
                _recover(folder)


@contextmanager
def reported(site: Path) -> Iterator[None]:
    """Turns what the disk of `site` refuses into a `CuratorError`."""
    try:
        yield
    except OSError as error:
        raise CuratorError(explain(error, site)) from error


_WHOLE_DISK = {
    errno.ENOSPC: "its disk is full; make room, and build again",
    errno.EDQUOT: "your quota on its disk is used up; make room, and build again",
    errno.EROFS: "its disk can only be read; give a folder on another one",
}
_ONE_FILE = {
    errno.EACCES: "see to it that you may write there, or give another folder",
    errno.EPERM: "see to it that you may write there, or give another folder",
    errno.ENAMETOOLONG: "the name is too long for the disk; give a shorter one",
}


def explain(error: OSError, site: Path) -> str:
    """What was refused while `site` was built, and what can be done about it."""
    number = error.errno or 0
    if number in _WHOLE_DISK:
        return f"{site}: {_WHOLE_DISK[number]}"
    # Of two names the second is that of the file to be written.
    name = error.filename2 or error.filename or site
    # NumPy tells of a full disk without a number.
    cure = _ONE_FILE.get(number, "" if number else "see to it that the disk has room")
    reason = error.strerror or str(error)
    return f"{printable(os.fsdecode(name))}: {reason}" + (f"; {cure}" if cure else "")


def resolved(site: Path) -> Path:
    """The folder itself, where `site` is a link to it."""
    try:
        return site.resolve()
    except (OSError, RuntimeError):
        raise CuratorError(f"{site}: is a link that leads in a circle; remove it") from None


def _refuse(site: Path, corpus: Path) -> None:
    """Raises `CuratorError` for what can't be a site's folder, before anything is made."""
    texts = corpus.resolve()
    if site == texts or texts.is_relative_to(site) or site.is_relative_to(texts):
        raise CuratorError(f"{site}: the site and the corpus must not lie in one another")
    if os.path.ismount(site):
        # Neither a mount point nor the root can be replaced by another folder.
        raise CuratorError(
            f"{site}: is a mount point, and a build replaces the whole folder in one step; give a "
            f"folder in it, such as {site / 'archive'}"
        )
    if site.exists() and not site.is_dir():
        raise CuratorError(f"{site}: is a file; give a folder for the site")
    if site.is_dir() and not os.access(site, os.W_OK | os.X_OK):
        raise CuratorError(f"{site}: can't be written to; change its mode, or give another folder")


def _refuse_foreign_site(folder: SiteFolder) -> None:
    """Raises `CuratorError` unless the site is one of ours, empty, or not there."""
    site = folder.site
    if not site.is_dir() or not any(site.iterdir()):
        return
    if not _is_marked(site / MARKER):
        raise CuratorError(
            f"{site}: holds files that no build of Pressmark has put there, and a build replaces "
            "the whole folder; give another one, or empty it"
        )
    if not _own_files(site, folder.cache):
        raise CuratorError(
            f"{site}: has no list of the files that a build has written ({manifest.MANIFEST}), so "
            "they can't be told from yours; move yours away, and remove the folder"
        )


def _is_marked(path: Path) -> bool:
    try:
        facts = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(facts, dict) and str(facts.get("generator")).startswith("pressmark ")


def _make_cache(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise CuratorError(f"{folder}: is no folder, where builds keep their files; remove it")
    folder.mkdir(parents=True, exist_ok=True)
    names = {entry.name for entry in folder.iterdir()}
    # The tag may have been lost; whatever else is there by these names is ours.
    if names and not names & {_TAG, _LOCK, _FINGERPRINTS}:
        raise CuratorError(
            f"{folder}: holds files that no build of Pressmark has put there, and builds need this "
            "name for theirs; move it away"
        )
    (folder / _TAG).write_text(_SIGNATURE)
    (folder / ".gitignore").write_text("*\n")


@contextmanager
def _locked(folder: SiteFolder) -> Iterator[None]:
    builder = folder.cache / _BUILDER
    lock = FileLock(folder.cache / _LOCK)
    try:
        try:
            lock.acquire(timeout=0)
        except Timeout:
            folder.tell(
                f"{folder.site}: {_name(builder)} is building it; this build waits for that"
            )
            lock.acquire()
    except NotImplementedError:
        raise CuratorError(
            f"{folder.site}: its disk has no locks, so two builds could spoil each other; build on "
            "another one, and copy the site"
        ) from None
    try:
        builder.write_text(str(os.getpid()))
        yield
    finally:
        builder.unlink(missing_ok=True)
        lock.release()


def _name(builder: Path) -> str:
    """Names the build that holds the lock."""
    try:
        return f"process {int(builder.read_text())}"
    except (OSError, ValueError):
        return "another build"


def _recover(folder: SiteFolder) -> None:
    """Clear what a build has left: its temporary files, a site that isn't whole, a previous site
    that wasn't cleared yet. What others have put into the latter goes back into the site.
    """
    # Set aside first, since all that is in there is ours.
    for path in (folder.spool, folder.staging if (folder.cache / _BUILDING).exists() else None):
        if path and path.exists():
            shutil.rmtree(path)
    (folder.cache / _BUILDING).unlink(missing_ok=True)
    old = folder.cache / "old"
    if not folder.site.exists() and old.exists():
        old.rename(folder.site)
    for path in (folder.staging, old):
        if path.exists():
            _clear(path, _own_files(path, folder.cache), folder)


def _own_files(site: Path, cache_folder: Path) -> frozenset[str]:
    """The paths of the files that builds have written into `site`: those of its manifest, and those
    that the cache has digests of, since either may have been damaged.
    """
    listed, _ = Cache(cache_folder, "").get(manifest.DIGESTS)
    own = set(listed) if isinstance(listed, dict) else set[str]()
    with suppress(OSError, manifest.ManifestError):
        own.update(manifest.read(site))
    return frozenset(own | manifest.UNLISTED) if own else frozenset()


def _foreign(site: Path, own: frozenset[str]) -> Iterator[str]:
    """The paths of files that aren't among our `own`, and of folders without any of these."""
    if not site.is_dir():
        return
    folders = {path[:at] for path in own for at, char in enumerate(path) if char == "/"}
    waiting = [""]
    while waiting:
        prefix = waiting.pop()
        with os.scandir(site / prefix) as entries:
            for entry in entries:
                path = prefix + entry.name
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder and path in folders:
                    waiting.append(path + "/")
                elif is_folder or path not in own:
                    yield path


def _refuse_collision(site: Path, staging: Path, path: str) -> None:
    """Raises `CuratorError` where a file of somebody else can't stay where it is."""
    parts = path.split("/")
    above = ("/".join(parts[:depth]) for depth in range(1, len(parts)))
    taken = os.path.lexists(staging / path) or any((staging / name).is_file() for name in above)
    if taken:
        raise CuratorError(
            f"{site / path}: stands where a file of the next site must be, and no build of "
            "Pressmark has put it there; move it away"
        )
    if os.path.ismount(site / path):
        raise CuratorError(
            f"{site / path}: is a mount point, which can't be moved into the next site; unmount it"
        )


def _clear(old: Path, own: frozenset[str], folder: SiteFolder) -> None:
    """Remove our `own` files from a previous site, and move all others from there to the site.

    The manifest goes last: it is the list of our own files for whoever must go on with this.
    """
    for path in sorted(_foreign(old, own)):
        _move(old / path, folder.site / path)
    for parent, _, names in os.walk(old, topdown=False):
        below = os.path.relpath(parent, old).replace(os.sep, "/") + "/"
        below = "" if below == "./" else below
        for name in names:
            if below + name in own and below + name != manifest.MANIFEST:
                os.unlink(f"{parent}/{name}")
        if below:
            # It isn't empty where somebody has put something there just now.
            with suppress(OSError):
                os.rmdir(parent)
    if os.listdir(old) == [manifest.MANIFEST]:
        (old / manifest.MANIFEST).unlink()
    if not os.listdir(old):
        old.rmdir()
        return
    number = 1
    while (aside := folder.cache / f"kept-{number}").exists():
        number += 1
    old.rename(aside)
    folder.tell(f"{aside}: has what somebody put into {folder.site} during the build; move it back")


def _move(source: Path, target: Path) -> None:
    """Move a file or folder, unless something has come to stand at `target`."""
    if os.path.lexists(target):
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    os.rename(source, target)


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
