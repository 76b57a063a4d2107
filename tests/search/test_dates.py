"""The search page writes dates as the other pages do."""

from __future__ import annotations

import json
import subprocess

from pressmark.text.edtf import readable
from tools.make_scripts import CONSTANTS, WEB

DATES = [
    "2025-02-02", "2025-02", "2025", "XXXX-02-02", "XXXX-02", "189X", "18XX", "1897-XX", "1897~",
    "1897?", "1897%", "XXXX-03-03~", "1897/1899", "../1899", "/1899", "1897/..", "1897/",
    "1897-05-12/1899-XX", "1897-13", "1897-05-32", "nonsense", "",
]  # fmt: skip


def test_dates_are_written_alike(node: str) -> None:
    program = (
        f"Object.assign(globalThis, {json.dumps(CONSTANTS)});"
        f"const {{ readableDate }} = await import({json.dumps((WEB / 'dates.js').as_uri())});"
        f"const dates = {json.dumps(DATES)};"
        "console.log(JSON.stringify(dates.map(readableDate)));"
    )
    command = [node, "--input-type=module", "-e", program]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [readable(date) for date in DATES]
