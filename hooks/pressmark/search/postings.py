"""From sorted volumes to records: which documents hold a word, how much it weighs there, where.

Records are made for a range of forms at a time, with array operations; Python loops over words,
never over their occurrences.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pressmark.runtime.arrays import Array, Ints, stable_order
from pressmark.search.encoding import documents, front_coded, slices, varint, varints
from pressmark.search.parameters import FEWEST_LEVELS, K1, NEIGHBOURS, B
from pressmark.search.volumes import changes

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
    """Of each document, without stop words: the sum of what each counts as, so that a long title
    costs a document what it wins by it."""
    average: float


def impacts(weight: Ints, length: Array, average: float) -> Array:
    """BM25 of a word in a document without its idf; 1 is what it can't reach.

    Robertson and Zaragoza, The Probabilistic Relevance Framework (2009), with constants of ours.
    """
    saturation = K1 * (1 - B + B * length / max(average, 1.0))
    return weight / (weight + saturation)


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


def doc_lists(group: Ints, doc: Ints, groups: int, count: int) -> tuple[list[bytes], Array]:
    """The document list of each of so many groups, and whether it is a map of bits; `group` rises,
    and documents rise within it. A group without rows has an empty list.
    """
    starts = np.searchsorted(group, np.arange(groups + 1))
    steps = np.diff(doc, prepend=0)
    first = starts[:-1][starts[:-1] < starts[1:]]
    steps[first] = doc[first]
    lists = slices(*varints(steps), starts[:-1])
    maps = np.zeros(groups, dtype=bool)
    for number in np.flatnonzero(np.diff(starts) >= max(1, (count + 7) // 8)).tolist():
        rows = doc[starts[number] : starts[number + 1]]
        maps[number], lists[number] = documents(rows, count)
    return lists, maps


def _lists(
    group: Ints, doc: Ints, title: Ints, groups: int, count: int
) -> tuple[Ints, list[bytes], list[bytes]]:
    """For each group its flags, its document list, and what follows at the end for the documents
    that have it in the title.
    """
    lists, maps = doc_lists(group, doc, groups, count)
    inside = np.flatnonzero(title > 0)
    titled, place = np.unique(group[inside], return_inverse=True)
    held = np.bincount(place, minlength=len(titled)).tolist()
    tails = [b""] * groups
    own, small = doc_lists(place, doc[inside], len(titled), count)
    for number, size, packed, bitmap in zip(
        titled.tolist(), held, own, small.tolist(), strict=True
    ):
        tails[number] = bytes([bitmap]) + varint(size) + packed
    flags = np.where(maps, BITMAP, 0)
    flags[titled] |= TITLES
    return flags, lists, tails


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
    row_class = class_of[rows.form - rows.first] - base
    order = np.argsort(row_class * count + rows.doc, kind="stable")
    cls, doc = row_class[order], rows.doc[order]
    begin = np.flatnonzero(changes(cls, doc))
    cls, doc = cls[begin], doc[begin]
    weight, title = (
        np.add.reduceat(column[order], begin) if len(begin) else column
        for column in (rows.weight, rows.title)
    )
    held = np.bincount(cls, minlength=top - base)
    steps = levels(count, held)
    impact = impacts(weight, lengths.words[doc], lengths.average)
    quantised = np.maximum(1, np.rint(impact * steps[cls])).astype(np.uint8).tobytes()
    levels_of = slices(*varints(steps), np.arange(top - base))

    flags, lists, tails = _lists(cls, doc, title, top - base, count)
    first_form = np.searchsorted(class_of, np.arange(base, top + 1))
    numbers = [rows.first + first_form[:-1], np.where(plain, flags, flags | IMPACTS), held]
    # What each record begins with: the number of its first form, its flags, its documents' number.
    starts = slices(*varints(np.stack(numbers, axis=1).ravel()), np.arange(top - base) * 3)
    edges = np.concatenate(([0], np.cumsum(held))).tolist()
    form_edges = first_form.tolist()
    out: list[bytes] = []
    for number, (head, packed, tail) in enumerate(zip(starts, lists, tails, strict=True)):
        forms = form_names(names[form_edges[number] : form_edges[number + 1]])
        if plain[number]:
            out.append(forms + head + packed + tail)
        else:
            impacts_of = quantised[edges[number] : edges[number + 1]]
            out.append(forms + head + packed + levels_of[number] + impacts_of + tail)
    return out, *_form_records(rows, class_of, count)


def _form_records(rows: Rows, class_of: Ints, count: int) -> tuple[list[bytes], Ints]:
    """The document list of each form, empty where it is alone in its class: then the documents are
    those of its class. And how many documents each form is in.
    """
    held = np.bincount(rows.form - rows.first, minlength=rows.last - rows.first)
    out = [b""] * (rows.last - rows.first)
    several = np.bincount(class_of - class_of[0])[class_of - class_of[0]] > 1
    wanted = np.flatnonzero(several)
    if len(wanted):
        own = several[rows.form - rows.first]
        form = np.searchsorted(wanted, rows.form[own] - rows.first)
        flags, lists, tails = _lists(form, rows.doc[own], rows.title[own], len(wanted), count)
        numbers = np.stack((flags, held[wanted]), axis=1).ravel()
        heads = slices(*varints(numbers), np.arange(len(wanted)) * 2)
        parts = zip(wanted.tolist(), heads, lists, tails, strict=True)
        for place, head, packed, tail in parts:
            out[place] = head + packed + tail
    return out, held


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
                codes = near[here, side + step]
                columns.append((form[here], codes))
                here = here[codes > 0]
    first, last = span
    wide = len(columns)
    key = np.concatenate(
        [(forms - first) * wide + place for place, (forms, _) in enumerate(columns)]
    )
    order = stable_order(key)
    values = np.concatenate([values for _, values in columns], dtype=np.int64)[order]
    starts = np.searchsorted(key[order], np.arange(last - first) * wide)
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
