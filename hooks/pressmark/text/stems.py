"""Stems, stop words, and the classes that forms of a word share.

A class is made with the Snowball stemmer of the document's language. Each stop word is a class of
its own; `stop_words.txt` lists them, with their sources.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import Stemmer

from pressmark.text.words import fold, words

STEMMERS = {
    "ar": "arabic",
    "ca": "catalan",
    "cs": "czech",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "eo": "esperanto",
    "es": "spanish",
    "et": "estonian",
    "eu": "basque",
    "fa": "persian",
    "fi": "finnish",
    "fr": "french",
    "ga": "irish",
    "hi": "hindi",
    "hu": "hungarian",
    "hy": "armenian",
    "id": "indonesian",
    "it": "italian",
    "lt": "lithuanian",
    "nb": "norwegian",
    "ne": "nepali",
    "nl": "dutch",
    "nn": "norwegian",
    "no": "norwegian",
    "pl": "polish",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sr": "serbian",
    "st": "sesotho",
    "sv": "swedish",
    "ta": "tamil",
    "tr": "turkish",
    "yi": "yiddish",
}
"""BCP 47 primary language → Snowball's name."""

UNKNOWN = "?"
"""Stands for the language's name of a text in an unknown language."""

_NO_LANGUAGE = frozenset(("", "und", "mis", "mul", "zxx"))
"""BCP 47 subtags that name no language."""


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """Snowball's name of a language → its stop words, as written in the list."""
    text = Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8")
    lines = (line.partition(":") for line in text.splitlines() if line[:1] not in ("", "#"))
    return {name: tuple(listed.split()) for name, _, listed in lines}


def language_name(language: str | None) -> str:
    """Snowball's name for a BCP 47 tag; empty if it has no stemmer for the language.

    >>> language_name("pt-BR"), language_name("ja"), language_name(None)
    ('portuguese', '', '')
    """
    return STEMMERS.get((language or "").split("-")[0].lower(), "")


def reading_name(language: str | None) -> str:
    """Like `language_name`, but `UNKNOWN` for tags that name no language.

    >>> reading_name("pt-BR"), reading_name("ja"), reading_name(None), reading_name("und")
    ('portuguese', '', '?', '?')
    """
    primary = (language or "").split("-")[0].lower()
    return UNKNOWN if primary in _NO_LANGUAGE else STEMMERS.get(primary, "")


@cache
def listed_languages() -> tuple[str, ...]:
    """Snowball's names of the languages that have a list of stop words."""
    return tuple(sorted(_lists()))


@cache
def stop_words(name: str) -> frozenset[str]:
    """Folded stop words of a language, by Snowball's name; empty if it has no list.

    NLTK's English list has pieces of split contractions (`won` of `won't`). They are left out,
    since here they are words in their own right.
    """
    listed = _lists().get(name, ())
    pieces = {word.split("'")[0] for word in listed if word.endswith("n't")}
    return frozenset(folded for word in listed if word not in pieces for folded in words(word))


@cache
def _stemmer(name: str) -> Callable[[str], str]:
    stem_word: Callable[[str], str] = Stemmer.Stemmer(name).stemWord
    return stem_word


def word_class(name: str, folded: str, raw: str) -> str:
    """Class of a word: a string that its forms share.

    - a word with forms: the language's name, a tab, the stem
    - a stop word: the language's name, `!`, a tab, the word
    - a word without other forms, in any language: a tab
    - a word of an `UNKNOWN` language: `?`, a tab; `search/readings.py` decides

    >>> word_class("english", "libraries", "Libraries"), word_class("english", "2025", "2025")
    ('english\\tlibrari', '\\t')
    >>> word_class("english", "the", "The")
    'english!\\tthe'
    """
    if name == UNKNOWN:
        return "?\t" if raw and any(map(str.isalpha, folded)) else "\t"
    word_stem = stem(name, folded, raw)
    if word_stem:
        return f"{name}\t{word_stem}"
    return f"{name}!\t{folded}" if name and folded in stop_words(name) else "\t"


def stem(name: str, folded: str, raw: str) -> str:
    """Folded stem of a word in its language; empty for stop words and words without other forms.

    `name` is Snowball's name of the language. The stemmer reads `raw`, the word as written (see
    `words.Word`), since accents matter to it.
    """
    if not name or not raw or folded in stop_words(name) or not any(map(str.isalpha, folded)):
        return ""
    return fold(_stemmer(name)(raw.lower())) or folded
