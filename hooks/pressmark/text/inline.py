"""Inline markup: emphasis, code and links of a text, as a flat list of spans.

Marks count only in texts that are Markdown; in all others a `*` is a `*`. Addresses (`https://…`)
are links in both. Time is linear in the text: each delimiter is read once, and no pattern can
backtrack over more than one link.

Delimiters follow CommonMark's rules of flanking (spec 0.31, 6.2), without nesting: bold inside
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
"""A picture, also inside of a link, as in teasers."""
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
_PICTURE_LABEL = re.compile(r"!\[([^\[\]]*)\]" + _SOURCE)
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
    """A run of text in one style. At most one of `strong`, `em`, `code` is set."""

    text: str
    strong: bool = False
    em: bool = False
    code: bool = False
    href: str | None = None


def spans(text: str, markdown: bool) -> tuple[Span, ...]:
    """The spans of one block, its lines joined by newlines. Their joined texts are the plain text.

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
    # A bare address is its own text.
    return _PLAIN[text] if markdown and _ANY_MARK.search(text) else text


def _plain(text: str) -> str:
    """`text` without its marks; the common case, links without other marks, by substitution."""
    unlinked = _LINK.sub(_label, text)
    bullet = _BULLET.match(unlinked)
    if not _ANY_MARK.search(unlinked, bullet.end() if bullet else 0):
        return unlinked
    return "".join(span.text for span in _emphasised(text, linked=False))


def _label(link: re.Match[str]) -> str:
    """The label of a link; a link with a line break stays, for `_emphasised` to keep the break."""
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
    # Markdown would read `&copy;` as a character, so its `;` is encoded. `&amp;` is `&` as HTML
    # writes it.
    plain_url = _ENTITY.sub(r"\1%3B", url.replace("&amp;", "&"))
    # `%` stays, lest an encoded character is encoded twice.
    return quote(plain_url, safe="%/:?#@!$&+,;=~-._")


def _with_urls(text: str) -> Iterable[Span]:
    done = 0
    for match in _URL.finditer(text):
        yield Span(text[done : match.start()])
        yield from _bare_url(match[0])
        done = match.end()
    yield Span(text[done:])


def _bare_url(text: str, linked: bool = True) -> tuple[Span, Span]:
    """The link at the start of `text`, and the punctuation after it."""
    url = text.rstrip(_URL_TAIL)
    return _link(url, url, linked), Span(text[len(url) :])


def _link(text: str, url: str, linked: bool) -> Span:
    return Span(text, href=safe_url(url) if linked else None)


@dataclass(slots=True)
class _Mark:
    """A delimiter of emphasis."""

    index: int
    """Of its span in the list of pieces."""
    text: str
    pair: int | None = None
    """Index of the closing delimiter's span, once there is one."""


def _emphasised(text: str, linked: bool = True) -> Iterable[Span]:
    """Spans of Markdown `text`: cut into pieces first, then emphasised between pairs of delimiters.

    Without `linked`, spans have no `href`, which is faster where only the text counts.
    """
    pieces: list[Span] = []
    marks: list[_Mark] = []
    opened: dict[str, _Mark] = {}
    done = 0
    while token := _TOKEN.search(text, done):
        start, end = token.span()
        pieces.append(Span(text[done:start]))
        if token["mark"]:
            mark = _Mark(len(pieces), token["mark"])
            pieces.append(Span(token["mark"]))
            opener = opened.get(mark.text)
            closes, opens = _flanking(text, start, end)
            if closes and opener:
                opener.pair = mark.index
                marks.append(opener)
                opened.clear()
            elif opens and not opener:
                opened[mark.text] = mark
        elif token["ticks"]:
            close = text.find(token["ticks"], end)
            if close > end and "\n" not in text[end:close]:
                pieces.append(Span(text[end:close].strip() or text[end:close], code=True))
                end = close + len(token["ticks"])
            else:
                pieces.append(Span(token["ticks"]))
                # Each further run of as many ticks would search the rest in vain again.
                if close < 0:
                    rest = text[end:].replace("`", "\x00")
                    pieces.extend(
                        replace(s, text=s.text.replace("\x00", "`"))
                        for s in _emphasised(rest, linked)
                    )
                    done = len(text)
                    break
        else:
            pieces.extend(_with_breaks(token, _pieces(token, linked)))
        done = end
    pieces.append(Span(text[done:]))
    return _apply_emphasis(pieces, marks)


def _with_breaks(token: re.Match[str], shown: Sequence[Span]) -> Sequence[Span]:
    """`shown` with all line breaks of `token`: a line of the text stays a line of the page, which
    the ledger depends on.
    """
    missing = token[0].count("\n") - sum(span.text.count("\n") for span in shown)
    return (*shown, Span("\n" * missing)) if missing else shown


def _pieces(token: re.Match[str], linked: bool) -> Sequence[Span]:
    """The spans of a token that is no delimiter: an escape, an address, a link or a picture."""
    if token["escaped"]:
        return (Span(token["escaped"]),)
    if token["auto"]:
        return (_link(token["auto"], token["auto"], linked),)
    if token["url"]:
        return _bare_url(token["url"], linked)
    label = _without_pictures(token["label"]).strip()
    if "*" in label or "_" in label or "\\" in label or "`" in label:
        label = "".join(span.text for span in _emphasised(label, linked=False))
    if token["image"]:
        # Images of other hosts aren't shown; their labels stay as text.
        return (Span(label, em=bool(label)),)
    return (_link(label, token["href"], linked),)


def _without_pictures(label: str) -> str:
    """A link's label with its pictures replaced by their labels, unless its words repeat them.

    >>> _without_pictures("![Ada Byron](ada.png)Ada Byron")
    'Ada Byron'
    """
    if "![" not in label:
        return label
    words = _PICTURE_LABEL.sub(" ", label).strip()
    labels = (match[1].strip() for match in _PICTURE_LABEL.finditer(label))
    return " ".join([*(name for name in labels if name and name not in words), words])


def _flanking(text: str, start: int, end: int) -> tuple[bool, bool]:
    """Whether the delimiter `text[start:end]` can close emphasis, and whether it can open it."""
    left = text[start - 1] if start else " "
    right = text[end] if end < len(text) else " "
    closes, opens = not left.isspace(), not right.isspace()
    if text[start] == "_":
        # Inside a word an underscore is a letter (snake_case).
        closes, opens = closes and not right.isalnum(), opens and not left.isalnum()
    return closes, opens


def _apply_emphasis(pieces: list[Span], marks: list[_Mark]) -> Iterable[Span]:
    """`pieces` without the delimiters that have a pair, and emphasised between them."""
    done = 0
    for mark in marks:
        if mark.pair is None or mark.index < done:
            continue
        yield from pieces[done : mark.index]
        for piece in pieces[mark.index + 1 : mark.pair]:
            if piece.code:
                yield piece
            elif len(mark.text) > 1:
                yield replace(piece, strong=True, em=False)
            else:
                yield replace(piece, em=True)
        done = mark.pair + 1
    yield from pieces[done:]


def _merged(pieces: Iterable[Span]) -> Iterable[Span]:
    """Join neighbouring spans of one style; empty ones are left out."""
    texts: list[str] = []
    last: Span | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if last and _style(last) != _style(piece):
            yield Span("".join(texts), *_style(last))
            texts.clear()
        texts.append(piece.text)
        last = piece
    if last:
        yield Span("".join(texts), *_style(last))


def _style(span: Span) -> tuple[bool, bool, bool, str | None]:
    return span.strong, span.em, span.code, span.href
