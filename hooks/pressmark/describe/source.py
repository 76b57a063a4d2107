"""Address, publisher, rights and tags of a text, from lines at its beginning and end."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pressmark.clean.rule import Page
from pressmark.describe.answer import Answer
from pressmark.describe.datelines import AGENCIES
from pressmark.document import Block
from pressmark.text.inline import plain, safe_url
from pressmark.text.lines import Line, lines

_URL_LINE = re.compile(
    r"(?P<label>(?:source|source url|original|original url|url|permalink|address|quelle|fonte"
    r"|fuente|originally published at|first published at|retrieved from|المصدر|来源|出典|источник)"
    r"\s*[:：]?\s*)?"
    r"<?(?P<url>https?://[^\s<>\"]{3,2000})>?$",
    re.IGNORECASE,
)
_NAMED = r"\s*[:：]\s*(?P<name>[^:/]{2,80})$"
_PUBLISHER_LINE = re.compile(
    rf"(?:publisher|published by|herausgeber|éditeur|出版社){_NAMED}", re.IGNORECASE
)
_SOURCE_LINE = re.compile(rf"(?:source|quelle|fuente|fonte|المصدر|来源){_NAMED}", re.IGNORECASE)
"""At the end of an article, such a line may name a source that it quotes."""
_SHORT_LINK = re.compile(r"https?://[^/]{1,8}/[\w-]{4,10}/?$", re.IGNORECASE)
"""Address of a link shortener: `https://bit.ly/3l13G3o`."""
_RIGHTS = re.compile(
    r"\bcc[ -]by\b|\bcc0\b|licen[sc]ed under|all rights reserved|alle rechte vorbehalten"
    r"|tous droits réservés|todos los derechos reservados|©|\(c\) ?\d{4}|\bcopyright\b.{0,40}\d{4}"
    r"|^(?:this|the) (?:text|work|article|page|document|post|story)\b.{0,60}"
    r"(?:public domain|creative commons)|^(?:licen[cs]e|rights|public domain|creative commons)\b",
    re.IGNORECASE,
)
_LICENSED = re.compile(r"\blicen[sc]ed under\b|\ball rights reserved\b|\bcc[ -]by\b", re.IGNORECASE)
_RIGHTS_WORDS = (
    *("©", "(c)", "cc by", "cc-by", "cc0", "licen", "copyright", "public domain"),
    *("creative commons", "rights", "rechte", "droits", "derechos"),
)
"""A quick test: matches of the two patterns have one of these in lower case, and few lines do."""
_SENTENCE_BREAK = re.compile(r"(?<=[.!?”\"])\s+(?=[A-ZÀ-Þ©])|\s+(?=All [Cc]ontent\b)")
MAX_LICENCE = 300
"""Characters of the longest licence sentence at the end of a line."""
_TAGS = re.compile(
    r"(?:tags|keywords|topics|subjects|filed under|schlagwörter|schlagworte|mots[- ]clés|etiquetas"
    r"|palabras clave|ключевые слова|الكلمات المفتاحية|关键词|キーワード)"
    r"\s*[:：]\s*(?P<tags>.{2,300})$",
    re.IGNORECASE,
)
_MARKS = " \t*_#|>•·"
_URL_TAIL = ".,;:!?'’…"
"""Characters after an address that don't belong to it."""

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
MAX_TAG = 40
"""Characters of the longest tag."""
HEAD, TAIL = 8, 10
"""Body lines from the start and from the end that are searched."""
PROSE = 120
"""Characters of the shortest paragraph of prose."""
MAX_NAME_WORDS = 8
"""Words of the longest name of a publisher."""
NEXT_TO = 1
"""Lines between an address and the name of its publisher, at most."""
_IN_NAMES = frozenset(
    """
    of the and for in on at to a an de la le les du des del di da do dos das der die das des den dem
    für von zu und et y e en van het the &
    """.split()  # noqa: SIM905  # a list of words reads better as a line than as 40 strings
)
"""Words in lower case in names of papers, agencies and offices."""


def _first_and_last_lines(page: Page) -> Sequence[Line]:
    all_lines = [
        line for line in page.body.lines if line.block.kind not in ("code", "quote", "rule")
    ]
    return all_lines[:HEAD] + all_lines[max(HEAD, len(all_lines) - TAIL) :]


def _margins(page: Page) -> tuple[list[Line], list[Line]]:
    """First and last lines of a text that stand before, and after, its prose."""
    searched = _first_and_last_lines(page)
    long = [b for b in page.blocks if len(" ".join(b.text)) >= PROSE]
    prose = [b.lines[0] for b in long if not _is_address(b)]
    if not prose:
        return list(searched), []
    before = [line for line in searched if line.number < prose[0]]
    return before, [line for line in searched if line.number > prose[-1]]


def _is_address(block: Block) -> bool:
    return len(block.text) == 1 and _URL_LINE.match(block.text[0].strip(_MARKS)) is not None


def address_line(page: Page) -> Iterator[Answer]:
    """An address on a line of its own: `<https://…>`, `Source: https://…`. Below the article of a
    full-page scrape, only with a label: other addresses there lead elsewhere.
    """
    before, after = _margins(page)
    below = {line.number for line in after} if page.document.boilerplate else set()
    labelled: list[Answer] = []
    bare: list[Answer] = []
    previous = ""
    for line in (*before, *after):
        text = line.text.strip(_MARKS)
        match = _URL_LINE.match(text)
        url = match["url"].rstrip(_URL_TAIL) if match else ""
        # An address after `More about it:` is that of something else.
        if match and safe_url(url) and (match["label"] or not previous.endswith((":", "："))):
            answer = Answer("url", url, line.number, line.text, (line.number,))
            if match["label"]:
                labelled.append(answer)
            elif line.number not in below and not _SHORT_LINK.match(url):
                bare.append(answer)
        previous = text
    # A single address at the end of a scrape is its own; several are a list of others.
    if labelled:
        yield labelled[-1]
    elif len({answer.value for answer in bare}) == 1:
        yield bare[-1]


def publisher_line(page: Page) -> Iterator[Answer]:
    """`Publisher: NAME`; `Source: NAME` at the head or beside the address; or a bold name right
    after the address at the end.
    """
    markdown = page.document.markdown
    before, after = _margins(page)
    for line in (*before, *after):
        text = plain(line.text, markdown).strip(_MARKS)
        match = _PUBLISHER_LINE.match(text) or _SOURCE_LINE.match(text)
        if not match or not _is_publisher(match["name"]):
            continue
        if match.re is _PUBLISHER_LINE or _is_source_of_text(page, line, line in before):
            yield Answer("publisher", match["name"].strip(), line.number, line.text, (line.number,))
            return
    addresses = [b for b in page.document.blocks if b.fate.name == "url"]
    body = page.blocks
    if not markdown or not addresses or not body:
        return
    last = body[-1]
    text = " ".join(last.text).strip()
    name = plain(text, markdown).strip()
    bold = len(text) > 4 and text.startswith(("**", "__")) and text.endswith(("**", "__"))
    if last.lines[0] > addresses[-1].lines[-1] and bold and 2 <= len(name) <= 60:
        yield Answer("publisher", name, last.lines[0], text, last.lines)


def _is_source_of_text(page: Page, line: Line, above: bool) -> bool:
    """Whether `Source: NAME` is next to the address, or in the first half and `above` prose."""
    order = [(other.number, other.block.fate.name) for other in lines(page.document.blocks)]
    index = next(i for i, (number, _) in enumerate(order) if number == line.number)
    around = order[max(0, index - NEXT_TO) : index + NEXT_TO + 1]
    return (above and 2 * index < len(order)) or any(name == "url" for _, name in around)


def _is_publisher(name: str) -> bool:
    """Whether `name` may be a publisher's: no phrase like `an interview with a retired printer`,
    and no agency, whose texts others publish.
    """
    words = name.split()
    return (
        name.strip().casefold() not in AGENCIES
        and len(words) <= MAX_NAME_WORDS
        and all(not word[0].islower() or word in _IN_NAMES or "." in word for word in words)
        and not words[0][0].islower()
    )


def rights_line(page: Page) -> Iterator[Answer]:
    """A line near the beginning or the end that states the licence or the copyright."""
    searched = _first_and_last_lines(page)
    start = {line.number for line in searched[:HEAD]} if len(searched) > HEAD else set()
    for line in reversed(searched):
        text = plain(line.text, page.document.markdown).strip(_MARKS)
        folded = text.casefold()
        if not any(word in folded for word in _RIGHTS_WORDS):
            continue
        # At the head a © without a year is a photographer's.
        if line.number in start and not _YEAR.search(text):
            continue
        if len(text) <= 300 and _RIGHTS.search(text) and len(text.split()) > 1:
            whole = len(text) <= 160 and line.block.kind in ("paragraph", "item", "verse")
            yield Answer("rights", text, line.number, text, (line.number,) if whole else ())
            return
        sentence = _last_sentence(text)
        if _LICENSED.search(sentence):
            # The line belongs to the article, and so stays in it.
            yield Answer("rights", sentence, line.number, sentence)
            return


def _last_sentence(text: str) -> str:
    """The last sentence of a line longer than `MAX_LICENCE`, if it is shorter; else empty."""
    end = text[-MAX_LICENCE:]
    sentences = _SENTENCE_BREAK.split(end)
    return sentences[-1] if len(text) > len(end) and len(sentences) > 1 else ""


def tags_line(page: Page) -> Iterator[Answer]:
    """Tags on a line of their own: `Tags: printing, libraries`."""
    for line in _first_and_last_lines(page):
        match = _TAGS.match(plain(line.text, page.document.markdown).strip(_MARKS))
        if match:
            parts = re.split(r"\s*[,;|，、؛،]\s*", match["tags"].strip(" ."))
            tags = tuple(dict.fromkeys(t for p in parts if (t := p.lstrip("#"))))
            if tags and max(map(len, tags)) <= MAX_TAG:
                yield Answer("tags", tags, line.number, line.text, (line.number,))
                return
