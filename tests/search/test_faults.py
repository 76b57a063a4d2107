"""Nothing that is typed, and no file that is spoilt, gives an exception or a wrong result."""

from __future__ import annotations

import base64
import gzip
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.search.small import SMALL, ask, ids, search, write

ODD_QUERIES = [
    '"',
    '""',
    "-",
    "--",
    "-(",
    "(((((",
    ")))",
    "OR",
    "OR OR",
    "a OR",
    "| | |",
    "*",
    "**a**",
    "-*",
    "title:",
    'title:"',
    "date:",
    "date:..",
    "date:9999..0000",
    "date:2024-99-99",
    "publisher:-",
    "constructor:x __proto__ toString",
    "\\",
    "\x00\ud800",
    "%00%",
    "<script>alert(1)</script>",
    "'; DROP TABLE",
    "a" * 100_000,
    "a " * 50_000,
    "(" * 10_000,
    '"the ' * 1000,
    "-" * 5000 + "a",
    "press " * 100,
    "漢" * 5000,
    "\u0301" * 100,
    "🏛️ 🇮🇷",
]

QUERY = st.lists(
    st.sampled_from(
        [
            '"',
            "-",
            "(",
            ")",
            " OR ",
            "*",
            ":",
            "..",
            "title:",
            "date:",
            "the",
            "press",
            "图书馆",
            " ",
        ]
    )
    | st.text(max_size=6),
    max_size=12,
).map("".join)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    write(folder, SMALL)
    return folder


def sound(answer: Any) -> None:
    assert "error" not in answer, answer
    assert answer["totalAll"] <= answer["total"] <= len(SMALL)
    assert len(answer["results"]) == min(10, answer["total"])
    for result in answer["results"]:
        text = re.sub(r"</?mark>", "", result["excerpt"])
        assert not re.search(r"[<>\"']|&(?!amp;|lt;|gt;|quot;|#39;)", text)


def test_odd_queries(small: Path, node: str) -> None:
    calls = [["search", query.encode("utf-8", "replace").decode()] for query in ODD_QUERIES]
    for answer in ask(node, calls, small):
        sound(answer)


@settings(
    max_examples=4,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(queries=st.lists(QUERY, min_size=40, max_size=40))
def test_any_query(small: Path, node: str, queries: list[str]) -> None:
    calls = [["search", query.encode("utf-8", "replace").decode()] for query in queries]
    for answer in ask(node, calls, small):
        sound(answer)


@pytest.mark.parametrize(
    "options",
    [
        None,
        {"limit": -1, "offset": "x", "sort": "sideways", "match": 7},
        {"filters": "publisher", "from": "soon", "to": 2024},
        {"filters": {"publisher": "Press Club", "year": [None], "nosuch": ["x"]}},
        {"limit": 1e300, "offset": 1e300},
    ],
)
def test_odd_options(small: Path, node: str, options: Any) -> None:
    [answer] = ask(node, [["search", "press", options]], small)
    assert "error" not in answer


QUESTIONS = [
    "printing press",
    '"president of the republic"',
    '"to be or not to be"',
    "prin* -mainz",
    "title:mainz",
]


@pytest.mark.parametrize("how", ["missing", "cut", "empty", "swapped", "altered"])
def test_each_spoilt_file_is_reported(small: Path, node: str, tmp_path: Path, how: str) -> None:
    calls = [["search", query] for query in QUESTIONS]
    right = ask(node, calls, small)
    names = sorted(path.relative_to(small).as_posix() for path in small.rglob("*.js"))
    reported = set()
    for name in names:
        folder = tmp_path / name.replace("/", "-")
        shutil.copytree(small, folder)
        spoil(folder / name, how, folder / names[0 if name != names[0] else 1])
        for answer, expected in zip(ask(node, calls, folder), right, strict=True):
            if "error" in answer:
                assert answer["error"] == "PressmarkError"
                assert answer["kind"] == ("missing" if how == "missing" else "damaged")
                assert answer["chunk"] + ".js" == name
                reported.add(name)
            else:
                assert answer == expected
    assert len(reported) >= len(names) - 1


def spoil(path: Path, how: str, other: Path) -> None:
    data = path.read_bytes()
    if how == "missing":
        path.unlink()
    elif how == "cut":
        path.write_bytes(data[: len(data) * 2 // 3])
    elif how == "empty":
        path.write_bytes(b"")
    elif how == "swapped":
        path.write_bytes(other.read_bytes())
    else:
        middle = len(data) // 2
        path.write_bytes(data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :])


@pytest.mark.parametrize(
    ("ours", "other"), [(b'"format":2', b'"format":1'), (b'"parameters":', b'"anything":')]
)
def test_another_format_is_refused(
    small: Path, node: str, tmp_path: Path, ours: bytes, other: bytes
) -> None:
    folder = tmp_path / "other"
    shutil.copytree(small, folder)
    coded = (folder / "root.js").read_text().split('"')[3]
    raw = gzip.decompress(base64.b64decode(coded)).replace(ours, other)
    packed = base64.b64encode(gzip.compress(raw)).decode()
    text = f'pressmarkChunk("root","{packed}");\n'
    (folder / "root.js").write_text(text)
    assert search(node, folder, "press")["kind"] == "format"


def test_a_long_question_is_no_burden(small: Path, node: str) -> None:
    question = "What did the printers of Mainz do with the press that came to their town? " * 20
    assert ids(search(node, small, question))
