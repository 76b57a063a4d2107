"""Which words belong together, and which are too common to count.

Forms of a word share a class, made with the Snowball stemmer of the document's language. Stop
words stand in `stop_words.txt`, with where they come from. A stop word is a class of its own.
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
"""Instead of a language's name: that of a text whose language nobody knows."""

_NO_LANGUAGE = frozenset(("", "und", "mis", "mul", "zxx"))
"""BCP 47 subtags that name no language."""


@cache
def _lists() -> dict[str, tuple[str, ...]]:
    """Snowball's name of a language → its stop words, as they are written."""
    text = Path(__file__).with_name("stop_words.txt").read_text(encoding="utf-8")
    lines = (line.partition(":") for line in text.splitlines() if line[:1] not in ("", "#"))
    return {name: tuple(listed.split()) for name, _, listed in lines}


def language_name(language: str | None) -> str:
    """Snowball's name for a BCP 47 tag, or empty where it has no stemmer.

    >>> language_name("pt-BR"), language_name("ja"), language_name(None)
    ('portuguese', '', '')
    """
    return STEMMERS.get((language or "").split("-")[0].lower(), "")


def reading_name(language: str | None) -> str:
    """`language_name`, but `UNKNOWN` for a text of which the language isn't known.

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
    """The folded stop words of a language by Snowball's name; empty for one without a list.

    NLTK's English list has pieces of split contractions (`won` of `won't`), which are words in
    their own right here.
    """
    listed = _lists().get(name, ())
    pieces = {word.split("'")[0] for word in listed if word.endswith("n't")}
    return frozenset(folded for word in listed if word not in pieces for folded in words(word))


@cache
def _stemmer(name: str) -> Callable[[str], str]:
    found: Callable[[str], str] = Stemmer.Stemmer(name).stemWord
    return found


def word_class(name: str, folded: str, raw: str) -> str:
    """What a word has in common with its other forms: its language, a tab and its stem. A stop word
    has the language with `!` and itself; a word without other forms just a tab, in any language. A
    word of an `UNKNOWN` language has `?` and a tab: `readings` decides.

    >>> word_class("english", "libraries", "Libraries"), word_class("english", "2025", "2025")
    ('english\\tlibrari', '\\t')
    >>> word_class("english", "the", "The")
    'english!\\tthe'
    """
    if name == UNKNOWN:
        return "?\t" if raw and any(map(str.isalpha, folded)) else "\t"
    found = stem(name, folded, raw)
    if found:
        return f"{name}\t{found}"
    return f"{name}!\t{folded}" if name and folded in stop_words(name) else "\t"


def stem(name: str, folded: str, raw: str) -> str:
    """The stem of a word in its language; empty for a word that has no other forms.

    `name` is Snowball's name of the language, `raw` the word as written (see `words.Word`): the
    stemmers know accents. Stop words and their like stay alone.
    """
    if not name or not raw or folded in stop_words(name) or not any(map(str.isalpha, folded)):
        return ""
    return fold(_stemmer(name)(raw.lower())) or folded
