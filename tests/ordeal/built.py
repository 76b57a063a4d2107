"""A hostile collection, built into a site."""

from __future__ import annotations

import json
import random
from pathlib import Path

from pressmark.verify import verify
from tests.builds import build
from tests.ordeal.mutations import seeds
from tests.ordeal.trial import Tally, corpus, the_guides_program

IN_A_FOLDER = 20
"""Texts."""


def build_and_restore(number: int, seed: str, folder: Path, tally: Tally) -> None:
    """Build so many texts, and restore every one that is published."""
    chance, texts, raw = random.Random(seed), seeds(), dict[str, bytes]()
    source, site = folder / "corpus", folder / "site"
    for at in range(0, number, IN_A_FOLDER):
        shelf = source / f"shelf {at // IN_A_FOLDER}"
        shelf.mkdir(parents=True)
        for name, data in corpus(chance, texts, min(IN_A_FOLDER, number - at)):
            # One table and one file of settings can be in a corpus; those are tried in process.
            if name not in ("metadata.csv", "corpus.yml"):
                (shelf / name).write_bytes(data)
                raw[f"{shelf.name}/{name}"] = data
    (source / "good.txt").write_text("A good text\n\nIt has enough words to be a paragraph.\n")
    done = build(source, site)
    if done.returncode or "Traceback" in done.stderr:
        tally.faults.append(f"{seed}: {done.stderr[-3000:]}")
        return
    tally.faults += [line for line in done.stderr.split("\n") if "fault in Pressmark" in line]
    restore = the_guides_program()
    ledgers = 0
    for file in sorted((site / "data").glob("ledger-*.jsonl")):
        for line in file.read_text(encoding="utf-8").split("\n")[:-1]:
            ledgers += 1
            ledger = json.loads(line)
            if ledger["path"] == "good.txt":
                continue
            tally.published += 1
            if restore(site, ledger) == raw[ledger["path"]]:
                tally.restored += 1
            else:
                tally.faults.append(f"{seed}: {ledger['path']} isn't restored")
    found = verify(site)
    tally.faults += [f"{seed}: {fault}" for fault in found.faults]
    if found.documents != ledgers:
        tally.faults.append(f"{seed}: {found.documents} documents, {ledgers} ledgers")
    tally.files["texts that were built"] += sum(name.endswith((".txt", ".md")) for name in raw)
