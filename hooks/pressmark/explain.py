"""Explain to a curator how a file was read: its fields with their origins, its lines with fates."""

from __future__ import annotations

from collections.abc import Iterator

from pressmark.clean.rules import WHY
from pressmark.document import BLANK_LINE, FIELDS, Document
from pressmark.errors import Problem, printable
from pressmark.ledger import fates
from pressmark.render.site_links import size
from pressmark.text.repair import applied_fixers, repair_line

WIDTH = 96
"""Characters shown of a line."""


def explain(document: Document, problems: tuple[Problem, ...]) -> Iterator[str]:
    """Yield the lines of the explanation of `document`, which met these `problems`."""
    source, decoding = document.source, document.decoding
    yield printable(source.path)
    encoding = decoding.encoding + ("" if decoding.confident else " (a guess)")
    if decoding.bom:
        encoding += ", with a byte order mark"
    if decoding.patches:
        encoding += f", {len(decoding.patches)} places whose bytes it can't restore are recorded"
    yield f"  {size(source.size)}, {len(document.raw)} lines, {encoding}"
    yield f"  SHA-256 {source.sha256}"
    yield f"  read as {'text with Markdown marks' if document.markdown else 'plain text'}"
    for problem in problems:
        yield f"  {problem.severity}: {problem}"
    yield ""
    yield "Fields"
    yield from _fields(document)
    yield ""
    yield "Lines"
    kinds = {
        line: f"{block.kind} in {block.language}" if block.language else block.kind
        for block in document.blocks
        for line in block.lines
    }
    line_fates = fates(document)
    for number, fate in line_fates.items():
        if fate.name == BLANK_LINE:
            continue
        text = document.raw[number - 1]
        label = kinds[number] if fate.kind == "body" else str(fate)
        yield f"  {number:>5}  {label:<26} {_cut(text)}"
        repairs = applied_fixers(text, repair_line(text))
        if repairs:
            yield f"  {'':>5}  {'':<26} repaired: {', '.join(repairs)}"
        if number in document.doubtful:
            yield f"  {'':>5}  {'':<26} kept: doubtful; it may not belong to the article"
    rules = {fate.name for fate in line_fates.values() if fate.kind == "removed"} - {BLANK_LINE}
    if rules:
        yield ""
        yield "Rules"
        for rule in sorted(rules):
            yield f"  {rule:<20} {WHY[rule]}"


def _fields(document: Document) -> Iterator[str]:
    record = document.record
    for field in FIELDS:
        value = getattr(record, field)
        shown = "; ".join(value) if isinstance(value, tuple) else value
        if not shown:
            yield f"  {field:<12} –"
            if field == "tags" and document.names:
                proposed = "; ".join(name.name for name in document.names)
                yield f"  {'':<12} {_cut(f'if other texts are about it too: {proposed}')}"
            continue
        origin = record.origins[field]
        yield f"  {field:<12} {_cut(shown)}"
        yield f"  {'':<12} {origin.origin}: {_cut(origin.evidence)}"


def _cut(text: str) -> str:
    """The beginning of `text`, safe to print."""
    text = printable(text.strip())
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"
