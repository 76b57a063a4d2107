"""The watch over the browser tests: each thing it is there for is seen, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.site.fixtures import Address, OpenPage
from tests.site.servers import Watch, axe

SOUND = (
    '<!doctype html><html lang="en"><title>A page</title><link rel="icon" href="data:,">'
    "<main><h1>A page</h1>{}</main></html>"
)


@pytest.mark.parametrize(
    ("markup", "fault"),
    [
        ('<img src="https://example.invalid/x.png" alt="">', "request to another host: https://"),
        ('<img src="//example.invalid/x.png" alt="">', "//example.invalid/x.png"),
        ("<script>new WebSocket('wss://example.invalid/')</script>", "another host: wss://"),
        ("<script>console.error('a complaint')</script>", "console error: a complaint"),
        ("<script>throw new Error('a mishap')</script>", "page error: a mishap"),
        ("<script>Promise.reject(new Error('a mishap'))</script>", "page error: a mishap"),
        ('<script src="missing.js"></script>', "missing.js"),
    ],
)
def test_a_fault_is_seen(
    tmp_path: Path, address: Address, open_page: OpenPage, watch: Watch, markup: str, fault: str
) -> None:
    (tmp_path / "index.html").write_text(SOUND.format(markup), encoding="utf-8")
    page = open_page(address(tmp_path) + "index.html")
    for _ in range(2400):  # a rejected promise or a refused request is reported a little later
        if watch.faults:
            break
        page.wait_for_timeout(50)
    assert any(fault in seen for seen in watch.faults), watch.faults
    assert watch.verdict()
    # What was asked for may fail only now, which is told as well.
    page.close()
    watch.faults.clear()


def test_a_sound_page_has_no_fault(tmp_path: Path, address: Address, open_page: OpenPage) -> None:
    (tmp_path / "index.html").write_text(
        SOUND.format("<script>console.warn(1)</script><p><a href='https://example.invalid/'>x</a>"),
        encoding="utf-8",
    )
    assert axe(open_page(address(tmp_path) + "index.html")) == []


def test_what_is_expected_has_to_happen() -> None:
    watch = Watch(faults=["page error: a mishap"])
    watch.expect("a mishap")
    assert watch.verdict() == []
    watch.expect("another")
    assert watch.verdict() == ["expected, but didn't happen: another"]


def test_axe_finds_what_is_wrong(tmp_path: Path, address: Address, open_page: OpenPage) -> None:
    (tmp_path / "index.html").write_text(
        SOUND.format("<p style='color: #aaa; background: #fff'>pale</p><input>"), encoding="utf-8"
    )
    found = axe(open_page(address(tmp_path) + "index.html"))
    assert [line.partition(":")[0] for line in found] == ["color-contrast", "label"]
