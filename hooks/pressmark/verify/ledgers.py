"""Check raw files by their ledgers alone, for a site that another version of the program built."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pressmark.ledger import restore
from pressmark.runtime.output import MARKER
from pressmark.text.located_yaml import NotYaml, Value, parse
from pressmark.text.site_paths import RAW_FOLDER
from pressmark.verify.report import Report
from pressmark.verify.site import BAD_DATA_ERRORS, Marker, read


def check(site: Path, present: Mapping[str, bool], marker: Marker, report: Report) -> None:
    """Compare each raw file with its ledger's SHA-256, and restore it from its Markdown page."""
    raw_files = set[str]()
    for name in sorted(present):
        if not (name.startswith("data/ledger-") and name.endswith(".jsonl") and present[name]):
            continue
        with open(site / name, "rb") as file:
            for number, line in enumerate(file, 1):
                report.documents += 1
                try:
                    ledger = json.loads(line)
                    _check_document(site, ledger, name, number, report)
                    raw_files.add(ledger["raw"])
                except BAD_DATA_ERRORS as error:
                    message = f"can’t be used ({type(error).__name__}: {error})"
                    report.fault(name, number, "ledger", message)
    if marker.documents != report.documents:
        message = f"counts {marker.documents} documents, but there are {report.documents} ledgers"
        report.fault(MARKER, 0, "count", message)
    for path in sorted(path for path in present.keys() - raw_files if path.startswith(RAW_FOLDER)):
        report.fault(path, 0, "no-ledger", "has no ledger")


def _check_document(
    site: Path, ledger: Mapping[str, Any], name: str, line: int, report: Report
) -> None:
    """Check one document; its ledger is the `line` of the file `name`."""
    raw = read(site, ledger["raw"])
    report.raw_files += 1
    if hashlib.sha256(raw).hexdigest() != ledger["sha256"]:
        message = f"{ledger['raw']} is not the file that was read (its SHA-256 differs)"
        report.fault(name, line, "fixity", message)
        return
    lines = read(site, ledger["page"]).decode("utf-8").split("\n")
    restored = restore(dict(ledger), lines, front_matter(lines))
    if hashlib.sha256(restored).hexdigest() != ledger["sha256"]:
        message = f"{ledger['raw']} can’t be restored from {ledger['page']} and its ledger"
        report.fault(name, line, "restoring", message)
        return
    report.restored += 1


def front_matter(lines: list[str]) -> dict[str, Any]:
    """Parse the front matter of the Markdown page with these `lines`: field → text or list.

    Raises `ValueError` if it isn't closed or isn't YAML.
    """
    end = lines.index("---", 1)
    try:
        root = parse("\n".join(lines[1:end]))
    except NotYaml as error:
        raise ValueError(f"front matter: {error}") from None
    return {key.text: _text_or_list(value) for key, value in root.pairs}


def _text_or_list(value: Value) -> str | list[str]:
    return [item.text for item in value.items] if value.kind == "list" else value.text
