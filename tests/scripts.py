"""Makes the scripts that pages load from their parts in the theme: `make scripts`.

It needs Node.js and terser, which those have who work on Pressmark. So what it makes is kept
(`pressmark/render/scripts/`), and a build of a site takes it from there.
"""

from __future__ import annotations

import subprocess

from pressmark.render.assets import MADE, SCRIPTS, joined

TERSER = (
    *("terser", "--ecma", "2022"),
    *("--compress", "passes=3,toplevel=true", "--mangle", "toplevel=true"),
)
"""What makes the scripts small; a fifth less on the way than with spaces and comments left out."""


def made(name: str) -> str:
    """The script `name`, put together and made small. Raises `CalledProcessError` for a fault in a
    part, `FileNotFoundError` where terser isn't installed.
    """
    text = joined(SCRIPTS[name], "js")
    done = subprocess.run(TERSER, input=text, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout.rstrip("\n") + "\n"


def main() -> None:
    """Makes all of them anew."""
    MADE.mkdir(exist_ok=True)
    for name in SCRIPTS:
        (MADE / f"{name}.js").write_text(made(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
