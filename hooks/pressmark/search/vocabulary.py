"""The words of the whole corpus: their forms, their classes, their final numbers.

A form is a word in a language (or in none, where it has no other forms); a class holds the forms
that are one word to a reader. Numbers are given as documents arrive and put in order at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pressmark.search import stems
from pressmark.search.pack import Ints
from pressmark.search.tokens import DocTokens


class _Numbers(dict[str, int]):
    """Word → form, of one language; new words are listed in `fresh` for their classes."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> int:
        number = self[word] = self._vocabulary.new_form(word)
        return number


class Vocabulary:
    """Grows document by document; the first document that has a word decides its class."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.classes: list[tuple[str, str]] = []
        """Of each form: (language, stem), or ("", word) where it is alone, or (language + "!",
        word) for a stop word."""
        self.languages: set[str] = set()
        self._shared = _Numbers(self)
        self._own: dict[str, _Numbers] = {}

    def new_form(self, word: str) -> int:
        """Numbers a word that is new in its language."""
        self.words.append(word)
        self.classes.append(("", word))
        return len(self.words) - 1

    def forms(self, tokens: DocTokens) -> Ints:
        """The form of each distinct word of a document."""
        if not tokens.words:
            return np.empty(0, dtype=np.int64)
        words = tokens.words.split("\n")
        known = len(self.words)
        if not tokens.language:
            return np.array([self._shared[word] for word in words], dtype=np.int64)
        self.languages.add(tokens.language)
        own = self._own.setdefault(tokens.language, _Numbers(self))
        stop = stems.stop_words(tokens.language)
        out = []
        for word, stem in zip(words, tokens.stems.split("\n"), strict=True):
            stopped = not stem and word in stop
            number = (own if stem or stopped else self._shared)[word]
            if number >= known:
                self.classes[number] = (
                    (tokens.language, stem)
                    if stem
                    else (tokens.language + "!", word)
                    if stopped
                    else ("", word)
                )
            out.append(number)
        return np.array(out, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The vocabulary in its final order: classes by their first word, forms within a class."""

    form_of: Ints
    """Form as it was given on arrival → final form."""
    words: list[str]
    """Of each final form."""
    class_of: Ints
    """Of each final form; rises."""
    stop: np.ndarray
    """Of each class: whether it is a stop word."""
    common: dict[str, int]
    """Words that are a stop word in any language of the corpus → their code, from 1."""
    common_of: Ints
    """Of each final form its code in `common`, or 0."""


def order(word: str) -> bytes:
    """Sorts words as JavaScript compares them."""
    return word.encode("utf-16-be")


def number(vocabulary: Vocabulary) -> Numbering:
    """Puts the vocabulary in order; the result doesn't depend on the order of arrival."""
    members: dict[tuple[str, str], list[int]] = {}
    for form, key in enumerate(vocabulary.classes):
        members.setdefault(key, []).append(form)
    words = vocabulary.words
    for forms in members.values():
        forms.sort(key=lambda form: order(words[form]))
    keys = sorted(members, key=lambda key: (order(words[members[key][0]]), key))
    arrived = [form for key in keys for form in members[key]]
    form_of = np.empty(len(arrived), dtype=np.int64)
    form_of[arrived] = np.arange(len(arrived))
    sizes = [len(members[key]) for key in keys]
    stops = {word for name in vocabulary.languages for word in stems.stop_words(name)}
    common = {
        word: code
        for code, word in enumerate(sorted(stops.intersection(words), key=order), start=1)
    }
    final = [words[form] for form in arrived]
    return Numbering(
        form_of,
        final,
        np.repeat(np.arange(len(keys)), sizes),
        np.array([key[0].endswith("!") for key in keys], dtype=bool),
        common,
        np.array([common.get(word, 0) for word in final], dtype=np.int64),
    )
