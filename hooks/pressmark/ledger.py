"""The ledger: what became of each line of a raw file, and how to get the file back.

A ledger is JSON, one object a document. `lines` has one entry for each line of the raw file:

    ["body", 23]                    stands on line 23 of the document's Markdown page
    ["body", 23, [[0, 2, "# *"]]]   the same, edited: see below
    ["title", "title", edits]       is the value of that front matter field, edited
    ["field:url", "url", edits]
    ["removed:share-buttons", "Tweet"]   was removed by that rule; this is its text

An edit `[start, end, raw]` replaces characters `[start:end]` of the text on the page by `raw`, as
the raw file has it. `end` is the commonest end of a line, and `ends` has those of the other lines.
`patches` has the bytes that the codec would not make of the text (see `Decoding`). Together they
give: `restore(ledger, page, values) == raw file`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from pressmark.document import BLANK_LINE, Decoding, Document, Fate
from pressmark.text.decode import encode

Edit = list[Any]
Ledger = dict[str, Any]

LOOK_AHEAD = 24
"""Characters to look ahead for the place where two texts agree again."""
IN_STEP = 6
"""Equal characters that show that they agree again."""
MAX_EDITS = 200
"""Edits of one line; after these its rest is one edit, so that hostile lines cost linear time."""


def edits(page: str, raw: str) -> list[Edit]:
    """Edits that turn the text on the page into the raw one; empty if they are equal.

    >>> edits("War criminal", "# *War criminal*")
    [[0, 0, '# *'], [12, 12, '*']]
    """
    if page == raw:
        return []
    out: list[Edit] = []
    i = j = 0
    while i < len(page) or j < len(raw):
        if i < len(page) and j < len(raw) and page[i] == raw[j]:
            step = _common(page, i, raw, j)
            i, j = i + step, j + step
            continue
        a, b = _resync(page, i, raw, j) if len(out) < MAX_EDITS else (len(page) - i, len(raw) - j)
        out.append([i, i + a, raw[j : j + b]])
        i, j = i + a, j + b
    return out


def _common(page: str, i: int, raw: str, j: int) -> int:
    """Number of equal characters from `page[i]` and `raw[j]` on.

    Compares slices of doubling length, which is much faster than comparing characters.
    """
    step, size = 0, 16
    most = min(len(page) - i, len(raw) - j)
    while step < most:
        size = min(size, most - step)
        if page[i + step : i + step + size] == raw[j + step : j + step + size]:
            step += size
            size *= 2
        elif size == 1:
            break
        else:
            size = max(1, size // 4)
    return step


def _resync(page: str, i: int, raw: str, j: int) -> tuple[int, int]:
    """Characters to skip in `page` and in `raw` until they agree; all if they never do."""
    left, right = page[i : i + LOOK_AHEAD + IN_STEP], raw[j : j + LOOK_AHEAD + IN_STEP]
    for total in range(1, 2 * LOOK_AHEAD):
        for a in range(max(0, total - LOOK_AHEAD), min(total, LOOK_AHEAD) + 1):
            b = total - a
            here, there = left[a : a + IN_STEP], right[b : b + IN_STEP]
            if here == there and (here or (i + a == len(page) and j + b == len(raw))):
                return a, b
    return len(page) - i, len(raw) - j


def apply_edits(page: str, changes: Sequence[Edit]) -> str:
    """The raw text: the inverse of `edits`."""
    out: list[str] = []
    done = 0
    for start, end, raw in changes:
        out += (page[done:start], raw)
        done = end
    return "".join([*out, page[done:]])


def fates(document: Document) -> dict[int, Fate]:
    """Line → fate for each line of the raw file, blank ones included."""
    of_blocks = {line: block.fate for block in document.blocks for line in block.lines}
    blank = Fate("removed", BLANK_LINE)
    return {line: of_blocks.get(line, blank) for line in range(1, len(document.raw) + 1)}


def field_text(values: Mapping[str, Any], field: str) -> str:
    """A front matter value as the text that edits are applied to."""
    value = values.get(field)
    return "; ".join(value) if isinstance(value, list | tuple) else (value or "")


def build(
    document: Document,
    page: Sequence[str],
    places: Mapping[int, int],
    values: Mapping[str, Any],
) -> Ledger:
    """The ledger of `document`.

    `page` has the lines of its Markdown page, `places` maps a raw body line to its line there (both
    1-based), and `values` has the page's front matter.
    """
    entries: list[list[Any]] = []
    for number, fate in fates(document).items():
        raw = document.raw[number - 1]
        if fate.kind == "removed":
            entry: list[Any] = [str(fate), raw]
        elif fate.kind == "body":
            place = places[number]
            entry = [str(fate), place, *_edits(page[place - 1], raw)]
        else:
            field = fate.name or "title"
            entry = [str(fate), field, *_edits(field_text(values, field), raw)]
        entries.append(entry)
    usual = Counter(document.ends).most_common(1)[0][0] if document.ends else "\n"
    decoding = document.decoding
    ledger: Ledger = {
        "id": document.source.id,
        "path": document.source.path,
        "sha256": document.source.sha256,
        "encoding": decoding.encoding,
        "lines": entries,
        "end": usual,
        "ends": {str(n): end for n, end in enumerate(document.ends, 1) if end != usual},
    }
    if decoding.bom:
        ledger["bom"] = decoding.bom.hex()
    if decoding.patches:
        ledger["patches"] = [[start, end, raw.hex()] for start, end, raw in decoding.patches]
    return ledger


def _edits(page: str, raw: str) -> list[list[Edit]]:
    changes = edits(page, raw)
    return [changes] if changes else []


def restore(ledger: Ledger, page: Sequence[str], values: Mapping[str, Any]) -> bytes:
    """The bytes of the raw file, from its ledger and its Markdown page's lines and front matter.

    Raises `KeyError`, `IndexError`, `TypeError` or `ValueError` if they don't belong together.
    """
    out: list[str] = []
    for number, (fate, where, *rest) in enumerate(ledger["lines"], 1):
        if fate.startswith("removed:"):
            text = where
        else:
            shown = page[where - 1] if fate == "body" else field_text(values, where)
            text = apply_edits(shown, rest[0]) if rest else shown
        out += (text, ledger["ends"].get(str(number), ledger["end"]))
    decoding = Decoding(
        ledger["encoding"],
        bytes.fromhex(ledger.get("bom", "")),
        patches=tuple((a, b, bytes.fromhex(raw)) for a, b, raw in ledger.get("patches", ())),
    )
    return encode("".join(out), decoding)


def removed(document: Document) -> list[dict[str, Any]]:
    """The removed lines as a record lists them, `{line, rule, text}`, without blank ones."""
    return [
        {"line": number, "rule": fate.name, "text": document.raw[number - 1]}
        for number, fate in fates(document).items()
        if fate.kind == "removed" and fate.name != BLANK_LINE
    ]
