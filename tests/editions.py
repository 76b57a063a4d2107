"""Editions of small sites, one after another, without MkDocs.

`python -m tests.editions CORPUS SITE N` makes one, and is killed before its change number N of the
file system; if that is 0 it ends, and prints how many there were.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from pressmark.build.site import BuildRequest, BuildResult, Shells, open_build
from pressmark.corpus.settings import read_collection
from pressmark.pipeline import RULE_NAMES
from pressmark.render.page_mold import ListSlots, Mold, Slots, make_mold, markers
from pressmark.runtime import output, workers
from pressmark.runtime.workers import WorkerSettings

BATCH = 4
"""Documents in a batch, so that small sites have many."""


def mold(kind: type[Slots | ListSlots], look: str) -> Mold:
    slots = markers(kind)
    gaps = "\n".join(getattr(slots, name) for name in slots.__slots__)
    return make_mold(f"<!-- {look} -->{gaps}", kind)


def make(
    corpus: Path,
    site: Path,
    *,
    keeps: bool = True,
    staff: WorkerSettings = WorkerSettings(1),  # noqa: B008  # frozen
    per_page: int = 5,
    name: str = "Editions",
    look: str = "plain",
) -> BuildResult:
    """Builds `site`, as a host would that renders next to nothing."""
    collection = read_collection(corpus, RULE_NAMES)
    request = BuildRequest(
        corpus, site, collection, name, "https://editions.example/", per_page, staff, reuse=keeps
    )
    with open_build(request, print) as build:
        analysis = build.analyze()
        documents, lists = analysis.depths()
        output.write(build.staging, "index.html", name.encode())
        shells = Shells(
            {depth: mold(Slots, f"{look} {depth}") for depth in documents},
            {depth: mold(ListSlots, f"{look} {depth}") for depth in lists},
            ["index.html"],
        )
        result = build.write(analysis, shells)
        build.publish(result)
    return result


Edit = Callable[[Path, random.Random], None]


def texts(corpus: Path) -> list[Path]:
    return sorted(path for path in corpus.rglob("*") if path.suffix in (".txt", ".md"))


def change(corpus: Path, chance: random.Random) -> None:
    path = chance.choice(texts(corpus))
    path.write_bytes(path.read_bytes() + b"\nOne more line, which nobody had expected there.\n")


def add(corpus: Path, chance: random.Random) -> None:
    path = chance.choice(texts(corpus))
    shutil.copy(path, path.with_stem(f"{path.stem}-{chance.randrange(1000)}"))


def delete(corpus: Path, chance: random.Random) -> None:
    chance.choice(texts(corpus)).unlink()


def rename(corpus: Path, chance: random.Random) -> None:
    path = chance.choice(texts(corpus))
    path.rename(path.with_stem(f"x{chance.randrange(1000)}"))


def describe(corpus: Path, chance: random.Random) -> None:
    path = chance.choice(texts(corpus))
    path.with_suffix(".yml").write_text(f"publisher: Gazette {chance.randrange(9)}\n")


def list_(corpus: Path, chance: random.Random) -> None:
    path = chance.choice(texts(corpus)).relative_to(corpus).as_posix()
    (corpus / "metadata.csv").write_text(f"path,place\n{path},Quay {chance.randrange(9)}\n")


def set_(corpus: Path, chance: random.Random) -> None:
    switch = chance.choice(("true", "false"))
    (corpus / "corpus.yml").write_text(f"rules:\n  share-buttons: {switch}\n")


def empty(corpus: Path, chance: random.Random) -> None:
    chance.choice(texts(corpus)).write_bytes(b"")


def touch(corpus: Path, chance: random.Random) -> None:
    os.utime(chance.choice(texts(corpus)), (0, 0))


def swap(corpus: Path, chance: random.Random) -> None:
    one, other = chance.sample(texts(corpus), 2)
    data = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(data)


EDITS: Sequence[Edit] = (
    change, add, delete, rename, describe, list_, set_, empty, touch, swap,
)  # fmt: skip


def spoil(path: Path, chance: random.Random) -> None:
    """Cuts a file, flips a bit of it, or removes it."""
    data = bytearray(path.read_bytes())
    way = chance.randrange(3)
    if way == 0 or not data:
        path.unlink()
    elif way == 1:
        path.write_bytes(data[: chance.randrange(len(data))])
    else:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        path.write_bytes(data)


CHANGES = {"os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "shutil.rmtree"}
"""Audit events of what changes a file system, besides opening a file to write."""


def count_changes(fatal: int) -> Callable[[], int]:
    """Kill this process and its workers just before its change number `fatal` of the file system: a
    moment that doesn't depend on how fast the machine is. Gives the number of changes so far.
    """
    number = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal number
        if event in CHANGES or (event == "open" and writes(arguments[2])):
            number += 1
            if number == fatal:
                os.killpg(0, signal.SIGKILL)

    sys.addaudithook(hook)
    return lambda: number


def writes(flags: object) -> bool:
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


if __name__ == "__main__":
    workers.BATCH = BATCH
    changes = count_changes(int(sys.argv[3]))
    make(Path(sys.argv[1]), Path(sys.argv[2]), staff=WorkerSettings(2))
    print(changes())
