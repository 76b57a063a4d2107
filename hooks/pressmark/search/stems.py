"""Which words belong together, and which are too common to count.

Forms of a word share a class, made with the Snowball stemmer of the document's language. Stop
words come from `bm25s`, whose lists are those of Snowball and NLTK; Arabic and Persian, which it
lacks, have short lists of function words here. A stop word is a class of its own.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from functools import cache
from pathlib import Path
from types import ModuleType

import Stemmer

from pressmark.search.words import fold, words

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

_ARABIC = """
في من على إلى عن مع هذا هذه ذلك تلك التي الذي الذين اللذين اللواتي ما ماذا من هل هو هي هم هن نحن أنا
أنت أنتم كان كانت كانوا يكون تكون قد لقد لم لن لا ليس ليست إن أن أنه أنها إنه إنها كما كل بعض
أو أم ثم بل لكن حتى إذا إذ لو بين بعد قبل عند منذ خلال حول ضد دون غير أي أية به بها فيه فيها منه
منها عليه عليها له لها لهم وهو وهي وكان وقد ولم ولا وفي ومن وعلى وإلى كيف متى أين هناك هنا و ف ب
ل ك س
"""
_PERSIAN = """
و در به از که این آن را با برای است بود شد شده می ها های تا بر یا هم نیز اما اگر چه چون هر همه
خود ما من تو او شما آنها ایشان یک بین پس پیش هیچ باید کرد کرده کند کنند دارد داشت داشته باشد بودند
شود شوند نمی وی همین همان چند چرا کجا
"""


def _stop_word_lists() -> ModuleType:
    """The lists of `bm25s`, without the rest of it: that would load SciPy into every process."""
    package = importlib.util.find_spec("bm25s")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("bm25s is not installed", name="bm25s")
    file = Path(package.origin).with_name("stopwords.py")
    found = importlib.util.spec_from_file_location("bm25s_stopwords", file)
    if found is None or found.loader is None:
        raise ModuleNotFoundError("bm25s has no lists of stop words", name="bm25s.stopwords")
    module = importlib.util.module_from_spec(found)
    found.loader.exec_module(module)
    return module


stopwords = _stop_word_lists()

_LISTS: dict[str, tuple[str, ...]] = {
    "arabic": tuple(_ARABIC.split()),
    "danish": stopwords.STOPWORDS_DANISH,
    "dutch": stopwords.STOPWORDS_DUTCH,
    "english": stopwords.STOPWORDS_EN_PLUS,
    "french": stopwords.STOPWORDS_FRENCH,
    "german": stopwords.STOPWORDS_GERMAN,
    "italian": stopwords.STOPWORDS_ITALIAN,
    "norwegian": stopwords.STOPWORDS_NORWEGIAN,
    "persian": tuple(_PERSIAN.split()),
    "portuguese": stopwords.STOPWORDS_PORTUGUESE,
    "russian": stopwords.STOPWORDS_RUSSIAN,
    "spanish": stopwords.STOPWORDS_SPANISH,
    "swedish": stopwords.STOPWORDS_SWEDISH,
    "turkish": stopwords.STOPWORDS_TURKISH,
}


def language_name(language: str | None) -> str:
    """Snowball's name for a BCP 47 tag, or empty where it has no stemmer.

    >>> language_name("pt-BR"), language_name("ja"), language_name(None)
    ('portuguese', '', '')
    """
    return STEMMERS.get((language or "").split("-")[0].lower(), "")


@cache
def stop_words(name: str) -> frozenset[str]:
    """The folded stop words of a language by Snowball's name; empty for one without a list.

    NLTK's English list has pieces of split contractions (`won` of `won't`), which are words in
    their own right here.
    """
    listed = _LISTS.get(name, ())
    pieces = {word.split("'")[0] for word in listed if word.endswith("n't")}
    return frozenset(folded for word in listed if word not in pieces for folded in words(word))


@cache
def _stemmer(name: str) -> Callable[[str], str]:
    found: Callable[[str], str] = Stemmer.Stemmer(name).stemWord
    return found


def word_class(name: str, folded: str, raw: str) -> str:
    """What a word has in common with its other forms: its language, a tab and its stem. A stop word
    has the language with `!` and itself; a word without other forms just a tab, in any language.

    >>> word_class("english", "libraries", "Libraries"), word_class("english", "2025", "2025")
    ('english\\tlibrari', '\\t')
    >>> word_class("english", "the", "The")
    'english!\\tthe'
    """
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
