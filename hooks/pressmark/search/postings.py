"""From sorted volumes to records: which documents hold a word, how much it weighs there, where.

Records are made for a range of forms at a time, with array operations; Python loops over words,
never over their occurrences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pressmark.search.layout import K1, NEIGHBOURS, TITLE_WEIGHT, B
from pressmark.search.pack import Ints, documents, front_coded, slices, varint, varints
from pressmark.search.runs import Array

BITMAP, IMPACTS = 1, 2
"""Flags of a posting list: documents as a map of bits; followed by impacts."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Postings of the forms `first` to `last` (exclusive), sorted by form, then document."""

    first: int
    last: int
    form: Ints
    doc: Ints
    weight: Ints
    """Occurrences, those in the title counted `TITLE_WEIGHT` times."""
    before: int = 0
    """Forms that are numbered before these start to count from 0."""


def impacts(weight: Ints, length: Ints, average: float) -> Array:
    """BM25 of a word in a document without its idf, as a byte: 255 is the most it can reach.

    Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), with Lucene's constants.
    """
    saturation = K1 * (1 - B + B * length / max(average, 1.0))
    return np.clip(np.rint(255 * weight / (weight + saturation)), 1, 255).astype(np.uint8)


def weighted(body: Array, title: Array) -> Ints:
    """Occurrences in the text and in the title as one number."""
    return body.astype(np.int64) + TITLE_WEIGHT * title.astype(np.int64)


def doc_lists(
    group: Ints, doc: Ints, first: int, last: int, count: int
) -> list[tuple[bool, bytes]]:
    """The document list of each group from `first` to `last` (exclusive): (is a map of bits,
    bytes); `group` rises, and documents rise within it. A group without rows has an empty list.
    """
    starts = np.searchsorted(group, np.arange(first, last))
    steps = np.diff(doc, prepend=0)
    begins = np.unique(starts[starts < len(doc)])
    steps[begins] = doc[begins]
    lists = [(False, piece) for piece in slices(*varints(steps), starts)]
    ends = np.append(starts[1:], len(doc))
    for number in np.flatnonzero(ends - starts >= (count + 7) // 8).tolist():
        if ends[number] > starts[number]:
            lists[number] = documents(doc[starts[number] : ends[number]], count)
    return lists


def class_records(
    rows: Rows,
    class_of: Ints,
    names: Sequence[str],
    plain: Array,
    lengths: Ints,
    average: float,
) -> tuple[list[bytes], list[bytes], Ints]:
    """Records of the classes that the forms of `rows` make up.

    `class_of` and `names` are of the forms from `rows.first` on; `plain` says of every class from
    the first one on whether it goes without impacts. Returns the record of each class, the
    document list of each form (empty where the class has no other form), and how many documents
    each form is in.
    """
    count = len(lengths)
    base, top = int(class_of[0]), int(class_of[-1]) + 1
    row_class = class_of[rows.form - rows.first]
    order = np.argsort(row_class * count + rows.doc, kind="stable")
    cls, doc, weight = row_class[order], rows.doc[order], rows.weight[order]
    new = np.ones(len(doc), dtype=bool)
    new[1:] = (cls[1:] != cls[:-1]) | (doc[1:] != doc[:-1])
    begin = np.flatnonzero(new)
    cls, doc, weight = cls[begin], doc[begin], np.add.reduceat(weight, begin)
    impact = impacts(weight, lengths[doc], average).tobytes()
    edges = np.searchsorted(cls, np.arange(base, top + 1)).tolist()
    lists = doc_lists(cls, doc, base, top, count)

    first_form = np.searchsorted(class_of, np.arange(base, top + 1)).tolist()
    out: list[bytes] = []
    for number, (bitmap, packed) in enumerate(lists):
        start, end = edges[number], edges[number + 1]
        bare = bool(plain[number])
        head = form_names(names[first_form[number] : first_form[number + 1]])
        head += varint(rows.before + rows.first + first_form[number])
        flags = (BITMAP if bitmap else 0) | (0 if bare else IMPACTS)
        tail = b"" if bare else impact[start:end]
        out.append(head + bytes([flags]) + varint(end - start) + packed + tail)

    members = np.bincount(class_of - base, minlength=top - base)
    several = members[class_of - base] > 1
    own = doc_lists(rows.form, rows.doc, rows.first, rows.last, count)
    found = np.searchsorted(rows.form, np.arange(rows.first, rows.last + 1))
    forms = [
        bytes([BITMAP if bitmap else 0]) + varint(size) + packed if keep else b""
        for (bitmap, packed), keep, size in zip(
            own, several.tolist(), np.diff(found).tolist(), strict=True
        )
    ]
    return out, forms, np.diff(found)


def form_names(names: Sequence[str]) -> bytes:
    """How many forms a class has and, where there are several, their words, front-coded."""
    if len(names) == 1:
        return b"\x01"
    out = [varint(len(names))]
    previous = b""
    for name in names:
        word = name.encode()
        out.append(front_coded(word, previous))
        previous = word
    return b"".join(out)


def position_records(
    first: int, last: int, form: Ints, doc: Ints, at: Ints, near: Array | None
) -> list[bytes]:
    """The positions of each form from `first` to `last` (exclusive), sorted by form, document and
    position; a form without any has an empty record.

    A record holds one column after the other: for each document how many; the positions, as
    differences within a document; then, with `near`, the codes of the common words before (the
    nearest; the next one where there is a nearest; the third likewise) and after.
    """
    new = np.ones(len(form), dtype=bool)
    new[1:] = (form[1:] != form[:-1]) | (doc[1:] != doc[:-1])
    begin = np.flatnonzero(new)
    steps = np.diff(at, prepend=0)
    steps[begin] = at[begin]
    columns = [(form[begin], np.diff(begin, append=len(form))), (form, steps)]
    if near is not None:
        for side in (0, NEIGHBOURS):
            here = np.arange(len(form))
            for step in range(NEIGHBOURS):
                codes = near[here, side + step].astype(np.int64)
                columns.append((form[here], codes))
                here = here[codes > 0]
    wide = len(columns)
    key = np.concatenate([forms * wide + place for place, (forms, _) in enumerate(columns)])
    order = np.argsort(key, kind="stable")
    values = np.concatenate([values for _, values in columns])[order]
    starts = np.searchsorted(key[order], np.arange(first, last) * wide)
    return slices(*varints(values), starts)


def ranges(weights: Array, limit: int, whole: Ints | None = None) -> Iterator[tuple[int, int]]:
    """Ranges of items whose weights add up to about `limit`. With `whole`, which rises, items
    with the same value there stay together.
    """
    total = np.concatenate(([0], np.cumsum(weights)))
    start, count = 0, len(weights)
    while start < count:
        end = max(start + 1, int(np.searchsorted(total, total[start] + limit, side="right")) - 1)
        if whole is not None and end < count:
            end = int(np.searchsorted(whole, whole[end - 1], side="right"))
        yield start, end
        start = end
