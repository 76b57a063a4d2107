"""The About page shows the digest of its own release, which its own bytes are part of."""

from __future__ import annotations

from pathlib import Path

from pressmark.runtime.manifest import MANIFEST, release_of
from tests.site.fixtures import Address, OpenPage


def test_the_about_page_shows_it(demo: Path, address: Address, open_page: OpenPage) -> None:
    digest = release_of(demo)
    assert digest
    page = open_page(address(demo) + "about.html")
    assert page.locator("[data-pm-release]").inner_text() == digest
    assert digest not in (demo / "about.html").read_text(encoding="utf-8")


def test_without_scripts_it_says_how_to_get_it(
    demo: Path, address: Address, open_page: OpenPage
) -> None:
    page = open_page(address(demo) + "about.html", javascript=False)
    assert page.locator("[data-pm-release]").inner_text() == f"sha256sum {MANIFEST}"
