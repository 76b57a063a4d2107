"""Names under which texts are published, so that no host runs what they say.

Hosts go by names and by first lines, and a text may have been given either to be run:

- Apache finds a handler for any of a name's endings, so `index.php.txt` is a program to some
  (https://httpd.apache.org/docs/2.4/mod/mod_mime.html#multipleext), as it is to nginx where a
  pattern lacks its end. The dot before such an ending becomes `_`.
- GitHub Pages from a branch runs Jekyll, unless the site's root has a `.nojekyll`. Where it does,
  each `.md` becomes a page with what is in it, and each file that begins with front matter is put
  where that says, whatever its name (`permalink: /index.html`). Raw files end in `.txt`; those that
  begin like front matter have a name with `_` before it, which Jekyll leaves out.
- Servers that don't know an ending guess from the one before, or from the text. All know `.txt`.

A name that is changed ends in a digest of what it was, so that it stays the only one.
"""

from __future__ import annotations

import hashlib
import os
import re

from pressmark.text.address import address

NO_JEKYLL = ".nojekyll"
"""An empty file at the root of a site, by which GitHub Pages serves it as it is."""

_RUN = (
    # Programs and templates.
    *("php", "phtml", "phar", "phps", "phpt", "pht", "inc", "cgi", "fcgi", "pl", "py", "rb", "sh"),
    *("lua", "tcl", "asp", "aspx", "ashx", "asmx", "asa", "cer", "cshtml", "jsp", "jspx", "jspf"),
    *("cfm", "cfc", "erb", "rhtml", "js", "mjs", "wasm", "bat", "cmd", "exe", "dll"),
    # Server-side includes, and what Apache's own handlers read.
    *("shtml", "shtm", "stm", "sht", "var", "asis", "imap", "map", "htaccess", "htpasswd"),
    # What browsers run, and what is made into it.
    *("html", "htm", "xhtml", "xht", "svg", "svgz", "xml", "xsl", "xslt", "mht", "mhtml", "swf"),
    *("md", "markdown", "mkd", "mkdn", "mdown", "textile", "text"),
    # Said to be compressed, a text can't be read.
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
    """The path of a raw file below its folder, for the `path` that its name has as an address.

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
    """The name of a document's Markdown page, for its HTML page's without ending. Jekyll makes a
    page of it; where the HTML page isn't in its way, it must leave it out.

    >>> markdown_name("x"), markdown_name("x.PHP")
    ('x.md', '_x_PHP-b3e08076fb46.md')
    """
    plain = _INNER.sub("_", stem)
    return f"{stem}.md" if plain == stem else f"_{plain}-{_digest(stem)}.md"


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()[:12]
