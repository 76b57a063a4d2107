"""Rules for the furniture of websites: placeholders of pictures, buttons, menus, teasers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from pressmark.clean.rule import Page
from pressmark.clean.words import (
    CONTENTS,
    JUMP,
    NAVIGATION,
    NAVIGATION_SURE,
    PICTURE_WORDS,
    PLACEHOLDER,
    RELATED,
    SHARE,
    SHARE_ALONE,
)
from pressmark.text.characters import dense_count
from pressmark.text.inline import plain
from pressmark.text.lines import Unit, fold_line, is_link_only, true_runs
from pressmark.text.segment import is_image
from pressmark.text.sentences import SENTENCE_END

_RELATED_PREFIX = re.compile(
    r"(?:read more|read also|read next|also read|related|more on this|watch|listen"
    r"|lesen sie auch|mehr dazu|lire aussi|à lire aussi|lea también|leggi anche|lees ook)"
    r"\s*[:|»›]\s*\S"
)
_RELATED_MARK = re.compile(r"[:|»›]")
_PATH = re.compile(
    r"(?:home|start|startseite|accueil|inicio|главная)\s*(?:[>›»→]\s*\S|/\s*[^/]{2,40}\s+/\s*\S)"
)

MENU_ITEM = 30
"""Characters of the longest menu entry."""
SHORT = 120
"""Characters of the longest headline in a list of related articles."""
HEADLINE_WORDS = 4
"""Words from which a line surely begins a list of headlines."""
MENU = 5
"""Links of the shortest menu."""


def image_placeholder(page: Page) -> Iterator[int]:
    """Lines like `*Image not found or type unknown*`."""
    markdown = page.document.markdown
    for unit in page.body.units:
        folded = fold_line(unit.text, markdown) if len(unit.text) < SHORT else ""
        if folded in PLACEHOLDER or (folded in PICTURE_WORDS and _is_label(unit, markdown)):
            yield from unit.numbers


def _is_label(unit: Unit, markdown: bool) -> bool:
    """Whether a single word is a label: no heading, list entry, verse or sentence."""
    if unit.block.kind not in ("paragraph", "caption") and not (
        unit.block.kind == "heading" and not unit.marked_heading
    ):
        return False
    text = plain(unit.text, markdown).strip(" *_")
    return not text[:1].islower() and not text.endswith((".", "!", "?"))


def image_link(page: Page) -> Iterator[int]:
    """Lines that are nothing but a Markdown image on another host."""
    if not page.document.markdown:
        return
    for line in page.body.lines:
        if (
            line.block.kind != "code"
            and line.text.lstrip().startswith("![")
            and is_image(line.text)
        ):
            yield line.number


def _folded(all_units: Sequence[Unit], markdown: bool) -> list[str]:
    """Folded text of each unit that may be a label, else the empty string.

    `Listen.` is a sentence, and `# Listen` a title.
    """
    return [fold_line(u.text, markdown) if _may_be_label(u) else "" for u in all_units]


def _may_be_label(unit: Unit) -> bool:
    if len(unit.text) >= SHORT and "](" not in unit.text:
        return False
    return not (unit.marked_heading and "](" not in unit.text) and not (
        unit.text.rstrip(" *_").endswith((".", "!", "?"))
    )


def _is_introduced(all_units: Sequence[Unit], folded: Sequence[str], start: int) -> bool:
    """Whether a list at index `start` is part of the text: after `… of these:` or `Contents`."""
    if start == 0:
        return False
    text, label = all_units[start - 1].text.rstrip(" *_"), folded[start - 1]
    return label in CONTENTS or (
        text.endswith((":", "：")) and label not in SHARE and label not in NAVIGATION
    )


def share_buttons(page: Page) -> Iterable[int]:
    """`Share`, `Tweet`, `Print` … in a row, or `Share this article` alone.

    One word on a line may be verse, a label or a heading; two such words in a row are buttons.
    """
    markdown = page.document.markdown
    all_units = page.body.units
    folded = _folded(all_units, markdown)
    for start, end in true_runs([text in SHARE for text in folded]):
        if _is_introduced(all_units, folded, start):
            continue
        row = end - start > 1 and not _is_lower(all_units[start:end], markdown)
        for index in range(start, end):
            if row or (folded[index] in SHARE_ALONE and all_units[index].block.kind != "heading"):
                yield from all_units[index].numbers


def _is_lower(row: Sequence[Unit], markdown: bool) -> bool:
    """Whether all units begin in lower case, as the words of a poem or of a glossary do."""
    texts = (plain(unit.text, markdown).strip(" *_-+•") for unit in row)
    return all(text[:1].islower() for text in texts)


def navigation(page: Page) -> Iterator[int]:
    """Menu words in a row, with the lines between them; single jump links and paths of links."""
    markdown = page.document.markdown
    all_units = page.body.units
    folded = _folded(all_units, markdown)
    for index, text in enumerate(folded):
        if (text in JUMP and all_units[index].block.kind != "heading") or _PATH.match(text):
            yield from all_units[index].numbers
    labels = [bool(text) and len(text) <= MENU_ITEM and _is_entry(text) for text in folded]
    for start, end in [*true_runs([text in NAVIGATION for text in folded]), *true_runs(labels)]:
        entries = [index for index in range(start, end) if folded[index] in NAVIGATION]
        if not _is_menu([folded[index] for index in entries], entries):
            continue
        first, last = entries[0], entries[-1]
        if _is_introduced(all_units, folded, start) or _is_introduced(all_units, folded, first):
            continue
        for unit in all_units[first : last + 1]:
            yield from unit.numbers


def _is_menu(words: Sequence[str], indices: Sequence[int]) -> bool:
    """Whether menu words at these indices of units make a menu.

    `News`, `Weather`, `Sports` are sections of a printed paper too, and a list in a text has one
    such word by chance. A menu is full of them, and has one that only a website has.
    """
    if len(words) < 2 or not any(word in NAVIGATION_SURE for word in words):
        return False
    span = indices[-1] - indices[0] + 1
    return len(words) == span or (len(words) >= 3 and len(words) * 4 >= span)


def _is_entry(text: str) -> bool:
    return len(text.split()) <= 4 and not text.endswith(SENTENCE_END)


def related_links(page: Page) -> Iterator[int]:
    """`Read more: …`, and `Related articles` with the headlines under it."""
    markdown = page.document.markdown
    all_units = page.body.units
    index = 0
    while index < len(all_units):
        unit = all_units[index]
        folded = fold_line(unit.text, markdown) if len(unit.text) < 4 * SHORT else ""
        index += 1
        if len(folded) < 2 * SHORT and _RELATED_PREFIX.match(folded) and _is_teaser(unit, markdown):
            yield from unit.numbers
        elif folded in RELATED:
            first = index
            if index < len(all_units) and _leads(all_units[index], markdown):
                while index < len(all_units) and _is_headline(all_units[index], markdown):
                    index += 1
            if index > first or (" " in folded and not unit.marked_heading):
                for related in all_units[first - 1 : index]:
                    yield from related.numbers


def _is_teaser(unit: Unit, markdown: bool) -> bool:
    """Whether a link or a headline follows `Read more:`, rather than a sentence of the text.

    `Listen: the presses had stopped.` is a sentence; a link may end like one.
    """
    if unit.block.kind in ("quote", "verse"):
        return False
    label, rest = _RELATED_MARK.split(unit.text, maxsplit=1)
    if is_link_only(unit.text, markdown) or is_link_only(rest.strip(" *_"), markdown):
        return True
    text = plain(rest, markdown).strip(" *_")
    if text.endswith(SENTENCE_END) or "](" in unit.text:
        return False
    # `WATCH: …` is a label, `Watch: …` may address the reader.
    words = plain(label, markdown).strip(" *_-•")
    return words.casefold() not in ("watch", "listen", "related") or words.isupper()


def _leads(unit: Unit, markdown: bool) -> bool:
    """Whether a unit begins a list of headlines: a link, or as many words as a headline has."""
    if not _is_headline(unit, markdown):
        return False
    text = unit.text.strip()
    dense = dense_count(text) >= 2 * HEADLINE_WORDS
    return is_link_only(text, markdown) or dense or len(text.split()) >= HEADLINE_WORDS


def _is_headline(unit: Unit, markdown: bool) -> bool:
    if unit.block.kind in ("quote", "rule", "caption"):
        return False
    text = unit.text.strip()
    return is_link_only(text, markdown) or (
        len(text) <= SHORT
        and unit.block.kind != "heading"
        and not text.endswith((*SENTENCE_END, ":", ",", ";"))
    )


def link_list(page: Page) -> Iterator[int]:
    """Five or more lines in a row that are links only, before or after the article.

    They are menus only in a full-page scrape, which is one that begins with such a list. Tables of
    contents (links into the page itself) and lists inside the article always stay.
    """
    markdown = page.document.markdown
    if not markdown:
        return
    all_units = page.body.units
    folded = _folded(all_units, markdown)
    prose = [n for n, unit in enumerate(all_units) if len(plain(unit.text, markdown)) > 2 * SHORT]
    flags = [is_link_only(unit.text, markdown) and "](#" not in unit.text for unit in all_units]
    lists = [
        (start, end)
        for start, end in true_runs(flags)
        if end - start >= MENU and not _is_introduced(all_units, folded, start)
    ]
    if not prose or not any(end <= prose[0] for _, end in lists):
        return
    for start, end in lists:
        if end <= prose[0] or start > prose[-1]:
            for unit in all_units[start:end]:
                yield from unit.numbers
