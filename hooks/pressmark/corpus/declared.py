"""Reads declared metadata: the values in sidecars, front matter, table rows and defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pressmark.document import FIELDS, LIST_FIELDS, DeclaredMetadata, OriginKind
from pressmark.errors import Problem, nearest
from pressmark.text import edtf
from pressmark.text.inline import safe_url
from pressmark.text.located_yaml import NotYaml, Value, parse, unfit
from pressmark.text.repair import bidi

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
"""A language and subtags, in the form of BCP 47 (RFC 5646, 2.1)."""

ALIASES = {
    "author": "authors",
    "tag": "tags",
    "keywords": "tags",
    "source": "url",
    "link": "url",
    "lang": "language",
    "licence": "rights",
    "license": "rights",
    "summary": "description",
}
"""Other names of fields in front matter; sidecars and tables use the field's own."""

_TIMESTAMP = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(?:Z|[+-]\d\d:?\d\d)?"
)
"""ISO 8601 date and time, as other programs write into front matter; only the day is used."""

MAX_VALUE = 2000
"""Characters of one value."""
MAX_ITEMS = 500
"""Values of a list."""


def read_value(field: str, value: Value) -> str | tuple[str, ...] | None:
    """The checked value of a field, None if it is empty. Raises `ValueError` with the fault."""
    if value.kind == "null" or (value.kind == "text" and not value.text.strip()):
        return None
    if field in LIST_FIELDS:
        return _read_list(field, value)
    if value.kind != "text":
        raise ValueError(f"`{field}` must be a text, not a {value.kind}")
    text = _clean(field, value.text)
    if not text:
        return None
    if len(text) > MAX_VALUE:
        raise ValueError(f"`{field}` is longer than {MAX_VALUE} characters")
    if field == "date" and (stamp := _TIMESTAMP.fullmatch(text)):
        text = stamp[1]
    if field == "date" and not edtf.valid(text):
        hint = "write 2024-05-31, 2024-05, 2024, 189X or XXXX-05-31 (EDTF)"
        raise ValueError(f"`{text}` is no date: {hint}")
    if field == "url" and not safe_url(text):
        raise ValueError(f"`{text}` is no address that starts with http:// or https://")
    if field == "language" and not _LANGUAGE.fullmatch(text):
        raise ValueError(f"`{text}` is no language tag: write `en`, `pt-BR` … (BCP 47)")
    return text


def _read_list(field: str, value: Value) -> tuple[str, ...] | None:
    if value.kind == "text":
        parts = value.text.split(";")
    elif value.kind == "list" and all(item.kind == "text" for item in value.items):
        parts = [item.text for item in value.items]
    else:
        raise ValueError(f"`{field}` must be a list of texts")
    items = tuple(dict.fromkeys(_clean(field, part) for part in parts if part.strip()))
    if any(len(item) > MAX_VALUE for item in items):
        raise ValueError(f"`{field}` has a value longer than {MAX_VALUE} characters")
    if len(items) > MAX_ITEMS:
        raise ValueError(f"`{field}` has more than {MAX_ITEMS} values")
    return tuple(item for item in items if item) or None


def _clean(field: str, text: str) -> str:
    """`text` with single spaces and without marks that reorder it (see `repair.bidi`). Raises
    `ValueError` if it can't be published.
    """
    fault = unfit(text)
    if fault:
        raise ValueError(f"`{field}` {fault}")
    return " ".join(bidi(text).split())


def from_values(
    origin: OriginKind, path: str, values: Mapping[str, Value]
) -> tuple[DeclaredMetadata, list[Problem]]:
    """The metadata of the file `path`, from its `values` by field. Wrong values become problems."""
    good: dict[str, str | tuple[str, ...]] = {}
    places: dict[str, str] = {}
    problems = []
    for field, value in values.items():
        try:
            read = read_value(field, value)
        except ValueError as error:
            problems.append(Problem(path, value.line, "bad-value", str(error), "error"))
            continue
        if read is not None:
            good[field] = read
            shown = value.text if value.kind == "text" else "; ".join(read)
            places[field] = f"{path}, line {value.line}: {bidi(shown)}"
    return DeclaredMetadata(origin, good, places), problems


def read_sidecar(path: str, text: str) -> tuple[DeclaredMetadata | None, list[Problem]]:
    """The metadata of the sidecar `path`, from its `text`. None if it can't be used at all; unknown
    fields and wrong values become problems.
    """
    try:
        root = parse(text)
    except NotYaml as error:
        message = f"is not YAML ({error}), so it is ignored"
        return None, [Problem(path, error.line, "bad-sidecar", message, "error")]
    if root.kind != "map":
        message = "must hold `field: value` lines; it is ignored"
        return None, [Problem(path, root.line, "bad-sidecar", message, "error")]
    values: dict[str, Value] = {}
    problems = []
    for key, value in root.pairs:
        if key.text in values:
            message = f"`{key.text}` is given twice; the first one counts"
            problems.append(Problem(path, key.line, "bad-value", message, "error"))
        elif key.text in FIELDS:
            values[key.text] = value
        else:
            message = f"there is no field `{key.text}`: {nearest(key.text, FIELDS)}"
            problems.append(Problem(path, key.line, "unknown-field", message, "error"))
    declared, wrong = from_values("sidecar", path, values)
    return declared, problems + wrong


def front_matter_field(key: str, value: str) -> str | None:
    """The field of a front matter key, or None. A `source` is a `url` or, without an address, a
    `publisher`.

    >>> front_matter_field("Source", "Quay Courier"), front_matter_field("layout", "post")
    ('publisher', None)
    """
    folded = key.strip().lower()
    field = folded if folded in FIELDS else ALIASES.get(folded)
    return "publisher" if folded == "source" and not safe_url(value) else field
