"""Dates as texts write them, read into EDTF. What a text doesn't say is not filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pressmark import edtf
from pressmark.clean.lines import lines
from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.months import day_names, month_numbers
from pressmark.inline import plain

_NAME = r"[^\W\d_]{3,12}"
_YEAR = r"1[4-9]\d\d|20\d\d"
_DATE = re.compile(
    rf"""
    (?<![\w/.-])(?:
      (?P<iso_y>{_YEAR})-(?P<iso_m>\d\d)-(?P<iso_d>\d\d)(?=\D|$)
    | (?P<cjk_y>{_YEAR})\s?[年년]\s?(?P<cjk_m>\d{{1,2}})\s?[月월]\s?(?P<cjk_d>\d{{1,2}})\s?[日일号號]
    | (?P<n1>\d{{1,2}})(?P<sep>[./-])\s?(?P<n2>\d{{1,2}})(?P=sep)\s?(?P<n_y>{_YEAR})(?![\w/-])
    | (?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?\s+(?:of\s+|de\s+|d[eo]s?\s+|')?(?P<m1>{_NAME})\.?
      (?:,?\s+(?:de\s+|del\s+)?(?P<y1>{_YEAR}))?(?!\w)
    | (?P<m2>{_NAME})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>{_YEAR}))?(?![\w:])
    | (?P<m3>{_NAME})\.?,?\s+(?:de\s+|del\s+)?(?P<y3>{_YEAR})(?!\w)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?P<label>(?:first )?published(?: on| at)?|posted(?: on)?|publication date|date(?: of publication)?"
    r"|released|issued|dated|created(?: on)?|updated(?: on)?|last (?:updated|modified)"
    r"|veröffentlicht(?: am)?|publiziert am|erschienen(?: am)?|erstellt am|stand|datum"
    r"|publi[eé] le|publicado(?: el| em)?|fecha|data|pubblicato il|gepubliceerd op|aktualisiert(?: am)?"
    r"|опубликовано|дата|تاريخ النشر|نشر في|发布时间|公開日)\s*[:：]?\s*",
    re.IGNORECASE,
)
_UPDATED = ("updated", "last", "aktualisiert")
_TIME = re.compile(
    r"(?:\b(?:at|um|à|a las)\s+|(?<=\bT)|\b)\d{1,2}(?::|\.|h)\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]\.?m\b\.?)?"
    r"(?:\s?(?:uhr|hrs|h))?(?:\s?(?:\(?(?:gmt|utc|cet|cest|est|edt|et|bst|ist|pst|pdt)\)?)|\s?[+-]\d\d:?\d\d|z)?",
    re.IGNORECASE,
)
_SMALL = frozenset({"at", "on", "um", "am", "le", "el", "the", "t", "z", "den", "à"})
"""Words that may stand beside a date on a line of its own."""
_IN_ADDRESS = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0[1-9]|1[0-2])(?:[/-](?P<d>0[1-9]|[12]\d|3[01]))?(?=[/-]|$)"
)

HEAD, TAIL = 12, 6
"""Body lines from the start and from the end in which a date line may stand."""
MAX_LINE = 120


@dataclass(frozen=True, slots=True)
class Found:
    """A date in a text: its EDTF value, where it stands, and a doubt that goes into the evidence."""

    value: str
    start: int
    end: int
    doubt: str = ""


def find(text: str) -> Iterator[Found]:
    """All dates in `text`, in order.

    >>> [f.value for f in find("February 2; am 3. März 2021; 03/04/2019; 13/04/2019; 2019-02-30")]
    ['XXXX-02-02', '2021-03-03', '2019', '2019-04-13']
    """
    for found in _DATE.finditer(text):
        value, doubt = _value(found)
        if value:
            yield Found(value, found.start(), found.end(), doubt)


def _value(found: re.Match[str]) -> tuple[str | None, str]:
    g = found.groupdict()
    if g["iso_y"]:
        return edtf.make(int(g["iso_y"]), int(g["iso_m"]), int(g["iso_d"])), ""
    if g["cjk_y"]:
        return edtf.make(int(g["cjk_y"]), int(g["cjk_m"]), int(g["cjk_d"])), ""
    if g["n1"]:
        return _numeric(int(g["n1"]), int(g["n2"]), int(g["n_y"]), g["sep"])
    for day, month, year in (("d1", "m1", "y1"), ("d2", "m2", "y2")):
        if g[month]:
            number = month_numbers().get(g[month].casefold())
            if number is None:
                return None, ""
            return edtf.make(int(g[year]) if g[year] else None, number, int(g[day])), ""
    number = month_numbers().get(g["m3"].casefold())
    return (edtf.make(int(g["y3"]), number), "") if number else (None, "")


def _numeric(first: int, second: int, year: int, sep: str) -> tuple[str | None, str]:
    """Day first with full stops (Europe); else only one order may be possible, or only the year
    is known."""
    day_first = edtf.make(year, second, first)
    month_first = edtf.make(year, first, second)
    if sep == "." or day_first == month_first or not month_first:
        return day_first, ""
    if not day_first:
        return month_first, ""
    return edtf.make(year), "day and month could be either way round"


def read_line(text: str) -> tuple[Found, str] | None:
    """The date of a line that holds nothing but a date, a label, a day of the week and a time;
    with the label, folded."""
    label = _LABEL.match(text)
    at = label.end() if label else 0
    found = next(find(text[at:]), None)
    if found is None:
        return None
    rest = text[at : at + found.start] + " " + text[at + found.end :]
    rest = _TIME.sub(" ", rest)
    words = [word for word in re.split(r"[\s,.|•·/()\[\]–—-]+", rest.casefold()) if word]
    if any(word not in _SMALL and word not in day_names() for word in words):
        return None
    return found, label["label"].casefold() if label else ""


def date_line(page: Page) -> Iterator[Answer]:
    """A line that holds a date and nothing else: `Published: 3 May 2021, 10:15`."""
    all_lines = list(lines(page.blocks))
    near = all_lines[:HEAD] + all_lines[max(HEAD, len(all_lines) - TAIL) :]
    updated: list[Answer] = []
    for line in near:
        if len(line.text) > MAX_LINE or line.block.kind in ("code", "quote", "caption"):
            continue
        text = plain(line.text, page.document.markdown).strip(" \t*_#|>•·")
        read = read_line(text)
        if read is None:
            continue
        found, label = read
        seen = text + (f" ({found.doubt})" if found.doubt else "")
        answer = Answer("date", found.value, line.number, seen, (line.number,))
        if label.startswith(_UPDATED):
            updated.append(Answer("date", found.value, line.number, seen))
        else:
            yield answer
    # When it was changed is only worth something where nothing says when it came out.
    yield from updated


def date_in_address(page: Page) -> Iterator[Answer]:
    """`/2021/05/03/` in the document's own address."""
    url = page.document.record.url
    found = _IN_ADDRESS.search(url) if url else None
    if url and found:
        day = int(found["d"]) if found["d"] else None
        value = edtf.make(int(found["y"]), int(found["m"]), day)
        if value:
            yield Answer("date", value, 0, url, origin="inference")
