"""Writes `text/characters.json`, the table by which search reads characters (`make tables`).

The table is a file, since Python and browsers have different versions of Unicode: without it, one
might find a character that another doesn't know.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

PATH = Path(__file__).parents[1] / "pressmark/text/characters.json"

UNIT_SCRIPTS = {
    "han": [
        (0x2E80, 0x2FD5),
        (0x3005, 0x3005),
        (0x3007, 0x3007),
        (0x3021, 0x3029),
        (0x3038, 0x303B),
        (0x3400, 0x4DBF),
        (0x4E00, 0x9FFF),
        (0xF900, 0xFAFF),
        (0x20000, 0x323AF),
    ],
    "hiragana": [(0x3041, 0x3096), (0x309D, 0x309F), (0x1B001, 0x1B11F), (0x1B150, 0x1B152)],
    "katakana": [
        (0x30A1, 0x30FA),
        (0x30FC, 0x30FF),
        (0x31F0, 0x31FF),
        (0xFF66, 0xFF9D),
        (0x1AFF0, 0x1B000),
        (0x1B120, 0x1B122),
        (0x1B164, 0x1B167),
    ],
    "thai": [(0x0E01, 0x0E4F)],
    "lao": [(0x0E81, 0x0EDF)],
    "khmer": [(0x1780, 0x17DD)],
    "myanmar": [(0x1000, 0x109F), (0xA9E0, 0xA9FE), (0xAA60, 0xAA7F)],
}
"""Scripts without spaces between words → ranges (first, last) of Unicode."""

DROPPED = [
    (0x0300, 0x036F),  # combining accents: Latin, Greek, Cyrillic
    (0x0483, 0x0489),  # Cyrillic
    (0x0591, 0x05C7),  # Hebrew points and accents
    (0x0610, 0x061A),  # Arabic signs
    (0x0640, 0x0640),  # Arabic tatweel
    (0x064B, 0x065F),  # Arabic vowel signs, madda, hamza above and below
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x0711, 0x0711),  # Syriac
    (0x0730, 0x074A),
    (0x0898, 0x08FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20F0),
    (0xFE00, 0xFE0F),  # variation selectors
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
]
"""Ranges of marks that search ignores. Indic, Thai and kana marks tell words apart, and stay."""

LETTERS = {
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
    "ħ": "h",
    "ı": "i",
    "ς": "σ",
    "ى": "ي",
    "ی": "ي",
    "ک": "ك",
    "ة": "ه",
    "ٱ": "ا",
    "\u05f3": "",
    "\u05f4": "",
    "\u02bb": "",
    "\u02bc": "",
}
"""Letters without a decomposition in Unicode → how they are often typed."""

EVERYTHING = ((0, 0xD7FF), (0xE000, 0x10FFFF))
"""Ranges of all characters: all code points but surrogates."""

APOSTROPHES = "'\u2019\u2018\u201b\u02bb\u02bc\uff07"
HIDDEN = "\u00ad\u200c\u200d\u2060\u05f3\u05f4"
"""Ignored inside of words: soft hyphen, joiners, geresh and gershayim."""

PARTING = "\u200c"
"""Those of the hidden characters that part words of cursive scripts: Persian and its neighbours set
endings apart with it. Indic scripts have it inside of words.
"""

CURSIVE = ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFF))
"""Ranges of Arabic letters."""

ELISIONS = [
    *("l", "m", "t", "s", "n", "d", "j", "c", "qu", "jusqu", "quoiqu", "lorsqu", "puisqu"),
    *("quelqu", "presqu", "un", "all", "dall", "dell", "nell", "sull", "coll", "pell", "gl"),
    *("agl", "dagl", "degl", "negl", "sugl", "quell", "quest", "sant"),
]
"""French, Italian and Catalan words before an apostrophe."""


def table() -> dict[str, Any]:
    """The table. Ranges are flat lists `[gap, length, gap, length …]` (`text/characters.codes`)."""
    category = unicodedata.category
    word = _codes(lambda c: category(c)[0] in "LMN")
    units = {
        script: _codes(lambda c: category(c)[0] == "L" or category(c) == "Nl", blocks)
        for script, blocks in UNIT_SCRIPTS.items()
    }
    marks = [(0x3099, 0x309A), (0xFF9E, 0xFF9F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF)]
    spaceless = [block for blocks in UNIT_SCRIPTS.values() for block in blocks]
    marked = _codes(lambda c: category(c)[0] == "M", spaceless)
    attached = sorted({*marked, *_codes(bool, marks)})
    dropped = _codes(lambda c: category(c)[0] in "ML", DROPPED)
    letters = {upper: to for c, to in LETTERS.items() if len(upper := c.upper()) == 1}
    stable = [c for c in map(chr, _codes(bool)) if unicodedata.normalize("NFKD", c) == c]
    return {
        "unicode": unicodedata.unidata_version,
        "word": _ranges(word),
        "units": {script: _ranges(codes) for script, codes in units.items()},
        "attached": _ranges(attached),
        "dropped": _ranges(dropped),
        "lower": _steps((ord(c), ord(low)) for c in stable if (low := _lower(c)) != c),
        "digits": [ord(c) for c in stable if category(c) == "Nd" and unicodedata.digit(c) == 0][1:],
        "letters": letters | LETTERS | {"ẞ": "ss"},
        "apostrophes": APOSTROPHES,
        "hidden": HIDDEN,
        "parting": PARTING,
        "cursive": _ranges(_codes(lambda c: category(c)[0] in "LM", CURSIVE)),
        "elisions": ELISIONS,
    }


def _lower(character: str) -> str:
    """Lower case of a character, or itself if that isn't one stable character."""
    low = character.lower()
    return low if len(low) == 1 and unicodedata.normalize("NFKD", low) == low else character


def _codes(
    wanted: Callable[[str], bool], blocks: Iterable[tuple[int, int]] = EVERYTHING
) -> list[int]:
    """Code points in `blocks` for whose characters `wanted` is true, sorted."""
    codes = {code for first, last in blocks for code in range(first, last + 1)}
    return sorted(code for code in codes if wanted(chr(code)))


def _ranges(codes: list[int]) -> list[int]:
    """Sorted code points as `[gap, length, …]`: number skipped, number included."""
    ranges: list[int] = []
    end = 0
    for code in codes:
        if ranges and code == end:
            ranges[-1] += 1
        else:
            ranges += [code - end, 1]
        end = code + 1
    return ranges


def _steps(pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Pairs (from, to) as `[first, count, step, to - from]`; same steps share an entry."""
    entries: list[list[int]] = []
    for source, target in pairs:
        last = entries[-1] if entries else None
        if last and last[3] == target - source:
            step = source - (last[0] + last[2] * (last[1] - 1))
            if step <= 2 and (last[1] == 1 or step == last[2]):
                last[1] += 1
                last[2] = step
                continue
        entries.append([source, 1, 1, target - source])
    return entries


def lines(content: dict[str, Any]) -> Iterator[str]:
    """Lines of the file: one for each key, so that changes are readable."""
    yield "{"
    last = len(content) - 1
    for number, (key, value) in enumerate(content.items()):
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
        yield f'"{key}":{text}{"," if number < last else ""}'
    yield "}"


if __name__ == "__main__":
    PATH.write_text("\n".join(lines(table())) + "\n", encoding="ascii")
