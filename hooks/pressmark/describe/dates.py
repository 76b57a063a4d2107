"""Reads dates in texts as EDTF. Parts that a text leaves out stay unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, partial

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.date_order import AMBIGUOUS_DATE, UNKNOWN, DateOrder, infer_date_order
from pressmark.describe.language import language
from pressmark.describe.months import day_names, month_numbers
from pressmark.text import edtf
from pressmark.text.inline import plain
from pressmark.text.lines import CACHE, head_start

_DIGIT = re.compile(r"\d")
_NAME = r"[^\W\d_]{3,12}"
_YEAR = r"1[4-9]\d\d|20\d\d"
_DATE = re.compile(
    rf"""
    (?<![\w/.-])(?:
      (?P<iso_y>{_YEAR})(?P<iso_sep>[-./])(?P<iso_m>\d{{1,2}})(?P=iso_sep)(?P<iso_d>\d{{1,2}})
      (?=\D|$)
    | (?P<cjk_y>{_YEAR})\s?[年년]\s?(?P<cjk_m>\d{{1,2}})\s?[月월]
      \s?(?P<cjk_d>\d{{1,2}})\s?[日일号號]
    | (?P<n1>\d{{1,2}})(?P<sep>[./-])\s?(?P<n2>\d{{1,2}})(?P=sep)\s?(?P<n_y>{_YEAR}|\d\d)(?![\w/-])
    | (?P<d1>\d{{1,2}})(?:st|nd|rd|th|er|\.|º|ª)?\s+(?:of\s+|de\s+|d[eo]s?\s+|')?(?P<m1>{_NAME})\.?
      (?:,?\s+(?:de\s+|del\s+)?(?P<y1>{_YEAR}))?(?!\w)
    | (?P<m2>{_NAME})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s+(?P<y2>{_YEAR}))?(?![\w:])
    | (?P<m3>{_NAME})\.?,?\s+(?:de\s+|del\s+)?(?P<y3>{_YEAR})(?!\w)
    )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_LABEL = re.compile(
    r"(?P<label>(?:first )?published(?: on| at)?|posted(?: on)?|publication date"
    r"|date(?: of publication)?|released|issued|dated|created(?: on)?|updated(?: on)?"
    r"|(?:last|latest) (?:updated?|modified)|veröffentlicht(?: am)?|veröffentlichung|publiziert am"
    r"|erschienen(?: am)?|erstellt am|stand(?: des artikels)?|datum|aktualisiert(?: am)?"
    r"|publi[eé] le|publicado(?: el| em)?|fecha|data|pubblicato il|gepubliceerd op"
    r"|опубликовано|дата|تاريخ النشر|نشر في|发布时间|公開日)\s*[:：]?\s*",
    re.IGNORECASE,
)
PUBLISHED, BARE, UPDATED = 0, 1, 2
"""Ranks of dates, by the label on their line; the lowest wins."""
_UPDATED = ("updated", "last", "latest", "aktualisiert")
TIME = re.compile(
    r"(?:\b(?:at|um|à|a las)\s+|(?<=\bT)|\b)\d{1,2}(?::|\.|h)\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:uhr|hrs|h))?"
    r"(?:\s?(?:\(?(?:gmt|utc|cet|cest|est|edt|et|bst|ist|pst|pdt)\)?(?:[+-]\d{1,2})?)|\s?[+-]\d\d:?\d\d|z)?",
    re.IGNORECASE,
)
_SMALL = frozenset({"at", "on", "um", "am", "le", "el", "the", "t", "z", "den", "à"})
"""Words that may stand beside a date on a line of its own."""
_SEPARATOR = re.compile(r"\s*[|•·]\s*")
"""Separator between a date and a name or a section on one line: `May 3, 2021 | News`."""
_IN_ADDRESS = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0[1-9]|1[0-2])(?:[/-](?P<d>0[1-9]|[12]\d|3[01]))?(?=[/-]|$)"
)

HEAD, TAIL = 12, 3
"""Body lines from the head (`lines.head`) and from the end that are searched for a date line. Pages
list other articles with their dates further up from the end.
"""
PROSE = 120
"""Characters of a paragraph; in the head, bare dates count above the second one."""
MAX_AFTER = 8
"""Body lines after the last paragraph of a text that is dated at its foot; a page has more."""
HEAD_PARTIAL = 5
"""Body lines from the start in which a date without a year, or beside other words, counts."""
MAX_LINE = 120
"""Characters of the longest date line."""


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date in a text."""

    value: str
    """EDTF."""
    start: int
    """Index of its first character."""
    end: int
    doubt: str = ""
    """Why it was read in this way, if several were possible: part of the evidence."""


def find_dates(text: str, date_order: DateOrder = UNKNOWN) -> Iterator[DateMatch]:
    """All dates in `text`, in order; `date_order` decides those that can be read in several ways.

    >>> text = "February 2; den 3. März 2021; 03/04/2019; 13/04/2019; 2019-02-30"
    >>> [match.value for match in find_dates(text)]
    ['XXXX-02-02', '2021-03-03', '2019', '2019-04-13']
    """
    start = 0
    while match := _DATE.search(text, start):
        value, doubt = _value(match, date_order)
        if value:
            yield DateMatch(value, match.start(), match.end(), doubt)
        # `the 3` of `the 3 May` matched, and `3 May` begins inside of it.
        start = match.end() if value or _has_month(match) else match.start() + 1


@lru_cache(CACHE)
def has_date(text: str) -> bool:
    """Whether a line has a date with its year."""
    return bool(_DIGIT.search(text)) and any(
        not match.value.startswith("XXXX") for match in find_dates(text)
    )


def _has_month(match: re.Match[str]) -> bool:
    """Whether the month of a match is one: a number, or a name in the table."""
    name = match["m1"] or match["m2"] or match["m3"]
    return name is None or name.casefold() in month_numbers()


def _value(match: re.Match[str], date_order: DateOrder) -> tuple[str | None, str]:
    """EDTF value of a match, None if there is no such day, and the doubt."""
    g = match.groupdict()
    if g["iso_y"]:
        return edtf.make(int(g["iso_y"]), int(g["iso_m"]), int(g["iso_d"])), ""
    if g["cjk_y"]:
        return edtf.make(int(g["cjk_y"]), int(g["cjk_m"]), int(g["cjk_d"])), ""
    if g["n1"]:
        year = g["n_y"] if len(g["n_y"]) == 4 else _full_year(g["n_y"], date_order)
        return (
            _numeric(int(g["n1"]), int(g["n2"]), int(year), g["sep"], date_order)
            if year
            else (None, "")
        )
    for day, month, year in (("d1", "m1", "y1"), ("d2", "m2", "y2")):
        if g[month]:
            number = month_numbers().get(g[month].casefold())
            if number is None:
                return None, ""
            return edtf.make(int(g[year]) if g[year] else None, number, int(g[day])), ""
    number = month_numbers().get(g["m3"].casefold())
    return (edtf.make(int(g["y3"]), number), "") if number else (None, "")


def _full_year(short: str, date_order: DateOrder) -> str | None:
    """The year that two digits stand for, if the text has exactly one such year in full."""
    years = [year for year in date_order.years if year.endswith(short)]
    return years[0] if len(years) == 1 else None


def _numeric(
    first: int, second: int, year: int, sep: str, date_order: DateOrder
) -> tuple[str | None, str]:
    """EDTF value and doubt of a date in numbers. Day first with full stops (Europe); else the only
    possible order, or the text's (`date_order`), or the year alone.
    """
    day_first = edtf.make(year, second, first)
    month_first = edtf.make(year, first, second)
    if sep == "." or day_first == month_first or not month_first:
        return day_first, ""
    if not day_first:
        return month_first, ""
    if date_order.order:
        return (day_first if date_order.order == "day" else month_first), date_order.reason
    return edtf.make(year), "day and month could be either way round"


def read_date_line(text: str, date_order: DateOrder = UNKNOWN) -> tuple[DateMatch, str] | None:
    """Date and label (in lower case, or empty) of a line that holds nothing but a date, a label, a
    weekday and a time; else None.
    """
    label = _LABEL.match(text)
    start = label.end() if label else 0
    match = next(find_dates(text[start:], date_order), None)
    if match is None:
        return None
    rest = text[start : start + match.start] + " " + text[start + match.end :]
    rest = TIME.sub(" ", rest)
    words = [word for word in re.split(r"[\s,.|•·/()\[\]–—-]+", rest.casefold()) if word]
    if any(word not in _SMALL and word not in day_names() for word in words):
        return None
    return match, label["label"].casefold() if label else ""


def date_line(page: Page) -> Iterator[Answer]:
    """A line that holds a date and nothing else: `Published: 3 May 2021, 10:15`."""
    all_lines = page.body.lines
    numbered = list(enumerate(all_lines))
    start = head_start(page.document, all_lines)
    tail = max(start + HEAD, len(all_lines) - TAIL)
    first = all_lines[start].number if all_lines else 0
    long = (b.lines[0] for b in page.blocks if len(" ".join(b.text)) >= PROSE)
    prose = [number for number in long if number >= first]
    after = sum(1 for line in all_lines if prose and line.number > prose[-1])
    date_order_once = cache(partial(_date_order, page))
    ranked: list[tuple[int, Answer]] = []
    bare: set[str | tuple[str, ...]] = set()
    for index, line in numbered[start : start + HEAD] + numbered[tail:]:
        if len(line.text) > MAX_LINE or line.block.kind in ("code", "quote", "caption"):
            continue
        text = plain(line.text, page.document.markdown).strip(" \t*_#|>•·")
        date_order = date_order_once() if AMBIGUOUS_DATE.search(text) else UNKNOWN
        answer = _answer(text, line.number, index < start + HEAD_PARTIAL, date_order)
        below = len(prose) > 1 and line.number > prose[1]
        far = below and (index < len(all_lines) - TAIL or after > MAX_AFTER)
        if answer and not (far and answer[0] == BARE):
            ranked.append(answer)
            bare |= {answer[1].value} if answer[0] == BARE and index < start + HEAD else set()
    # A labelled date outweighs a bare one, which may be the day on which the page was saved. Some
    # bare dates at the head are a calendar, or today's date and the text's.
    for rank, ranked_answer in sorted(ranked, key=lambda pair: pair[0]):
        if rank != BARE or len(bare) < 2:
            yield ranked_answer


def _date_order(page: Page) -> DateOrder:
    """Date order of a text."""

    def language_of_text() -> str | None:
        return next((str(answer.value) for answer in language(page)), None)

    return infer_date_order(
        (text for block in page.blocks for text in block.text), language_of_text
    )


def _answer(
    text: str, number: int, near_start: bool, date_order: DateOrder
) -> tuple[int, Answer] | None:
    """Rank (lower is better) and answer of a line, or None if it is no date line."""
    read = read_date_line(text, date_order)
    if read is None:
        read = _beside_other_words(text, date_order) if near_start else None
        takes: tuple[int, ...] = ()
    else:
        takes = (number,)
    if read is None or (read[0].value.startswith("XXXX") and not (near_start or read[1])):
        return None
    match, label = read
    source_text = text + (f" ({match.doubt})" if match.doubt else "")
    if label.startswith(_UPDATED):
        # The date of an update counts only if no other date is found.
        return UPDATED, Answer("date", match.value, number, source_text)
    rank = PUBLISHED if label else BARE
    return rank, Answer("date", match.value, number, source_text, takes)


def _beside_other_words(text: str, date_order: DateOrder) -> tuple[DateMatch, str] | None:
    """The only date between separators, if it is whole: `Handball • 2 February 2022`."""
    parts = _SEPARATOR.split(text)
    if len(parts) < 2:
        return None
    dates = [read for part in parts if (read := read_date_line(part, date_order))]
    whole = {read[0].value for read in dates if edtf.iso(read[0].value)}
    return dates[0] if len(dates) == 1 and whole else None


def date_in_address(page: Page) -> Iterator[Answer]:
    """A date in the document's own address: `/2021/05/03/`."""
    url = page.document.record.url
    match = _IN_ADDRESS.search(url) if url else None
    if url and match:
        day = int(match["d"]) if match["d"] else None
        value = edtf.make(int(match["y"]), int(match["m"]), day)
        if value:
            yield Answer("date", value, 0, url, origin="inference")
