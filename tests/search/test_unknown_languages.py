"""What a stop word is, and which words belong together, doesn't hang on whether the language of one
text was recognised.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from pressmark.search.readings import resolve_languages
from pressmark.search.search_document import SearchDocument
from tests.search.reader import Reader
from tests.search.small import ask, entry, ids, write

PLACES = ["Aldmoor", "Brackwater", "Cranhithe", "Dunmarsh"]
PLACES += ["Eastholm", "Fenwick", "Garstone", "Hollinby"]
THINGS = ["bridge", "lighthouse", "granary", "railway", "theatre", "orchard", "quarry", "almshouse"]
DEEDS = ["repaired", "painted", "sold", "measured", "closed", "opened", "flooded", "moved"]
FILLERS = [
    "It was the first of its kind in the county, and there were many who came to see it.",
    "What became of the plans is not known to us, but they were in the hands of the council.",
    "Those who had been there before said that it was not as it had been.",
    "By the end of the year all of the work was done, and more than once it was done again.",
]
NOTES = [
    f"the {subject} of the {where} {what}"
    for subject, where, what in [
        ("theory", "northern", "harbour"),
        ("names", "old", "mills"),
        ("end", "long", "winter"),
        ("price", "best", "oats"),
        ("view", "other", "side"),
        ("law", "common", "wells"),
        ("age", "great", "oaks"),
        ("colour", "early", "slates"),
        ("keeper", "lower", "lock"),
        ("song", "blind", "fiddler"),
    ]
]


def articles(count: int) -> Iterator[str]:
    """English articles: each is the only one about its thing, its place and what was done."""
    chance = random.Random(19)
    for number in range(count):
        place = PLACES[number % 8]
        thing = THINGS[number // 8 % 8]
        deed = DEEDS[number // 64 % 8]
        fillers = chance.sample(FILLERS, 3)
        yield (
            f"In {1800 + number} the {thing} at {place} was {deed}. {' '.join(fillers)} "
            f"The {thing} is what most of the people of {place} speak of."
        )


ARTICLES = list(articles(300))

QUESTIONS = {
    f"What is known of the {THINGS[number // 8 % 8]} that was {DEEDS[number // 64 % 8]} "
    f"at {PLACES[number % 8]}?": number
    for number in range(0, 300, 7)
}
"""In plain language, each with the article that answers it."""


def archive(note_languages: Sequence[str | None], rest: str | None = "en") -> list[SearchDocument]:
    texts = [entry(number, text, language=rest) for number, text in enumerate(ARTICLES)]
    for number, note in enumerate(NOTES):
        language = note_languages[number % len(note_languages)]
        texts.append(entry(300 + number, note, language=language))
    return texts


KINDS = {
    "unknown": archive([None]),
    "undetermined by a sidecar": archive(["und"]),
    "taken for languages with a stemmer": archive(["da", "nl", "es"]),
    "taken for languages without one": archive(["la", "vi", "mt"]),
    "mixed": archive([None, "de", "la", "en"]),
    "no language known at all": archive([None], None),
}


@pytest.mark.parametrize("kind", KINDS)
def test_short_notes_change_no_ranking(kind: str, tmp_path: Path, node: str) -> None:
    write(tmp_path / "right", archive(["en"]))
    write(tmp_path / "kind", KINDS[kind])
    calls = [["search", question, {"limit": 20}] for question in QUESTIONS]
    right, mistaken = (ask(node, calls, tmp_path / name) for name in ("right", "kind"))
    for expected, answer, number in zip(right, mistaken, QUESTIONS.values(), strict=True):
        assert ids(answer)[0] == number
        assert ids(answer) == ids(expected)
        assert answer["total"] == expected["total"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_stop_word_is_one_everywhere(kind: str, tmp_path: Path) -> None:
    write(tmp_path, KINDS[kind])
    reader = Reader(tmp_path)
    for word in ("the", "of", "was", "what"):
        line = reader.look_up(word)
        assert line is not None
        assert all(link.stop for link in line.links), word


def test_a_note_is_found_by_other_forms_of_its_words(tmp_path: Path, node: str) -> None:
    write(tmp_path, [*KINDS["unknown"], entry(310, "Harbours of the south", language="en")])
    for query in ("harbours", "harbour", "the theories of the northern harbours"):
        assert 300 in ids(ask(node, [["search", query]], tmp_path)[0]), query


GERMAN = [
    f"Die Brücke von {place} wurde {1800 + number} gebaut, und die Leute sagen, dass sie gut ist."
    for number, place in enumerate(PLACES * 4)
]


def test_a_word_may_be_a_stop_word_in_one_language_only(tmp_path: Path, node: str) -> None:
    texts = [entry(number, text, language="de") for number, text in enumerate(GERMAN)]
    texts += [
        entry(100 + number, f"In {1800 + number} oaks die at {place}.")
        for number, place in enumerate(PLACES * 4)
    ]
    write(tmp_path, texts)
    line = Reader(tmp_path).look_up("die")
    assert line is not None
    assert sorted(link.stop for link in line.links) == [False, True]
    [answer] = ask(node, [["search", "where do oaks die?", {"limit": 50}]], tmp_path)
    assert all(number >= 100 for number in ids(answer))


def test_readings() -> None:
    lines = {
        "the\tenglish!\tthe": 500,
        "harbour\tenglish\tharbour": 300,
        "war\tenglish\twar": 100,
        "war\tgerman!\twar": 3,
        "the\tdanish\tthe": 3,
        "hav\tdanish\thav": 2,
        "the\t?\t": 9,
        "harbour\t?\t": 1,
        "war\t?\t": 1,
        "piers\t?\t": 1,
        "the\t\t": 4,
        "1999\t\t": 8,
        "ngang\t\t": 2,
    }
    found = resolve_languages(list(lines), list(lines.values()))
    assert dict(zip(lines, found, strict=True)) == {line: line for line in lines} | {
        "the\tdanish\tthe": "the\tenglish!\tthe",
        "the\t?\t": "the\tenglish!\tthe",
        "harbour\t?\t": "harbour\tenglish\tharbour",
        "war\t?\t": "war\tenglish\twar",
        "piers\t?\t": "piers\tenglish\tpier",
        "the\t\t": "the\tenglish!\tthe",
    }
    assert resolve_languages([], []) == []
    assert resolve_languages(["zyx\t?\t"], [5]) == ["zyx\t\t"]


def test_readings_do_not_depend_on_the_order_of_words(tmp_path: Path) -> None:
    texts = KINDS["mixed"]
    write(tmp_path / "a", texts, batch=7)
    write(tmp_path / "b", texts, batch=64)
    a, b = (
        {
            path.relative_to(folder): path.read_bytes()
            for path in folder.rglob("*.js")
            if path.parent.name.startswith("w.")
        }
        for folder in (tmp_path / "a", tmp_path / "b")
    )
    assert a == b


def test_a_text_in_capitals_is_found_like_any_other(tmp_path: Path, node: str) -> None:
    texts = [replace(each, text=each.text.upper(), language=None) for each in KINDS["unknown"]]
    write(tmp_path, texts)
    calls = [["search", question.upper().rstrip("?")] for question in QUESTIONS]
    for answer, number in zip(ask(node, calls, tmp_path), QUESTIONS.values(), strict=True):
        assert ids(answer)[0] == number
