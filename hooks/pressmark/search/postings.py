"""Encodes the records of words: the documents with a word, its weight in each, its positions.

A call encodes a range of forms with array operations; Python loops over words, never over their
occurrences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pressmark.runtime.arrays import Array, Ints, stable_order
from pressmark.search.encoding import documents, front_coded, slices, varint, varints
from pressmark.search.parameters import FEWEST_LEVELS, K1, NEIGHBOUR_WORDS, B
from pressmark.search.volumes import changes

BITMAP, IMPACTS, TITLES = 1, 2, 4
"""Flags of a posting list: its documents are a bitmap; it has impacts; it lists the documents with
the word in their title."""


@dataclass(frozen=True, slots=True)
class PostingRows:
    """Postings of the forms `first` to `last` (exclusive), sorted by form, then document."""

    first: int
    last: int
    form: Ints
    doc: Ints
    weight: Ints
    """Occurrences, weighted by where they are."""
    title: Ints
    """Occurrences in the title."""


@dataclass(frozen=True, slots=True)
class PositionRows:
    """Positions, sorted by form, document and position."""

    form: Ints
    doc: Ints
    position: Ints
    near: Array | None
    """Per position: the codes of the common words before and after it (`volumes.POSITIONS`); None
    for grams."""


@dataclass(frozen=True, slots=True)
class DocumentLengths:
    """Lengths of all documents, by which impacts are normalised."""

    words: Array
    """Per document: the sum of the weights of its words, without stop words. So a long title costs
    a document as much as it gains from it."""
    average: float


def impacts(weight: Ints, length: Array, average: float) -> Array:
    """BM25 of a word in documents, without its idf: at least 0, less than 1.

    `weight` and `length` have a value per document, `average` is the mean length. Robertson and
    Zaragoza, "The Probabilistic Relevance Framework" (2009), without their constant factor.
    """
    saturation = K1 * (1 - B + B * length / max(average, 1.0))
    return weight / (weight + saturation)


def levels(count: int, frequencies: Ints) -> Ints:
    """Number of levels (up to 255) by which the impacts of words are quantised; `frequencies` has
    the number of documents with each word, of `count` documents.

    Rounding an impact changes a score by at most half a level times the word's idf. A frequent word
    has a small idf, so fewer levels do, and its many impacts compress better.
    """
    idf = np.log(1 + (count - frequencies + 0.5) / (frequencies + 0.5))
    rarest = np.log(1 + (count - 0.5) / 1.5)
    if rarest > 0:
        # Rounded first, so that the last digit of a machine's logarithm doesn't matter.
        exact = np.ceil(np.round(255 * idf / rarest, 6))
    else:
        exact = np.full(len(frequencies), 255)
    clipped: Ints = np.clip(exact, FEWEST_LEVELS, 255).astype(np.int64)
    return clipped


def doc_lists(group: Ints, doc: Ints, groups: int, count: int) -> tuple[list[bytes], Array]:
    """Encode the document lists of `groups` groups. Returns them, and per list whether it is a
    bitmap. `group` and `doc` have a value per row, sorted by group, then document; `count` is the
    number of all documents. A group without rows has an empty list.
    """
    starts = np.searchsorted(group, np.arange(groups + 1))
    steps = np.diff(doc, prepend=0)
    first = starts[:-1][starts[:-1] < starts[1:]]
    steps[first] = doc[first]
    lists = slices(*varints(steps), starts[:-1])
    is_bitmap = np.zeros(groups, dtype=bool)
    for number in np.flatnonzero(np.diff(starts) >= max(1, (count + 7) // 8)).tolist():
        rows = doc[starts[number] : starts[number + 1]]
        is_bitmap[number], lists[number] = documents(rows, count)
    return lists, is_bitmap


def _lists(
    group: Ints, doc: Ints, title: Ints, groups: int, count: int
) -> tuple[Ints, list[bytes], list[bytes]]:
    """Per group its flags, its document list, and the tail of its record: the list of the documents
    with the word in their title.
    """
    lists, is_bitmap = doc_lists(group, doc, groups, count)
    in_title = np.flatnonzero(title > 0)
    titled, titled_index = np.unique(group[in_title], return_inverse=True)
    sizes = np.bincount(titled_index, minlength=len(titled)).tolist()
    tails = [b""] * groups
    title_lists, title_bitmaps = doc_lists(titled_index, doc[in_title], len(titled), count)
    for number, size, packed, bitmap in zip(
        titled.tolist(), sizes, title_lists, title_bitmaps.tolist(), strict=True
    ):
        tails[number] = bytes([bitmap]) + varint(size) + packed
    flags = np.where(is_bitmap, BITMAP, 0)
    flags[titled] |= TITLES
    return flags, lists, tails


def class_records(
    rows: PostingRows,
    class_of: Ints,
    names: Sequence[str],
    plain: Array,
    lengths: DocumentLengths,
) -> tuple[list[bytes], list[bytes], Ints]:
    """Encode the classes of the forms in `rows`.

    `class_of` and `names` have a value per form, from `rows.first` on, `plain` one per class: True
    if its record has no impacts. Returns the record of each class, the document list of each form
    (empty if its class has no other form), and the number of documents with each form.
    """
    count = len(lengths.words)
    base, top = int(class_of[0]), int(class_of[-1]) + 1
    row_class = class_of[rows.form - rows.first] - base
    order = np.argsort(row_class * count + rows.doc, kind="stable")
    cls, doc = row_class[order], rows.doc[order]
    begin = np.flatnonzero(changes(cls, doc))
    cls, doc = cls[begin], doc[begin]
    weight, title = (
        np.add.reduceat(column[order], begin) if len(begin) else column
        for column in (rows.weight, rows.title)
    )
    frequencies = np.bincount(cls, minlength=top - base)
    class_levels = levels(count, frequencies)
    impact = impacts(weight, lengths.words[doc], lengths.average)
    quantised = np.maximum(1, np.rint(impact * class_levels[cls])).astype(np.uint8).tobytes()
    encoded_levels = slices(*varints(class_levels), np.arange(top - base))

    flags, lists, tails = _lists(cls, doc, title, top - base, count)
    first_form = np.searchsorted(class_of, np.arange(base, top + 1))
    numbers = [rows.first + first_form[:-1], np.where(plain, flags, flags | IMPACTS), frequencies]
    # A record begins with the number of its first form, its flags, and its number of documents.
    heads = slices(*varints(np.stack(numbers, axis=1).ravel()), np.arange(top - base) * 3)
    edges = np.concatenate(([0], np.cumsum(frequencies))).tolist()
    form_edges = first_form.tolist()
    out: list[bytes] = []
    for number, (head, packed, tail) in enumerate(zip(heads, lists, tails, strict=True)):
        forms = form_names(names[form_edges[number] : form_edges[number + 1]])
        if plain[number]:
            out.append(forms + head + packed + tail)
        else:
            class_impacts = quantised[edges[number] : edges[number + 1]]
            out.append(forms + head + packed + encoded_levels[number] + class_impacts + tail)
    return out, *_form_records(rows, class_of, count)


def _form_records(rows: PostingRows, class_of: Ints, count: int) -> tuple[list[bytes], Ints]:
    """The document list of each form, and the number of documents with it. The list is empty for
    the only form of a class: its documents are those of the class.
    """
    frequencies = np.bincount(rows.form - rows.first, minlength=rows.last - rows.first)
    out = [b""] * (rows.last - rows.first)
    has_siblings = np.bincount(class_of - class_of[0])[class_of - class_of[0]] > 1
    listed = np.flatnonzero(has_siblings)
    if len(listed):
        is_listed = has_siblings[rows.form - rows.first]
        form = np.searchsorted(listed, rows.form[is_listed] - rows.first)
        flags, lists, tails = _lists(
            form, rows.doc[is_listed], rows.title[is_listed], len(listed), count
        )
        numbers = np.stack((flags, frequencies[listed]), axis=1).ravel()
        heads = slices(*varints(numbers), np.arange(len(listed)) * 2)
        parts = zip(listed.tolist(), heads, lists, tails, strict=True)
        for index, head, packed, tail in parts:
            out[index] = head + packed + tail
    return out, frequencies


def form_names(names: Sequence[str]) -> bytes:
    """Encode the number of forms of a class and, if there are several, their words, front-coded."""
    if len(names) == 1:
        return b"\x01"
    out = [varint(len(names))]
    previous = b""
    for name in names:
        word = name.encode()
        out.append(front_coded(word, previous))
        previous = word
    return b"".join(out)


def position_records(forms: tuple[int, int], rows: PositionRows) -> list[bytes]:
    """Encode the positions of each form from the first to the last (exclusive) of `forms`; a form
    without positions has an empty record.

    A record is a series of columns: the number of positions in each document; the positions, as
    differences within a document; then, with `rows.near`, the codes of the common words before
    (the nearest; the next one of those that have a nearest; the third likewise) and after.
    """
    form, position, near = rows.form, rows.position, rows.near
    begin = np.flatnonzero(changes(form, rows.doc))
    steps = np.diff(position, prepend=0)
    steps[begin] = position[begin]
    columns = [(form[begin], np.diff(begin, append=len(form))), (form, steps)]
    if near is not None:
        for side in (0, NEIGHBOUR_WORDS):
            indices = np.arange(len(form))
            for step in range(NEIGHBOUR_WORDS):
                codes = near[indices, side + step]
                columns.append((form[indices], codes))
                indices = indices[codes > 0]
    first, last = forms
    width = len(columns)
    key = np.concatenate(
        [(owner - first) * width + number for number, (owner, _) in enumerate(columns)]
    )
    order = stable_order(key)
    values = np.concatenate([values for _, values in columns], dtype=np.int64)[order]
    starts = np.searchsorted(key[order], np.arange(last - first) * width)
    return slices(*varints(values), starts)


def weight_ranges(
    weights: Array, limit: int, group: Array | None = None
) -> Iterator[tuple[int, int]]:
    """Ranges (start, end) of items whose weights add up to about `limit`. With `group`, a sorted
    value per item, items of one group share a range.
    """
    total = np.concatenate(([0], np.cumsum(weights)))
    start, count = 0, len(weights)
    while start < count:
        end = max(start + 1, int(np.searchsorted(total, total[start] + limit, side="right")) - 1)
        if group is not None and end < count:
            end = int(np.searchsorted(group, group[end - 1], side="right"))
        yield start, end
        start = end
