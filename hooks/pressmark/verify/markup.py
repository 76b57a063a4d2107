"""Find what must not be in a page: foreign scripts, addresses that act, files from other hosts.

Pages are read by a grammar that is narrower than HTML's, so that no browser can see anything else
in them. Whatever doesn't match it is a fault, even if browsers ignore it.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pressmark.verify.report import Report
from pressmark.verify.scripts import TrustedScripts

_ONE_ATTRIBUTE = r"""[^\s"'<>/=`\x00]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
_TOKEN = re.compile(
    rf"""
    <(?P<open>[a-zA-Z][a-zA-Z0-9-]*) (?P<attributes>(?:\s+{_ONE_ATTRIBUTE})*) \s*/?>
    | </(?P<close>[a-zA-Z][a-zA-Z0-9-]*)\s*>
    | <!--(?!-?>)(?P<comment>(?:(?!--)[^<])*)-->
    | <!(?i:doctype)\ html>
    | [^<\x00]+
    """,
    re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=`]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_RAW_TEXT = {
    name: re.compile(rf"(?s:(.*?))</{name}\s*>", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea")
}
"""Elements whose content isn't markup → the content and the end tag."""
_FORBIDDEN_ELEMENTS = frozenset(
    {"base", "object", "embed", "applet", "frame", "frameset", "portal", "plaintext", "xmp",
     "noembed", "noframes", "animate", "animatemotion", "animatetransform", "set", "foreignobject",
     "math"}
)  # fmt: skip
"""Elements that run, load or hide something. No page of ours has one."""
_DATA_TYPES = frozenset({"application/json", "application/ld+json"})
"""Types of script elements that hold data."""
_URL_ATTRIBUTES = frozenset(
    {"href", "src", "action", "formaction", "poster", "data", "background", "cite", "ping",
     "xlink:href", "longdesc", "manifest", "codebase", "profile", "usemap"}
)  # fmt: skip
_LOADING_ATTRIBUTES = frozenset(
    {"src", "poster", "data", "background", "action", "formaction", "ping", "xlink:href"}
)
"""Attributes with an address that browsers load, or send a form to."""
_LOADED_RELATIONS = frozenset(
    {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch",
     "manifest", "apple-touch-icon", "prerender"}
)  # fmt: skip
_MOST_UNKNOWN = 20
"""Places that don't match the grammar, after which the rest of a page isn't read."""
_PAGE_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
NO_POLICY = "has no Content-Security-Policy of Pressmark’s before what it loads"
"""Message for a page without a policy: it may run scripts that others put into it."""
_HARMLESS_META = frozenset(
    {"content-security-policy", "x-ua-compatible", "content-type", "content-language"}
)
_INVISIBLE = re.compile("[\x00-\x20\x7f-\x9f]")
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s*(?!url\())["']?([^"')\s]*)""", re.IGNORECASE)
_CSS_STRING = re.compile(r"""["']([^"']*)["']""")
_CSS_ESCAPES = re.compile(r"\\0*(?:[57]5|[57]2|[46]c|[46]9|[46]d)|@\\|\\[g-z@]", re.IGNORECASE)
"""Escapes for a letter of `url`, `@import` or `image-set`. Escapes of others are icons."""


Resolve = Callable[[str], str | None]
"""Gives the path of the file that an address in a page leads to; None if it isn't in the site."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a page that must not be there."""

    kind: str
    message: str

    def add_to(self, report: Report, path: str) -> None:
        """Report the fault for the page at `path`."""
        # Each kind is written out, so that a test can hold the guide's list against them.
        match self.kind:
            case "script":
                report.fault(path, 0, "script", self.message)
            case "handler":
                report.fault(path, 0, "handler", self.message)
            case "address":
                report.fault(path, 0, "address", self.message)
            case "leak":
                report.fault(path, 0, "leak", self.message)
            case _:
                report.fault(path, 0, "markup", self.message)


def find_faults(page: str, trusted: TrustedScripts, resolve: Resolve) -> Iterator[Fault]:
    """Find the faults of a `page`, or of its frame.

    Where the release digest vouches for the site, only loads from other hosts are faults, since its
    authors may have written scripts of their own.
    """
    faults = _page_faults(page, trusted, resolve)
    return (fault for fault in faults if fault.kind == "leak" or not trusted.vouched)


def _page_faults(page: str, trusted: TrustedScripts, resolve: Resolve) -> Iterator[Fault]:
    position, unknown = 0, 0
    while position < len(page) and unknown < _MOST_UNKNOWN:
        token = _TOKEN.match(page, position)
        if not token:
            yield Fault("markup", f"has markup that no build writes: {_snippet(page[position:])}")
            unknown += 1
            position = page.find("<", position + 1) if page[position] == "<" else position + 1
            if position < 0:
                return
            continue
        position = token.end()
        if not token["open"]:
            continue
        tag = token["open"].lower()
        attributes, twice = _attributes(token["attributes"])
        if twice:
            yield Fault("markup", f"has an attribute twice: {_snippet(token[0])}")
        yield from _element_faults(tag, attributes)
        if tag in _RAW_TEXT:
            end = _RAW_TEXT[tag].match(page, position)
            if not end:
                yield Fault("markup", f"has a <{tag}> without an end")
                return
            yield from _raw_text_faults(tag, attributes, end[1], trusted, resolve)
            position = end.end()


def _attributes(text: str) -> tuple[dict[str, str], bool]:
    """Name → value, the first if a name is there twice, as in browsers; and whether one is."""
    values: dict[str, str] = {}
    twice = False
    for name, *written in ATTRIBUTE.findall(text):
        twice |= name.lower() in values
        values.setdefault(name.lower(), html.unescape("".join(written)))
    return values, twice


def _element_faults(tag: str, attributes: Mapping[str, str]) -> Iterator[Fault]:
    if tag in _FORBIDDEN_ELEMENTS:
        yield Fault("markup", f"has an element <{tag}>")
    equivalent = attributes.get("http-equiv")
    if tag == "meta" and equivalent is not None and equivalent.lower() not in _HARMLESS_META:
        yield Fault(
            "markup", f'has <meta http-equiv="{equivalent}">, which acts on the reader’s browser'
        )
    for name, value in attributes.items():
        if name.startswith("on"):
            yield Fault("handler", f"runs a script by {name}={_snippet(value)}")
        elif name == "srcdoc":
            yield Fault("markup", "has a page within the page (srcdoc)")
        elif name == "style":
            yield from style_faults(value)
        elif name in _URL_ATTRIBUTES:
            yield from _address_faults(tag, name, value, attributes)
        elif name in ("srcset", "imagesrcset"):
            for part in value.split(","):
                yield from _address_faults(tag, "src", part.strip().split(" ")[0], attributes)


def _address_faults(
    tag: str, name: str, value: str, attributes: Mapping[str, str]
) -> Iterator[Fault]:
    scheme = scheme_of(value)
    image = (
        scheme == "data"
        and tag in ("img", "link")
        and value.strip().lower().startswith("data:image/")
    )
    if scheme not in _PAGE_SCHEMES and not image:
        yield Fault(
            "address", f"leads to {_snippet(value)}, which isn’t a page but acts on this one"
        )
    elif is_remote(value) and (
        name in _LOADING_ATTRIBUTES
        or (tag == "link" and is_loaded_link(attributes))
        or tag in ("use", "image")
    ):
        yield Fault("leak", f"loads {_snippet(value)} from another host")


def is_loaded_link(attributes: Mapping[str, str]) -> bool:
    """Whether browsers load what a `link` element with these attributes names."""
    return bool(set(attributes.get("rel", "").lower().split()) & _LOADED_RELATIONS)


def _raw_text_faults(
    tag: str, attributes: Mapping[str, str], content: str, trusted: TrustedScripts, resolve: Resolve
) -> Iterator[Fault]:
    if tag == "style":
        yield from style_faults(content)
        if "<" in content:
            yield Fault("markup", "has markup in a <style>")
    elif tag in ("title", "textarea"):
        if "<" in content:
            yield Fault("markup", f"has markup in its <{tag}>")
    elif "src" in attributes:
        if content.strip():
            yield Fault("script", "has a script with both an address and a text")
        if not is_remote(attributes["src"]) and resolve(attributes["src"]) not in trusted.files:
            yield Fault(
                "script", f"runs {_snippet(attributes['src'])}, which is no script of this program"
            )
    elif attributes.get("type", "").strip().lower() in _DATA_TYPES:
        if "<" in content:
            yield Fault("markup", "has markup in a script of data")
    elif not trusted.has_inline(content):
        digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:12]
        yield Fault(
            "script", f"runs a script that no build writes (SHA-256 {digest}…): {_snippet(content)}"
        )


def style_faults(text: str) -> Iterator[Fault]:
    """Find addresses in the style sheet or style attribute `text` that must not be there."""
    plain = html.unescape(text)
    # A comment may split a word, or be in a string, where it is none: both readings count.
    plain += "\n" + re.sub(r"/\*.*?\*/", " ", plain, flags=re.DOTALL)
    if _CSS_ESCAPES.search(plain):
        yield Fault("markup", "hides something in a style by escapes")
    addresses = _CSS_URL.findall(plain)
    if "image-set" in plain.lower():
        addresses += _CSS_STRING.findall(plain)
    for address in dict.fromkeys(addresses):
        if is_remote(address):
            yield Fault("leak", f"loads {_snippet(address)} from another host")
        elif scheme_of(address) not in ("", "data"):
            yield Fault("address", f"has {_snippet(address)} in a style")


def scheme_of(address: str) -> str:
    """The scheme of an address in lower case, or nothing; control characters don't count."""
    plain = _INVISIBLE.sub("", address)
    match = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", plain)
    return match[1].lower() if match else ""


def is_remote(address: str) -> bool:
    """Whether an address is on another host."""
    plain = _INVISIBLE.sub("", address).replace("\\", "/")
    return plain.startswith("//") or scheme_of(plain) in ("http", "https", "ws", "wss", "ftp")


def path_of(address: str) -> tuple[str, str] | None:
    """Path and fragment of an address inside the site; None for any other."""
    if is_remote(address) or scheme_of(address):
        return None
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.path, parts.fragment


def _snippet(text: str) -> str:
    line = " ".join(text[:120].split())
    return line if len(line) <= 60 else line[:60] + "…"
