"""Names and writing directions of languages, from Unicode CLDR by Babel."""

from __future__ import annotations

import unicodedata
from functools import cache

from babel import Locale, UnknownLocaleError


@cache
def _locale(tag: str) -> Locale | None:
    try:
        return Locale.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@cache
def name(tag: str) -> str:
    """A language's name in English, or the tag itself.

    >>> name("de"), name("zh-Hant"), name("x-none")
    ('German', 'Chinese (Traditional)', 'x-none')
    """
    locale = _locale(tag)
    english = Locale("en")
    if locale is None or locale.language not in english.languages:
        return tag
    shown = english.languages[locale.language]
    details = [
        names[part]
        for names, part in (
            (english.scripts, locale.script),
            (english.territories, locale.territory),
        )
        if part and part in names
    ]
    return f"{shown} ({', '.join(details)})" if details else str(shown)


def direction(language: str | None, text: str) -> str:
    """`ltr` or `rtl`: that of `language`; if it isn't known, that of most letters in `text`."""
    locale = _locale(language) if language else None
    if locale is not None:
        return str(locale.text_direction)
    kinds = [unicodedata.bidirectional(c) for c in text[:300]]
    rtl = sum(kind in ("R", "AL") for kind in kinds)
    return "rtl" if rtl > kinds.count("L") else "ltr"
