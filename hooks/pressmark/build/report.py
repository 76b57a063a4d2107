"""What a build reports at its end."""

from __future__ import annotations

from collections.abc import Iterator

from pressmark.build.site import BuildResult
from pressmark.document import FIELDS
from pressmark.relate.corpus import counts

LOOKED_AT = ("date", "publisher")
"""Fields that are worth a look where many documents lack them."""


def summary(result: BuildResult) -> Iterator[str]:
    """What a curator wants to know next: how many documents there are, and what to look at."""
    analysis = result.analysis
    total = len(analysis.corpus.documents)
    line = f"{total:,} document{'' if total == 1 else 's'} published"
    if analysis.held:
        reasons = ", ".join(f"{n} {kind}" for kind, n in counts(analysis.held.values()).items())
        line += f", {len(analysis.held):,} held back ({reasons})"
    yield line
    if analysis.ignored:
        endings = ", ".join(
            f"{n:,} {ending or 'without ending'}" for ending, n in sorted(analysis.ignored.items())
        )
        yield f"other files left out: {endings}"
    known = analysis.corpus.field_counts()
    lacking = [(f, total - known[f]) for f in LOOKED_AT if known[f] < total]
    missing = [f"{n:,} {'has' if n == 1 else 'have'} no {f}" for f, n in lacking]
    if missing:
        yield f"to look at: {', '.join(missing)} (pressmark explain FILE says why)"


def details(result: BuildResult) -> Iterator[str]:
    """What a developer of rules wants to know: fields, removed lines by rule, seconds by stage."""
    corpus = result.analysis.corpus
    known = corpus.field_counts()
    yield "fields found: " + ", ".join(f"{f} {known[f]:,}" for f in FIELDS)
    removed, _ = corpus.removed_counts()
    shown = ", ".join(f"{rule} {n:,}" for rule, n in removed.most_common())
    yield f"lines removed: {shown or 'none'}"
    yield "seconds: " + ", ".join(f"{stage} {s:.1f}" for stage, s in result.times.items())
