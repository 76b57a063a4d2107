"""Kinds of damage to a built site, each of which `pressmark verify` must name."""

from __future__ import annotations

import base64
import gzip
from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path], object]


def edit(name: str, change: Callable[[str], str]) -> Damage:
    def damage(site: Path) -> None:
        path = min(site.glob(name))
        text = path.read_bytes().decode("utf-8", "surrogateescape")
        assert change(text) != text
        path.write_bytes(change(text).encode("utf-8", "surrogateescape"))

    return damage


def replace(name: str, old: str, new: str) -> Damage:
    return edit(name, lambda text: text.replace(old, new, 1))


def put(name: str, data: bytes) -> Damage:
    def damage(site: Path) -> None:
        (site / name).parent.mkdir(exist_ok=True, parents=True)
        (site / name).write_bytes(data)

    return damage


def remove(name: str) -> Damage:
    return lambda site: min(site.glob(name)).unlink()


def another_chunk(site: Path) -> None:
    """A chunk that can be read, but says something else."""
    path = min(site.glob("search/t.*/0.js"))
    name = path.relative_to(site / "search").with_suffix("").as_posix()
    start, data, end = path.read_bytes().split(b'"')[2:5]
    assert (start, end) == (b",", b");\n")
    text = gzip.decompress(base64.b64decode(data)).replace(b"harbour", b"harbor!")
    chunk = base64.b64encode(gzip.compress(text)).decode()
    path.write_text(f'pressmarkChunk("{name}","{chunk}");\n')


PAGE = "archive/three.html"
DAMAGE: dict[str, tuple[Damage, str, str]] = {
    # What it is, and the kinds that are named for it: as it is, and with a manifest made anew.
    "forged text": (replace(PAGE, "frozen", "thawed"), "changed", "page"),
    "an added script": (
        replace(PAGE, "</body>", "<script>alert(1)</script></body>"), "changed", "script"),
    "a script of somebody's": (
        replace(PAGE, "</head>", '<script src="evil.js"></script></head>'), "changed", "script"),
    "a javascript: link": (
        replace(PAGE, "<p>The harbour", '<p><a href="java\tscript:alert(1)">x</a>The harbour'),
        "changed", "address"),
    "an onclick": (replace(PAGE, "<body", '<body onclick="alert(1)"'), "changed", "handler"),
    "a refresh": (
        replace("about.html", "<head>", '<head><meta http-equiv="refresh" content="0;url=x">'),
        "changed", "markup"),
    "a style from elsewhere": (
        replace(PAGE, "</head>", "<style>p{background:url(https://a.example/x)}</style></head>"),
        "changed", "leak"),
    "a garbage chunk": (edit("search/w.*/d0.js", lambda t: t[: len(t) // 2]), "changed", "index"),
    "another chunk": (another_chunk, "changed", "index"),
    "a missing chunk": (remove("search/t.*/0.js"), "missing", "index"),
    "an altered record": (
        replace("data/records-*.jsonl", '"publisher":"Gazette"', '"publisher":"Gazelle"'),
        "changed", "markdown"),
    "missing records": (remove("data/records-*.jsonl"), "missing", "record"),
    "a record gone": (
        edit("data/records-*.jsonl", lambda t: t.split("\n", 1)[1]), "changed", "count"),
    "junk in the feed": (edit("feed.xml", lambda t: t + "<junk>"), "changed", "feed"),
    "page.js changed": (
        edit("assets/pressmark/page.js", lambda t: t + "alert(1)"), "changed", "script"),
    "a foreign page": (
        put("win.html", b"<html><script>alert(1)</script>"), "foreign-file", "script"),
    "a foreign file": (put("archive/x.svg", b"<svg/>"), "foreign-file", "no-record"),
    "a changed Markdown page": (
        edit("archive/three.md", lambda t: t + "One more line.\n"), "changed", "markdown"),
    # And others of these kinds.
    "forged title": (replace(PAGE, ">The third</h1>", ">The fourth</h1>"), "changed", "page"),
    "forged publisher": (replace(PAGE, "<bdi>Gazette", "<bdi>Gazelle"), "changed", "page"),
    "a forged list": (replace("browse/title/all.html", "The third", "The 3rd"), "changed", "page"),
    "a forged family": (replace("browse/family/**/*.html", "ferry", "fairy"), "changed", "page"),
    "a forged note": (
        replace("archive/deep/broken.html", "</header>\n<div class",
                '<p class="pm-note" dir="ltr">Call us.</p>\n</header>\n<div class'),
        "changed", "page"),
    "an element that embeds": (
        replace("search.html", "</main>", '<embed src="x"></main>'), "changed", "markup"),
    "markup that browsers mend": (
        replace("about.html", "<h1>", "<img/src='x'/onerror=alert(1)><h1>"), "changed", "markup"),
    "a script in a comment's end": (
        replace("about.html", "<h1>", "<!--><script>alert(1)</script>--><h1>"),
        "changed", "markup"),
    "an entity in a scheme": (
        replace("about.html", "<h1>", '<a href="&#106;avascript:alert(1)">x</a><h1>'),
        "changed", "address"),
    "a base": (replace("about.html", "<head>", '<head><base href="//x">'), "changed", "markup"),
    "a form that sends elsewhere": (
        replace("search.html", "<h1", '<form action="//a.example"></form><h1'), "changed", "leak"),
    "the sitemap cut": (
        edit("sitemap.xml", lambda t: t.replace("archive/three", "archive/3")), "changed", "feed"),
    "a changed raw file": (edit("raw/two.txt", str.upper), "changed", "fixity"),
    "a raw file gone": (remove("raw/two.txt"), "missing", "unreadable"),
    "a changed body": (replace("archive/two.md", "long", "short"), "changed", "restoring"),
    "a Markdown page gone": (remove("archive/two.md"), "missing", "unreadable"),
    "changed front matter": (replace("archive/one.md", "Titel", "Ti"), "changed", "markdown"),
    "a ledger cut": (
        edit("data/ledger-*.jsonl", lambda t: t[: len(t) // 2] + "\n"), "changed", "ledger"),
    "a ledger that leads out": (
        replace("data/ledger-*.jsonl", "raw/two.txt", "../../two.txt"), "changed", "ledger"),
    "a raw file too many": (put("raw/x.txt", b"x"), "foreign-file", "no-record"),
    "a page gone": (remove("archive/one.html"), "missing", "broken-link"),
    "a picture from elsewhere": (
        edit(PAGE, lambda t: t + '<img src="https://a.example/i.png">'), "changed", "leak"),
    "a style sheet that loads": (
        put("x.css", b"@import 'https://a.example/x.css';"), "foreign-file", "leak"),
    "the marker": (replace("pressmark.json", '"title": "', '"title": "Not '), "changed", "page"),
}  # fmt: skip
