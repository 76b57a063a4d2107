"""What a build says at its end: short, and only what was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pressmark.document import FIELDS
from pressmark.relate.corpus import Corpus, counts


def report(
    corpus: Corpus,
    held: Mapping[str, str],
    ignored: Mapping[str, int],
    times: Mapping[str, float],
) -> Iterator[str]:
    """Lines for a log: documents, fields, removed lines by rule, time per stage."""
    total = len(corpus.documents)
    line = f"{total:,} document{'' if total == 1 else 's'} published"
    if held:
        reasons = ", ".join(f"{n} {kind}" for kind, n in counts(held.values()).items())
        line += f", {len(held):,} held back ({reasons})"
    yield line
    if ignored:
        endings = ", ".join(
            f"{n:,} {ending or 'without ending'}" for ending, n in sorted(ignored.items())
        )
        yield f"other files left out: {endings}"
    known = corpus.field_counts()
    yield "fields found: " + ", ".join(f"{f} {known[f]:,}" for f in FIELDS)
    removed, _ = corpus.removed_counts()
    shown = ", ".join(f"{rule} {n:,}" for rule, n in removed.most_common())
    yield f"lines removed: {shown or 'none'}"
    yield "seconds: " + ", ".join(f"{stage} {s:.1f}" for stage, s in times.items())
