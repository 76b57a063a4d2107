"""The site that the last build left, and what the next one links from it instead of writing it.

A file counts as unchanged if its size, mtime and inode are: one that anybody has edited, replaced
or removed since is written again. So is everything on a file system without links.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressmark.runtime import output
from pressmark.runtime.output import leads_out, link

FileStat = tuple[str, int, int, int]
"""A path below the site, and its file's size, mtime in nanoseconds and inode."""


@dataclass(frozen=True, slots=True)
class PreviousSite:
    """The previous site, and the folder in which the next one is made."""

    site: Path
    next_site: Path

    def link_unchanged(self, stats: Sequence[FileStat]) -> bool:
        """Link these files into the next site if all of them are unchanged; else none."""
        site, folder = str(self.site), str(self.next_site)
        linked: list[str] = []
        try:
            if any(leads_out(stat[0]) or _file_stat(site, stat[0]) != stat for stat in stats):
                return False
            for path, *_ in stats:
                target = f"{folder}/{path}"
                link(f"{site}/{path}", target)
                linked.append(target)
        except OSError:
            for target in linked:
                os.unlink(target)
            return False
        return True

    def has_unchanged(self, stats: Iterable[FileStat]) -> bool:
        """Whether the previous site has all of these files, unchanged. Raises `OSError` where one
        is missing or can't be looked at.
        """
        site = str(self.site)
        return all(_file_stat(site, stat[0]) == stat for stat in stats)

    def has_same_bytes(self, paths: Iterable[str]) -> bool:
        """Whether files of the next site have the same bytes in the previous one. Raises `OSError`
        where one can't be read.
        """
        return all(
            (self.site / path).read_bytes() == (self.next_site / path).read_bytes()
            for path in paths
        )

    def write(self, path: str, data: bytes) -> None:
        """Write a file of the next site, or link the previous site's if it has the same bytes."""
        output.put(self.next_site, path, data, self.site)

    def stats(self, paths: Iterable[str]) -> list[FileStat]:
        """The stats of files of the next site."""
        return file_stats(self.next_site, paths)


def _file_stat(folder: str, path: str) -> FileStat:
    status = os.stat(f"{folder}/{path}", follow_symlinks=False)
    return path, status.st_size, status.st_mtime_ns, status.st_ino


def file_stats(folder: Path, paths: Iterable[str]) -> list[FileStat]:
    """The stats of files below `folder`."""
    return [_file_stat(str(folder), path) for path in paths]


def paths_below(folder: Path) -> Iterator[str]:
    """The paths of all files below `folder`."""
    for parent, _, names in os.walk(folder):
        below = os.path.relpath(parent, folder)
        yield from (os.path.normpath(os.path.join(below, name)) for name in sorted(names))
