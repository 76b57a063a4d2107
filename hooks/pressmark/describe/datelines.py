"""Datelines: where and when a report was filed, at the head of its first paragraph.

`Washington, February 2 (RHC)-- Israeli …`, `PARIS, 3 May 2021 (AFP) - …`, `LEIDEN — …`
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.dates import DateMatch, find_dates, read_date_line
from pressmark.describe.months import day_names, month_numbers
from pressmark.text import edtf
from pressmark.text.inline import plain

_HEAD = re.compile(
    r"""
    (?P<place>[^\W\d_][^\d()\[\]:;!?"“”—–]{1,50}?)
    (?:,\s*(?P<date>[^()\[\]—–:;]{3,40}?))?
    \s*
    (?P<agency>[(\[][^()\[\]]{2,40}[)\]])?
    \s*(?P<dash>--|—|–|\s-|-(?=\s))\s*
    (?=\S)
    """,
    re.VERBOSE,
)
_NOT_PLACES = frozenset(
    """
    breaking update updated live exclusive correction corrected analysis opinion editorial note ps
    news brief watch video photos interview q&a faq nb attention warning urgent alert review
    published posted chapter part letter summary abstract introduction
    """.split()  # noqa: SIM905  # a list of words reads better as a line than as 31 strings
)
AGENCIES = frozenset(
    """
    aa aap abc afp ani anp ansa antara ap apa apn ats belga bernama bloomberg bns cctv cna cnn cp
    ctk dpa dts dw efe epd fna gna ians ina interfax irna isna jiji kna kuna kyodo lusa mna mti nan
    ntb pa pap petra prensa pti qna reuters rfe rhc ria ritzau saba sana sapa sda spa sputnik stt
    tasnim tass telam tt ukrinform una upi vna wafa xinhua yonhap
    """.split()  # noqa: SIM905  # as above
)
"""News agencies. Other words in brackets may be a party, a share or an age."""
MAX_LETTER_LINE = 60
"""Characters of the longest line with the place and date of a letter."""
REACH = 5
"""Blocks from the start in which a dateline may stand."""


@dataclass(frozen=True, slots=True)
class Dateline:
    """Place, date and agency of a dateline."""

    text: str
    """All of it."""
    place: str
    date: DateMatch | None
    agency: str | None


def read_dateline(text: str) -> Dateline | None:
    """The dateline at the beginning of `text`, or None.

    >>> read_dateline("Washington, February 2 (RHC)-- Israeli").place
    'Washington'
    >>> read_dateline("The plan – if it is one – failed") is None
    True
    """
    match = _HEAD.match(text)
    if not match:
        return None
    place, date = match["place"].strip(" ,"), match["date"]
    read = None
    if date:
        dates = list(find_dates(date))
        read = dates[0] if len(dates) == 1 else None
        if read is None:
            # `Tel Aviv, Israel — `: the part after the comma belongs to the place.
            place = f"{place}, {date.strip()}"
    if not _is_place(place):
        return None
    agency = match["agency"].strip("()[] ") if match["agency"] else None
    # Without a date or an agency only capitals tell a place from the start of a sentence.
    if read is None and not _is_agency(agency) and not place.partition(",")[0].isupper():
        return None
    return Dateline(match[0].strip(), _without_capitals(place), read, agency)


def _without_capitals(place: str) -> str:
    """A place in title case: `JAKARTA, Indonesia` is changed; `U.S.` and `UAE` stay."""
    parts = place.split(",")
    return ",".join(p.title() if p.isupper() and len(p.strip(" .")) > 3 else p for p in parts)


def _is_agency(text: str | None) -> bool:
    """Whether `text` names an agency: `AFP`, `dpa/lno`, `Xinhua News Agency`."""
    words = re.split(r"[\s/,]+", text.casefold()) if text else [""]
    return words[0] in AGENCIES or words[-1] == "agency"


def read_place_and_date(text: str) -> tuple[str, DateMatch] | None:
    """Place and date of a line that holds nothing else, as the heads of letters; or None.

    >>> read_place_and_date("Lyon, le 8 janvier 1998")[1].value
    '1998-01-08'
    """
    place, comma, rest = text.strip().partition(",")
    read = read_date_line(rest.strip()) if comma and len(text) < MAX_LETTER_LINE else None
    if read is None or read[1] or edtf.iso(read[0].value) is None or not _is_place(place):
        return None
    return place.strip(), read[0]


def _is_place(text: str) -> bool:
    words = text.replace(",", " ").split()
    if not words or len(words) > 5:
        return False
    first = words[0].casefold().rstrip(".")
    if first in _NOT_PLACES or first in day_names() or first in month_numbers():
        return False
    # CJK and Arabic have no capitals; a dateline there needs more than its letters, so not here.
    return all(word[0].isupper() or word.casefold() in _SMALL for word in words)


_SMALL = frozenset(
    {"de", "la", "le", "les", "del", "am", "an", "der", "sur", "and", "of", "the", "el", "al"}
)


def dateline(page: Page) -> Iterator[Answer]:
    """Place and date of the dateline of the first paragraph."""
    for block in page.article[:REACH]:
        if block.kind != "paragraph":
            continue
        text = plain(block.text[0], page.document.markdown)
        read = read_dateline(text[:200])
        if read is None:
            continue
        line = block.lines[0]
        yield Answer("place", read.place, line, read.text)
        if read.date:
            yield Answer("date", read.date.value, line, read.text)
        return


def place_and_date(page: Page) -> Iterator[Answer]:
    """`Lyon, le 8 janvier 1998` on a line of its own, at the head or the foot of a text."""
    all_lines = page.body.lines
    for line in all_lines[:REACH] + all_lines[max(REACH, len(all_lines) - REACH) :]:
        text = plain(line.text, page.document.markdown).strip(" *_")
        read = read_place_and_date(text)
        if read and line.block.kind in ("paragraph", "heading", "verse"):
            yield Answer("place", read[0], line.number, text, (line.number,))
            yield Answer("date", read[1].value, line.number, text)
            return
