"""Infers the publisher of a text from other texts of the same host that name theirs.

One text is enough if the name of the host contains that of the publisher, as `tehrantimes.com`
contains `Tehran Times`; otherwise it takes two. All texts of the host must agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from pressmark.text.words import fold

SHARED_HOSTS = frozenset(
    """
    archive.is archive.org archive.ph archive.today books.google.com facebook.com flickr.com
    github.com linkedin.com loc.gov m.facebook.com medium.com msn.com news.google.com news.yahoo.com
    prnewswire.com reddit.com scribd.com soundcloud.com substack.com t.co t.me twitter.com vimeo.com
    vk.com web.archive.org wordpress.com x.com yahoo.com youtu.be youtube.com
    """.split()  # noqa: SIM905  # a list of hosts reads better as lines than as 30 strings
)
"""Hosts with texts of many publishers."""
LEAST_MATCHING, LEAST_OTHER = 1, 2
"""Texts that have to name a publisher whose name is in that of the host, and any other
publisher."""


@dataclass(frozen=True, slots=True)
class PublisherClaim:
    """The publisher that a text with a URL names."""

    id: str
    host: str
    publisher: str | None
    """None if the text names none."""


@dataclass(frozen=True, slots=True)
class InferredPublisher:
    """A publisher, and a text that names it."""

    publisher: str
    host: str
    id: str
    """Id of the text: the first in alphabetical order."""
    claims: int
    """Number of texts that name it."""


def host_of(url: str | None) -> str:
    """The host of a URL, without `www.`; empty if there is none.

    >>> host_of("https://www.Gazette.example:443/1911/clock"), host_of("gazette")
    ('gazette.example', '')
    """
    try:
        host = urlsplit(url or "").hostname or ""
    except ValueError:
        return ""
    return host.lower().rstrip(".").removeprefix("www.")


def infer_publishers(claims: Iterable[PublisherClaim]) -> dict[str, InferredPublisher]:
    """Id → publisher, for the texts that name none if other texts of their host agree on one."""
    named: dict[str, list[tuple[str, str]]] = {}
    unnamed: list[PublisherClaim] = []
    for claim in claims:
        if not claim.host or claim.host in SHARED_HOSTS:
            continue
        if claim.publisher is None:
            unnamed.append(claim)
        else:
            named.setdefault(claim.host, []).append((claim.id, claim.publisher))
    by_host = {host: _agreed(host, texts) for host, texts in named.items()}
    return {claim.id: publisher for claim in unnamed if (publisher := by_host.get(claim.host))}


def _agreed(host: str, texts: list[tuple[str, str]]) -> InferredPublisher | None:
    """The publisher of a host, if its texts (id, publisher) agree and are enough."""
    if len({fold(publisher) for _, publisher in texts}) != 1:
        return None
    first, publisher = min(texts)
    least = LEAST_MATCHING if _in_host(publisher, host) else LEAST_OTHER
    return InferredPublisher(publisher, host, first, len(texts)) if len(texts) >= least else None


def _in_host(publisher: str, host: str) -> bool:
    """True if the name of the host contains that of the publisher, or its initials.

    >>> _in_host("Tehran Times", "tehrantimes.com"), _in_host("Radio Habana Cuba", "radiohc.cu")
    (True, True)
    """
    words = re.findall(r"\w+", fold(publisher))
    labels = re.sub(r"[^\w.]", "", host).split(".")[:-1]
    joined = "".join(words)
    spellings = {joined, joined.removeprefix("the")}
    for whole in range(len(words) + 1):
        # `radiohc`: some whole words, then the initials of the others.
        spellings.add("".join(words[:whole]) + "".join(word[0] for word in words[whole:]))
    return any(label in spellings and len(label) >= 2 for label in labels)
