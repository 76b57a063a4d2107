"""Files against the manifest: what was changed, is missing, or was put there by no build."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pressmark.runtime.manifest import (
    MANIFEST,
    RELEASE,
    UNLISTED,
    ManifestError,
    digest_of,
    lines_of,
    parse,
    release_of,
)
from pressmark.verify.findings import Findings

_HARMLESS = re.compile(
    r"\.git/.*|\.git|\.gitignore|\.gitattributes|CNAME|\.well-known/[\w./-]+|\.nojekyll"
    r"|(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini)",
    re.DOTALL,
)
"""Files that belong to where a site is kept: to Git, to a host, to a file manager."""
_RUN_OR_SHOWN = re.compile(
    r".*\.(?:x?html?|shtml|m?js|css|svgz?|xml|xslt?|php\d?|wasm|swf|pdf)", re.IGNORECASE | re.DOTALL
)
"""Kinds of files that a browser runs or shows; `.well-known` has no need of them."""


def check(site: Path, present: Mapping[str, bool], findings: Findings) -> None:
    """Hold every file against the manifest."""
    listed = set[str]()
    try:
        for entry in parse(lines_of(site)):
            if isinstance(entry, ManifestError):
                findings.fault(MANIFEST, entry.line, "manifest", str(entry))
                continue
            listed.add(entry.path)
            plain = present.get(entry.path)
            if plain is None:
                findings.fault(entry.path, 0, "missing", "is in the manifest, but not in the site")
            elif not plain:
                findings.fault(entry.path, 0, "changed", "is a link or device in place of a file")
            elif (digest := _digest(site, entry.path)) == entry.digest:
                findings.files += 1
            else:
                found = f"its SHA-256 is {digest}" if digest else "it can't be read"
                message = f"isn't the file that was built: {found}, not {entry.digest}"
                findings.fault(entry.path, 0, "changed", message)
    except OSError as error:
        findings.fault(MANIFEST, 0, "manifest", f"can't be read ({error.strerror})")
    findings.release = release_of(site)
    if findings.release is None and present.get(MANIFEST):
        message = f"doesn't have the digest of {MANIFEST}: one of the two isn't what was built"
        findings.fault(RELEASE, 0, "manifest", message)
    for path in sorted(present.keys() - listed - UNLISTED):
        if _HARMLESS.fullmatch(path) and (
            path.startswith(".git/") or not _RUN_OR_SHOWN.fullmatch(path)
        ):
            findings.foreign.append(path)
        else:
            message = "no build has put this file here; if you have, keep it elsewhere"
            findings.fault(path, 0, "foreign-file", message)


def _digest(site: Path, path: str) -> str | None:
    try:
        return digest_of(f"{site}/{path}", follow=False)
    except OSError:
        return None


def check_release(release: str, findings: Findings) -> None:
    """Hold the copy against the digest of the release that it should be."""
    wanted = release.strip().lower()
    if findings.release != wanted:
        actual = findings.release or "none: its manifest is damaged"
        message = f"this copy isn't the release {wanted}; its digest is {actual}"
        findings.fault(MANIFEST, 0, "release", message)
