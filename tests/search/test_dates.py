"""The search page writes dates as the other pages do."""

from __future__ import annotations

import json
import subprocess

from pressmark.text.edtf import readable
from tests.conftest import ROOT

SCRIPT = ROOT / "hooks/pressmark/theme/assets/pressmark/dates.js"
DATES = [
    "2025-02-02", "2025-02", "2025", "XXXX-02-02", "XXXX-02", "189X", "18XX", "1897-XX", "1897~",
    "1897?", "1897%", "XXXX-03-03~", "1897/1899", "../1899", "/1899", "1897/..", "1897/",
    "1897-05-12/1899-XX", "nonsense", "",
]  # fmt: skip


def test_dates_are_written_alike(node: str) -> None:
    program = (
        f"require({json.dumps(str(SCRIPT))});"
        f"const dates = {json.dumps(DATES)};"
        "console.log(JSON.stringify(dates.map(globalThis.pressmarkParts.readableDate)));"
    )
    ran = subprocess.run([node, "-e", program], capture_output=True, text=True, check=True)
    assert json.loads(ran.stdout) == [readable(date) for date in DATES]
