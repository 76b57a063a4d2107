"""What is wrong with a corpus, said so that its curator can mend it.

A `Problem` is data: the pipeline collects them, its callers print, log or count them.
`CuratorError` ends the run: only settings that can't be read deserve it.
"""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]

SHOWN = 10
"""Problems of one kind that are shown before a total takes their place."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong with one file.

    An `error` costs something (the document, its sidecar, a row); a `warning` is a doubt.
    """

    path: str
    line: int
    """0 where no line is to blame."""
    kind: str
    """A stable name, `empty-file` …: what is counted and documented."""
    message: str
    """What is wrong and what to do, in one or two sentences."""
    severity: Severity = "warning"

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        return f"{printable(place)}: {printable(self.message)} [{self.kind}]"


class CuratorError(Exception):
    """Settings or a command can't be used as they are; the message is for the curator."""

    def __init__(self, problems: Iterable[Problem] | str) -> None:
        self.problems = () if isinstance(problems, str) else tuple(problems)
        text = problems if isinstance(problems, str) else "\n".join(map(str, self.problems))
        super().__init__(text)


def nearest(name: str, known: Iterable[str]) -> str:
    """` (did you mean …?)` or a list of the known names."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    return f"did you mean `{close[0]}`?" if close else f"known are: {', '.join(names)}"


def printable(text: str) -> str:
    """`text` with control characters and lone surrogates escaped, fit for a terminal or a log.

    >>> printable("a\\x1b[31mb")
    'a\\\\x1b[31mb'
    """
    return "".join(
        c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text
    )


def digest(problems: Iterable[Problem], shown: int = SHOWN) -> Iterator[str]:
    """Lines for a person: at most `shown` of a kind, then how many more there are."""
    count: Counter[str] = Counter()
    for problem in problems:
        count[problem.kind] += 1
        if count[problem.kind] <= shown:
            yield str(problem)
    for kind, number in sorted(count.items()):
        if number > shown:
            yield f"… and {number - shown} more of the kind {kind} ({number} in all)"
