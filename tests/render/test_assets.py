"""What pages load: whole, small, and without what they don't use."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from pressmark.render.assets import FOLDER, PARTS, SCRIPTS, STYLES, assets, is_part
from pressmark.render.site_links import SEARCH_FACETS
from pressmark.render.stylesheet import find_usage, purge
from tests.search.small import SMALL, write
from tools.make_scripts import ESBUILD, TERSER, bundle, names


def test_every_style_is_in_one_file() -> None:
    listed = [f"{part}.css" for parts in STYLES.values() for part in parts] + ["embedded.css"]
    found = [path.name for path in PARTS.iterdir() if is_part(f"{FOLDER}/{path.name}")]
    assert sorted(listed) == sorted(found)


@pytest.mark.parametrize("name", names())
def test_the_scripts_are_bundles_of_the_modules(name: str) -> None:
    for tool in (ESBUILD[0], TERSER[0]):
        if shutil.which(tool) is None:
            pytest.fail(f"{tool} was not found; `make test` brings its own", pytrace=False)
    kept = (SCRIPTS / f"{name}.js").read_text(encoding="utf-8")
    assert kept == bundle(name), "run `make scripts`"


def test_there_is_no_other_script() -> None:
    assert sorted(path.stem for path in SCRIPTS.iterdir()) == names()


def test_the_search_page_has_its_order_of_facets() -> None:
    assert [*SEARCH_FACETS] == ["publisher", "year", "language", "place", "tag"]


def test_the_published_engine_runs_in_node(tmp_path: Path, node: str) -> None:
    write(tmp_path, SMALL)
    engine = tmp_path / "engine.js"
    engine.write_text(dict(assets(hand_written=True))[f"{FOLDER}/engine.js"], encoding="utf-8")
    script = f"""
        const {{ open }} = require({json.dumps(str(engine))});
        const folder = {json.dumps(str(tmp_path))};
        const read = (name) => require("fs").readFileSync(folder + "/" + name, "utf8");
        open(read).search("printing press").then((found) => console.log(found.total));
    """
    done = subprocess.run([node, "-e", script], capture_output=True, text=True, check=True)
    assert int(done.stdout) > 0


SHEET = """
@charset "utf-8";
:root { --a: red; --b: var(--c); --c: blue; --d: url("data:image/svg+xml,<svg></svg>") }
.used, .unused > a, p:not(.unused) { color: var(--a) }
[data-md-color-scheme=slate] .used { color: white }
[data-md-color-scheme=other] .used { color: black }
@media print { .unused { display: none } }
@media (min-width: 10em) { .unused { display: none } .used:hover { color: var(--b) } }
@keyframes turn { to { opacity: 0 } }
@keyframes still { to { opacity: 1 } }
.used i { animation: turn 1s; background: var(--d) }
.unused i { animation: still 1s }
"""


@pytest.mark.parametrize(
    ("kept", "pages", "scripts"),
    [
        ("p:not(.unused)", [], []),
        ("turn", ['<a class="used big">'], []),
        ("slate", ['<a class="used" data-md-color-scheme="slate">'], []),
        ("slate", ['<a class="used">'], ["body.dataset.scheme = 'slate'"]),
        ("--d", ['<a class="used">'], []),
        ("--c", ['<a class="used">'], []),
        (".used:hover", ['<a class="used">'], []),
        (".unused>a", ['<a class="unused">'], []),
    ],
)
def test_what_is_used_stays(kept: str, pages: list[str], scripts: list[str]) -> None:
    assert kept in purge(SHEET, find_usage(pages, scripts, []))


def test_what_is_not_used_goes() -> None:
    css = purge(SHEET, find_usage(['<a class="used">'], [], []))
    assert "unused>a" not in css
    assert ".unused{" not in css
    assert "print" not in css
    assert "still" not in css
    assert "other" not in css
    bare = purge(SHEET, find_usage([], [], []))
    assert "--a" in bare
    assert not {"--b", "--c", "--d"} & set(bare.replace(":", " ").replace("{", " ").split())
    assert "--d" in purge(SHEET, find_usage([], [], ["a { background: var(--d) }"]))
