"""Numbers the words of the whole corpus, their forms and their classes.

A form is a word in a language, or in none if it has no other forms. A class groups the forms of one
word: `library`, `libraries`. Lines (words as in `Tokens.words`) are numbered as they arrive; forms
and classes are numbered at the end, independently of that order.
"""

from __future__ import annotations

from dataclasses import dataclass
from sys import intern

import numpy as np

from pressmark.runtime.arrays import Array, Ints
from pressmark.search.parameters import Parameters
from pressmark.search.readings import resolve_languages
from pressmark.search.tokens import Tokens
from pressmark.text.stems import stop_words


class Vocabulary(dict[str, int]):
    """Line → its number; grows batch by batch. Looking up a new line adds it."""

    def __init__(self) -> None:
        super().__init__()
        self.used = np.zeros(1, dtype=np.int64)
        """Occurrences of each line; longer than the vocabulary."""

    def __missing__(self, line: str) -> int:
        number = self[line] = len(self)
        return number

    def numbers(self, tokens: Tokens) -> Array:
        """The number of the line of every word in a batch; counts them."""
        ids = np.frombuffer(tokens.ids, dtype="<u4")
        if not len(ids):
            return np.empty(0, dtype=np.int32)
        lines = tokens.words.split("\n")
        line_numbers = np.fromiter(map(self.__getitem__, lines), np.int32, len(lines))
        if len(self) > len(self.used):
            self.used = np.concatenate((self.used, np.zeros(len(self), dtype=np.int64)))
        self.used[line_numbers] += np.bincount(ids, minlength=len(lines))
        numbers: Array = line_numbers[ids]
        return numbers


@dataclass(frozen=True, slots=True)
class Numbering:
    """The vocabulary in its final order: classes by their first word, forms by class, then word."""

    form_of: Ints
    """Per line: its form."""
    words: list[str]
    """Per form: its word."""
    by_word: Ints
    """All forms, sorted by word."""
    class_of: Ints
    """Per form: its class; sorted."""
    stems: list[str]
    """Per class: its stem; empty for a word without other forms."""
    stop: Array
    """Per class: True for a stop word."""
    common: dict[str, int]
    """Common word (a stop word in any language of the corpus, or as frequent as one) → its code,
    from 1 on, in the order of the words."""
    common_of: Array
    """Per form: the code of its word in `common`, or 0."""


def javascript_order(word: str) -> bytes:
    """Sort key: words compare like strings in JavaScript, by UTF-16 code units."""
    return word.encode("utf-16-be", "surrogatepass")


def sorted_indices(words: list[str]) -> list[int]:
    """Indices that sort `words` in `javascript_order` (stable)."""
    # Python compares code points, which differs from JavaScript above U+FFFF only.
    plain = all(word.isascii() or max(word) < "\U00010000" for word in words)
    keys = words if plain else list(map(javascript_order, words))
    return sorted(range(len(words)), key=keys.__getitem__)


def number(vocabulary: Vocabulary, parameters: Parameters) -> Numbering:
    """Number the vocabulary in its final order.

    The stemmer may give different stems to spellings of a form with and without accents; the most
    frequent stem decides the class of the form.
    """
    forms = _forms(vocabulary)
    class_of, stems, stop = _classes(forms)
    final = np.argsort(class_of, kind="stable")
    by_word = np.empty(len(final), dtype=np.int64)
    by_word[final] = np.arange(len(final))
    words = [forms.words[index] for index in final.tolist()]
    common = _common_words(forms, parameters)
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
    """All forms, sorted by word and language. One list per attribute, since an object per form
    would take too much memory.
    """

    of_line: Ints
    """Per line: its form."""
    words: list[str]
    languages: list[str]
    """Empty for a word without other forms; ends with `!` for a stop word."""
    stems: list[str]
    """The most frequent stem of each form."""
    sizes: list[int]
    """Occurrences of each form."""


def _forms(vocabulary: Vocabulary) -> _Forms:
    used = vocabulary.used[: len(vocabulary)].tolist()
    lines = resolve_languages(list(vocabulary), used)
    out = _Forms(np.empty(len(lines), dtype=np.int64), [], [], [], [])
    previous, most = None, 0
    # Lines sort by word, language and stem: no word has a character below the tab.
    for line in sorted_indices(lines):
        form, _, stem = lines[line].rpartition("\t")
        if form != previous:
            previous, most = form, used[line]
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
    """Per form its class, per class its stem (`Numbering.stems`) and whether it is a stop word.
    Classes are numbered in the order of their first forms.
    """
    of_form = np.empty(len(forms.words), dtype=np.int64)
    numbers: dict[str, dict[str, int]] = {language: {} for language in forms.languages}
    stems: list[str] = []
    stop: list[bool] = []
    for form, language in enumerate(forms.languages):
        stem = forms.stems[form]
        number = numbers[language].setdefault(stem if language else forms.words[form], len(stems))
        if number == len(stems):
            stop.append(language.endswith("!"))
            stems.append("" if stop[-1] or not language else stem)
        of_form[form] = number
    return of_form, stems, np.array(stop, dtype=bool)


def _common_words(forms: _Forms, parameters: Parameters) -> dict[str, int]:
    """Common word → its code: stop words of the corpus' languages, and words that occur often
    enough in all languages together.
    """
    languages = {language.rstrip("!") for language in forms.languages} - {""}
    stops = {word for name in languages for word in stop_words(name)}
    share = sum(forms.sizes) // parameters.common_share
    least = min(parameters.common_to, max(parameters.common_from, share))
    common: dict[str, None] = {}
    previous, total = None, 0
    for word, size in zip(forms.words, forms.sizes, strict=True):
        total = size + (total if word == previous else 0)
        previous = word
        if total >= least or word in stops:
            common[word] = None
    return {word: code for code, word in enumerate(common, start=1)}
