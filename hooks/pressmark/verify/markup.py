"""What a page may hold. The grammar by which pages are read is narrower than HTML's, so that no
browser can see anything else in them: what isn't in it is a fault, whatever a browser makes of it.
"""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from pressmark.verify.findings import Findings
from pressmark.verify.scripts import Trusted

_ONE = r"""[^\s"'<>/=`\x00]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?"""
_TOKEN = re.compile(
    rf"""
    <(?P<open>[a-zA-Z][a-zA-Z0-9-]*) (?P<attributes>(?:\s+{_ONE})*) \s*/?>
    | </(?P<close>[a-zA-Z][a-zA-Z0-9-]*)\s*>
    | <!--(?!-?>)(?P<comment>(?:(?!--)[^<])*)-->
    | <!(?i:doctype)\ html>
    | [^<\x00]+
    """,
    re.VERBOSE,
)
ATTRIBUTE = re.compile(r"""([^\s"'<>/=`]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_RAW = {
    name: re.compile(rf"(?s:(.*?))</{name}\s*>", re.IGNORECASE)
    for name in ("script", "style", "title", "textarea")
}
"""Elements whose content isn't markup."""
_NEVER = frozenset(
    {"base", "object", "embed", "applet", "frame", "frameset", "portal", "plaintext", "xmp",
     "noembed", "noframes", "animate", "animatemotion", "animatetransform", "set", "foreignobject",
     "math"}
)  # fmt: skip
"""Elements that no page of ours has, and that run, load or hide something."""
_DATA = frozenset({"application/json", "application/ld+json"})
"""Types of scripts that are data."""
_ADDRESSES = frozenset(
    {"href", "src", "action", "formaction", "poster", "data", "background", "cite", "ping",
     "xlink:href", "longdesc", "manifest", "codebase", "profile", "usemap"}
)  # fmt: skip
_LOADS = frozenset(
    {"src", "poster", "data", "background", "action", "formaction", "ping", "xlink:href"}
)
"""Attributes whose address a browser loads, or sends what a reader types to."""
_LOADED_LINKS = frozenset(
    {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch",
     "manifest", "apple-touch-icon", "prerender"}
)  # fmt: skip
_ENOUGH = 20
"""Places without a meaning after which a page isn't read any further."""
_SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
NO_POLICY = "has no Content-Security-Policy of Pressmark’s before what it loads"
"""The message of a page that may run what others put into it."""
_HARMLESS_META = frozenset(
    {"content-security-policy", "x-ua-compatible", "content-type", "content-language"}
)
_INVISIBLE = re.compile("[\x00-\x20\x7f-\x9f]")
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s*(?!url\())["']?([^"')\s]*)""", re.IGNORECASE)
_CSS_TEXT = re.compile(r"""["']([^"']*)["']""")
_CSS_HIDDEN = re.compile(r"\\0*(?:[57]5|[57]2|[46]c|[46]9|[46]d)|@\\|\\[g-z@]", re.IGNORECASE)
"""Escapes for a letter of `url`, `@import` or `image-set`; other letters escaped are symbols."""


Resolve = Callable[[str], str | None]
"""The file of the site that an address in a page leads to; None where it leads elsewhere."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a page."""

    kind: str
    message: str

    def name(self, path: str, findings: Findings) -> None:
        """Note it for the page at `path`."""
        match self.kind:
            case "script":
                findings.fault(path, 0, "script", self.message)
            case "handler":
                findings.fault(path, 0, "handler", self.message)
            case "address":
                findings.fault(path, 0, "address", self.message)
            case "leak":
                findings.fault(path, 0, "leak", self.message)
            case _:
                findings.fault(path, 0, "markup", self.message)


def scan(page: str, trusted: Trusted, resolve: Resolve) -> Iterator[Fault]:
    """Whatever mustn't be in a page, or in what stands round its parts."""
    faults = _faults(page, trusted, resolve)
    return (fault for fault in faults if fault.kind == "leak" or not trusted.vouched)


def _faults(page: str, trusted: Trusted, resolve: Resolve) -> Iterator[Fault]:
    at, unknown = 0, 0
    while at < len(page) and unknown < _ENOUGH:
        token = _TOKEN.match(page, at)
        if not token:
            yield Fault("markup", f"has markup that no build writes: {_shown(page[at:])}")
            unknown += 1
            at = page.find("<", at + 1) if page[at] == "<" else at + 1
            if at < 0:
                return
            continue
        at = token.end()
        if not token["open"]:
            continue
        tag = token["open"].lower()
        attributes, twice = _attributes(token["attributes"])
        if twice:
            yield Fault("markup", f"has an attribute twice: {_shown(token[0])}")
        yield from _element(tag, attributes)
        if tag in _RAW:
            end = _RAW[tag].match(page, at)
            if not end:
                yield Fault("markup", f"has a <{tag}> without an end")
                return
            yield from _raw(tag, attributes, end[1], trusted, resolve)
            at = end.end()


def _attributes(text: str) -> tuple[dict[str, str], bool]:
    """Name → value; and whether one stands there twice, of which browsers take the first."""
    values: dict[str, str] = {}
    twice = False
    for name, *written in ATTRIBUTE.findall(text):
        twice |= name.lower() in values
        values.setdefault(name.lower(), html.unescape("".join(written)))
    return values, twice


def _element(tag: str, attributes: Mapping[str, str]) -> Iterator[Fault]:
    if tag in _NEVER:
        yield Fault("markup", f"has an element <{tag}>")
    equivalent = attributes.get("http-equiv")
    if tag == "meta" and equivalent is not None and equivalent.lower() not in _HARMLESS_META:
        yield Fault(
            "markup", f'has <meta http-equiv="{equivalent}">, which acts on the reader’s browser'
        )
    for name, value in attributes.items():
        if name.startswith("on"):
            yield Fault("handler", f"runs a script by {name}={_shown(value)}")
        elif name == "srcdoc":
            yield Fault("markup", "has a page within the page (srcdoc)")
        elif name == "style":
            yield from css(value)
        elif name in _ADDRESSES:
            yield from _address(tag, name, value, attributes)
        elif name in ("srcset", "imagesrcset"):
            for part in value.split(","):
                yield from _address(tag, "src", part.strip().split(" ")[0], attributes)


def _address(tag: str, name: str, value: str, attributes: Mapping[str, str]) -> Iterator[Fault]:
    scheme = scheme_of(value)
    image = (
        scheme == "data"
        and tag in ("img", "link")
        and value.strip().lower().startswith("data:image/")
    )
    if scheme not in _SCHEMES and not image:
        yield Fault("address", f"leads to {_shown(value)}, which isn’t a page but acts on this one")
    elif is_remote(value) and (
        name in _LOADS or (tag == "link" and loads(attributes)) or tag in ("use", "image")
    ):
        yield Fault("leak", f"loads {_shown(value)} from another host")


def loads(attributes: Mapping[str, str]) -> bool:
    """Whether a `link` element is loaded, not only named."""
    return bool(set(attributes.get("rel", "").lower().split()) & _LOADED_LINKS)


def _raw(
    tag: str, attributes: Mapping[str, str], content: str, trusted: Trusted, resolve: Resolve
) -> Iterator[Fault]:
    if tag == "style":
        yield from css(content)
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
                "script", f"runs {_shown(attributes['src'])}, which is no script of this program"
            )
    elif attributes.get("type", "").strip().lower() in _DATA:
        if "<" in content:
            yield Fault("markup", "has markup in a script of data")
    elif not trusted.has_text(content):
        digest = hashlib.sha256(content.encode("utf-8", "replace")).hexdigest()[:12]
        yield Fault(
            "script", f"runs a script that no build writes (SHA-256 {digest}…): {_shown(content)}"
        )


def css(text: str) -> Iterator[Fault]:
    """What a style mustn't load."""
    plain = html.unescape(text)
    # A comment may part a word, or stand in a text that isn't one: both readings count.
    plain += "\n" + re.sub(r"/\*.*?\*/", " ", plain, flags=re.DOTALL)
    if _CSS_HIDDEN.search(plain):
        yield Fault("markup", "hides something in a style by escapes")
    addresses = _CSS_URL.findall(plain)
    if "image-set" in plain.lower():
        addresses += _CSS_TEXT.findall(plain)
    for address in dict.fromkeys(addresses):
        if is_remote(address):
            yield Fault("leak", f"loads {_shown(address)} from another host")
        elif scheme_of(address) not in ("", "data"):
            yield Fault("address", f"has {_shown(address)} in a style")


def scheme_of(address: str) -> str:
    """The scheme of an address as a browser reads it: it passes over what can't be seen."""
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


def _shown(text: str) -> str:
    line = " ".join(text[:120].split())
    return line if len(line) <= 60 else line[:60] + "…"
