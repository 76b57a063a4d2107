"""Hostile files, made from good ones: what a corpus of strangers may hold.

Everything comes from a seed, so that whatever breaks something can be made again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.conftest import DATA, ROOT

MOST = 20_000
"""Bytes of a seed that are used: what breaks on long texts is another test's."""

MARKUP: Sequence[bytes] = (
    b"<script>alert(1)</script>", b"<img src=x onerror=alert(1)>", b"</p></div></article>",
    b"{{ 7 * 7 }}", b"{% include 'x' %}", b"<!-- ", b"-->", b"<!--#exec cmd='x' -->", b"&lt;b&gt;",
    b"[x](javascript:alert(1))", b"[a\nb](https://a.example/)", b"![a\n](b)", b"[", b"](", b"**",
    b"*", b"__", b"`", b"```\n", b"~~~\n", b"> ", b"- ", b"    ", b"# ", b"\n===\n", b"\n---\n",
    b"---\ntitle: x\n---\n", b"| a | b |\n|---|---|\n", b"[^1]: x", b"[TOC]", b"{: onclick=x }",
    b"1. ", b"<https://a.example/>", b"http://[::1", b"pressmark-slot-title-pressmark", b"\\",
)  # fmt: skip
CONTROLS: Sequence[bytes] = (
    b"\x00", b"\x1b[31m", b"\x1b]0;x\x07", b"\x08", b"\x0b", b"\x0c", b"\x1c", b"\x7f", b"\xc2\x85",
    b"\xe2\x80\xa8", b"\xe2\x80\xa9", b"\xe2\x80\xae", b"\xe2\x81\xa6", b"\xef\xbb\xbf",
    b"\xe2\x80\x8b", b"\xc2\xad", b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"\xcc\x81" * 40,
)  # fmt: skip
BROKEN: Sequence[bytes] = (
    b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xff\xfe", b"\xfe\xff", b"\xc0\xaf", b"\xf4\x90\x80\x80",
    b"\xe2\x82", b"\x80", b"\x1b$B", b"+AGE-", b"\\ud800", b"\\x00", b"%00", b"\xff\xfe\x00\x00",
)  # fmt: skip
ENCODINGS = (
    "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "cp1252", "latin-1", "cp1251",
    "koi8-r", "shift_jis", "euc_jp", "gb18030", "big5", "euc_kr", "iso2022_jp", "cp1256", "utf-7",
)  # fmt: skip
VALUES = (
    '"\\ud800"', '"\\uDFFF x"', '"\\0"', '"a\\x07b"', '"\\u202egpj"', "~", "null", "", "[]", "{}",
    "[a, b; c]", "[[a]]", "{a: b}", "&a [*a]", "*a", "!!python/object:os.system x", "|\n  a\n  b",
    ">\n  a\n\n  b", "'it''s'", '"</script><script>alert(1)</script>"', '"{{ x }}"', "1e999",
    "2024-02-30", "2024-05-01", "XXXX-02-29", "189X", "-9999", "2021-05-03T01:02:03+14:00", "12:30",
    "http://a.example/<x>", "javascript:alert(1)", "https://a.example:99999/", "http://[::1",
    "en", "x-klingon", "zh-Hans-CN", "a" * 1999, "a" * 2001, "; ; ;", "a; a; a", "\u202e", "\u0301",
    "=1+1", "@SUM(A1)", "}} , {{", "\\\\input{x}", "Quay Courier", "Ada Byron", "# not a comment",
    "pressmark-slot-title-pressmark", '"a\\nb"', '"\\u2028"', '"\\ufffe"', "%00", "../../x", "CON",
)  # fmt: skip
KEYS = (
    "title", "date", "url", "publisher", "authors", "place", "language", "tags", "description",
    "rights", "titel", "a", '"\\ud800"', "? [a, b]\n", "<<", "title", "path", "__proto__",
)  # fmt: skip
SETTINGS = (
    "title: x", "description: y", "site_url: https://a.example/", "encoding: cp1252", "encoding: x",
    "max_size: 1 MB", "max_size: 99999999 GB", "defaults:\n  publisher: Courier",
    "defaults:\n  title: '\\'", "rules:\n  share-buttons: off", "rules:\n  nothing: on", "rules: [",
)  # fmt: skip

Mutation = Callable[[random.Random, bytes, bytes], bytes]
"""(chance, a text, another one) → a worse one."""


def _place(chance: random.Random, data: bytes) -> int:
    return chance.randrange(len(data) + 1)


def _insert(pieces: Sequence[bytes]) -> Mutation:
    def mutation(chance: random.Random, data: bytes, _: bytes) -> bytes:
        for _n in range(chance.randint(1, 6)):
            at = _place(chance, data)
            data = data[:at] + chance.choice(pieces) + data[at:]
        return data

    return mutation


def flip(chance: random.Random, data: bytes, _: bytes) -> bytes:
    changed = bytearray(data)
    for _n in range(chance.choice((1, 3, 30)) if changed else 0):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def cut(chance: random.Random, data: bytes, _: bytes) -> bytes:
    return data[: _place(chance, data)]


def drop(chance: random.Random, data: bytes, _: bytes) -> bytes:
    start, end = sorted((_place(chance, data), _place(chance, data)))
    return data[:start] + data[end:]


def splice(chance: random.Random, data: bytes, other: bytes) -> bytes:
    return data[: _place(chance, data)] + other[_place(chance, other) :]


def repeat(chance: random.Random, data: bytes, _: bytes) -> bytes:
    start = _place(chance, data)
    piece = data[start : start + chance.choice((1, 3, 20, 200))]
    return data[:start] + piece * chance.choice((2, 10, 200)) + data[start:]


def endings(chance: random.Random, data: bytes, _: bytes) -> bytes:
    lines = data.replace(b"\r\n", b"\n").split(b"\n")
    mixed = chance.random() < 0.5
    end = chance.choice((b"\r\n", b"\r", b"\n\n", b"\n\r", b"\x0b", b"\xc2\x85", b"\r\r\n"))
    return b"".join(line + (chance.choice((b"\n", end)) if mixed else end) for line in lines)


def encode(chance: random.Random, data: bytes, _: bytes) -> bytes:
    return data.decode("utf-8", "replace").encode(chance.choice(ENCODINGS), "replace")


def mistake(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """UTF-8 that was read in another encoding and written again."""
    text = data.decode("utf-8", "replace").encode()
    return text.decode(chance.choice(("cp1252", "latin-1", "cp437")), "replace").encode()


def shuffle(chance: random.Random, data: bytes, other: bytes) -> bytes:
    lines = data.split(b"\n") + (other.split(b"\n") if chance.random() < 0.3 else [])
    chance.shuffle(lines)
    return b"\n".join(lines)


def mark(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """Every line, or some, begin with a mark."""
    sign = chance.choice(
        (b"> ", b"- ", b"# ", b"    ", b"\t", b"1. ", b"* ", b"| ", b">", b"=", b"**")
    )
    some = chance.choice((1.0, 0.5, 0.1))
    return b"\n".join(sign + x if chance.random() < some else x for x in data.split(b"\n"))


def join(chance: random.Random, data: bytes, _: bytes) -> bytes:
    return data.replace(
        b"\n", chance.choice((b"", b" ", b"\t", b"\xc2\xa0")), chance.randint(1, 99)
    )


def noise(chance: random.Random, data: bytes, _: bytes) -> bytes:
    at = _place(chance, data)
    return data[:at] + chance.randbytes(chance.choice((1, 4, 40))) + data[at:]


def front(chance: random.Random, data: bytes, _: bytes) -> bytes:
    fence = chance.choice(("---", "--- ", "---\t"))
    return f"{fence}\n{yaml(chance)}{chance.choice(('---', '...', ''))}\n".encode() + data


def wrap(chance: random.Random, data: bytes, _: bytes) -> bytes:
    """Words in marks that may not close."""
    pair = chance.choice(
        ((b"**", b"**"), (b"[", b"](x)"), (b"`", b""), (b"![", b"]("), (b"_", b"*"))
    )
    words = data.split(b" ")
    for _n in range(min(len(words), 30)):
        at = chance.randrange(len(words))
        words[at] = pair[0] + words[at] + pair[1]
    return b" ".join(words)


MUTATIONS: Sequence[Mutation] = (
    flip, cut, drop, splice, repeat, endings, encode, mistake, shuffle, mark, join, noise, front,
    wrap, _insert(MARKUP), _insert(CONTROLS), _insert(BROKEN),
)  # fmt: skip


def yaml(chance: random.Random) -> str:
    pairs = ((chance.choice(KEYS), chance.choice(VALUES)) for _ in range(chance.randint(1, 6)))
    return "".join(f"{key}: {value}\n" for key, value in pairs)


def text(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """A text after one to three mutations."""
    data = chance.choice(seeds)
    for _ in range(chance.choice((1, 1, 2, 3))):
        data = chance.choice(MUTATIONS)(chance, data, chance.choice(seeds))
    return data


def sidecar(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """YAML of hostile values, or what was once YAML."""
    data = yaml(chance).encode("utf-8", "surrogatepass")
    if chance.random() < 0.3:
        data = chance.choice(MUTATIONS)(chance, data, chance.choice(seeds)[:500])
    return data


def table(chance: random.Random, names: Sequence[str], seeds: Sequence[bytes]) -> bytes:
    """`metadata.csv` of hostile cells for some of the texts `names`."""
    columns = ["path", *chance.sample(KEYS[:11], chance.randint(1, 5))]
    quote = chance.choice(('"', "", "'"))
    rows = [",".join(columns)]
    for name in [*names, "missing.txt"]:
        cells = (chance.choice(VALUES).replace("\n", " ") for _ in columns[1:])
        rows.append(",".join([name, *(f"{quote}{cell}{quote}" for cell in cells)]))
    data = "\n".join(rows).encode("utf-8", "surrogatepass")
    if chance.random() < 0.4:
        data = chance.choice(MUTATIONS)(chance, data, chance.choice(seeds)[:500])
    return data


def settings(chance: random.Random, seeds: Sequence[bytes]) -> bytes:
    """`corpus.yml`, good or bad."""
    data = "\n".join(chance.sample(SETTINGS, chance.randint(1, 3))).encode() + b"\n"
    if chance.random() < 0.5:
        data = chance.choice(MUTATIONS)(chance, data, chance.choice(seeds)[:500])
    return data


def seeds() -> list[bytes]:
    """Texts of the tests' cases and the demo, and the collections at hand."""
    folders = [ROOT / "tests" / "cases", ROOT / "corpus"]
    folders += [DATA / name for name in ("cases", "hostile", "seeds", "encoding", "metadata")]
    files = (path for folder in folders for path in sorted(folder.rglob("*")) if _is_seed(path))
    return [data[:MOST] for path in files if (data := path.read_bytes())]


def _is_seed(path: Path) -> bool:
    return path.suffix in (".txt", ".md", ".xml", ".html") and path.is_file()
