"""What a command costs: time, processor time, and memory of all its processes."""

from __future__ import annotations

import os
import resource
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.05
"""Seconds between two looks at the processes."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one run. Memory is what a process holds itself, with its share of what several hold."""

    seconds: float
    processor: float
    """Seconds on all cores, the system's for it included."""
    largest: float
    """Highest memory of any of its processes, in MB."""
    together: float
    """Highest memory of all of them at a time, in MB."""
    output: str


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Cost:
    """Runs `command` in `folder`; raises `CalledProcessError` where it fails."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    process = subprocess.Popen(
        list(command),
        cwd=folder,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )
    largest = together = 0.0
    while process.poll() is None:
        sizes = [_memory(number) for number in _family(process.pid)]
        largest, together = max(largest, *sizes, 0.0), max(together, sum(sizes))
        time.sleep(PAUSE)
    seconds = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    output = process.stdout.read() if process.stdout else ""
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, output)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Cost(seconds, used, largest, together, output)


def _family(process: int) -> list[int]:
    """The process and all that it has started."""
    out = [process]
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = path.read_text().split()
        except OSError:
            continue  # it has ended in the meantime
        out += [member for child in children for member in _family(int(child))]
    return out


def _memory(process: int) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0  # it has ended in the meantime
    sizes = (line.split()[1] for line in lines if line.startswith("Pss:"))
    return sum(map(int, sizes)) / 1024
