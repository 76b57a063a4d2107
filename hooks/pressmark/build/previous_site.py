"""What the next site can have of the one that stands: files that would be written as they are
already are linked, not written.

A file is known by its size, its time and its number in the file system, so one that anybody has
changed, replaced or removed since is written anew; so is all where the file system has no links.
What the files were made from is known by keys (`cache.py`): one for each batch of documents, and
one for all that is made of the collection. A build that changes nothing needs the latter alone.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from pressmark.build.first_pass import AnalyzedCorpus
from pressmark.facets import FACETS, facet_values
from pressmark.relate.corpus import Relations
from pressmark.relate.document_summary import DocumentSummary
from pressmark.render.page_mold import Molds
from pressmark.render.site_links import Site
from pressmark.runtime import cache
from pressmark.runtime.cache import Cache
from pressmark.runtime.manifest import is_as_built
from pressmark.runtime.output import leads_out, link

PAGES = ".pages"
"""The file that says what was made of a batch of documents."""
WORDS = ".words"
"""The file that says what there is to the words of the index."""
PART = ".part"
"""The file that says what a part of the site was made from: all of it, or its lists."""

Stamp = tuple[str, int, int, int]
"""A path below the site, and its file's size, time and number."""


@dataclass(frozen=True, slots=True)
class PreviousSite:
    """A site that stands, and the folder of the next one."""

    kept: Cache
    site: Path
    folder: Path

    def pages(self, key: str) -> Path:
        """The file that says what was made of the batch with this key."""
        return self.kept.folder / (key + PAGES)

    def words(self, folder: str) -> Path:
        """The file that says what there is to the words in this folder of the index."""
        return self.kept.folder / (folder + WORDS)

    def part(self, name: str) -> Path:
        """The file that says what a part of the site was made from."""
        return self.kept.folder / (name + PART)


def _stamp(folder: str, path: str) -> Stamp:
    found = os.stat(f"{folder}/{path}", follow_symlinks=False)
    return path, found.st_size, found.st_mtime_ns, found.st_ino


def stamps(folder: Path, paths: Iterable[str]) -> list[Stamp]:
    """The stamps of files below `folder`."""
    return [_stamp(str(folder), path) for path in paths]


def all_stamps(folder: Path) -> list[Stamp]:
    """Those of all files below `folder`."""
    return stamps(folder, _paths(folder))


def _paths(folder: Path) -> Iterator[str]:
    for parent, _, names in os.walk(folder):
        below = os.path.relpath(parent, folder)
        yield from (os.path.normpath(os.path.join(below, name)) for name in sorted(names))


def take(standing: PreviousSite, found: Iterable[Stamp]) -> bool:
    """Link the files with these stamps into the next site, or none where one isn't as it was."""
    wanted = list(found)
    site, folder = str(standing.site), str(standing.folder)
    taken: list[str] = []
    try:
        if any(leads_out(one[0]) or _stamp(site, one[0]) != one for one in wanted):
            return False
        for path, *_ in wanted:
            target = f"{folder}/{path}"
            link(f"{site}/{path}", target)
            taken.append(target)
    except OSError:
        for target in taken:
            os.unlink(target)
        return False
    return True


def recall(standing: PreviousSite, file: Path) -> tuple[Any, bool]:
    """What a `file` of the cache has, if the files that it tells of could be taken, or None; and
    whether it was spoilt.
    """
    found, spoilt = cache.recall(file)
    if found is None or not take(standing, found[0]):
        return None, spoilt
    return found[1], spoilt


def keep(file: Path, found: list[Stamp], made: object) -> None:
    """Keep what `recall` gives, with the stamps of the files."""
    cache.keep(file, (found, made))


def take_part(standing: PreviousSite, name: str, key: str) -> tuple[list[str] | None, bool]:
    """The paths of the files of a part of the site, if it was kept with this key and all of them
    could be taken; and whether what was kept was spoilt.
    """
    found, spoilt = cache.recall(standing.part(name))
    if found is None or not key or found[0] != key or not take(standing, found[1]):
        return None, spoilt
    return [path for path, *_ in found[1]], False


def files_of_part(standing: PreviousSite, name: str) -> dict[str, tuple[str, Stamp]]:
    """Path → what the file is known by and its stamp, of those of a part of which that was kept."""
    found, _ = cache.recall(standing.part(name))
    # Who has built the site before may have been a program that kept less.
    if not found or len(found) < 3:
        return {}
    return {one[0]: (key, one) for key, one in zip(found[2], found[1], strict=False)}


def holds(standing: PreviousSite, name: str, key: str, own: Iterable[Stamp]) -> bool:
    """Whether the previous site is the next one already: it has the files of a part that was kept
    with this `key`, as they were, and those that are its `own`, byte for byte. What others have put
    there stays, so it makes no difference.
    """
    found, _ = cache.recall(standing.part(name))
    if found is None or not key or found[0] != key:
        return False
    site = str(standing.site)
    try:
        return (
            all(_stamp(site, one[0]) == one for one in found[1])
            and is_as_built(standing.site, standing.kept)
            and all(_same(standing, path) for path, *_ in own)
        )
    except OSError:
        # Whoever keeps a file of it from being read, or removes it now, gets a new one.
        return False


def _same(standing: PreviousSite, path: str) -> bool:
    return (standing.site / path).read_bytes() == (standing.folder / path).read_bytes()


def keep_part(
    standing: PreviousSite, name: str, key: str, found: list[Stamp], own: Sequence[str] = ()
) -> None:
    """Keep the stamps of a part of the site, if there is a `key`, and what each of its files is
    known by, if that is known.
    """
    file = standing.part(name)
    if key:
        cache.keep(file, (key, found, own))
    else:
        with suppress(FileNotFoundError):
            file.unlink()


def shared_key(kept: Cache, site: Site, *molds: Molds) -> str:
    """What all pages cast from these molds depend on, the program itself included."""
    cast = chain.from_iterable(sorted(found.items()) for found in molds)
    parts = ([str(depth), *mold.names, *mold.literals] for depth, mold in cast)
    return cache.key([kept.maker, site.name, site.url, *chain.from_iterable(parts)])


def whole_key(gathered: AnalyzedCorpus, shared: str, others: Iterable[str]) -> str:
    """What all that is made of a collection is known by, with whatever `others` there are; empty
    where it can't be.
    """
    keys = gathered.keys
    return cache.key([shared, *others, *keys, *keys.values()]) if all(keys.values()) else ""


def lists_key(gathered: AnalyzedCorpus, shared: str, per_page: int) -> str:
    """What the browse pages are known by."""
    rows = ((f.id, f.listed(), f.tags, f.family) for f in gathered.corpus.documents)
    return cache.key([shared, str(per_page), *map(repr, rows)])


def families_key(
    gathered: AnalyzedCorpus, families: Iterable[Sequence[DocumentSummary]], shared: str
) -> str:
    """What the pages of these families are known by; empty where they can't be."""
    members = [facts for family in families for facts in family]
    keys = [gathered.keys.get(facts.id, "") for facts in members]
    shown = [repr((facts.family, facts.listed())) for facts in members]
    return cache.key([shared, *keys, *shown]) if all(keys) else ""


def page_keys(
    gathered: AnalyzedCorpus, related: Mapping[str, Relations], site: Site
) -> dict[str, str]:
    """Id → what its page is known by, beside what all pages share; empty where it can't be."""
    shown = {facts.address: repr(facts.listed()) for facts in gathered.corpus.documents}
    return {
        facts.id: _page_key(gathered, facts, related[facts.id], site, shown)
        for facts in gathered.corpus.documents
    }


def _page_key(
    gathered: AnalyzedCorpus,
    facts: DocumentSummary,
    relations: Relations,
    site: Site,
    shown: Mapping[str, str],
) -> str:
    own = gathered.keys.get(facts.id)
    if not own:
        return ""
    copies = relations.copies
    beside = (
        relations.previous,
        relations.next,
        *relations.related,
        *(copies.others if copies else ()),
    )
    others = (shown[one.address] if one else "" for one in beside)
    family = (copies.family, str(copies.total)) if copies else ()
    slugs = (site.slugs[facet, value] for facet in FACETS for value in facet_values(facts, facet))
    added = repr(gathered.added.get(facts.id))
    return cache.key([own, *others, str(len(relations.related)), *family, *slugs, added])
