"""Dates as far as they are known: what is one, and what is made of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pressmark.text import edtf

VALID = [
    "2025-02-28", "2024-02-29", "1900", "1897-05", "0001-01-01", "0000", "18XX", "189X", "1XXX",
    "XXXX-02-02", "XXXX-02-29", "XXXX-02", "1897-XX", "1897-05-XX", "1897-XX-12", "1897?", "1897~",
    "1897-05%", "1897-05-12~", "1897/1899", "1897-05/1897-09-30", "1897/..", "../1899", "1897/",
    "/1899", "189X/1905~",
]  # fmt: skip
INVALID = [
    "", "/", "../..", "..", "1897/1899/1901", "2025-02-29", "2025-13", "2025-00", "2025-04-31",
    "2025-1-1", "25-01-01", "20250101", "2025/2/3", "May 1897", "circa 1897", "X897", "1X97",
    "189", "18970", "1897-", "1897-5", "1897?~", "?1897", "1897-05-12T10:00", " 1897", "1897 ",
    "1897\n", "١٨٩٧", "1897–1899", "-0044", "1897-X5",
]  # fmt: skip


@pytest.mark.parametrize("text", VALID)
def test_valid(text: str) -> None:
    assert edtf.valid(text)


@pytest.mark.parametrize("text", INVALID)
def test_invalid(text: str) -> None:
    assert not edtf.valid(text)


@pytest.mark.parametrize(
    ("numbers", "text"),
    [
        ((1897, 5, 12), "1897-05-12"),
        ((1897, 5, None), "1897-05"),
        ((1897, None, None), "1897"),
        ((None, 2, 29), "XXXX-02-29"),
        ((None, 2, None), "XXXX-02"),
        ((33, 4, 3), "0033-04-03"),
        ((None, None, None), None),
        ((1900, 2, 29), None),
        ((1897, 13, 1), None),
        ((1897, 0, None), None),
        ((1897, 4, 31), None),
        ((12345, 1, 1), None),
    ],
)
def test_make(numbers: tuple[int | None, int | None, int | None], text: str | None) -> None:
    assert edtf.make(*numbers) == text


@pytest.mark.parametrize(
    ("text", "parts", "iso", "key"),
    [
        ("1897-05-12", ("1897", "05", "12"), "1897-05-12", (1897, 5, 12)),
        ("1897-05~", ("1897", "05", None), "1897-05", (1897, 5, 0)),
        ("1897?", ("1897", None, None), "1897", (1897, 0, 0)),
        ("1897-XX-12", ("1897", None, "12"), "1897", (1897, 0, 12)),
        ("189X", (None, None, None), None, (0, 0, 0)),
        ("XXXX-02-02", (None, "02", "02"), None, (0, 0, 0)),
        ("1897/1899", ("1897", None, None), "1897", (1897, 0, 0)),
        ("../1899-03", ("1899", "03", None), "1899-03", (1899, 3, 0)),
        ("1897-05/..", ("1897", "05", None), "1897-05", (1897, 5, 0)),
        ("not a date", (None, None, None), None, (0, 0, 0)),
    ],
)
def test_what_is_known(
    text: str,
    parts: tuple[str | None, str | None, str | None],
    iso: str | None,
    key: tuple[int, int, int],
) -> None:
    assert (edtf.parts(text), edtf.iso(text), edtf.sort_key(text)) == (parts, iso, key)


def test_undated_documents_come_first() -> None:
    dates = ["1899", None, "1897-05-12", "1897-05", "XXXX-02-02", "1897"]
    undated, dated = {None, "XXXX-02-02"}, ["1897", "1897-05", "1897-05-12", "1899"]
    in_order = sorted(dates, key=edtf.sort_key)
    assert (set(in_order[:2]), in_order[2:]) == (undated, dated)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("1897-05-02", "2 May 1897"),
        ("1897-05", "May 1897"),
        ("1897", "1897"),
        ("18XX", "1800s"),
        ("189X?", "1890s (uncertain)"),
        ("1897%", "about 1897 (uncertain)"),
        ("XXXX-02", "February, year unknown"),
        ("1897-XX-12", "1897"),
        ("1897-05-XX", "May 1897"),
        ("1897/1899", "1897 to 1899"),
        ("1897-05~/1899", "about May 1897 to 1899"),
        ("1897/..", "1897 or later"),
        ("1897/", "1897 or later"),
        ("../1899", "until 1899"),
        ("/1899", "until 1899"),
        ("soon", "soon"),
    ],
)
def test_readable(text: str, shown: str) -> None:
    assert edtf.readable(text) == shown


@given(st.dates())
def test_every_day_of_the_calendar(day: object) -> None:
    text = str(day)
    year, month, number = map(int, text.split("-"))
    assert edtf.valid(text)
    assert edtf.make(year, month, number) == edtf.iso(text) == text
    assert edtf.sort_key(text) == (year, month, number)


@given(st.text(alphabet="0123456789X-/.?~% T", max_size=24) | st.text(max_size=40))
def test_any_text_is_taken(text: str) -> None:
    known = edtf.parts(text)
    assert isinstance(edtf.readable(text), str)
    if edtf.iso(text):
        assert edtf.valid(edtf.iso(text) or "")
        assert known[0] is not None
