"""Settings: `corpus/corpus.yml` for the collection, `extra: pressmark:` in mkdocs.yml for the site.

A setting is a field of `Collection` or `SiteSettings`, and has a reader in the table under the
class. `_read` checks both kinds: a name without a reader, a name set twice or a value that its
reader refuses is a `Problem` with its line and what to write instead.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pressmark.corpus import corpus_file, plain_values
from pressmark.corpus.corpus_file import Unusable
from pressmark.corpus.declared import read_value
from pressmark.document import FIELDS
from pressmark.errors import CuratorError, Problem, nearest
from pressmark.runtime.workers import EXECUTORS, PROCESSES
from pressmark.text.decode import UnknownEncoding, codec
from pressmark.text.located_yaml import MAX_CHARACTERS, NotYaml, Value, parse

SETTINGS_FILE = "corpus.yml"
TABLE_FILE = "metadata.csv"
SITE_FILE = "mkdocs.yml"

PUBLIC, UMASK = "public", "umask"
"""Values of `permissions`."""

NO_LINES: Mapping[str, int] = {}
"""Setting → line where no line is known."""

MAX_SIZE = 2 * 10**9
"""Bytes: the largest value of `max_size`."""

_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?(B|kB|MB|GB)?")
_UNITS = {None: 1, "B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9}

Settings = TypeVar("Settings", "Collection", "SiteSettings")

Reader = Callable[[str, Any], Any]
"""Name and raw value of a setting → the value to use. Raises `ValueError`."""


class _AtLine(ValueError):
    """A fault of a value, with the line of the very part that is wrong."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


class _Entry(NamedTuple):
    """One setting in a file, not yet checked."""

    name: str
    value: Any
    """A located YAML `Value` from corpus.yml, a Python value from mkdocs.yml."""
    path: str
    line: int
    """0 where it isn't known."""


def _read(
    settings: type[Settings], entries: Iterable[_Entry], readers: Mapping[str, Reader]
) -> Settings:
    """`settings` filled from `entries`. Raises `CuratorError` with all that is wrong.

    Nothing is published with half of the settings: that isn't what the curator meant.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for entry in entries:
        name, line = entry.name, entry.line
        try:
            if name not in readers:
                raise ValueError(f"there is no setting `{name}`: {nearest(name, readers)}")
            if name in values:
                raise ValueError(f"`{name}` is set twice; keep one of the two")
            values[name] = readers[name](name, entry.value)
        except ValueError as error:
            line = error.line if isinstance(error, _AtLine) else line
            problems.append(_problem(entry.path, line, str(error)))
    if problems:
        raise CuratorError(problems)
    return settings(**values)


def _problem(path: str, line: int, message: str) -> Problem:
    return Problem(path, line, "settings", message, "error")


# ---- The collection


@dataclass(frozen=True, slots=True)
class Collection:
    """Settings of the collection, from `corpus.yml`."""

    title: str = ""
    description: str = ""
    site_url: str = ""
    """Address of the published archive; canonical links and the sitemap need it."""
    encoding: str = ""
    """Encoding of files that don't tell theirs; empty to detect it."""
    max_size: int = 20 * 10**6
    """Bytes; a larger file is held back."""
    defaults: Mapping[str, Value] = field(default_factory=dict)
    """Field → value for documents without one of their own."""
    rules: Mapping[str, bool] = field(default_factory=dict)
    """Name of a rule or extractor → on or off."""


def read_collection(
    corpus: Path, rule_names: Iterable[str], file: Path | None = None
) -> Collection:
    """The settings in `corpus`/corpus.yml, or in `file`. Raises `CuratorError`.

    `rule_names` are the names that `rules:` may switch. Without a corpus.yml all settings have
    their defaults.
    """
    path = file.absolute() if file else corpus / SETTINGS_FILE
    if not os.path.lexists(path):
        if file:
            raise CuratorError(f"{file}: there is no such file of settings")
        return Collection()
    # A curator may name a link; one in the corpus mustn't lead out of it.
    path = Path(os.path.realpath(path)) if file else path
    try:
        content = corpus_file.read(path.parent, path.name, MAX_CHARACTERS)
        root = parse(corpus_file.text(content.data))
    except NotYaml as error:
        message = f"is not YAML: {error}"
        raise CuratorError([_problem(SETTINGS_FILE, error.line, message)]) from None
    except Unusable as error:
        raise CuratorError([_problem(SETTINGS_FILE, 0, str(error))]) from None
    if root.kind != "map":
        message = "must hold `setting: value` lines"
        raise CuratorError([_problem(SETTINGS_FILE, root.line, message)])
    entries = [_Entry(key.text, value, SETTINGS_FILE, key.line) for key, value in root.pairs]
    return _read(Collection, entries, {**_COLLECTION, "rules": _map(rule_names, _switch)})


def _text(check: Callable[[str, str], Any]) -> Reader:
    """A reader of a YAML text that `check` turns into the value."""

    def read(name: str, value: Value) -> Any:
        if value.kind != "text":
            raise _AtLine(f"`{name}` must be a text, not a {value.kind}", value.line)
        try:
            return check(name, value.text)
        except ValueError as error:
            raise _AtLine(str(error), value.line) from None

    return read


def _map(names: Iterable[str], read_item: Reader) -> Reader:
    """A reader of a YAML map with keys among `names`; `read_item` reads each value."""
    allowed = frozenset(names)

    def read(name: str, value: Value) -> dict[str, Any]:
        if value.kind != "map":
            raise _AtLine(f"`{name}` must hold `name: value` lines", value.line)
        for key, _ in value.pairs:
            if key.text not in allowed:
                message = f"`{name}` knows no `{key.text}`: {nearest(key.text, allowed)}"
                raise _AtLine(message, key.line)
        return {key.text: read_item(key.text, item) for key, item in value.pairs}

    return read


def _switch(name: str, value: Value) -> bool:
    word = value.text.lower()
    if value.kind != "text" or word not in ("on", "off", "true", "false", "yes", "no"):
        raise _AtLine(f"`{name}` must be `on` or `off`", value.line)
    return word in ("on", "true", "yes")


def _default(name: str, value: Value) -> Value:
    try:
        read_value(name, value)
    except ValueError as error:
        raise _AtLine(str(error), value.line) from None
    return value


def _encoding(_: str, text: str) -> str:
    try:
        return codec(text.strip()) if text.strip() else ""
    except UnknownEncoding as error:
        raise ValueError(str(error)) from None


def _size(name: str, text: str) -> int:
    """`20 MB` in bytes."""
    match = _SIZE.fullmatch(text.strip())
    if not match:
        raise ValueError(f"`{name}` must be like `20 MB`, not `{text}`")
    size = float(match[1]) * _UNITS[match[2]]
    if not 1 <= size <= MAX_SIZE:
        raise ValueError(f"`{name}` must be from 1 byte to {MAX_SIZE // 10**9} GB")
    return int(size)


_COLLECTION: Mapping[str, Reader] = {
    "title": _text(plain_values.line),
    "description": _text(plain_values.text),
    "site_url": _text(plain_values.base_address),
    "encoding": _text(_encoding),
    "max_size": _text(_size),
    "defaults": _map(FIELDS, _default),
}
"""Setting → reader. `rules` gets its own in `read_collection`, which knows their names."""


# ---- The site


@dataclass(frozen=True, slots=True)
class SiteSettings:
    """Settings of the site, from `extra: pressmark:` in mkdocs.yml."""

    corpus: str = "corpus"
    publish_docs: bool = True
    """Whether the hand-written pages of `docs/` are part of the site."""
    per_page: int = 100
    """Documents on a browse page."""
    workers: int = 0
    """Worker processes; 0 for one per processor core."""
    executor: str = PROCESSES
    """Where workers run: processes of this machine, or a Dask cluster."""
    scheduler: str = ""
    """Address of the cluster's scheduler; empty for a cluster on this machine."""
    permissions: str = PUBLIC
    """Who may read the published files: everybody, as web servers need, or as the umask says."""
    site_url: str = ""
    """Address of the published archive; goes before that in corpus.yml."""


def read_site(extra: object, lines: Mapping[str, int] = NO_LINES) -> SiteSettings:
    """The settings in `extra`, the value of `extra: pressmark:`. Raises `CuratorError`.

    `lines` maps each setting that mkdocs.yml itself has to its line.
    """
    if extra is None:
        return SiteSettings()
    if not isinstance(extra, dict):
        raise CuratorError(f"{SITE_FILE}: `extra: pressmark:` must hold `setting: value` lines")
    elsewhere = f"{SITE_FILE} (extra: pressmark:)"
    entries = [
        _Entry(name, value, SITE_FILE if name in lines else elsewhere, lines.get(name, 0))
        for name, value in ((str(key), value) for key, value in extra.items())
    ]
    return _read(SiteSettings, entries, _SITE)


_KINDS = {str: "a text", int: "a whole number", bool: "`true` or `false`"}


def _typed(kind: type, check: Reader | None = None) -> Reader:
    """A reader of a Python value of the type `kind` that `check`, if any, turns into the value."""

    def read(name: str, value: object) -> Any:
        if type(value) is not kind:
            raise ValueError(f"`{name}` must be {_KINDS[kind]}, not `{value}`")
        return check(name, value) if check else value

    return read


def _least(minimum: int) -> Reader:
    def check(name: str, value: int) -> int:
        if value < minimum:
            raise ValueError(f"`{name}` must be {minimum} or more")
        return value

    return check


def _choice(words: Sequence[str]) -> Reader:
    def check(name: str, value: str) -> str:
        if value not in words:
            raise ValueError(f"`{name}` must be one of {', '.join(words)}, not `{value}`")
        return value

    return check


_SITE: Mapping[str, Reader] = {
    "corpus": _typed(str),
    "publish_docs": _typed(bool),
    "per_page": _typed(int, _least(1)),
    "workers": _typed(int, _least(0)),
    "executor": _typed(str, _choice(EXECUTORS)),
    "scheduler": _typed(str),
    "permissions": _typed(str, _choice((PUBLIC, UMASK))),
    "site_url": _typed(str, plain_values.base_address),
}
"""Setting → reader."""
