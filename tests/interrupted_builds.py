"""Builds that are killed at any moment, and builds of one site at once.

`python -m tests.interrupted_builds FOLDER [KILLS [PAIRS]]` makes both in an empty folder, with the
command that people use, and prints what came of it.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.builds import ROOT, build, contents, environment

TEXTS = 150
"""Enough for several batches and two worker processes."""
PATIENCE = 120
"""Seconds in which an ended build must have ended its workers, on the busiest of machines."""
WORDS = ("harbour", "lamp", "crate", "press", "letter", "quay", "porter", "glove", "mill")
OURS = {"corpus", "site", ".site.cache", "right", ".right.cache"}
WORK = {"next", "old", "spool", "building", "builder"}


@dataclass
class Outcome:
    """What came of the builds."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def check(self, right: bool, fault: str) -> None:
        if not right:
            self.faults.append(fault)


def write_corpus(folder: Path) -> None:
    """Some texts of ten paragraphs, always the same."""
    chance = random.Random(3)
    folder.mkdir()
    for number in range(TEXTS):
        body = "\n\n".join(
            " ".join(chance.choices(WORDS, k=60)).capitalize() + "." for _ in range(10)
        )
        (folder / f"{number}.txt").write_text(
            f"The {WORDS[number % len(WORDS)]} {number}\n\n{body}\n"
        )


@dataclass
class States:
    """A corpus that is in one of two states, and the right site of each."""

    folder: Path
    rights: list[dict[str, bytes]] = field(default_factory=list)
    now: int = 0

    def prepare(self) -> None:
        write_corpus(self.folder / "corpus")
        for _ in range(2):
            self.turn()
            done = build(self.folder / "corpus", self.folder / "right")
            assert done.returncode == 0, done.stderr
            self.rights.append(contents(self.folder / "right"))
        self.turn()
        assert self.right == self.rights[0]

    def turn(self) -> None:
        """Change to the other state."""
        self.now = 1 - self.now
        texts = self.folder / "corpus"
        texts.joinpath("new.txt").unlink(missing_ok=True)
        # The first state is 1, so that its site is the first of the two.
        if self.now:
            (texts / "new.txt").write_text("A new title\n\nA new text, which is long enough.\n")
        (texts / "5.txt").write_text(f"The lamp\n\nIt was lit {self.now} times, and put out.\n")

    @property
    def right(self) -> dict[str, bytes]:
        return self.rights[1 - self.now]


def start(folder: Path) -> subprocess.Popen[str]:
    """Start a build in a process group of its own, as a terminal does."""
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=ROOT,
        env=environment(folder / "corpus", folder / "site", workers="2"),
        start_new_session=True,
        preexec_fn=_hear_ctrl_c,  # noqa: PLW1509  # one thread starts all of them
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def _hear_ctrl_c() -> None:
    """Who runs this may ignore SIGINT, as under nohup."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def ended(group: int) -> bool:
    """Whether all processes of the group end."""
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        try:
            os.killpg(group, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    os.killpg(group, signal.SIGKILL)
    return False


def leftovers(folder: Path) -> set[str]:
    """What lies beside the site that doesn't belong there."""
    return {path.name for path in folder.iterdir()} - OURS


def kills(folder: Path, turns: int, seed: int) -> Outcome:
    """End builds at random moments, each in one of three ways; after each the site must be whole,
    no process and no folder left, and the next build right.
    """
    chance, outcome = random.Random(seed), Outcome()
    longest = 0.0
    _states(folder)
    for turn in range(turns):
        states = _states(folder)
        name = chance.choice(["SIGTERM", "SIGINT", "SIGKILL"])
        process = start(folder)
        try:
            process.wait(chance.random() * longest if longest else None)
            outcome.counts["done before"] += 1
        except subprocess.TimeoutExpired:
            _send(process, name)
            outcome.counts[name] += 1
        said = process.communicate()[1]
        place = f"turn {turn}, {name}"
        outcome.check(ended(process.pid), f"{place}: a process is left")
        whole = contents(folder / "site") if (folder / "site").exists() else None
        outcome.check(whole in states.rights or not turn, f"{place}: the site isn't whole")
        outcome.check(leftovers(folder) == set(), f"{place}: left {leftovers(folder)}")
        if "multiprocessing" in said or "concurrent" in said:
            outcome.faults.append(f"{place}: a traceback of the worker pool\n{said}")
        # Builds like the next one take about as long as this.
        begun = time.monotonic()
        _build_right(states, outcome, place)
        longest = time.monotonic() - begun
        states.turn()
    return outcome


def _send(process: subprocess.Popen[str], name: str) -> None:
    number = getattr(signal, name)
    if number == signal.SIGINT:
        # Ctrl-C goes to every process of the terminal.
        os.killpg(process.pid, number)
    else:
        process.send_signal(number)


_prepared: dict[Path, States] = {}


def _states(folder: Path) -> States:
    if folder not in _prepared:
        _prepared[folder] = States(folder)
        _prepared[folder].prepare()
    return _prepared[folder]


def _build_right(states: States, outcome: Outcome, place: str) -> None:
    folder = states.folder
    done = build(folder / "corpus", folder / "site", workers="2")
    right = contents(folder / "site") == states.right if (folder / "site").exists() else False
    outcome.check(done.returncode == 0 and right, f"{place}: the next build\n{done.stderr}")
    inside = {path.name for path in (folder / ".site.cache").iterdir()} & WORK
    outcome.check(inside == set(), f"{place}: the next build left {inside}")


def pairs(folder: Path, turns: int, seed: int) -> Outcome:
    """Two builds of one site, started within a quarter of a second: both must end well, the site be
    right, and the next build as well.
    """
    chance, outcome = random.Random(seed), Outcome()
    for turn in range(turns):
        states = _states(folder)
        builds = [start(folder)]
        time.sleep(chance.random() / 4)
        builds.append(start(folder))
        said = [process.communicate()[1] for process in builds]
        codes = [process.returncode for process in builds]
        place = f"pair {turn}"
        outcome.counts["waited"] += any("is building it; this build waits" in text for text in said)
        outcome.counts["pairs"] += 1
        outcome.check(codes == [0, 0], f"{place}: ended with {codes}\n{''.join(said)}")
        outcome.check(contents(folder / "site") == states.right, f"{place}: a ruin")
        outcome.check(leftovers(folder) == set(), f"{place}: left {leftovers(folder)}")
        _build_right(states, outcome, place)
        states.turn()
    return outcome


def _lines(name: str, outcome: Outcome) -> Iterator[str]:
    yield f"{name}: {dict(outcome.counts)}, {len(outcome.faults)} faults"
    yield from outcome.faults


if __name__ == "__main__":
    where = Path(sys.argv[1])
    wanted = [int(number) for number in sys.argv[2:]] + [200, 50][len(sys.argv) - 2 :]
    for what, run, number in (("kills", kills, wanted[0]), ("pairs", pairs, wanted[1])):
        for line in _lines(what, run(where, number, 1)):
            print(line, flush=True)
