"""Dates as texts write them, read into EDTF. What a text doesn't say is not filled in."""

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
"""Ranks of what a line says of its date; the lowest wins."""
_UPDATED = ("updated", "last", "latest", "aktualisiert")
TIME = re.compile(
    r"(?:\b(?:at|um|à|a las)\s+|(?<=\bT)|\b)\d{1,2}(?::|\.|h)\d{2}(?::\d{2}(?:\.\d+)?)?"
    r"(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:uhr|hrs|h))?"
    r"(?:\s?(?:\(?(?:gmt|utc|cet|cest|est|edt|et|bst|ist|pst|pdt)\)?(?:[+-]\d{1,2})?)|\s?[+-]\d\d:?\d\d|z)?",
    re.IGNORECASE,
)
_SMALL = frozenset({"at", "on", "um", "am", "le", "el", "the", "t", "z", "den", "à"})
"""Words that may stand beside a date on a line of its own."""
_PARTED = re.compile(r"\s*[|•·]\s*")
"""What parts the date from a name or a section on one line: `May 3, 2021 | News`."""
_IN_ADDRESS = re.compile(
    r"/(?P<y>(?:19|20)\d\d)[/-](?P<m>0[1-9]|1[0-2])(?:[/-](?P<d>0[1-9]|[12]\d|3[01]))?(?=[/-]|$)"
)

HEAD, TAIL = 12, 3
"""Body lines from the head (`lines.head`) and from the end in which a date line may stand: further
up from the end, pages list other articles with their dates.
"""
PROSE = 120
"""Characters of a paragraph; in the head, bare dates count above the second one."""
MAX_AFTER = 8
"""Body lines after the last paragraph of a text that is dated at its foot; a page has more."""
HEAD_PARTIAL = 5
"""Body lines from the start in which a date without a year, or beside other words, counts."""
MAX_LINE = 120


@dataclass(frozen=True, slots=True)
class DateMatch:
    """A date in a text: its EDTF value, its place, and a doubt that goes into the evidence."""

    value: str
    start: int
    end: int
    doubt: str = ""


def find_dates(text: str, habits: DateOrder = UNKNOWN) -> Iterator[DateMatch]:
    """All dates in `text`, in order; `habits` say how it writes those that could be several.

    >>> text = "February 2; den 3. März 2021; 03/04/2019; 13/04/2019; 2019-02-30"
    >>> [match.value for match in find_dates(text)]
    ['XXXX-02-02', '2021-03-03', '2019', '2019-04-13']
    """
    at = 0
    while found := _DATE.search(text, at):
        value, doubt = _value(found, habits)
        if value:
            yield DateMatch(value, found.start(), found.end(), doubt)
        # `the 3` of `the 3 May` looked like a date; what it ends with may begin one.
        at = found.end() if value or _month(found) else found.start() + 1


@lru_cache(CACHE)
def has_date(text: str) -> bool:
    """Whether a line has a date with its year."""
    return bool(_DIGIT.search(text)) and any(
        not found.value.startswith("XXXX") for found in find_dates(text)
    )


def _month(found: re.Match[str]) -> bool:
    """Whether the month is one: a number, or a name that is known."""
    name = found["m1"] or found["m2"] or found["m3"]
    return name is None or name.casefold() in month_numbers()


def _value(found: re.Match[str], habits: DateOrder) -> tuple[str | None, str]:
    g = found.groupdict()
    if g["iso_y"]:
        return edtf.make(int(g["iso_y"]), int(g["iso_m"]), int(g["iso_d"])), ""
    if g["cjk_y"]:
        return edtf.make(int(g["cjk_y"]), int(g["cjk_m"]), int(g["cjk_d"])), ""
    if g["n1"]:
        year = g["n_y"] if len(g["n_y"]) == 4 else _century(g["n_y"], habits)
        return (
            _numeric(int(g["n1"]), int(g["n2"]), int(year), g["sep"], habits)
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


def _century(short: str, habits: DateOrder) -> str | None:
    """The year that two digits stand for, where the text has it whole elsewhere."""
    found = [year for year in habits.years if year.endswith(short)]
    return found[0] if len(found) == 1 else None


def _numeric(
    first: int, second: int, year: int, sep: str, habits: DateOrder
) -> tuple[str | None, str]:
    """Day first with full stops (Europe); else only one order may be possible, or be the text's
    habit, or only the year is known.
    """
    day_first = edtf.make(year, second, first)
    month_first = edtf.make(year, first, second)
    if sep == "." or day_first == month_first or not month_first:
        return day_first, ""
    if not day_first:
        return month_first, ""
    if habits.order:
        return (day_first if habits.order == "day" else month_first), habits.reason
    return edtf.make(year), "day and month could be either way round"


def read_line(text: str, habits: DateOrder = UNKNOWN) -> tuple[DateMatch, str] | None:
    """The date of a line that holds nothing but a date, a label, a day of the week and a time;
    with the label, folded.
    """
    label = _LABEL.match(text)
    at = label.end() if label else 0
    found = next(find_dates(text[at:], habits), None)
    if found is None:
        return None
    rest = text[at : at + found.start] + " " + text[at + found.end :]
    rest = TIME.sub(" ", rest)
    words = [word for word in re.split(r"[\s,.|•·/()\[\]–—-]+", rest.casefold()) if word]
    if any(word not in _SMALL and word not in day_names() for word in words):
        return None
    return found, label["label"].casefold() if label else ""


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
    ask = cache(partial(_habits, page))
    ranked: list[tuple[int, Answer]] = []
    bare: set[str | tuple[str, ...]] = set()
    for at, line in numbered[start : start + HEAD] + numbered[tail:]:
        if len(line.text) > MAX_LINE or line.block.kind in ("code", "quote", "caption"):
            continue
        text = plain(line.text, page.document.markdown).strip(" \t*_#|>•·")
        known = ask() if AMBIGUOUS_DATE.search(text) else UNKNOWN
        dated = _answer(text, line.number, at < start + HEAD_PARTIAL, known)
        below = len(prose) > 1 and line.number > prose[1]
        far = below and (at < len(all_lines) - TAIL or after > MAX_AFTER)
        if dated and not (far and dated[0] == BARE):
            ranked.append(dated)
            bare |= {dated[1].value} if dated[0] == BARE and at < start + HEAD else set()
    # What a label says outweighs a bare date, which may be the day on which the page was saved.
    # Several bare dates at the head are a calendar's, or today's and the text's: no telling which.
    for rank, answer in sorted(ranked, key=lambda r: r[0]):
        if rank != BARE or len(bare) < 2:
            yield answer


def _habits(page: Page) -> DateOrder:
    """How a text writes its dates."""

    def spoken() -> str | None:
        return next((str(answer.value) for answer in language(page)), None)

    return infer_date_order((text for block in page.blocks for text in block.text), spoken)


def _answer(
    text: str, number: int, near_start: bool, known: DateOrder
) -> tuple[int, Answer] | None:
    """A line's rank (lower is better) and date, if it has one."""
    read = read_line(text, known)
    if read is None:
        read = _beside_other_words(text, known) if near_start else None
        takes: tuple[int, ...] = ()
    else:
        takes = (number,)
    if read is None or (read[0].value.startswith("XXXX") and not (near_start or read[1])):
        return None
    found, label = read
    seen = text + (f" ({found.doubt})" if found.doubt else "")
    if label.startswith(_UPDATED):
        # When it was changed is only worth something where nothing says when it came out.
        return UPDATED, Answer("date", found.value, number, seen)
    rank = PUBLISHED if label else BARE
    return rank, Answer("date", found.value, number, seen, takes)


def _beside_other_words(text: str, known: DateOrder) -> tuple[DateMatch, str] | None:
    """`Handball • 2 February 2022`: a part of the line is a whole date, and the only one."""
    parts = _PARTED.split(text)
    if len(parts) < 2:
        return None
    dates = [read for part in parts if (read := read_line(part, known))]
    whole = {read[0].value for read in dates if edtf.iso(read[0].value)}
    return dates[0] if len(dates) == 1 and whole else None


def date_in_address(page: Page) -> Iterator[Answer]:
    """`/2021/05/03/` in the document's own address."""
    url = page.document.record.url
    found = _IN_ADDRESS.search(url) if url else None
    if url and found:
        day = int(found["d"]) if found["d"] else None
        value = edtf.make(int(found["y"]), int(found["m"]), day)
        if value:
            yield Answer("date", value, 0, url, origin="inference")
