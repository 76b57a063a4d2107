"""Where a text comes from: its address, who published it, its rights, its keywords."""

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
"""At the end of an article it names whom the article quotes."""
_SHORT_LINK = re.compile(r"https?://[^/]{1,8}/[\w-]{4,10}/?$", re.IGNORECASE)
"""An address that a service made for another one: `https://bit.ly/3l13G3o`."""
_RIGHTS = re.compile(
    r"\bcc[ -]by\b|\bcc0\b|licen[sc]ed under|all rights reserved|alle rechte vorbehalten"
    r"|tous droits réservés|todos los derechos reservados|©|\(c\) ?\d{4}|\bcopyright\b.{0,40}\d{4}"
    r"|^(?:this|the) (?:text|work|article|page|document|post|story)\b.{0,60}"
    r"(?:public domain|creative commons)|^(?:licen[cs]e|rights|public domain|creative commons)\b",
    re.IGNORECASE,
)
_LICENSED = re.compile(r"\blicen[sc]ed under\b|\ball rights reserved\b|\bcc[ -]by\b", re.IGNORECASE)
_SAID_OF_RIGHTS = (
    *("©", "(c)", "cc by", "cc-by", "cc0", "licen", "copyright", "public domain"),
    *("creative commons", "rights", "rechte", "droits", "derechos"),
)
"""One of these stands in whatever the two patterns find, in small letters; few lines have any."""
_SENTENCE_ENDS = re.compile(r"(?<=[.!?”\"])\s+(?=[A-ZÀ-Þ©])|\s+(?=All [Cc]ontent\b)")
MAX_LICENCE = 300
"""Characters: the longest licence sentence that is looked for at the end of a line."""
_TAGS = re.compile(
    r"(?:tags|keywords|topics|subjects|filed under|schlagwörter|schlagworte|mots[- ]clés|etiquetas"
    r"|palabras clave|ключевые слова|الكلمات المفتاحية|关键词|キーワード)"
    r"\s*[:：]\s*(?P<tags>.{2,300})$",
    re.IGNORECASE,
)
_MARKS = " \t*_#|>•·"
_URL_TAIL = ".,;:!?'’…"

_YEAR = re.compile(r"(?<!\d)(?:1[89]|20)\d\d(?!\d)")
MAX_TAG = 40
HEAD, TAIL = 8, 10
"""Body lines from the start and from the end in which such lines may stand."""
PROSE = 120
"""Characters of a paragraph that is text, and not one of the lines round it."""
MAX_NAME_WORDS = 8
NEXT_TO = 1
"""Lines between the address at an end and the name of its publisher."""
_IN_NAMES = frozenset(
    """
    of the and for in on at to a an de la le les du des del di da do dos das der die das des den dem
    für von zu und et y e en van het the &
    """.split()  # noqa: SIM905  # a list of words reads better as a line than as 40 strings
)
"""Words that names of papers, agencies and offices have in small letters."""


def _near(page: Page) -> Sequence[Line]:
    all_lines = [x for x in page.body.lines if x.block.kind not in ("code", "quote", "rule")]
    return all_lines[:HEAD] + all_lines[max(HEAD, len(all_lines) - TAIL) :]


def _margins(page: Page) -> tuple[list[Line], list[Line]]:
    """Of the near lines those before the first and those after the last paragraph of prose."""
    near = _near(page)
    long = [b for b in page.blocks if len(" ".join(b.text)) >= PROSE]
    prose = [b.lines[0] for b in long if not _is_address(b)]
    if not prose:
        return list(near), []
    before = [line for line in near if line.number < prose[0]]
    return before, [line for line in near if line.number > prose[-1]]


def _is_address(block: Block) -> bool:
    return len(block.text) == 1 and _URL_LINE.match(block.text[0].strip(_MARKS)) is not None


def address_line(page: Page) -> Iterator[Answer]:
    """A line that is an address and nothing else: `<https://…>`, `Source: https://…`. What stands
    below the article of a page that was taken whole leads elsewhere, but for what says it doesn't.
    """
    before, after = _margins(page)
    below = {line.number for line in after} if page.document.boilerplate else set()
    labelled: list[Answer] = []
    bare: list[Answer] = []
    previous = ""
    for line in (*before, *after):
        text = line.text.strip(_MARKS)
        found = _URL_LINE.match(text)
        url = found["url"].rstrip(_URL_TAIL) if found else ""
        # After `More about it:` stands the address of something else.
        if found and safe_url(url) and (found["label"] or not previous.endswith((":", "："))):
            answer = Answer("url", url, line.number, line.text, (line.number,))
            if found["label"]:
                labelled.append(answer)
            elif line.number not in below and not _SHORT_LINK.match(url):
                bare.append(answer)
        previous = text
    # What stands at the end of a scrape is its own address; several are a list of others'.
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
        found = _PUBLISHER_LINE.match(text) or _SOURCE_LINE.match(text)
        if not found or not _is_publisher(found["name"]):
            continue
        if found.re is _PUBLISHER_LINE or _names_its_own(page, line, line in before):
            yield Answer("publisher", found["name"].strip(), line.number, line.text, (line.number,))
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


def _names_its_own(page: Page, line: Line, above: bool) -> bool:
    """Whether a line with a source stands at the head, `above` the text, or beside its address."""
    order = [(other.number, other.block.fate.name) for other in lines(page.document.blocks)]
    at = next(place for place, (number, _) in enumerate(order) if number == line.number)
    around = order[max(0, at - NEXT_TO) : at + NEXT_TO + 1]
    return (above and 2 * at < len(order)) or any(name == "url" for _, name in around)


def _is_publisher(name: str) -> bool:
    """Whether `name` is one, and not `an interview with a retired printer`, nor an agency, whose
    texts others publish.
    """
    words = name.split()
    return (
        name.strip().casefold() not in AGENCIES
        and len(words) <= MAX_NAME_WORDS
        and all(not word[0].islower() or word in _IN_NAMES or "." in word for word in words)
        and not words[0][0].islower()
    )


def rights_line(page: Page) -> Iterator[Answer]:
    """A line at the end that states the licence or the copyright."""
    near = _near(page)
    start = {line.number for line in near[:HEAD]} if len(near) > HEAD else set()
    for line in reversed(near):
        text = plain(line.text, page.document.markdown).strip(_MARKS)
        small = text.casefold()
        if not any(word in small for word in _SAID_OF_RIGHTS):
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
            # The line is the article's; what it ends with is said of it and stays in it.
            yield Answer("rights", sentence, line.number, sentence)
            return


def _last_sentence(text: str) -> str:
    """The last sentence of a long line, if it is short."""
    end = text[-MAX_LICENCE:]
    found = _SENTENCE_ENDS.split(end)
    return found[-1] if len(text) > len(end) and len(found) > 1 else ""


def tags_line(page: Page) -> Iterator[Answer]:
    """`Tags: printing, libraries` on a line of its own."""
    for line in _near(page):
        found = _TAGS.match(plain(line.text, page.document.markdown).strip(_MARKS))
        if found:
            parts = re.split(r"\s*[,;|，、؛،]\s*", found["tags"].strip(" ."))
            tags = tuple(dict.fromkeys(t for p in parts if (t := p.lstrip("#"))))
            if tags and max(map(len, tags)) <= MAX_TAG:
                yield Answer("tags", tags, line.number, line.text, (line.number,))
                return
