"""What is cut in batches, run by run, is what the rule for words says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.search import tokens
from pressmark.search.tokens import tokenise
from pressmark.text import stems
from pressmark.text.run_memo import LONGEST_RUN
from pressmark.text.words import piece_words, pieces
from tests.search.small import entry

HARD = "'’ʼ`´\u00ad\u200c\u200d-_./ \n\t\0AaZz09ßÉİıſΣς½Кие́كِـ٣हिन्क्東京カｶﾞーไทย한\ud800😀"
TEXTS = st.lists(
    st.one_of(
        st.text(st.sampled_from(HARD)),
        st.text(),
        st.sampled_from(["the", "don't", "L’Étoile", "'tis", "libraries", "rock'n'roll", " "]),
    )
).map("".join)


def cut(text: str, language: str = "en") -> list[str]:
    """The lines of the words of `text`, as `tokenise` has them."""
    tokens = tokenise([entry(0, text, title="", language=language)])
    lines = tokens.words.split("\n")
    assert tokens.lengths == (len(tokens.ids) // 4,)
    return [lines[number] for number in np.frombuffer(tokens.ids, "<u4")]


def expected(text: str, language: str = "en") -> list[str]:
    """The same, cut piece by piece by the rule for words."""
    name = stems.language_name(language)
    return [
        f"{word.folded}\t{stems.word_class(name, word.folded, word.raw)}"
        for piece in pieces(text)
        for word in piece_words(piece)
    ]


@given(TEXTS, st.sampled_from(["en", "fr", "tr", "el", "ja"]))
def test_runs_give_the_words_of_the_rule(text: str, language: str) -> None:
    assert cut(text, language) == expected(text, language)


@pytest.mark.parametrize(
    "text", ["東京都へ行く" * LONGEST_RUN, "a" * 500, "L'" * 300, "Donaudampf" * 20]
)
def test_a_long_run_is_not_memoized(text: str) -> None:
    tokens.clear_memo()
    assert cut(text, "fr") == expected(text, "fr")
    assert not tokens._WORDS.memo("french")


def test_a_title_is_counted_apart() -> None:
    cut_words = tokenise([entry(0, "two words", title="l'heure d'or", language="fr")])
    assert (cut_words.lengths, cut_words.titles) == ((6,), (4,))


def test_the_memo_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST_RUNS", 3)
    tokens.clear_memo()
    for text in ("one two", "three four", "five"):
        assert cut(text) == expected(text)
    assert len(tokens._WORDS.memo("english")) == 1
