"""One edition of the site: all that is made of a collection, once MkDocs has rendered its own pages
and the molds. What would be as it stands is taken from the edition before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pressmark.build import previous_site, second_pass
from pressmark.build.document_pages import Output
from pressmark.build.first_pass import AnalyzedCorpus, Progress
from pressmark.build.previous_site import Stamp
from pressmark.errors import CuratorError, Problem
from pressmark.render.browse import pages as browse_pages
from pressmark.runtime.stopwatch import Stopwatch
from pressmark.runtime.workers import WorkerPool


@dataclass(frozen=True, slots=True)
class Frame:
    """What there is to an edition beside the collection."""

    own: Sequence[str]
    """The paths of MkDocs' pages."""
    per_page: int
    """Documents on a browse page."""


@dataclass(frozen=True, slots=True)
class BuildResult:
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
    gathered: AnalyzedCorpus,
    output: Output,
    frame: Frame,
    crew: WorkerPool,
    progress: Progress,
    again: Callable[[], AnalyzedCorpus],
) -> BuildResult:
    """Write the edition into the folder of `output`, if it isn't the site that stands; `again`
    gathers what a brief answer has left out.
    """
    clock = Stopwatch()
    stands = output.previous
    key, spoilt = "", 0
    before: set[Stamp] = set()
    if stands:
        before.update(previous_site.all_stamps(output.folder))
        shared = previous_site.shared_key(stands.kept, output.site, output.molds, output.lists)
        key = previous_site.whole_key(gathered, shared, (str(frame.per_page), *frame.own))
        if previous_site.holds(stands, "site", key, before):
            clock.lap("pages")
            return BuildResult(clock.times, stands=True)
        taken, spoilt = previous_site.take_part(stands, "site", key)
        if taken is not None:
            clock.lap("pages")
            return BuildResult(clock.times, spoilt)
    if gathered.brief:
        gathered = again()
        spoilt += gathered.spoilt
    made = second_pass.second_pass(gathered, output, crew, progress)
    clock = Stopwatch()
    paths, lists_spoilt = _lists(gathered, output, frame.per_page, crew)
    second_pass.write_feeds(gathered, output.folder, output.site, [*frame.own, *paths])
    clock.lap("lists")
    written = previous_site.all_stamps(output.folder)
    _check_whole(gathered, written)
    if stands:
        if made.problems:
            # They are to be told at each build.
            key = ""
        previous_site.keep_part(stands, "site", key, [one for one in written if one not in before])
    spoilt += made.spoilt + lists_spoilt
    return BuildResult(made.times | clock.times, spoilt, made.problems)


def _check_whole(gathered: AnalyzedCorpus, written: Sequence[Stamp]) -> None:
    """Raises `CuratorError` unless the page of each document is there: whoever has removed files
    while they were written must not get a site that lacks them, now or from what is kept of it.
    """
    missing = {facts.href for facts in gathered.corpus.documents} - {path for path, *_ in written}
    if missing:
        raise CuratorError(
            f"{len(missing)} pages have been removed while the site was built ({min(missing)}); "
            "build again, and leave the folder beside it alone meanwhile"
        )


def _lists(
    gathered: AnalyzedCorpus, output: Output, per_page: int, crew: WorkerPool
) -> tuple[list[str], bool]:
    """The paths of the browse pages, and whether what was kept of them couldn't be used."""
    stands = output.previous
    key, spoilt = "", False
    if stands:
        shared = previous_site.shared_key(stands.kept, output.site, output.lists)
        key = previous_site.lists_key(gathered, shared, per_page)
        taken, spoilt = previous_site.take_part(stands, second_pass.LISTS, key)
        if taken is not None:
            return taken, spoilt
    pages = browse_pages(gathered.corpus, output.site, per_page)
    written = second_pass.write_lists(pages, output, crew)
    paths = [path for path, _ in written]
    if stands:
        stamps = previous_site.stamps(output.folder, paths)
        previous_site.keep_part(stands, second_pass.LISTS, key, stamps, [own for _, own in written])
    return paths, spoilt
