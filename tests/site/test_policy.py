"""The policy of pages: every page has it, no page breaks it, and what is injected doesn't run."""

from __future__ import annotations

import html
import importlib.util
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from pressmark.render import policy
from tests.site.firefox import Firefox
from tests.site.fixtures import Address
from tests.site.pages import ESSAY, KINDS, RESULTS, settle

TAG = re.compile(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
INLINE = re.compile(r"<script(?: data-scope=\"[^\"]*\")?>(.*?)</script>", re.DOTALL)

PAGES = {
    **KINDS,
    "decision": "decisions/0016-pages-load-what-they-use.md".replace(".md", ".html"),
    "guide with tables": "guide/settings.html",
    "missing": "404.html",
}

LISTEN = """() => {
  window.broken = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.broken.push(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`));
}"""

INJECTED = """
<script>window.ran = "script"</script>
<img src="nothing.png" onerror="window.ran = 'handler'">
<svg onload="window.ran = 'svg'"></svg>
<a id="bait" href="javascript:void(window.ran = 'address')">x</a>
<iframe srcdoc="<script>parent.ran = 'frame'</script>"></iframe>
<iframe src="data:text/html,x"></iframe>
<object data="data:text/html,<script>parent.ran = 'object'</script>"></object>
<script src="data:text/javascript,window.ran='data'"></script>
<p id="styled" style="position: fixed">x</p>
<form id="away" action="https://elsewhere.invalid/"><button>x</button></form>
"""


def test_every_page_has_it_before_anything_that_it_is_for(demo: Path) -> None:
    pages = sorted(demo.rglob("*.html"))
    assert len(pages) > 150
    for path in pages:
        text = path.read_text(encoding="utf-8")
        [found] = TAG.findall(text)
        head = text[: text.index(TAG.search(text)[0])]  # type: ignore[index]
        assert not re.search("<(?:script|link|style|body|title)", head), path
        directives = dict(part.split(" ", 1) for part in found.split("; "))
        assert "unsafe-inline" not in found
        assert "unsafe-eval" not in found
        assert directives["default-src"] == "'self'"
        assert directives["object-src"] == "'none'"
        assert directives["base-uri"] == "'none'"
        assert directives["form-action"] == "'self' file:"
        hashes = set(directives["script-src"].split())
        assert {policy.digest(script) for script in INLINE.findall(text)} <= hashes, path
        hand_written = path.relative_to(demo).parts[0] in ("guide", "decisions")
        assert found == policy.strict() or hand_written, path


def test_what_a_page_holds_is_not_allowed_by_being_there() -> None:
    """The policy of generated pages is made of the theme alone; an author's pages add their own."""
    page = f'<meta content="{policy.strict()}"><script>alert(1)</script>'
    page += '<script type="application/json">{}</script><td style="text-align: right;">'
    found = policy.hand_written(page)
    assert policy.digest("alert(1)") not in policy.strict()
    assert policy.digest("alert(1)") in found
    assert policy.digest("{}") not in found
    assert f"'self' {policy.digest('text-align: right;')} 'unsafe-hashes'" in found


def test_no_template_needs_more_than_the_policy_allows() -> None:
    templates = sorted(policy.THEME.parent.rglob("*.html"))
    assert len(templates) > 15
    for path in templates:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""\s(?:style|on\w+)\s*=\s*["']|javascript:|<style""", text), path


def test_hand_written_pages_keep_materials_own_script() -> None:
    spec = importlib.util.find_spec("material")
    assert spec
    assert spec.origin
    name = "partials/javascripts/base.html"
    theirs = (Path(spec.origin).parent / "templates" / name).read_text(encoding="utf-8")
    ours = (policy.THEME / name).read_text(encoding="utf-8")
    assert theirs[theirs.index("<script>") :].strip() in ours


def test_chromium_reports_no_breach(demo: Path, address: Address, browser: Browser) -> None:
    context = browser.new_context()
    context.add_init_script(f"({LISTEN})()")
    page = context.new_page()
    for kind, name in PAGES.items():
        page.goto(address(demo) + name)
        settle(page)
        assert page.evaluate("window.broken") == [], kind
    page.goto(address(demo) + "index.html")
    page.locator(".pm-search--big input").fill("errata")
    page.locator(".pm-search--big input").press("Enter")
    page.wait_for_url("**/search.html?q=errata")
    assert page.locator(".pm-result").first.inner_text()
    assert page.evaluate("window.broken") == []
    context.close()


def test_firefox_reports_no_breach(demo: Path, address: Address, firefox: Firefox) -> None:
    script = firefox.command("script.addPreloadScript", functionDeclaration=LISTEN)["script"]
    try:
        for kind, name in PAGES.items():
            firefox.goto(address(demo) + name)
            if name == RESULTS:
                firefox.wait("() => document.querySelectorAll('.pm-result').length > 3")
            if name == ESSAY + "?hl=colophon+printed":
                firefox.wait("() => document.querySelector('.pm-text mark') !== null")
            assert firefox.run("() => window.broken") == [], kind
            assert firefox.run("() => document.styleSheets.length") > 0, kind
        firefox.goto(address(demo) + "index.html")
        firefox.click(".pm-search--big input")
        firefox.type("errata")
        firefox.run("() => { document.querySelector('.pm-search--big button').click() }")
        firefox.wait("() => document.querySelectorAll('.pm-result').length > 1")
        assert firefox.run("() => window.broken") == []
    finally:
        firefox.command("script.removePreloadScript", script=script)


@pytest.fixture(scope="module")
def attacked(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the demo site with markup in its pages that no page of ours would hold."""
    folder = tmp_path_factory.mktemp("attacked") / "site"
    shutil.copytree(demo, folder)
    for name in ("index.html", ESSAY, "search.html", "browse/index.html", "guide/index.html"):
        page = (folder / name).read_text(encoding="utf-8")
        bait = INJECTED.replace("data:text", html.escape("data:text"))
        (folder / name).write_text(page.replace("</main>", bait + "</main>"), encoding="utf-8")
    return folder


BAITED = ("index.html", ESSAY, "search.html", "browse/index.html", "guide/index.html")
OUTCOME = """async () => {
  document.querySelector("#bait").click();
  document.querySelector("#away button").click();
  await new Promise((done) => setTimeout(done, 200));
  const position = getComputedStyle(document.querySelector("#styled")).position;
  return [window.ran ?? null, position, location.host];
}"""


def test_nothing_that_is_injected_runs_in_chromium(
    attacked: Path, address: Address, browser: Browser
) -> None:
    context = browser.new_context()
    context.add_init_script(f"({LISTEN})()")
    page = context.new_page()
    for name in BAITED:
        page.goto(address(attacked) + name)
        _nothing_ran(page.evaluate(OUTCOME), page.evaluate("window.broken"))
    context.close()


def test_nothing_that_is_injected_runs_in_firefox(
    attacked: Path, address: Address, one_firefox: Firefox
) -> None:
    firefox = one_firefox
    script = firefox.command("script.addPreloadScript", functionDeclaration=LISTEN)["script"]
    try:
        for name in BAITED:
            firefox.goto(address(attacked) + name)
            _nothing_ran(firefox.run(OUTCOME), firefox.run("() => window.broken"))
    finally:
        firefox.command("script.removePreloadScript", script=script)
        # What the pages complained of was meant to happen.
        firefox.command("browsingContext.getTree", maxDepth=0)
        firefox.events.clear()


def _nothing_ran(outcome: list[Any], broken: list[str]) -> None:
    ran, position, _ = outcome
    assert (ran, position) == (None, "static")
    for directive in ("script-src", "style-src", "frame-src", "object-src", "form-action"):
        assert any(line.startswith(directive) for line in broken), (directive, broken)
