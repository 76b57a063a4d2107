"""Rules for notices of a website itself: cookies, newsletters, advertisements."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pressmark.clean.rule import Page
from pressmark.clean.words import ADVERTISEMENT, COOKIE_BUTTONS
from pressmark.text.inline import plain
from pressmark.text.lines import fold_line
from pressmark.text.sentences import SENTENCE_END

MAX_COOKIE_NOTICE = 800
MAX_INVITATION = 300
"""Characters of a notice. A longer paragraph is part of an article about the matter."""

# A notice is in the present tense, and outside of quotation marks. An article that explains cookies
# or quotes a notice isn't.
_COOKIE = re.compile(
    r"""
    (?<!["“„«‹‘'])\b(?:
        (?:we|(?:this|our)\ (?:web)?site|partners)\b[^.!?]{0,40}
        \buses?\b(?!\ these\b)[^.!?]{0,60}\bcookies?\b
      | these\ cookies\ (?:are|allow|enable|collect|may)\b
      | by\ (?:clicking|continuing|using|browsing|accepting)\b[^.!?]{0,120}\bcookies?\b
      | (?:accept|reject|manage|allow|decline)\ (?:all\ |our\ |these\ |the\ use\ of\ )?cookies?\b
      | (?:wir|diese\ (?:web)?(?:seite|site))\b[^.!?]{0,40}
        \b(?:verwende[nt]|nutz(?:en|t)|setz(?:en|t)|benutz(?:en|t))\b[^.!?]{0,60}\bcookies\b
      | (?:nous|(?:ce|notre)\ site|partenaires)\b[^.!?]{0,60}
        \b(?:utilis(?:e|ons|ent)|dépos(?:e|ons|ent))\b[^.!?]{0,60}\bcookies\b
      | en\ (?:acceptant|poursuivant|continuant)\b[^.!?]{0,120}\bcookies\b
      | (?:utilizamos|usamos|(?:este|nuestro)\ sitio(?:\ web)?\ (?:utiliza|usa)
        |este\ site\ (?:utiliza|usa))\b[^.!?]{0,60}\bcookies\b
      | (?:utilizziamo|usiamo|questo\ sito(?:\ web)?\ (?:utilizza|usa))\b[^.!?]{0,60}\bcookies?\b
      | (?:wij|we|deze\ (?:web)?site)\b[^.!?]{0,20}\bgebruik(?:en|t)\b[^.!?]{0,60}\bcookies\b
    )
    """,
    re.VERBOSE,
)
_COOKIE_WHAT = re.compile(
    r"\b(?:accept|agree|consent|settings|preferences|polic(?:y|ies)|opt[- ]out|browsing|continu"
    r"|experience|switched off|akzeptier|zustimm|einstellungen|erlebnis|param[eè]tr|expérience"
    r"|acepta|configura|experiencia|accett|esperienza|aceita|preferências|experiência|akkoord"
    r"|ervaring|instellingen)"
)

_NEWSLETTER_START = re.compile(
    r"""
    (?:[^:.!?]{1,40}:\ )?
    (?:
        sign\ up | subscribe | get\ (?:the|our|all|breaking|your|news|daily|weekly)
      | join\ (?:our|the) | stay\ (?:informed|up\ to\ date) | never\ miss | enter\ your\ e-?mail
      | receive\ (?:the|our|all|breaking|news|daily|weekly|updates)
      | for\ free\b.{0,60}\bsign\ up | want\ more
      | (?:newsletter|jetzt)\ (?:abonnieren|bestellen) | abonnieren\ sie | melden\ sie\ sich
      | inscrivez-vous | abonnez-vous | recevez | suscr[ií]b(?:ete|ase) | recibe
      | iscriviti | assine | meld\ je\ aan | 订阅 | اشترك
    )(?!\w)
    """,
    re.VERBOSE,
)
_NEWSLETTER_WHAT = re.compile(
    r"newsletters?\b|\b(?:news|alert|update) e-?mails?\b|\byour (?:inbox|e-?mail)"
    r"|\b(?:by|via) e-?mail|\be-?mail (?:address|alerts?|updates?)"
    r"|\bposteingang|\binfolettre|\bbo[iî]te (?:mail|de réception)|\bcourriel|\bbolet[ií]n"
    r"|\bcorreo electrónico|\bnieuwsbrief|通讯|النشرة"
)
_DELIVERED = re.compile(
    r".{0,100}\b(?:straight|delivered|sent|directly|right) (?:in)?to your inbox\b"
    r"|.{0,120}\bunsubscribe (?:at any time|anytime)\b"
)
_SUBSCRIBE = re.compile(
    r"subscribe(?: (?:now|today|here)\b.{0,80}| to (?:our|unlock|continue|read)\b.{0,60}"
    r"| for (?:more|full|unlimited|only|\$|£|€).{0,60}| [$£€].{0,40})?"
)


def advertisement(page: Page) -> Iterator[int]:
    """Lines that do nothing but announce an advertisement."""
    markdown = page.document.markdown
    for unit in page.body.units:
        if len(unit.text) >= 120 or fold_line(unit.text, markdown) not in ADVERTISEMENT:
            continue
        # A single word may also be a chapter about advertising, a list entry, or a line of verse.
        one_word = len(unit.text.split()) == 1
        if unit.marked_heading and " " not in fold_line(unit.text, markdown):
            continue
        if one_word and plain(unit.text, markdown).strip(" *_|-–—")[:1].islower():
            continue
        if unit.block.kind == "item" and unit.numbers[0] == unit.block.lines[0]:
            continue
        yield from unit.numbers


def cookie_notice(page: Page) -> Iterator[int]:
    """A notice that asks to accept cookies, with its buttons."""
    markdown = page.document.markdown
    after_notice = False
    for unit in page.body.units:
        mentions = len(unit.text) < MAX_COOKIE_NOTICE and "cookie" in unit.text.casefold()
        folded = fold_line(unit.text, markdown) if mentions else ""
        is_notice = mentions and bool(_COOKIE.search(folded)) and bool(_COOKIE_WHAT.search(folded))
        if is_notice or (after_notice and _is_buttons(plain(unit.text, markdown))):
            yield from unit.numbers
            after_notice = True
        else:
            after_notice = False


def _is_buttons(text: str) -> bool:
    """Whether a line holds only labels of buttons, separated by wide gaps or marks."""
    labels = [label.strip(" *-.") for label in re.split(r"\s{2,}|[|•·]", text.casefold())]
    labels = [label for label in labels if label]
    return bool(labels) and COOKIE_BUTTONS.issuperset(labels)


def newsletter(page: Page) -> Iterator[int]:
    """An invitation to subscribe."""
    for unit in page.body.units:
        if unit.block.kind == "quote" or len(unit.text) > MAX_INVITATION:
            continue
        if _invites(fold_line(unit.text, page.document.markdown), unit.text):
            yield from unit.numbers


def _invites(folded: str, text: str) -> bool:
    if _NEWSLETTER_START.match(folded) and _NEWSLETTER_WHAT.search(folded):
        return True
    if _DELIVERED.match(folded):
        return True
    # `Subscribe` alone is a button; in lower case it is a word of verse.
    return bool(_SUBSCRIBE.fullmatch(folded)) and (
        "subscribe " in folded or (text.strip(" *_#[-")[:1] == "S" and not _ends(text))
    )


def _ends(text: str) -> bool:
    return text.rstrip(" *_").endswith(SENTENCE_END)
