"""The rules that stand in for the stemmers say what the stemmers say."""

from __future__ import annotations

import pytest

from pressmark.search.affixes import RULES, Affixes, affixes
from pressmark.search.parameters import STANDARD
from pressmark.search.tokens import tokenise
from pressmark.search.vocabulary import Vocabulary, number
from pressmark.text import stems
from pressmark.text.words import words
from tests.search.small import entry

TEXTS = {
    "en": "printing printed prints libraries library happily happy presses flies flew question",
    "ar": "المكتبة مكتبات والكتاب كتاب بالكتب الصحف صحيفة للمدرسة مدارس وقال قالت",
    "de": "Bücher Buch Druckereien Druckerei gedruckt drucken Zeitungen Zeitung häuslich Haus",
}


def found(texts: dict[str, str]) -> Affixes:
    vocabulary = Vocabulary()
    for place, (language, text) in enumerate(texts.items()):
        vocabulary.numbers(tokenise([entry(place, text, language=language)]))
    return affixes(number(vocabulary, STANDARD))


def test_rules_do_not_depend_on_the_order_of_the_documents() -> None:
    there = found(TEXTS)
    assert there == found(dict(reversed(TEXTS.items())))
    assert 0 < len(there.rules) <= RULES


@pytest.mark.parametrize("language", TEXTS)
def test_each_word_has_a_rule_that_leads_to_its_stem(language: str) -> None:
    learned = found({language: TEXTS[language]})
    name = stems.language_name(language)
    for raw in TEXTS[language].split():
        [word] = words(raw)
        stem = stems.stem(name, word, raw)
        if not stem:
            continue
        reached = {
            word.removeprefix(head).removesuffix(tail) + instead
            for head, tail, instead in learned.rules
            if word.startswith(head) and word.endswith(tail)
        }
        assert stem in reached
        assert stem in learned.stems or stem in words(TEXTS[language])


def test_a_stem_that_is_a_word_stands_for_itself() -> None:
    learned = found({"en": "printing print libraries"})
    assert learned.stems == {"librari": "libraries"}
