"""The promises that hold for any input: nothing lost, nothing escapes, the same bytes."""

from __future__ import annotations

import json
import random
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from pressmark import ledger
from pressmark.build.document_pages import ledger_of
from pressmark.corpus.read import Item
from pressmark.corpus.settings import Collection
from pressmark.document import Document
from pressmark.pipeline import process
from pressmark.render.page import markdown_page
from pressmark.render.record import json_line, record
from pressmark.verify.ledgers import front_matter
from tests.builds import build, contents
from tests.thorough import rounds

LINES = st.sampled_from(
    [
        "",
        "   ",
        "\t",
        "# A title",
        "*A title*",
        "---",
        "title: From front matter",
        "date: 2020-01-02",
        "other: x",
        "By Ada Byron",
        "Published: 3 May 2021",
        "Paris, May 3 (XYZ) -- It began, as these things do, with a parcel that nobody had sent.",
        "<https://a.example/2020/05/06/x>",
        "**Some Publisher**",
        "![](https://a.example/i.png)",
        "Share",
        "Tweet",
        "Read more: another thing",
        "> quoted",
        "- item",
        "  and on",
        "```",
        "    indented",
        "12",
        "13",
        "schÃ¶n und â€œgutâ€\x9d",
        "a\x1b[31mred\x1b[0m b\x00c\u202ed",
        "e\u0301 \u00a0 x\ufeff",
        "All rights reserved. © 2020 Someone",
        "A long enough line of text that could be a paragraph of its own, and has a full stop.",
        "A long enough line of text that could be a paragraph of its own, and has a full stop.",
        "سطر من النص العربي يكفي لأن يكون فقرة.",
        "&amp; &lt;b&gt; <b> {{ x }} {% y %}",
        "[a label that goes on",
        "to this line](https://a.example/)",
        "![a picture",
        '](https://a.example/ "called',
        "**bold `and code",
        'publisher: "\\ud800"',
        'tags: ["\\0", good]',
    ]
)
ENDS = st.sampled_from(["\n", "\n", "\n", "\r\n", "\r", "\n\n"])
TEXTS = st.lists(st.tuples(LINES, ENDS), max_size=25).map(
    lambda parts: "".join(line + end for line, end in parts)
)
FILES = st.one_of(
    TEXTS.map(str.encode),
    TEXTS.map(lambda text: text.encode("utf-16")),
    TEXTS.map(lambda text: text.encode("cp1252", "ignore")),
    st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.binary(max_size=200),
)


def document_of(data: bytes, ending: str = ".txt") -> Document | None:
    with tempfile.TemporaryDirectory() as folder:
        name = f"text{ending}"
        Path(folder, name).write_bytes(data)
        outcome = process(Path(folder), Item(name, None, None), Collection())
    assert outcome.document or outcome.problems
    return outcome.document


@settings(max_examples=rounds(50, 300))
@given(FILES, st.sampled_from([".txt", ".md"]))
def test_every_file_can_be_restored(data: bytes, ending: str) -> None:
    """Promise 1, from what is published alone: the page's text and the ledger's JSON."""
    document = document_of(data, ending)
    if document is None:
        return
    page = markdown_page(document)
    lines = page.source.encode().decode().split("\n")
    book = json.loads(json_line(ledger_of(document, page)))
    assert ledger.restore(book, lines, front_matter(lines)) == data


@settings(max_examples=rounds(40, 200))
@given(FILES)
def test_every_line_has_one_fate(data: bytes) -> None:
    document = document_of(data)
    if document is None:
        return
    numbered = [line for block in document.blocks for line in block.lines]
    assert sorted(set(numbered)) == sorted(numbered)
    filled = [n for n, text in enumerate(document.raw, 1) if text.strip()]
    fates = ledger.fates(document)
    assert list(fates) == list(range(1, len(document.raw) + 1))
    body = [n for n in filled if fates[n].kind == "body"]
    page = markdown_page(document)
    assert set(body) <= set(page.places)


@settings(max_examples=rounds(40, 200))
@given(FILES)
def test_every_field_has_an_origin(data: bytes) -> None:
    """Promise 2."""
    document = document_of(data)
    if document is None:
        return
    made = record(document, "")
    for field in (
        "title",
        "date",
        "url",
        "publisher",
        "place",
        "language",
        "description",
        "rights",
    ):
        assert (made[field] is None) == (field not in made["origins"])
    for field in ("authors", "tags"):
        assert (made[field] == []) == (field not in made["origins"])
    assert all(origin["origin"] and origin["evidence"] for origin in made["origins"].values())


def test_bytes_are_the_same_for_any_workers_and_order(tmp_path: Path) -> None:
    """Promise 5: 150 documents, so that batches and workers are really several."""
    copied = [f"\n{' '.join(f'word{word}of{n}' for word in range(60))}" for n in range(5)]
    texts = [
        f"Title number {n}\n\nParis, May {n % 28 + 1} (XYZ) -- Something happened, number {n}.\n"
        f"{'The press ran on and on. ' * (n % 7 + 1)}\n{copied[n % 5] * (n > 100)}\n"
        for n in range(150)
    ]
    names = [f"folder{n % 3}/text {n}.txt" for n in range(150)]
    sites = []
    for round_, workers in enumerate(("1", "2")):
        corpus = tmp_path / str(round_) / "shelf"
        order = list(range(150))
        # Files are written in another order, so that the file system lists them in another.
        random.Random(round_).shuffle(order)
        for n in order:
            file = corpus / names[n]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(texts[n], encoding="utf-8")
        site = tmp_path / f"site{round_}"
        built = build(corpus, site, workers=workers)
        assert built.returncode == 0, built.stderr
        sites.append(contents(site))
        shutil.rmtree(corpus.parent)
    one, two = sites
    # The texts differ in little: there are families, whose members came in another order.
    assert sum(name.startswith("browse/family/") for name in one) > 1
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []
