"""Finds paths of a collection whose published files would collide, before any file is read.

A site has three files for each document: page, Markdown page and raw file. None may have the path
of another file or of a folder, on any file system that the site may be copied to: some ignore case
(`A.txt` and `a.txt/b.txt`), some the difference between Unicode's normal forms.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pressmark.errors import Problem
from pressmark.text.address import address, collision_key, identify
from pressmark.text.site_paths import markdown_path, page_path, raw_file_path

MAX_ADDRESS = 3_000
"""Bytes. Systems allow paths of 4,096, and the folder of the site needs some of them."""


def find_collisions(paths: Iterable[str]) -> dict[str, Problem]:
    """The `paths` that can't be published, each with its problem.

    Of two files that collide, the first in order is published; of a file and a folder, the folder.

    >>> list(find_collisions(["a.html/b.txt", "a.txt", "b.txt"]))
    ['a.txt']
    """
    problems: dict[str, Problem] = {}
    taken: dict[str, str] = {}
    folders: dict[str, str] = {}
    for path in paths:
        places = [address(identify(path)), address(path)]
        longest = max(len(place.encode()) for place in places)
        files = _files(path)
        twin = next((taken[file] for file in files if file in taken), None)
        if longest > MAX_ADDRESS:
            message = (
                f"would have an address of {longest:,} bytes, more than the {MAX_ADDRESS:,} that a "
                "site can have on every system; shorten the names of its folders"
            )
            problems[path] = Problem(path, 0, "long-address", message, "error")
        elif twin:
            message = f"would have the same address as `{twin}`; rename one of the two"
            problems[path] = Problem(path, 0, "same-address", message, "error")
        else:
            taken |= dict.fromkeys(files, path)
            for file in files:
                for folder in _folders(file):
                    folders.setdefault(folder, path)
    # One file is left out rather than a folder, which may hold thousands.
    for file, path in taken.items():
        if file in folders and path not in problems:
            message = (
                f"would have the address of a folder, that of `{folders[file]}`; "
                "rename the one or the other"
            )
            problems[path] = Problem(path, 0, "same-address", message, "error")
    return problems


def _files(path: str) -> tuple[str, ...]:
    """Collision keys of the published files of the document at `path`.

    The raw file counts under both names that it may get, since its name depends on its first line,
    which isn't read yet.
    """
    identity = identify(path)
    raw = (raw_file_path(path, first_line) for first_line in ("", "---"))
    return tuple(map(collision_key, (page_path(identity), markdown_path(identity), *raw)))


def _folders(file: str) -> Iterator[str]:
    """The folders that `file` lies in, outermost first."""
    end = file.find("/")
    while end > 0:
        yield file[:end]
        end = file.find("/", end + 1)
