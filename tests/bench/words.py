"""A vocabulary of made-up words with the statistics of a newspaper's.

Frequencies fall in two regimes (Ferrer i Cancho and Solé, Two Regimes in the Frequency of Words,
2001): with the rank itself for the words that everybody knows, faster for the rest. The constants
were set beside 3,000 articles of a real newspaper (1.5 million words, 29,000 of them different).
"""

from __future__ import annotations

import random
from functools import cache

import numpy as np
import numpy.typing as npt

SIZE = 600_000
"""Words in all: more than 100,000 articles come to use."""

KNOWN, TAIL = 3_000, 1.7
"""The rank at which the second regime begins, and its exponent."""

_FUNCTION = """
the of and to in a is that for it as was with be by on not he his but at are this have from or had
an they which one you were all her she there would their we him been has when who will no more if
out so up said what its about than into them can only other new some could these two may first then
do any my now over such our me even most made after also did many off before must through years
where much your way down should because each just those people too how
"""
FUNCTION = tuple(_FUNCTION.split())
"""What stands at the top of any English list, in its order."""

SUFFIXES = ("s", "ed", "ing", "er", "ers", "ation")
INFLECTED, NUMERAL = 0.45, 0.04
"""How much of the vocabulary are forms of other words, and numbers."""

_ONSETS = (
    "b bl br c ch cl cr d dr f fl fr g gl gr h j k l m n p pl pr qu r s sh sl st str t th tr v w"
)
_VOWELS = "a a e e i o u ai ea ou"
_CODAS = "b ck d ft g l ll m n nd ng nt p r rd rm rn s ss st t x"


def weights() -> npt.NDArray[np.float64]:
    """How often each word is used, by rank; not normalised."""
    rank = np.arange(SIZE, dtype=np.float64)
    top = 1 / (rank + 1)
    return np.where(rank < KNOWN, top, top[KNOWN] * (KNOWN / np.maximum(rank, 1)) ** TAIL)


@cache
def vocabulary() -> tuple[str, ...]:
    """All words, by rank; always the same ones."""
    chance = random.Random(1)
    onsets, vowels, codas = _ONSETS.split(), _VOWELS.split(), _CODAS.split()
    out = list(FUNCTION)
    known = set(out)
    stems: list[str] = []

    def fresh() -> str:
        draw = chance.random()
        if draw < NUMERAL:
            return str(chance.randrange(10_000) if draw < NUMERAL / 2 else chance.randrange(10**6))
        if draw < NUMERAL + INFLECTED and stems:
            return stems[int(len(stems) * chance.random() ** 0.5)] + chance.choice(SUFFIXES)
        syllables = 1 + (chance.random() < 0.6) + (chance.random() < 0.2)
        word = "".join(chance.choice(onsets) + chance.choice(vowels) for _ in range(syllables))
        word += chance.choice(codas) if chance.random() < 0.7 else ""
        stems.append(word)
        return word

    while len(out) < SIZE:
        word = fresh()
        if word not in known:
            known.add(word)
            out.append(word)
    return tuple(out)
