"""Lists the files of a corpus, and loads their bytes. The first stage of the path."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pressmark.corpus import corpus_file
from pressmark.corpus.corpus_file import Unusable
from pressmark.corpus.path_collisions import find_collisions
from pressmark.corpus.settings import SETTINGS_FILE, TABLE_FILE, Collection
from pressmark.document import FIELDS, Source
from pressmark.errors import CuratorError, Problem, nearest
from pressmark.text.address import identify
from pressmark.text.located_yaml import MAX_CHARACTERS, Value

TEXT_ENDINGS = (".txt", ".text", ".md")
SIDECAR_ENDINGS = (".yml", ".yaml")
MAX_TABLE = 256 * 10**6
"""Bytes of `metadata.csv`: 250 for each of a million texts."""
MAX_DEPTH = 100
"""Levels of folders: many programs walk them by recursion."""
TOO_LARGE = f"split it, or raise `max_size` in {SETTINGS_FILE}"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of `metadata.csv`."""

    line: int
    values: dict[str, str]
    """Column → cell."""


@dataclass(frozen=True, slots=True)
class Item:
    """A file to be published, with its declared metadata."""

    path: str
    sidecar: str | None
    """Path of its sidecar."""
    row: Row | None
    """Its row of `metadata.csv`."""


@dataclass(frozen=True, slots=True)
class Inventory:
    """The files of a corpus: items to publish, sorted by path, and the problems of the others."""

    root: Path
    items: tuple[Item, ...]
    problems: tuple[Problem, ...]
    held: dict[str, str] = field(default_factory=dict)
    """Path of each text that can't be published → kind of its problem."""
    ignored: dict[str, int] = field(default_factory=dict)
    """Ending → number of files with it, for endings that aren't those of texts."""


def scan(corpus: Path, settings: Collection) -> Inventory:
    """List the files of the folder `corpus`. Raises `CuratorError` if there is no such folder."""
    if not corpus.is_dir():
        raise CuratorError(f"{corpus}: there is no such folder; give the folder of your text files")
    problems: list[Problem] = []
    texts: list[str] = []
    sidecars: set[str] = set()
    ignored: Counter[str] = Counter()
    for path in _walk(corpus, problems):
        ending = os.path.splitext(path)[1].lower()
        if ending in TEXT_ENDINGS:
            texts.append(path)
        elif ending in SIDECAR_ENDINGS and path != SETTINGS_FILE:
            sidecars.add(path)
        elif path not in (SETTINGS_FILE, TABLE_FILE):
            ignored[ending] += 1
    rows = _table(corpus, problems)
    held = {p.path: p.kind for p in problems if p.path.lower().endswith(TEXT_ENDINGS)}
    items = []
    described: set[str] = set()
    texts.sort(key=os.fsencode)
    unfit = {path: problem for path in texts if (problem := _unfit(corpus, path, settings))}
    unfit |= find_collisions(path for path in texts if path not in unfit)
    for path in texts:
        candidates = [os.path.splitext(path)[0] + ending for ending in SIDECAR_ENDINGS]
        sidecar = next((name for name in candidates if name in sidecars), None)
        described.update(candidates)
        if path in unfit:
            problems.append(unfit[path])
            held[path] = unfit[path].kind
            continue
        items.append(Item(path, sidecar, rows.pop(path, None)))
    if not items and not held:
        endings = ", ".join(TEXT_ENDINGS)
        problems.append(
            Problem(str(corpus), 0, "no-documents", f"holds no text files ({endings})", "error")
        )
    for name in sorted(sidecars - described):
        message = "describes no document: there is no text file of this name beside it"
        problems.append(Problem(name, 0, "orphan-sidecar", message))
    for name, row in rows.items():
        if name not in held:
            message = f"there is no file `{name}` in the corpus; mend the path or drop the row"
            problems.append(Problem(TABLE_FILE, row.line, "orphan-row", message, "error"))
    return Inventory(corpus, tuple(items), tuple(problems), held, dict(ignored))


def _walk(corpus: Path, problems: list[Problem]) -> Iterator[str]:
    """Paths of all files in `corpus`, relative to it. Adds what is wrong with others to `problems`.

    Links are followed only to files inside of the corpus.
    """
    inside = corpus.resolve()

    def unreadable(error: OSError) -> None:
        name = os.path.relpath(error.filename, corpus)
        problems.append(Problem(name, 0, "unreadable", _reason(error), "error"))

    for folder, names, files in os.walk(corpus, onerror=unreadable, followlinks=False):
        below = os.path.relpath(folder, corpus).replace(os.sep, "/")
        prefix = "" if below == "." else below + "/"
        for name in sorted(names):
            if os.path.islink(os.path.join(folder, name)):
                message = "is a link to a folder; links to folders are not followed: copy it here"
                problems.append(Problem(prefix + name, 0, "link-to-folder", message))
        names[:] = sorted(n for n in names if not n.startswith("."))
        if names and prefix.count("/") == MAX_DEPTH:
            message = (
                f"has folders more than {MAX_DEPTH} levels deep, which are left out; move them"
            )
            problems.append(Problem(below, 0, "long-address", message, "error"))
            names[:] = []
        for name in files:
            path = prefix + name
            if name.startswith("."):
                if name.lower().endswith(TEXT_ENDINGS):
                    message = "is hidden (its name starts with a dot); rename it to publish it"
                    problems.append(Problem(path, 0, "hidden-file", message))
                continue
            full = os.path.join(folder, name)
            if os.path.islink(full):
                problem = _bad_link(Path(full), path, inside)
                if problem:
                    problems.append(problem)
                    continue
            yield path


def _bad_link(full: Path, path: str, inside: Path) -> Problem | None:
    try:
        target = full.resolve(strict=True)
    except (OSError, RuntimeError):
        message = "is a link that leads nowhere or in a circle; remove it or mend it"
        return Problem(path, 0, "broken-link", message, "error")
    if target.is_relative_to(inside):
        return None
    message = "is a link out of the corpus; only what lies inside is published: copy the file here"
    return Problem(path, 0, "link-out", message, "error")


def _unfit(corpus: Path, path: str, settings: Collection) -> Problem | None:
    """Problem of a text file that its stat shows to be unusable."""
    try:
        status = os.stat(corpus / path)
    except OSError as error:
        return Problem(path, 0, "unreadable", _reason(error), "error")
    size = status.st_size
    if not stat.S_ISREG(status.st_mode):
        return Unusable("not-a-file", corpus_file.NOT_A_FILE).problem(path)
    if size == 0:
        return Problem(path, 0, "empty-file", "is empty; there is nothing to publish", "error")
    if size > settings.max_size:
        return corpus_file.too_large(size, settings.max_size, TOO_LARGE).problem(path)
    return None


def _reason(error: OSError) -> str:
    return f"can't be read ({error.strerror or error}); check who may read it"


def load(corpus: Path, path: str, max_size: int) -> tuple[Source, bytes] | Problem:
    """The `Source` of the file at `path` and its bytes, or the problem of reading it."""
    try:
        data = corpus_file.read(corpus, path, max_size, TOO_LARGE).data
    except Unusable as unusable:
        return unusable.problem(path)
    digest = hashlib.sha256(data).hexdigest()
    return Source(path, identify(path), digest, len(data)), data


def load_text(corpus: Path, path: str) -> str:
    """The text of the sidecar at `path`. Raises `Unusable`."""
    return corpus_file.text(corpus_file.read(corpus, path, MAX_CHARACTERS).data)


def _table(corpus: Path, problems: list[Problem]) -> dict[str, Row]:
    """Rows of `metadata.csv` by path: the column `path`; the other columns are fields.

    Adds what is wrong with the table to `problems`.
    """
    unusable = any(problem.path == TABLE_FILE for problem in problems)
    if unusable or not os.path.lexists(corpus / TABLE_FILE):
        return {}
    try:
        text = corpus_file.text(corpus_file.read(corpus, TABLE_FILE, MAX_TABLE).data)
    except Unusable as error:
        problems.append(error.problem(TABLE_FILE))
        return {}

    def wrong(line: int, message: str) -> None:
        problems.append(Problem(TABLE_FILE, line, "table", message, "error"))

    rows: dict[str, Row] = {}
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        if "path" not in (reader.fieldnames or ()):
            wrong(1, "has no column `path` in its first line, so its rows belong to no file")
            return {}
        for name in sorted(set(reader.fieldnames or ()) - {"path", *FIELDS}):
            message = f"there is no field `{name}`: {nearest(name, FIELDS)}"
            problems.append(Problem(TABLE_FILE, 1, "unknown-field", message, "error"))
        for record in reader:
            line = reader.line_num
            name = (record.pop("path") or "").strip().removeprefix("./")
            if None in record:
                wrong(line, "has more values than the first line has columns; quote commas")
                continue
            if name in rows:
                wrong(line, f"describes `{name}` again (first on line {rows[name].line})")
                continue
            rows[name] = Row(line, {k: v or "" for k, v in record.items()})
    except csv.Error as error:
        wrong(reader.line_num, f"can't be read from here on: {error}")
    return rows


def row_value(row: Row, column: str) -> Value:
    """A cell as a located value, as YAML has them."""
    return Value("text", row.line, text=row.values[column].strip())
