"""From sorted volumes to records: which documents hold a word, how much it weighs there, where.

Records are made for a range of forms at a time, with array operations; Python loops over words,
never over their occurrences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pressmark.search.layout import (
    FEWEST_LEVELS,
    K1,
    LEAD_WEIGHT,
    LEAD_WORDS,
    NEIGHBOURS,
    TITLE_WEIGHT,
    B,
)
from pressmark.search.pack import Array, Ints, documents, front_coded, slices, varint, varints
from pressmark.search.runs import changes

BITMAP, IMPACTS, TITLES = 1, 2, 4
"""Flags of a posting list: documents as a map of bits; impacts; documents that have it in the
title."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Postings of the forms `first` to `last` (exclusive), sorted by form, then document."""

    first: int
    last: int
    form: Ints
    doc: Ints
    weight: Ints
    title: Ints


@dataclass(frozen=True, slots=True)
class Lengths:
    """How long the documents are, which is what impacts depend on."""

    words: Array
    """Of each document, as `weighted_lengths` has it."""
    average: float


def impacts(weight: Ints, length: Array, average: float) -> Array:
    """BM25 of a word in a document without its idf; 1 is what it can't reach.

    Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), with Lucene's constants.
    """
    saturation = K1 * (1 - B + B * length / max(average, 1.0))
    return weight / (weight + saturation)


def weighted_lengths(words: Array, titles: Array) -> Array:
    """The lengths of documents of so many words, of which so many are their titles': the sum of
    what each counts as, so that a long title costs a document what it wins by it.
    """
    leads = np.minimum(LEAD_WORDS, words - titles)
    lengths: Array = words + (TITLE_WEIGHT - 1) * titles + (LEAD_WEIGHT - 1) * leads
    return lengths


def levels(count: int, held: Ints) -> Ints:
    """Into how many steps the impacts of a word are divided that `held` of `count` documents hold.

    Rounding an impact changes a score by the word's idf times half a step: so the step of a
    frequent word, whose idf is small, may be wider, and its many impacts take fewer bytes.
    """
    idf = np.log(1 + (count - held + 0.5) / (held + 0.5))
    rarest = np.log(1 + (count - 0.5) / 1.5)
    # Rounded first, so that no machine's last digit decides.
    found = np.ceil(np.round(255 * idf / rarest, 6)) if rarest > 0 else np.full(len(held), 255)
    out: Ints = np.clip(found, FEWEST_LEVELS, 255).astype(np.int64)
    return out


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


def _records(
    group: Ints, doc: Ints, title: Ints, span: tuple[int, int], count: int
) -> tuple[list[tuple[int, bytes]], list[bytes], Ints]:
    """For each group of the span its flags and its document list; what follows for the documents
    that have it in the title; how many documents it is in.
    """
    first, last = span
    lists = doc_lists(group, doc, first, last, count)
    inside = np.flatnonzero(title > 0)
    titled = np.bincount(group[inside] - first, minlength=last - first).tolist()
    named = doc_lists(group[inside], doc[inside], first, last, count)
    heads = []
    tails = []
    for (bitmap, packed), held, (small, titles) in zip(lists, titled, named, strict=True):
        heads.append(((BITMAP if bitmap else 0) | (TITLES if held else 0), packed))
        tails.append(bytes([small]) + varint(held) + titles if held else b"")
    return heads, tails, np.bincount(group - first, minlength=last - first)


def class_records(
    rows: Rows, class_of: Ints, names: Sequence[str], plain: Array, lengths: Lengths
) -> tuple[list[bytes], list[bytes], Ints]:
    """Records of the classes that the forms of `rows` make up.

    `class_of` and `names` are of the forms from `rows.first` on; `plain` says of every class from
    the first one on whether it goes without impacts. Returns the record of each class, the
    document list of each form (empty where the class has no other form), and how many documents
    each form is in.
    """
    count = len(lengths.words)
    base, top = int(class_of[0]), int(class_of[-1]) + 1
    row_class = class_of[rows.form - rows.first]
    order = np.argsort(row_class * count + rows.doc, kind="stable")
    cls, doc = row_class[order], rows.doc[order]
    begin = np.flatnonzero(changes(cls, doc))
    cls, doc = cls[begin], doc[begin]
    weight, title = (
        np.add.reduceat(column[order], begin) if len(begin) else column
        for column in (rows.weight, rows.title)
    )
    heads, tails, held = _records(cls, doc, title, (base, top), count)
    steps = levels(count, held)
    impact = impacts(weight, lengths.words[doc], lengths.average)
    quantised = np.maximum(1, np.rint(impact * steps[cls - base])).astype(np.uint8).tobytes()
    edges = np.concatenate(([0], np.cumsum(held))).tolist()

    first_form = np.searchsorted(class_of, np.arange(base, top + 1)).tolist()
    out: list[bytes] = []
    for number, (flags, packed) in enumerate(heads):
        start, end = edges[number], edges[number + 1]
        record = [
            form_names(names[first_form[number] : first_form[number + 1]]),
            varint(rows.first + first_form[number]),
            bytes([flags if plain[number] else flags | IMPACTS]),
            varint(end - start),
            packed,
        ]
        if not plain[number]:
            record += (varint(int(steps[number])), quantised[start:end])
        out.append(b"".join(record) + tails[number])

    members = np.bincount(class_of - base, minlength=top - base)
    several = members[class_of - base] > 1
    held = np.bincount(rows.form - rows.first, minlength=rows.last - rows.first)
    # The documents of a form that is alone are those of its class.
    own = np.flatnonzero(several[rows.form - rows.first])
    span = (rows.first, rows.last)
    heads, tails, _ = _records(rows.form[own], rows.doc[own], rows.title[own], span, count)
    forms = [
        bytes([flags]) + varint(size) + packed + tail if keep else b""
        for (flags, packed), tail, keep, size in zip(
            heads, tails, several.tolist(), held.tolist(), strict=True
        )
    ]
    return out, forms, held


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
    span: tuple[int, int], form: Ints, doc: Ints, at: Ints, near: Array | None
) -> list[bytes]:
    """The positions of each form of the span, sorted by form, document and position; a form without
    any has an empty record.

    A record holds one column after the other: for each document how many; the positions, as
    differences within a document; then, with `near`, the codes of the common words before (the
    nearest; the next one where there is a nearest; the third likewise) and after.
    """
    begin = np.flatnonzero(changes(form, doc))
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
    starts = np.searchsorted(key[order], np.arange(*span) * wide)
    return slices(*varints(values), starts)


def ranges(weights: Array, limit: int, whole: Array | None = None) -> Iterator[tuple[int, int]]:
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
