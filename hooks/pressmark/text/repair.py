"""Repairs the characters of one line: mojibake, escapes, invisible marks, white space.

`FIXERS` are small independent functions from text to text; `repair_line` applies them in order.
None changes what an author may have meant: quotation marks stay curly, an ellipsis stays one
character, wide letters stay wide.

Time is linear in the length of the line, whatever it holds.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from html.entities import name2codepoint

import ftfy

PIECE = 1024
"""Characters that ftfy and the normaliser get at a time, at most: they sort combining marks in
quadratic time."""

# ---- Terminal output

# ECMA-48: control sequences, strings up to their end (BEL or ST), and escapes of two or three
# characters. Only the beginning of a string without an end is removed, lest text is lost.
_ESCAPES = re.compile(
    r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]+[0-~]|[0-~])"
)
_OVERSTRUCK = re.compile(r"[^\x08]\x08")


def terminal(text: str) -> str:
    r"""Remove terminal escapes (colours, titles) and the overstruck letters of bold text.

    >>> terminal("\x1b[1mBold\x1b[0m N\bNo")
    'Bold No'
    """
    if "\x1b" in text:
        text = _ESCAPES.sub("", text)
    return _OVERSTRUCK.sub("", text) if "\b" in text else text


# ---- HTML character references

# The letters and signs of Latin-1 and Windows, and typesetters' marks. The names of mathematics
# (`&sum;`, `&and;`) are as likely to be a program's.
_ENTITIES = {"apos": "'"} | {
    name: chr(code)
    for name, code in name2codepoint.items()
    if code < 0x180
    or 0x2C0 <= code < 0x2E0
    or 0x2000 <= code <= 0x203A
    or name in {"euro", "trade"}
}
_REFERENCE = re.compile(r"&(?:#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6})|[A-Za-z][A-Za-z0-9]{1,6});")

# In a line that has markup, or is about it, the references are meant as they are.
_MARKUP = re.compile(
    r"<|&lt;[A-Za-z/!?]|`|(?<![\w./])(?:html?|xml|entit(?:y|ies)|ampersands?|markup|unicode)\b",
    re.IGNORECASE,
)

# In Markdown, these would become markup when they are no longer escaped.
_ACTIVE = frozenset("\\`*_{}[]()#+-.!|<>~$^=:")

_NESTED = 3


def entities(text: str) -> str:
    """Resolve HTML character references that a scrape left in its text.

    Conservative: only references that end in a semicolon and stand for a letter or a typesetter's
    mark, and not in a line that holds markup, code in backticks, or words about HTML.

    >>> entities("It&#8217;s AT&amp;T&nbsp;again")
    'It’s AT&T\\xa0again'
    >>> entities("In HTML, write &amp; for it"), entities("R&D; a&b;")
    ('In HTML, write &amp; for it', 'R&D; a&b;')
    """
    if "&" not in text or ";" not in text or not _REFERENCE.search(text) or _MARKUP.search(text):
        return text
    # `&amp;#8217;` has been escaped twice.
    for _ in range(_NESTED):
        previous, text = text, _REFERENCE.sub(_resolved, text)
        if text == previous:
            break
    return text


def _resolved(match: re.Match[str]) -> str:
    reference = match[0]
    if reference[1] != "#":
        return _ENTITIES.get(reference[1:-1], reference)
    resolved = html.unescape(reference)
    return reference if resolved in _ACTIVE else resolved


# ---- Mojibake

# UTF-8 read in a wrong encoding has sequences of signs and letters that are rare in good text. This
# finds, much faster than ftfy, the lines that ftfy might change: a Latin letter or a sign before
# another (but not two small letters, nor a letter after an opening quotation mark), a sign after a
# Greek or Cyrillic letter, a control character of Latin-1, or the rest of a no-break space. Signs
# that often follow a letter in good text (`_COMMON`) count only between two of these.
_SIGNS = (
    "¡-¬®-³µ¶¸-º¼-¿ƒˆ˜΄-Ώ‚„†‡•‰‹‘“€™№╔-▟"
    "\u0402\u0403\u0409-\u040f\u0452\u0453\u0459-\u045f\u0490\u0491"
)
_SMALL = "".join(c for c in map(chr, range(0xC0, 0x250)) if c.islower() and c not in "œƒÿ")
_OTHER = "".join(c for c in map(chr, range(0xC0, 0x250)) if c not in _SMALL)
_COMMON = "\xa0\xad´·–—―’…"
_SUSPECT = re.compile(
    f"[\x80-\x9f{_SIGNS}À-\u024f\u02c6-\u02dd»”›⁄\u20a0-\u25ffﬁﬂ\uf8ff\ufffd]"
    f"(?:(?![{_COMMON}])[\x80-¿\u02c6-\u02dd΄-ΏΩπ\u2000-\u25ffﬁﬂ\uf8ff\ufffd]"
    f"|(?<![{_SMALL}])[{_COMMON}]|[{_COMMON}](?=[^\x00-\x7f])"
    f"|(?<![„“‘«¡¿])[{_OTHER}]"
    f"|(?<![„“‘«¡¿{_SMALL}])[{_SMALL}]"
    f"|(?<=[\u0370-\u047f][{_SIGNS}À-ÿ\u2500-\u25ff])"
    "|(?<=[ВГРСвΒΓ][»”›])(?=[ВГРСҐΒΓ])"
    "|(?<=[\x80-\x9f])"
    "|(?<=[ÂÃ])[ ])"
)


def mojibake(text: str) -> str:
    """Restore UTF-8 that was read in a wrong encoding, once or several times.

    ftfy does it, on the lines that look like it.

    >>> mojibake("âœ” Itâ€™s a cafÃ©")
    '✔ It’s a café'
    >>> mojibake("l’été à «Zürich» – “très” chaud…")
    'l’été à «Zürich» – “très” chaud…'
    """
    if not _SUSPECT.search(text):
        return text
    if len(text) <= PIECE:
        return ftfy.fix_encoding(text)
    return "".join(
        ftfy.fix_encoding(piece) if _SUSPECT.search(piece) else piece for piece in _pieces(text)
    )


# ---- Invisible characters

# Characters that separate lines, pages or cells for some programs, but not the raw file's lines.
_BREAKS = re.compile("[\x07\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029\ufffa]+")
_CONTROLS = re.compile("[\x00-\x06\x08\x0e-\x1f\x7f-\x9f\u206a-\u206f\ufff9-\ufffb\ufffe\uffff]+")


def controls(text: str) -> str:
    r"""Without control characters; those that divide become a space.

    Tabs are left to `spaces`.

    >>> controls("a\x00b\x0cc\x7f")
    'ab c'
    """
    return _CONTROLS.sub("", _BREAKS.sub(" ", text))


_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]+")


def bidi(text: str) -> str:
    r"""Remove embeddings, overrides and isolates, which can show text in a false order.

    Marks for the direction of their neighbours (LRM, RLM, ALM) stay: Arabic and Hebrew need them,
    and they reorder nothing else.

    >>> bidi("safe\u202egpj.exe"), bidi("\u200fא!\u200f") == "\u200fא!\u200f"
    ('safegpj.exe', True)
    """
    return _BIDI.sub("", text)


# Thai, Lao, Myanmar, Khmer and their neighbours mark where words end with a zero-width space.
_UNSPACED = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19ff\u1a20-\u1aaf"
_INVISIBLE = re.compile(
    "[\ufeff\u00ad\u2060]+"
    f"|(?<![{_UNSPACED}])\u200b+|\u200b+(?![{_UNSPACED}\u200b])"
    "|(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0000-\U000e007f]+"
)


def invisible(text: str) -> str:
    r"""Remove byte order marks, soft hyphens and zero-width spaces inside words, and hidden tags.

    They keep words from being found. Joiners stay, since the shapes of letters depend on them; so
    do zero-width spaces in scripts that mark words with them, and the tags in the flags of regions.

    >>> invisible("\ufeffexam\xadple\u200b"), len(invisible("\u0e01\u200b\u0e02"))
    ('example', 3)
    """
    return _INVISIBLE.sub("", text)


# ---- White space

_WIDTHS = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_INDENT = re.compile(f"^([ \t]*)[{_WIDTHS}][{_WIDTHS} \t]*")
_WIDTH = re.compile(f"[{_WIDTHS}]")
_LEADING = re.compile("[\t ]*")


def spaces(text: str) -> str:
    r"""Replace tabs, no-break spaces and other spaces that differ only in width by plain spaces.

    In the indentation, tabs and plain spaces stay, since they may mark structure, and all others
    are removed, since a plain space there would mark it too. The ideographic space stays: it is as
    wide as a character, and Chinese and Japanese use it to indent paragraphs and to separate names.

    >>> spaces("\ta\tb\xa0c"), spaces("\xa0 d"), spaces("　山田　太郎")
    ('\ta b c', 'd', '\u3000山田\u3000太郎')
    """
    text = _WIDTH.sub(" ", _INDENT.sub(r"\1", text))
    if "\t" not in text:
        return text
    start = _LEADING.match(text).end()  # type: ignore[union-attr]  # it matches nothing, too
    return text[:start] + text[start:].replace("\t", " ")


def nfc(text: str) -> str:
    """Compose characters (Unicode normalization form C).

    >>> len("e\u0301"), len(nfc("e\u0301"))
    (2, 1)
    """
    if unicodedata.is_normalized("NFC", text):
        return text
    if len(text) <= PIECE:
        return unicodedata.normalize("NFC", text)
    return "".join(unicodedata.normalize("NFC", piece) for piece in _pieces(text))


def trim(text: str) -> str:
    """Remove white space at the end.

    >>> trim("  a  ")
    '  a'
    """
    return text.rstrip()


# ---- All of them

FIXERS: tuple[Callable[[str], str], ...] = (
    terminal,
    entities,
    mojibake,
    controls,
    bidi,
    invisible,
    spaces,
    nfc,
    trim,
)
"""In order: later ones remove evidence that earlier ones need (a no-break space may be half a
letter)."""


def repair_line(text: str) -> str:
    """Repair one line, without its end, by all of `FIXERS`.

    >>> repair_line("Itâ€™s 5\\xa0oâ€™clock \\t")
    'It’s 5 o’clock'
    """
    # Most text has only visible characters and spaces, and needs nothing else.
    if text.isprintable() and "&" not in text:
        if text.isascii():
            return text.rstrip()
        if not _SUSPECT.search(text) and unicodedata.is_normalized("NFC", text):
            return text.rstrip()
    for fix in FIXERS:
        text = fix(text)
    return text


def applied_fixers(raw: str, repaired: str) -> tuple[str, ...]:
    """The names of the fixers that changed `raw` on the way to `repaired`, in order.

    >>> applied_fixers("cafÃ©\\xa0", "café")
    ('mojibake', 'spaces', 'trim')
    """
    if raw == repaired:
        return ()
    names: list[str] = []
    text = raw
    for fix in FIXERS:
        fixed = fix(text)
        if fixed != text:
            names.append(fix.__name__)
        text = fixed
    return tuple(names)


# Characters before which a text can be cut without changing the repair of either half.
_SAFE = re.compile(
    "[ -~\u00a1-\u02ff\u0391-\u0482\u05d0-\u05ea\u0621-\u064a"
    "\u3000-\u3098\u3400-\u9fff\uac00-\ud7a3]"
)


def _pieces(text: str) -> Iterator[str]:
    """`text` in pieces of at most `PIECE` characters, cut at a space, else before a safe one."""
    start = 0
    while len(text) - start > PIECE:
        cut = text.rfind(" ", start + 1, start + PIECE)
        if cut < 0:
            cut = next(
                (i for i in range(start + PIECE, start, -1) if _SAFE.match(text, i)),
                start + PIECE,
            )
        yield text[start:cut]
        start = cut
    yield text[start:]
