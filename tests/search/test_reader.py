"""Another reader, written from the page about the format, finds what brute force finds."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.search.columns import days
from pressmark.search.parameters import STANDARD, Parameters
from pressmark.search.search_document import SearchDocument
from pressmark.text import stems, words
from pressmark.text.characters import TABLE
from tests.search.reader import BITMAP, IMPACTS, SIDES, TITLES, DamagedError, Reader, order
from tests.search.reader import Entry as Line
from tests.search.reader_words import Words
from tests.search.reference import Reference
from tests.search.small import SMALL, entry, write
from tests.search.test_search import random_entries

FEW = replace(
    STANDARD,
    dictionary=150,
    grams=500,
    postings=300,
    forms=120,
    positions=400,
    columns=100,
    texts=1_500,
    text_volume=6_000,
    common_from=30,
    common_to=120,
    form_range=200,
)
"""Many chunks, several spans, and frequent words that are common."""

TWICE = [
    entry(0, "قال رسول الله ﷺ كلاما", language="ar"),
    entry(1, "صلى الله عليه وسلم", "رسول الله", language="ar"),
    entry(2, "𠀀﨎𠀀", language="zh"),
]
"""A word in two classes of one document: what stands within one character has no other forms. And
words that UTF-16 sorts otherwise than code points do.
"""

ARCHIVES = {
    "small": (SMALL, STANDARD),
    "small, in many files": (SMALL, FEW),
    "random": (random_entries(30, 130), STANDARD),
    "random, in many files": (random_entries(31, 130), FEW),
    "random, most words common": (random_entries(32, 130), replace(FEW, common_from=5)),
    "twice": (TWICE, STANDARD),
}


Archive = tuple[Sequence[SearchDocument], Reader, Reference]


@pytest.fixture(scope="module", params=ARCHIVES)
def archive(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Archive:
    entries, parameters = ARCHIVES[request.param]
    folder = tmp_path_factory.mktemp("archive")
    write(folder, entries, parameters)
    return entries, Reader(folder), Reference(entries)


def vocabulary(reference: Reference) -> set[str]:
    return {word for _, word in reference.known}


def listed(reader: Reader) -> list[Line]:
    chunks = range(len(reader.root["words"]["dictionary"]))
    return [line for number in chunks for line in reader.entries("d", number)]


def test_the_root_names_all_files(archive: Archive) -> None:
    _, reader, _ = archive
    found = {path.relative_to(reader.folder) for path in reader.folder.rglob("*.js")}
    assert {Path(f"{name}.js") for name in reader.names()} == found
    for name in reader.names():
        assert reader.chunk(name)


def test_the_root_says_how_the_index_is_written(archive: Archive) -> None:
    _, reader, _ = archive
    assert reader.root["parameters"] == {
        "longestWord": 64,
        "neighbours": len(SIDES) // 2,
        "flags": {"bitmap": BITMAP, "impacts": IMPACTS, "titles": TITLES},
        "facets": ["publisher", "language", "place", "tag"],
        "filters": ["family"],
    }


def test_the_dictionary(archive: Archive) -> None:
    entries, reader, reference = archive
    lines = listed(reader)
    assert [line.word for line in lines] == sorted((line.word for line in lines), key=order)
    assert {line.word for line in lines if line.links} == vocabulary(reference)
    assert all(reader.look_up(line.word) == line for line in lines)
    for line in lines:
        for link in line.links:
            assert link.stop == (link.cls not in reader.classes(line.word))
            assert link.documents == len(reader._form(line.word, link)[1].docs)
    languages = {stems.language_name(each.language) for each in entries}
    for line in lines:
        assert bool(line.links) != bool(line.example)
        if line.example:
            assert reader.classes(line.example)
        if line.example and line.example.isascii():
            found = {stems.stem(name, line.example, line.example) for name in languages}
            assert line.word in found
    for missing in ("", "nosuchword", "\U0010ffff"):
        assert reader.look_up(missing) is None


@pytest.mark.parametrize(
    "parameters", [STANDARD, FEW, replace(FEW, common_share=20, common_to=10_000)]
)
def test_stop_words_and_frequent_words_are_common(tmp_path: Path, parameters: Parameters) -> None:
    entries = [*random_entries(33, 100), *SMALL]
    write(tmp_path, entries, parameters)
    parts = [part for each in entries for part in (each.title or "", each.text)]
    used = Counter(word for part in parts for word in words.words(part))
    least = max(parameters.common_from, used.total() // parameters.common_share)
    least = min(parameters.common_to, least)
    stops: set[str] = set()
    for language in ("english", "german", "french", "arabic"):
        stops |= stems.stop_words(language)
    common = sorted((w for w, count in used.items() if count >= least or w in stops), key=order)
    found = {line.word: line.code for line in listed(Reader(tmp_path)) if line.code}
    assert found == {word: code for code, word in enumerate(common, start=1)}
    assert ("press" in found) == (parameters == FEW)


def test_words_are_found_as_by_brute_force(archive: Archive) -> None:
    _, reader, reference = archive
    for word in vocabulary(reference):
        own = reference.classes(word)
        titled = {
            number
            for number, (title, _) in enumerate(reference.docs)
            if own & {reference._class(token.word, token.name) for token in title}
        }
        assert reader.documents(word, title=True) == titled, word
        assert reader.exactly(word) == reference.phrase([word]), word
        assert reader.exactly(word, title=True) == reference.phrase([word], title_only=True), word
        weights = reader.impacts(word)
        assert reader.documents(word) == set(weights), word
        expected: dict[int, int] = {}
        for cls in own:
            for number, impact in reference._class_impacts(cls).items():
                expected[number] = max(impact, expected.get(number, 0))
        assert weights == expected, word
        assert reader.rarity(len(weights)) == reference.rarity(len(expected))


def phrases(entries: Sequence[SearchDocument], chance: random.Random) -> Iterator[list[str]]:
    known = sorted({word for each in entries for word in words.words(each.text)})
    for _ in range(500):
        chosen = chance.choice(entries)
        source = words.words(chance.choice((chosen.text, chosen.text, chosen.title or "")))
        start = chance.randrange(max(1, len(source)))
        phrase = source[start : start + chance.randrange(1, 12)]
        if phrase and chance.random() < 0.25:
            phrase[chance.randrange(len(phrase))] = chance.choice(known)
        if phrase:
            yield phrase


def test_phrases_are_exact(archive: Archive) -> None:
    entries, reader, reference = archive
    for phrase in phrases(entries, random.Random(1)):
        assert reader.phrase(phrase) == reference.phrase(phrase), phrase
        titled = reference.phrase(phrase, title_only=True)
        assert reader.phrase(phrase, title=True) == titled, phrase


def test_columns_and_texts(archive: Archive) -> None:
    entries, reader, _ = archive
    assert reader.total == len(entries)
    assert reader.days() == [days(each.date) for each in entries]
    spans = [span for span in reader.days() if span]
    outer = [min(first for first, _ in spans), max(last for _, last in spans)] if spans else None
    assert reader.root["span"] == outer
    for name in ("publisher", "language", "place", "family"):
        values = [getattr(each, name) for each in entries]
        assert reader.values(name) == [(value,) if value else () for value in values]
    assert reader.values("tag") == [each.tags for each in entries]
    assert list(reader.shown()) == [
        [e.id, e.url, e.title, e.label, e.date, e.publisher, e.text] for e in entries
    ]


def test_the_end_of_a_long_title_is_read_as_text(tmp_path: Path) -> None:
    title = " ".join(f"t{number}" for number in range(230))
    write(tmp_path, [entry(0, "The body begins.", title)])
    reader = Reader(tmp_path)
    assert reader.phrase(["t198", "t199"], title=True) == {0}
    assert reader.phrase(["t199", "t200"]) == set()
    assert reader.phrase(["t200", "t201"], title=True) == set()
    assert reader.phrase(["t229", "the", "body"]) == {0}
    assert reader.exactly("t200", title=True) == set()
    assert reader.impacts("t3")[0] > reader.impacts("t200")[0] > reader.impacts("t229")[0]


def test_an_empty_archive(tmp_path: Path) -> None:
    write(tmp_path, [])
    reader = Reader(tmp_path)
    assert list(reader.names()) == ["root"]
    assert reader.phrase(["word"]) == reader.documents("word") == set()
    assert (reader.days(), list(reader.shown()), reader.values("tag")) == ([], [], [])


CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from("aSsl'’ʼ\u00ad\u200c٢ßİÉ京都のタワーでเมือง\u3099\ufdfaﬁ½ "),
)


CUT = Words(TABLE)


@given(st.text(CHARACTERS, max_size=40))
def test_words_are_cut_as_by_the_builder(text: str) -> None:
    assert list(CUT.of(text)) == words.words(text)


def test_elisions_and_possessives_are_cut_as_by_the_builder() -> None:
    for each in SMALL:
        assert list(CUT.of(each.text)) == words.words(each.text)
    for text in ("L’Étoile de l’homme’s", "aujourd'hui", "'s s' l'", "dell’all’est", "ʼs"):
        assert list(CUT.of(text)) == words.words(text)


SPOILT: dict[str, Callable[[str], str]] = {
    "another file": lambda text: text.replace('("t.', '("u.'),
    "another checksum": lambda text: text[:-15] + ("B" if text[-15] == "A" else "A") + text[-14:],
    "cut short": lambda text: text[:-9],
    "cut data": lambda text: text[:-29] + '");\n',
    "more data": lambda text: text[:-4] + 'AAAA");\n',
    "other data": lambda text: text[:90] + ("B" if text[90] == "A" else "A") + text[91:],
    "other signs": lambda text: text[:90] + "-" + text[91:],
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_file_that_is_not_what_it_should_be_is_refused(
    tmp_path: Path, spoil: Callable[[str], str]
) -> None:
    write(tmp_path, SMALL)
    [file] = tmp_path.glob("t.*/0.js")
    file.write_text(spoil(file.read_text(encoding="ascii")), encoding="ascii", newline="\n")
    with pytest.raises(DamagedError):
        list(Reader(tmp_path).shown())
