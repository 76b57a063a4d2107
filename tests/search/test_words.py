"""Python and the engine cut every text into the same words."""

from __future__ import annotations

import json
import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.text.characters import TABLE
from pressmark.text.words import fold, words
from tests.search.small import ask
from tests.thorough import rounds
from tools import make_characters


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Straße, ÉCOLE & naïve", "the strasse ecole & naive"),
        ("don't, DON’T", "dont dont"),
        ("Trump’s James's it's", "trump james it"),
        ("l'homme d’État dell'arte O'Brien", "l homme d etat dell arte obrien"),
        ("Qur'an ʻāina п'ять rock'n'roll", "quran aina пять rocknroll"),
        ("ما كِتَابٌ مُدَرِّسَة كـــتاب", "ما كتاب مدرسه كتاب"),
        ("أحمد إلى آخر ٱلله ى ی ک", "احمد الي اخر الله ي ي ك"),
        ("שָׁלוֹם צה״ל", "שלום צהל"),
        ("हिन्दी की किताबें", "हिन्दी की किताबें"),
        ("বাংলা தமிழ் ಕನ್ನಡ", "বাংলা தமிழ் ಕನ್ನಡ"),
        ("Ёлка Київ Ἀθῆναι Λόγος", "елка киів αθηναι λογοσ"),
        ("İstanbul ISPARTA ılık", "istanbul isparta ilik"),
        ("٢٠٢٥ ２０２５ २०२५ 2025", "2025 2025 2025 2025"),
        ("½ x² ﬁn №1 ㎏", "1 2 x2 fin 1"),
        ("soft\u00adhyphen می\u200cخواهم", "softhyphen مي خواهم"),
        ("snake_case a-b U.S.", "snake case a b u s"),
        ("北京大学", "北京 京大 大学 学"),
        ("東京タワーへ行く", "東京 京 タワ ワー ー へ 行 く"),
        ("ｶﾞﾗｽ がか", "ガラ ラス ス がか か"),
        ("ภาษาไทย", "ภา าษ ษา าไ ไท ทย ย"),
        ("한국어 신문", "한국어 신문"),
        ("", ""),
        ("…!?", ""),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert words(text) == [word for word in expected.split() if word != "&"]


def test_decomposed_text_is_the_same() -> None:
    for text in ("élan Київ", "がぎぐ", "한국어", "हिन्दी क़लम", "كتاب أحمد"):
        assert words(unicodedata.normalize("NFD", text)) == words(
            unicodedata.normalize("NFC", text)
        )


def test_a_long_word_is_cut() -> None:
    assert words("a" * 1000) == ["a" * 64]


def test_the_table_is_what_its_maker_makes() -> None:
    if unicodedata.unidata_version != TABLE["unicode"]:
        pytest.skip(f"this Python has Unicode {unicodedata.unidata_version}")
    assert "\n".join(make_characters.lines(make_characters.table())) + "\n" == (
        make_characters.PATH.read_text(encoding="ascii")
    )


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    known = "".join(c for c in text if unicodedata.category(c) not in ("Cn", "Cs"))
    assert [fold(word) for word in words(known)] == words(known)


def test_every_character_is_read_the_same_by_python_and_javascript(node: str) -> None:
    points = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    # Ideographs and Hangul syllables are many and all alike.
    single = [c for c in points if c < "\u3400" or "\ud7a3" < c < "\U00020000"]
    letters = [c for c in single if words(c) or not c.isprintable()]
    # Within a word; with an accent, a joiner and an apostrophe; next to other scripts.
    contexts = ("l'{0}'s {0}\u200d{0}", "東{}カ", "a{}b", "{}\u0301x", "ก{}\u0e31ก")
    texts = ["\n".join(points[start : start + 4096]) for start in range(0, len(points), 4096)]
    for start in range(0, len(letters), 4096):
        block = letters[start : start + 4096]
        texts += ["\n".join(map(pattern.format, block)) for pattern in contexts[: rounds(1, 5)]]
    answers = ask(node, [["words", text] for text in texts], table=TABLE)
    for text, answer in zip(texts, answers, strict=True):
        if words(text) != answer:
            for line in text.split("\n"):
                assert words(line) == ask(node, [["words", line]], table=TABLE)[0], ascii(line)
            pytest.fail("the same line by line, but not together")


ODD = "aé'’ʼ\u00ad\u200cls 東京カﾞท\u0e31ﾊﾟがﾞ֑ـ½İ\u1100\u1161\u3099𠮷"


@given(st.text(alphabet=ODD, max_size=40))
def test_odd_pieces_have_words_that_are_not_empty(text: str) -> None:
    assert all(words(text))


def test_odd_pieces_are_read_the_same(node: str) -> None:
    chance = random.Random(7)
    texts = ["".join(chance.choices(ODD, k=chance.randrange(1, 12))) for _ in range(5000)]
    answers = ask(node, [["words", text] for text in texts], table=TABLE)
    assert [(text, words(text)) for text in texts] == list(zip(texts, answers, strict=True))


def test_the_words_of_a_query(node: str) -> None:
    calls = [
        ["asked", "北京大学"],
        ["asked", "京 Printing"],
        ["phrase", "北京大学"],
        ["phrase", "東京の新"],
        ["phrase", "行"],
        ["phrase", "大学 press"],
    ]
    found = [
        [word["word"] + ("*" if word["prefix"] else "") for word in answer]
        for answer in ask(node, calls, table=TABLE)
    ]
    assert found == [
        ["北京", "京大", "大学"],
        ["京*", "printing"],
        ["北京", "京大", "大学"],
        ["東京", "京", "の", "新*"],
        ["行*"],
        ["大学", "学", "press"],
    ]


def test_the_table_is_small() -> None:
    assert len(json.dumps(TABLE)) < 16_000
