"""The words of the whole corpus: their forms, their classes, their final numbers.

A form is a word in a language (or in none, where it has no other forms); a class holds the forms
that are one word to a reader. Lines (a word as `Tokens.words` has it) are numbered as they arrive,
forms and classes at the end, in an order that doesn't depend on that.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern

import numpy as np

from pressmark.runtime.arrays import Array, Ints
from pressmark.search.parameters import Parameters
from pressmark.search.readings import settle
from pressmark.search.tokens import Tokens
from pressmark.text.stems import stop_words


class Vocabulary(dict[str, int]):
    """Line → its number; grows batch by batch."""

    def __init__(self) -> None:
        super().__init__()
        self.used = np.zeros(1, dtype=np.int64)
        """How often each line was used; longer than the vocabulary."""

    def __missing__(self, line: str) -> int:
        number = self[line] = len(self)
        return number

    def numbers(self, tokens: Tokens) -> Array:
        """The number of every word of a batch."""
        ids = np.frombuffer(tokens.ids, dtype="<u4")
        if not len(ids):
            return np.empty(0, dtype=np.int32)
        lines = tokens.words.split("\n")
        own = np.fromiter(map(self.__getitem__, lines), np.int32, len(lines))
        if len(self) > len(self.used):
            self.used = np.concatenate((self.used, np.zeros(len(self), dtype=np.int64)))
        self.used[own] += np.bincount(ids, minlength=len(own))
        numbered: Array = own[ids]
        return numbered


@dataclass(frozen=True, slots=True)
class Numbering:
    """The vocabulary in its final order: classes by their first word, forms within a class."""

    form_of: Ints
    """Line → form."""
    words: list[str]
    """Of each form."""
    by_word: Ints
    """The forms in the order of their words."""
    class_of: Ints
    """Of each form; rises."""
    stems: list[str]
    """Of each class; empty for a word without other forms."""
    stop: Array
    """Of each class: whether it is a stop word."""
    common: dict[str, int]
    """Words that are a stop word in any language of the corpus, or as frequent as one → their
    code, from 1, in the order of the words."""
    common_of: Array
    """Of each form its code in `common`, or 0."""


def order(word: str) -> bytes:
    """Sorts words as JavaScript compares them."""
    return word.encode("utf-16-be", "surrogatepass")


def in_order(words: list[str]) -> list[int]:
    """The places of `words` in the order of the words; equal ones stay as they are."""
    # Python compares code points, which differs from JavaScript above U+FFFF only.
    plain = all(word.isascii() or max(word) < "\U00010000" for word in words)
    keys = words if plain else list(map(order, words))
    return sorted(range(len(words)), key=keys.__getitem__)


def number(vocabulary: Vocabulary, layout: Parameters) -> Numbering:
    """Puts the vocabulary in order.

    Texts may spell a word with and without its accents, and get different stems for it: the form
    goes to the class that most of them give.
    """
    forms = _forms(vocabulary)
    class_of, stems, stop = _classes(forms)
    final = np.argsort(class_of, kind="stable")
    by_word = np.empty(len(final), dtype=np.int64)
    by_word[final] = np.arange(len(final))
    words = [forms.words[place] for place in final.tolist()]
    common = _common(forms, layout)
    return Numbering(
        form_of=by_word[forms.of_line],
        words=words,
        by_word=by_word,
        class_of=class_of[final],
        stems=stems,
        stop=stop,
        common=common,
        common_of=np.array([common.get(word, 0) for word in words], dtype=np.uint16),
    )


@dataclass(frozen=True, slots=True)
class _Forms:
    """All forms, in the order of their words and languages: a list of each thing, since there are
    too many of them for an object each.
    """

    of_line: Ints
    words: list[str]
    languages: list[str]
    """Empty for a word without other forms, with a `!` at the end for a stop word."""
    stems: list[str]
    """The one that most of the texts give."""
    sizes: list[int]
    """How often each occurs."""


def _forms(vocabulary: Vocabulary) -> _Forms:
    used = vocabulary.used[: len(vocabulary)].tolist()
    lines = settle(list(vocabulary), used)
    out = _Forms(np.empty(len(lines), dtype=np.int64), [], [], [], [])
    head, most = None, 0
    # Lines sort as their words, languages and stems do: no word has a character below the tab.
    for line in in_order(lines):
        form, _, stem = lines[line].rpartition("\t")
        if form != head:
            head, most = form, used[line]
            word, _, language = form.partition("\t")
            out.words.append(word)
            out.languages.append(intern(language))
            out.stems.append(stem)
            out.sizes.append(most)
        else:
            out.sizes[-1] += used[line]
            if used[line] > most:
                out.stems[-1], most = stem, used[line]
        out.of_line[line] = len(out.words) - 1
    return out


def _classes(forms: _Forms) -> tuple[Ints, list[str], Array]:
    """Of each form its class, numbered in the order of their first forms; of each class its stem,
    as `Numbering.stems` has it, and whether it is a stop word.
    """
    of_form = np.empty(len(forms.words), dtype=np.int64)
    known: dict[str, dict[str, int]] = {language: {} for language in forms.languages}
    stems: list[str] = []
    stop: list[bool] = []
    for place, language in enumerate(forms.languages):
        stem = forms.stems[place]
        number = known[language].setdefault(stem if language else forms.words[place], len(stems))
        if number == len(stems):
            stop.append(language.endswith("!"))
            stems.append("" if stop[-1] or not language else stem)
        of_form[place] = number
    return of_form, stems, np.array(stop, dtype=bool)


def _common(forms: _Forms, layout: Parameters) -> dict[str, int]:
    """The common words of all forms, each a word and a language that occurs so often."""
    languages = {language.rstrip("!") for language in forms.languages} - {""}
    stops = {word for name in languages for word in stop_words(name)}
    most = min(layout.common_to, max(layout.common_from, sum(forms.sizes) // layout.common_share))
    found: dict[str, None] = {}
    before, total = None, 0
    for word, size in zip(forms.words, forms.sizes, strict=True):
        total = size + (total if word == before else 0)
        before = word
        if total >= most or word in stops:
            found[word] = None
    return {word: code for code, word in enumerate(found, start=1)}
