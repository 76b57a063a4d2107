"""Bytes become the right text, and the text the very same bytes again.

A case is a folder in `cases/decode`: `in.txt` (the bytes), `golden.json` (what is made of them,
written by `pytest --refresh`), and perhaps `declared.txt` (the encoding that a person named).
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from collections.abc import Callable
from encodings.aliases import aliases
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pressmark.text.decode import Decoded, UnknownEncoding, codec, decode, encode, is_binary
from pressmark.text.detect_encoding import SAMPLE, _mostly_utf_8
from tests.conftest import Golden
from tests.effort import TIMES, grows_linearly
from tests.evaluate import decoding
from tests.evaluate.scored import PRESSMARK
from tests.thorough import rounds

CASES = Path(__file__).parent / "cases" / "decode"

SIZE = rounds(800_000, 6_250_000)
"""Bytes of a file that is no trouble, nor is one of `TIMES` as many: 50 MB."""


def all_codecs() -> list[str]:
    found = set()
    for name in aliases.values():
        try:
            found.add(codec(name))
        except UnknownEncoding:
            continue
    return sorted(found)


CODECS = all_codecs()

# Pieces that mean something in one encoding or another: escapes, shifts, lead bytes, marks.
TELLING = st.sampled_from(
    b"\x00 \x1b \x1b$B \x1b$)C \x1b(J \x0e \x0f ~{ ~} +A - \xff\xfe \xfe\xff \xef\xbb\xbf \x81 \xe0"
    b" \xf0\x9f \xc3\xa9 \xe2\x80\x99 \xed\xa0\x80 \xfa\x40 \xa4\xce \x8e \x30\x81 \n \r\n A".split(
        b" "
    )
)
BYTES = st.one_of(st.binary(max_size=80), st.lists(TELLING, max_size=30).map(b"".join))


def summary(decoded: Decoded, data: bytes) -> dict[str, object]:
    decoding = decoded.decoding
    guess = [] if decoding.confident else [f"the encoding is a guess: {decoding.encoding}"]
    return {
        "encoding": decoding.encoding,
        "bom": decoding.bom.hex(),
        "confident": decoding.confident,
        "binary": is_binary(data),
        "notes": [*guess, *decoded.notes],
        "patches": [[start, end, raw.hex(" ")] for start, end, raw in decoding.patches],
        "text": decoded.text.splitlines(keepends=True),
    }


def check(data: bytes, declared: str | None = None) -> Decoded:
    """Decode, and see that the record is whole."""
    decoded = decode(data, declared)
    text, patches = decoded.text, decoded.decoding.patches
    assert encode(text, decoded.decoding) == data
    text.encode()  # no lone surrogates
    bounds = [place for start, end, _ in patches for place in (start, end)]
    assert bounds == sorted(bounds)
    assert not bounds or (bounds[0] >= 0 and bounds[-1] <= len(text))
    return decoded


@pytest.mark.parametrize("name", sorted(p.name for p in CASES.iterdir() if p.is_dir()))
def test_case(name: str, golden: Golden) -> None:
    data = (CASES / name / "in.txt").read_bytes()
    said = CASES / name / "declared.txt"
    declared = said.read_text(encoding="utf-8").strip() if said.exists() else None
    try:
        got = summary(check(data, declared), data)
    except UnknownEncoding as error:
        got = {"error": str(error)}
    golden(CASES / name / "golden.json", json.dumps(got, ensure_ascii=False, indent=1) + "\n")


@given(BYTES)
@example(b"")
@example(b"\xff\xfe\x00\x00\x00")
@example(b"\x1b(B")
@example("か゚".encode("shift_jis_2004"))
def test_any_bytes_come_back(data: bytes) -> None:
    check(data)
    is_binary(data)


@given(BYTES, st.sampled_from(CODECS))
def test_any_bytes_come_back_from_any_encoding(data: bytes, name: str) -> None:
    check(data, name)


@given(st.text(max_size=60), st.sampled_from(CODECS))
def test_text_of_any_encoding_comes_back(text: str, name: str) -> None:
    data = text.encode(name, "ignore")
    check(data)
    check(data, name)


@given(st.text(st.characters(exclude_categories=["C"]), max_size=60))
def test_utf_8_is_read_as_it_is_and_is_no_binary(text: str) -> None:
    data = text.encode()
    if b"~{" not in data:  # HZ says Chinese so, in plain ASCII
        assert decode(data).text == text.removeprefix("\ufeff")
    assert not is_binary(data)


@given(
    # A NUL after the mark of UTF-16 would make it the mark of UTF-32.
    st.text(st.characters(codec="cp1251", exclude_characters="\0"), min_size=1),
    st.sampled_from(["utf-16", "utf-32"]),
)
def test_a_byte_order_mark_decides(text: str, name: str) -> None:
    data = text.encode(name)
    assert decode(data, "cp1252").text == text
    assert decode(data).decoding.encoding == f"{name}-le"


def test_the_encoding_a_person_names_is_for_files_that_do_not_tell_theirs() -> None:
    assert decode("Привет".encode("cp1251"), "Windows-1251").text == "Привет"
    assert decode("Привет".encode(), "Windows-1251").text == "Привет"
    assert decode("é".encode(), "latin-1").text == "Ã©"


@pytest.mark.parametrize("name", ["latn-1", "", "base64", "idna", "unicode_escape", "a\0b", "ü"])
def test_an_unknown_encoding_is_an_error_with_its_name(name: str) -> None:
    with pytest.raises(UnknownEncoding, match="unknown encoding") as error:
        decode(b"text", name)
    assert repr(name) in str(error.value)


def test_the_nearest_encoding_is_named() -> None:
    with pytest.raises(UnknownEncoding, match="did you mean windows-1251"):
        codec("windos-1251")


@pytest.mark.parametrize(
    "head",
    [
        b"%PDF-1.7\n",
        b"\x89PNG\r\n\x1a\n",
        b"PK\x03\x04",
        b"\x1f\x8b\x08\x00",
        b"\x7fELF",
        b"\xff\xd8\xff\xe0",
        b"GIF89a",
        b"SQLite format 3\0",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    ],
)
def test_what_begins_as_a_binary_file_is_one(head: bytes) -> None:
    assert is_binary(head + b"whatever follows, be it text")


def test_noise_is_binary_however_it_begins() -> None:
    noise = hashlib.shake_256(b"noise").digest(4000)
    assert is_binary(noise)
    assert is_binary(b"Text at first. " * 400 + noise * 20)


def large(passage: str, name: str) -> bytes:
    data = passage.encode(name)
    return data * (TIMES * SIZE // len(data))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (large("Printed and bound. ", "ascii"), "utf-8"),
        (large("Printed and bound. ", "ascii") + "«Où est le café ?»".encode(), "utf-8"),
        (large("Отпечатано и переплетено. ", "cp1251"), "cp1251"),
        (large("Отпечатано", "cp1251"), "cp1251"),
        (large("Printed and bound.\n", "utf-16-le"), "utf-16-le"),
    ],
    ids=["ascii", "late utf-8", "cp1251", "one word", "utf-16"],
)
def test_megabytes_are_no_trouble(data: bytes, name: str) -> None:
    size = len(data) // TIMES // 2 * 2
    for work in (is_binary, decode):
        assert grows_linearly(work, data[:size], data)
    assert not is_binary(data)
    decoded = decode(data)
    assert (decoded.decoding.encoding, decoded.decoding.patches) == (name, ())


def test_a_sample_finds_what_is_not_ascii_far_into_a_file() -> None:
    plain = b"Nothing but plain words in this sentence.\n" * (SAMPLE // 20)
    text = "Наборщик читал газету вслух, а корректор следил по рукописи.\n"
    assert decode(plain + text.encode("koi8-r")).decoding.encoding == "koi8-r"


@given(BYTES | st.text(max_size=20).map(lambda text: text.encode("utf-8", "ignore") + b"\xff"))
@example("é".encode() * 3 + b"\xe9 ")
@example("é".encode() * 4 + b"\xe9 ")
@example("é".encode() + b"\xe2\x80")
def test_characters_of_utf_8_are_counted_as_decoding_counts_them(data: bytes) -> None:
    # Without `final`, this keeps what has been cut off to itself.
    text = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(data)
    bad = len(re.findall("[\udc80-\udcff]", text))
    good = sum(not c.isascii() for c in text) - bad
    assert _mostly_utf_8(data) == (good > 3 * bad)


def test_plain_text_needs_no_statistics(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("pressmark.text.detect_encoding.chardet")
    text = "The compositor’s stick – “set to measure”.\n" * 100
    assert decode(text.encode()).text == text


def test_real_files(shared: Callable[[str], Path]) -> None:
    """At least as many right as either detector alone, and 0.95 of those of 200 bytes or more."""
    files = decoding.read(shared("encoding/chardet"))
    for file in files.files:
        check(file.data)
    scores = {name: decoding.score(files, system) for name, system in decoding.SYSTEMS.items()}
    for reference in scores.values():
        assert all(scores[PRESSMARK][measure] >= reference[measure] for measure in reference)
    assert scores[PRESSMARK]["200 bytes or more"] >= 0.95
