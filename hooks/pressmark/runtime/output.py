"""Write files below the folder of a site; nothing else does. `site_folder.py` then puts the folder
in the place of the previous site.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

MARKER = "pressmark.json"
"""A file in every site that Pressmark has built: the next build may replace such a site only."""


def leads_out(path: str) -> bool:
    """Whether a path leads out of the folder that it is relative to."""
    return path.startswith("/") or ".." in path.split("/") or "\0" in path


def write(folder: Path, path: str, data: bytes) -> None:
    """Write `data` to `path` below `folder`; raises `ValueError` for a path that leads out."""
    if leads_out(path):
        raise ValueError(f"{path!r} leads out of the site")
    target = os.path.join(folder, path)
    try:
        file = open(target, "xb")  # noqa: SIM115  # closed below, whichever call opened it
    except FileExistsError:
        # It may be a link to a file of the previous site, which mustn't change.
        os.unlink(target)
        file = open(target, "xb")  # noqa: SIM115
    except FileNotFoundError:
        os.makedirs(os.path.dirname(target), exist_ok=True)
        file = open(target, "xb")  # noqa: SIM115
    with file:
        file.write(data)


def put(folder: Path, path: str, data: bytes, previous: Path | None) -> None:
    """Write `data` as `write` does, or link the file at the same path below `previous` if it has
    the same bytes: a new file costs the system ten times as much as a link.
    """
    if previous and not leads_out(path):
        before = f"{previous}/{path}"
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
    """Link the file `source` at `target`; makes the folder if it is missing."""
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
    """Write the marker of a site with `facts` about it."""
    write(folder, MARKER, json.dumps(facts, indent=1, sort_keys=True).encode() + b"\n")
