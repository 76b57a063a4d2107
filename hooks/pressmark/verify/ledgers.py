"""Fixity and restoring, for a site that another program has made and that can't be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pressmark import ledger
from pressmark.runtime.output import MARKER
from pressmark.text.located_yaml import NotYaml, Value, parse
from pressmark.text.site_paths import RAW_FOLDER
from pressmark.verify.findings import Findings
from pressmark.verify.site import ANYTHING, Marker, read


def check(site: Path, present: Mapping[str, bool], marker: Marker, findings: Findings) -> None:
    """Prove every raw file by its ledger."""
    raw = set[str]()
    for name in sorted(present):
        if not (name.startswith("data/ledger-") and name.endswith(".jsonl") and present[name]):
            continue
        with open(site / name, "rb") as file:
            for number, line in enumerate(file, 1):
                findings.documents += 1
                try:
                    book = json.loads(line)
                    _document(site, book, name, number, findings)
                    raw.add(book["raw"])
                except ANYTHING as error:
                    message = f"can’t be used ({type(error).__name__}: {error})"
                    findings.fault(name, number, "ledger", message)
    if marker.documents != findings.documents:
        message = (
            f"speaks of {marker.documents} documents, but there are ledgers of {findings.documents}"
        )
        findings.fault(MARKER, 0, "count", message)
    for path in sorted(path for path in present.keys() - raw if path.startswith(RAW_FOLDER)):
        findings.fault(path, 0, "no-ledger", "has no ledger")


def _document(
    site: Path, book: Mapping[str, Any], name: str, line: int, findings: Findings
) -> None:
    raw = read(site, book["raw"])
    findings.raw_files += 1
    if hashlib.sha256(raw).hexdigest() != book["sha256"]:
        message = f"{book['raw']} is not the file that was read (its SHA-256 differs)"
        findings.fault(name, line, "fixity", message)
        return
    lines = read(site, book["page"]).decode("utf-8").split("\n")
    again = ledger.restore(dict(book), lines, front_matter(lines))
    if hashlib.sha256(again).hexdigest() != book["sha256"]:
        message = f"{book['raw']} can’t be restored from {book['page']} and its ledger"
        findings.fault(name, line, "restoring", message)
        return
    findings.restored += 1


def front_matter(lines: list[str]) -> dict[str, Any]:
    """The fields at the head of a Markdown page."""
    end = lines.index("---", 1)
    try:
        root = parse("\n".join(lines[1:end]))
    except NotYaml as error:
        raise ValueError(f"front matter: {error}") from None
    return {key.text: _plain(value) for key, value in root.pairs}


def _plain(value: Value) -> str | list[str]:
    return [item.text for item in value.items] if value.kind == "list" else value.text
