"""Names of published files that make no host run or rewrite a text.

Hosts choose by names and by first lines, and either may be meant to have a text executed:

- Apache applies the handlers of all endings of a name, so some servers run `index.php.txt`
  (https://httpd.apache.org/docs/2.4/mod/mod_mime.html#multipleext), as nginx does if a pattern has
  no `$` at its end. The dot before such an ending becomes `_`.
- GitHub Pages from a branch runs Jekyll, unless the site's root has a `.nojekyll`. Jekyll makes a
  page of each `.md`, and moves each file that begins with front matter to the address named there,
  whatever its name (`permalink: /index.html`). So raw files end in `.txt`, and the names of those
  that begin like front matter start with `_`, which Jekyll ignores.
- Servers that don't know an ending go by the one before, or by the text. All know `.txt`.

A changed name ends in a digest of the original, so that it stays unique.
"""

from __future__ import annotations

import hashlib
import os
import re

from pressmark.text.address import address

NO_JEKYLL = ".nojekyll"
"""An empty file at the root of a site; with it GitHub Pages serves all files unchanged."""

_RUN = (
    # Programs and templates.
    *("php", "phtml", "phar", "phps", "phpt", "pht", "inc", "cgi", "fcgi", "pl", "py", "rb", "sh"),
    *("lua", "tcl", "asp", "aspx", "ashx", "asmx", "asa", "cer", "cshtml", "jsp", "jspx", "jspf"),
    *("cfm", "cfc", "erb", "rhtml", "js", "mjs", "wasm", "bat", "cmd", "exe", "dll"),
    # Server-side includes, and what Apache's own handlers read.
    *("shtml", "shtm", "stm", "sht", "var", "asis", "imap", "map", "htaccess", "htpasswd"),
    # Files that browsers run, and sources that are converted to such.
    *("html", "htm", "xhtml", "xht", "svg", "svgz", "xml", "xsl", "xslt", "mht", "mhtml", "swf"),
    *("md", "markdown", "mkd", "mkdn", "mdown", "textile", "text"),
    # Served as compressed, a text is unreadable.
    *("gz", "tgz", "z", "br", "zst", "bz2"),
)
_INNER = re.compile(rf"\.(?=(?:{'|'.join(_RUN)}|php\d)(?:\.|\Z))", re.IGNORECASE)


PAGE_FOLDER, RAW_FOLDER = "archive/", "raw/"
"""Folders of documents' pages, with their Markdown pages, and of raw files."""


def page_path(identity: str) -> str:
    """Path of the page of the document with this id, from the site's root, not percent-encoded."""
    return page_path_at(address(identity))


def page_path_at(address: str) -> str:
    """The same, where the address of the document's id is known."""
    return f"{PAGE_FOLDER}{address}.html"


def markdown_path(identity: str) -> str:
    """Path of a document's Markdown page, which lies beside its page."""
    folder, slash, name = address(identity).rpartition("/")
    return PAGE_FOLDER + folder + slash + markdown_name(name)


def raw_file_path(path: str, first_line: str) -> str:
    """Path of the raw file of a text, from the site's root; `path` is the text's in the corpus.
    `first_line` decides on its name, too (`raw_name`).
    """
    return RAW_FOLDER + raw_name(address(path), first_line)


def raw_name(path: str, first_line: str) -> str:
    """Path of a raw file in the folder of raw files, for the address `path` of its name.

    >>> raw_name("a/x.txt", "A text"), raw_name("x.md", "A text")
    ('a/x.txt', 'x.md.txt')
    >>> raw_name("x.php.md", "A text"), raw_name("x.md", "---")
    ('x_php-39008653008e.txt', '_x-398842b60f4f.txt')
    """
    folder, slash, name = path.rpartition("/")
    stem, ending = os.path.splitext(name)
    hidden = "_" if first_line.startswith("---") else ""
    plain = _INNER.sub("_", stem)
    if hidden or plain != stem:
        changed = f"{hidden}{plain}-{_digest(name)}.txt"
    else:
        changed = name if ending.lower() == ".txt" else name + ".txt"
    return folder + slash + changed


def markdown_name(stem: str) -> str:
    """Name of a document's Markdown page; `stem` is the name of its HTML page without the ending.

    Jekyll makes `x.html` of `x.md`, unless there is such a page. For a changed name there is none,
    so it starts with `_`, which Jekyll ignores.

    >>> markdown_name("x"), markdown_name("x.PHP")
    ('x.md', '_x_PHP-b3e08076fb46.md')
    """
    plain = _INNER.sub("_", stem)
    return f"{stem}.md" if plain == stem else f"_{plain}-{_digest(stem)}.md"


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12]
