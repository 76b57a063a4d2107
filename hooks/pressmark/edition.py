"""One edition of the site: all that is made of a collection, once MkDocs has rendered its own pages
and the molds. What would be as it stands is taken from the edition before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pressmark import build, standing
from pressmark.clock import Clock
from pressmark.document_pages import Output
from pressmark.errors import CuratorError, Problem
from pressmark.gather import Gathered, Progress
from pressmark.render.browse import pages as browse_pages
from pressmark.standing import Stamp
from pressmark.workers import Crew


@dataclass(frozen=True, slots=True)
class Frame:
    """What there is to an edition beside the collection."""

    own: Sequence[str]
    """The paths of MkDocs' pages."""
    per_page: int
    """Documents on a browse page."""


@dataclass(frozen=True, slots=True)
class Edition:
    """How it was made."""

    times: dict[str, float]
    """Stage → seconds."""
    spoilt: int = 0
    """Parts of which what was kept couldn't be used."""
    problems: tuple[Problem, ...] = ()
    """Of documents that are published plainly."""
    stands: bool = False
    """Whether the site that stands is this edition, so that nothing was written."""


def write(
    gathered: Gathered,
    output: Output,
    frame: Frame,
    crew: Crew,
    progress: Progress,
    again: Callable[[], Gathered],
) -> Edition:
    """Write the edition into the folder of `output`, if it isn't the site that stands; `again`
    gathers what a brief answer has left out.
    """
    clock = Clock()
    stands = output.standing
    key, spoilt = "", 0
    before: set[Stamp] = set()
    if stands:
        before.update(standing.all_stamps(output.folder))
        shared = standing.shared_key(stands.kept, output.site, output.molds, output.lists)
        key = standing.whole_key(gathered, shared, (str(frame.per_page), *frame.own))
        if standing.holds(stands, "site", key, before):
            clock.lap("pages")
            return Edition(clock.times, stands=True)
        taken, spoilt = standing.take_part(stands, "site", key)
        if taken is not None:
            clock.lap("pages")
            return Edition(clock.times, spoilt)
    if gathered.brief:
        gathered = again()
        spoilt += gathered.spoilt
    made = build.second_pass(gathered, output, crew, progress)
    clock = Clock()
    paths, lists_spoilt = _lists(gathered, output, frame.per_page, crew)
    build.write_feeds(gathered, output.folder, output.site, [*frame.own, *paths])
    clock.lap("lists")
    written = standing.all_stamps(output.folder)
    _check_whole(gathered, written)
    if stands:
        if made.problems:
            # They are to be told at each build.
            key = ""
        standing.keep_part(stands, "site", key, [one for one in written if one not in before])
    spoilt += made.spoilt + lists_spoilt
    return Edition(made.times | clock.times, spoilt, made.problems)


def _check_whole(gathered: Gathered, written: Sequence[Stamp]) -> None:
    """Raises `CuratorError` unless the page of each document is there: whoever has removed files
    while they were written must not get a site that lacks them, now or from what is kept of it.
    """
    missing = {facts.href for facts in gathered.corpus.documents} - {path for path, *_ in written}
    if missing:
        raise CuratorError(
            f"{len(missing)} pages have been removed while the site was built ({min(missing)}); "
            "build again, and leave the folder beside it alone meanwhile"
        )


def _lists(gathered: Gathered, output: Output, per_page: int, crew: Crew) -> tuple[list[str], bool]:
    """The paths of the browse pages, and whether what was kept of them couldn't be used."""
    stands = output.standing
    key, spoilt = "", False
    if stands:
        shared = standing.shared_key(stands.kept, output.site, output.lists)
        key = standing.lists_key(gathered, shared, per_page)
        taken, spoilt = standing.take_part(stands, build.LISTS, key)
        if taken is not None:
            return taken, spoilt
    pages = browse_pages(gathered.corpus, output.site, per_page)
    written = build.write_lists(pages, output, crew)
    paths = [path for path, _ in written]
    if stands:
        stamps = standing.stamps(output.folder, paths)
        standing.keep_part(stands, build.LISTS, key, stamps, [own for _, own in written])
    return paths, spoilt
