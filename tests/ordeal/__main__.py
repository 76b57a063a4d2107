"""The ordeal: `python -m tests.ordeal [--files 100000] [--built 5000] [--seed 0]`.

Files in process are read, described, rendered and restored by the guide's own program; files that
are built are published by `mkdocs build`, restored in the same way, and looked at by `verify`.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from time import process_time

from tests.ordeal.built import build_and_restore
from tests.ordeal.mutations import seeds
from tests.ordeal.trial import Tally, attempt, the_guides_program


def main() -> int:
    """Run it; gives 1 if anything broke."""
    parser = argparse.ArgumentParser(prog="python -m tests.ordeal")
    parser.add_argument("--files", type=int, default=100_000, help="files in process")
    parser.add_argument("--built", type=int, default=5_000, help="texts in a site")
    parser.add_argument("--seed", default="0")
    options = parser.parse_args()
    tally = in_process(options.files, options.seed)
    if options.built:
        with tempfile.TemporaryDirectory(prefix="ordeal-") as folder:
            build_and_restore(options.built, f"{options.seed} built", Path(folder), tally)
    print_tally(tally)
    return 1 if tally.faults else 0


def in_process(files: int, seed: str) -> Tally:
    """What became of so many hostile files."""
    tally, texts, restore = Tally(), seeds(), the_guides_program()
    started, number = process_time(), 0
    with tempfile.TemporaryDirectory(prefix="ordeal-") as folder:
        while tally.files.total() < files:
            attempt(f"{seed} {number}", texts, Path(folder), restore, tally)
            number += 1
            if number % 500 == 0:
                done, seconds = tally.files.total(), process_time() - started
                print(f"{done:,} files, {seconds:.0f} s, {len(tally.faults)} faults", flush=True)
    return tally


def print_tally(tally: Tally) -> None:
    """Totals, and what broke."""
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in tally.files.most_common())
    print(f"{tally.files.total():,} files: {kinds}")
    print(f"published {tally.published:,}, restored {tally.restored:,}")
    print("told of:", ", ".join(f"{kind} {n:,}" for kind, n in tally.problems.most_common()))
    print("slowest: {:.2f} s for {}".format(*tally.slowest))
    print(f"faults: {len(tally.faults)}")
    for fault in tally.faults[:50]:
        print(fault)


if __name__ == "__main__":
    raise SystemExit(main())
