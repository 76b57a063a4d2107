"""Settings: `corpus/corpus.yml` for the collection, `extra: pressmark:` in mkdocs.yml for the site.

Each setting stands once, in `COLLECTION` or `SITE`: name, type, default. A key that isn't there
or a value of another type is a `Problem` with its line and the nearest valid name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

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

PUBLIC, UMASK = "public", "umask"
CHOICES = {"executor": EXECUTORS, "permissions": (PUBLIC, UMASK)}
"""Settings that take one of a few words."""
LEAST = {"per_page": 1}
"""Numbers that may not be 0."""

NO_LINES: Mapping[str, int] = {}
"""Of no setting it is known where it stands."""

_SHOWN: Mapping[str, Callable[[str, str], str]] = {
    "title": plain_values.line,
    "description": plain_values.text,
    "site_url": plain_values.base_address,
}
"""Setting that pages show → how it is read."""

MOST_SIZE = 2 * 10**9
"""Bytes of a text, at most, whatever `max_size` says."""

_SIZE = re.compile(r"(\d+(?:\.\d+)?) ?(B|kB|MB|GB)?")
_UNITS = {None: 1, "B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9}


@dataclass(frozen=True, slots=True)
class Collection:
    """What `corpus.yml` says of the collection."""

    title: str = ""
    description: str = ""
    site_url: str = ""
    """Where the archive will be published; canonical links and the sitemap need it."""
    encoding: str = ""
    """The encoding of files that don't say theirs; empty to find out."""
    max_size: int = 20 * 10**6
    """Bytes; a larger file is held back."""
    defaults: Mapping[str, Value] = field(default_factory=dict)
    """Field → value for documents that say nothing themselves."""
    rules: Mapping[str, bool] = field(default_factory=dict)
    """Rule or extractor → on or off."""


@dataclass(frozen=True, slots=True)
class Site:
    """What `extra: pressmark:` in mkdocs.yml says of the site."""

    corpus: str = "corpus"
    publish_docs: bool = True
    """Whether the hand-written pages of `docs/` are part of the site."""
    per_page: int = 100
    """Documents on a browse page."""
    workers: int = 0
    """Worker processes; 0 for one a processor core."""
    executor: str = PROCESSES
    """Where workers are: processes of this machine, or a Dask cluster."""
    scheduler: str = ""
    """The address of the cluster's scheduler; empty for a cluster on this machine."""
    permissions: str = PUBLIC
    """Who may read the published files: everybody, as web servers need, or as the umask says."""
    site_url: str = ""
    """Where the archive will be published, before what `corpus.yml` says of it."""


def read_collection(
    corpus: Path, rule_names: Iterable[str], file: Path | None = None
) -> Collection:
    """The settings of the corpus in the folder `corpus`, or those in `file`.

    Raises `CuratorError` when they can't be used as they stand: a build on half of the settings
    would publish what the curator didn't mean.
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
        raise CuratorError([_wrong(error.line, f"is not YAML: {error}")]) from None
    except Unusable as error:
        raise CuratorError([_wrong(0, str(error))]) from None
    if root.kind != "map":
        raise CuratorError([_wrong(root.line, "must hold `setting: value` lines")])
    values, problems = _collection(root, frozenset(rule_names))
    if problems:
        raise CuratorError(problems)
    return Collection(**values)


def _wrong(line: int, message: str) -> Problem:
    return Problem(SETTINGS_FILE, line, "settings", message, "error")


def _collection(root: Value, rules: frozenset[str]) -> tuple[dict[str, Any], list[Problem]]:
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    known = {f.name for f in fields(Collection)}
    for key, value in root.pairs:
        name = key.text
        try:
            if name not in known:
                raise ValueError(f"there is no setting `{name}`: {nearest(name, known)}")
            if name in values:
                raise ValueError(f"`{name}` is set twice")
            values[name] = _setting(name, value, rules)
        except _At as error:
            problems.append(_wrong(error.line, str(error)))
        except ValueError as error:
            problems.append(_wrong(key.line, str(error)))
    return values, problems


class _At(ValueError):
    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def _setting(name: str, value: Value, rules: frozenset[str]) -> Any:
    if name == "defaults":
        return _map(name, value, frozenset(FIELDS), _default)
    if name == "rules":
        return _map(name, value, rules, _on_off)
    if value.kind != "text":
        raise _At(f"`{name}` must be a text, not a {value.kind}", value.line)
    if name == "max_size":
        return _bytes(value)
    if name == "encoding":
        return _encoding(value)
    try:
        return _SHOWN[name](name, value.text)
    except ValueError as error:
        raise _At(str(error), value.line) from None


def _map(name: str, value: Value, known: frozenset[str], read: Any) -> dict[str, Any]:
    if value.kind != "map":
        raise _At(f"`{name}` must hold `name: value` lines", value.line)
    for key, _ in value.pairs:
        if key.text not in known:
            raise _At(f"`{name}` knows no `{key.text}`: {nearest(key.text, known)}", key.line)
    return {key.text: read(key.text, item) for key, item in value.pairs}


def _on_off(name: str, value: Value) -> bool:
    word = value.text.lower()
    if value.kind != "text" or word not in ("on", "off", "true", "false", "yes", "no"):
        raise _At(f"`{name}` must be `on` or `off`", value.line)
    return word in ("on", "true", "yes")


def _default(field: str, value: Value) -> Value:
    try:
        read_value(field, value)
    except ValueError as error:
        raise _At(str(error), value.line) from None
    return value


def _encoding(value: Value) -> str:
    try:
        return codec(value.text.strip()) if value.text.strip() else ""
    except UnknownEncoding as error:
        raise _At(str(error), value.line) from None


def _bytes(value: Value) -> int:
    found = _SIZE.fullmatch(value.text.strip())
    if not found:
        raise _At(f"`max_size` must be like `20 MB`, not `{value.text}`", value.line)
    size = float(found[1]) * _UNITS[found[2]]
    if not 1 <= size <= MOST_SIZE:
        raise _At(f"`max_size` must be from 1 byte to {MOST_SIZE // 10**9} GB", value.line)
    return int(size)


def read_site(extra: object, lines: Mapping[str, int] = NO_LINES) -> Site:
    """The settings under `extra: pressmark:`, which stand on these `lines` of mkdocs.yml; raises
    `CuratorError`.
    """
    if extra is None:
        return Site()
    if not isinstance(extra, dict):
        raise CuratorError("mkdocs.yml: `extra: pressmark:` must hold `setting: value` lines")
    wrong = {str(name): text for name, value in extra.items() if (text := _fault(name, value))}
    if wrong:
        raise CuratorError(
            Problem(
                "mkdocs.yml" if name in lines else "mkdocs.yml (extra: pressmark:)",
                lines.get(name, 0), "settings", text, "error",
            )
            for name, text in wrong.items()
        )  # fmt: skip
    return Site(
        **extra | {"site_url": plain_values.base_address("site_url", extra.get("site_url", ""))}
    )


def _fault(name: object, value: object) -> str:
    """What is wrong with a setting of the site; empty if it is right."""
    kinds: dict[str, type] = {f.name: type(getattr(Site(), f.name)) for f in fields(Site)}
    if not isinstance(name, str) or name not in kinds:
        return f"there is no setting `{name}`: {nearest(str(name), kinds)}"
    if type(value) is not kinds[name]:
        return f"`{name}` must be of the type {kinds[name].__name__}, not `{value}`"
    if isinstance(value, int) and value < LEAST.get(name, 0):
        return f"`{name}` must be {LEAST.get(name, 0)} or more"
    if name in CHOICES and value not in CHOICES[name]:
        return f"`{name}` must be one of {', '.join(CHOICES[name])}, not `{value}`"
    if name == "site_url":
        try:
            plain_values.base_address(name, str(value))
        except ValueError as error:
            return str(error)
    return ""
