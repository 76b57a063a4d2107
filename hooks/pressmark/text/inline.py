"""What stands inside a line: emphasis, code and links, as a flat list of spans.

Only texts that mark their emphasis as Markdown does are read for marks; in all others a `*` is a
`*`. Addresses (`https://…`) are links in both. Time is linear in the text: a delimiter is looked
at once, and no pattern can backtrack over more than the link that it is in.

The delimiters follow CommonMark's rules of flanking (spec 0.31, 6.2), without nesting: bold inside
italics is bold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from urllib.parse import quote, urlsplit

from pressmark.text.memo import Memo

_PUNCTUATION = r"!-/:-@\[-`{-~"

_SOURCE = r"\([^()]*(?:\([^()]*\)[^()]*)*\)"
_PICTURE = r"!\[[^\[\]]*\]" + _SOURCE
"""A picture that is a link, or a part of one, as those of people and of teasers are."""
_TOKEN = re.compile(
    rf"""
    \\(?P<escaped>[{_PUNCTUATION}])
    | (?P<ticks>`+)
    | <(?P<auto>https?://[^<>\s]+)>
    | (?P<image>!)?\[(?P<label>(?:{_PICTURE}|[^\[\]])*)\]
      \([ ]*<?(?P<href>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+"[^"\n]*")?[ ]*\)
    | (?P<url>https?://[^\s<>"“”„«»()\[\]{{}}|\\^`*]+)
    | (?P<mark>\*{{1,3}}|_{{1,3}})
    """,
    re.VERBOSE | re.IGNORECASE,
)
_CALLED = re.compile(r"!\[([^\[\]]*)\]" + _SOURCE)
_URL = re.compile(r"https?://[^\s<>\"“”„«»()\[\]{}|\\^`*]+", re.IGNORECASE)
_URL_TAIL = ".,;:!?'’…"
_LINK = re.compile(r"!?\[([^\[\]\\`*_<]*)\]\([^\s()<>]*\)")
"""A link whose label has no marks of its own."""
_ANY_MARK = re.compile(r"[\\`<\[*_]")
_BULLET = re.compile(r"\s*\*\s")
"""The mark of a list item: white space on both its sides, so it is no emphasis."""

MAX_URL = 2000
"""Longer addresses are text: browsers and archives cut them, and no article has one."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text with one look. At most one of `strong`, `em`, `code` is set."""

    text: str
    strong: bool = False
    em: bool = False
    code: bool = False
    href: str | None = None


def spans(text: str, markdown: bool) -> tuple[Span, ...]:
    """`text` (one block, lines parted by newlines) as spans; joined, their texts are plain text.

    >>> [(s.text, s.strong) for s in spans("a **b** 2*3*4", markdown=True)]
    [('a ', False), ('b', True), (' 2', False), ('3', False), ('4', False)]
    """
    if markdown:
        return tuple(_merged(_emphasised(text)))
    if "://" not in text:
        return (Span(text),)
    return tuple(_merged(_with_urls(text)))


def plain(text: str, markdown: bool) -> str:
    """`text` without its marks."""
    # An address without brackets reads as it stands.
    return _PLAIN[text] if markdown and _ANY_MARK.search(text) else text


def _plain(text: str) -> str:
    """Most marks are links, and need no work."""
    unlinked = _LINK.sub(_label, text)
    bullet = _BULLET.match(unlinked)
    if not _ANY_MARK.search(unlinked, bullet.end() if bullet else 0):
        return unlinked
    return "".join(span.text for span in _emphasised(text, linked=False))


def _label(link: re.Match[str]) -> str:
    """What is shown of a link; one with a break in it is left to be taken apart."""
    return link[0] if "\n" in link[0] else link[1].strip()


_PLAIN = Memo(_plain)


_ENTITY = re.compile(r"(&#?\w{1,40});")


@lru_cache(4096)
def safe_url(url: str) -> str | None:
    """`url` percent-encoded for a link, or None for anything but http and https.

    >>> safe_url("https://a.example/x y(1)"), safe_url("javascript:alert(1)")
    ('https://a.example/x%20y%281%29', None)
    >>> safe_url("https://a.example/?a=1&amp;b=2&copy;=3")
    'https://a.example/?a=1&b=2&copy%3B=3'
    """
    if len(url) > MAX_URL:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not parts.netloc:
        return None
    # Markdown would take `&copy;` for a letter; `&amp;` is what was meant by it in a page's source.
    plain_url = _ENTITY.sub(r"\1%3B", url.replace("&amp;", "&"))
    # `%` stays: what is encoded already must not be encoded twice.
    return quote(plain_url, safe="%/:?#@!$&+,;=~-._")


def _with_urls(text: str) -> Iterable[Span]:
    at = 0
    for found in _URL.finditer(text):
        yield Span(text[at : found.start()])
        link, at = _bare_url(found[0]), found.end()
        yield from link
    yield Span(text[at:])


def _bare_url(found: str, linked: bool = True) -> tuple[Span, Span]:
    url = found.rstrip(_URL_TAIL)
    return _link(url, url, linked), Span(found[len(url) :])


def _link(text: str, url: str, linked: bool) -> Span:
    return Span(text, href=safe_url(url) if linked else None)


@dataclass(slots=True)
class _Mark:
    """A delimiter and where its span stands in the list; `pair` is set when it is matched."""

    at: int
    text: str
    pair: int | None = None


def _emphasised(text: str, linked: bool = True) -> Iterable[Span]:
    """Spans with emphasis worked out: first the pieces, then pairs of delimiters. Where only the
    text is wanted, links need not be `linked`.
    """
    pieces: list[Span] = []
    marks: list[_Mark] = []
    opened: dict[str, _Mark] = {}
    at = 0
    while found := _TOKEN.search(text, at):
        start, end = found.span()
        pieces.append(Span(text[at:start]))
        if found["mark"]:
            mark = _Mark(len(pieces), found["mark"])
            pieces.append(Span(found["mark"]))
            _pair(text, start, end, mark, opened, marks)
        elif found["ticks"]:
            close = text.find(found["ticks"], end)
            if close > end and "\n" not in text[end:close]:
                pieces.append(Span(text[end:close].strip() or text[end:close], code=True))
                end = close + len(found["ticks"])
            else:
                pieces.append(Span(found["ticks"]))
                # Every further run of as many ticks would look in vain for its end again.
                if close < 0:
                    rest = text[end:].replace("`", "\x00")
                    pieces.extend(
                        replace(s, text=s.text.replace("\x00", "`"))
                        for s in _emphasised(rest, linked)
                    )
                    at = len(text)
                    break
        else:
            pieces.extend(_with_breaks(found, _piece(found, linked)))
        at = end
    pieces.append(Span(text[at:]))
    return _apply(pieces, marks)


def _with_breaks(found: re.Match[str], shown: Sequence[Span]) -> Sequence[Span]:
    """`shown` with the line breaks that it has lost of the text of the token: a line of the text
    stays a line of the page, and the ledger counts on that.
    """
    missing = found[0].count("\n") - sum(span.text.count("\n") for span in shown)
    return (*shown, Span("\n" * missing)) if missing else shown


def _piece(found: re.Match[str], linked: bool) -> Sequence[Span]:
    if found["escaped"]:
        return (Span(found["escaped"]),)
    if found["auto"]:
        return (_link(found["auto"], found["auto"], linked),)
    if found["url"]:
        return _bare_url(found["url"], linked)
    label = _without_pictures(found["label"]).strip()
    if "*" in label or "_" in label or "\\" in label or "`" in label:
        label = "".join(span.text for span in _emphasised(label, linked=False))
    if found["image"]:
        # No image is shown from another host; what it was called is kept as text.
        return (Span(label, em=bool(label)),)
    return (_link(label, found["href"], linked),)


def _without_pictures(label: str) -> str:
    """A link's label with what its pictures are called, where that isn't said anyway.

    >>> _without_pictures("![Ada Byron](ada.png)Ada Byron")
    'Ada Byron'
    """
    if "![" not in label:
        return label
    words = _CALLED.sub(" ", label).strip()
    called = (found[1].strip() for found in _CALLED.finditer(label))
    return " ".join([*(name for name in called if name and name not in words), words])


def _pair(
    text: str, start: int, end: int, mark: _Mark, opened: dict[str, _Mark], marks: list[_Mark]
) -> None:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    closes, opens = not before.isspace(), not after.isspace()
    if mark.text[0] == "_":
        # Inside a word an underscore is a letter (snake_case).
        closes, opens = closes and not after.isalnum(), opens and not before.isalnum()
    opener = opened.get(mark.text)
    if closes and opener:
        opener.pair = mark.at
        marks.append(opener)
        opened.clear()
    elif opens and mark.text not in opened:
        opened[mark.text] = mark


def _apply(pieces: list[Span], marks: list[_Mark]) -> Iterable[Span]:
    at = 0
    for mark in marks:
        if mark.pair is None or mark.at < at:
            continue
        yield from pieces[at : mark.at]
        for piece in pieces[mark.at + 1 : mark.pair]:
            if piece.code:
                yield piece
            elif len(mark.text) > 1:
                yield replace(piece, strong=True, em=False)
            else:
                yield replace(piece, em=True)
        at = mark.pair + 1
    yield from pieces[at:]


def _merged(pieces: Iterable[Span]) -> Iterable[Span]:
    """Neighbours of one look as one span, empty ones left out."""
    texts: list[str] = []
    last: Span | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and _look(last) != _look(piece):
            yield Span("".join(texts), *_look(last))
            texts.clear()
        texts.append(piece.text)
        last = piece
    if last:
        yield Span("".join(texts), *_look(last))


def _look(span: Span) -> tuple[bool, bool, bool, str | None]:
    return span.strong, span.em, span.code, span.href
