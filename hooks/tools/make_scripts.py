"""Bundles the modules of `pressmark/web/` into the scripts that pages load: `make scripts`.

It needs Node.js, esbuild and terser, which those have who work on Pressmark. So the bundles are
kept (`pressmark/render/scripts/`), and a build of a site takes them from there.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence

from pressmark.render.assets import SCRIPTS
from pressmark.render.site_links import SEARCH_FACETS
from pressmark.search.parameters import FORMAT
from pressmark.text import edtf
from pressmark.text.words import LONGEST

WEB = SCRIPTS.parent.parent / "web"
ENTRIES = WEB / "entries"
"""A module for each script. Its imports decide what is in it."""

CONSTANTS = {
    "INDEX_FORMAT": FORMAT,
    "LONGEST_WORD": LONGEST,
    "EDTF": {
        # JavaScript writes named groups without the P.
        "date": edtf.DATE.pattern.replace("(?P<", "(?<"),
        "months": edtf.MONTHS,
        "qualifiers": edtf.QUALIFIERS,
    },
    "SEARCH_FACETS": [*SEARCH_FACETS.items()],
}
"""What scripts have to know before they have read an index; `web/globals.d.ts` has the types."""

ESBUILD = (
    *("esbuild", "--bundle", "--format=iife", "--target=es2022", "--charset=utf8"),
    "--minify-syntax",
    # This warning is expected: the engine looks for Node's `module`.
    *("--log-level=warning", "--log-override:commonjs-variable-in-esm=silent"),
    *(f"--define:{name}={json.dumps(value)}" for name, value in CONSTANTS.items()),
)
TERSER = (
    *("terser", "--ecma", "2022"),
    *("--compress", "passes=3,toplevel=true", "--mangle", "toplevel=true"),
)
"""Shortens names and more: gzipped, what esbuild makes by itself is 8 % larger."""


def names() -> list[str]:
    """The scripts that there are, without their ending."""
    return sorted(path.stem for path in ENTRIES.glob("*.js"))


def bundle(name: str) -> str:
    """The text of the script `name`. Raises `CalledProcessError` for a fault in a module,
    `FileNotFoundError` where a tool isn't installed.
    """
    text = _run([*ESBUILD, str(ENTRIES / f"{name}.js")])
    return _run(TERSER, text).rstrip("\n") + "\n"


def _run(command: Sequence[str], text: str = "") -> str:
    done = subprocess.run(command, input=text, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    return done.stdout


def main() -> None:
    """Bundles all of them anew."""
    for name in names():
        (SCRIPTS / f"{name}.js").write_text(bundle(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
