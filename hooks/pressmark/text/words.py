"""Splits text into searchable words, by the same rules as the search engine (`words.js`).

A word is a run of letters, marks and digits, folded: case, compatibility forms and the accents of
Latin, Greek, Cyrillic, Arabic and Hebrew make no difference; Indic, Thai and kana marks do.
Apostrophes join (`don't` is `dont`), but a closing `'s` is dropped (`Trump's` is `trump`) and
a Romance short form is a word of its own (`l'homme` is `l`, `homme`). A zero-width non-joiner
separates words of Arabic letters (Persian writes endings apart with it), but no others.

Scripts written without spaces are cut into overlapping pairs of characters, script by script. In
a document the last character of a run is a word of its own, so that a search for one character
(every word that starts with it) misses none.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

from pressmark.text.characters import (
    APOSTROPHES,
    ASCII_PIECE,
    ELISIONS,
    FOLD_MAP,
    LETTERS,
    PARTED,
    PIECE,
    TABLE,
    UNIT,
)

LONGEST = 64
"""Characters of a word; the rest of a longer one, which is noise, is cut off."""

_INSIDE = {ord("'"), *b"0123456789abcdefghijklmnopqrstuvwxyz", *range(0x80, 0x100)}
_APART = bytes(byte if byte in _INSIDE else ord(" ") for byte in bytes(range(0x100)).lower())

_APOSTROPHE = re.compile("[" + "".join(map(re.escape, sorted(APOSTROPHES))) + "]+")
_HIDDEN = str.maketrans("", "", TABLE["hidden"])


class Word(NamedTuple):
    """A word of a text."""

    folded: str
    raw: str
    """As written, apostrophes and hidden characters gone; empty where it isn't one whole word
    of a script with spaces (then it has no other forms)."""


def fold(text: str) -> str:
    """`text` folded for comparison. For the pieces of a text, not for whole texts.

    >>> fold("Straße"), fold("ÉCOLE"), fold("كِتَابٌ"), fold("हिन्दी")
    ('strasse', 'ecole', 'كتاب', 'हिन्दी')
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text).translate(FOLD_MAP)
    return unicodedata.normalize("NFC", decomposed)


def runs(text: str) -> list[bytes]:
    """`text` in UTF-8, lower case, split at ASCII characters that are in no word.

    The fastest way that Python has. A run of ASCII letters and digits is one folded word; any other
    run may hold several words, which `words` finds.

    >>> runs("Don't, 東京 A7")
    [b"don't", b'\\xe6\\x9d\\xb1\\xe4\\xba\\xac', b'a7']
    """
    return text.encode("utf-8", "surrogatepass").translate(_APART).split()


def pieces(text: str) -> list[str]:
    """The words of `text` as written, and runs of scripts without spaces, in order."""
    matched: list[str] = (ASCII_PIECE if text.isascii() else PIECE).findall(text)
    return matched


def piece_words(piece: str) -> tuple[Word, ...]:
    """The words of one piece of a document.

    >>> [word.folded for word in piece_words("L\u2019Étoile")]
    ['l', 'etoile']
    >>> [word.folded for word in piece_words("東京都")]
    ['東京', '京都', '都']
    >>> [word.folded for word in piece_words("کتاب\u200cها")]
    ['كتاب', 'ها']
    """
    if piece.isascii() and piece.isalnum():
        return (Word(piece.lower()[:LONGEST], piece),)
    if UNIT.match(piece):
        units = [fold(unit) for unit in UNIT.findall(piece)]
        pairs = [first + second for first, second in pairwise(units)]
        return tuple(Word(word, "") for word in [*pairs, units[-1]])
    return tuple(word for part in PARTED.split(piece) for word in _spaced_words(part))


def _spaced_words(piece: str) -> list[Word]:
    parts = _APOSTROPHE.split(piece.translate(_HIDDEN))
    if len(parts) > 1 and fold(parts[-1]) == "s":
        parts.pop()
    out: list[Word] = []
    while len(parts) > 1 and fold(parts[0]) in ELISIONS:
        out += _folded(parts.pop(0))
    return out + _folded("".join(parts))


def words(text: str) -> list[str]:
    """All words of a document's text, folded, in order."""
    return [word.folded for piece in pieces(text) for word in piece_words(piece)]


def _folded(raw: str) -> list[Word]:
    parts = LETTERS.findall(fold(raw))
    return [Word(word[:LONGEST], raw if len(parts) == 1 else "") for word in parts]
