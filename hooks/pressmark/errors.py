"""Problems of a corpus, in words with which its curator can mend them.

A `Problem` is data: the pipeline collects them; its callers print, log or count them.
`CuratorError` ends the run: it is for settings and commands that can't be used.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

SHOWN = 10
"""How many problems of one kind, or files, are listed; of the rest only the number is given."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault of one file.

    An `error` costs something (the document, its sidecar, a row); a `warning` is a doubt.
    """

    path: str
    line: int
    """1-based; 0 where no line is to blame."""
    kind: str
    """A stable name (`empty-file`), by which problems are counted and documented."""
    message: str
    """What is wrong and what to do about it, in one or two sentences."""
    severity: Severity = "warning"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{printable(place)}: {printable(self.message)} [{self.kind}]"


class CuratorError(Exception):
    """Settings or a command can't be used as they are. The message is for the curator."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        self.problems = () if isinstance(problems, str) else tuple(problems)
        text = problems if isinstance(problems, str) else "\n".join(map(str, self.problems))
        super().__init__(text)


def nearest(name: str, known: Iterable[str]) -> str:
    """Hint for a misspelt `name`: the nearest of the `known` names, or all of them.

    >>> nearest("titel", ["title", "date"]), nearest("x", ["title", "date"])
    ('did you mean `title`?', 'known are: date, title')
    """
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f"did you mean `{close[0]}`?" if close else f"known are: {', '.join(names)}"


def printable(text: str) -> str:
    """Escape control characters and lone surrogates, for a terminal or a log.

    >>> printable("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )


def summarize(problems: Iterable[Problem], per_kind: int | None = SHOWN) -> Iterator[str]:
    """Lines for a person: at most `per_kind` problems of a kind (None: all), then the numbers of
    those left out.
    """
    counts: Counter[str] = Counter()
    for problem in problems:
        counts[problem.kind] += 1
        if per_kind is None or counts[problem.kind] <= per_kind:
            yield str(problem)
    for kind, count in sorted(counts.items()):
        if per_kind is not None and count > per_kind:
            yield f"… and {count - per_kind} more of the kind {kind} ({count} in all)"
