"""Programs that make a site of a folder of texts: ours and, where they can be installed, others."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pressmark.runtime import site_folder
from tests.bench import peers
from tests.site.servers import ROOT

Command = tuple[Sequence[str], Path, dict[str, str]]
"""What is run, in which folder, with what in its environment besides."""


@dataclass(frozen=True, slots=True)
class Generator:
    """A program in a folder of its own."""

    name: str
    texts: Path
    """Where its texts lie."""
    markdown: bool
    """Whether it is given pages of Markdown, and not texts as they were scraped."""
    site: Path
    commands: Sequence[Command]
    """Run one after another for a build."""
    leftovers: Sequence[Path] = ()
    """What else is removed for a build from nothing."""
    cold: bool = False
    """Whether only builds from nothing are measured."""


def pressmark(folder: Path, workers: int = 0) -> Generator:
    """Ours, as `make site` runs it."""
    texts, site = folder / "corpus", folder / "site"
    environment = {
        "PRESSMARK_CORPUS": str(texts),
        "PRESSMARK_SITE": str(site),
        "PRESSMARK_DOCS": "false",
        "PRESSMARK_WORKERS": str(workers),
        "NO_MKDOCS_2_WARNING": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    return Generator(
        "Pressmark, one process" if workers == 1 else "Pressmark",
        texts,
        False,
        site,
        [(command, ROOT, environment)],
        (site_folder.cache_dir(site),),
        cold=workers == 1,
    )


INDEX = "# Bench\n\nAs many articles as were asked for.\n"
MKDOCS = """\
site_name: Bench
use_directory_urls: false
nav:
  - index.md
validation:
  nav:
    omitted_files: ignore
theme:
  name: material
  font: false
plugins:
  - search
"""
"""Without a list of all pages on each of them, which would be most of its work."""


def _settings(folder: Path) -> None:
    (folder / "docs").mkdir(parents=True, exist_ok=True)
    (folder / "docs" / "index.md").write_text(INDEX, encoding="utf-8")
    (folder / "mkdocs.yml").write_text(MKDOCS, encoding="utf-8")


def material(folder: Path) -> Generator:
    """MkDocs with Material and its search, as they are installed for Pressmark."""
    _settings(folder)
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet"]
    environment = {"NO_MKDOCS_2_WARNING": "1"}
    return Generator(
        "MkDocs, Material", folder / "docs", True, folder / "site", [(command, folder, environment)]
    )


def zensical(folder: Path) -> Generator | None:
    """Zensical, with its search."""
    found = peers.tool("zensical")
    if not found:
        return None
    version, program = found
    _settings(folder)
    return Generator(
        f"Zensical {version}",
        folder / "docs",
        True,
        folder / "site",
        [([program, "build"], folder, {})],
        (folder / ".cache",),
    )


HUGO = {
    "hugo.json": json.dumps(
        {
            "baseURL": "/",
            "title": "Bench",
            "uglyURLs": True,
            "disableKinds": ["taxonomy", "term"],
            "markup": {"goldmark": {"renderer": {"unsafe": False}}},
        }
    ),
    "layouts/baseof.html": """<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{{ .Title }} · {{ .Site.Title }}</title><link rel="stylesheet" href="/style.css"></head>
<body><header><a href="/">{{ .Site.Title }}</a></header>
<main>{{ block "main" . }}{{ end }}</main></body></html>
""",
    "layouts/single.html": """{{ define "main" }}
<article data-pagefind-body>
<time datetime="{{ .Date.Format "2006-01-02" }}">{{ .Date.Format "2 January 2006" }}</time>
{{ .Content }}
</article>
<nav>{{ with .PrevInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}
{{ with .NextInSection }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>{{ end }}</nav>
{{ end }}
""",
    "layouts/list.html": """{{ define "main" }}
<h1>{{ .Title }}</h1>
<ul>{{ range (.Paginate .RegularPagesRecursive 100).Pages }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Date.Format "2006-01-02" }}</li>{{ end }}
</ul>
{{ with .Paginator.Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}
{{ with .Paginator.Next }}<a href="{{ .URL }}">Older</a>{{ end }}
{{ end }}
""",
    "static/style.css": "body { max-width: 40rem; margin: auto; font-family: serif }\n",
}
"""A theme as small as one can be that has lists, neighbours and dates."""


def hugo(folder: Path) -> Generator | None:
    """Hugo with a small theme, then Pagefind."""
    found, searched = peers.tool("hugo"), peers.pagefind()
    if not found or not searched:
        return None
    version, program = found
    for path, text in HUGO.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    site = folder / "public"
    return Generator(
        f"Hugo {version}, Pagefind {searched[0]}",
        folder / "content",
        True,
        site,
        [
            ([program, "--quiet"], folder, {}),
            ([*searched[1], "--site", str(site), "--silent"], folder, {}),
        ],
        (folder / "resources",),
    )


OTHERS: tuple[Callable[[Path], Generator | None], ...] = (material, hugo, zensical)
