"""What is suggested for words that are spelt wrong, and what it takes to find it."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pressmark.search.parameters import STANDARD
from tests.search.small import SMALL, ask, entry, write


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    russian = entry(10, "Наборщик читает корректуру.", language="ru", date="2025")
    write(folder, [*SMALL, russian])
    return folder


def suggestions(
    node: str, folder: Path, queries: Sequence[str], **options: Any
) -> list[str | None]:
    answers = ask(node, [["search", query, options] for query in queries], folder)
    return [answer["suggestion"] for answer in answers]


MEANT: dict[str, str | None] = {
    "prnting": "printing",  # left out
    "printiing": "printing",  # put in
    "prontimg": "printing",  # two replaced in a long word
    "pritnignx": None,  # three differences
    "rpess": "press",  # swapped
    "bress ink": "press ink",
    "presz ink": "press ink",
    "iink": "ink",
    "imprimrie": "imprimerie",
    "bibliothéques journeaux": "bibliothéques journaux",
    "الممكتبات": "المكتبات",
    "نادزا": "نادرا",
    "ноборщик": "наборщик",
    '"printrs of mainz"': '"printers of mainz"',
    'title:"printrs of mainz" -agian': 'title:"printers of mainz" -agian',
    "(librayr OR ceasefire)  who": "(library OR ceasefire)  who",
    "place:mainz prntrs": "place:mainz printers",  # two left out
    "mnz printing": None,  # two left out of a short word
    "place:Mainz printrs": "place:Mainz printers",
    "l'imprimrie": "l'imprimerie",
    "printrs'": "printers'",
    "<b>prnting\x85\u2028</b>": "<b>printing\x85\u2028</b>",
}

LEFT_ALONE = [
    *("printing", "press ink", "", "-prnting", "prnt*", "printi", "2016", "zz", "xylophone"),
    *("图书官", "東京都", "publisher:prss", "date:2001 mainz", '"mainz printrs"', "of the"),
    *("<script>", '"', "((((", "constructor", "\u0301\u0301\u0301", "🏛️🏛️🏛️🏛️"),
]


def test_what_was_meant(small: Path, node: str) -> None:
    found = suggestions(node, small, list(MEANT))
    assert dict(zip(MEANT, found, strict=True)) == MEANT


def test_what_is_left_alone(small: Path, node: str) -> None:
    found = suggestions(node, small, LEFT_ALONE)
    assert dict(zip(LEFT_ALONE, found, strict=True)) == dict.fromkeys(LEFT_ALONE)


def test_a_suggestion_finds_more_under_the_same_filters(small: Path, node: str) -> None:
    assert suggestions(node, small, ["ceasefyre"]) == ["ceasefire"]
    filters = {"publisher": ["Press Club"]}
    assert suggestions(node, small, ["ceasefyre"], filters=filters) == [None]
    assert suggestions(node, small, ["prnting"], filters=filters) == ["printing"]
    pairs = [(query, meant) for query, meant in MEANT.items() if meant]
    before = ask(node, [["search", query] for query, _ in pairs], small)
    after = ask(node, [["search", meant] for _, meant in pairs], small)
    for answer, better in zip(before, after, strict=True):
        assert (better["totalAll"], better["total"]) > (answer["totalAll"], answer["total"])
        assert better["suggestion"] is None


def test_the_more_frequent_word_wins(tmp_path: Path, node: str) -> None:
    texts = ["the colour of it"] * 3 + ["the colours of it", "a colony", "a colonel", "velour"]
    write(tmp_path, [entry(number, text) for number, text in enumerate(texts)])
    assert suggestions(node, tmp_path, ["colouur", "colou8", "colonx", "celour"]) == [
        *("colour", None, "colony", "colour"),
    ]


def test_a_rare_word_gives_way_to_a_far_more_frequent_one(tmp_path: Path, node: str) -> None:
    texts = ["a lantern"] * 60 + ["a lanturn"] + ["the candle"] * 30 + ["the candel"]
    texts += ["many wander"] * 60 + ["he wanders"] + ["Lantern-light lanterns"]
    write(tmp_path, [entry(number, text) for number, text in enumerate(texts)])
    found = suggestions(node, tmp_path, ["lanturn", "candel", "wanders", "lanterns", "lantern"])
    assert found == ["lantern", None, None, None, None]


def vocabulary(count: int) -> list[str]:
    """Words of syllables, each once."""
    chance = random.Random(5)
    syllables = [a + b for a in "bcdfglmnprst" for b in ("a", "e", "i", "o", "u", "er", "an")]
    words: dict[str, None] = {}
    while len(words) < count:
        words["".join(chance.choices(syllables, k=chance.randrange(3, 5)))] = None
    return list(words)


def slip(word: str, chance: random.Random) -> str:
    """The word with one letter wrong, though not the first."""
    at = chance.randrange(2, len(word) - 1)
    head, letter, rest = word[:at], word[at], word[at + 1 :]
    return chance.choice([head + rest, head + "z" + letter + rest, head + "z" + rest])


def test_few_files_are_read_for_it(tmp_path: Path, node: str) -> None:
    words = vocabulary(6000)
    texts = [" ".join(words[start : start + 100]) for start in range(0, len(words), 100)]
    parameters = replace(STANDARD, dictionary=600)
    entries = [entry(number, text, language=None) for number, text in enumerate(texts)]
    write(tmp_path, entries, parameters=parameters)
    files = len(list(tmp_path.glob("w.*/d*.js")))
    assert files > 80
    chance = random.Random(6)
    meant = chance.sample(words, 200)
    typed = [slip(word, chance) for word in meant]
    found = suggestions(node, tmp_path, typed)
    right = sum(a == b for a, b in zip(meant, found, strict=True))
    assert right > 150
    # A word that nothing is like costs no more.
    hostile = " ".join("q" + word + "q" for word in words[:60])
    for query, most in ((typed[0], 9), (hostile, 60 + 3 * 9), ("x" * 64, 9), ("aa" * 30, 9)):
        [answer, reads] = ask(node, [["search", query], ["reads", "d"]], tmp_path)
        assert answer["total"] == 0
        assert 0 < reads <= most, query
