"""Checks of settings that pages show: plain texts and web addresses.

Each check takes a setting's name and value, and returns the value to use or raises `ValueError`
with what is wrong and what to write instead. Pages still escape what they show; these checks are
for faults that escaping doesn't mend.
"""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, quote, urlsplit

EXAMPLE = "https://example.org/archive/"

_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Control characters, lone surrogates and noncharacters. Unicode leaves the noncharacters to
programs (23.7); `render/page_mold.py` marks its slots with two of them.
"""
_UNSAFE = re.compile(r"""[\s"'<>`\\^{|}]|[^\x21-\x7e]""")
"""Characters that addresses must encode (RFC 3986), and the quotation mark `'`."""
_LABEL = re.compile(r"\w(?:[\w-]{0,61}\w)?", re.ASCII)
"""A label of a host's name (RFC 1123, 2.1); `_` is in use, too."""


def text(name: str, value: str) -> str:
    """A text, without white space at its ends.

    >>> text("title", " A & B ")
    'A & B'
    """
    unfit = _UNFIT.search(value)
    if unfit:
        raise ValueError(
            f"`{name}` holds a character that is no text (U+{ord(unfit[0]):04X}); take it out"
        )
    return value.strip()


def line(name: str, value: str) -> str:
    """A text on one line.

    >>> line("title", "Letters\\n home")
    'Letters home'
    """
    return " ".join(text(name, value).split())


def words(name: str, value: str) -> str:
    """A text on one line without characters that end an HTML attribute, for use in one.

    >>> words("theme.palette", "(prefers-color-scheme: light)")
    '(prefers-color-scheme: light)'
    """
    quote_mark = re.search(r"""[<>"'`&]""", value)
    if quote_mark:
        raise ValueError(f"`{name}` holds `{quote_mark[0]}`, which no name has; take it out")
    return line(name, value)


def web_address(name: str, value: str) -> str:
    """An absolute web address; an empty value stays empty.

    >>> web_address("repo_url", "https://git.example/shelf?tab=1")
    'https://git.example/shelf?tab=1'
    """
    address = value.strip()
    if address:
        _parts(name, address)
    return address


def base_address(name: str, value: str) -> str:
    """The address that all addresses of a site begin with, ending in a slash.

    >>> base_address("site_url", "https://shelf.example")
    'https://shelf.example/'
    """
    address = value.strip()
    if not address:
        return ""
    parts = _parts(name, address)
    if "?" in address or "#" in address:
        plain = f"{parts.scheme}://{parts.netloc}{parts.path}"
        raise ValueError(f"`{name}` must end in a folder, without `?` or `#`: write `{plain}`")
    return address if address.endswith("/") else address + "/"


def link(name: str, value: str) -> str:
    """The target of a link: a web address, or a path in the site.

    >>> link("edit_uri", "edit/main/docs/")
    'edit/main/docs/'
    """
    address = value.strip()
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", address):
        return web_address(name, address)
    _check_encoded(name, address)
    return address


def own_file(name: str, value: str) -> str:
    """The path of a file in the site, since pages load nothing from other hosts.

    >>> own_file("extra_css", "styles/shelf.css")
    'styles/shelf.css'
    """
    path = text(name, value)
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", path):
        raise ValueError(
            f"`{name}` names `{path}`, which is loaded from elsewhere; "
            "put the file into the folder of `docs_dir` and write its path there"
        )
    return path


def _parts(name: str, address: str) -> SplitResult:
    """The parts of a web address; raises `ValueError` for anything else."""
    example = f"write an address like `{EXAMPLE}`"
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(f"`{name}`: `{address}` is no web address; {example}") from None
    if parts.scheme.lower() not in ("http", "https"):
        message = f"`{name}`: `{address}` doesn't begin with `https://` or `http://`; {example}"
        raise ValueError(message)
    _check_encoded(name, address)
    if parts.username is not None or parts.password is not None:
        raise ValueError(
            f"`{name}` holds a user name or password, which every page would show; "
            f"write it without what stands before the `@`"
        )
    if port == 0 or not (_is_name(host) or _is_ip(parts.netloc, host)):
        raise ValueError(f"`{name}`: `{address}` names no host; {example}")
    return parts


def _check_encoded(name: str, address: str) -> None:
    """Raise `ValueError` if `address` has characters that must be percent-encoded."""
    unsafe = _UNSAFE.search(text(name, address))
    if unsafe:
        instead = "".join(quote(c, safe="") for c in unsafe[0])
        raise ValueError(
            f"`{name}` holds `{unsafe[0]}`, which no address can; "
            f"write `{instead}`, or the `xn--` form in a host's name"
        )


def _is_name(host: str) -> bool:
    labels = host.removesuffix(".").split(".")
    return len(host) <= 253 and all(map(_LABEL.fullmatch, labels))


def _is_ip(netloc: str, host: str) -> bool:
    if "[" not in netloc:
        return False
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True
