"""An archive inside of somebody's own project, in a browser: both searches, in both worlds."""

from __future__ import annotations

from pathlib import Path

from tests.site.fixtures import Address, OpenPage
from tests.site.servers import Watch
from tests.test_embedded import PLUGIN, PROJECT, mkdocs, project

__all__ = ["project"]


def test_both_searches_find_their_own(
    project: Path,  # the fixture
    http_url: Address,
    open_page: OpenPage,
    watch: Watch,
) -> None:
    # Material's script takes the link to a Markdown page for one to another language, and looks for
    # a site map beside it.
    watch.expect("sitemap.xml")
    own = PROJECT.replace("  language: de\n", "  language: de\n  font: false\n")
    (project / "mkdocs.yml").write_text(own + PLUGIN)
    assert mkdocs(project).returncode == 0
    site = project / "site"
    page = open_page(http_url(site) + "about/index.html")
    page.locator("input.md-search__input").click()
    page.keyboard.type("Glocken")
    page.locator(".md-search-result__item").first.wait_for()
    assert page.locator(".md-search-result__item").count() == 1
    for start in (http_url(site), site.as_uri() + "/"):
        page = open_page(start + "archive/index.html")
        page.locator(".pm-search--big input").fill("deep fog")
        page.keyboard.press("Enter")
        page.locator("[role=status]", has_text="3 documents").wait_for()
        page.get_by_role("link", name="The bell of deep/search").click()
        page.wait_for_url("**/archive/archive/deep/search.html**")
        # In the frame of the project, with its navigation.
        assert page.locator("nav.md-nav--primary a", has_text="Über uns").count() == 1
        styles = "el => getComputedStyle(el).backgroundColor"
        header = page.locator(".md-header").evaluate(styles)
        assert header == open_page(start + "about/index.html").locator(".md-header").evaluate(
            styles
        )
