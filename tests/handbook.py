"""How the hand-written pages are read by the tests that hold them to their word.

In a page of the guide:

- a paragraph that is a name in code and a colon, before a fenced block, makes the block a file;
- a `console` block is run: after `$ pressmark …` stands what it prints, `…` for anything;
- the files and commands between two headings of level 2 share a folder of their own;
- a `diff` block under a rule's or an extractor's name is a text; `-` marks the lines it takes, and
  a `yaml` block after it says what an extractor reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pressmark.corpus.read import Item
from pressmark.corpus.settings import Collection
from pressmark.document import Document
from pressmark.pipeline import process
from tests.conftest import ROOT

GUIDE = ROOT / "docs" / "guide"

_PART = re.compile(
    r"^(?P<level>#+) (?P<heading>[^\n]+)$"
    r"|(?:^`(?P<name>[^`\n]+)`:\n\n)?^(?P<ticks>`{3,})(?P<kind>[^`\n]*)\n(?P<body>.*?)^(?P=ticks)$",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True)
class Fence:
    """A fenced block, with the headings it stands under."""

    section: str
    heading: str
    name: str | None
    kind: str
    body: str


def read(page: str) -> str:
    """A page of the guide."""
    return (GUIDE / page).read_text(encoding="utf-8")


def fences(text: str) -> Iterator[Fence]:
    """The fenced blocks of a text, in order."""
    section = heading = ""
    for part in _PART.finditer(text):
        if part["level"]:
            heading = part["heading"].strip("`")
            section = heading if part["level"] == "##" else section
        else:
            yield Fence(section, heading, part["name"], part["kind"], part["body"])


def prose(text: str) -> str:
    """The text without its fenced blocks."""
    return _PART.sub(lambda part: part[0] if part["level"] else "", text)


def rows(text: str, head: str) -> list[list[str]]:
    """The rows of the tables whose first column is named `head`, marks of code dropped."""
    found = []
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        lines = [[c.strip() for c in x.strip("|\n").split("|")] for x in table.splitlines()]
        if lines[0][0] == head:
            found += [[cell.strip("`") for cell in line] for line in lines[2:]]
    return found


def under(page: str, heading: str) -> str:
    """What stands under a heading, up to the next one of its level or above."""
    found = re.search(
        rf"^(#+) `?{re.escape(heading)}`?\n(.*?)(?=^(?!\1#)#+ |\Z)",
        prose(read(page)),
        re.MULTILINE | re.DOTALL,
    )
    assert found, f"{page} has no heading `{heading}`"
    return found[2]


def document(text: str, folder: Path) -> Document:
    """What becomes of `text`, as a file of its own in `folder`."""
    (folder / "in.txt").write_text(text, encoding="utf-8")
    outcome = process(folder, Item("in.txt", None, None), Collection())
    assert outcome.document
    return outcome.document
