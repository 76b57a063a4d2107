"""Compare a site's files with its manifest, to find those changed, removed or added since."""

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
from pressmark.verify.report import Report

_HARMLESS = re.compile(
    r"\.git/.*|\.git|\.gitignore|\.gitattributes|CNAME|\.well-known/[\w./-]+|\.nojekyll"
    r"|(?:.*/)?(?:\.DS_Store|Thumbs\.db|desktop\.ini)",
    re.DOTALL,
)
"""Files that Git, a web host or a file manager keeps in a site's folder."""
_RUN_OR_SHOWN = re.compile(
    r".*\.(?:x?html?|shtml|m?js|css|svgz?|xml|xslt?|php\d?|wasm|swf|pdf)", re.IGNORECASE | re.DOTALL
)
"""Files that a browser runs or shows; none of these is harmless, even in `.well-known`."""


def check(site: Path, present: Mapping[str, bool], report: Report) -> None:
    """Compare every file with the manifest; `present` is the result of `list_present`."""
    listed = set[str]()
    try:
        for entry in parse(lines_of(site)):
            if isinstance(entry, ManifestError):
                report.fault(MANIFEST, entry.line, "manifest", str(entry))
                continue
            listed.add(entry.path)
            is_regular = present.get(entry.path)
            if is_regular is None:
                report.fault(entry.path, 0, "missing", "is in the manifest, but not in the site")
            elif not is_regular:
                report.fault(entry.path, 0, "changed", "is a link or device in place of a file")
            elif (digest := _digest(site, entry.path)) == entry.digest:
                report.files += 1
            else:
                actual = f"its SHA-256 is {digest}" if digest else "it can't be read"
                message = f"isn't the file that was built: {actual}, not {entry.digest}"
                report.fault(entry.path, 0, "changed", message)
    except OSError as error:
        report.fault(MANIFEST, 0, "manifest", f"can't be read ({error.strerror})")
    report.release = release_of(site)
    if report.release is None and present.get(MANIFEST):
        message = f"doesn't have the digest of {MANIFEST}: one of the two isn't what was built"
        report.fault(RELEASE, 0, "manifest", message)
    for path in sorted(present.keys() - listed - UNLISTED):
        if _HARMLESS.fullmatch(path) and (
            path.startswith(".git/") or not _RUN_OR_SHOWN.fullmatch(path)
        ):
            report.foreign.append(path)
        else:
            message = "no build has put this file here; if you have, keep it elsewhere"
            report.fault(path, 0, "foreign-file", message)


def _digest(site: Path, path: str) -> str | None:
    """The SHA-256 of a file; None if it can't be read."""
    try:
        return digest_of(f"{site}/{path}", follow=False)
    except OSError:
        return None


def check_release(release: str, report: Report) -> None:
    """Compare the release digest of the site, which `check` has read, with the expected one."""
    expected = release.strip().lower()
    if report.release != expected:
        actual = report.release or "none: its manifest is damaged"
        message = f"this copy isn't the release {expected}; its digest is {actual}"
        report.fault(MANIFEST, 0, "release", message)
