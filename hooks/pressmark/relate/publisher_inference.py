"""The publisher of a text, from other texts of the same website that name theirs.

One text is enough where the name of the publisher is in the name of the host, as `Tehran Times` is
in `tehrantimes.com`; else there have to be two. All of the host's texts must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from pressmark.text.words import fold

OF_MANY = frozenset(
    """
    archive.is archive.org archive.ph archive.today books.google.com facebook.com flickr.com
    github.com linkedin.com loc.gov m.facebook.com medium.com msn.com news.google.com news.yahoo.com
    prnewswire.com reddit.com scribd.com soundcloud.com substack.com t.co t.me twitter.com vimeo.com
    vk.com web.archive.org wordpress.com x.com yahoo.com youtu.be youtube.com
    """.split()  # noqa: SIM905  # a list of hosts reads better as lines than as 30 strings
)
"""Hosts of texts by many publishers."""
ALONE, TOGETHER = 1, 2
"""Texts that have to name a publisher: whose name the host has in its own, and another."""


@dataclass(frozen=True, slots=True)
class PublisherClaim:
    """A text with an address: what it says of its publisher."""

    id: str
    host: str
    publisher: str | None
    """None when the text names none itself."""


@dataclass(frozen=True, slots=True)
class InferredPublisher:
    """A publisher, and the text that named it."""

    publisher: str
    host: str
    id: str
    """The first by name of those that say so."""
    number: int
    """How many say so."""


def host_of(url: str | None) -> str:
    """The host of an address, without `www.`; empty where there is none.

    >>> host_of("https://www.Gazette.example:443/1911/clock"), host_of("gazette")
    ('gazette.example', '')
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.lower().rstrip(".").removeprefix("www.")


def publishers(witnesses: Iterable[PublisherClaim]) -> dict[str, InferredPublisher]:
    """Id → publisher, for the texts that name none and whose siblings agree on one."""
    named: dict[str, list[tuple[str, str]]] = {}
    waiting: list[PublisherClaim] = []
    for witness in witnesses:
        if not witness.host or witness.host in OF_MANY:
            continue
        if witness.publisher is None:
            waiting.append(witness)
        else:
            named.setdefault(witness.host, []).append((witness.id, witness.publisher))
    known = {host: _agreed(host, texts) for host, texts in named.items()}
    return {w.id: sibling for w in waiting if (sibling := known.get(w.host))}


def _agreed(host: str, texts: list[tuple[str, str]]) -> InferredPublisher | None:
    if len({fold(publisher) for _, publisher in texts}) != 1:
        return None
    first, publisher = min(texts)
    least = ALONE if _in_host(publisher, host) else TOGETHER
    return InferredPublisher(publisher, host, first, len(texts)) if len(texts) >= least else None


def _in_host(publisher: str, host: str) -> bool:
    """Whether the name of a host has that of a publisher in it, or its initials.

    >>> _in_host("Tehran Times", "tehrantimes.com"), _in_host("Radio Habana Cuba", "radiohc.cu")
    (True, True)
    """
    words = re.findall(r"\w+", fold(publisher))
    labels = re.sub(r"[^\w.]", "", host).split(".")[:-1]
    joined = "".join(words)
    spellings = {joined, joined.removeprefix("the")}
    for at in range(len(words) + 1):
        # `radiohc`: some words whole, then the initials of the rest.
        spellings.add("".join(words[:at]) + "".join(word[0] for word in words[at:]))
    return any(label in spellings and len(label) >= 2 for label in labels)
