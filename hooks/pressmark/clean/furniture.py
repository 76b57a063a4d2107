"""Rules for what a website puts round an article: buttons, menus, notices, advertisements."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pressmark.clean.lines import Line, fold, is_link_only, lines, runs
from pressmark.clean.rule import Page
from pressmark.clean.words import ADVERTISEMENT, NAVIGATION, PLACEHOLDER, RELATED, SHARE
from pressmark.segment import is_image

_JUMP = ("skip to ", "back to top", "zum inhalt", "nach oben", "aller au contenu", "haut de page")
_NEWSLETTER_START = re.compile(
    r"(?:sign up|subscribe|get (?:the|our|all|breaking|your)|join (?:our|the)|stay (?:informed|up)"
    r"|never miss|enter your e-?mail|receive|abonnieren|melden sie sich|jetzt (?:anmelden|abo)"
    r"|.{5,80}\b(?:in your inbox|to your inbox)\b|.{0,120}unsubscribe (?:at any time|anytime)"
    r"|inscrivez-vous|abonnez-vous|recevez|suscr[ií]b|recibe|iscriviti|assine)"
)
_NEWSLETTER = re.compile(
    r"newsletter|inbox|\be-?mail|subscribe|subscription|posteingang|infolettre|bolet[ií]n|correo"
)
_COOKIE_WHO = re.compile(
    r"\b(?:we|our|this (?:web)?site|you(?:r)?|wir|unsere|diese (?:web)?seite|nous|notre|ce site"
    r"|utilizamos|nuestr[oa]s?|este sitio|questo sito|wij|onze)\b"
)
_COOKIE_WHAT = re.compile(
    r"\b(?:accept|agree|consent|settings|preferences|policy|opt out|browsing|akzeptier|zustimm"
    r"|einstellungen|accepte|param[eè]tr|acepta|configura|accett|akkoord)"
)
_COOKIE_BUTTONS = frozenset(
    {
        "accept", "accept all", "accept cookies", "accept all cookies", "reject", "reject all",
        "decline", "manage preferences", "manage cookies", "cookie settings", "cookie policy",
        "learn more", "got it", "ok", "i agree", "alle akzeptieren", "ablehnen", "einstellungen",
        "manage settings", "tout accepter", "tout refuser", "aceptar", "rechazar", "only necessary",
    }
)  # fmt: skip
_RELATED_PREFIX = re.compile(
    r"(?:read more|read also|read next|also read|see also|related|more on this|watch|listen"
    r"|lesen sie auch|mehr dazu|lire aussi|à lire aussi|lea también|leggi anche|lees ook)"
    r"\s*[:|»›]\s*\S"
)
_PATH = re.compile(r"(?:home|start|startseite|accueil|inicio)\s*[>›»/|→]\s*\S")
_SENTENCE_END = tuple(".!?。！？؟")

MENU_ITEM = 30
"""Characters: the longest entry of a menu."""
SHORT = 120
"""Characters: the longest headline in a list of related articles."""


def _is_heading(line: Line) -> bool:
    return line.block.kind == "heading"


def image_placeholder(page: Page) -> Iterator[int]:
    """Lines like `*Image not found or type unknown*`."""
    markdown = page.document.markdown
    for line in lines(page.blocks):
        if len(line.text) < SHORT and fold(line.text, markdown) in PLACEHOLDER:
            yield line.number


def image_link(page: Page) -> Iterator[int]:
    """Lines that are nothing but a Markdown image on another host."""
    if not page.document.markdown:
        return
    for line in lines(page.blocks):
        if line.text.lstrip().startswith("![") and is_image(line.text):
            yield line.number


def _phrase_runs(page: Page, phrases: frozenset[str], alone: tuple[str, ...]) -> Iterator[int]:
    """Lines that are one of `phrases` and have such a neighbour; `alone` are enough by themselves.

    One word on a line may be verse, a label or a heading; two menu words in a row are a menu.
    """
    markdown = page.document.markdown
    all_lines = list(lines(page.blocks))
    folded = [fold(x.text, markdown) if len(x.text) < SHORT else "" for x in all_lines]
    for start, end in runs([text in phrases for text in folded]):
        for at in range(start, end):
            if end - start > 1 or (folded[at].startswith(alone) and not _is_heading(all_lines[at])):
                yield all_lines[at].number


def share_buttons(page: Page) -> Iterable[int]:
    """`Share`, `Tweet`, `Print` … in a row, or `Share this article` alone."""
    return _phrase_runs(page, SHARE, ("share this", "share on", "share via", "teilen", "partager"))


def navigation(page: Page) -> Iterator[int]:
    """Menu words in a row, with what stands between them; a jump link or a path of links alone."""
    yield from _phrase_runs(page, NAVIGATION, _JUMP)
    markdown = page.document.markdown
    all_lines = list(lines(page.blocks))
    folded = [fold(x.text, markdown) if len(x.text) < SHORT else "" for x in all_lines]
    for at, text in enumerate(folded):
        if _PATH.match(text):
            yield all_lines[at].number
    shorts = [bool(text) and len(text) <= MENU_ITEM and _is_label(text) for text in folded]
    for start, end in runs(shorts):
        known = [at for at in range(start, end) if folded[at] in NAVIGATION]
        # A menu is full of words that all menus have; a list in a text has one of them by chance.
        if len(known) >= 3 and len(known) * 4 >= known[-1] - known[0] + 1:
            yield from (line.number for line in all_lines[known[0] : known[-1] + 1])


def _is_label(text: str) -> bool:
    return len(text.split()) <= 4 and not text.endswith(_SENTENCE_END)


def advertisement(page: Page) -> Iterator[int]:
    """Lines that only announce an advertisement."""
    for line in lines(page.blocks):
        if len(line.text) < SHORT and fold(line.text, page.document.markdown) in ADVERTISEMENT:
            yield line.number


def cookie_notice(page: Page) -> Iterator[int]:
    """A notice that asks to accept cookies, with its buttons."""
    markdown = page.document.markdown
    notice_before = False
    for line in lines(page.blocks):
        folded = fold(line.text, markdown) if len(line.text) < 800 else ""
        is_notice = (
            "cookie" in folded
            and bool(_COOKIE_WHO.search(folded))
            and bool(_COOKIE_WHAT.search(folded))
        )
        buttons = [b.strip() for b in re.split(r"\s{2,}|[|•·]", line.text.casefold()) if b.strip()]
        if is_notice or (notice_before and buttons and _COOKIE_BUTTONS.issuperset(buttons)):
            yield line.number
            notice_before = True
        else:
            notice_before = False


def newsletter(page: Page) -> Iterator[int]:
    """An invitation to subscribe."""
    for line in lines(page.blocks):
        folded = fold(line.text, page.document.markdown) if len(line.text) < 400 else ""
        if _NEWSLETTER_START.match(folded) and _NEWSLETTER.search(folded):
            yield line.number


def related_links(page: Page) -> Iterator[int]:
    """`Read more: …`, and `Related articles` with the headlines under it."""
    markdown = page.document.markdown
    all_lines = list(lines(page.blocks))
    at = 0
    while at < len(all_lines):
        line = all_lines[at]
        folded = fold(line.text, markdown) if len(line.text) < 2 * SHORT else ""
        at += 1
        if _RELATED_PREFIX.match(folded) and not folded.endswith(_SENTENCE_END):
            yield line.number
        elif folded in RELATED:
            yield line.number
            while at < len(all_lines) and _is_headline(all_lines[at], markdown):
                yield all_lines[at].number
                at += 1


def _is_headline(line: Line, markdown: bool) -> bool:
    if line.block.kind in ("quote", "code", "rule", "caption"):
        return False
    text = line.text.strip()
    return is_link_only(text, markdown) or (
        len(text) <= SHORT and not _is_heading(line) and not text.endswith((*_SENTENCE_END, ":", ","))
    )


def link_list(page: Page) -> Iterator[int]:
    """Five or more lines in a row that are links only, before or after the article.

    A table of contents (links into the page itself) and a list inside the article stay.
    """
    markdown = page.document.markdown
    if not markdown:
        return
    all_lines = list(lines(page.blocks))
    prose = [at for at, line in enumerate(all_lines) if len(line.text) > 2 * SHORT]
    flags = [is_link_only(x.text, markdown) and "](#" not in x.text for x in all_lines]
    for start, end in runs(flags):
        outside = not prose or end <= prose[0] or start > prose[-1]
        if end - start >= 5 and outside and prose:
            yield from (line.number for line in all_lines[start:end])
